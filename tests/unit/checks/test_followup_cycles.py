"""LS510: follow-ups that start each other for ever are warned of, and nothing else is."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

import lsdsl
from lsdsl.analysis.subject import Subject
from lsdsl.checks import followup_cycles
from lsdsl.diagnostics import Diagnostic, words_of
from lsdsl.model import check_text
from lsdsl.runner.rehearsal import rehearse
from lsdsl.runner.ruleset import Ruleset
from tests.unit.checks.cycles import ENDLESS, FINITE, PROFILE, Case

TODAY: Final = date(2026, 1, 1)

ROOT = Path(__file__).parents[3]
EVERY = [pytest.param(one, id=one.name) for one in (*ENDLESS, *FINITE)]


def lints(text: str) -> list[Diagnostic]:
    """What the checks find in a text without errors."""
    model, findings = check_text(text)
    assert model is not None, [words_of(one).message for one in findings]
    return [*followup_cycles.check(Subject(model, TODAY, rehearse))]


def cycles(text: str) -> list[str]:
    """The cycles that are warned of."""
    return [one.arguments["cycle"] for one in lints(text)]


def runs_too_deep(case: Case) -> bool:
    """Whether the engine has to stop a cascade for a case: the profile and the events are its own, not the checker's."""
    model, _ = check_text(case.text)
    assert model is not None
    engine = lsdsl.Engine(Ruleset(model))
    if case.fields or case.tags:
        engine.add_profile("p", case.fields, tags=case.tags)
    codes: list[str] = []
    for number, (event, data) in enumerate(case.happens):
        time = f"2026-01-01T00:00:{number:02}Z"
        result = engine.process({"id": str(number), "type": event, "profile": "p", "time": time, "data": dict(data)})
        assert result.reject is None, result.reject
        codes += [failure.code for failure in result.failures]
    assert set(codes) <= {"LS853", "LS854"}
    return "LS853" in codes


@pytest.mark.parametrize("case", EVERY)
def test_warning(case: Case) -> None:
    """A cycle is warned of with its path, and rules that come to an end are not."""
    assert cycles(case.text) == ([] if case.cycle is None else [case.cycle])


@pytest.mark.parametrize("case", EVERY)
def test_engine_agrees(case: Case) -> None:
    """What is warned of really runs into the depth at which a cascade is stopped; what is not does not."""
    assert runs_too_deep(case) == (case.cycle is not None)


def test_place_and_related_places() -> None:
    """The warning stands at the first follow-up in source order and points at the other members of the cycle."""
    text = PROFILE + (
        'followup later:\n    when m > 0\n    do notify "m"\n'
        "followup fill:\n    on profile modified\n    where changed(n)\n    set m to n + 1\n"
        "followup copy:\n    on profile modified\n    where changed(m)\n    set n to m + 1\n"
    )
    (found,) = lints(text)
    assert text[found.span.start : found.span.end] == "fill"
    assert [text[one.span.start : one.span.end] for one in found.related] == ["copy"]
    assert found.arguments["cycle"] == "fill → profile modified → copy → profile modified → fill"


def test_one_warning_a_cycle() -> None:
    """Cycles that have nothing to do with each other are found in one go, each once."""
    grow = "followup grow_{0}:\n    on profile modified\n    set {0} to {0} + 1\n"
    assert cycles(PROFILE + grow.format("n") + grow.format("m")) == [
        "grow_n → profile modified → grow_n",
        "grow_m → profile modified → grow_m",
    ]


def test_follow_up_that_is_only_carried_along() -> None:
    """A follow-up that runs in every round without being needed for it is no part of the cycle."""
    text = PROFILE + (
        "followup echo:\n    on profile modified\n    set m to n\n"
        "followup grow:\n    on profile modified\n    where changed(n)\n    set n to n + 1\n"
    )
    assert cycles(text) == ["grow → profile modified → grow"]


def test_mending_the_cycle_ends_the_warning() -> None:
    """Each remedy that the help names works."""
    grow = "followup grow:\n    on profile modified\n{}    set n to n + 1\n"
    assert cycles(PROFILE + grow.format(""))
    for line in ("where n is 0", "where changed(country)", "limit once"):
        assert cycles(PROFILE + grow.format(f"    {line}\n")) == []


def test_healthy_rules_are_checked_beside_errors(tmp_path: Path) -> None:
    """An error elsewhere does not hide what is wrong with the rules that have none."""
    file = tmp_path / "rules.lsdsl"
    grow = "followup grow:\n    on profile modified\n    set n to n + 1\n"
    file.write_text(PROFILE + grow, encoding="utf-8")
    assert [one.code for one in lsdsl.check(file).diagnostics if one.code != "LS542"] == ["LS510"]
    assert lsdsl.load(file).scores
    file.write_text(PROFILE + grow + "score nothing:\n    +1 while nobody\n", encoding="utf-8")
    assert [one.code for one in lsdsl.check(file).diagnostics if one.code != "LS542"] == ["LS510", "LS200"]


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir()))
def test_examples_have_no_cycles(name: str) -> None:
    """The examples are free of lints."""
    assert [one for one in lsdsl.check(ROOT / "examples" / name).diagnostics if one.code.startswith("LS5")] == []


def test_first_ruleset_has_no_cycles() -> None:
    """The first ruleset of the language's contract, whose follow-up writes what its where reads, is free of lints."""
    text = (ROOT / "tests" / "unit" / "syntax" / "examples" / "first.lsdsl").read_text(encoding="utf-8")
    assert "lead_contacted" in text
    assert cycles(text) == []
    assert cycles(text.replace("    limit once\n", "")) == []


def test_many_follow_ups_are_checked_fast() -> None:
    """Hundreds of follow-ups that only ask for actions or write constants take no rehearsal at all."""
    text = PROFILE + "".join(
        f'followup f{number}:\n    on profile modified\n    where n > {number}\n    set note to "same"\n' for number in range(300)
    )
    model, _ = check_text(text)
    assert model is not None

    def never(*_: object) -> None:
        pytest.fail("there was nothing to rehearse")

    assert [*followup_cycles.check(Subject(model, TODAY, never))] == []  # type: ignore[arg-type]


def test_names_that_look_like_paths() -> None:
    """A name in backticks that reads like two cannot be told in the engine's words: no wrong warning is given."""
    assert cycles(PROFILE + "followup `grow more`:\n    on profile modified\n    set n to n + 1\n") == [
        "grow more → profile modified → grow more"
    ]
    assert cycles(PROFILE + "followup `grow and grow`:\n    on profile modified\n    set n to n + 1\n") == []
