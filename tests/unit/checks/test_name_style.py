"""LS602: names that are not in small letters with `_` between the words."""

import pytest

from lsdsl.diagnostics import words_of
from tests.unit.checks.told import findings, places

RULES = """\
profile:
    `Lead Source`  text
    size           number
collection Orders:
    netAmount  number
event PageVisit:
    `Full Path`  text
action CallBack:
    who_calls  text
list Free = ("a.com", "b.com")
let Big = size > 5
score Fit:
    +1 while Big
selection newLeads:
    where Big
followup Greet:
    on PageVisit
    add tag "x"
"""


def test_all_kinds_of_names() -> None:
    """Each name is told where it is declared, and only there."""
    assert sorted(places("name_style", RULES)) == [
        "Big",
        "CallBack",
        "Fit",
        "Free",
        "Greet",
        "Orders",
        "PageVisit",
        "`Full Path`",
        "`Lead Source`",
        "netAmount",
        "newLeads",
    ]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("`Lead Source`", 'call it `lead_source`, with `from "Lead Source"` behind the type if that is what the data calls it'),
        ("`E-mail`", 'call it `e_mail`, with `from "E-mail"` behind the type if that is what the data calls it'),
        ("`2nd`", "use small letters, digits and `_`"),
    ],
)
def test_a_better_name(name: str, better: str) -> None:
    """The help writes the name as it could be."""
    (found,) = findings("name_style", f"profile:\n    {name}  text\n")
    assert words_of(found).help == better


def test_good_names() -> None:
    """Small letters, digits and `_`, and what is built in."""
    assert places("name_style", "profile:\n    size_2  number\nevent visit\n") == []
