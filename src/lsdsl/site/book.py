"""All that the pages are made from, gathered once."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsdsl.analysis.attainable import attainable
from lsdsl.automation import Cycle, Graph, cycles_of, folded, graph_of
from lsdsl.automation.folding import Folded
from lsdsl.automation.proven import proven_cycles, works_of
from lsdsl.model.declarations import Model
from lsdsl.model.interval import Bounds
from lsdsl.script import Box
from lsdsl.site.places import Places
from lsdsl.source import Span
from lsdsl.syntax import parse, tree


@dataclass(frozen=True, slots=True)
class Book:
    """A ruleset with what is known about it.

    ``root`` is the beginning that the paths of all rule files share; ``said`` holds the descriptions of rules and tables by
    their places.
    """

    title: str
    root: str
    model: Model
    boxes: Mapping[Span, Box]
    graph: Graph
    edges: tuple[Folded, ...]
    cycles: tuple[Cycle, ...]
    reach: Mapping[str, Bounds]
    places: Places
    said: Mapping[Span, str]


def book_of(model: Model, boxes: Mapping[Span, Box], title: str) -> Book:
    """Gather what the pages tell."""
    graph = graph_of(model, {span: box.uses for span, box in boxes.items()})
    return Book(
        title=title,
        root=_root([*model.sources]),
        model=model,
        boxes=boxes,
        graph=graph,
        edges=tuple(folded(graph)),
        cycles=cycles_of(graph, proven_cycles(model, boxes)),
        reach=attainable(model, works_of(boxes)),
        places=Places(model, graph),
        said=_descriptions(model),
    )


def _root(paths: list[str]) -> str:
    """The folder that all files lie in, with the slash at its end; nothing for files of the current folder."""
    folders = [path.split("/")[:-1] for path in paths]
    shared = []
    for names in zip(*folders, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0] + "/")
    return "".join(shared)


def _descriptions(model: Model) -> dict[Span, str]:
    """The whole descriptions of rules, of which the model keeps the first line only, by the places of the rules."""
    found: dict[Span, str] = {}
    for source in model.sources.values():
        file, _ = parse(source)
        for one in file.declarations:
            for line in one.lines if isinstance(one, tree.ScoreDeclaration) else ():
                for rule in (line, *line.lines) if isinstance(line, tree.Group) else (line,):
                    _add(rule, found)
    return found


def _add(rule: tree.ScoreLine, found: dict[Span, str]) -> None:
    match rule:
        case tree.EventRule() | tree.StateRule() | tree.AbsenceRule():
            found[rule.span] = rule.description
        case tree.Table():
            found[rule.span] = rule.description
            found.update({row.span: row.description for row in rule.rows if isinstance(row, tree.TableRow)})
        case _:
            pass
