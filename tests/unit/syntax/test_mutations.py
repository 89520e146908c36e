"""One token of a healthy ruleset is taken away, doubled or replaced: what is found stays on its line."""

import random
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from lsdsl.model import check_sources, load_sources
from lsdsl.model.load import list_reader
from lsdsl.source import Source
from lsdsl.syntax.tokens import lex

EXAMPLES: Final = Path(__file__).parents[3] / "examples"
RULESETS: Final = sorted(folder for folder in EXAMPLES.iterdir() if (folder / "rules").is_dir())
REPLACEMENTS: Final = ("$", "foo", "5", ")", "(", ":", '"t"', "where", "=", "on")
LOST: Final = frozenset("LS200 LS201 LS202 LS203 LS204 LS205 LS210 LS211 LS430 LS431".split())
"""Findings of names that are no longer declared because the mutation took them away."""
MUTATIONS: Final = 40


def mutated(text: str, chance: random.Random) -> tuple[str, int]:
    """A text with one token changed, and the offset of the change."""
    tokens = [one for one in lex(Source("x", text)).tokens if one.kind not in ("LINE_END", "SCRIPT_BODY")]
    token = chance.choice(tokens)
    instead = chance.choice(("", f"{token.text} {token.text}", chance.choice(REPLACEMENTS)))
    return text[: token.start] + instead + text[token.end :], token.start


def new_findings(file: Path, text: str) -> list[tuple[int, str]]:
    """The line and code of each finding of a ruleset with another text for one of its files, lost names left out."""
    root, files = load_sources(file, text.encode("utf-8"))
    loaded = check_sources(files, list_reader(root))
    return [
        (loaded.sources[one.span.path].position(one.span.start).line, one.code) for one in loaded.findings if one.code not in LOST
    ]


@pytest.mark.parametrize("folder", RULESETS, ids=lambda folder: folder.name)
def test_a_mutation_has_few_findings_near_it(folder: Path) -> None:
    """Most mutations have one finding; hardly any has more than two, and next to none reaches beyond its declaration."""
    files = sorted((folder / "rules").glob("*.lsdsl"))
    chance = random.Random(20260131)  # noqa: S311 - tests need no secrets
    counts: Counter[int] = Counter()
    far = 0
    for _ in range(MUTATIONS):
        file = chance.choice(files)
        text, at = mutated(file.read_text(encoding="utf-8"), chance)
        line = text.count("\n", 0, at) + 1
        found = new_findings(file, text)
        counts[min(len(found), 3)] += 1
        far += any(abs(other - line) > 12 for other, _ in found)
    assert counts[1] + counts[0] >= 0.9 * MUTATIONS
    assert counts[3] <= 0.04 * MUTATIONS
    assert far <= 0.05 * MUTATIONS
