"""The command line: one thin module a verb. Nothing but click is imported until a verb is known."""

from lsdsl.cli.program import main, program

__all__ = ["main", "program"]
