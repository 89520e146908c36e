"""Laws of the layout, for rulesets of the whole scoring language whose blanks, line ends and comments are in disorder."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.source import Source
from lsdsl.syntax import parse
from lsdsl.syntax.layout import layout
from lsdsl.syntax.printer import format_text
from lsdsl.syntax.printer.same import same
from lsdsl.syntax.tokens import Lexed, Token, lex
from tests.property.rulesets import Writer
from tests.property.stories import RANDOM

OFTEN = settings(max_examples=40, deadline=None)
COMMENTS = ("# one", "## two", "#", "# lsdsl: ignore[LS503] because", "#three  ")


class Disorder:
    """Writes the tokens of a text anew, with other blanks, line ends and comments."""

    def __init__(self, random: Random, text: str, *, spaced: bool = True) -> None:
        self.random = random
        self.source = Source("rules.lsdsl", text)
        self.lexed: Lexed = lex(self.source)
        self.lines, _ = layout(self.source, self.lexed)
        self.step = random.choice((1, 2, 3, 8))
        self.spaced = spaced

    def text(self) -> str:
        """The whole text."""
        parts: list[str] = []
        waiting = [(line, 0) for line in reversed(self.lines)]
        while waiting:
            line, level = waiting.pop()
            indent = " " * (self.step * level)
            if not line.description:
                parts.append(self.between(indent))
            else:
                parts.extend(f"{indent}## {one}\n" for one in line.description.split("\n"))
            parts.append(indent + self.line([token for token in line.tokens if token.kind != "NEWLINE"]))
            waiting.extend((child, level + 1) for child in reversed(line.children))
        return "".join(parts)

    def between(self, indent: str) -> str:
        """Blank lines and comments above a line."""
        if not self.spaced:
            return ""
        lines = ("\n", "\n\n\n", "  \n", f"{indent}# here\n", f"{indent}  ## deeper\n\n", "# left\n", f"{indent}## described\n")
        return "".join(self.random.choice(lines) for _ in range(self.random.choice((0, 0, 0, 1, 3))))

    def line(self, tokens: list[Token]) -> str:
        """One logical line."""
        commented = self.random.random() < 0.15
        depth, text = 0, ""
        for token in tokens:
            text += token.text
            depth += (token.kind == "LEFT") - (token.kind == "RIGHT")
            text += self.gap(commented=commented) if depth else self.random.choice((" ", " ", "  ", "\t "))
        return text.rstrip() + self.random.choice(("", "", "  ", " # behind")) + "\n"

    def gap(self, *, commented: bool) -> str:
        """What stands between two tokens inside parentheses."""
        match self.random.randrange(12):
            case 0:
                return "\n   "
            case 1:
                return "\n\n "
            case 2 if commented:
                return f" {self.random.choice(COMMENTS)}\n "
            case 3 if commented:
                return f"\n  {self.random.choice(COMMENTS)}\n "
            case _:
                return "  " if self.random.random() < 0.3 else " "


def formatted(text: str) -> str:
    """The text in the layout."""
    result, findings = format_text(Source("rules.lsdsl", text))
    assert result is not None, findings
    return result


def test_a_ruleset_means_the_same_in_the_layout() -> None:
    """Formatting keeps the tree and all comments, twice gives the same as once, and the text is changed at all."""

    @OFTEN
    @given(RANDOM)
    def holds(random: Random) -> None:
        text = Disorder(random, Writer(random).ruleset().text).text()
        before, findings = parse(Source("rules.lsdsl", text))
        assert findings == [], text
        once = formatted(text)
        after, _ = parse(Source("rules.lsdsl", once))
        assert same(before, after)
        assert formatted(once) == once
        assert not any(line != line.rstrip() or "\t" in line for line in once.splitlines())

    holds()


def test_disorder_makes_no_difference() -> None:
    """Without comments there is one layout of a ruleset, however its blanks and line ends stood."""

    @OFTEN
    @given(RANDOM)
    def holds(random: Random) -> None:
        text = Writer(random).ruleset().text
        disordered = Disorder(random, text, spaced=False).text().replace(" # behind\n", "\n")
        if "#" in disordered:  # comments inside parentheses hold their lines
            return
        plain = "".join(line for line in text.splitlines(keepends=True) if line.strip())
        assert formatted(disordered) == formatted(plain)

    holds()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_formatted_or_left_alone(text: str) -> None:
    """No text makes the printer fail."""
    source = Source("rules.lsdsl", text)
    result, _ = format_text(source)
    if result is not None:
        assert format_text(Source("rules.lsdsl", result))[0] == result
