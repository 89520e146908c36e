"""The LALR machine: shifts and reductions on the tables of the grammar, with the extent of every value.

It differs from a textbook machine in two ways. A soft keyword is turned into a name where the keyword cannot be taken, which
is found out by really going through the reductions, since an LALR table promises a reduction where the shift then fails. And
the state can be saved and restored, which is cheap because nothing on the stacks is ever changed in place.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lsdsl.syntax.grammar import END, Grammar, Production
from lsdsl.syntax.tokens import Token

LOOKAHEAD: Final = 6  # how many tokens may decide between a soft keyword and a name

Reduce = Callable[[str, list[object], int, int], object]
"""Makes the value of a production: its builder's name, the values of its parts, and the extent ``[start, end)``."""

Saved = tuple[list[int], list[object], list[int], list[int]]


class Several:
    """The items of a repetition as a chain, so that adding one neither copies nor changes what was there."""

    __slots__ = ("before", "items")

    def __init__(self, before: "Several | None", items: list[object]) -> None:
        self.before = before
        self.items = items

    def flat(self) -> list[object]:
        """All the items, in order."""
        parts: list[list[object]] = []
        chain: Several | None = self
        while chain is not None:
            parts.append(chain.items)
            chain = chain.before
        return [item for part in reversed(parts) for item in part]


def flattened(values: list[object]) -> list[object]:
    """The values with repetitions replaced by their items."""
    if not any(isinstance(value, Several) for value in values):
        return values
    flat: list[object] = []
    for value in values:
        flat.extend(value.flat() if isinstance(value, Several) else (value,))
    return flat


class Machine:
    """One parse. ``states`` has one item more than the other stacks."""

    def __init__(self, grammar: Grammar, reduce: Reduce) -> None:
        self.grammar = grammar
        self.actions = grammar.actions
        self.reduce = reduce
        self.states: list[int] = [grammar.start]
        self.values: list[object] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def saved(self) -> Saved:
        """The state, to come back to."""
        return self.states.copy(), self.values.copy(), self.starts.copy(), self.ends.copy()

    def restore(self, saved: Saved) -> None:
        """Come back to a saved state; it can be used again."""
        self.states, self.values, self.starts, self.ends = (part.copy() for part in saved)  # type: ignore[assignment]

    def feed(self, token: Token, following: Sequence[Token], index: int) -> bool:
        """Take a token, which is ``following[index - 1]``; false, and perhaps some reductions later, when it does not fit."""
        kind = token.kind
        if kind in self.grammar.soft:
            kind = self.kind_of(kind, following, index)
        actions = self.actions
        while True:
            action = actions[self.states[-1]].get(kind)
            if action is None:
                return False
            if isinstance(action, int):
                self.states.append(action)
                self.values.append(token if kind == token.kind else token._replace(kind=kind))
                self.starts.append(token.start)
                self.ends.append(token.end)
                return True
            self._reduce(action)

    def finish(self) -> object:
        """The value of the whole text."""
        while self.states[-1] != self.grammar.end:
            action = self.actions[self.states[-1]][END]
            if isinstance(action, int):
                break
            self._reduce(action)
        return self.values[-1]

    def _reduce(self, production: Production) -> None:
        size = production.size
        if size == 1 and not production.builder:
            del self.states[-1]
        elif size:
            values, start, end = self.values[-size:], self.starts[-size], self.ends[-1]
            del self.states[-size:], self.values[-size:], self.starts[-size:], self.ends[-size:]
            self._push(production, values, start, end)
        else:
            end = self.ends[-1] if self.ends else 0
            self._push(production, [], end, end)
        self.states.append(self.grammar.gotos[self.states[-1]][production.origin])

    def _push(self, production: Production, values: list[object], start: int, end: int) -> None:
        value: object
        if production.origin.startswith("_"):
            head = values[0] if values else None
            value = Several(head, flattened(values[1:])) if isinstance(head, Several) else Several(None, flattened(values))
        else:
            value = self.reduce(production.builder, flattened(values), start, end)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    # --- looking ahead -----------------------------------------------------------------------------------------------------

    def kind_of(self, kind: str, following: Sequence[Token], index: int) -> str:
        """Whether a soft keyword is the keyword or a name here: what reads further on, the keyword when both do."""
        keyword = self._stepped(self.states, kind)
        name = self._stepped(self.states, "NAME")
        if keyword is None or name is None:
            return "NAME" if keyword is None else kind
        reach = LOOKAHEAD
        keyword_reach = self._reach(keyword, following, index, reach)
        return kind if keyword_reach >= self._reach(name, following, index, reach) else "NAME"

    def can_take(self, kind: str) -> bool:
        """Whether a terminal really fits here."""
        return self._stepped(self.states, kind) is not None

    def fits(self, kinds: Sequence[str], following: Sequence[Token], index: int, many: int) -> bool:
        """Whether the terminals fit here, and after them ``many`` of the following tokens (fewer at the end of the line)."""
        states: list[int] | None = self.states
        for kind in kinds:
            states = self._stepped(states, kind)
            if states is None:
                return False
        many = min(many, len(following) - index)
        return self._reach(states, following, index, many) >= many

    def acceptable(self) -> Iterator[str]:
        """The terminals that really fit here."""
        return (kind for kind in self.actions[self.states[-1]] if kind.isupper() and self.can_take(kind))

    def _stepped(self, states: list[int] | None, kind: str) -> list[int] | None:
        """The states after a terminal, or None when it does not fit."""
        if states is None or kind not in self.actions[states[-1]]:
            return None
        states = states.copy()
        while True:
            action = self.actions[states[-1]].get(kind)
            if action is None:
                return None
            if isinstance(action, int):
                states.append(action)
                return states
            if action.size:
                del states[-action.size :]
            states.append(self.grammar.gotos[states[-1]][action.origin])

    def _reach(self, states: list[int] | None, following: Sequence[Token], index: int, many: int) -> int:
        """How many of the next ``many`` tokens fit, a soft keyword being whatever reads further."""
        taken = 0
        while states is not None and taken < many and index + taken < len(following):
            kind = following[index + taken].kind
            after = self._stepped(states, kind)
            if kind in self.grammar.soft:
                after = self._better(states, after, following, index + taken + 1)
            if after is None:
                break
            states = after
            taken += 1
        return taken

    def _better(self, states: list[int], keyword: list[int] | None, following: Sequence[Token], index: int) -> list[int] | None:
        name = self._stepped(states, "NAME")
        if keyword is None or name is None:
            return keyword or name
        two = 2  # a short look is enough here, and keeps the work linear
        ahead = [self._plain_reach(one, following, index, two) for one in (keyword, name)]
        return keyword if ahead[0] >= ahead[1] else name

    def _plain_reach(self, states: list[int], following: Sequence[Token], index: int, many: int) -> int:
        """As :meth:`_reach`, but without choosing: a soft keyword is the keyword if it fits, else a name."""
        current: list[int] | None = states
        taken = 0
        for token in following[index : index + many]:
            after = self._stepped(current, token.kind)
            if after is None and token.kind in self.grammar.soft:
                after = self._stepped(current, "NAME")
            if after is None:
                break
            current = after
            taken += 1
        return taken
