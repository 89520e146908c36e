"""A short run of the fuzzer; ``scripts/fuzz-boxes --seconds 600`` is a long one."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "fuzz_boxes.py"


@pytest.fixture(scope="module")
def fuzzer() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("fuzz_boxes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_boxes"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_random_programs_keep_the_promises(fuzzer: ModuleType) -> None:
    """A few hundred programs of one seed, many of which run: no promise of the sandbox is broken."""
    figures = fuzzer.fuzz(seed=1, seconds=20, most=250)
    assert figures.programs >= 50
    assert sum(count for end, count in figures.ends.items() if end != "refused") >= figures.programs / 3


def test_a_seed_gives_the_same_programs(fuzzer: ModuleType) -> None:
    """A program that breaks a promise can be made again from its seed and number."""
    assert fuzzer.program(3, 7) == fuzzer.program(3, 7)
    assert fuzzer.program(3, 7)[0] != fuzzer.program(3, 8)[0]


def test_a_broken_promise_is_told(fuzzer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program and the command that makes it again are printed."""
    monkeypatch.setattr(fuzzer, "FUEL", -1)
    monkeypatch.setattr(fuzzer, "program", lambda *_: ("profile.fields.visits = 1", fuzzer.View()))
    with pytest.raises(fuzzer.BrokenPromiseError, match=r"(?s)fuel 0.*profile\.fields\.visits = 1.*--seed 5 --only 0"):
        fuzzer.fuzz(seed=5, seconds=5)
