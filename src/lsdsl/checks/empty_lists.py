"""LS512: tests against lists without values, which have one answer only."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from lsdsl.analysis.places import everything
from lsdsl.analysis.subject import Subject
from lsdsl.analysis.words import words_at
from lsdsl.diagnostics import Diagnostic, Related, finding
from lsdsl.model.declarations import Do, Model
from lsdsl.model.expressions import Constant, Expression, ListContainsAgainst, Membership, TextTestAgainst
from lsdsl.source import Span

FROM_FILE: Final = re.compile(r"`?\s+from\b")


def check(subject: Subject) -> Iterator[Diagnostic]:
    """One LS512 for each empty list that stands in a test, and one for each empty named list that tests look into."""
    model = subject.model
    uses: dict[str, list[Expression]] = defaultdict(list)
    for part, place in everything(model):
        match part:
            case (
                Membership(items=(), named=name)
                | TextTestAgainst(items=(), named=name)
                | ListContainsAgainst(items=(), named=name)
            ):
                if name is None:
                    yield finding("LS512", part.span, part=words_at(part.span, model), verdict=_verdict(part))
                else:
                    uses[name].append(part)
            case Constant(value=()) if isinstance(place.owner, Do) and place.owner.arguments.get("to") is part:
                yield finding("LS512", part.span, argument="to")
            case _:
                pass
    for name, found in uses.items() if subject.whole else ():
        yield from _named(name, found, model)  # where something has an error, a list file may not have been read


def _named(name: str, uses: list[Expression], model: Model) -> Iterator[Diagnostic]:
    """The finding of a declared list; its uses are shown where the answer is the same for all of them."""
    declared = model.lists.get(name)
    if declared is None:
        return
    verdicts = {_verdict(one) for one in uses}
    facts: dict[str, object] = {"file": "yes"} if _from_file(declared.span, model) else {}
    related: list[Related] = []
    if len(verdicts) == 1:
        related = [Related(one.span, "use") for one in uses]
        facts["verdict"] = verdicts.pop()
    places = "one condition looks" if len(uses) == 1 else f"{len(uses)} conditions look"
    yield finding("LS512", declared.span, *related, name=name, places=places, **facts)


def _verdict(part: Expression) -> str:
    match part:
        case (
            Membership(negated=True) | TextTestAgainst(quantifier="all" | "none") | ListContainsAgainst(quantifier="all" | "none")
        ):
            return "true"
        case _:
            return "false"


def _from_file(name: Span, model: Model) -> bool:
    source = model.sources.get(name.path)
    return source is not None and FROM_FILE.match(source.text, name.end) is not None
