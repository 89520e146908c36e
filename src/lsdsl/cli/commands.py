"""Verbs that have commands of their own, such as ``lsdsl state``."""

from collections.abc import Sequence

import click


class Commands(click.Group):
    """A group that says what there is when what follows it is none of its commands."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown one say which is meant."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            ctx.fail(f"lsdsl {ctx.info_name} has no command {name!r}; {instead_of(name, sorted(self.commands))}")
        return super().resolve_command(ctx, args)


def instead_of(name: str, known: Sequence[str]) -> str:
    """Which one of the known verbs or commands is meant by an unknown name, else all of them."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}."
