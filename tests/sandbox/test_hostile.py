"""The hostile corpus: whatever is in a box or in the values that it sees, the host lives and stays as it was."""

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lsdsl.script import BoxError
from tests.sandbox.boxes import View, box, codes, run
from tests.sandbox.hostile.corpus import corpus, outcomes

ROOT = Path(__file__).parents[2]
PARTS = 2
SECONDS = 2
"""Processor time of a check, and of a run: many times what the slowest takes, for a slow machine; without budgets it is hours."""

BLOAT = 16 * 1024
CATEGORIES = sorted({one.category for one in corpus()})


@cache
def part(number: int) -> tuple[dict[str, dict[str, Any]], str]:
    """What a child says of its part of the corpus, and the script that ended it (empty when none did)."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.sandbox.hostile.child", str(number), str(PARTS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "random"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = child.stdout.splitlines()
    said = [json.loads(line.removeprefix("end ")) for line in lines if line.startswith("end ")]
    ended = "" if child.returncode == 0 else f"{lines[-1] if lines else ''}: {child.returncode} {child.stderr[-500:]}"
    assert child.returncode != 0 or child.stderr == ""
    return {one["id"]: one for one in said}, ended


def test_there_are_enough_of_them() -> None:
    """At least 300 scripts in at least 25 categories, each with an outcome that is known."""
    scripts = corpus()
    names = [f"{one.category}/{one.name}" for one in scripts]
    assert len(names) == len(set(names)) >= 300
    assert len(CATEGORIES) >= 25
    assert sorted(names) == sorted(outcomes())
    assert min(Counter(one.category for one in scripts).values()) >= 9


@pytest.mark.parametrize("category", CATEGORIES)
def test_nothing_escapes(category: str) -> None:
    """Each script is refused, fails as a box or does no harm; quickly, without memory, and the host is as before."""
    said: dict[str, dict[str, Any]] = {}
    for number in range(PARTS):
        found, ended = part(number)
        assert ended == ""
        said |= found
    expected = outcomes()
    names = [f"{one.category}/{one.name}" for one in corpus() if one.category == category]
    wrong = {name: said[name] for name in names if said[name]["problems"] or said[name]["end"] != expected[name]}
    slow = {name: said[name] for name in names if said[name]["ran"] > SECONDS or said[name]["checked"] > SECONDS}
    large = {name: said[name] for name in names if said[name]["grown"] > BLOAT}
    assert (wrong, slow, large) == ({}, {}, {})


def failure(script: str, **view: Any) -> BoxError:
    """How a box fails."""
    with pytest.raises(BoxError) as caught:
        run(script, **view)
    return caught.value


@pytest.mark.parametrize("use", ["z = x + 1", "z = [x, y]", "z = y + x", "z = str(x)", "z = [i + x for i in [1]]"])
def test_a_failure_has_one_place(use: str) -> None:
    """Python makes a function faster after some runs, and blames another name then: the place stays the same."""
    made = box(f"if profile.fields.visits:\n    x = 1\ny = 2\n{use}")
    places = set()
    for _ in range(50):
        with pytest.raises(BoxError) as caught:
            made.run(View())
        places.add(caught.value.span)
    assert len(places) == 1


def test_effects_pay_for_their_texts() -> None:
    """What is looked through when the run is over was paid for: long texts make fewer effects."""
    script = "for i in range(400):\n    add_tag(event.path)"
    assert len(run(script, data={"path": "a"}).effects) == 400
    assert failure(script, data={"path": "é" * 4_096}).kind == "budget"


def test_failures_show_no_rows_and_little_of_the_rest() -> None:
    """Rows are not turned into text, long texts in lists are cut, and numbers that no record holds become text."""
    rows = tuple({"shop": "x" * 4_000} for _ in range(50))
    assert failure("x = sum([o.shop for o in collections.orders])", collections={"orders": rows}).values == ()
    long = failure("x = [1, 'a'][1] + len(profile.fields.langs)", fields={"langs": ("x" * 4_000,) * 50})
    assert len(str(long.values)) < 5_000
    huge = failure("birth = 9223372036854775807 * 2\nx = float('nan')\ny = birth / (x - x or 0) / 0 + birth / 0")
    assert dict(huge.values)["birth"] == "18446744073709551614"


def test_tables_and_texts_of_many_parts() -> None:
    """Python compiles long displays and calls in another way: they are boxes all the same."""
    table = ",\n".join(f"{one}: {one}" for one in range(60))
    assert run(f"profile.fields.visits = {{{table}}}.get(55)").writes == {"visits": 55}
    assert run(f"profile.fields.country = f'{'{1}' * 70}'").writes == {"country": "1" * 70}
    assert run(f"profile.fields.visits = max({', '.join(map(str, range(70)))})").writes == {"visits": 69}
    assert codes("x = " + " < ".join(["event.path"] * 22)) == ["LS420"]


def test_an_argument_is_given_once() -> None:
    """Python's parser lets the same argument through twice; boxes do not."""
    assert codes('do("greet", name="a", name="b")') == ["LS420"]


def test_names_with_combining_marks_are_refused() -> None:
    """A mark that is no letter is part of a name for Python."""
    assert codes("x\u0301 = 1") == ["LS402"]


def test_many_unknown_names_are_told_quickly() -> None:
    """Only the first ones are held against what is declared."""
    found = codes("\n".join(f"x{one} = contry{one}" for one in range(150)))
    assert found == ["LS431"] * 150
