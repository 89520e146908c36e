"""Which findings count: levels and selection, comments that ignore, the baseline; and the fixes of those that do.

What the phases and the checks find goes through :func:`review` on its way to every front end, in this order:

1. A comment (``# lsdsl: ignore[LS503] reason``) keeps a finding quiet. Comments that ignore nothing are findings themselves.
2. The options of the command line, then the settings say which codes are looked for, and the settings how bad they are.
3. The baseline keeps quiet what was there before. Entries of it that match nothing any more are findings themselves.
"""

from lsdsl.review.options import NO_OPTIONS, Options
from lsdsl.review.review import Reviewed, Work, review

__all__ = ["NO_OPTIONS", "Options", "Reviewed", "Work", "review"]
