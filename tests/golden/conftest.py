"""The option ``--update-golden``: ``pytest tests/golden --update-golden`` writes what the findings look like now."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--update-golden", action="store_true", help="Rewrite the expected renderings of the findings.")
