"""The benchmarks: their workload is the same on every machine, and all that they time gives the same scores."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

import lsdsl
from scripts.benchmarks import contenders, scoring
from scripts.benchmarks.contenders import BARE, HAND, PROCESS_READ, STEP, Contender, DisagreementError, Workload
from scripts.benchmarks.measuring import Spread, Target, Timing
from scripts.benchmarks.peers import PEERS, PYTHON, only_read
from scripts.benchmarks.workload import make_events, make_profiles, make_rules, rule_text

ROOT = Path(__file__).resolve().parents[2]
WORKLOAD = "0a8495345c5f"
"""The beginning of the digest of a small workload; a change of it makes all earlier figures incomparable."""


def small_workload() -> Workload:
    """Few rules, few profiles, some events."""
    return Workload.of(make_rules(5), make_profiles(40), list(make_events(300, 40)))


def test_workload_is_the_same_everywhere() -> None:
    """The same seed gives the same rules, profiles and events, byte by byte, in every process."""
    parts = [rule_text(make_rules(20)), json.dumps(make_profiles(10)), json.dumps([*make_events(50, 10)])]
    assert hashlib.sha256("\n".join(parts).encode()).hexdigest().startswith(WORKLOAD)


def test_fewer_rules_are_the_first_of_more() -> None:
    """Growing the number of rules adds rules and changes none, so that sizes can be compared."""
    assert make_rules(50)[:10] == make_rules(10)


def test_rules_have_no_findings(tmp_path: Path) -> None:
    """The made-up rules are what a careful author writes: without errors and warnings, with all features on too."""
    for number, features in enumerate([(), *contenders.FEATURED.values()]):
        path = tmp_path / f"{number}.lsdsl"
        path.write_text(contenders.text_with(make_rules(20), features), encoding="utf-8")
        assert lsdsl.check(path).ruleset is not None


def test_scoring_runs_and_agrees(tmp_path: Path) -> None:
    """A small run measures all ways that are installed, and names the peers that are not."""
    options = ["--rules", "5", "--events", "300", "--profiles", "40", "--rounds", "1", "--features", "5"]
    command = [sys.executable, "-m", "scripts.benchmarks.scoring", *options, "--peers", "simpleeval", "--out", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    timed = results["rules"]["5"]
    assert {BARE, HAND, STEP, PROCESS_READ, *contenders.FEATURED} <= timed.keys()
    assert {*timed, *results["left out"]} >= PEERS.keys()
    assert all(f"left out: {name} (" in done.stdout for name in results["left out"])
    assert [timed[STEP]["events"], len(timed[STEP]["processor"])] == [300, 1]


def test_wrong_scores_stop_the_benchmark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A way whose scores are wrong is not timed: the exit code is 1 and no results are written."""
    real = contenders.contenders

    def with_a_liar(*given: object) -> dict[str, Contender]:
        return real(*given) | {"liar": Contender("peer", "always right", lambda _: (lambda: None, dict))}  # type: ignore[arg-type]

    monkeypatch.setattr(contenders, "contenders", with_a_liar)
    monkeypatch.setattr(scoring, "pin", lambda: "not pinned to a core")
    options = ["--rules", "5", "--events", "300", "--profiles", "40", "--rounds", "1", "--peers", "none"]
    assert scoring.main([*options, "--out", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()


def test_peers_agree_or_are_left_out() -> None:
    """Each peer that is installed here gives the plain sums, whatever conditions the rules have; the others have a reason."""
    work = Workload.of(make_rules(40), make_profiles(40), list(make_events(300, 40)))
    wanted, left_out = scoring.chosen_peers("all")
    assert [*wanted, *left_out.values()] == [*wanted, *["not installed"] * (len(PEERS) - len(wanted))]
    for name, way in contenders.contenders(work, wanted, {}).items():
        contenders.agree(work, name, way, work.points(), 300)


def test_summed_expression_is_the_plain_sum() -> None:
    """The one expression of an event type, which most peers get, gives the points of all its rules; here Python evaluates it."""
    work = Workload.of(make_rules(60), make_profiles(40), list(make_events(200, 40)))
    for event, points in zip(work.events, work.points(), strict=True):
        text = PYTHON.total([rule for rule in work.rules if rule.event == event.type])
        assert eval(text, only_read(work.rules, event.type)(work.profiles[event.profile], event.data)) == points  # noqa: S307


def test_disagreement_names_a_profile() -> None:
    """What is said of wrong scores is enough to look for the cause."""
    work = small_workload()
    way = contenders.contenders(work, {}, {})[HAND]
    with pytest.raises(DisagreementError, match=r"^by hand: .*: \d+ wrong scores; p0000\d\d\d has .*, right is "):
        contenders.agree(work, HAND, way, [one + 1 for one in work.points()], 300)


def test_features_do_what_the_reference_does() -> None:
    """Rules with limits, expiry, fading, windows and follow-ups give the entries and states of the reference execution."""
    work = Workload.of(make_rules(30), make_profiles(10), list(make_events(300, 10)))
    for name, features in contenders.FEATURED.items():
        contenders.agree_with_reference(work, name, features, 300)


def test_ratios_are_taken_within_rounds() -> None:
    """A round that was slow for both does not change how they compare."""
    one, other = Timing(10, (2.0, 20.0, 3.0), ()), Timing(10, (1.0, 10.0, 2.0), ())
    assert one.against(other) == Spread(1.5, 2.0, 2.0)


def test_targets_say_by_how_much() -> None:
    """A target that is missed says by how much, one that is met how much is left."""
    assert str(Target("a / b", 1.5, 1.25)) == "a / b: 1.50 times (at most 1.25): MISSED by 20%"
    assert str(Target("rate", 300, 150, "a second", at_least=True)) == "rate: 300.00 a second (at least 150): met, 100% to spare"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("state", ["--population", "20", "--profiles", "200"]),
        ("run", ["--rules", "5", "--events", "200", "--profiles", "20", "--rounds", "1", "--jobs", "1"]),
        ("check", ["--rules", "40", "--rounds", "1"]),
    ],
)
def test_other_benchmarks_run(name: str, options: list[str]) -> None:
    """Each of the other benchmarks runs through and holds its figures against targets."""
    command = [sys.executable, "-m", f"scripts.benchmarks.{name}", *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(at most " in done.stdout or "(at least " in done.stdout
