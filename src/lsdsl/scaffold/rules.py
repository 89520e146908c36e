"""The rule files for a file of leads: the profile, and a first score with a selection and a test."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from lsdsl.model.types import Type
from lsdsl.scaffold.fields import Declared, Field
from lsdsl.scaffold.literals import counted, text_literal
from lsdsl.scaffold.names import free_name
from lsdsl.scaffold.starter import FREE_MAIL, Idea, free_mail, ideas
from lsdsl.scaffold.survey import Survey
from lsdsl.source import Source
from lsdsl.syntax.printer import format_text


def in_layout(text: str) -> str:
    """Rules in the one layout."""
    formatted, _ = format_text(Source("rules.lsdsl", text))
    return text if formatted is None else formatted


def profile_rules(found: Survey, declared: Declared, source: str) -> str:
    """The profile block for a file that is called ``source``."""
    return in_layout("".join(f"{line}\n" for line in _profile_lines(found, declared, source)))


def _profile_lines(found: Survey, declared: Declared, source: str) -> Iterator[str]:
    yield f"# What we know of a lead: made by lsdsl init from {text_literal(source)} with {counted(found.rows, 'row')}."
    yield "# The types are guesses from these rows. A value that does not fit its type rejects its record, so look them over;"
    yield "# a choice takes its options and nothing else: add those that the data does not have yet, or write text."
    yield ""
    yield "profile:"
    identity = declared.identity
    if identity.doubt:
        yield f"    # {identity.doubt}"
    if identity.column != "id" or not declared.fields:
        yield f"    id from {text_literal(identity.column)}"
    for one in declared.fields:
        yield from (f"    # {doubt}" for doubt in one.guess.doubts)
        key = "" if one.name == one.column.name else f" from {text_literal(one.column.name)}"
        assert one.guess.type is not None
        yield f"    {one.name}  {type_words(one.guess.type)}{key}"
    for name, reason in declared.left_out:
        if reason not in ("the id of the profile", "every profile has it"):
            yield f"    # left out: {text_literal(name)}: {reason}"


def type_words(type_: Type) -> str:
    """A type as it is declared."""
    return f"choice({', '.join(map(text_literal, type_.options))})" if type_.options else type_.kind.value


def short_type(type_: Type | None) -> str:
    """A type in a table: of a choice only how many options there are."""
    if type_ is None:
        return ""
    return f"choice of {len(type_.options)}" if type_.options else type_.kind.value


def score_rules(declared: Declared) -> str:
    """A score of a few rules, a selection by it, and a test of it."""
    return in_layout("".join(f"{line}\n" for line in _score_lines(declared)))


@dataclass(frozen=True, slots=True)
class Names:
    """What the rules are called: names that no field has."""

    score: str
    selection: str
    list: str


def names_of(declared: Declared) -> Names:
    """Names for the rules beside the fields of a file."""
    taken = {field.name for field in declared.fields}
    return Names(free_name("fit", taken), free_name("best_leads", taken), free_name("free_mail", taken))


def _score_lines(declared: Declared) -> Iterator[str]:
    names = names_of(declared)
    score = names.score
    email = next((one for one in declared.fields if one.is_email), None)
    rules = ideas(declared.fields)
    yield "# A first score. Its fields and values are real, its points are guesses: change them, and take away what says nothing."
    yield ""
    if email:
        rules.append(free_mail(email, names.list))
        yield "## Mail domains that anybody can have and that say nothing about the company."
        yield f"list {names.list} = ({', '.join(map(text_literal, FREE_MAIL))})"
        yield ""
    most = sum(idea.most for idea in rules)
    if not most:
        rules.append(_fallback(declared.fields))
        most = rules[-1].most
    yield f"score {score}:"
    yield '    title "Fit"'
    warm, hot = ceil(most * 0.4), ceil(most * 0.7)
    yield "    range cold  steelblue"
    yield f"    range warm from {warm}  darkorange"
    if hot > warm:
        yield f"    range hot from {hot}  crimson"
    for idea in rules:
        yield ""
        yield from idea.lines
    yield ""
    yield "## The leads to look at first."
    yield f"selection {names.selection}:"
    yield f"    where {score} is at least warm"
    yield f"    order by {score} descending"
    given = next((idea for idea in rules if idea.given), None)
    if given:
        yield ""
        yield 'test "a value gives its points":'
        yield f"    given {given.given}"
        yield f"    expect {score} == {given.points}"


def _fallback(fields: tuple[Field, ...]) -> Idea:
    """A rule for data of which nothing can be said."""
    if fields:
        return Idea((f"    +1  while {fields[0].name} is not missing",), 1, "", 0)
    return Idea(("    ## New", "    +1  while age(created) < 30 days"), 1, "", 0)
