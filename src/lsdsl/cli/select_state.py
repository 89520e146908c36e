"""``lsdsl select --state``: the members of a selection, streamed out of a state."""

from collections.abc import Iterator
from dataclasses import field, replace
from operator import itemgetter
from typing import Final

import msgspec

from lsdsl.cli.select_table import csv_columns, csv_line, row_of
from lsdsl.dataclass import dataclass
from lsdsl.engine.results import ScoreResult
from lsdsl.model.declarations import Selection
from lsdsl.records.outputs import encode_line
from lsdsl.records.spool import Spool
from lsdsl.runner.options import Progress
from lsdsl.runner.receivers import profile_record
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.selecting import Member
from lsdsl.store.selecting import RULES, Choice, Chosen, Rank, rank, with_rules

NO_SCORE: Final = ScoreResult(None, None, None, None)


@dataclass(slots=True)
class Members:
    """The members in their order: for programs as text that waits on disk, for people as they are."""

    style: str
    choice: Choice
    count: int = 0
    kept: list[tuple[Rank, Member]] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    """For a table: members that other rules score, with the digest of these."""
    rows: Spool = field(default_factory=Spool)
    columns: dict[str, list[str]] = field(default_factory=dict)
    """For CSV: the columns by digest of the rules."""
    differ: bool = False
    """Whether some members are scored by other rules."""
    asked: str = ""
    """The digest of the rules that were asked for."""

    def collect(self, progress: Progress) -> None:
        """Read all profiles and keep what is needed of the members."""
        reading = self.choice.reading
        self.asked = (reading.asked or reading.ruleset).digest
        descending = self.selection.descending
        for chosen in self.choice.members(progress):
            self.count += 1
            differs = chosen.ruleset.digest != self.asked
            self.differ = self.differ or differs
            place = rank(chosen.member, descending=descending)
            match self.style:
                case "table":
                    self.kept.append((place, _fitting(chosen, reading.ruleset, self.choice.name)))
                    if chosen.ruleset.digest != reading.ruleset.digest:
                        self.marks[chosen.member.profile.id] = chosen.ruleset.digest
                case "csv":
                    self.rows.append(place, self._cells(chosen))
                case _:
                    self.rows.append(place, _line(chosen, differs=differs))
        self.kept.sort(key=itemgetter(0))

    @property
    def selection(self) -> Selection:
        """What is selected, as the rules have it that the columns are of."""
        return self.choice.reading.ruleset.model.selections[self.choice.name]

    def text(self) -> Iterator[bytes]:
        """All that a program reads."""
        if self.style == "csv":
            yield from self._table()
        else:
            yield from (text for _, text in self.rows.pieces())

    def _cells(self, chosen: Chosen) -> bytes:
        ruleset = chosen.ruleset
        columns = csv_columns(ruleset.model)
        self.columns.setdefault(ruleset.digest, list(columns))
        return _encode((ruleset.digest, row_of(columns, chosen.member)))

    def _table(self) -> Iterator[bytes]:
        """One table for all rules: the columns of the chosen ones, then what only others have, then whose a row is."""
        own = self.choice.reading.ruleset
        header = dict.fromkeys(csv_columns(own.model))
        for columns in self.columns.values():
            header |= dict.fromkeys(columns)
        names = list(header)
        yield csv_line([*names, RULES] if self.differ else names)
        for line in self.rows.lines():
            digest, cells = _decode(line)
            if self.columns[digest] != names:
                known = dict(zip(self.columns[digest], cells, strict=True))
                cells = [known.get(name, "") for name in names]
            yield csv_line([*cells, "" if digest == self.asked else digest] if self.differ else cells)


def _line(chosen: Chosen, *, differs: bool) -> bytes:
    """A line of ``profiles.jsonl``; it ends with the digest of the rules where they are others."""
    line = encode_line(profile_record(chosen.ruleset.model, chosen.member.profile))
    return with_rules(line, chosen.ruleset.digest) if differs else line


def _fitting(chosen: Chosen, shown: Ruleset, selection: str) -> Member:
    """A member as the columns of the table need it, whichever rules it is scored by: what they do not know is missing."""
    member, ruleset = chosen.member, chosen.ruleset
    if ruleset.digest == shown.digest:
        return member
    own, theirs = shown.model, ruleset.model
    fields = {
        name: value
        for name, value in member.profile.fields.items()
        if name in own.fields and own.fields[name].type == theirs.fields[name].type
    }
    scores = {name: member.profile.scores.get(name, NO_SCORE) for name in own.scores}
    order, theirs_order = own.selections[selection].order, theirs.selections[selection].order
    fits = order is not None and theirs_order is not None and order.type == theirs_order.type
    return Member(replace(member.profile, fields=fields, scores=scores), member.order if fits else None)


def _encode(value: tuple[str, list[str]]) -> bytes:
    return msgspec.msgpack.encode(value)


_decode = msgspec.msgpack.Decoder(tuple[str, list[str]]).decode
