"""LS546: steps that write what is so already."""

import pytest

from lsdsl.analysis.subject import BoxWork
from tests.unit.checks.told import places

DATA = """\
profile:
    status  choice("new", "old") = "new"
    note    text
    size    number = 0
    done    boolean = false
    seen_it boolean
event visit:
    status_now  text
let fresh = status is "new" and not done
selection starters:
    where fresh
"""


def steps(*lines: str, header: str = "on visit") -> str:
    """A follow-up with these steps."""
    return DATA + f"followup f:\n    {header}\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("header", "step"),
    [
        ('on visit\n    where status is "old"', 'set status to "old"'),
        ('on visit\n    where size > 3 and (status_now is "x" and "old" == status)', 'set status to "old"'),
        ("on visit\n    where fresh", 'set status to "new"'),
        ("on visit\n    where starters", "set done to false"),
        ("on visit\n    where done", "set done to true"),
        ("on visit\n    where seen_it", "set seen_it to true"),
        ("on visit\n    where size == 5", "set size to 5"),
        ('when status is "old"', 'set status to "old"'),
        ('on visit\n    where tags contains "a"', 'add tag "a"'),
        ('on visit\n    where not (tags contains "a")', 'remove tag "a"'),
        ('on visit\n    where tags contains all ("a", "b")', 'add tag "b"'),
        ('on visit\n    where tags contains none ("a", "b")', 'remove tag "b"'),
    ],
)
def test_a_step_that_its_condition_makes_needless(header: str, step: str) -> None:
    """What a condition makes certain need not be written."""
    assert places("idle_writes", steps(step, header=header)) == [step]


def test_a_step_in_a_branch() -> None:
    """The condition of a branch holds in it, and nowhere else."""
    lines = ['if status is "old":', '    set status to "old"', "else:", '    set status to "old"']
    assert places("idle_writes", steps(*lines)) == ['set status to "old"']


def test_the_same_step_twice() -> None:
    """The second one changes nothing."""
    assert places("idle_writes", steps('add tag "a"', 'do start_workflow "x"', 'add tag "a"')) == ['add tag "a"']


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ('on visit\n    where status is "new"', ['set status to "old"']),
        ('on visit\n    where status is "old" or size > 3', ['set status to "old"']),
        ('on visit\n    where not (status is "old")', ['set status to "old"']),
        ('on visit\n    where note is "Old" ignoring case', ['set note to "Old"']),
        ('on visit\n    where status is "old"', ["wait 1 day", 'set status to "old"']),
        ('on visit\n    where status is "old"', ['set status to "new"', 'set status to "old"']),
        ("on visit\n    where not seen_it", ["set seen_it to false"]),
        ('on visit\n    where tags contains "a"', ['add tag "b"', 'remove tag "a"', 'add tag "a"']),
        ('on visit\n    where tags contains any ("a", "b")', ['add tag "a"']),
        ('on visit\n    where status is "old"', ["if size > 3:", '    set status to "new"', 'set status to "old"']),
        ('on visit\n    where status is "old"', ["script:", "    x = 1", 'set status to "old"']),
        ('on visit\n    where status is "old"\n    enabled false', ['set status to "old"']),
    ],
)
def test_steps_that_may_change_something(header: str, lines: list[str]) -> None:
    """Silence where the condition does not make certain, or no longer makes certain, what is written."""
    assert places("idle_writes", steps(*lines, header=header)) == []


def test_a_box_that_writes_something_else() -> None:
    """A box that is known not to write the field leaves what is known of it."""
    text = steps("script:", "    x = 1", 'set status to "old"', header='on visit\n    where status is "old"')
    assert places("idle_writes", text, box=BoxWork(writes=("size",))) == ['set status to "old"']
    assert places("idle_writes", text, box=BoxWork(writes=("status",))) == []


def test_an_edge_after_which_others_write() -> None:
    """Between the edge of a `when` and the run another follow-up of the same moment may have written the field."""
    other = 'followup other:\n    on visit\n    set status to "new"\n'
    assert places("idle_writes", steps('set status to "old"', header='when status is "old"') + other) == []


def test_a_field_that_is_set_to_itself() -> None:
    """Whatever the condition, and with or without a value."""
    assert places("idle_writes", steps("set note to note", "set size to size + 1")) == ["set note to note"]
