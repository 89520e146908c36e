"""Applying fixes: what is changed, what is left, and when it ends."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lsdsl.diagnostics import Diagnostic, Edit, finding
from lsdsl.review.fixing import MOST_ROUNDS, fix
from lsdsl.source import Source, Span

PATH = "rules.lsdsl"


@dataclass(frozen=True)
class Found:
    """What a look gives."""

    diagnostics: list[Diagnostic]
    sources: dict[str, Source]
    asked: frozenset[str] = frozenset({PATH})


def look_for(text: str, find: Callable[[str], Iterator[Diagnostic]]) -> Callable[[Mapping[str, str]], Found]:
    """A look that finds something in a text or in what stands in its place."""

    def look(texts: Mapping[str, str]) -> Found:
        now = texts.get(PATH, text)
        return Found(list(find(now)), {PATH: Source(PATH, now)})

    return look


def replacing(text: str, old: str, new: str, *, safe: bool = True, code: str = "LS503") -> Iterator[Diagnostic]:
    """A finding with a fix for each place of a stretch of text."""
    at = text.find(old)
    while at >= 0:
        span = Span(PATH, at, at + len(old))
        yield finding(code, span).with_fix(Edit(span, new), safe=safe)
        at = text.find(old, at + 1)


def test_all_that_does_not_touch_is_done_at_once() -> None:
    """Several fixes of a file keep their places while it changes."""
    done = fix(look_for("aa b aa b aa", lambda text: replacing(text, "aa", "c")))
    assert (dict(done.texts), done.mended, done.left.diagnostics) == ({PATH: "c b c b c"}, 3, [])


def test_fixes_that_overlap_wait_for_the_next_round() -> None:
    """Of two fixes of the same place one is done, then somebody looks again."""
    done = fix(look_for("aaa", lambda text: replacing(text, "aa", "b")))
    assert (dict(done.texts), done.mended) == ({PATH: "ba"}, 1)


def test_what_a_fix_brings_to_light_is_fixed_too() -> None:
    """It goes on until a look finds nothing to fix."""

    def find(text: str) -> Iterator[Diagnostic]:
        yield from replacing(text, "a", "b")
        yield from replacing(text, "bb", "c")

    done = fix(look_for("aa", find))
    assert (dict(done.texts), done.mended) == ({PATH: "c"}, 3)
    assert fix(look_for("c", find)).texts == {}


def test_unsafe_fixes_are_done_when_asked_for() -> None:
    """Without being asked for they are left."""
    look = look_for("a", lambda text: replacing(text, "a", "b", safe=False))
    assert len(fix(look).left.diagnostics) == 1
    assert fix(look, unsafe=True).texts == {PATH: "b"}


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    """A text that was there before is not written again."""

    def find(text: str) -> Iterator[Diagnostic]:
        yield from replacing(text, "a", "b")
        yield from replacing(text, "b", "a")

    done = fix(look_for("a", find))
    assert dict(done.texts) == {PATH: "b"}


def test_fixes_without_end_are_stopped() -> None:
    """A fix that makes room for itself is done so many times and no more."""
    done = fix(look_for("a", lambda text: replacing(text, "a", "ab")))
    assert done.mended == MOST_ROUNDS


def test_a_fix_that_makes_errors_is_not_kept() -> None:
    """The others are done; the one is left as a finding."""

    def find(text: str) -> Iterator[Diagnostic]:
        yield from replacing(text, "a", "!")
        yield from replacing(text, "b", "c")
        yield from (finding("LS200", Span(PATH, at, at + 1)) for at, character in enumerate(text) if character == "!")

    done = fix(look_for("b a b " + "b " * 100 + "a", find))
    assert (dict(done.texts), done.mended) == ({PATH: "c a c " + "c " * 100 + "a"}, 102)
    assert [one.code for one in done.left.diagnostics] == ["LS503", "LS503"]


def test_files_that_nobody_asked_for_stay() -> None:
    """A fix with an edit in another file is not applied."""

    def find(text: str) -> Iterator[Diagnostic]:
        for one in replacing(text, "a", "b"):
            assert one.fix is not None
            yield one.with_fix(*one.fix.edits, Edit(Span("other.lsdsl", 0, 0), "x"), safe=True)

    assert fix(look_for("a", find)).texts == {}


def test_the_same_fix_of_two_findings_is_done_once() -> None:
    """Both are mended by it."""

    def find(text: str) -> Iterator[Diagnostic]:
        yield from replacing(text, "a", "")
        yield from replacing(text, "a", "", code="LS502")

    done = fix(look_for("a", find))
    assert (dict(done.texts), done.mended) == ({PATH: ""}, 2)
