"""The order of modifiers: limits, expiry, decay, name."""

from lsdsl.syntax.tokens import Token
from lsdsl.syntax.tree import AtMost, EventRule, Expires, Halves, Loses, Modifier, Never


def rank(modifier: Modifier) -> int:
    """The place of a modifier; those of one rank stay in the order in which they were written."""
    match modifier:
        case AtMost(unit="times"):
            return 0
        case AtMost():
            return 1
        case Expires() | Never(what="expires"):
            return 2
        case Loses() | Halves() | Never():
            return 3
        case _:
            return 4


def in_order(tokens: list[Token], rule: EventRule) -> list[Token]:
    """The tokens of a rule with its modifiers in their order; each has a comma before it."""
    if not rule.modifiers:
        return tokens
    starts = [modifier.span.start for modifier in rule.modifiers]
    begins = [next(index for index, token in enumerate(tokens) if token.start >= start) - 1 for start in starts]
    parts = [tokens[begin:end] for begin, end in zip(begins, [*begins[1:], len(tokens)], strict=True)]
    order = sorted(range(len(parts)), key=lambda index: rank(rule.modifiers[index]))
    return [*tokens[: begins[0]], *(token for index in order for token in parts[index])]


def head_length(rule: EventRule, tokens: list[Token]) -> int:
    """How many of the tokens stand before the first modifier."""
    if not rule.modifiers:
        return len(tokens)
    first = min(modifier.span.start for modifier in rule.modifiers)
    return next(index for index, token in enumerate(tokens) if token.start >= first) - 1
