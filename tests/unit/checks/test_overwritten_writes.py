"""LS545: a field that two follow-ups set in the same moment."""

import pytest

from tests.unit.checks.told import findings, places

DATA = """\
profile:
    stage  text
    level  text
    size   number = 0
event visit:
    path  text
event click
score points:
    +1 while stage is "hot"
"""
FIRST = 'followup first:\n    on visit\n    where path is "/"\n    set stage to "hot"\n'
LATER = 'followup later:\n    on visit\n    set stage to "warm"\n'


def test_a_write_that_is_always_lost() -> None:
    """The first write is told, and the second shown."""
    (found,) = findings("overwritten_writes", DATA + FIRST + LATER)
    text = DATA + FIRST + LATER
    assert text[found.span.start : found.span.end] == 'set stage to "hot"'
    assert [text[one.span.start : one.span.end] for one in found.related] == ['set stage to "warm"']


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("on visit", "on visit or click"),
        ("when size > 3", "when size > 3"),
        ('on visit\n    where size > 3 and path is "/"', 'on visit\n    where path is "/"'),
        ("on visit\n    limit once", "on visit"),
    ],
)
def test_who_runs_whenever_the_other_does(first: str, later: str) -> None:
    """More events, the same edge or fewer conditions."""
    text = DATA + f'followup first:\n    {first}\n    set level to "a"\nfollowup later:\n    {later}\n    set level to "b"\n'
    assert places("overwritten_writes", text) == ['set level to "a"']


@pytest.mark.parametrize(
    "rules",
    [
        LATER + FIRST,
        FIRST + LATER.replace("on visit", "on click"),
        FIRST + LATER.replace("on visit", 'on visit\n    where path is "/pricing"'),
        FIRST + LATER.replace("on visit", "on visit\n    limit once"),
        FIRST + LATER.replace("on visit", "on visit\n    limit 5 per 1 day overall"),
        FIRST + LATER.replace("on visit", "on visit\n    enabled false"),
        FIRST + LATER.replace("set stage", "wait 1 day\n    set stage"),
        FIRST + LATER.replace("set stage", "if size > 3:\n        stop\n    set stage"),
        FIRST + LATER.replace('set stage to "warm"', 'if size > 3:\n        set stage to "warm"'),
        FIRST + LATER.replace('to "warm"', 'to stage + "!"'),
        FIRST + LATER.replace("set stage", 'do start_workflow "x"\n    set level to stage\n    set stage'),
        FIRST.replace("followup first", 'let is_hot = stage is "hot"\nfollowup first')
        + 'followup between:\n    on visit\n    where is_hot\n    do start_workflow "x"\n'
        + LATER,
        FIRST + 'followup between:\n    on visit\n    where points > 0\n    do start_workflow "x"\n' + LATER,
        FIRST + "followup between:\n    on visit\n    script:\n        add_tag(profile.fields.stage)\n" + LATER,
        FIRST.replace("set stage", "set size to 5\n    set stage") + LATER.replace("on visit", "on visit\n    where size < 3"),
        'followup first:\n    when size > 3\n    set stage to "a"\nfollowup later:\n    when size > 4\n    set stage to "b"\n',
    ],
)
def test_writes_that_somebody_may_see(rules: str) -> None:
    """Silence where the later one may not run, may not write, or where something in between reads the field."""
    assert places("overwritten_writes", DATA + rules) == []


def test_what_is_only_read_after_another_event() -> None:
    """A follow-up on another event, between the two in the rules, does not run between them."""
    other = 'followup between:\n    on click\n    where size > 3\n    script:\n        add_tag("x")\n'
    assert places("overwritten_writes", DATA + FIRST + other + LATER) == ['set stage to "hot"']


def test_silence_while_rules_are_broken() -> None:
    """A follow-up that cannot be read may stand in between."""
    assert places("overwritten_writes", DATA + FIRST + LATER, whole=False) == []
