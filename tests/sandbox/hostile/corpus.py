"""The hostile corpus: the texts of ``scripts/`` and the generated ones, by category.

A file holds scripts below lines ``=== NAME @VIEW``; without ``@VIEW`` a script sees the usual values. ``outcomes.json`` holds how
each ends: ``refused``, ``harmless`` or the kind of the failure.
"""

import json
import re
from pathlib import Path
from typing import Final, NamedTuple

from tests.sandbox.hostile.generated import GENERATED, VIEWS_OF

FOLDER: Final = Path(__file__).parent
HEAD: Final = re.compile(r"^=== (\S+)(?: @(\S+))?\n", re.MULTILINE)


class Hostile(NamedTuple):
    """A hostile script and what it sees."""

    category: str
    name: str
    script: str
    view: str = "usual"


def corpus() -> list[Hostile]:
    """All scripts."""
    found = []
    for path in sorted((FOLDER / "scripts").glob("*.txt")):
        _, *parts = HEAD.split(path.read_text(encoding="utf-8"))
        for name, view, script in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            found.append(Hostile(path.stem, name, script.removesuffix("\n"), view or "usual"))
    for category, scripts in GENERATED.items():
        found += [Hostile(category, name, script, VIEWS_OF.get(name, "usual")) for name, script in scripts.items()]
    return found


def outcomes() -> dict[str, str]:
    """How each script ends."""
    read: dict[str, str] = json.loads((FOLDER / "outcomes.json").read_text(encoding="utf-8"))
    return read
