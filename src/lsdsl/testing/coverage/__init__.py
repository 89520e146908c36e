"""How much of the rules the tests have seen at work: what there is to see, what was seen, and reports of the difference."""

from lsdsl.testing.coverage.measure import Coverage, FileCoverage, measure

__all__ = ["Coverage", "FileCoverage", "measure"]
