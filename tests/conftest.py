"""What all tests share: the option ``--update-golden``, the Hypothesis profiles, and a fresh durable ``state`` of every kind.

``pytest tests/golden --update-golden`` writes what the findings look like now; other tests that compare texts may use it too.

``ci`` (the default) tries the same examples in every run, so a failure is the change's own; ``LSDSL_HYPOTHESIS=thorough`` tries
many more, different ones each time. Neither has a deadline: a slow machine is no finding.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.states import postgres, postgres_state, state  # noqa: F401 - fixtures of all tests

SLOW_IS_FINE = (HealthCheck.too_slow,)

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=SLOW_IS_FINE)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=SLOW_IS_FINE)
settings.load_profile(os.environ.get("LSDSL_HYPOTHESIS", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite the expected outputs.")
