"""LS510 through script boxes: what a box does takes part in the graph, and rehearsals run it."""

from pathlib import Path

import pytest

import lsdsl
from tests.unit.checks.cycles import PROFILE

ENDLESS = {
    "a counter": (
        """
followup grow:
    on profile modified
    script:
        profile.fields.n += 1
""",
        "grow → profile modified → grow",
    ),
    "a box and a step": (
        """
followup one:
    on profile modified
    script:
        profile.fields.n = profile.fields.m + 1
followup two:
    on profile modified
    set m to n + 1
""",
        "one → profile modified → two → profile modified",
    ),
    "a box in a branch": (
        """
followup grow:
    on profile modified
    if country is "NL":
        script:
            profile.fields.n += 1
""",
        "grow → profile modified → grow",
    ),
    "points that are awarded": (
        """
followup give:
    on profile modified
    script:
        award("points", 1)
""",
        "give → points → profile modified → give",
    ),
    "tags by turns": (
        """
followup away:
    on tag added
    script:
        remove_tag("x")
followup back:
    on tag removed
    script:
        add_tag("x")
""",
        "away → tag removed → back → tag added → away",
    ),
    "a tag with a computed name": (
        """
followup more:
    on tag added
    script:
        add_tag(str(len(profile.tags)))
""",
        "more → tag added → more",
    ),
}
FINITE = {
    "a constant": """
followup once:
    on profile modified
    script:
        profile.fields.n = 1
""",
    "an end of its own": """
followup up:
    on profile modified
    script:
        if profile.fields.n < 5:
            profile.fields.n += 1
""",
    "another trigger": """
followup visited:
    on visit
    script:
        profile.fields.n += 1
""",
    "a limit": """
followup up:
    on profile modified
    limit 1 per 1 day
    script:
        profile.fields.n += 1
""",
    "a box that only reads": """
followup look:
    on profile modified
    script:
        x = profile.fields.n + 1
""",
    "after a wait": """
followup later:
    on profile modified
    wait 1 day
    script:
        profile.fields.n += 1
""",
}


def cycles(rules: str, folder: Path) -> list[str]:
    """The cycles that are warned of."""
    file = folder / "rules.lsdsl"
    file.write_text(PROFILE + rules, encoding="utf-8")
    report = lsdsl.check(file)
    assert report.ruleset is not None, report.diagnostics
    return [one.arguments["cycle"] for one in report.diagnostics if one.code == "LS510"]


@pytest.mark.parametrize("name", ENDLESS)
def test_a_cycle_through_a_box(name: str, tmp_path: Path) -> None:
    """What a box writes, awards or tags can start the follow-up again: a warning shows the way round."""
    rules, cycle = ENDLESS[name]
    (found,) = cycles(rules, tmp_path)
    assert found.startswith(cycle)


@pytest.mark.parametrize("name", FINITE)
def test_no_cycle(name: str, tmp_path: Path) -> None:
    """What comes to an end by itself, inside of a box or around it, is not warned of."""
    assert cycles(FINITE[name], tmp_path) == []
