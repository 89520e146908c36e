"""Laws of fixes, for rulesets of the whole scoring language into which mistakes were put that can be mended safely."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.review import Options
from lsdsl.review.fixing import Fixed, fix
from lsdsl.runner.ruleset import Instead, Report, check
from tests.property.rulesets import Writer
from tests.property.running import Run, finish
from tests.property.stories import RANDOM, Historian, Story

FEW = settings(max_examples=25, deadline=None)
PATH = (Path(__file__).parent / "rules.lsdsl").as_posix()
COMMENTS = (
    "# lsdsl: ignore[LS503] old",
    "# lsdsl: ignore[LS503, rule-never-fires]",
    "# lsdsl: ignore[LS200]",
    "# lsdsl: ignore[ls5O3, LS901] (why)",
    "# lsdsl: ignore[Unused_List]",
)
TYPED = ((" and ", " && "), (" or ", " || "), (" != ", " <> "))
"""What people write who come from another language; there is one way to read it."""


@dataclass(frozen=True)
class Spoiled:
    """A story, and its rules with mistakes in them."""

    story: Story
    text: str

    def __repr__(self) -> str:
        return f"{self.text}\n--- was ---{self.story!r}"


class Spoiler:
    """Puts mistakes into a text that leave no doubt of what was meant."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def spoiled(self, text: str) -> str:
        """The text with some mistakes."""
        lines = ["# lsdsl: ignore-file[LS510] old"] * (self.random.random() < 0.3)
        for line in text.split("\n"):
            comment = self.random.choice(COMMENTS)
            match self.random.randrange(6):
                case 0 if line:
                    lines.append(f"{line}  {comment}")
                case 1 if line:
                    lines += [re.match(" *", line)[0] + comment, line]  # type: ignore[index]
                case 2:
                    lines.append(line.replace(*self.random.choice(TYPED), 1))
                case 3 if " on first " in line and "at most" not in line:
                    lines.append(line.replace(", as ", ", at most 99 times, as "))
                case _:
                    lines.append(line)
        return "\n".join(lines)


@st.composite
def spoiled_stories(draw: st.DrawFn) -> Spoiled:
    """A random story whose rules were spoiled."""
    random = draw(RANDOM)
    ruleset = Writer(random, scores=2, rules=3).ruleset()
    story = Historian(random, ruleset).story(events=12, profiles=2, late=True)
    return Spoiled(story, Spoiler(random).spoiled(ruleset.text))


def looked(text: str, texts: Mapping[str, str]) -> Report:
    """What a check finds in a text, matters of taste included."""
    return check(PATH, text=text, options=Options(select=("LS",)), instead=Instead(texts=texts))


def fixed(text: str, *, unsafe: bool = False) -> tuple[str, Fixed[Report]]:
    """The text after all fixes."""
    done = fix(partial(looked, text), unsafe=unsafe)
    return done.texts.get(PATH, text), done


def lived(story: Story, text: str) -> tuple[object, ...]:
    """What a story comes to under a rule text: all results, and every change of points."""
    run = finish(Run.of(replace(story, ruleset=replace(story.ruleset, text=text))), story)
    changes = {profile: [(one.score, one.points, one.time) for one in entries] for profile, entries in run.ledger.items()}
    return run.results(), changes


@FEW
@given(spoiled_stories())
def test_safe_fixes_change_nothing_that_is_awarded(spoiled: Spoiled) -> None:
    """After all safe fixes the rules load, and every profile has the points that the rules gave before they were spoiled."""
    text, done = fixed(spoiled.text)
    assert done.left.ruleset is not None, [(one.code, dict(one.arguments)) for one in done.left.diagnostics]
    assert lived(spoiled.story, text) == lived(spoiled.story, spoiled.story.ruleset.text)
    if done.before.ruleset is not None:
        assert lived(spoiled.story, text) == lived(spoiled.story, spoiled.text)


@FEW
@given(spoiled_stories(), st.booleans())
def test_a_second_run_has_nothing_to_fix(spoiled: Spoiled, unsafe: bool) -> None:
    """Fixes come to an end, and no comment that can be mended is left."""
    text, _ = fixed(spoiled.text, unsafe=unsafe)
    again, done = fixed(text, unsafe=unsafe)
    assert (again, done.mended) == (text, 0)
    assert [one.code for one in done.left.diagnostics if one.code in {"LS901", "LS903"}] == []
