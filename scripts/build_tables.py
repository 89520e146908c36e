"""Computes the parser's tables when the package is built or installed, so that starting it need not.

Hatchling runs this (see pyproject.toml); by hand: python scripts/build_tables.py
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path(__file__).resolve().parents[1] / "src"
TABLES = SOURCES / "lsdsl" / "syntax" / "tables.json"


def write_tables() -> None:
    """Write the file beside the module that reads it."""
    sys.path.insert(0, str(SOURCES))
    from lsdsl.syntax.grammar import computed, grammar_text
    from lsdsl.syntax.tables import written

    text = grammar_text()
    TABLES.write_text(written(computed(text), text), encoding="utf-8")


class TablesHook(BuildHookInterface[Any]):
    """Puts the tables into the wheel, or beside the sources that an editable install uses."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatchling's
        """Write the tables before the files are collected."""
        if self.target_name == "wheel":
            write_tables()
            build_data["artifacts"].append(f"/{TABLES.relative_to(SOURCES.parent).as_posix()}")


if __name__ == "__main__":
    write_tables()
