"""LS9xx: findings about how findings are kept quiet. A code is for ever: never reused, never renumbered."""

from lsdsl.diagnostics.catalogue.entry import Entry

SUPPRESSIONS: tuple[Entry, ...] = ()
