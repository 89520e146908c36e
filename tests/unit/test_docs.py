"""The README and the pages below docs/ are true: their rules check, their Python runs, their output is the program's."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

import lsdsl
from lsdsl.script import DEFAULT
from lsdsl.script.budgets import FUEL_PER_EVENT
from lsdsl.script.errors import CODES
from lsdsl.script.vocabulary import EFFECTS, FUNCTIONS, METHODS
from lsdsl.testing import run_tests

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted((ROOT / "examples").glob("*/README.md")),
]
PROGRAM = "from lsdsl.cli import main; main()"
FENCE = re.compile(r"^```(?P<language>\w*) ?(?P<mark>\w*)$")
EDIT = re.compile(r'^<!-- edit (?P<file>\S+): (?:(?P<how>instead of|below) "(?P<line>.+)"|new file) -->$')


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: where it begins, its language, the word after that, its text, and the line above it."""

    page: Path
    line: int
    language: str
    mark: str
    text: str
    above: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    lines = page.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        if fence:
            end = lines.index("```", number + 1)
            text = "".join(line + "\n" for line in lines[number + 1 : end])
            above = lines[number - 1] if number else ""
            yield Block(page, number + 1, fence["language"], fence["mark"], text, above)
            number = end
        number += 1


BLOCKS = [block for page in PAGES for block in blocks_of(page)]
RULES = [block for block in BLOCKS if block.language == "lsdsl" and block.mark in {"", "fragment"}]
TRANSCRIPTS = [page for page in PAGES if "<!-- transcript" in page.read_text(encoding="utf-8")]
PROGRAMS = [page for page in PAGES if any(block.page == page and block.language == "python" for block in BLOCKS)]


def prelude_of(page: Path) -> str:
    """The declarations that the fragments of a page are checked with."""
    return "".join(block.text for block in BLOCKS if block.page == page and block.mark == "prelude")


def program(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a folder."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def without_seconds(text: str) -> list[str]:
    """The lines of an output, without blanks at their ends and without the time that it took."""
    return [re.sub(r"\b\d+\.\d s\b", "... s", line.rstrip()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("block", RULES, ids=str)
def test_rules_in_the_docs_have_no_findings(block: Block, tmp_path: Path) -> None:
    """Each block of rules is a sound ruleset, a fragment together with the declarations of its page."""
    text = block.text + ("\n" + prelude_of(block.page) if block.mark == "fragment" else "")
    file = tmp_path / "leads.lsdsl"
    file.write_text(text, encoding="utf-8")
    report = lsdsl.check(file)
    # A fragment need not use all that its page declares.
    found = [one for one in report.diagnostics if one.span.start <= len(block.text)]
    assert [(one.code, dict(one.arguments), text[one.span.start : one.span.end]) for one in found] == []
    assert report.ruleset is not None


@pytest.mark.parametrize("page", PROGRAMS, ids=lambda page: page.name)
def test_python_in_the_docs_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a page runs from top to bottom beside the first rules of that page."""
    rules = next(block for block in RULES if block.page == page)
    (tmp_path / "leads.lsdsl").write_text(rules.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS:
        if block.page == page and block.language == "python":
            exec(compile("\n" * block.line + block.text, str(page), "exec"), names)  # noqa: S102 - running it is the point


def test_output_in_the_readme_is_what_the_demo_prints() -> None:
    """The README shows what scripts/demo shows; ``...`` stands for lines that are left out."""
    shown = next(block for block in BLOCKS if block.above.startswith("<!-- demo:"))
    commands = [line.removeprefix("$ lsdsl ").split() for line in shown.text.splitlines() if line.startswith("$ ")]
    script = (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
    assert [f"show lsdsl {' '.join(command)}" in script for command in commands] == [True, True, True]
    printed: list[str] = []
    for command in commands:
        result = program(*command, folder=ROOT)
        assert result.returncode == 0, result.stderr
        printed += without_seconds(f"$ lsdsl {' '.join(command)}\n{result.stdout}\n{result.stderr}")
    assert [line for line in without_seconds(shown.text) if line != "..." and line not in printed] == []


@pytest.mark.parametrize("block", [block for block in RULES if re.search(r"^test ", block.text, flags=re.MULTILINE)], ids=str)
def test_tests_in_the_docs_pass(block: Block, tmp_path: Path) -> None:
    """What the tests in a ruleset on a page say of it is so."""
    text = block.text + ("\n" + prelude_of(block.page) if block.mark == "fragment" else "")
    (tmp_path / "leads.lsdsl").write_text(text, encoding="utf-8")
    results = run_tests(lsdsl.load(tmp_path / "leads.lsdsl"))
    assert [one for one in results if one.status != "passed"] == []
    assert results


def edit(block: Block, folder: Path) -> None:
    """Do to a file what the line above a block says: write it, or put the block below, or in the place of, one line."""
    told = EDIT.match(block.above)
    assert told, block.above
    file = folder / told["file"]
    if told["how"] is None:
        assert not file.exists()
        file.write_text(block.text, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = [number for number, line in enumerate(lines) if told["line"] in line]
    lines[place : place + 1] = [block.text] if told["how"] == "instead of" else [lines[place], block.text]
    file.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("page", TRANSCRIPTS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_transcripts_are_what_the_commands_print(page: Path, tmp_path: Path) -> None:
    """A reader who types the commands of a page, in their order, sees what the page shows; ``...`` stands for the rest.

    The folder carries over from block to block. In between ``<!-- edit FILE: ...`` changes a file, ``<!-- part of FILE`` shows
    a part of one, and ``<!-- transcript, exit 1`` stands above a last command that finds something.
    """
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "lsdsl").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{PROGRAM}" "$@"\n', encoding="utf-8")
    (tmp_path / "lsdsl").chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    place = tmp_path / ".place"
    folder = tmp_path
    for block in BLOCKS:
        if block.page == page and block.above.startswith("<!-- edit "):
            edit(block, folder)
        if block.page == page and block.above.startswith("<!-- part of "):
            file = folder / block.above.removeprefix("<!-- part of ").removesuffix(" -->")
            assert block.text in file.read_text(encoding="utf-8")
        if block.page != page or not block.above.startswith("<!-- transcript"):
            continue
        columns = re.search(r"(\d+) columns", block.above)
        steps = ("\n" + block.text).split("\n$ ")[1:]
        for number, step in enumerate(steps, start=1):
            command, _, shown = step.partition("\n")
            script = f"exec 2>&1\n{command}\ncode=$?\npwd > {shlex.quote(str(place))}\nexit $code"
            result = subprocess.run(
                [shutil.which("bash") or "bash", "-c", script],
                cwd=folder,
                env=environment | {"COLUMNS": columns[1] if columns else "200"},
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            folder = Path(place.read_text(encoding="utf-8").rstrip("\n"))
            printed = without_seconds(result.stdout)
            expected = without_seconds(shown)
            if expected[-1:] == ["..."]:
                del expected[-1], printed[len(expected) :]
            assert result.returncode == int(number == len(steps) and "exit 1" in block.above), command
            assert printed == expected


def test_commands_in_the_docs_exist() -> None:
    """Commands that a page shows without being typed by a test name verbs of the program, and options of these verbs."""
    helps: dict[str, str] = {}
    unknown = []
    for block in BLOCKS:
        if block.language not in {"console", "text"} or block.above.startswith("<!-- "):
            continue
        for command in re.findall(r"(?:^\$ |\| |&& )lsdsl ([^\n|>#&]+)", block.text, flags=re.MULTILINE):
            verb, *rest = re.split(r"[\s=]+", command)
            if verb.startswith("-"):
                continue
            if verb not in helps:
                helps[verb] = program(verb, "--help", folder=ROOT).stdout
            known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", helps[verb]))
            unknown += [(str(block), verb, word) for word in rest if re.match(r"--?[a-z]", word) and word not in known]
            unknown += [(str(block), verb, "")] if not helps[verb] else []
    assert len(helps) > 10
    assert unknown == []


def test_circle_in_the_docs_is_seen_and_stopped(tmp_path: Path) -> None:
    """Two follow-ups on a page start each other: the checker warns, and a run fails with the words on the page."""
    page = ROOT / "docs" / "follow-ups.md"
    (circle,) = [block for block in BLOCKS if block.mark == "circle"]
    (tmp_path / "circle.lsdsl").write_text(circle.text, encoding="utf-8")
    report = lsdsl.check(tmp_path / "circle.lsdsl")
    assert [one.code for one in report.diagnostics] == ["LS510"]
    assert report.ruleset is not None
    event = {"id": "e1", "type": "page_visit", "profile": "p1", "time": "2026-01-05T09:00:00Z"}
    (failure,) = lsdsl.Engine(report.ruleset).process(event).failures
    assert f"{failure.code}: {failure.message}\n" in page.read_text(encoding="utf-8")


def after(block: Block, language: str) -> Block:
    """The next block of a language on the same page."""
    return next(one for one in BLOCKS if one.page == block.page and one.line > block.line and one.language == language)


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.mark == "mistake"], ids=str)
def test_mistakes_in_the_docs_are_told_as_shown(block: Block, tmp_path: Path) -> None:
    """Rules with a mistake in them, below which a page shows what ``lsdsl check`` says."""
    (tmp_path / "leads.lsdsl").write_text(block.text + "\n" + prelude_of(block.page), encoding="utf-8")
    result = program("check", "leads.lsdsl", folder=tmp_path)
    assert result.returncode == 1
    assert without_seconds(after(block, "text").text) == without_seconds(result.stdout)


def test_failure_of_a_box_in_the_docs(tmp_path: Path) -> None:
    """The page on boxes shows the real line of a box that fails while it runs."""
    (block,) = [block for block in BLOCKS if block.mark == "failing"]
    (tmp_path / "leads.lsdsl").write_text(block.text + "\n" + prelude_of(block.page), encoding="utf-8")
    event = {"id": "e1", "type": "form_submit", "profile": "p", "time": "2026-01-05T09:00:00Z", "data": {"budget": "ten"}}
    (tmp_path / "events.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    result = program("run", "leads.lsdsl", "--events", "events.jsonl", "--out", "out", folder=tmp_path)
    assert result.returncode == 1, result.stderr
    assert (tmp_path / "out" / "failures.jsonl").read_text(encoding="utf-8") == after(block, "json").text


def test_all_that_boxes_have_is_in_the_docs() -> None:
    """The page on boxes names every function and method, each budget with its value, and each code of a failure."""
    page = (ROOT / "docs" / "boxes.md").read_text(encoding="utf-8")
    code = " ".join(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)))
    names = [*FUNCTIONS, *EFFECTS, *METHODS]
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []
    assert dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", page, flags=re.MULTILINE)) == {
        budget.name: str(getattr(DEFAULT, budget.name)) for budget in fields(DEFAULT)
    }
    assert f"have {FUEL_PER_EVENT} steps" in page
    assert [code for code in [*CODES.values(), "LS866"] if f"| {code} |" not in page] == []


def test_settings_in_the_docs_are_taken(tmp_path: Path) -> None:
    """The settings on the page on boxes are read without a finding."""
    (block,) = [block for block in BLOCKS if block.language == "toml" and block.page.name == "boxes.md"]
    (tmp_path / "lsdsl.toml").write_text(block.text, encoding="utf-8")
    (tmp_path / "leads.lsdsl").write_text("event visit\n", encoding="utf-8")
    assert lsdsl.check(tmp_path / "leads.lsdsl").diagnostics == ()


def test_finding_in_the_docs_is_what_check_prints(tmp_path: Path) -> None:
    """The page on the command line shows the real finding for a misspelt event."""
    folder = tmp_path / "software"
    shutil.copytree(ROOT / "examples" / "software", folder)
    rules = folder / "rules" / "engagement.lsdsl"
    text = rules.read_text(encoding="utf-8")
    assert text.count("each page_visit where path starts") == 1
    rules.write_text(text.replace("each page_visit where path starts", "each pagevisit where path starts"), encoding="utf-8")
    shown = next(block for block in BLOCKS if block.above.startswith("<!-- finding:"))
    result = program("check", folder=folder)
    assert result.returncode == 1
    assert without_seconds(shown.text) == without_seconds(result.stdout)


DOCUMENTED = "init check explain fmt test ingest import run select list map docs debug why diff rescore calibrate state"


@pytest.mark.parametrize("verb", DOCUMENTED.split())
def test_documented_options_exist(verb: str) -> None:
    """Each option in the section of a verb is an option of that verb, and each of its options is in the section."""
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    section = page.split(f"\n## lsdsl {verb}\n")[1].split("\n## ")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", program(verb, "--help", folder=ROOT).stdout)) - {
        "--help",
        "--color",
        "--colour",
    }
    documented = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section))
    assert documented == options


def test_the_map_of_the_docs_names_every_page() -> None:
    """Each page below docs/ and each example has its line in docs/README.md."""
    page = ROOT / "docs" / "README.md"
    named = {(page.parent / target).resolve() for target in re.findall(r"\]\(([^)\s#]+)\)", page.read_text(encoding="utf-8"))}
    assert [one.relative_to(ROOT).as_posix() for one in PAGES[1:] if one != page and one not in named] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Each link to another file of the project names one that is there, and each anchor a heading."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)
    assert broken == []


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
