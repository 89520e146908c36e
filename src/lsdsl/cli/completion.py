"""``lsdsl completion``: completion of verbs, options and files in a shell."""

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from lsdsl.cli.console import say

SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
EXAMPLES: Final = """\b
Examples:
  eval "$(lsdsl completion bash)"                                 in ~/.bashrc
  eval "$(lsdsl completion zsh)"                                  in ~/.zshrc
  lsdsl completion fish > ~/.config/fish/completions/lsdsl.fish
"""


@click.command("completion", epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    program = context.find_root().command
    say(SHELLS[shell](program, {}, "lsdsl", "_LSDSL_COMPLETE").source())
