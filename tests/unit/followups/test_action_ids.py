"""Action ids: distinct for distinct actions, the same whenever the same thing happens."""

from tests.unit.followups.story import Story

RULES = (
    'followup a:\n    on visit\n    do say "1"\n    do say "1"\n    wait 1 day\n    do say "2"\n'
    'followup b:\n    on visit\n    do say "1"\nfollowup c:\n    on profile modified\n'
    '    limit 4 per 1 day\n    set n to n + 1\n    do say "c"\n'
    "score s:\n    +1 on each visit\nfollowup d:\n"
    '    when s gains fewer than 1 points within 10 days\n    do say "d"\n    do say "d"\n'
)


def lived(first: str = "p", second: str = "q") -> Story:
    """A story with many actions."""
    story = Story(RULES)
    for number in range(3):
        story.on("visit", number, profile=first, name=f"v{number}")
        story.on("visit", number, profile=second, name=f"v{number}")
    story.on("profile.modified", 3, profile=first, name="m", country="NL")
    story.until(40)
    return story


def test_ids_are_distinct() -> None:
    """Profiles, follow-ups, triggering events, steps, repeated runs in one event and firings in time all tell actions apart."""
    story = lived()
    assert len(story.actions) > 30
    assert len({action.id for action in story.actions}) == len(story.actions)


def test_ids_are_the_same_on_replay() -> None:
    """The same events give the same ids, in one life or with the state written and read in between (each story does both)."""
    assert [action.id for action in lived().actions] == [action.id for action in lived().actions]


def test_ids_are_known() -> None:
    """An id never changes from one version to the next by accident: it would be delivered twice."""
    story = Story('followup a:\n    on visit\n    do say "1"\n')
    story.on("visit", name="e1")
    assert [action.id for action in story.actions] == ["5851a1d451c542a95011cb04c574831a"]


def test_ids_do_not_mix_up_names() -> None:
    """Separators within ids and names make no two actions the same."""
    story = Story(
        'followup a:\n    on visit\n    do say "1"\nfollowup `a\x1f`:\n    on visit\n    do say "1"\n'.replace("\x1f", "1:")
    )
    for profile, event in (("p", "x"), ("p\x1fx", "y"), ("p", "x\x1fy"), ("p\x1fx\x1f", "y"), ("1:p", "x"), ("p", "1:x")):
        story.on("visit", profile=profile, name=event)
    assert len({action.id for action in story.actions}) == len(story.actions) == 12


def test_an_event_that_is_named_like_a_moment() -> None:
    """An event's id may look like anything, also like what names a firing in time."""
    story = Story('followup a:\n    when age(created) >= 1 day or n > 5\n    do say "x"\n')
    story.on("visit", 0)
    story.until(1)
    story.on("profile.created", 1, profile="q", name="@1767312000000000", n=6)
    story.on("profile.modified", 1, name="@1767312000000000", created=None)
    assert len({action.id for action in story.actions}) == len(story.actions)
