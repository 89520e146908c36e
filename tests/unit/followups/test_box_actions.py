"""Actions that a box asks for: each has an id of its own, and the same one on every replay."""

from pathlib import Path

from tests.acceptance.living import Database

RULES = """\
profile:
    people list

action tell:
    what text
    whom text

event visit

followup each:
    on visit
    script:
        for name in profile.fields.people or ():
            do("tell", what="hello", whom=name)
        do("tell", what="hello", whom="the end")
"""


def ids(folder: Path) -> list[tuple[str, str]]:
    """Whom the actions of one visit are for, and their ids."""
    folder.mkdir()
    leads = Database(folder, RULES)
    leads.add("p", people=["amara", "bruno", "carmen"])
    return [(action.args["whom"], action.id) for action in leads.on("visit")]


def test_a_call_in_a_loop_asks_for_several_actions(tmp_path: Path) -> None:
    """Whoever delivers each id once delivers all of them."""
    asked = ids(tmp_path / "a")
    assert [whom for whom, _ in asked] == ["amara", "bruno", "carmen", "the end"]
    assert len({one for _, one in asked}) == 4


def test_ids_are_the_same_on_every_replay(tmp_path: Path) -> None:
    """The how manieth time a call asks is part of the id, and nothing that could differ."""
    assert ids(tmp_path / "a") == ids(tmp_path / "b")
