"""Prepared lines of the ledger are those that the encoder writes."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lsdsl.compile import Program
from lsdsl.compile.entry import Awarded, Entry, Plain
from lsdsl.runner import ledger
from lsdsl.runner.ledger import LedgerLines
from lsdsl.runner.ruleset import load
from tests.unit.cli.program import SOUND, write

MOMENTS = st.integers(-(10**15), 10**17)
SIZES = st.integers(-(10**16), 10**16) | st.integers(-99, 99).map(lambda size: size * 1_000_000)
PLAIN = st.tuples(st.integers(0, 1), st.integers(0, 4), SIZES)
FULL = st.builds(
    Entry,
    st.integers(0, 1),
    st.integers(0, 4),
    SIZES,
    MOMENTS,
    st.text(),
    st.sampled_from(["award", "replaced"]),
    st.none() | MOMENTS,
)


@pytest.fixture(name="program", scope="module")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program of a file whose name is not an easy one."""
    return load(write(tmp_path_factory.mktemp("rules"), '100% "odd".lsdsl', SOUND)).program


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.lists(PLAIN | FULL, min_size=1, max_size=4), MOMENTS, st.text())
def test_prepared_lines_are_those_of_the_encoder(
    program: Program, profile: str, made: list[Plain | Entry], time: int, event: str
) -> None:
    """Whatever ids, points and moments there are, also when they are prepared; entries with own moments are left out."""
    lines, awarded = LedgerLines(program), Awarded(made, time, event)
    expected: bytes | None = b"".join(lines.of_entry(profile, entry) for entry in awarded.entries)
    if any(isinstance(one, Entry) for one in made):
        expected = None
    assert lines.of_event(profile, awarded) == expected
    assert lines.of_event(profile, awarded) == expected


def test_prepared_lines_do_not_grow(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that computes its points gives ever new numbers: what is prepared for them is thrown away again."""
    monkeypatch.setattr(ledger, "PREPARED", 3)
    lines = LedgerLines(program)
    for size in range(10):
        lines.of_event("p", Awarded([(0, 0, size)], 0, "e"))
        assert len(lines._templates) <= 3


def test_the_path_of_the_rules_is_in_the_lines(program: Program) -> None:
    """A per cent sign in it stays one."""
    line = LedgerLines(program).of_event("p", Awarded([(0, 0, 1_500_000)], 0, "e"))
    assert line is not None
    assert Path('100% "odd".lsdsl').name.replace('"', '\\"').encode() in line
    assert b'"points":1.5,"time":"1970-01-01T00:00:00Z","event":"e"' in line
