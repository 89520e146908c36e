"""Which codes settings and comments may name: whole codes, their names, and in settings their beginnings too."""

from typing import Final

from lsdsl.diagnostics.catalogue import CATALOGUE
from lsdsl.model.suggestions import closest

EVERY: Final = "LS"
IGNORED_IN_COMMENTS: Final = ("LS5", "LS6", "LS7")
"""Likely mistakes, style and tests: what a comment or a baseline may keep quiet."""

CHANGEABLE: Final = (*IGNORED_IN_COMMENTS, "LS9")
"""What settings may give another level; all else says why a ruleset or its data does not work, and is fixed."""

LOOK_ALIKES: Final = str.maketrans("OI", "01")


class UnknownCodeError(ValueError):
    """There is no code of this name; ``close`` says which ones are close, in words."""

    def __init__(self, name: str, close: str | None) -> None:
        self.name = name
        self.close = close
        super().__init__(f"there is no code {name}" + (f"; did you mean {close.replace('`', '')}?" if close else ""))


class FixedCodeError(ValueError):
    """The code of this name cannot be changed."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} cannot be changed; only LS5xx to LS7xx and LS9xx can")


def beginning(name: str) -> str:
    """The code, or the beginning of codes, that a name in settings or options means.

    Raises :class:`UnknownCodeError` or :class:`FixedCodeError`.
    """
    named = code_of(name) or name
    if named == EVERY or (len(named) == len("LS5") and named in CHANGEABLE):
        return named
    if len(named) < len("LS5") or not any(code.startswith(named) for code in CATALOGUE):
        raise UnknownCodeError(name, " or ".join(f"`{one}`" for one in _close(name, CHANGEABLE)) or None)
    if not named.startswith(CHANGEABLE):
        raise FixedCodeError(name)
    return named


def code_of(name: str) -> str | None:
    """The code that a whole code or the name of a code (``unused-list``) means."""
    if name in CATALOGUE:
        return name
    return next((entry.code for entry in CATALOGUE.values() if entry.slug == name), None)


def close_codes(name: str) -> list[str]:
    """The codes or names that somebody who wrote ``name`` in a comment may have meant, the best first."""
    return _close(name, IGNORED_IN_COMMENTS)


def _close(name: str, families: tuple[str, ...]) -> list[str]:
    """The codes that look the same, or the names that are close. A number that is close to another means something else."""
    typed = "".join(character for character in name.upper() if character not in "_- ").translate(LOOK_ALIKES)
    known = [entry for entry in CATALOGUE.values() if entry.code.startswith(families)]
    if typed in families or any(entry.code == typed for entry in known):
        return [typed]
    return closest(name, [entry.slug for entry in known])
