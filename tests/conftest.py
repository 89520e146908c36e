"""What all tests share: the option ``--update-golden``, the Hypothesis profiles, and a fresh durable ``state`` of every kind.

``pytest tests/golden --update-golden`` writes what the findings look like now; other tests that compare texts may use it too.

``ci`` (the default) tries the same examples in every run, so a failure is the change's own; ``LSDSL_HYPOTHESIS=thorough`` tries
many more, different ones each time. Neither has a deadline: a slow machine is no finding.
"""

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.states import postgres, postgres_state, state  # noqa: F401 - fixtures of all tests

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

WITH_SPARK = tuple(f"tests/unit/spark/test_{name}.py" for name in ("equal", "streaming_kills", "verb"))
"""The files whose tests share a session of Spark."""
SLOW_IS_FINE = (HealthCheck.too_slow,)

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=40, suppress_health_check=SLOW_IS_FINE)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=SLOW_IS_FINE)
settings.load_profile(os.environ.get("LSDSL_HYPOTHESIS", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite the expected outputs.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of Spark come first, because they take longest: others fill up what is left of the time at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/unit/spark/"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> "LoadScopeScheduling":
    """Processes share the tests file by file, and those with a session of Spark stay together: Java takes its time to start."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc] # it ships no types
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "spark" if file in WITH_SPARK else file

    config.option.loadscopereorder = False
    return ByFile(config, log)
