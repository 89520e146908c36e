"""The file sink: exactly once, also when a part of a batch was written and when others touched the file."""

from pathlib import Path

import pytest

from lsdsl.delivery import file_sink
from lsdsl.delivery.problems import DeliveryError
from tests.unit.delivery.samples import Place, action, lines_of

CONFIG = '[default]\nsink = "out"\n[sinks.out]\ntype = "file"\npath = "out.jsonl"\n'
ACTIONS = [action(number) for number in range(5)]


class Killed(BaseException):
    """The program ends here."""


@pytest.fixture
def out(place: Place) -> Path:
    """The file, for which a config is written."""
    place.write(CONFIG)
    return place.folder / "out.jsonl"


def killed_while(monkeypatch: pytest.MonkeyPatch, written: int, place: Place) -> None:
    """A run that is killed when so many bytes of its batch are in the file."""

    def partly(path: Path, length: int, batch: bytes) -> None:
        append(path, length, batch[:written])
        raise Killed

    append = file_sink.append
    monkeypatch.setattr(file_sink, "append", partly)
    with pytest.raises(Killed):
        place.deliver(*ACTIONS)
    monkeypatch.setattr(file_sink, "append", append)


def test_lines(place: Place, out: Path) -> None:
    """Each action is a line, as it came, and a second run adds none."""
    assert place.deliver(*ACTIONS, ACTIONS[0]).delivered == 5
    report = place.deliver(*ACTIONS, action(9))
    assert (report.delivered, report.already) == (1, 5)
    assert lines_of(out) == [*ACTIONS, action(9)]


@pytest.mark.parametrize("written", [0, 1, 100, 10_000])
@pytest.mark.parametrize("before", [b"", b'{"from": "before"}\n'])
def test_killed_in_a_batch(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch, written: int, before: bytes) -> None:
    """Whatever part of a batch was written, the next run completes it, once."""
    if before:
        out.write_bytes(before)
    killed_while(monkeypatch, written, place)
    report = place.deliver(*ACTIONS)
    assert (report.recovered, report.delivered, report.already) == (1, 0, 5)
    assert lines_of(out)[-5:] == ACTIONS
    assert out.read_bytes().startswith(before)
    assert len(lines_of(out)) == 5 + bool(before)


def test_killed_after_the_batch(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that is in the file but not noted as such is not written twice, though the routes have changed."""
    killed_while(monkeypatch, 100_000, place)
    place.write(CONFIG.replace("out.jsonl", "other.jsonl"))
    assert place.deliver(*ACTIONS).already == 5
    assert lines_of(out) == ACTIONS


def test_zeros_after_a_power_cut(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut left as zeros is written again."""
    killed_while(monkeypatch, 50, place)
    with out.open("ab") as file:
        file.write(bytes(60))
    place.deliver(*ACTIONS)
    assert lines_of(out) == ACTIONS


def test_foreign_bytes_are_not_cut_off(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program wrote is not thrown away: delivery ends and says so."""
    killed_while(monkeypatch, 50, place)
    with out.open("ab") as file:
        file.write(b"hello\n")
    before = out.read_bytes()
    with pytest.raises(DeliveryError, match="another program has changed it"):
        place.deliver(*ACTIONS)
    assert out.read_bytes() == before


def test_changed_between_runs(place: Place, out: Path) -> None:
    """A file that another program wrote to is told; one that was moved away is begun again."""
    place.deliver(ACTIONS[0])
    with out.open("ab") as file:
        file.write(b"hello\n")
    with pytest.raises(DeliveryError, match="another program has changed it"):
        place.deliver(*ACTIONS)
    out.rename(place.folder / "old.jsonl")
    assert place.deliver(*ACTIONS).delivered == 4
    assert lines_of(out) == ACTIONS[1:]


def test_an_open_last_line(place: Place, out: Path) -> None:
    """Nothing is appended to half a line of somebody else."""
    out.write_bytes(b'{"a": 1')
    with pytest.raises(DeliveryError, match="the last line has no end"):
        place.deliver(*ACTIONS)


def test_a_full_disk(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the run ends with the reason, and the next one completes the file."""

    def full(_handle: int, _data: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.write", full)
        with pytest.raises(DeliveryError, match=r"out\.jsonl: no space left on device"):
            place.deliver(*ACTIONS)
    place.deliver(*ACTIONS)
    assert lines_of(out) == ACTIONS


def test_many_batches(place: Place, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many actions are written in batches, in their order."""
    monkeypatch.setattr(file_sink, "BATCH", 7)
    actions = [action(number) for number in range(30)]
    assert place.deliver(*actions).delivered == 30
    assert lines_of(out) == actions
