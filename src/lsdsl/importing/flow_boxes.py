"""What single boxes of a flow say in a follow-up: triggers, checks, waits, updates and actions."""

import json
from typing import Any, Final

from lsdsl.importing.conditions import condition_of
from lsdsl.importing.criteria import BOOLEANS, Comparison, Slot
from lsdsl.importing.declared import Declared, Names, literal_of, written
from lsdsl.importing.flow import Box
from lsdsl.importing.operators import VALUELESS, Operator, operator_of
from lsdsl.importing.outcome import NotTranslatedError
from lsdsl.importing.quantities import date_of, duration_of, number_of
from lsdsl.importing.sheet_types import types_of
from lsdsl.scaffold.literals import number_literal, text_literal
from lsdsl.scaffold.names import field_name, words_of

EVENTS: Final = {
    "link click": "link_click", "click": "link_click", "link clicked": "link_click", "click on link": "link_click",
    "unsubscribe": "unsubscribe", "unsubscribed": "unsubscribe",
    "email open": "email_open", "email opened": "email_open", "open": "email_open", "impression": "email_open",
    "email bounce": "email_bounce", "bounce": "email_bounce", "error": "email_bounce",
    "form submit": "form_submit", "form submitted": "form_submit", "survey submitted": "form_submit",
    "email sent": "email_sent", "page visit": "page_visit",
}  # fmt: skip
VERBS: Final = {"created": "created", "create": "created", "new": "created", "modified": "modified", "changed": "modified",
    "updated": "modified", "removed": "removed", "deleted": "removed"}  # fmt: skip


def trigger_of(box: Box, names: Names) -> tuple[str, str | None, list[str]]:
    """The event as it stands after ``on``, the collection whose rows it is about, and conditions that the trigger has itself."""
    said = box.text("event", "trigger", "on")
    words = [word for word in words_of(said) if word not in ("is", "was", "a", "the", "sub")]
    if not words:
        raise NotTranslatedError("the trigger does not say on which event")
    verb = VERBS.get(words[-1]) or VERBS.get(words[0])
    about = words[0] if words[-1] in VERBS else words[-1]
    collection = box.text("collection")
    if verb and (about == "subprofile" or collection):
        if not collection:
            raise NotTranslatedError("a trigger on subprofiles has to name their `collection`")
        name = field_name(collection, 1, ())
        names.collections.setdefault(name, {})
        return f"{name} {verb}", name, []
    if verb and about in ("profile", "destination"):
        return f"profile {verb}", None, []
    event = EVENTS.get(" ".join(words)) or field_name(said, 1, ())
    attributes = names.events.setdefault(event, {})
    conditions = []
    for key, attribute in (("link", "url"), ("url", "url"), ("template", "template"), ("form", "form"), ("path", "path")):
        if value := box.text(key):
            attributes.setdefault(attribute, Declared())
            conditions.append(
                f"event.{attribute} is {text_literal(value)}"
                if attribute in names.fields
                else f"{attribute} is {text_literal(value)}"
            )
    return event, None, list(dict.fromkeys(conditions))


def comparison_of(box: Box) -> Comparison:
    """The comparison of a check, with values as texts."""
    field = box.text("field", "name_of_field", "property")
    if not field:
        raise NotTranslatedError("the check names no `field`")
    said = box.text("operator", "comparison", "condition") or "is"
    operator = operator_of(said)
    if operator is None:
        raise NotTranslatedError(f"`{said}` is no operator that is known")
    value = box.first("value", "values")
    values = [as_typed(one) for one in (value if isinstance(value, list) else [value])] if value is not None else []
    if not values and operator not in VALUELESS:
        raise NotTranslatedError("the check has no `value`")
    if values == [""] and operator in (Operator.IS, Operator.IS_NOT):
        operator, values = (Operator.EMPTY if operator is Operator.IS else Operator.FILLED), []
    return Comparison(Slot(None, field), operator, tuple(values))


def as_typed(value: object) -> str:
    """A value of JSON as it would stand in a sheet."""
    if isinstance(value, dict | list):
        raise NotTranslatedError("a value is a list or an object")
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def check_of(box: Box, names: Names, collection: str | None) -> str:
    """The condition of a check."""
    comparison = comparison_of(box)
    name = comparison.slot.name
    declared = declared_for(box, name, names, collection)
    shown = written(name)
    if collection is not None and name in names.fields and name in names.collections[collection]:
        shown = f"event.{shown}" if _of_rows(box) else f"profile.{shown}"
    if declared.kind == "boolean" and any(value.lower() not in BOOLEANS for value in comparison.values):
        raise NotTranslatedError(f"`{name}` is yes or no, and is compared with something else")
    return condition_of(comparison, shown, declared.kind)


def _of_rows(box: Box) -> bool:
    return box.text("scope", "of").lower() in ("subprofile", "collection", "row")


def declared_for(box: Box, name: str, names: Names, collection: str | None) -> Declared:
    """The declaration of the field that a box is about: of a row where the box says so."""
    if collection is not None and (_of_rows(box) or name in names.collections[collection]):
        return names.collections[collection].setdefault(name, Declared())
    return names.fields.setdefault(name, Declared())


def guess_kind(boxes: list[Box]) -> dict[str, str]:
    """The types of the fields that checks compare and updates write."""
    comparisons = []
    for box in boxes:
        try:
            if box.kind == "check":
                comparisons.append(comparison_of(box))
            for name, value in (updates_of(box) if box.kind == "update" else {}).items():
                if value not in (None, ""):
                    comparisons.append(Comparison(Slot(None, name), Operator.IS, (as_typed(value),)))
        except NotTranslatedError:
            continue
    return {slot.name: kind for slot, kind in types_of(comparisons).items()}


def updates_of(box: Box) -> dict[str, Any]:
    """The fields that an update writes, and their values."""
    fields = box.first("fields", "values")
    if isinstance(fields, dict):
        return fields
    name = box.text("field", "name_of_field")
    if not name:
        raise NotTranslatedError("the update names no `field`")
    return {name: box.properties.get("value")}


def update_of(box: Box, names: Names) -> list[str]:
    """The steps of an update."""
    steps = []
    for name, value in updates_of(box).items():
        declared = names.fields.setdefault(name, Declared())
        if value is None or value == "":
            raise NotTranslatedError(
                f"`{name}` is emptied, and a step sets a value: `profile.fields.{name} = None` in a box does it"
            )
        steps.append(f"set {written(name)} to {_value(as_typed(value), declared.kind, name)}")
    return steps


def _value(text: str, kind: str, name: str) -> str:
    match kind:
        case "number":
            number = number_of(text)
            if number is None:
                raise NotTranslatedError(f"`{text}` is no number, and `{name}` is one")
            return number_literal(number)
        case "boolean" if text.lower() in BOOLEANS:
            return "true" if BOOLEANS[text.lower()] else "false"
        case "date" if date_of(text):
            return str(date_of(text))
        case "text":
            return text_literal(text)
        case _:
            raise NotTranslatedError(f"`{text}` does not fit `{name}`, which is a {kind}")


def wait_of(box: Box) -> str:
    """The step of a wait."""
    given = box.first("duration", "time", "delay", "wait")
    given = given if isinstance(given, dict) else None
    for unit in ("minutes", "hours", "days", "weeks", "months", "years"):
        amount = (given or box.properties).get(unit)
        if amount is not None:
            duration = duration_of(f"{amount} {unit}", None)
            break
    else:
        duration = duration_of(box.text("duration", "time", "delay", "wait"), box.text("unit") or None)
    if duration is None:
        raise NotTranslatedError("the wait does not say how long")
    return f"wait {duration}"


def email_of(box: Box, names: Names) -> str:
    """The step that asks for a mail."""
    template = box.text("template", "document", "mailing", "email", "subject")
    if not template:
        raise NotTranslatedError("the mail names no `template`")
    step = f"do send_email {text_literal(template)}"
    to = box.text("to") or "email"
    if "@" in to:
        step += f", to: {text_literal(to)}"
    else:
        name = to.removeprefix("{$").removesuffix("}").removeprefix("profile.").strip()
        names.fields.setdefault(name, Declared())
        step += f", to: {written(name)}"
    for key in ("cc", "bcc"):
        given = box.first(key)
        addresses = (
            [
                text_literal(str(one).strip())
                for one in (given if isinstance(given, list) else str(given).replace(";", ",").split(","))
            ]
            if given
            else []
        )
        if addresses:
            step += f", {key}: " + (addresses[0] if len(addresses) == 1 else f"({', '.join(addresses)})")
    return step


def action_of(box: Box) -> str:
    """The step of one of the other actions."""
    verb = {"workflow": "start_workflow", "notify": "notify", "webhook": "call_webhook"}[box.kind]
    said = box.text("workflow", "message", "webhook", "name", "url")
    if not said:
        raise NotTranslatedError("the box does not say which one")
    to = box.first("to") if box.kind == "notify" else None
    addresses = [text_literal(str(one)) for one in (to if isinstance(to, list) else [to])] if to else []
    more = "" if not addresses else f", to: {addresses[0]}" if len(addresses) == 1 else f", to: ({', '.join(addresses)})"
    return f"do {verb} {text_literal(said)}{more}"


def declared_field(name: str, given: object) -> Declared:
    """A field of an export: ``"number"``, or ``{"type": "number", "default": 0}``."""
    kind, default = (given.get("type", "text"), given.get("default")) if isinstance(given, dict) else (given, None)
    known = {
        "numeric": "number",
        "integer": "number",
        "float": "number",
        "string": "text",
        "email": "text",
        "bool": "boolean",
        "phone": "text",
    }
    kind = known.get(str(kind), str(kind))
    if kind not in ("text", "number", "boolean", "date", "datetime", "list"):
        kind = "text"
    return Declared(kind, None if default is None else literal_of(default, kind, f"field {name}"), guessed=False)


def original_of(box: Box) -> str:
    """A box as its file holds it, for a comment."""
    return json.dumps(
        {key: value for key, value in box.properties.items() if key not in ("properties", "x", "y")}, ensure_ascii=False
    )
