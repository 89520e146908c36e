"""From reductions to the tree: one small function for each rule of the grammar, called from the inside outwards.

Nothing here recurses, so the depth of the input does not matter. A function gets the values of the parts of its rule, tokens
included, and the span from its first token to its last.
"""

from lsdsl.syntax.build import declarations, expressions, followups, scores
from lsdsl.syntax.build.core import BUILDERS, Builder

MODULES = (expressions, declarations, scores, followups)

__all__ = ["BUILDERS", "MODULES", "Builder"]
