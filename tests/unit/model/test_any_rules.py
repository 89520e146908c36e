"""What holds for whatever a rule author writes."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lsdsl.diagnostics import words_of
from lsdsl.model import check_text
from lsdsl.model.resolution import has_errors

FIRST = (Path(__file__).parents[1] / "syntax" / "examples" / "first.lsdsl").read_text(encoding="utf-8")
TOKENS = re.findall(r'"[^"\n]*"|\w+|\s+|[^\w\s]', FIRST)
WORDS = sorted({token for token in TOKENS if not token.isspace()})
PLACES = [place for place, token in enumerate(TOKENS) if not token.isspace()]

changes = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([*WORDS, ""])), min_size=1, max_size=5)


@given(changes)
@settings(max_examples=40)
def test_mangled_rules_never_raise(changed: list[tuple[int, str]]) -> None:
    """Rules in which words were exchanged have findings with words, or a model."""
    tokens = list(TOKENS)
    for place, word in changed:
        tokens[place] = word
    model, findings = check_text("".join(tokens))
    assert (model is None) is has_errors(findings)
    for finding in findings:
        said = words_of(finding)
        assert said.message
        assert said.label


@given(st.permutations(re.split(r"\n(?=\w|##)", FIRST)))
@settings(max_examples=15)
def test_order_of_declarations_does_not_matter(declarations: list[str]) -> None:
    """Declarations may stand in any order: names are known before anything is resolved."""
    model, findings = check_text("\n".join(one.rstrip("\n") for one in declarations) + "\n")
    assert findings == []
    assert model is not None


def test_the_deepest_expressions() -> None:
    """What is as deep as the syntax allows is resolved."""
    for opening, closing in (("abs(", ")"), ("not (", ")"), ("1 + (", ")"), ("max(1, ", ")")):
        inner = "active" if opening == "not (" else "size"
        depth = 31 if opening == "not (" else 63
        text = f"profile:\n    active  boolean\n    size  number\nlet x = {opening * depth}{inner}{closing * depth}\n"
        assert check_text(text)[1] == []
