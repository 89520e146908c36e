"""The tables of the grammar as a file, so that a program that starts need not compute them.

Building the package writes the file (``scripts/build_tables.py``); it stands beside this module and in no repository. It is used
only for the very grammar that it was computed from. Without it, or after a change of the grammar, Lark computes the tables.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from lsdsl.syntax.grammar import Grammar, Pattern, Production

FILE: Final = "tables.json"
FOLDER: Final = Path(__file__).parent


def written(grammar: Grammar, text: str) -> str:
    """The tables of a grammar as the text of the file."""
    productions: dict[Production, int] = {}
    actions = [{name: _number(to, productions) for name, to in state.items()} for state in grammar.actions]
    return json.dumps(
        {
            "digest": _digest(text),
            "productions": [astuple(one) for one in productions],
            "start": grammar.start,
            "end": grammar.end,
            "actions": actions,
            "gotos": [dict(state) for state in grammar.gotos],
            "patterns": [astuple(one) for one in grammar.patterns],
            "keywords": dict(grammar.keywords),
            "signs": dict(grammar.signs),
            "soft": sorted(grammar.soft),
            "declaration_keywords": sorted(grammar.declaration_keywords),
        },
        separators=(",", ":"),
    )


def read(text: str) -> Grammar | None:
    """The tables of the file beside this module, if they are those of the grammar ``text``."""
    file = FOLDER / FILE
    if not file.is_file():
        return None
    found = json.loads(file.read_bytes())
    return _grammar(found) if found["digest"] == _digest(text) else None


def _grammar(found: Mapping[str, Any]) -> Grammar:
    productions = [Production(*one) for one in found["productions"]]
    return Grammar(
        start=found["start"],
        end=found["end"],
        actions=tuple(
            {name: to if to >= 0 else productions[-1 - to] for name, to in state.items()} for state in found["actions"]
        ),
        gotos=tuple(found["gotos"]),
        patterns=tuple(Pattern(*one) for one in found["patterns"]),
        keywords=found["keywords"],
        signs=found["signs"],
        soft=frozenset(found["soft"]),
        declaration_keywords=frozenset(found["declaration_keywords"]),
    )


def _number(to: int | Production, productions: dict[Production, int]) -> int:
    """A state as it is; a production as a negative number."""
    if isinstance(to, Production):
        return -1 - productions.setdefault(to, len(productions))
    return to


def _digest(text: str) -> str:
    """What the tables depend on: the grammar, and how it is turned into tables."""
    makers = [(FOLDER / name).read_bytes() for name in ("grammar.py", "tables.py")]
    return sha256(b"\0".join([text.encode(), *makers])).hexdigest()
