"""Lines of ``ledger.jsonl``: prepared for each rule, because there are several of them for most events."""

from typing import Final

from msgspec import UNSET

from lsdsl.compile import Program, points
from lsdsl.compile.entry import Awarded, Entry, Plain
from lsdsl.records.moments import MomentTexts, moment_text
from lsdsl.records.outputs import LedgerOut, encode, encode_line

PREPARED: Final = 10_000
"""The lines of so many sets of awards are kept: a rule that computes its points gives very many different numbers."""


class LedgerLines:
    """Writes ledger entries as lines. Of plain awards only their profile, moment and event are not known before."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._places = [program.model.where(plan.span) for plan in program.rules]
        self._templates: dict[tuple[Plain | Entry, ...], bytes] = {}
        self._moments = MomentTexts()

    def of_event(self, profile: str, awarded: Awarded) -> bytes | None:
        """The lines of an event, one below the other; None when there are others than plain awards, which have own moments."""
        made = awarded.made if awarded.made.__class__ is tuple else tuple(awarded.made)
        template = self._templates.get(made)
        if template is None:
            if any(isinstance(one, Entry) for one in made):
                return None
            template = self._prepared(made)
        known = encode(profile), self._moments.quoted(awarded.time), encode(awarded.event)
        return template % (known * len(made))

    def _prepared(self, made: tuple[Plain | Entry, ...]) -> bytes:
        template = b"".join([self._line(*one[:3]) for one in made])
        if len(self._templates) >= PREPARED:
            self._templates.clear()
        self._templates[made] = template
        return template

    def _line(self, score: int, rule: int | None, size: int) -> bytes:
        """The line of a plain award, with places for profile, moment and event."""
        assert rule is not None
        name, identity, place = (
            encode(text).replace(b"%", b"%%")
            for text in (self._program.scores[score].name, self._program.rules[rule].identity, self._places[rule])
        )
        begin = b'{"profile":%%b,"score":%b,"rule":%b,"points":%b,' % (name, identity, encode(points.to_number(size)))
        return begin + b'"time":%b,"event":%b,"reason":"award","where":' + place + b"}\n"

    def of_entry(self, profile: str, entry: Entry) -> bytes:
        """The line of any entry."""
        return encode_line(
            LedgerOut(
                profile=profile,
                score=self._program.scores[entry.score].name,
                rule=self._program.rules[entry.rule].identity if entry.rule is not None else UNSET,
                points=points.to_number(entry.points),
                time=moment_text(entry.time),
                event=UNSET if entry.event is None else entry.event,
                reason=entry.reason,
                expires=UNSET if entry.expires is None else moment_text(entry.expires),
                where=UNSET if entry.rule is None else self._places[entry.rule],
                note=UNSET if entry.note is None else entry.note,
            )
        )
