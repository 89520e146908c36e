"""What the catalogue knows of one code."""

from collections.abc import Mapping
from functools import cache

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.model import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one code.

    ``message``, ``label`` (what stands beside the caret) and ``help`` (what to do) are templates; each is a tuple of
    alternatives, of which the first one whose names are all known is used. ``related`` holds the words of second places by
    role. ``message`` says what is wrong, in lower case and without a full stop; only ``help`` says how to mend it.
    A code that is not ``enabled`` is a matter of taste: it is looked for only where the settings or ``--select`` ask for it.
    """

    code: str
    slug: str
    message: tuple[str, ...]
    label: tuple[str, ...] = ()
    help: tuple[str, ...] = ()
    related: Mapping[str, str] | None = None
    severity: Severity = Severity.ERROR
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one finding."""

    message: str
    label: str
    help: str
    related: tuple[str, ...]


def fill(alternatives: tuple[str, ...], arguments: Mapping[str, str]) -> str:
    """The first alternative whose names are all given, filled in; empty when there is none."""
    for template in alternatives:
        if _names(template) <= arguments.keys():
            return template.format_map(arguments)
    return ""


@cache
def _names(template: str) -> frozenset[str]:
    """The names that a template uses."""
    from string import Formatter

    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def words(entry: Entry, diagnostic: Diagnostic) -> Words:
    """Fill in the templates of an entry with the facts of a finding."""
    roles = entry.related or {}
    return Words(
        message=fill(entry.message, diagnostic.arguments),
        label=fill(entry.label, diagnostic.arguments),
        help=fill(entry.help, diagnostic.arguments),
        related=tuple(fill((roles.get(one.role, one.role),), diagnostic.arguments) for one in diagnostic.related),
    )
