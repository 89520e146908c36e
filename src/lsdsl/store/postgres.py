"""A state in a schema of a PostgreSQL database: every commit is on the server's disk before work goes on."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Self

import msgspec

from lsdsl.store.interface import KINDS, Kept, KeptRules, KeyedLine, Kind, OfProfiles, Position, Totals
from lsdsl.store.postgres_keys import LONGEST, Keys, decoded, encoded, key_of
from lsdsl.store.postgres_lock import PostgresLock
from lsdsl.store.postgres_place import place_of
from lsdsl.store.postgres_schema import MIGRATIONS, TABLES, migrate, version_of
from lsdsl.store.postgres_session import Session
from lsdsl.store.problems import require_version

PAGE: Final = 1_000
"""So many rows are fetched together."""
_PROFILE: Final = "select id, state, due, passes, rules, removed, updating from profiles"
_SAVE: Final = (
    "insert into profiles (id, state, due, passes, rules, removed, updating) select * from unnest("
    "%b::bytea[], %b::bytea[], %b::bigint[], %b::bigint[], %b::integer[], %b::boolean[], %b::boolean[]) "
    "on conflict (id) do update set state = excluded.state, due = excluded.due, passes = excluded.passes, "
    "rules = excluded.rules, removed = excluded.removed, updating = excluded.updating"
)
_MARK: Final = "insert into marked select * from unnest(%b::bytea[]) on conflict do nothing"
_APPEND_REJECTS: Final = (
    "insert into rejects (source, place, line) select one.source, one.place, one.line from "
    "unnest(%b::bytea[], %b::bigint[], %b::bytea[]) with ordinality as one (source, place, line, nth) order by nth"
)


class PostgresStore:
    """A state in a database. The one that is opened to write is locked; others may read it, as it was when they began."""

    def __init__(self, url: str, *, write: bool = True) -> None:
        place = place_of(url)
        self.name = place.name
        self._session = Session(place)
        self._keys = Keys(self._session)
        self._lock = PostgresLock(self._session)
        try:
            self._begin(write=write)
        except BaseException:
            self._session.close()
            raise

    def _begin(self, *, write: bool) -> None:
        if write:
            self._lock.take()
            migrate(self._session)
            self._lock.sign()
            return
        self._session.execute("begin isolation level repeatable read read only")
        version = version_of(self._session)
        require_version(self.name, version, len(MIGRATIONS))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection and the lock."""
        self._session.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Keep what is written inside all at once or not at all."""
        return self._session.transaction()

    def writer(self) -> str | None:
        """Who writes the state now, in words; None when nobody does."""
        return self._lock.holder()

    # --- profiles -----------------------------------------------------------------------------------------------------

    def load(self, profiles: Sequence[str]) -> list[Kept]:
        """Those of these profiles that there are."""
        if not profiles:
            return []
        return self._kept(self._session.rows(f"{_PROFILE} where id = any(%b::bytea[])", (list(map(key_of, profiles)),)))

    def save(self, profiles: Sequence[Kept]) -> None:
        """Keep profiles, in place of what was there."""
        last = {kept.id: kept for kept in profiles}  # one statement writes no row twice
        if not last:
            return
        columns = zip(
            *((one.state, one.due, one.passes, one.rules, one.removed, one.updating) for one in last.values()), strict=True
        )
        self._session.execute(_SAVE, (self._keys.kept(last), *map(list, columns)))

    def profiles(self, *, removed: bool = False) -> Iterator[Kept]:
        """All profiles by id, removed ones only if asked for; fetched page by page."""
        asked = f"{_PROFILE} where id > %b {'' if removed else 'and not removed'} order by id limit {PAGE}"
        alike: list[tuple[Any, ...]] = []  # long ids that begin alike: their keys are in another order
        for row in self._pages(asked, b""):
            if alike and row[0][:LONGEST] != alike[0][0][:LONGEST]:
                yield from self._in_order(alike)
                alike.clear()
            if len(row[0]) > LONGEST:
                alike.append(row)
            else:
                yield Kept(decoded(row[0]), *row[1:])
        yield from self._in_order(alike)

    def count(self) -> tuple[int, int]:
        """How many profiles there are, and how many were removed."""
        asked = "select count(*) filter (where not removed), count(*) filter (where removed) from profiles"
        (counts,) = self._session.rows(asked)
        return counts[0], counts[1]

    def next_due(self) -> int | None:
        """The next moment at which something happens to any profile."""
        due: int | None = self._session.one("select min(due) from profiles where due is not null")
        return due

    def mark_due(self, moment: int) -> None:
        """Mark the profiles to which something happens up to a moment."""
        asked = "insert into marked select id from profiles where due <= %s on conflict do nothing"
        self._session.execute(asked, (moment,))

    def mark(self, profiles: Sequence[str]) -> None:
        """Mark these profiles."""
        if profiles:
            self._session.execute(_MARK, (self._keys.kept(profiles),))

    def marked(self, count: int, after: str = "") -> list[str]:
        """Some of the profiles that are marked, the first ones by id that come after one."""
        asked = f"select id from marked where id > %b order by id limit {count:d}"  # noqa: S608 - a number
        return self._keys.ids([key for (key,) in self._session.rows(asked, (key_of(after),))])

    def unmark(self, profiles: Sequence[str]) -> None:
        """These are done."""
        if profiles:
            self._session.execute("delete from marked where id = any(%b::bytea[])", (list(map(key_of, profiles)),))

    def _pages(self, asked: str, last: object) -> Iterator[tuple[Any, ...]]:
        """The rows that a question gives which takes the first column of the last row and gives those after it."""
        while rows := self._session.rows(asked, (last,)):
            yield from rows
            last = rows[-1][0]
            if len(rows) < PAGE:
                return

    def _kept(self, rows: list[tuple[Any, ...]]) -> list[Kept]:
        ids = self._keys.ids([row[0] for row in rows])
        return [Kept(profile, *row[1:]) for profile, row in zip(ids, rows, strict=True)]

    def _in_order(self, rows: list[tuple[Any, ...]]) -> list[Kept]:
        return sorted(self._kept(rows), key=lambda kept: kept.id)

    # --- rules --------------------------------------------------------------------------------------------------------

    def rulesets(self) -> list[KeptRules]:
        """The rulesets under which profiles were written, oldest first."""
        return [KeptRules(*row) for row in self._session.rows("select number, digest, packed from rulesets order by number")]

    def add_ruleset(self, digest: str, packed: bytes | None) -> int:
        """The number of a ruleset, which is kept if it was not."""
        number: int = self._session.one(
            "insert into rulesets (number, digest, packed) select coalesce(max(number), 0) + 1, %s, %b::bytea from rulesets "
            "on conflict (digest) do update set packed = coalesce(rulesets.packed, excluded.packed) returning number",
            (digest, packed),
        )
        return number

    def profiles_by_rules(self) -> dict[int, int]:
        """How many profiles were written under each ruleset, removed ones too, by its number."""
        return dict(self._session.rows("select rules, count(*) from profiles group by rules order by rules"))

    def mark_updating(self) -> None:
        """Mark all profiles as waiting for a rescore."""
        self._session.execute("update profiles set updating = true where not updating")

    def updating(self) -> int:
        """How many profiles wait for a rescore."""
        count: int = self._session.one("select count(*) from profiles where updating")
        return count

    def still_updating(self, count: int) -> list[str]:
        """Some of the profiles that wait for a rescore, the first ones by id."""
        asked = f"select id from profiles where updating order by id limit {count:d}"  # noqa: S608 - a number
        return self._keys.ids([key for (key,) in self._session.rows(asked)])

    def remove(self, profiles: Sequence[str]) -> None:
        """Forget profiles altogether."""
        if profiles:
            self._session.execute("delete from profiles where id = any(%b::bytea[])", (list(map(key_of, profiles)),))

    # --- what came out ------------------------------------------------------------------------------------------------

    def append(self, kind: Kind, lines: Sequence[KeyedLine]) -> None:
        """Add lines to what came out."""
        if not lines:
            return
        firsts, seconds, data = [key[0] for key, _ in lines], [key[1] for key, _ in lines], [line for _, line in lines]
        if kind == "rejects":
            self._session.execute(_APPEND_REJECTS, (list(map(encoded, map(str, firsts))), seconds, data))
            return
        self._session.execute(
            f"insert into {kind} (time, profile, line) select one.time, one.profile, one.line from "  # noqa: S608 - a word of ours
            "unnest(%b::bigint[], %b::bytea[], %b::bytea[]) with ordinality as one (time, profile, line, nth) order by nth",
            (firsts, self._keys.kept(map(str, seconds)), data),
        )

    def lines(self, kind: Kind) -> Iterator[KeyedLine]:
        """What came out, in the order in which it was added; fetched page by page."""
        if kind == "rejects":
            asked = f"select seq, source, place, line from rejects where seq > %s order by seq limit {PAGE}"  # noqa: S608 - ours
            for _, source, place, line in self._pages(asked, -1):
                yield (decoded(source), place), line
            return
        asked = f"select seq, time, profile, line from {kind} where seq > %s order by seq limit {PAGE}"  # noqa: S608 - ours
        for _, time, key, line in self._pages(asked, -1):
            yield (time, decoded(key) if len(key) <= LONGEST else self._keys.ids([key])[0]), line

    def lines_of(self, kind: OfProfiles, profile: str) -> list[KeyedLine]:
        """What came out of one profile, in the order in which it was added."""
        asked = f"select time, line from {kind} where profile = %b order by seq"  # noqa: S608 - a word of ours
        return [((time, profile), line) for time, line in self._session.rows(asked, (key_of(profile),))]

    def drop_lines(self, kind: OfProfiles, profiles: Sequence[str]) -> None:
        """Forget what came out of these profiles."""
        if profiles:
            asked = f"delete from {kind} where profile = any(%b::bytea[])"  # noqa: S608 - a word of ours
            self._session.execute(asked, (list(map(key_of, profiles)),))

    def drop_rejects(self) -> None:
        """Forget all records that were refused."""
        self._session.execute("delete from rejects")

    def sizes(self) -> dict[Kind, int]:
        """How many rows of lines there are of each kind."""
        return {kind: self._session.one(f"select count(*) from {kind}") for kind in KINDS}  # noqa: S608 - a word of ours

    # --- inputs and counts --------------------------------------------------------------------------------------------

    def position(self, path: str, role: str) -> Position | None:
        """How far an input was read, or None."""
        found = self._positions("where sha256(path) = sha256(%b) and role = %s", encoded(path), role)
        return next(iter(found), None)

    def same_content(self, role: str, size: int, digest: str) -> Position | None:
        """An input with this content that was read to its end under whatever name, or None."""
        return next(iter(self._positions("where complete and role = %s and size = %s and digest = %s", role, size, digest)), None)

    def positions(self) -> list[Position]:
        """All inputs, by path and role."""
        return self._positions()

    def _positions(self, where: str = "", *values: str | int | bytes) -> list[Position]:
        asked = f'select path, role, records, size, digest, complete from positions {where} order by path, role collate "C"'  # noqa: S608
        return [Position(decoded(row[0]), *row[1:]) for row in self._session.rows(asked, values)]

    def put_position(self, position: Position) -> None:
        """Keep how far an input was read."""
        self._session.execute(
            "insert into positions (path, role, records, size, digest, complete) values (%b, %s, %s, %s, %s, %s) "
            "on conflict (sha256(path), role) do update set records = excluded.records, size = excluded.size, "
            "digest = excluded.digest, complete = excluded.complete",
            (encoded(position.path), position.role, position.records, position.size, position.digest, position.complete),
        )

    def totals(self) -> Totals:
        """What was done since the beginning."""
        data = self.meta("totals")
        return Totals() if data is None else msgspec.json.decode(data, type=Totals)

    def put_totals(self, totals: Totals) -> None:
        """Keep what was done since the beginning."""
        self.put_meta("totals", msgspec.json.encode(totals))

    def meta(self, key: str) -> bytes | None:
        """A value that belongs to the whole state."""
        value: bytes | None = self._session.one("select value from meta where key = %s", (key,))
        return value

    def put_meta(self, key: str, value: bytes) -> None:
        """Keep a value that belongs to the whole state."""
        self._session.execute(
            "insert into meta values (%s, %b) on conflict (key) do update set value = excluded.value", (key, value)
        )

    # --- the tables ---------------------------------------------------------------------------------------------------

    def vacuum(self) -> None:
        """Give unused space back to the tables, and let the server count anew what is in them."""
        self._session.execute(f"vacuum (analyze) {', '.join(TABLES)}")


def there_is(url: str) -> bool:
    """Whether there is a state at an address, of whatever version."""
    session = Session(place_of(url))
    try:
        return version_of(session) > 0
    finally:
        session.close()
