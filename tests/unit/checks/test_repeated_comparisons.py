"""LS604: one comparison with one number, written out again and again."""

from tests.unit.checks.told import findings, places

DATA = "profile:\n    size  number\nevent visit:\n    pages  number\n"


def score(*conditions: str) -> str:
    """A score with a rule for each condition."""
    return DATA + "score s:\n" + "".join(f"    +{points} while {one}\n" for points, one in enumerate(conditions, 1))


def test_three_times() -> None:
    """The first place is told, the others are shown."""
    text = score("size >= 500 and size < 900", "size >= 500", "size >= 500 or size < 3")
    (found,) = findings("repeated_comparisons", text)
    assert text[found.span.start : found.span.end] == "size >= 500"
    assert len(found.related) == 2


def test_a_name_that_is_there_already() -> None:
    """A `let` of the same condition counts, and the help says its name."""
    text = score("size >= 500", "size >= 500 and size < 3") + "let large = size >= 500\nselection big:\n    where large\n"
    (found,) = findings("repeated_comparisons", text)
    assert found.arguments["let"] == "large"


def test_what_is_not_the_same_often_enough() -> None:
    """Twice is no habit; another operator or number is another condition; 0 needs no name; tests are not looked at."""
    assert places("repeated_comparisons", score("size > 5 and size < 9", "size > 5", "size >= 5", "size > 6")) == []
    assert places("repeated_comparisons", score("size > 0 and size < 9", "size > 0", "size > 0 and size < 8")) == []
    test = 'test "t":\n    expect not (size > 5)\n'
    assert places("repeated_comparisons", score("size > 5 and size < 9", "size > 5") + test) == []


def test_attributes() -> None:
    """What is said of an event cannot have a name."""
    rules = "".join(f"    +{points} on first {points} visit where pages > 5\n" for points in (1, 2, 3))
    assert places("repeated_comparisons", DATA + "score s:\n" + rules) == []


def test_hot_triggers() -> None:
    """`gains more than` is a trigger of its own form."""
    followups = [
        f'followup f{number}:\n    when s gains more than 20 points within 1 day\n    add tag "{number}"\n' for number in "abc"
    ]
    assert places("repeated_comparisons", score("size > 5") + "".join(followups)) == []
