"""Making the inputs of a run readable for the statement: the tables ``events`` and ``profiles``, and the counts of the summary.

``events`` holds just the events that count: none after the moment of the run, and none twice.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from lsdsl.engine.event import Event
from lsdsl.engine.outcome import AnyOutcome, Outcome
from lsdsl.engine.state import ProfileState
from lsdsl.engine.step import new_state
from lsdsl.model.types import Value
from lsdsl.records.schema import ProfileRecord
from lsdsl.runner.body import Body
from lsdsl.runner.options import Progress, RunOptions
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.receivers import Receiver
from lsdsl.runner.ruleset import Ruleset
from lsdsl.runner.summary import Summary
from lsdsl.sql import terms
from lsdsl.sql.columns import Columns
from lsdsl.sql.direct import Direct, NotDirectError, direct_events, direct_profiles, in_use, is_sound, parquet, rows_of
from lsdsl.sql.problems import SqlError
from lsdsl.sql.spooling import CHANGING, EventSpool, ProfileSpool
from lsdsl.sql.terms import Term

FILE: int = 1 << 40
"""Arrivals of events in one file begin that much after those of the one before."""


COPIES = """
CREATE TEMP TABLE copies AS
WITH again AS (SELECT profile, id FROM live GROUP BY profile, id HAVING COUNT(*) > 1), clocks AS (
  SELECT *, MAX(time) OVER (PARTITION BY profile ORDER BY arrival) AS clock
  FROM live WHERE profile IN (SELECT profile FROM again)
)
SELECT * FROM clocks SEMI JOIN again USING (profile, id)
"""
FAR_APART = "SELECT id FROM copies GROUP BY profile, id HAVING MAX(clock) - MIN(clock) >= ? ORDER BY id LIMIT 1"
REPEATS = """
CREATE TEMP TABLE repeats AS
SELECT arrival FROM copies QUALIFY ROW_NUMBER() OVER (PARTITION BY profile, id ORDER BY arrival) > 1
"""
NEWEST_BUT_REPEATS = "SELECT MAX(time) FROM live ANTI JOIN repeats USING (arrival)"
IN_DISORDER = "SELECT 1 FROM (SELECT time, LAG(time) OVER (ORDER BY arrival) AS former FROM events) WHERE time < former LIMIT 1"
LATE = """
SELECT COUNT(*) FROM (SELECT time, MAX(time) OVER (PARTITION BY profile ORDER BY arrival) AS newest FROM events)
WHERE time < newest
"""


class _Spooling(Profiles):
    """Takes the place of the profiles of a run: nothing happens to them, all is written down."""

    def __init__(self, ruleset: Ruleset, events: EventSpool | None, profiles: ProfileSpool) -> None:
        super().__init__(ruleset.program)
        self._events, self._profiles = events, profiles

    def load(self, profile: str, fields: dict[str, Value], tags: tuple[str, ...] | None, created: int | None) -> ProfileState:
        """Write down what is known of a profile."""
        self._profiles.add(ProfileRecord(profile, fields, tags, created))
        return new_state(self.program, profile)

    def __contains__(self, profile: str) -> bool:
        return profile in self._profiles

    def __len__(self) -> int:
        return len(self._profiles)

    def process(self, event: Event) -> AnyOutcome:
        """Write down an event."""
        assert self._events is not None
        self._events.add(event)
        return Outcome()

    def is_late(self, event: Event) -> bool:  # noqa: ARG002 - who is late is found when all are there
        """Nobody yet."""
        return False


class Sources:
    """The inputs of a run in a connection of DuckDB; ``folder`` takes what has to be written meanwhile."""

    def __init__(
        self, ruleset: Ruleset, columns: Columns, options: RunOptions, receiver: Receiver, report: Progress, folder: Path
    ) -> None:
        self.connection = duckdb.connect(":memory:", config={"temp_directory": str(folder)})
        self.ruleset, self.columns, self.options = ruleset, columns, options
        self.receiver, self.report, self.folder = receiver, report, folder
        self.summary = Summary(ruleset=ruleset.digest)
        self.unknown: dict[str, None] = {}
        self.owned: dict[str, None] = {}
        self.as_of: int | None = options.as_of
        self.direct = 0
        """How many files are read in place."""

    def prepare(self) -> None:
        """Make the tables. Raises ``SqlError`` for data that SQL cannot take, ``InputError`` for what cannot be read."""
        self._profiles()
        selects = [self._events_of(number, path) for number, path in enumerate(self.options.events) if not self.summary.stopped]
        self._view("arrived", exp.union(*selects, distinct=False) if len(selects) > 1 else selects[0] if selects else None)
        self._find_repeats()
        self._find_moment()
        counts: list[Term] = [terms.binary(exp.LTE, terms.column("time"), terms.whole(self.as_of))] if self._later() else []  # type: ignore[arg-type]
        if self.summary.duplicates:
            repeats = exp.select(terms.column("arrival")).from_("repeats")
            counts.append(exp.not_(exp.In(this=terms.column("arrival"), query=repeats.subquery())))
        events = exp.select(exp.Star()).from_("arrived")
        self._view("events", events.where(*counts) if counts else events)
        self._count()

    def close(self) -> None:
        """Let go of everything."""
        self.connection.close()

    def rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return rows_of(self.connection, query)

    # --- profiles -----------------------------------------------------------------------------------------------------

    def _profiles(self) -> None:
        paths = self.options.profiles
        if len(paths) == 1 and (direct := self._in_place(paths[0], self._direct_profiles)):
            self._view("profiles", direct.select)
            return
        spool = ProfileSpool(self.ruleset.model, self.columns)
        for path in paths:
            if not self.summary.stopped:
                self._read(replace(self.options, profiles=(path,), events=()), None, spool)
        target = self.folder / "profiles.parquet"
        spool.write(target)
        self._view("profiles", exp.select(exp.Star()).from_(parquet(str(target))))

    def _direct_profiles(self, path: str) -> Direct:
        direct = direct_profiles(self.connection, path, self.ruleset.model, self.columns)
        key = terms.column(self.ruleset.model.id_source)
        different = exp.Count(this=exp.Distinct(expressions=[key]))
        count = exp.select(exp.Count(this=exp.Star()), different).from_(parquet(path))
        rows, identities = self.rows(count)[0]
        if not rows or rows != identities or not is_sound(self.connection, direct):
            raise NotDirectError
        return direct

    # --- events -------------------------------------------------------------------------------------------------------

    def _events_of(self, number: int, path: str) -> exp.Select:
        if direct := self._in_place(path, lambda path: self._direct_events(path, number)):
            return direct.select
        target = self.folder / f"events{number}.parquet"
        spool = EventSpool(target, self.ruleset.model, self.columns)
        try:
            self._read(replace(self.options, profiles=(), events=(path,)), spool, ProfileSpool(self.ruleset.model, self.columns))
        finally:
            spool.close()
        names = ("id", "type", "profile", "time", *self.columns.attributes.values())
        arrival = exp.Add(this=terms.column("arrival"), expression=terms.whole(number * FILE))
        chosen = [exp.alias_(arrival, "arrival", quoted=True), *map(terms.column, names)]
        return exp.select(*chosen).from_(parquet(str(target)))

    def _direct_events(self, path: str, number: int) -> Direct:
        direct = direct_events(self.connection, path, self.ruleset.model, self.columns, number * FILE)
        known, kind = self.ruleset.model.events, terms.column("type")
        counted = exp.select(kind, exp.Count(this=exp.Star())).from_(parquet(path)).group_by(kind.copy())
        types = dict(self.rows(counted))
        if any(name not in known for name in types):
            raise NotDirectError
        for name in types:
            if known[name].subject != "declared":
                raise SqlError(CHANGING.format(name))
        if not types or not is_sound(self.connection, direct):
            raise NotDirectError
        self.summary.events_by_type.update(types)
        self.summary.events += sum(types.values())
        self.summary.processed += sum(types.values())
        return direct

    # --- the two ways -------------------------------------------------------------------------------------------------

    def _in_place(self, path: str, look: Callable[[str], Direct]) -> Direct | None:
        """How a file is read in place; None when it has to go through the readers."""
        if not path.lower().endswith(".parquet") or not Path(path).is_file():
            return None
        self.report(path, "rows", 0, None)
        try:
            direct = look(path)
        except NotDirectError as error:
            if str(error):
                self.summary.hints.append(f"{path} was read row by row, which takes longer: {error}")
            return None
        self.unknown.update(dict.fromkeys(in_use(self.connection, direct)))
        self.owned.update(dict.fromkeys(direct.owned))
        self.direct += 1
        return direct

    def _read(self, options: RunOptions, events: EventSpool | None, profiles: ProfileSpool) -> None:
        """Have the readers go through an input, with everything that they count and refuse."""
        options = replace(options, as_of=None, late="accept")
        body = Body(self.ruleset, options, self.receiver, self.report, _Spooling(self.ruleset, events, profiles))
        body.read()
        own, found = self.summary, body.summary
        own.events += found.events
        own.processed += found.processed
        own.rejects += found.rejects
        own.stopped = found.stopped
        own.hints += found.hints
        own.events_by_type.update(found.events_by_type)
        own.rejects_by_code.update(found.rejects_by_code)
        self.unknown.update(body.schema.ignored.unknown)
        self.owned.update(body.schema.ignored.owned)

    # --- which events count -------------------------------------------------------------------------------------------

    def _find_repeats(self) -> None:
        """Find the events whose id their profile has had; by the memory of the step they must not be too far apart."""
        live = exp.select(*map(terms.column, ("arrival", "profile", "id", "time"))).from_("arrived")
        if self.as_of is not None:
            live = live.where(terms.binary(exp.LTE, terms.column("time"), terms.whole(self.as_of)))
        self._view("live", live)
        if self._number("SELECT 1 FROM (SELECT hash(profile, id) AS h FROM live) GROUP BY h HAVING COUNT(*) > 1 LIMIT 1") is None:
            return
        self.connection.execute(COPIES)
        if found := self.connection.execute(FAR_APART, [self.options.remembered]).fetchone():
            raise SqlError(f"the event id {found[0]!r} comes again after longer than ids are remembered (--dedupe)")
        self.connection.execute(REPEATS)
        self.summary.duplicates = self._number("SELECT COUNT(*) FROM repeats") or 0

    def _find_moment(self) -> None:
        """The moment of the run, as the step finds it."""
        if self.as_of is None:
            newest = self._number(NEWEST_BUT_REPEATS if self.summary.duplicates else "SELECT MAX(time) FROM live")
            self.as_of = self._number("SELECT MAX(created) FROM profiles") if newest is None else newest

    def _later(self) -> bool:
        """Whether events come after the moment of the run; they are counted."""
        if self.options.as_of is not None:
            arrived, live = self._number("SELECT COUNT(*) FROM arrived") or 0, self._number("SELECT COUNT(*) FROM live") or 0
            self.summary.after_as_of = arrived - live
        return self.summary.after_as_of > 0

    def _count(self) -> None:
        """Late events, and what is left."""
        summary = self.summary
        summary.processed -= summary.duplicates + summary.after_as_of
        if self._number(IN_DISORDER):
            summary.late = self._number(LATE) or 0
        if summary.late and self.options.late == "reject":
            raise SqlError("--late reject goes by the order of events, and some are late")

    def _number(self, query: str) -> int | None:
        row = self.connection.execute(query).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def _view(self, name: str, query: exp.Query | None) -> None:
        if query is None:
            empty = self.folder / "none.parquet"
            EventSpool(empty, self.ruleset.model, self.columns).close()
            query = exp.select(exp.Star()).from_(parquet(str(empty)))
        created = exp.Create(this=exp.table_(name), kind="VIEW", expression=query, properties=_TEMPORARY.copy())
        self.connection.execute(created.sql(dialect="duckdb"))


_TEMPORARY: Term = exp.Properties(expressions=[exp.TemporaryProperty()])
