"""The fuzzer of the checker: its promises hold for a few texts on every run, and for each text that once broke one."""

import importlib.util
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]

BROKE: Final = {
    "points that are missing before a keyword": b'score fit:\n    + while country <> "NL"\n',
    "points that are missing at the end": b"event visit\nscore fit:\n    +5 on each visit\n    +",
}
"""Texts that broke a promise, by what they are."""


def fuzzer() -> ModuleType:
    """The script as a module."""
    specification = importlib.util.spec_from_file_location("fuzz", ROOT / "scripts" / "fuzz.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["fuzz"] = module
    specification.loader.exec_module(module)
    return module


FUZZ: Final = fuzzer()


@pytest.mark.parametrize("name", BROKE)
def test_what_was_broken_holds(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A text that once broke a promise breaks none."""
    monkeypatch.chdir(tmp_path)
    FUZZ.hold(FUZZ.Case(name, BROKE[name]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_promises_hold(seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Any bytes, words and changed rules are checked and formatted without a fault."""
    monkeypatch.chdir(tmp_path)
    for case in islice(FUZZ.cases(seed), 100):
        FUZZ.hold(case)


def test_a_broken_promise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer can fail: a checker that raises does not pass."""

    def raising(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(FUZZ, "check", raising)
    with pytest.raises(ZeroDivisionError):
        FUZZ.hold(FUZZ.Case("words", b"event visit\n"))
