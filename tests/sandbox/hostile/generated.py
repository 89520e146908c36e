"""Hostile scripts that are computed: bombs for the parser, characters that no editor shows, sizes at the limits."""

from collections.abc import Iterator
from typing import Final


def _characters() -> Iterator[tuple[str, str]]:
    points = "0 1 7 8 B C D 1B 7F 85 A0 AD 61C 180E 2000 200B 200C 200D 200E 202A 202E 2028 2029 2060 2066 2069 FEFF FFF9"
    for point in f"{points} E000 FDD0 FFFF E0041 F0000 10FFFF D800 DFFF".split():
        yield f"in-code-{point}", f"x = 1{chr(int(point, 16))}"
        yield f"in-text-{point}", f'x = "a{chr(int(point, 16))}b"'
    yield "byte-order-mark", "\ufeffx = 1"
    yield "hidden-line", "x = 1 # a\rprofile.fields.owned = 1"
    yield "combining", "x\u0301 = 1"
    yield "ideographic-blank", "x\u3000= 1"


def _bombs() -> Iterator[tuple[str, str]]:
    for name, opening, closing in (("round", "(", ")"), ("square", "[", "]"), ("curly", "{", "}")):
        yield f"{name}-199", f"x = {opening * 199}"
        yield f"{name}-20-broken", f"x = {opening * 20}1 2{closing * 20}"
        yield f"{name}-20-pairs", f"x = {f'{opening}1:' * 20}1 2{closing * 20}"
        yield f"{name}-20-calls", f"x = {f'f{opening}' * 20}1 2{closing * 20}"
        yield f"{name}-20-lambdas", f"x = {f'{opening}lambda:' * 20}1 2{closing * 20}"
        yield f"{name}-20-conditions", f"x = {f'{opening}1 if ' * 20}1 2{closing * 20}"
        yield f"{name}-in-f", f"x = f'{{{opening * 150}1{closing * 150}}}'"
        yield f"{name}-in-f-broken", f"x = f'{{{opening * 150}1 2{closing * 150}}}'"
    for sign in (
        "-",
        "not ",
        "~",
        "+",
        "await ",
        "lambda: ",
        "*",
        "yield ",
        "1 if 1 else ",
        "1,",
        "a=",
        "a.",
        "a[",
        "f'{",
        "1**",
    ):
        yield f"chain-{sign.strip()}", f"x = {sign * (390 // len(sign))}1"
        lines = "\\\n".join([sign * (300 // len(sign))] * 12)
        yield f"chain-long-{sign.strip()}", f"x = {lines}1"
    for sign in ("+", "*", "and", "or", "<", "==", "in", "is", "%", ",", "if 1 else"):
        row = f" {sign} ".join(["1"] * 60)
        yield f"wide-{sign}", "x = (" + "\n".join([f"{row} {sign}"] * 12) + " 1)"
    for words in ("if 1:", "for i in [1]:", "while 1:", "try:", "def f():", "with a:", "class A:", "match 1:", "case 1:"):
        yield f"deep-{words.rstrip(':')}", "\n".join(" " * depth + words for depth in range(95))
    yield "elifs", "if 1:\n    x = 1\n" + "elif 1:\n    x = 1\n" * 95
    yield "indents", "\n".join(" " * (depth % 7) + "x = 1" for depth in range(190))
    yield "triple-quotes", "x = " + "\"\"\"'''" * 60
    yield "open-texts", "\n".join(['x = "a'] * 190)
    yield "escapes", "x = '" + "\\" * 391 + "'"
    yield "backslashes", "\\\n" * 190
    yield "open-comments", "\n".join(["/*"] * 190)
    yield "comments", "\n".join(["/**/" * 90] * 10)
    yield "semicolons", ";" * 390
    yield "names-unknown", "\n".join(f"abcdefgh{one} = bcdefghi{one} + c{one}" for one in range(130))
    yield "names-close", "\n".join(f"x = contry{one:x}" for one in range(190))
    yield "fields-unknown", "\n".join(f"x = profile.fields.contry{one}" for one in range(130))
    yield "fields-misplaced", "\n".join(f"x = profile.contry{one}" for one in range(190))
    yield "functions-unknown", "\n".join(f"x = lenn{one}(1)" for one in range(190))
    yield "methods-unknown", "\n".join(f'x = "".uppper{one}()' for one in range(190))
    yield "digits", "x = " + "9" * 390
    yield "digits-at-limit", "x = " + "9" * 40
    yield "digits-hex", "x = 0x" + "f" * 38
    yield "digits-underscores", "x = " + "1_" * 19 + "1"
    yield "digits-zeros", "x = " + "0" * 40
    yield "float-digits", "x = 0." + "0" * 37 + "1"
    yield "exponent", "x = 1e" + "9" * 38
    yield "number-then-name", "x = 1if 1else 2"
    yield "characters", "x = 1\n" * 700
    yield "lines", "x = 1\n" * 201
    yield "line", "x = " + "1 + " * 100 + "1"
    yield "text-at-limit", "x = (" + "\n".join(['"' + "a" * 340 + '"'] * 3) + ")"
    yield "text-above-limit", "x = (" + "\n".join(['"' + "a" * 350 + '"'] * 3) + ")"
    yield "nodes", "\n".join(["x = 1+1+1+1+1"] * 190)
    yield "texts-added", "x = (" + "\n+ ".join(['"a"'] * 190) + ")"
    yield "one-letter-names", "\n".join(f"n{one} = {one}" for one in range(199))
    yield "f-many", "x = f'" + "{1}" * 120 + "'"
    yield "f-texts", "x = (" + "\n".join(["f'{event.path}{event.path}{event.path}'"] * 20) + ")"
    yield "arguments", "x = max(" + "\n".join(["1," * 50] * 4) + ")"
    yield "keywords", "do('greet', name='a', " + "\n".join([",".join(["times=1"] * 20) + ","] * 4) + ")"
    yield "table", "x = {" + "\n".join([f"{one}: {one}," for one in range(190)]) + "}.get(5)"


def _unrolled() -> Iterator[tuple[str, str]]:
    yield "doubling", "profile.fields.visits = 1\n" + "profile.fields.visits += profile.fields.visits\n" * 80
    yield "doubling-in-loop", "for i in range(1000):\n" + "    profile.fields.visits += profile.fields.visits\n" * 70
    yield "texts", 'x = "ab"\n' + "x = x + x\n" * 100
    yield "texts-f", 'x = "ab"\n' + "x = f'{x}{x}'\n" * 80
    yield "squares", "x = 3\n" + "x = x * x\n" * 100
    yield "lists", "\n".join(f"x{one} = range(1000)" for one in range(150))
    yield "splits", "\n".join(f'x{one} = profile.fields.email.split("b")' for one in range(90))
    yield "upper", "\n".join(f"x{one} = event.path.upper()" for one in range(150))
    yield "join", "x = ','\n" + "x = x.join(['a', x, 'b', x])\n" * 100
    yield "sorted", "a = range(1000)\n" + "b = sorted(a)\n" * 150
    yield "tags", "add_tag(event.path)\n" * 190
    yield "loops", "for i in range(1000):\n    x = i\n" * 90
    yield "comprehensions", "x = [i for i in range(1000)]\n" * 100
    yield "sets", "x = {" + "\n".join(f"{one} * 2305843009213693951," for one in range(150)) + "}"


GENERATED: Final[dict[str, dict[str, str]]] = {
    "characters": dict(_characters()),
    "parser-bombs": dict(_bombs()),
    "unrolled": dict(_unrolled()),
}
VIEWS_OF: Final = {"splits": "huge", "upper": "huge", "tags": "huge", "f-texts": "huge"}
