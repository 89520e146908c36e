"""The words of LS520 to LS529: points, ranges and limits that cannot work as written."""

from lsdsl.diagnostics.catalogue.entry import Entry

SCORING: tuple[Entry, ...] = ()
