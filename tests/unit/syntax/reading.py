"""What the fixtures of the syntax tests are: functions from a text."""

from collections.abc import Callable

from lsdsl.diagnostics.model import Diagnostic
from lsdsl.syntax.tree import Declaration, RuleFile

Read = Callable[[str], tuple[RuleFile, list[Diagnostic]]]
One = Callable[[str], Declaration]
Codes = Callable[[str], list[tuple[int, str]]]
