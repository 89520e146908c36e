"""Lines that go out have their keys in order, and are sorted without growing in memory."""

import random

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from lsdsl.records.outputs import ActionOut, FailureOut, LedgerOut, ProfileOut, ScoreOut, encode_line
from lsdsl.records.raw import Reject
from lsdsl.records.spool import LAST, Spool


def test_keys_are_in_the_order_of_the_reference() -> None:
    """Every kind of line has its keys in the documented order, and leaves out those that do not apply."""
    scores = {"engagement": ScoreOut(22, "cold", "blue", 1), "fit": ScoreOut(5)}
    assert encode_line(ProfileOut("p1", {"age": 5}, ("a",), scores, {"priority": "C3"})) == (
        b'{"id":"p1","fields":{"age":5},"tags":["a"],"scores":{"engagement":{"value":22,"range":"cold","colour":"blue","flames":1},'
        b'"fit":{"value":5}},"grades":{"priority":"C3"}}\n'
    )
    assert encode_line(LedgerOut("p1", "fit", "r", 5, "t", UNSET, "award", where="x:1")) == (
        b'{"profile":"p1","score":"fit","rule":"r","points":5,"time":"t","reason":"award","where":"x:1"}\n'
    )
    assert encode_line(ActionOut("a1", "p1", "f", "notify", {"to": "x"}, "t", "e1")) == (
        b'{"id":"a1","profile":"p1","followup":"f","action":"notify","args":{"to":"x"},"time":"t","event":"e1"}\n'
    )
    assert encode_line(FailureOut("p1", "f", "e1", "t", "LS851", "m", "x:1", {"a": None})) == (
        b'{"profile":"p1","followup":"f","event":"e1","time":"t","code":"LS851","message":"m","where":"x:1","values":{"a":null}}\n'
    )
    assert encode_line(Reject("x", 1, "LS801", "m", "r")) == b'{"source":"x","line":1,"code":"LS801","message":"m","raw":"r"}\n'


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=3))), st.integers(1, 50))
def test_a_spool_sorts_whatever_its_memory(keys: list[tuple[int, str]], entries: int) -> None:
    """The lines come sorted by key, equal keys in the order in which they came, spilled or not."""
    spool = Spool(entries=entries)
    lines = [b"%d\n" % number for number in range(len(keys))]
    for key, line in zip(keys, lines, strict=True):
        spool.append(key, line)
    expected = [lines[index] for index in sorted(range(len(keys)), key=lambda index: (keys[index], index))]
    assert list(spool.lines()) == expected
    assert list(spool.lines()) == expected
    assert len(spool) == len(keys)
    spool.close()


def test_a_spool_spills_by_size_too() -> None:
    """Few but large lines do not stay in memory either."""
    spool = Spool(size=1000)
    for number in range(100):
        spool.append((-number,), b"x" * 100 + b"%d" % number)
    assert len(spool._entries) < 11
    assert [line[100:] for line in spool.lines()] == [b"%d" % number for number in reversed(range(100))]
    spool.close()


def test_a_spool_takes_over_what_another_process_has_put_into_a_file() -> None:
    """The lines of all are sorted together; equal keys of the own ones come last if the spool counts from there."""
    chance = random.Random(3)  # noqa: S311 - no secret
    own, parts = Spool(first=LAST), [Spool(entries=7, shared=True) for _ in range(3)]
    lines = [((chance.randrange(40), f"p{number % 3}"), number % 3, b"%d\n" % number) for number in range(2_000)]
    for key, place, line in lines:
        parts[place].append(key, line)
    own.append((3, "p1"), b"own\n")
    for part in parts:
        own.take_over(part, part.hand_over())
    expected = sorted([*((key, number) for number, (key, _, _) in enumerate(lines)), ((3, "p1"), 9_999)])
    assert list(own.lines()) == [b"own\n" if number == 9_999 else b"%d\n" % number for _, number in expected]
    assert b"".join(text for _, text in own.pieces()) == b"".join(own.lines())
    assert [key for key, _ in own.pairs()] == [key for key, _ in expected]
    assert len(own) == 2_001
    own.close()
