"""The grammar file, found and turned into tables once.

The grammar stands beside the package in a checkout and inside it in an installed wheel. Lark reads it and computes the LALR
tables; what the rest of the phase needs of Lark is copied into :class:`Grammar`, so that nothing else imports it. An installed
package has the tables ready made (:mod:`lsdsl.syntax.tables`).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsdsl.dataclass import dataclass

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR_FILE: Final = "lsdsl.lark"
RESERVED: Final = frozenset("and or not in is on while when where if else true false".split())
END: Final = "$END"


@dataclass(frozen=True, slots=True)
class Production:
    """One alternative of a grammar rule: ``builder`` names the function that makes its value, empty for a mere passing on."""

    origin: str
    builder: str
    size: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A terminal that is not a keyword, as a regular expression."""

    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The tables of the parser and the terminals of the lexer.

    ``actions[state][terminal]`` is the state that a shift leads to, or a production to reduce; ``gotos[state][origin]`` is the
    state after a reduction. ``keywords`` maps each keyword to its terminal and ``signs`` each other fixed text; ``soft`` holds
    the terminals of the keywords that are keywords only in their place, ``declaration_keywords`` the words that start a
    declaration.
    """

    start: int
    end: int
    actions: tuple[Mapping[str, int | Production], ...]
    gotos: tuple[Mapping[str, int], ...]
    patterns: tuple[Pattern, ...]
    keywords: Mapping[str, str]
    signs: Mapping[str, str]
    soft: frozenset[str]
    declaration_keywords: frozenset[str]


def grammar_folder() -> Path:
    """The folder of the grammar and of the prelude: in the installed package, else at the top of the checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "grammar"
    return packaged if (packaged / GRAMMAR_FILE).is_file() else package.parents[1] / "grammar"


@cache
def grammar() -> Grammar:
    """The tables, read or made at the first call."""
    from lsdsl.syntax import tables

    text = grammar_text()
    return tables.read(text) or computed(text)


def grammar_text() -> str:
    """The grammar file."""
    return (grammar_folder() / GRAMMAR_FILE).read_text(encoding="utf-8")


def computed(text: str) -> Grammar:
    """The tables as Lark computes them."""
    from lark import Lark

    lark = Lark(text, parser="lalr", lexer="basic", start=["file", "explained"], maybe_placeholders=False)
    return _copied(lark)


def _copied(lark: "Lark") -> Grammar:
    """What this package needs of a Lark object, in its own words."""
    configuration = lark.parse_interactive(start="file").parser_state.parse_conf
    productions = {rule: _production(rule) for rule in lark.rules}
    actions: list[dict[str, int | Production]] = []
    gotos: list[dict[str, int]] = []
    for state in range(len(configuration.states)):
        actions.append({})
        gotos.append({})
        for symbol, (_, target) in configuration.states[state].items():
            if not isinstance(target, int):
                actions[-1][symbol] = productions.get(target) or _production(target)
            elif symbol.isupper():
                actions[-1][symbol] = target
            else:
                gotos[-1][symbol] = target
    keywords, signs, patterns = _terminals(lark)
    soft = frozenset(terminal for word, terminal in keywords.items() if word not in RESERVED)
    start, end = configuration.start_state, configuration.end_state
    declaring = frozenset(word for word, terminal in keywords.items() if terminal in actions[start])
    return Grammar(start, end, tuple(actions), tuple(gotos), patterns, keywords, signs, soft, declaring)


def _production(rule: object) -> Production:
    origin = str(rule.origin.name)  # type: ignore[attr-defined]
    size = len(rule.expansion)  # type: ignore[attr-defined]
    alias = rule.alias  # type: ignore[attr-defined]
    passes_on = bool(rule.options.expand1) and not alias and size == 1  # type: ignore[attr-defined]
    return Production(origin, "" if passes_on else str(alias or origin), size)


def _terminals(lark: "Lark") -> tuple[dict[str, str], dict[str, str], tuple[Pattern, ...]]:
    """The keywords, the other fixed texts, and the patterns in the order in which they are tried."""
    keywords: dict[str, str] = {}
    signs: dict[str, str] = {}
    patterns: list[tuple[int, int, Pattern]] = []
    for terminal in lark.terminals:
        text = terminal.pattern.value
        if terminal.pattern.type == "str" and text.isidentifier():
            keywords[text] = terminal.name
            continue
        length = 0
        if terminal.pattern.type == "str":
            signs[text] = terminal.name
            length = len(text)
        patterns.append((-terminal.priority, -length, Pattern(terminal.name, terminal.pattern.to_regexp())))
    return keywords, signs, tuple(pattern for _, _, pattern in sorted(patterns, key=lambda item: item[:2]))
