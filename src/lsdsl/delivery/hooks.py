"""Which URL an action goes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from lsdsl.delivery.origins import Target
from lsdsl.delivery.problems import Refusal
from lsdsl.records.outputs import ActionOut


@dataclass(frozen=True, slots=True)
class Hook:
    """A URL and whether its path is a secret."""

    target: Target
    variable: str | None = None

    @property
    def shown(self) -> str:
        """The URL, without a secret path."""
        path = self.target.path if self.variable is None else f"/... (from {self.variable})"
        return f"{self.target.origin}{path}"


@dataclass(frozen=True, slots=True)
class Hooks:
    """The URL for every action: the one that is called as the action's argument ``name`` says, else the general one."""

    general: Hook | None
    named: Mapping[str, Hook]

    def of(self, action: ActionOut) -> Hook:
        """The URL for an action. Raises ``Refusal``."""
        name = action.args.get("name")
        hook = self.named.get(name) if isinstance(name, str) else None
        if hook := hook or self.general:
            return hook
        raise Refusal(
            f"there is no URL for the name {name!r}" if name is not None else "it has no argument name that would tell the URL"
        )
