"""The first stages alone: text, tokens, parser. Whatever comes, they answer with findings of ours."""

from random import Random

import pytest

from lsdsl.script import DEFAULT, Surroundings, check_box
from lsdsl.script.places import Places
from lsdsl.script.tokens import tokens
from lsdsl.source import Span
from lsdsl.syntax import tree
from tests.sandbox.boxes import box, codes, told

AROUND = Surroundings({}, {})


def script(text: str) -> tree.Script:
    """A box whose text begins at the start of its file."""
    offsets, place = [], 0
    for line in text.split("\n"):
        offsets.append(place)
        place += len(line) + 1
    return tree.Script(text, tuple(offsets), Span("x", 0, 0), Span("x", 0, len(text)))


def found(text: str) -> list[str]:
    """The codes of a text that no rule file would hold."""
    made, findings = check_box(script(text), AROUND)
    assert made is None or not findings
    return [one.code for one in findings]


@pytest.mark.parametrize(
    "character",
    ["\0", "\r", "\x0c", "\x1b", "\x85", "\u00a0", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800", "\ue000", "\U000e0041"],
)
@pytest.mark.parametrize("around", ["x = 1{}\n", 'x = "{}"\n', "# {}\n", "{}\n"])
def test_characters_that_nobody_sees(character: str, around: str) -> None:
    """Controls, marks of direction, blanks of other kinds are refused everywhere, also in texts and comments."""
    assert found(around.format(character)) == ["LS401"]


def test_letters_of_other_scripts_in_texts() -> None:
    """Texts and comments may hold all letters."""
    assert found('x = "größe 漢字 😀" # größe\n') == []


@pytest.mark.parametrize("name", ["größe", "ｐrofile", "ſum", "аbs", "x²"])  # letters that look alike
def test_names_are_ascii(name: str) -> None:
    """No name can look like another one, nor become one when Python normalises it."""
    assert "LS402" in found(f"{name} = 1\n") or found(f"{name} = 1\n") == ["LS406"]


@pytest.mark.parametrize(
    "text",
    [
        "#" * 399 + "\n" + ("#" * 398 + "\n") * 10,
        "x = 1\n" * 201,
        "#" * 401 + "\n",
        "x = " + "1" * 41 + "\n",
        "x = " + "(" * 21 + "1" + ")" * 21 + "\n",
        "x = '" + "a" * 300 + "' '" + "b" * 90 + "'\n" + "y = (" + ("'" + "a" * 300 + "'\n") * 4 + ")\n",
        "x = [" + "1,\n" * 800 + "]\n",
        "x = 1" + " + 1" * 60 + "\n",
        "x = (" + "\n".join(["1 +"] * 45) + " 1)\n",
    ],
)
def test_sizes_are_limited(text: str) -> None:
    """Each limit of the source has its finding."""
    assert found(text) == ["LS400"]


@pytest.mark.parametrize(
    "text",
    [
        "x = (" + ("-" * 390 + "\n") * 9 + "1)\n",
        "x = (" + ("not " * 97 + "\n") * 9 + "1)\n",
        "x = (" + ("lambda: " * 40 + "\n") * 9 + "1)\n",
        "x = a" + ".a" * 190 + "\n",
        "x = a" + "[0]" * 120 + "\n",
        "x" + "()" * 190 + "\n",
        "".join(" " * one + "if 1:\n" for one in range(60)) + " " * 60 + "pass\n",
        "x = " + "1 if 1 else " * 30 + "1\n",
        "x = f'" + "{" * 150 + "}" * 150 + "'\n",
        "\\\n" * 150,
        '"""' + "a\n" * 190,
        "x = 0x" + "f" * 39 + "\n",
        "x = 1" + "e9" * 19 + "\n",
        "x = '\\N{DIGIT ONE}\\ud800'\n",
        "match x:\n    case {**y}: pass\n",
        "async def f():\n    await x\n",
        "@x\nclass y(z, w=1): pass\n",
        "\tx = 1\n        y = 2\n",
        "if 1:\n\tx = 1\n        y = 2\n",
        ")\n" * 100,
        "'" * 399 + "\n",
    ],
)
def test_texts_that_are_hard_on_parsers(text: str) -> None:
    """Nothing but findings comes out: no error of Python's own, no warning."""
    assert found(text) or check_box(script(text), AROUND)[0] is not None


def test_any_text_gives_findings_or_a_box() -> None:
    """Random pieces of Python and JavaScript never raise."""
    random = Random(5)  # noqa: S311 # the same texts in every run
    signs = '= + - ( ) [ ] { } : ; , . == && // /* */ " f" \\ \n \n\t'
    pieces = f"x if else for in 1 2.5 'a' profile.fields.x let def await é not {signs}".split(" ")
    for _ in range(1500):
        found(" ".join(random.choice(pieces) for _ in range(random.randrange(1, 25))) + "\n")


def test_every_character_belongs_to_a_token() -> None:
    """The tokens of a text are the text, but for blanks."""
    text = 'x = \'a\\\'b\' + f"{y}" # c\nif x !== 5 && é:\n\t"""a\nb""" ` ? 5e-3 .5 1_0 "open\n'
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert text[end : token.start].strip(" \t") == ""
        end = token.end


def test_places_in_a_dedented_box() -> None:
    """Lines and columns of the box are offsets of the file; a column may be in characters or in bytes."""
    places = Places(tree.Script("é = 1\nb\n", (10, 30), Span("x", 0, 5), Span("x", 10, 40)))
    assert places.at(1, 2) == 12
    assert places.at_bytes(1, 3) == 12
    assert places.at(2, 99) == 31
    assert places.at(9, 0) == 40
    assert places.position(6) == (2, 0)


def test_comments_and_literals_alone_are_a_box() -> None:
    """A box may say nothing."""
    assert codes("# nothing yet") == []
    assert codes('"""What this box is for."""\nprofile.fields.leadscore = 1') == []
    assert box("pass").uses.writes == ()
    assert DEFAULT.characters == 4_000


def test_a_semicolon_is_always_told() -> None:
    """Also where Python would accept it."""
    assert told("x = 1;")[0] == "LS405"
    assert codes("x = 1; y = 2") == ["LS405"]
