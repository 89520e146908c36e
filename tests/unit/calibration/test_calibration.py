"""Calibration: the AUC is the one that others compute, the proposal ranks leads it has not seen, and warnings are plain."""

import csv
import json
import random
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsdsl.calibration.measures import area
from tests.unit.cli.program import run

RULES: Final = """\
profile:
    size      number
    country   text
    noise     boolean
    contract  boolean

event visit

score fit:
    range cold  blue
    range hot   from 20  red

    ## Large
    +5   while size >= 50
    ## From nearby
    +20  while country is "NL"
    ## Says nothing
    +10  while noise
    ## Visits
    +1   on each visit, at most 5 times
"""


def leads(folder: Path, number: int = 600) -> list[str]:
    """Leads of which large ones convert often, nearby ones a little more, and noise means nothing; gives the options."""
    chance = random.Random(1)  # noqa: S311 - made-up leads need no secrets
    with (folder / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "size", "country", "noise", "contract", "converted", "won_on"])
        for index in range(number):
            size, country, noise = chance.choice([5, 20, 80, 400]), chance.choice(["NL", "DE"]), chance.random() < 0.5
            converted = chance.random() < (0.7 if size >= 50 else 0.1) + (0.1 if country == "NL" else 0)
            won = "2026-01-02" if converted else ""
            table.writerow([f"L{index}", size, country, noise, converted, converted, won])
    (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    data = str(folder / "leads.csv")
    return [str(folder / "rules.lsdsl"), "--profiles", data, "--outcomes", data]


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_area_is_that_of_scikit_learn(leads: list[tuple[int, bool]]) -> None:
    """Ties count half; the interval holds the value."""
    from sklearn.metrics import roc_auc_score

    scores, labels = [float(score) for score, _ in leads], [label for _, label in leads]
    if len(set(labels)) < 2:
        with pytest.raises(ValueError, match="leads that converted and leads that did not"):
            area(scores, labels)
        return
    found = area(scores, labels)
    assert found.value == pytest.approx(roc_auc_score(labels, scores))
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_proposal_ranks_better_and_says_so_honestly(tmp_path: Path) -> None:
    """The rule that tells most gets most points, and the cross-validated figure is the one beside today's."""
    report = json.loads(run("calibrate", *leads(tmp_path), "--format", "json").stdout)
    assert (report["leads"], report["score"]) == (600, "fit")
    assert report["proposal"]["cross_validated"]["value"] > report["today"]["value"] + 0.05
    rules = {rule["title"]: rule for rule in report["rules"]}
    assert rules["Large"]["proposed"] == 20
    assert abs(rules["Says nothing"]["proposed"]) <= 3
    assert rules["Large"]["lift"] > 1.5
    assert rules["Visits"]["leads"] == 0
    assert sum(tenth["leads"] for tenth in report["tenths"]) == 600
    assert sum(band["converted"] for band in report["ranges"]) == report["converted"]


def test_same_answer_every_time(tmp_path: Path) -> None:
    """Folds are drawn from a fixed seed."""
    options = [*leads(tmp_path), "--format", "json"]
    assert run("calibrate", *options).stdout == run("calibrate", *options).stdout


def test_write_changes_the_points_and_nothing_else(tmp_path: Path) -> None:
    """The difference is shown, the file holds it, and what is written checks clean and in layout."""
    options = leads(tmp_path)
    before = (tmp_path / "rules.lsdsl").read_text(encoding="utf-8").splitlines()
    shown = run("calibrate", *options, "--write")
    assert shown.exit_code == 0, shown.stderr
    after = (tmp_path / "rules.lsdsl").read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed
    assert all(old.split()[1:] == new.split()[1:] for old, new in changed)
    assert run("fmt", "--check", str(tmp_path / "rules.lsdsl")).exit_code == 0
    assert "-    +5   while size >= 50" in shown.stdout


def test_a_rule_that_knows_the_outcome_is_named(tmp_path: Path) -> None:
    """A rule whose leads all converted is told, and one that first gives points after the conversion."""
    options = leads(tmp_path)
    rules = tmp_path / "rules.lsdsl"
    rules.write_text(RULES + "    ## Signed\n    +30  while contract\n", encoding="utf-8")
    assert "careful: `Signed`: 100.0% of its" in run("calibrate", *options).stdout
    events = tmp_path / "events.jsonl"
    lines = (tmp_path / "leads.csv").read_text(encoding="utf-8").splitlines()[1:]
    won = [line.split(",")[0] for line in lines if line.endswith("2026-01-02")]
    events.write_text(
        "".join(
            json.dumps({"id": f"e{one}", "type": "visit", "profile": one, "time": "2026-02-01T00:00Z", "data": {}}) + "\n"
            for one in won[:30]
        ),
        encoding="utf-8",
    )
    told = run("calibrate", *options, "--events", str(events), "--converted-at", "won_on").stdout
    assert "`Visits` first gave points after the conversion for 100% of 30 leads: it knows the outcome" in " ".join(told.split())


def test_small_counts_are_told(tmp_path: Path) -> None:
    """With few leads of one kind every figure is called uncertain."""
    assert "every figure here is uncertain" in run("calibrate", *leads(tmp_path, 60)).stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--id", "nope"], "and there are `id`, "),
        (["--id", "nope"], "name the columns with --id and --converted"),
        (["--score", "nope"], "there is no score 'nope'; the only one is fit"),
    ],
)
def test_what_cannot_be_read_is_said(options: list[str], says: str, tmp_path: Path) -> None:
    """Wrong columns and names end with what to do."""
    result = run("calibrate", *leads(tmp_path, 30), *options)
    assert result.exit_code == 2
    assert says in result.stderr


def test_outcomes_that_are_all_the_same(tmp_path: Path) -> None:
    """There is nothing to rank when everybody converted."""
    options = leads(tmp_path, 30)
    won = tmp_path / "won.csv"
    won.write_text("id,converted\n" + "".join(f"L{index},yes\n" for index in range(30)), encoding="utf-8")
    result = run("calibrate", *options[:-1], str(won))
    assert (result.exit_code, "all of the leads converted" in result.stderr) == (2, True)


def test_sum_of_scores_is_calibrated_by_the_rules_of_its_parts(tmp_path: Path) -> None:
    """A score that is a sum has the rules of its parts; one computed in another way has none to propose points for."""
    options = leads(tmp_path)
    rules = tmp_path / "rules.lsdsl"
    rules.write_text(RULES + "\nscore extra:\n    +1   while size > 1\n\nscore total = fit + extra\n", encoding="utf-8")
    report = json.loads(run("calibrate", *options, "--format", "json").stdout)
    assert (report["score"], len(report["rules"])) == ("total", 5)
    rules.write_text(RULES + "\nscore half = fit / 2\n", encoding="utf-8")
    assert "one rule with points" in run("calibrate", *options).stderr
