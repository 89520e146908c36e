"""How something is written: its words, and the modifiers of a rule with the way to take one away."""

from functools import lru_cache

from lsdsl.diagnostics import Edit
from lsdsl.model.declarations import Model
from lsdsl.source import Source, Span
from lsdsl.syntax import parse, tree


def words(span: Span, model: Model) -> str:
    """The words of a stretch of a rule file, on one line."""
    return " ".join(model.sources[span.path].text[span.start : span.end].split())


def modifiers(rule: Span, model: Model) -> tuple[tree.Modifier, ...]:
    """The modifiers that are written in an event rule."""
    return _event_rules(model.sources[rule.path]).get(rule, ())


def defaults(score: str, path: str, model: Model) -> tuple[tree.Modifier, ...]:
    """What a score's block says of all its awards."""
    file, _ = parse(model.sources[path])
    return tuple(
        line.modifier
        for one in file.declarations
        if isinstance(one, tree.ScoreDeclaration) and one.name.text == score
        for line in one.lines
        if isinstance(line, tree.AwardDefault)
    )


def without(modifier: Span, model: Model) -> Edit | None:
    """The edit that takes a modifier away with the comma before it; None when something else stands between the two."""
    text = model.sources[modifier.path].text
    before = text[: modifier.start].rstrip()
    return Edit(Span(modifier.path, len(before) - 1, modifier.end), "") if before.endswith(",") else None


@lru_cache(maxsize=16)
def _event_rules(source: Source) -> dict[Span, tuple[tree.Modifier, ...]]:
    file, _ = parse(source)
    found: dict[Span, tuple[tree.Modifier, ...]] = {}
    for declaration in file.declarations:
        if isinstance(declaration, tree.ScoreDeclaration):
            for line in declaration.lines:
                for rule in line.lines if isinstance(line, tree.Group) else (line,):
                    if isinstance(rule, tree.EventRule):
                        found[rule.span] = rule.modifiers
    return found
