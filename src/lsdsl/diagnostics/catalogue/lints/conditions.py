"""The words of LS501 to LS509: conditions that cannot mean what they say."""

from lsdsl.diagnostics.catalogue.entry import Entry

CONDITIONS: tuple[Entry, ...] = ()
