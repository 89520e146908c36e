"""The words of LS6xx: style."""

from lsdsl.diagnostics.catalogue.entry import Entry

STYLE: tuple[Entry, ...] = ()
