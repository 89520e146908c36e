"""Formats of a comparison: JSON of the published schema, Markdown that fits a comment, a page that asks nothing of anybody."""

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lsdsl.difference import json_report, markdown, page
from lsdsl.difference.changes import Change, Detail
from lsdsl.difference.report import Difference
from tests.unit.difference.rulesets import changed, compared

ROOT = Path(__file__).resolve().parents[3]
NEW = changed(
    ("+20  on each visit where", "+30  on each visit where"),
    ('"NL", "BE"', '"NL", "DE"'),
    ("+10  on first form", "+7  on first form"),
    ("    limit once\n", "    limit 1 per 30 days overall\n"),
)
EVIL = '<script>alert(1)</script> | @all `x` [a](b) https://evil.example "q"'


@cache
def schema() -> Draft202012Validator:
    """The published schema."""
    text = json.loads((ROOT / "docs" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(text)
    return Draft202012Validator(text)


@pytest.fixture
def difference(tmp_path: Path) -> Difference:
    """A comparison in which something of each kind is different."""
    return compared(NEW, tmp_path)


def with_evil(difference: Difference) -> Difference:
    """The same with names that mean something to Markdown and HTML."""
    change = Change("changed", "rule", EVIL, (Detail("", EVIL, EVIL),), score=EVIL)
    return replace(difference, changes=[change], old=replace(difference.old, named=EVIL))


def test_json_fits_its_schema(difference: Difference) -> None:
    """The schema describes all that is written, and nothing else is there."""
    report: dict[str, Any] = json.loads(json_report.render(difference, tool="1.2.3", limit=0.02))
    assert [f"{one.json_path}: {one.message}" for one in schema().iter_errors(report)] == []
    assert list(schema().iter_errors(report | {"unheard_of": 1})) != []
    for key in report:
        assert list(schema().iter_errors({name: value for name, value in report.items() if name != key})) != []
    assert report["summary"]["above_limit"] is True
    assert report["scores"][0]["movers"][0]["rules"][0]["where"] == "new.lsdsl:23"
    assert report["followups"][0]["new"] == {"runs": 2, "actions": 1, "held_back": 1}


def test_markdown_has_the_verdict_first(difference: Difference) -> None:
    """The headline and the verdict stand above the details, which are folded."""
    text = markdown.render(difference, limit=0.02)
    assert text.splitlines()[2].startswith("**1 of 5 profiles (20%) moved to another range")
    assert "❌ 20% moved, more than the 2% allowed." in text
    assert "✅" in markdown.render(difference, limit=0.5)
    assert text.count("<details>") == text.count("</details>") == 1
    assert "pricing page: +20 → +30; limit and expiry unchanged" in text


def test_markdown_fits_a_comment(difference: Difference) -> None:
    """However much is different, the comment is short enough, and it says how much is left out."""
    movers = difference.scores[0].movers * 1_000
    many = replace(
        difference,
        changes=difference.changes * 2_000,
        scores=[replace(difference.scores[0], movers=movers)] * 5,
        followups=difference.followups * 500,
    )
    text = markdown.render(many, limit=None)
    assert len(text.encode()) <= markdown.LARGEST
    assert re.search(r"and [\d,]+ more", text)


def test_markdown_takes_nothing_for_markup(difference: Difference) -> None:
    """Names of rules and files stay text: no HTML, no mention, no link, no cell that ends early."""
    text = markdown.render(with_evil(difference), limit=None)
    told = [line for line in text.splitlines() if "alert" in line]
    assert told != []
    for line in told:
        assert not re.search(r"<script|@all|`x`|\[a\]|https://", line)
        if line.startswith("|"):
            assert line.count("|") == 4


class _Page(HTMLParser):
    """What a page asks for, and whether its elements end."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.asked += [f"{tag} {name}" for name, _ in attrs if name in {"src", "href", "srcset", "action", "onload"}]
        if tag not in {"meta", "br", "rect", "path"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"rect", "path"}:
            assert self.open.pop() == tag


def test_page_is_whole_and_asks_nothing(difference: Difference) -> None:
    """The page has plots, its elements are closed, and it loads nothing and runs nothing, whatever names it shows."""
    for one in (difference, with_evil(difference)):
        text = page.render(one, limit=0.02)
        found = _Page()
        found.feed(text)
        assert (found.open, found.asked) == ([], [])
        assert "svg" in found.seen
        assert "script" not in found.seen
        assert "url(" not in text
        assert "@import" not in text
    assert "prefers-color-scheme: dark" in page.render(difference, limit=None)
