"""The syntax phase: from the text of a rule file to its tree.

The way is text -> tokens -> logical lines -> tree. :mod:`tokens` cuts the text up with the terminals of
``grammar/lsdsl.lark`` and keeps comments and script boxes aside; :mod:`layout` turns indentation into blocks; :mod:`machine`
runs the LALR tables that Lark computes from the grammar; :mod:`build` makes the frozen dataclasses of :mod:`tree` on each
reduction; :mod:`recovery` finds the words for what does not fit. Each is a pure function of its input.

What holds:

- Every text has a tree. What cannot be read stands in it as a ``Bad`` with the names that it seems to declare.
- A syntax error spoils its line; a header that cannot be read spoils its block; nothing reaches into the next declaration.
- A line is reported once. What follows from a mistake is not reported as another one.
- The time is linear in the length of the text, and nothing recurses deeper than the limits in :mod:`limits`.
- Soft keywords are keywords only where the grammar can take them; a name may be any word that is not reserved.
- The tree knows nothing of names and types: what a word refers to is the next phase's question.
"""

from lsdsl.syntax.parser import parse
from lsdsl.syntax.text import decode

__all__ = ["decode", "parse"]
