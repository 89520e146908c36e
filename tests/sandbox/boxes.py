"""Helpers of the sandbox tests: box text in, findings, boxes and results out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity, words_of
from lsdsl.model import Model, check_text
from lsdsl.model.types import Value
from lsdsl.script import DEFAULT, Box, BoxResult, Budgets, check_boxes

DATA = """\
profile:
    email      text
    country    text
    employees  number
    leadscore  number = 0
    visits     number
    status     choice("new", "old") = "new"
    birth      date
    joined     datetime
    founded    date = 2020-01-31
    active     boolean
    langs      list
    owned      number
    `Lead Source` text

event visit:
    path  text
    size  number

event click:
    url   text

collection orders:
    amount  number
    shop    text
    paid    date

collection tickets:
    open    boolean

action greet:
    name  text
    times number

score engagement:
    field owned
    +5 on each visit

score total = engagement + engagement

"""
HEAD = "    script:\n"


@dataclass
class View:
    """What a box sees in a test."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    identifier: str = "p1"
    created: int = 0
    tags: tuple[str, ...] = ()
    now: int = 86_400_000_000
    event_type: str = "visit"
    event_time: int = 86_400_000_000
    data: Mapping[str, Value] = field(default_factory=dict)
    collections: Mapping[str, tuple[Mapping[str, Value], ...]] = field(default_factory=dict)
    scores: Mapping[str, int | float | None] = field(default_factory=dict)

    def rows(self, collection: str) -> tuple[Mapping[str, Value], ...]:
        """The rows of a collection."""
        return self.collections.get(collection, ())

    def score(self, name: str) -> int | float | None:
        """The value of a score."""
        return self.scores.get(name)


def rules(script: str, trigger: str = "on visit", data: str = DATA) -> str:
    """A ruleset with one box."""
    lines = "".join(f"        {line}\n" if line else "\n" for line in script.strip("\n").split("\n"))
    return f"{data}followup box:\n    {trigger}\n{HEAD}{lines}"


def model(text: str) -> Model:
    """The model of a ruleset that has no findings but those of its boxes."""
    resolved, found = check_text(text)
    assert [(one.code, dict(one.arguments)) for one in found] == []
    assert resolved is not None
    return resolved


def findings(script: str, trigger: str = "on visit", data: str = DATA, budgets: Budgets = DEFAULT) -> list[Diagnostic]:
    """The findings of a box."""
    text = rules(script, trigger, data)
    found = check_boxes(model(text), budgets)[1]
    for one in found:
        said = words_of(one)
        assert one.code.startswith("LS4")
        assert one.code in CATALOGUE
        assert said.message
        assert said.help
        assert 0 < one.span.start <= one.span.end <= len(text)
    return found


def codes(script: str, trigger: str = "on visit", data: str = DATA) -> list[str]:
    """The codes of the findings of a box."""
    return [one.code for one in findings(script, trigger, data)]


def told(script: str, trigger: str = "on visit", data: str = DATA) -> tuple[str, str, str]:
    """The code of the only finding of a box, the text that it points at, and its help."""
    (one,) = findings(script, trigger, data)
    return one.code, rules(script, trigger, data)[one.span.start : one.span.end], words_of(one).help


def box(script: str, trigger: str = "on visit", data: str = DATA, budgets: Budgets = DEFAULT) -> Box:
    """A box without errors."""
    boxes, found = check_boxes(model(rules(script, trigger, data)), budgets)
    errors = [(one.code, words_of(one).message) for one in found if CATALOGUE[one.code].severity is Severity.ERROR]
    assert errors == []
    (made,) = boxes.values()
    return made


def run(script: str, trigger: str = "on visit", budgets: Budgets = DEFAULT, **view: object) -> BoxResult:
    """The result of a box on a view."""
    return box(script, trigger, budgets=budgets).run(View(**view))  # type: ignore[arg-type]  # tests name what they give


def value(expression: str, **view: object) -> Value:
    """The value of an expression, as the field that can hold it gets it."""
    lines = [f"x = {expression}", "profile.fields.country = str(x)"]
    return run("\n".join(lines), **view).writes.get("country")  # type: ignore[arg-type]  # tests name what they give
