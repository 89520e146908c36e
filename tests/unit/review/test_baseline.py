"""The baseline: what it lets pass, what it does not, and what is said of it."""

import json
from pathlib import Path

import pytest

from lsdsl.diagnostics import Diagnostic, words_of
from lsdsl.review import Options
from lsdsl.review import baseline as baselines
from lsdsl.source import Source
from tests.unit.review.reviewing import PATH, codes, marked, reviewed

TEXT = "score fit:\n    +5 while <LS503 size> > 1\n    +6 while <LS502 size> > 2\n"
KNOWN = Options(baseline="known.json")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder where the rules are."""
    monkeypatch.chdir(tmp_path)


def remember(marks: str, path: str = PATH) -> None:
    """Write the baseline that knows the findings of a text."""
    text, found = marked(marks, path)
    Path(path).write_text(text, encoding="utf-8")
    before, problems = baselines.read("known.json")
    assert problems == []
    Path("known.json").write_text(baselines.updated(before, found, {path: Source(path, text)}), encoding="utf-8")


def left(marks: str, *, whole: bool = True, options: Options = KNOWN) -> list[str]:
    """The codes that are shown of the findings of a text."""
    text, found = marked(marks)
    return codes(reviewed(text, found, options=options, whole=whole))


def test_what_is_known_is_not_shown() -> None:
    """The findings of the baseline are kept quiet, and told as such."""
    remember(TEXT)
    text, found = marked(TEXT)
    result = reviewed(text, found, options=KNOWN)
    assert result.kept == ()
    assert [(one.diagnostic, one.kind, one.reason) for one in result.suppressed] == [
        (one, "external", "in the baseline known.json") for one in found
    ]


def test_edits_elsewhere_change_nothing() -> None:
    """A finding is known again when lines come and go around it and blanks change."""
    remember(TEXT)
    assert left("# A comment.\n\nevent visit\n" + TEXT.replace("    +6", "    +1 while size > 9\n      +6")) == []


def test_new_findings_do_not_slip_in() -> None:
    """Another code, another line, or one more of the same is new."""
    remember("score fit:\n    +5 while <LS503 size> > 1\n")
    assert left("score fit:\n    +5 while <LS503 size> > <LS502 1>\n") == ["LS502"]
    assert left("score fit:\n    +5 while <LS503 size> > 1\n    +6 while <LS503 size> > 1\n") == ["LS503"]
    assert left("score fit:\n    +5 while <LS503 size> > 1\n    +5 while <LS503 size> > 1\n") == ["LS503"]


def test_a_count_is_kept() -> None:
    """Two findings that nothing but their place tells apart are two; one of them gone is told."""
    twice = "score fit:\n    +5 while <LS503 size> > 1\n    +5 while <LS503 size> > 1\n"
    remember(twice)
    assert [one["count"] for one in json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]] == [2]
    assert left(twice) == []
    text, found = marked("score fit:\n    +5 while <LS503 size> > 1\n")
    (one,) = reviewed(text, found, options=KNOWN).kept
    assert (one.code, words_of(one).message) == ("LS905", "the baseline allows 2 of LS503 in rules.lsdsl, and 1 of them is left")


def test_what_is_gone_is_told() -> None:
    """An entry that matches nothing any more is a finding in the baseline, at its line."""
    remember(TEXT)
    text, found = marked(TEXT.replace("<LS502 size>", "size"))
    result = reviewed(text, found, options=KNOWN)
    (one,) = result.kept
    assert (one.code, one.span.path) == ("LS905", "known.json")
    line = result.sources["known.json"].position(one.span.start).line
    assert '"LS502"' in result.sources["known.json"].line_text(line)


def test_nothing_is_told_of_what_was_not_looked_for() -> None:
    """Beside errors, for codes that are off, and for files that were not asked for, nobody knows what is gone."""
    remember(TEXT)
    remember("score x:\n    +1 while <LS503 size> > 1\n", "other.lsdsl")
    plain, _ = marked(TEXT)
    assert left(TEXT) == []
    assert left(plain, whole=False) == []
    assert left(plain, options=Options(baseline="known.json", ignore=("LS5",))) == []
    Path("other.lsdsl").unlink()
    assert left(TEXT) == ["LS905"]


def test_errors_are_never_known() -> None:
    """What keeps a ruleset from running does not get into a baseline, nor out of sight by one."""
    text = "score fit:\n    +5 while <LS200 sise> > 1\n"
    remember(text)
    assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []
    assert left(text) == ["LS200"]


def test_an_ignored_finding_needs_no_entry() -> None:
    """A comment comes before the baseline, whose entry then has nothing to do."""
    remember(TEXT)
    assert left(TEXT.replace("> 1", "> 1  # lsdsl: ignore[LS503]")) == ["LS905"]


def test_paths_are_seen_from_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not matter in which folder lsdsl is started, nor whether paths are absolute."""
    remember(TEXT)
    text, found = marked(TEXT)
    inside = tmp_path / "deeper"
    inside.mkdir()
    monkeypatch.chdir(inside)
    for path in ("../rules.lsdsl", (tmp_path / PATH).as_posix()):
        moved = [Diagnostic(one.code, type(one.span)(path, one.span.start, one.span.end)) for one in found]
        assert codes(reviewed(text, moved, options=Options(baseline="../known.json"), path=path)) == []


def test_the_file_can_be_read_by_people() -> None:
    """An entry is a line, in the order of paths, so that two versions can be compared."""
    remember(TEXT)
    lines = Path("known.json").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert [line.startswith('    {"path": "rules.lsdsl", "code": "LS50') for line in lines[3:5]] == [True, True]
    assert lines[5:] == ["  ]", "}"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is no JSON: expecting value"),
        (b'{"version": 1,', "it is no JSON: expecting property name enclosed in double quotes"),
        (b"\xff", "the file is not UTF-8"),
        (b"[]", "it has no `version`"),
        (b'{"version": 2}', "its version is 2, and this lsdsl knows version 1"),
        (b'{"version": 1}', "it has no list `findings`"),
        (b'{"version": 1, "findings": [{"path": "a"}]}', "finding 1 lacks one of `path`, `code`, `count`, `fingerprint`"),
        (b"[" * 100_000, "its brackets are too deep"),
    ],
)
def test_a_baseline_that_cannot_be_read(content: bytes, problem: str) -> None:
    """A broken file hides nothing: it is an error, and all findings are shown."""
    Path("known.json").write_bytes(content)
    text, found = marked(TEXT)
    shown = reviewed(text, found, options=KNOWN).kept
    assert [one.code for one in shown] == ["LS017", "LS503", "LS502"]
    assert words_of(shown[0]).message == f"the baseline cannot be read: {problem}"


def test_a_baseline_that_is_not_there_is_empty() -> None:
    """Settings can name the file before it is first written."""
    assert left(TEXT) == ["LS503", "LS502"]
