"""The table of ``lsdsl run`` on screens of different widths, and the progress bar."""

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from lsdsl.cli import progress
from lsdsl.cli.progress import progress_bar, rate_text, short_name
from lsdsl.cli.run_table import main_score, no_room, show_table
from lsdsl.runner.batch import RunOptions, run
from lsdsl.runner.receivers import Kept
from lsdsl.runner.ruleset import load

RULES = """\
profile:
    country  text
event page_visit:
    path  text
score fit:
    +20  while country is "NL"
score engagement:
    ideal 10
    range cold
    range warm  from 5
    ## Looks at the prices
    +7.5  on each page_visit
score total = fit + engagement
grade priority:
    "call today"  when total > 20
    "wait"        otherwise
"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def table(folder: Path, width: int, score: str | None = None) -> list[str]:
    """The lines of the table of two profiles."""
    (folder / "rules.lsdsl").write_text(RULES, encoding="utf-8")
    (folder / "leads.csv").write_text(
        "id,country\nsomebody@example.com,NL\nan-id-that-is-longer-than-others,BE\n", encoding="utf-8"
    )
    (folder / "events.csv").write_text("id,type,profile,time\n1,page_visit,somebody@example.com,2026-01-01\n", encoding="utf-8")
    ruleset = load(folder / "rules.lsdsl")
    kept = Kept(ruleset.program)
    run(ruleset, RunOptions((str(folder / "leads.csv"),), (str(folder / "events.csv"),)), kept)
    screen = Console(file=io.StringIO(), width=width)
    show_table(screen, ruleset, kept, score, 20)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue().splitlines()


def test_on_a_wide_screen_all_is_shown(tmp_path: Path) -> None:
    """Columns are as wide as what stands in them."""
    assert table(tmp_path, 120) == [
        "#  lead                              total  priority    fit  engagement  most points from",
        '1  somebody@example.com               27.5  call today   20         7.5  +20 country is "NL", +7.5 Looks at the prices',
        "2  an-id-that-is-longer-than-others    0.0  wait          0         0.0",
    ]


def test_on_80_columns_ids_and_reasons_are_cut(tmp_path: Path) -> None:
    """No line is longer than the screen."""
    assert table(tmp_path, 80) == [
        "#  lead              total  priority    fit  most points from",
        '1  somebody@exampl…   27.5  call today   20  +20 country is "NL", +7.5 Looks at…',
        "2  an-id-that-is-l…    0.0  wait          0",
        "no room for engagement (--score NAME puts one first)",
    ]


def test_on_a_narrow_screen_the_chosen_score_stays(tmp_path: Path) -> None:
    """Reasons go first, then the other scores."""
    assert table(tmp_path, 50, "engagement") == [
        "#  lead              engagement              prio…",
        "1  somebody@exampl…         7.5  warm ●●●○○  call…",
        "2  an-id-that-is-l…         0.0  cold ○○○○○  wait",
        "no room for fit, total (--score NAME puts one first)",
    ]


def test_a_column_without_room_that_is_no_score_is_not_called_one() -> None:
    """Only a score can be put first."""
    assert no_room(["asked for"], ["fit"]) == 'no room for the column "asked for": a wider window shows it'
    assert no_room(["fit", "asked for"], ["fit"]) == "no room for fit, asked for (--score NAME puts one first)"


def test_the_main_score_is_the_last_computed_one(tmp_path: Path) -> None:
    """Else it is the first; a ruleset may have none."""
    for text, expected in ((RULES, "total"), (RULES.partition("score total")[0], "fit"), ("event a\n", "")):
        (tmp_path / "rules.lsdsl").write_text(text, encoding="utf-8")
        assert main_score(load(tmp_path / "rules.lsdsl").model) == expected


def test_a_bar_shows_rate_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal each input has a bar with its rate once it takes long; it leaves the screen at the end."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    with progress_bar(Console(file=stream, force_terminal=True, width=90)) as report:
        for done in range(0, 5_000_001, 1_000_000):
            report("data/[red]events.jsonl", "bytes", done, 10_000_000)
    assert "[red]events.jsonl" in stream.getvalue()
    assert "50%" in stream.getvalue()
    assert "MB/s" in stream.getvalue()


def test_what_is_quick_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing flickers."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar(Console(file=stream, force_terminal=True)) as report:
        report("events.jsonl", "bytes", 5, 10)
    assert stream.getvalue() == ""


def test_rates_and_names_are_short() -> None:
    """Bytes are told in megabytes, all else is counted."""
    assert rate_text(3_210_000, "bytes") == "3.2 MB/s"
    assert rate_text(12_345.6, "rows") == "12,346 rows/s"
    assert short_name("data/" + "x" * 30 + ".csv") == "x" * 23 + "…"
