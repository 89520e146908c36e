"""The resolution of a whole ruleset, pass after pass."""

from collections.abc import Mapping, Sequence
from typing import Final

from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity, in_order
from lsdsl.model import tests
from lsdsl.model.canonical import canonical, digest
from lsdsl.model.collect import collect
from lsdsl.model.context import Context
from lsdsl.model.cycles import graph_of, report_cycles, score_order
from lsdsl.model.decisions import grade, selection
from lsdsl.model.declarations import Field, Model
from lsdsl.model.expression import resolve_expression
from lsdsl.model.findings import Findings
from lsdsl.model.followups import followup
from lsdsl.model.lets import resolve_lets
from lsdsl.model.lists import ReadList, no_files
from lsdsl.model.reads import Definition
from lsdsl.model.scores import claim_fields, score
from lsdsl.model.symbols import Symbols
from lsdsl.model.tags import report_similar_tags
from lsdsl.source import Source
from lsdsl.syntax import tree

DIGEST_LENGTH: Final = 16


def resolve(
    files: Sequence[tree.RuleFile], sources: Mapping[str, Source], *, read_list: ReadList = no_files
) -> tuple[Model, list[Diagnostic]]:
    """Resolve the names and types of a ruleset: its files, in path order, with their sources.

    Everything that is wrong is reported in one go. The model may be run when there is no error; otherwise what has an error in it
    is a fragment. ``read_list`` reads the files of ``list NAME from "path"``.
    """
    context = Context(Symbols(), Findings(), sources, resolve_expression)
    collect(files, context, read_list)
    model = _model(files, context)
    return model, in_order(context.findings.found)


def has_errors(findings: Sequence[Diagnostic]) -> bool:
    """Whether there is an error among the findings."""
    return any(CATALOGUE[finding.code].severity is Severity.ERROR for finding in findings)


def _model(files: Sequence[tree.RuleFile], context: Context) -> Model:
    symbols = context.symbols
    claim_fields(context)
    lets, untyped = resolve_lets(context)
    scores = {name: score(node, context) for name, node in symbols.scores.items()}
    grades = {name: grade(node, context) for name, node in symbols.grades.items()}
    selections = {name: selection(node, context) for name, node in symbols.selections.items()}
    followups = {name: one for name, node in symbols.followups.items() if (one := followup(node, context)) is not None}
    blocks = {name: tests.test(node, context) for name, node in symbols.tests.items()}
    resolved: dict[str, Definition] = {**lets, **scores, **grades, **selections}
    definitions = {name: resolved[name] for name in symbols.declared if name in resolved}
    graph = graph_of(definitions, untyped)
    report_cycles(definitions, graph, context)
    report_similar_tags(context)
    return Model(
        sources=context.sources,
        digest=_digest(files, symbols),
        id_source=symbols.id_source,
        fields=_owned(symbols),
        collections=symbols.collections,
        events=symbols.events,
        actions=symbols.actions,
        lists=symbols.lists,
        lets=lets,
        scores=scores,
        grades=grades,
        selections=selections,
        followups=followups,
        tests=blocks,
        order=score_order(scores, graph),
    )


def _owned(symbols: Symbols) -> dict[str, Field]:
    """The declared fields, each with the score that writes it."""
    return {
        name: Field(one.name, one.type, one.default, one.source, one.description, one.span, symbols.owners.get(name))
        for name, one in symbols.fields.items()
    }


def _digest(files: Sequence[tree.RuleFile], symbols: Symbols) -> str:
    """What identifies the meaning of the ruleset; layout, comments and descriptions have no part in it."""
    rules = [canonical(file.declarations) for file in files]
    lists = [canonical((one.name, one.items)) for one in symbols.lists.values()]
    return digest([*rules, *lists], DIGEST_LENGTH)
