"""LS5xx and LS6xx: likely mistakes and style. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry
from lsdsl.diagnostics.catalogue.lints.conditions import CONDITIONS
from lsdsl.diagnostics.catalogue.lints.cycles import CYCLES
from lsdsl.diagnostics.catalogue.lints.leftovers import LEFTOVERS
from lsdsl.diagnostics.catalogue.lints.scoring import SCORING
from lsdsl.diagnostics.catalogue.lints.style import STYLE
from lsdsl.diagnostics.catalogue.lints.traps import TRAPS

LINTS: tuple[Entry, ...] = (*CONDITIONS, *CYCLES, *TRAPS, *SCORING, *LEFTOVERS, *STYLE)
