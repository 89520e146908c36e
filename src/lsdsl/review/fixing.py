"""Applying fixes: edits that do not overlap, then another look, until nothing is left to fix."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Edit, Fix, Severity
from lsdsl.diagnostics.summary import severity_of
from lsdsl.source import Source

MOST_ROUNDS: Final = 50
"""Rounds after which fixes are taken to undo each other; one round does all that do not overlap."""


class Looked(Protocol):
    """What a look at a ruleset gives."""

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """The findings that count."""
        ...

    @property
    def sources(self) -> Mapping[str, Source]:
        """The files."""
        ...

    @property
    def asked(self) -> Collection[str]:
        """The files whose findings were asked for."""
        ...


Look = TypeVar("Look", bound=Looked)


@dataclass(frozen=True, slots=True)
class Fixed(Generic[Look]):
    """The texts that were changed, how many findings that mended, and what was found before and after."""

    texts: Mapping[str, str]
    mended: int
    before: Look
    left: Look


def fix(look: Callable[[Mapping[str, str]], Look], *, unsafe: bool = False) -> Fixed[Look]:
    """Mend what can be mended, with ``look`` giving the findings when some texts stand in place of those of the files.

    Fixes that are not safe are applied only with ``unsafe``. No file is changed whose findings were not asked for. A fix after
    which there are more errors than before is not kept.
    """
    texts: dict[str, str] = {}
    mended = 0
    before = left = look(texts)
    seen = {_state(texts)}
    for _ in range(MOST_ROUNDS):
        fixes = applicable(left.diagnostics, unsafe=unsafe, files=left.asked)
        chosen = apart(fixes)
        if not chosen:
            break
        after = edited(texts, left.sources, chosen)
        better = look(after)
        if _errors(better) > _errors(left):
            chosen = _harmless(partial(_holds, look, texts, left), chosen)
            after = edited(texts, left.sources, chosen)
            better = look(after)
        after = {path: text for path, text in after.items() if text != before.sources[path].text}
        if _state(after) in seen:
            break
        seen.add(_state(after))
        mended += sum(one.fix in chosen for one in left.diagnostics)
        texts, left = after, better
    return Fixed(texts, mended, before, left)


def applicable(found: Iterable[Diagnostic], *, unsafe: bool, files: Collection[str]) -> list[Fix]:
    """The fixes that may be applied, each once, in the order of their first edits."""
    fixes = {
        one.fix: None
        for one in found
        if one.fix and (one.fix.safe or unsafe) and one.fix.edits and all(edit.span.path in files for edit in one.fix.edits)
    }
    return sorted(fixes, key=lambda one: min(edit.span for edit in one.edits))


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """Those that do not touch each other; of two that do, the first one."""
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for one in fixes:
        if not any(_touch(edit, other) for edit in one.edits for other in taken if edit.span.path == other.span.path):
            chosen.append(one)
            taken += one.edits
    return chosen


def edited(texts: Mapping[str, str], sources: Mapping[str, Source], fixes: Iterable[Fix]) -> dict[str, str]:
    """The changed texts, after fixes that do not touch each other."""
    after = dict(texts)
    edits = sorted((edit for one in fixes for edit in one.edits), key=lambda edit: edit.span, reverse=True)
    for edit in edits:
        path, start, end = edit.span.path, edit.span.start, edit.span.end
        text = after[path] if path in after else sources[path].text
        after[path] = text[:start] + edit.text + text[end:]
    return after


def _harmless(holds: Callable[[Sequence[Fix]], bool], fixes: Sequence[Fix], kept: Sequence[Fix] = ()) -> list[Fix]:
    """As many of the fixes as can be kept, besides those that are; halves are tried, so that few bad ones cost few looks."""
    if holds([*kept, *fixes]):
        return [*kept, *fixes]
    if len(fixes) == 1:
        return [*kept]
    middle = len(fixes) // 2
    return _harmless(holds, fixes[middle:], _harmless(holds, fixes[:middle], kept))


def _holds(look: Callable[[Mapping[str, str]], Look], texts: Mapping[str, str], before: Look, fixes: Sequence[Fix]) -> bool:
    """Whether there are no more errors after some fixes than before."""
    return _errors(look(edited(texts, before.sources, fixes))) <= _errors(before)


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap, or would leave it open which comes first."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _errors(looked: Looked) -> int:
    return sum(severity_of(one) is Severity.ERROR for one in looked.diagnostics)


def _state(texts: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(texts.items())
