"""Points gained: over which scores they are summed."""

from lsdsl.model.context import Context
from lsdsl.source import Span
from lsdsl.syntax import tree


def gained_scores(score: str, span: Span, context: Context) -> tuple[str, ...] | None:
    """The scores with rules that a score is the plain sum of (itself, when it has rules); None after a finding."""
    found: list[str] = []
    visited: set[str] = {score}
    waiting: list[tree.Expression | str] = [score]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            expression = context.symbols.scores[one].expression
            if expression is None:
                found.append(one)
            else:
                waiting.append(expression)
            continue
        addends = _addends(one, visited, context)
        if addends is None:
            context.findings.add("LS323", span, score=score)
            return None
        waiting.extend(addends)
    return tuple(reversed(found))


def _addends(node: tree.Expression, visited: set[str], context: Context) -> list[tree.Expression | str] | None:
    """What a part of a sum adds up; None when it is no sum of scores, or counts one of them twice."""
    symbols = context.symbols
    match node:
        case tree.Arithmetic(operator="+", left=left, right=right):
            return [left, right]
        case tree.NameExpression(name=name):
            text = symbols.owners.get(name.text, name.text) if node.scope != "event" else ""
            if text in visited:
                return None
            visited.add(text)
            if text in symbols.scores:
                return [text]
            return [symbols.lets[text].value] if text in symbols.lets and node.scope is None else None
        case _:
            return None
