"""References to events: ``page_visit``, ``profile modified``, ``orders created``."""

from collections.abc import Sequence

from lsdsl.diagnostics import Edit, Fix, Related
from lsdsl.model import builtin
from lsdsl.model.context import Context
from lsdsl.model.declarations import Event
from lsdsl.model.scopes import Scope, event_scope, shown
from lsdsl.model.suggestions import suggest, written_name
from lsdsl.syntax import tree


def event_named(node: tree.EventReference, context: Context) -> Event | None:
    """The event that a rule names; None after a finding."""
    symbols = context.symbols
    name = node.name.text
    event = symbols.events.get(f"{name}.{node.verb}" if node.verb else name)
    if event is not None and (node.verb is not None or event.subject == "declared"):
        return event
    if name not in symbols.bad:
        _unknown(node, context)
    return None


def _unknown(node: tree.EventReference, context: Context) -> None:
    symbols = context.symbols
    name = node.name.text
    written = f"{name} {node.verb}" if node.verb else name
    verbs = builtin.VERBS.get(name) or (builtin.VERBS["profile"] if name in symbols.collections else None)
    if verbs:
        choices = " or ".join(f"`{name} {verb}`" for verb in verbs)
        context.findings.once("", "LS202", written, node.span, suggestion=choices)
        return
    events = {shown(event): event for event in symbols.events.values()}
    suggestion = suggest(written, events)
    fix = _fix(node, events[suggestion.only], safe=suggestion.certain) if suggestion and suggestion.only else None
    # A built-in event is two words, which are no name between backticks: the fix is made here.
    words = str(suggestion) if suggestion else None
    context.findings.once("", "LS202", written, node.span, suggestion=words, kind=symbols.kind(name), fix=fix)


def _fix(node: tree.EventReference, event: Event, *, safe: bool) -> Fix:
    """The event that was meant, in the place of the one that was written."""
    subject, _, verb = event.name.rpartition(".") if event.subject != "declared" else (event.name, "", "")
    return Fix((Edit(node.span, f"{written_name(subject)} {verb}".rstrip()),), safe=safe)


def events_named(nodes: Sequence[tree.EventReference], context: Context) -> tuple[tuple[str, ...], Scope]:
    """The names of the events of a rule, and the scope of what is said of them; an event twice is reported."""
    events = [event_named(node, context) for node in nodes]
    first: dict[str, tree.EventReference] = {}
    for node, event in zip(nodes, events, strict=True):
        if event is None:
            continue
        if event.name in first:
            earlier = Related(first[event.name].span, "first")
            context.findings.add("LS170", node.span, earlier, line=shown(event), where="one rule")
        first.setdefault(event.name, node)
    fields = {name: field for name in context.symbols.field_names() if name != "id" and (field := context.symbols.field(name))}
    return tuple(first), event_scope(events, fields)
