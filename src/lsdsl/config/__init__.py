"""The settings of a ruleset: ``lsdsl.toml``, or ``[tool.lsdsl]`` in ``pyproject.toml``, nearest upwards from the rules.

:mod:`form` is the one model that says which keys there are and what they take. It needs pydantic, and is imported only when a
file sets anything.
"""

from lsdsl.config.load import CODES, load_config
from lsdsl.config.settings import STANDARD, Settings

__all__ = ["CODES", "STANDARD", "Settings", "load_config"]
