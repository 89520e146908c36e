"""Helpers of the model tests: rule text in, findings and models out."""

from lsdsl.diagnostics import CATALOGUE, Diagnostic, words_of
from lsdsl.model import Model, check_text
from lsdsl.model.declarations import EventRule, Rule, StateRule
from lsdsl.model.expressions import Expression

DATA = """\
profile:
    email      text
    country    text
    employees  number
    status     choice("new", "old") = "new"
    birth      date
    joined     datetime
    active     boolean
    langs      list
    owned      number

event visit:
    path  text
    kind  text
    size  number

event click:
    url   text
    kind  number

collection orders:
    amount  number

list free = ("gmail.com", "yahoo.com")
"""


def findings(text: str, data: str = DATA) -> list[Diagnostic]:
    """The findings of rules that stand below the data of :data:`DATA`."""
    found = check_text(data + text)[1]
    for finding in found:
        said = words_of(finding)
        assert said.message, finding
        assert "{" not in said.message + said.label + said.help
        assert finding.code in CATALOGUE
    return found


def codes(text: str, data: str = DATA) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in findings(text, data)]


def told(text: str, data: str = DATA) -> tuple[str, str, str]:
    """The code of the only finding, the text that it points at, and its help."""
    (finding,) = findings(text, data)
    source = data + text
    return finding.code, source[finding.span.start : finding.span.end], words_of(finding).help


def model(text: str, data: str = DATA) -> Model:
    """The model of rules without findings."""
    resolved, found = check_text(data + text)
    assert [(one.code, dict(one.arguments)) for one in found] == []
    assert resolved is not None
    return resolved


def rules(lines: str) -> tuple[Rule, ...]:
    """The rules of a score that has these lines."""
    return model(f"score s:\n{lines}").scores["s"].rules


def condition(text: str) -> Expression:
    """A condition in a state rule, resolved."""
    (rule,) = rules(f"    +1 while {text}\n")
    assert isinstance(rule, StateRule)
    return rule.condition


def wrong(condition_text: str) -> tuple[str, str, str]:
    """What is told of a condition in a state rule."""
    return told(f"score s:\n    +1 while {condition_text}\n")


def event_rule(line: str) -> EventRule:
    """The only rule of a score, which is on an event."""
    (rule,) = rules(f"    {line}\n")
    assert isinstance(rule, EventRule)
    return rule
