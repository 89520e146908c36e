"""``lsdsl ingest``: options, output, and the way into ``lsdsl run``."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lsdsl.ingest import PROVIDERS, declarations
from tests.unit.cli.program import COMMAND, run, start
from tests.unit.ingest.payloads import WHO, mandrill, segment_call, sendgrid, ses

RULES = "score engagement:\n    +10  on each email_click where not machine\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named as a person names them."""
    monkeypatch.chdir(tmp_path)


def store(name: str, *payloads: Any) -> str:
    """Payloads in a file, one a line."""
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in payloads), encoding="utf-8")
    return name


def clicks(*seconds: int) -> list[dict[str, Any]]:
    """Clicks at some seconds after the usual moment."""
    one = sendgrid("click", "", url="https://shop.example").payload[0]
    return [one | {"sg_event_id": f"c{after}", "timestamp": one["timestamp"] + after} for after in seconds]


def test_events_go_to_stdout() -> None:
    """The events are lines that lsdsl run reads; what came of it stands on stderr."""
    result = run("ingest", "sendgrid", store("stored.json", clicks(0)))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "id": "c0",
        "type": "email_click",
        "profile": WHO,
        "time": "2026-01-01T09:00:00Z",
        "data": {"provider": "sendgrid", "message_id": "m1.filter", "url": "https://shop.example", "machine": False},
    }
    assert result.stderr == "1 event from 1 file: 1 email_click\n"


def test_events_are_sorted_by_time() -> None:
    """Providers send in no order; the events of all files come out in the order of time, equal times as they came."""
    result = run("ingest", "sendgrid", store("a.json", clicks(9, 3)), store("b.json", clicks(5), clicks(3)))
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["c3", "c3", "c5", "c9"]


def test_rejects_are_told_and_written() -> None:
    """A bad item is told with its file, line and reason, written with --rejects, and makes the exit code 1."""
    result = run("ingest", "sendgrid", store("stored.json", [*clicks(0), {"event": "opn"}]), "--rejects", "rejects.jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "1 item rejected\n  LS870 stored.json:1: SendGrid is not known" in result.stderr
    assert result.stderr.endswith("all of them are in rejects.jsonl\n")
    (line,) = Path("rejects.jsonl").read_text(encoding="utf-8").splitlines()
    reject = json.loads(line)
    assert (reject["source"], reject["line"], reject["code"], reject["raw"]) == ("stored.json", 1, "LS870", '{"event":"opn"}')


def test_many_rejects_are_counted() -> None:
    """The same reason is told once with its number, and the rest is counted."""
    items = [{"event": f"dance {number % 9}"} for number in range(20)]
    result = run("ingest", "sendgrid", store("stored.json", items))
    assert "20 items rejected" in result.stderr
    assert "(3 times)" in result.stderr
    assert "... and 12 more; --rejects FILE writes each of them" in result.stderr


def test_output_file() -> None:
    """With --output nothing is on stdout, and the file appears as a whole."""
    result = run("ingest", "sendgrid", store("stored.json", clicks(0, 1)), "--output", "events.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(Path("events.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert sorted(path.name for path in Path().iterdir()) == ["events.jsonl", "stored.json"]


def test_old_output_stays_when_it_could_not_run() -> None:
    """A file that cannot be read leaves the output of before, and no half of a new one."""
    Path("events.jsonl").write_text("old\n", encoding="utf-8")
    result = run("ingest", "sendgrid", store("stored.json", clicks(0)), "nowhere.json", "-o", "events.jsonl")
    assert result.exit_code == 2
    assert result.stderr == "error: nowhere.json: no such file\n"
    assert Path("events.jsonl").read_text(encoding="utf-8") == "old\n"
    assert sorted(path.name for path in Path().iterdir()) == ["events.jsonl", "stored.json"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a provider and at least one file"),
        (["sendgrid"], "name a provider and at least one file"),
        (["sengrid", "a.json"], "there is no provider 'sengrid'; did you mean 'sendgrid'?"),
        (["sendgrid", "folder"], "folder: is a folder; name the files in it: folder/*.json"),
        (["sendgrid", "-", "-o", "no/where.jsonl"], "no/where.jsonl: there is no folder no"),
        (["sendgrid", "-", "-o", "a", "--rejects", "a"], "--output and --rejects name the same file"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    """What cannot be done is said in one line, with what to do."""
    Path("folder").mkdir()
    result = run("ingest", *arguments, stdin="")
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())


def test_profile_key() -> None:
    """The profile is a value that the sender attached, and an item without it is rejected."""
    path = store("stored.json", [clicks(0)[0] | {"crm_id": "C-17"}, *clicks(1)])
    result = run("ingest", "sendgrid", path, "--profile-key", "crm_id")
    assert json.loads(result.stdout)["profile"] == "C-17"
    assert result.exit_code == 1
    assert "LS875" in result.stderr


def test_list_of_providers() -> None:
    """All providers are listed with the name to give."""
    result = run("ingest", "--list")
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(PROVIDERS)


def test_declarations() -> None:
    """The declarations of all events, or of those of a provider."""
    assert run("ingest", "--events").stdout == declarations()
    assert run("ingest", "ses", "--events").stdout == declarations("amazon-ses")


def test_pipe_into_run() -> None:
    """What ingest writes scores, and payloads that were sent twice count once."""
    Path("rules").mkdir()
    Path("rules/mail.lsdsl").write_text(run("ingest", "--events").stdout, encoding="utf-8")
    Path("rules/score.lsdsl").write_text(RULES, encoding="utf-8")
    path = store("stored.json", clicks(0, 1), clicks(1, 2), clicks(0))
    with start("ingest", "sendgrid", path) as ingest:
        subprocess.run(
            [*COMMAND, "run", "rules", "--events", "-", "--out", "out"], stdin=ingest.stdout, check=True, capture_output=True
        )
    summary = json.loads(Path("out/summary.json").read_text(encoding="utf-8"))
    assert (summary["events"], summary["processed"], summary["duplicates"], summary["rejects"]) == (5, 3, 2, 0)
    (profile,) = map(json.loads, Path("out/profiles.jsonl").read_text(encoding="utf-8").splitlines())
    assert (profile["id"], profile["scores"]["engagement"]["value"]) == (WHO, 30)


@pytest.mark.parametrize(
    ("provider", "payload"),
    [("mandrill", mandrill("open", "").payload), ("ses", ses("Open", "", "open").payload), ("segment", segment_call())],
)
def test_standard_input(provider: str, payload: Any) -> None:
    """A payload on standard input, as a web server would hand it over."""
    result = run("ingest", provider, "-", stdin=json.dumps(payload))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_codes_are_told() -> None:
    """Amazon's question for a confirmation is told with what to do."""
    result = run("ingest", "ses", "-", stdin='{"Type": "SubscriptionConfirmation", "SubscribeURL": "https://sns.example"}')
    assert result.exit_code == 1
    assert "LS877 <stdin>:1: Amazon SNS asks to be confirmed" in result.stderr
