"""Every code has a page, and the examples on it are true. ``pytest tests/unit/codes -k LS501`` tries one page."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from lsdsl.diagnostics import CATALOGUE
from lsdsl.diagnostics.pages import INDEX, Page, PageError, codes_folder, page_of, parsed
from tests.unit.codes.pages import COMES_AFTER, NOT_BY_EXAMPLE, codes_of_check, codes_of_run, file_of, has_data, written

CODES: Final = sorted(CATALOGUE)
ROOT: Final = Path(__file__).resolve().parents[3]
LONGEST_EXAMPLE: Final = 30


def page(code: str) -> Page:
    """The page of a code, which there has to be."""
    found = page_of(code)
    assert found is not None, f"there is no docs/codes/{code}.md"
    return found


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example stands in a folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_page(code: str) -> None:
    """Whoever reads a code in a finding can read more about it."""
    assert page(code).code == code


@pytest.mark.parametrize("code", CODES)
def test_page_has_the_form_of_all_pages(code: str) -> None:
    """Title with code and slug, what it means, Avoid, Prefer, perhaps Notes; each example is short and has a block."""
    one = page(code)
    assert one.slug == CATALOGUE[code].slug
    assert 1 <= len(one.paragraphs) <= 3
    assert all(re.fullmatch(r"\S.*[.:?!)`]", paragraph) for paragraph in one.paragraphs)
    assert list(one.sections) in (["Avoid", "Prefer"], ["Avoid", "Prefer", "Notes"])
    for section in ("Avoid", "Prefer"):
        assert one.blocks(section)
        assert all(len(block.text.splitlines()) <= LONGEST_EXAMPLE for block in one.blocks(section))
    assert one.text.count("```") == 2 * sum(len(one.blocks(section)) for section in one.sections)
    assert one.text.endswith("\n")
    assert not one.text.endswith("\n\n")


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOT_BY_EXAMPLE])
def test_avoid_gives_exactly_this_code(code: str, tmp_path: Path) -> None:
    """The rules to avoid cause the finding of their page, once, and nothing else."""
    blocks = written(page(code), "Avoid", tmp_path)
    assert any(file_of(block) for block in blocks), "there is nothing to check"
    found = codes_of_check(code)
    if has_data(blocks):
        assert found == []
        found = codes_of_run(blocks)
    assert found == [*filter(None, [COMES_AFTER.get(code)]), code]


@pytest.mark.parametrize("code", CODES)
def test_prefer_gives_no_finding(code: str, tmp_path: Path) -> None:
    """The rules to prefer are beyond reproach; what is only shown is not checked."""
    blocks = written(page(code), "Prefer", tmp_path)
    if not any(file_of(block) for block in blocks):
        assert code in NOT_BY_EXAMPLE
        return
    assert codes_of_check(code) == []
    if has_data(blocks):
        assert codes_of_run(blocks) == []


def test_each_page_has_a_code() -> None:
    """No page is left behind by a code that has another number now."""
    names = {file.name for file in codes_folder().iterdir()} - {INDEX}
    assert sorted(names - {f"{code}.md" for code in CATALOGUE}) == []


@pytest.mark.parametrize("code", CODES)
def test_links_of_a_page_lead_somewhere(code: str) -> None:
    """A page that sends its reader to another one sends them to a page or a document that is there."""
    folder = ROOT / "docs" / "codes"
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", page(code).text))]
    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


def test_the_index_lists_all_codes(tmp_path: Path) -> None:
    """The table of the codes is what scripts/generate_code_index.py writes."""
    script = ROOT / "scripts" / "generate_code_index.py"
    subprocess.run([sys.executable, script, tmp_path / "index.md"], check=True)
    index = (ROOT / "docs" / "codes" / INDEX).read_text(encoding="utf-8")
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == index, f"run {script.relative_to(ROOT)}"


@pytest.mark.parametrize("code", sorted(NOT_BY_EXAMPLE))
def test_reasons_name_tests_that_exist(code: str) -> None:
    """What no example can cause is caused by the test that its reason names."""
    assert code in CATALOGUE
    path = NOT_BY_EXAMPLE[code].split()[-1]
    assert (ROOT / path).exists()


@pytest.mark.parametrize("text", ["", "LS501 slug\n", "# LS501\n", "## LS501 slug\n", "# LS501 Slug Of It\n"])
def test_a_page_begins_with_its_code(text: str) -> None:
    """A page without the title of all pages is refused."""
    with pytest.raises(PageError):
        parsed(text)


def test_a_page_is_taken_apart() -> None:
    """Meaning, sections and blocks are told apart; what looks like a heading within a block is none."""
    one = parsed("# LS501 a-slug\n\nOne\nline.\n\nTwo.\n\n## Avoid\n\n```lsdsl\n## doc\nevent a\n```\n\n## Notes\n\nText.\n")
    assert (one.code, one.slug, one.paragraphs) == ("LS501", "a-slug", ("One line.", "Two."))
    assert list(one.sections) == ["Avoid", "Notes"]
    assert [(block.language, block.words, block.text) for block in one.blocks("Avoid")] == [("lsdsl", (), "## doc\nevent a\n")]
    assert one.blocks("Prefer") == ()
