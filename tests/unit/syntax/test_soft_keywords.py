"""Soft keywords: every keyword that is not reserved is a name wherever a name can stand."""

import pytest

from lsdsl.diagnostics.model import Diagnostic
from lsdsl.source import Source
from lsdsl.syntax import parse
from lsdsl.syntax.grammar import RESERVED, grammar
from lsdsl.syntax.tree import EventDeclaration, FieldDeclaration, LetDeclaration, NameExpression, ProfileDeclaration

EVERYWHERE = """\
profile:
    {w} number = 0
event {w}:
    {w} text
event {w}
collection {w}:
    {w} number
action {w}:
    {w} text
list {w} = ("a", "b")
list {w} from "x.txt"
let {w} = {w}
let a = {w} == 5 and {w} is {w} or 5 < {w} and {w} is not {w} and -{w} * 2 > {w} + 1
let b = {w} contains {w} and {w} starts with {w} and {w} ends with {w} and {w} in {w} and {w} contains any {w}
let c = {w} is missing and {w} is not missing and {w} matches /a/
let c = {w} is at least {w} and {w} is below {w} and {w} between {w} and {w}
let d = count({w} where {w} == 1 within 5 days) + sum({w} of {w} where {w} > 5)
let d = max({w}, {w}) + age({w}) + event.{w} + profile.{w}
let e = {w} == "a" ignoring case and gained({w} within 1 day) > {w}
let f = {w}({w})
score {w}:
    field {w}
    range {w} from 3
    range {w} from 3 {w}
    range {w}
    +5 on each {w}
    +5 on first {w}
    +5 on first 3 {w}
    +5 on latest {w}
    +5 on latest {w} per {w}
    +5 on first {w} created or {w} per {w} where {w} == 1 and {w}, at most 3 times per 7 days, as {w}
    +5 on each {w} where {w} contains {w}, loses 2 points every 3 days, as {w}
    +({w} / 10) on each {w} modified
    +5 while {w}, as {w}
    +5 while {w} or {w}
    +5 for every 3 days without {w} or {w} removed, as {w}
    group {w}:
        +5 while {w}
    group {w} minimum 3:
        +5 while {w}
    group {w} minimum 3 maximum 4:
        by {w}:
            +5 from 3
            +5 otherwise
score {w} = {w} + {w}
score {w} = {w} + {w}:
    title "x"
grade {w}:
    "x" when {w} is {w}
    "x" when {w}
    "y" otherwise
selection {w}:
    where {w} > 5
    order by {w}
selection {w}:
    where {w}
    order by {w} descending
followup {w}:
    on {w}
    where {w}
    again when {w}
    cancel when {w} is below {w}
    set {w} to {w}
    set {w} to {w} + 1
    award +1 to {w}
    award -({w}) to {w}, expires after 4 weeks
    do {w}
    do {w} "x"
    do {w} "x", {w}: {w}, {w}: ("a", "b")
    do {w} {w}: 5
    if {w}:
        stop
    else if {w}:
        stop
    else:
        stop
followup {w}:
    on {w} or {w}
    stop
followup {w}:
    on {w} modified or {w} created
    stop
followup {w}:
    when {w} is missing
    stop
followup {w}:
    when {w}
    stop
followup {w}:
    when {w} gains more than 3 points within 3 days
    stop
followup {w}:
    when {w} changes
    stop
test "x":
    given {w} = "NL", {w} = ("a",)
    on {w}
    on {w} {w} = 5
    on {w} created {w} = 5, {w} = -1
    after 2 days on {w} {w} = "demo"
    expect {w} == 22 and did({w}) == 0 and ran({w}) == 1
    expect {w}
    after 5 weeks
"""


def read(text: str) -> tuple[tuple[object, ...], list[Diagnostic]]:
    """The declarations and the findings of a text."""
    file, findings = parse(Source("rules.lsdsl", text))
    return file.declarations, findings


@pytest.mark.parametrize("word", sorted(set(grammar().keywords) - RESERVED))
def test_soft_keyword_is_a_name(word: str) -> None:
    """A soft keyword names fields, attributes, events, scores, lists and everything else."""
    declarations, findings = read(EVERYWHERE.replace("{w}", word))
    assert findings == []
    profile, event, *_ = declarations
    assert isinstance(profile, ProfileDeclaration)
    assert isinstance(profile.lines[0], FieldDeclaration)
    assert profile.lines[0].name.text == word
    assert isinstance(event, EventDeclaration)
    assert event.name.text == word


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_reserved_word_is_a_name_between_backticks(word: str) -> None:
    """Backticks make a name of any word."""
    assert read(EVERYWHERE.replace("{w}", f"`{word}`"))[1] == []


@pytest.mark.parametrize("word", sorted(RESERVED - {"true", "false"}))
def test_reserved_word_is_refused_as_a_plain_name(word: str) -> None:
    """A reserved word gets a finding that says so."""
    declarations, findings = read(f"let {word} = 5\n")
    assert [finding.code for finding in findings] == ["LS144"]
    assert isinstance(declarations[0], LetDeclaration)


def test_soft_keyword_reads_as_a_name_after_an_operator() -> None:
    """A word that cannot be a keyword after an operator is a name there."""
    ((let,), findings) = read("let a = missing\n")
    assert findings == []
    assert isinstance(let, LetDeclaration)
    assert isinstance(let.value, NameExpression)
