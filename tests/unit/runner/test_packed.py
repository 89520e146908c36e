"""A ruleset as bytes: it means the same wherever it is unpacked, without the folder that it came from."""

from pathlib import Path

import pytest

import lsdsl
from lsdsl.runner.packed import pack, unpack
from tests.property.running import model_of

EXAMPLES = sorted(path.parent for path in Path("examples").glob("**/lsdsl.toml"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=str)
def test_same_ruleset(folder: Path) -> None:
    """Every example, its list files and boxes too, comes out with the same digest, places and settings, and the same bytes."""
    ruleset = lsdsl.load(folder)
    data = pack(ruleset)
    again = unpack(data)
    assert again.digest == ruleset.digest
    assert [again.model.where(plan.span) for plan in again.program.rules] == [
        ruleset.model.where(plan.span) for plan in ruleset.program.rules
    ]
    assert (again.settings.budgets, again.settings.switch_off_after) == (
        ruleset.settings.budgets,
        ruleset.settings.switch_off_after,
    )
    assert again.boxes.keys() == ruleset.boxes.keys()
    assert pack(again) == data


def test_list_file(tmp_path: Path) -> None:
    """A list that stands in a file of its own travels with the rules."""
    (tmp_path / "rules.lsdsl").write_text(
        'list competitors from "competitors.txt"\n\nprofile:\n    company text\n\n'
        "score fit:\n    -5 while company in competitors\n",
        encoding="utf-8",
    )
    (tmp_path / "competitors.txt").write_text("Acme\nGlobex\n", encoding="utf-8")
    data = pack(lsdsl.load(tmp_path))
    (tmp_path / "competitors.txt").unlink()
    engine = lsdsl.Engine(unpack(data))
    engine.add_profile("p1", {"company": "Globex"})
    engine.advance("2026-01-01")
    assert engine.profile("p1").scores["fit"].value == -5


def test_no_texts() -> None:
    """A ruleset that never was a text cannot be packed, and says so."""
    with pytest.raises(ValueError, match="not loaded from rule files"):
        pack(lsdsl.Ruleset(model_of("score s:\n    initial 1\n")))


@pytest.mark.parametrize("data", [b"", b"\x90", b"nonsense"])
def test_no_ruleset(data: bytes) -> None:
    """Other bytes are no ruleset."""
    with pytest.raises(ValueError, match="no packed ruleset"):
        unpack(data)
