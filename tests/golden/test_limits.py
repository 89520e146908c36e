"""Findings whose causes are too large to be kept as files."""

from pathlib import Path

import pytest

from lsdsl.diagnostics import full
from lsdsl.runner.ruleset import check


def rendered(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the findings of a text look."""
    (folder / "input.lsdsl").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    report = check("input.lsdsl")
    return full.render(report.diagnostics, report.sources)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LS002: the file is named, and nothing of it is shown."""
    assert rendered("#" * 1_000_001, tmp_path, monkeypatch) == (
        "error[LS002]: the file has 1000001 bytes, more than 1000000\n"
        " --> input.lsdsl\n"
        "  = help: split it into several files, or keep long lists in files of their own:\n"
        '          `list NAME from "..."`\n'
        "\n"
        "1 error in 1 file\n"
    )


def test_more_findings_than_one_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LS134: after fifty findings of the syntax the rest is only counted."""
    text = "profile:\n    employees number\nscore fit:\n" + "".join(
        f"    +5 whle employees > {number}\n" for number in range(10, 70)
    )
    last = rendered(text, tmp_path, monkeypatch).split("\n\n")[-2]
    assert last == (
        "error[LS134]: there are more than 50 findings in this file; the others are not shown\n"
        "  --> input.lsdsl:54:8\n"
        "   |\n"
        "53 |     +5 whle employees > 59\n"
        "54 |     +5 whle employees > 60\n"
        "   |        ^^^^ the first one that is not shown\n"
        "   |\n"
        "   = help: mend the first ones and check again"
    )


def test_more_words_than_a_file_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LS135: what follows is not read, and the names in it are not missed."""
    text = "let start = last_one\n" + "let a = 1\n" * 60_000 + "let last_one = 1\n"
    said = rendered(text, tmp_path, monkeypatch)
    assert "error[LS135]: the file has more than 200000 words and signs; what follows is not read\n" in said
    assert "LS200" not in said
