"""The words of LS540 to LS549: what nothing uses, and what gets in its own way."""

from lsdsl.diagnostics.catalogue.entry import Entry

LEFTOVERS: tuple[Entry, ...] = ()
