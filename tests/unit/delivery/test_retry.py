"""Waiting between attempts."""

from random import Random

from lsdsl.delivery.outcome import Delivered, Outcome, Postponed, Refused
from lsdsl.delivery.retry import Patience, Retrier
from tests.unit.delivery.samples import TestClock

PATIENCE = Patience(4, 1.0, 5.0)
CHANCE = Random(7)  # noqa: S311 - the same in every run
LATER = Postponed("later")


def tried(*outcomes: Outcome, patience: Patience = PATIENCE, stopping: bool = False) -> tuple[Outcome, int, list[float]]:
    """The last outcome, the number of attempts, and what was waited."""
    clock, left = TestClock(), list(outcomes)
    outcome, attempts = Retrier(clock, CHANCE, lambda: stopping).run(lambda: left.pop(0), patience)
    return outcome, attempts, clock.slept


def test_back_off_with_jitter() -> None:
    """Waits are drawn below a bound that doubles up to the longest wait, and the last attempt is not waited for."""
    outcome, attempts, waits = tried(*[LATER] * 6, patience=Patience(6, 1.0, 5.0))
    assert (outcome, attempts) == (LATER, 6)
    assert all(0 <= wait <= bound for wait, bound in zip(waits, (1, 2, 4, 5, 5), strict=True))
    assert len(set(waits)) == len(waits)


def test_it_comes_back() -> None:
    """The first outcome that is not "later" counts."""
    assert tried(LATER, LATER, Delivered())[:2] == (Delivered(), 3)
    assert tried(LATER, Refused("no"))[:2] == (Refused("no"), 2)


def test_asked_to_wait() -> None:
    """What the other side asks for is waited at least; if it is too long, the next run tries again."""
    assert tried(Postponed("busy", after=3), Delivered())[2] == [3.0]
    assert tried(Postponed("busy", after=300))[1:] == (1, [])


def test_in_vain() -> None:
    """What is hopeless is not tried again, and a wish to stop ends the waiting."""
    assert tried(Postponed("wrong password", hopeless=True))[1] == 1
    assert tried(LATER, stopping=True)[1] == 1
