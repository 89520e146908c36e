"""Of a file with many mistakes the first ones are told, whichever phase found them."""

from lsdsl.diagnostics import Diagnostic, finding
from lsdsl.runner.budget import within_budget
from lsdsl.source import Span


def mistakes(number: int, path: str = "a.lsdsl", code: str = "LS201") -> list[Diagnostic]:
    """So many mistakes, one after the other."""
    return [finding(code, Span(path, place, place + 1), name="x") for place in range(number)]


def test_fifty_mistakes_are_all_told() -> None:
    """The budget is a most, and nothing is said of it while it lasts."""
    found = mistakes(50)
    assert within_budget(found) == found


def test_the_rest_is_one_finding_at_the_first_that_is_not_told() -> None:
    """LS134 stands where the telling ends, once for each file."""
    found = within_budget([*mistakes(60), *mistakes(3, "b.lsdsl")])
    assert [one.code for one in found] == ["LS201"] * 50 + ["LS134"] + ["LS201"] * 3
    assert found[50].span == Span("a.lsdsl", 50, 51)


def test_a_file_whose_syntax_was_too_much_says_so_once() -> None:
    """What the syntax phase said already is not said again."""
    found = [*mistakes(20), finding("LS134", Span("a.lsdsl", 20, 21), limit=50), *mistakes(5)]
    assert [one.code for one in within_budget(found)] == ["LS201"] * 20 + ["LS134"]
