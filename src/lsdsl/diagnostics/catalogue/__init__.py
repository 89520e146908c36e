"""The catalogue: every code with its slug, its severity and its words, one module for each range of codes."""

from lsdsl.diagnostics.catalogue.entry import Entry, Words, words
from lsdsl.diagnostics.catalogue.inputs import INPUTS
from lsdsl.diagnostics.catalogue.lints import LINTS
from lsdsl.diagnostics.catalogue.names import NAMES
from lsdsl.diagnostics.catalogue.runtime import RUNTIME
from lsdsl.diagnostics.catalogue.scripts import SCRIPTS
from lsdsl.diagnostics.catalogue.structure import STRUCTURE
from lsdsl.diagnostics.catalogue.suppressions import SUPPRESSIONS
from lsdsl.diagnostics.catalogue.syntax import SYNTAX
from lsdsl.diagnostics.catalogue.tests import TESTS
from lsdsl.diagnostics.catalogue.types import TYPES
from lsdsl.diagnostics.model import Diagnostic

RANGES = (INPUTS, SYNTAX, STRUCTURE, NAMES, TYPES, SCRIPTS, LINTS, TESTS, RUNTIME, SUPPRESSIONS)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entries in RANGES for entry in entries}


def words_of(diagnostic: Diagnostic) -> Words:
    """The words of a finding."""
    return words(CATALOGUE[diagnostic.code], diagnostic)


__all__ = ["CATALOGUE", "Entry", "Words", "words_of"]
