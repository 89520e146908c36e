"""Small rulesets with tests, for the tests of tests."""

from pathlib import Path

import lsdsl
from lsdsl.testing import Result, run_tests

RULES = """\
profile:
    country    text
    employees  number
    contacted  choice("no", "yes") = "no"

collection orders:
    amount  number

event page_visit:
    path  text
event form_submit:
    form  text
event purchase:
    amount  number
    items   number

let at_home = country in ("NL", "BE")

score engagement:
    maximum 100
    range cold
    range warm  from 20
    ## Looks at prices
    +20  on each page_visit where path starts with "/pricing", at most 3 times per 7 days
    +2   on first form_submit, expires after 4 weeks
    +(amount / items)  on each purchase
    -5   for every 30 days without page_visit

score fit:
    +20  while at_home
    by employees:
        +10  from 50
        +25  from 500

score total = fit + engagement

selection good:
    where fit > 30 and engagement is warm

followup tell_sales:
    when engagement is warm
    where employees is missing or employees > 5
    limit once
    do notify "warm", to: "sales@example.com"
    wait 2 days
    if contacted is "no":
        do notify "nobody called", to: "sales@example.com"
    else:
        add tag "called"
"""


def ruleset(folder: Path, tests: str, rules: str = RULES) -> lsdsl.Ruleset:
    """The rules with these tests behind them, in a file of their own."""
    folder.mkdir(exist_ok=True)
    (folder / "rules.lsdsl").write_text(rules, encoding="utf-8")
    (folder / "tests.lsdsl").write_text(tests, encoding="utf-8")
    return lsdsl.load(folder)


def results(folder: Path, tests: str, rules: str = RULES) -> list[Result]:
    """What the tests give."""
    return run_tests(ruleset(folder, tests, rules))


def only(folder: Path, lines: str, rules: str = RULES) -> Result:
    """What one test of these lines gives."""
    (result,) = results(folder, 'test "a test":\n' + "".join(f"    {line}\n" for line in lines.splitlines()), rules)
    return result
