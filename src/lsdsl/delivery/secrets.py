"""Secrets: they come from environment variables, and are never part of a message, a log or a representation."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that does not show itself."""

    variable: str
    value: str = field(repr=False)


class Unset(Exception):  # noqa: N818 - turned into an error of the config by whoever knows the key
    """The environment variable is not set."""


def secret(environment: Mapping[str, str], variable: str) -> Secret:
    """The value of an environment variable; ``Unset`` when it has none."""
    value = environment.get(variable, "")
    if not value:
        raise Unset(variable)
    return Secret(variable, value)
