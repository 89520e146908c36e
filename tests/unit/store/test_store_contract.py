"""What work on a durable state relies on: each kind of store keeps what it is given, in order, together or not at all."""

import random
from collections.abc import Iterator

import pytest

from lsdsl.store import Store, StoreError, copy, open_state
from lsdsl.store.interface import KINDS, Kept, OfProfiles, Position, Totals

LEAST, MOST = -(1 << 63), (1 << 63) - 1
OF_PROFILES: tuple[OfProfiles, ...] = ("ledger", "actions", "failures")
LONG = "a" * 5_000
IDS = (
    *("P1", "P10", "P2", "p1", "a b", "a-b", "aB", "ab", " ", "\0", "a\0b", "a\0", "\x7f", "\t"),
    *("é", "z", "Ω", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff", "e\u0301"),
    *(LONG, LONG + "b", LONG + "a", LONG + "\U0001f600", "a" * 999, "a" * 1_000, "a" * 1_001, "é" * 600, "b" * 3_000),
)
"""Ids whose order differs between languages, ids that are no text for some databases, and ids that are too long for an index."""


@pytest.fixture
def store(state: str) -> Iterator[Store]:
    """A new state, opened to write."""
    with open_state(state) as opened:
        yield opened


def kept(profile: str, due: int | None = None, **others: bool | int) -> Kept:
    """A profile whose state stands for one."""
    values: dict[str, int] = {"passes": 0, "rules": 1} | others
    return Kept(profile, b"state of " + profile.encode(errors="replace"), due, **values)  # type: ignore[arg-type]


def save(store: Store, *profiles: Kept) -> None:
    """Keep profiles in a transaction of their own."""
    with store.transaction():
        store.save(profiles)


# --- profiles -------------------------------------------------------------------------------------------------------------


def test_profiles_come_back_as_they_were(store: Store) -> None:
    """Bytes of all values, the largest numbers and every mark are kept, and a later save takes the place of an earlier one."""
    given = [
        Kept("p1", bytes(range(256)), LEAST, 0, 1),
        Kept("p2", b"", MOST, MOST, 2, removed=True),
        Kept("p3", b"\0" * 100_000, None, 7, 1, updating=True),
    ]
    save(store, *given)
    assert sorted(store.load(["p3", "p1", "p4", "p2"]), key=lambda one: one.id) == given
    assert store.load([]) == []
    save(store, Kept("p3", b"new", 5, 8, 2, removed=True))
    assert store.load(["p3"]) == [Kept("p3", b"new", 5, 8, 2, removed=True)]
    save(store)


def test_last_of_two_is_kept(store: Store) -> None:
    """A profile that is saved twice at once is kept as it was the second time."""
    save(store, kept("p"), Kept("p", b"second", 3, 1, 1))
    assert store.load(["p"]) == [Kept("p", b"second", 3, 1, 1)]


def test_any_id_in_order_of_code_points(store: Store) -> None:
    """Profiles come by id in order of code points, whatever is in the ids and however long they are."""
    some = list(IDS)
    random.Random(1).shuffle(some)  # noqa: S311 - any order will do
    save(store, *map(kept, some))
    assert [one.id for one in store.profiles()] == sorted(IDS)
    assert {one.id: one.state for one in store.load(IDS)} == {one.id: one.state for one in map(kept, IDS)}
    with store.transaction():
        store.remove([LONG, "\0", "P1"])
    assert [one.id for one in store.profiles()] == sorted({*IDS} - {LONG, "\0", "P1"})


def test_more_profiles_than_are_fetched_at_once(store: Store) -> None:
    """Thousands of profiles come in order, removed ones only if asked for, while others are loaded in between."""
    save(store, *(kept(f"p{number:05}", removed=number % 3 == 0) for number in range(2_500)))
    assert [one.id for one in store.profiles(removed=True)] == [f"p{number:05}" for number in range(2_500)]
    present = []
    for one in store.profiles():
        present.append(one.id)
        assert store.load([one.id]) == [one]
    assert present == [f"p{number:05}" for number in range(2_500) if number % 3]
    assert store.count() == (1_666, 834)
    assert len(store.load([f"p{number:05}" for number in range(3_000)])) == 2_500


def test_removed_for_good(store: Store) -> None:
    """What is removed is gone, and what came out of it stays."""
    save(store, kept("p1", 5), kept("p2"))
    with store.transaction():
        store.append("ledger", [((1, "p1"), b"line")])
        store.remove(["p1", "unknown"])
        store.remove([])
    assert [one.id for one in store.profiles(removed=True)] == ["p2"]
    assert store.next_due() is None
    assert store.lines_of("ledger", "p1") == [((1, "p1"), b"line")]


# --- transactions ---------------------------------------------------------------------------------------------------------


def test_transaction_that_fails_leaves_nothing(store: Store) -> None:
    """What is written before an exception is not kept, of any kind; what was kept before is as it was."""
    save(store, kept("old", 1))

    def write_all() -> None:
        with store.transaction():
            store.save([kept("new"), Kept("old", b"changed", 2, 1, 1)])
            store.mark(["old"])
            store.mark_updating()
            store.add_ruleset("digest", b"rules")
            for kind in OF_PROFILES:
                store.append(kind, [((1, "new"), b"line")])
            store.append("rejects", [(("events.jsonl", 1), b"line")])
            store.put_position(Position("events.jsonl", "events", 1, 2, "digest"))
            store.put_totals(Totals(newest=1))
            store.put_meta("key", b"value")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_all()
    assert list(store.profiles()) == [kept("old", 1)]
    assert (store.marked(9), store.updating(), store.rulesets(), store.positions()) == ([], 0, [], [])
    assert set(store.sizes().values()) == {0}
    assert (store.totals(), store.meta("key")) == (Totals(), None)
    save(store, kept("next"))
    assert store.count() == (2, 0)


def test_what_is_written_is_seen_within_the_transaction(store: Store) -> None:
    """Within a transaction the writer sees what it has written."""
    with store.transaction():
        store.save([kept("p", 3)])
        store.append("actions", [((1, "p"), b"line")])
        assert store.load(["p"]) == list(store.profiles()) == [kept("p", 3)]
        assert list(store.lines("actions")) == store.lines_of("actions", "p") == [((1, "p"), b"line")]
        assert store.next_due() == 3


def test_closed_and_opened_again(state: str) -> None:
    """What was committed is there when the state is opened again."""
    with open_state(state) as store:
        save(store, kept("p1"))
    with open_state(state) as store:
        assert list(store.profiles()) == [kept("p1")]


# --- time -----------------------------------------------------------------------------------------------------------------


def test_due_moments(store: Store) -> None:
    """The next moment is the smallest; the profiles that are due up to a moment are marked once each, and unmarked one by one."""
    assert store.next_due() is None
    save(store, kept("p1", 30), kept("p2", LEAST), kept("p3"), kept("p4", 31), kept("p5", 10))
    assert store.next_due() == LEAST
    with store.transaction():
        store.mark_due(30)
        store.mark_due(30)
    assert store.marked(10) == ["p1", "p2", "p5"]
    assert store.marked(2) == ["p1", "p2"]
    assert store.marked(2, "p1") == ["p2", "p5"]
    with store.transaction():
        store.unmark(["p2", "p3"])
        store.unmark([])
        store.mark(["p5", "p9"])
        store.mark([])
    assert store.marked(10) == ["p1", "p5", "p9"]
    assert store.marked(0) == []


def test_marks_of_any_id(store: Store) -> None:
    """Ids of all kinds are marked, found in pages, and unmarked."""
    with store.transaction():
        store.mark(IDS)
    found: list[str] = []
    while some := store.marked(4, found[-1] if found else ""):
        found += some
    assert len(found) == len(IDS)
    assert set(found) == set(IDS)
    assert [one for one in found if len(one) < 900] == sorted(one for one in IDS if len(one) < 900)
    with store.transaction():
        store.unmark(IDS)
    assert store.marked(4) == []


# --- rules ----------------------------------------------------------------------------------------------------------------


def test_rulesets(store: Store) -> None:
    """Each ruleset has its number for good, and a text that was missing is filled in and not lost again."""
    with store.transaction():
        first, second = store.add_ruleset("one", None), store.add_ruleset("two", b"\0text")
        assert first != second
        assert (store.add_ruleset("one", b"text"), store.add_ruleset("one", None)) == (first, first)
    assert [(one.number, one.digest, one.packed) for one in store.rulesets()] == [
        (first, "one", b"text"),
        (second, "two", b"\0text"),
    ]
    save(store, kept("p1", rules=first), kept("p2", rules=second), kept("p3", rules=second, removed=True))
    assert store.profiles_by_rules() == {first: 1, second: 2}


def test_updating(store: Store) -> None:
    """All profiles are marked as waiting for a rescore, removed ones too, and a save ends that for each."""
    save(store, kept("p2"), kept("p1"), kept("p3", removed=True))
    assert store.updating() == 0
    with store.transaction():
        store.mark_updating()
    assert (store.updating(), store.still_updating(2)) == (3, ["p1", "p2"])
    assert [one.updating for one in store.profiles(removed=True)] == [True, True, True]
    save(store, kept("p1"))
    assert (store.updating(), store.still_updating(9)) == (2, ["p2", "p3"])


# --- what came out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", OF_PROFILES)
def test_lines_stay_in_order(store: Store, kind: OfProfiles) -> None:
    """Lines come in the order in which they were added, not in that of their keys; those of one profile alone, too."""
    given = [
        ((LEAST if number % 2 else MOST - number, IDS[number * 7 % len(IDS)]), b"\0\xff%d" % number) for number in range(2_300)
    ]
    for start in range(0, len(given), 700):
        with store.transaction():
            store.append(kind, given[start : start + 700])
            store.append(kind, [])
    assert list(store.lines(kind)) == given
    for profile in IDS:
        assert store.lines_of(kind, profile) == [(key, line) for key, line in given if key[1] == profile]
    assert store.lines_of(kind, "nobody") == []
    with store.transaction():
        store.drop_lines(kind, [IDS[0], LONG, "nobody"])
        store.drop_lines(kind, [])
    left = [(key, line) for key, line in given if key[1] not in {IDS[0], LONG}]
    assert list(store.lines(kind)) == left
    assert store.sizes() == dict.fromkeys(KINDS, 0) | {kind: len(left)}


def test_rejects(store: Store) -> None:
    """Rejects have a source and a line; they can be dropped all at once."""
    given = [(("é/events.jsonl", number), b"line") for number in (5, 3, MOST)]
    with store.transaction():
        store.append("rejects", given)
    assert list(store.lines("rejects")) == given
    with store.transaction():
        store.drop_rejects()
        store.append("rejects", given[:1])
    assert list(store.lines("rejects")) == given[:1]


# --- inputs and counts ----------------------------------------------------------------------------------------------------


def test_positions(store: Store) -> None:
    """Where an input stands is found by path and role, or by what was read of it to its end, however long its path is."""
    first = Position("/b/é.jsonl", "events", MOST, 1 << 40, "d1")
    second = Position("/b/é.jsonl", "profiles", 1, 2, "d2", complete=True)
    third = Position("/a" * 2_000, "events", 0, 0, "d3")
    with store.transaction():
        for position in (first, second, third):
            store.put_position(position)
    assert store.positions() == [third, first, second]
    assert store.position("/b/é.jsonl", "events") == first
    assert store.position("/a" * 2_000, "profiles") is None
    assert store.same_content("events", 1 << 40, "d1") is None
    with store.transaction():
        store.put_position(Position("/b/é.jsonl", "events", 7, 8, "d4", complete=True))
    assert store.position("/b/é.jsonl", "events") == store.same_content("events", 8, "d4")
    assert store.same_content("profiles", 8, "d4") is None
    assert len(store.positions()) == 3


def test_totals_and_values(store: Store) -> None:
    """Counts without a largest size, and values of any bytes, are kept."""
    totals = Totals(
        newest=LEAST,
        passes=3,
        passing=MOST,
        counts={"events": 1 << 50},
        named={"events_by_type": {"page.visit": 2}},
        awarded=[str(1 << 200)],
        box_failures=[("rules.lsdsl", 1, 2, 3)],
    )
    with store.transaction():
        store.put_totals(totals)
        store.put_meta("key", b"old")
        store.put_meta("key", bytes(range(256)))
        store.put_meta("empty", b"")
    assert store.totals() == totals
    assert (store.meta("key"), store.meta("empty"), store.meta("other")) == (bytes(range(256)), b"", None)


# --- readers and writers --------------------------------------------------------------------------------------------------


def test_reader_sees_the_state_as_it_was_when_it_was_opened(state: str) -> None:
    """What is committed later is not seen by who began to read before, not even between two questions."""
    with open_state(state) as store:
        save(store, *(kept(f"p{number:05}") for number in range(1_500)))
        with open_state(state, write=False) as reader:
            seen = reader.profiles()
            first = next(seen)
            with store.transaction():
                store.remove(["p01499"])
                store.save([kept("p99999"), Kept("p01400", b"changed", None, 0, 1)])
                store.append("ledger", [((1, "p1"), b"line")])
                store.put_meta("key", b"value")
            assert [first, *seen] == [kept(f"p{number:05}") for number in range(1_500)]
            assert (reader.count(), reader.sizes()["ledger"], reader.meta("key")) == ((1_500, 0), 0, None)
        with open_state(state, write=False) as reader:
            assert (reader.count(), reader.sizes()["ledger"], reader.meta("key")) == ((1_500, 0), 1, b"value")


def test_writer_is_known(state: str) -> None:
    """A second writer is refused and told who holds the state; readers are told too, and see when nobody does."""
    with open_state(state) as store:
        assert "process" in (store.writer() or "")
        with pytest.raises(StoreError, match=r"in use by process \d+ on .* since \d{4}-.*wait for it to end"):
            open_state(state)
        with open_state(state, write=False) as reader:
            assert reader.writer() == store.writer()
    with open_state(state, write=False) as reader:
        assert reader.writer() is None
    open_state(state).close()


def test_nothing_there_to_read(state: str) -> None:
    """To read a state that does not exist is an error, and does not make one."""
    for _ in range(2):
        with pytest.raises(StoreError, match=r"there is no such state|holds no state"):
            open_state(state, write=False)


def test_vacuum(store: Store) -> None:
    """Giving space back changes nothing in what is kept."""
    save(store, *(kept(f"p{number}", number) for number in range(200)))
    with store.transaction():
        store.remove([f"p{number}" for number in range(199)])
    store.vacuum()
    assert list(store.profiles()) == [kept("p199", 199)]


def test_copies_are_refused_where_a_state_is(state: str) -> None:
    """A copy needs an empty place."""
    with open_state(state) as store:
        with store.transaction():
            store.put_meta("states", b"1")
        with pytest.raises(StoreError, match="name a new one"):
            copy(store, store)
