"""Numbers as values of options: one that does not fit is told with what to write instead."""

from typing import Any

import click


class WholeNumber(click.IntRange):
    """A whole number within bounds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that a text stands for."""
        try:
            number: int = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)!r} does not fit; write a whole number, {bounds(self.min, self.max)}", param, ctx)
        return number


class Number(click.FloatRange):
    """A number within bounds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that a text stands for."""
        try:
            number: float = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)!r} does not fit; write a number, {bounds(self.min, self.max)}", param, ctx)
        return number


def bounds(least: float | None, most: float | None) -> str:
    """The least and the most in words; the options of lsdsl all have a least."""
    return f"{least or 0:g} or more" if most is None else f"from {least or 0:g} to {most:g}"
