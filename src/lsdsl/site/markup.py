"""HTML and SVG that cannot be broken out of: whatever is not markup already is escaped where it is put in."""

from html import escape
from typing import Final

VOID: Final = frozenset(("meta", "link", "input", "br", "wbr", "path", "rect", "circle", "line"))
"""Elements that hold nothing."""


class Html(str):
    """Text that is markup; only this module makes any from plain text."""

    __slots__ = ()


Child = Html | str | None
Attribute = str | int | float | bool | None


def element(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. Children that are not markup are escaped; an attribute that is None or False is left out.

    ``class_`` is the attribute ``class``, ``aria_label`` is ``aria-label``; ``viewBox`` stays as it is.
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    if name in VOID and not children:
        return Html(f"<{name}{told}>") if name in ("meta", "link", "input", "br", "wbr") else Html(f"<{name}{told}/>")
    return Html(f"<{name}{told}>{joined(*children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def joined(*children: Child) -> Html:
    """Children one after the other, escaped where they are plain text."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))


def separated(separator: Child, children: list[Html]) -> Html:
    """Children with something between them."""
    parts: list[Child] = []
    for child in children:
        parts += [separator, child] if parts else [child]
    return joined(*parts)
