"""Generated Python: what stands in it, and that it records what the reference records."""

import re
import warnings

import pytest

from lsdsl.compile import compile_model
from lsdsl.model import check_text
from tests.support import Scenario


def test_no_text_of_the_ruleset_is_in_the_code() -> None:
    """Names and texts of the ruleset travel as constants; the code itself has none of them."""
    text = """
profile:
    secret_field  text
    `Lead Source` text
collection secret_rows:
    secret_amount number
event secret_event:
    secret_attribute text
let secret_let = secret_field is "secret text"
score secret_score:
    +5 on first secret_event per secret_attribute where secret_attribute starts with any ("secret a", "secret b")
    +1 while secret_let and `Lead Source` matches /secret/ and count(secret_rows where secret_amount > 5 within 2 days) > 1
    by secret_field:
        +1 "secret value"
grade secret_grade:
    "secret grade" when secret_score > 3
    "other" otherwise
"""
    model, _ = check_text(text)
    assert model is not None
    code = "\n".join(compile_model(model).sources)
    assert code
    assert not re.search("secret|Lead|Source", code)


@pytest.mark.parametrize("condition", ["5 is missing", "-5 is not missing", "true is missing", "id is missing", '"a" is missing'])
def test_python_has_nothing_to_warn_of(condition: str) -> None:
    """Whatever a rule says, Python compiles it without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Scenario(f"score s:\n    +1 while {condition}").on("visit")


@pytest.mark.parametrize(
    "condition",
    [
        "count(orders where amount / 0 > 1) < employees",
        "5 between 6 and count(orders where amount / 0 > 1)",
        "employees between count(orders where amount / 0 > 1) and level",
        "employees < level / 0",
        "level / 0 < employees",
        "min(employees, level, count(orders where amount / 0 > 1)) > 1",
        "employees + level / 0 > 1",
        "not (employees is level / 0)",
    ],
)
def test_all_operands_are_evaluated(condition: str) -> None:
    """A missing operand does not hide the division by zero in another one (the scenario compares both executions)."""
    scenario = Scenario(f"score s:\n    +1 while {condition}").on("orders created", id="e1", row="1", amount=5)
    assert scenario.failures == ["LS851"]


def test_and_and_or_stop_where_the_result_is_known() -> None:
    """``and`` and ``or`` do not look further than they need: a test of the divisor protects the division."""
    rules = "score s:\n    +1 while level > 0 and 10 / level > 1\n    +2 while level is 0 or 10 / level > 1"
    scenario = Scenario(rules).on("visit")
    assert (scenario.failures, scenario.value()) == ([], 2)
