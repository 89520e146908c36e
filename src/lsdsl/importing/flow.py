"""A follow-up flow: boxes, and links between them, as JSON holds them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lsdsl.importing.outcome import ImportingError
from lsdsl.scaffold.names import words_of

KINDS: Final = {
    "trigger": "trigger", "start": "trigger",
    "check": "check", "check destination": "check", "condition": "check", "if": "check",
    "wait": "wait", "delay": "wait", "pause": "wait", "timer": "wait",
    "execution": "script", "execute": "script", "javascript": "script", "script": "script", "execution box": "script",
    "send email": "email", "email": "email", "send mail": "email", "mailing": "email", "send mailing": "email",
    "update destination": "update", "update": "update", "update profile": "update", "set field": "update",
    "start workflow": "workflow", "workflow": "workflow", "notify": "notify", "notification": "notify",
    "call webhook": "webhook", "webhook": "webhook", "end": "end", "stop": "end",
}  # fmt: skip
"""What a type of a box is, in the spellings that exports have."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a flow: what it is, by which name messages call it, and its properties."""

    id: str
    kind: str
    title: str
    properties: Mapping[str, Any]

    def text(self, *names: str) -> str:
        """The first of the properties that is there, as a text."""
        found = self.first(*names)
        return "" if found is None or isinstance(found, dict | list) else str(found)

    def first(self, *names: str) -> Any:
        """The first of the properties that is there; None when none is."""
        return next((self.properties[name] for name in names if self.properties.get(name) is not None), None)


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow: its name, its boxes by id, and where each leads on a match and without one, in the order of the links."""

    name: str
    boxes: Mapping[str, Box]
    matches: Mapping[str, Sequence[str]]
    others: Mapping[str, Sequence[str]]

    @property
    def triggers(self) -> list[Box]:
        """The boxes that start the flow."""
        return [box for box in self.boxes.values() if box.kind == "trigger"]


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds: flows, and fields with their types where it names them."""

    flows: Sequence[Flow]
    fields: Mapping[str, Any]


def read_flows(path: str) -> Export:
    """The flows of a JSON file. Raises ``ImportingError`` when it does not hold any."""
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise ImportingError(f"{path}: this is not UTF-8; save the file as UTF-8") from None
    except UnicodeEncodeError:
        raise ImportingError(f"{path}: a text holds half a character") from None
    except json.JSONDecodeError as error:
        raise ImportingError(f"{path}:{error.lineno}: this is no JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise ImportingError(f"{path}: its values are nested too deeply") from None
    given = document.get("flows", [document]) if isinstance(document, dict) else document
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        raise ImportingError(f"{path}: a flow is an object with `boxes` and `links`")
    fields = document.get("fields", {}) if isinstance(document, dict) else {}
    if not isinstance(fields, dict):
        raise ImportingError(f"{path}: `fields` is an object with a name and a type for each field")
    stem = Path(path).stem
    return Export([_flow(path, one, stem if len(given) == 1 else f"{stem} {n}") for n, one in enumerate(given, 1)], fields)


def _flow(path: str, given: Mapping[str, Any], name: str) -> Flow:
    boxes: dict[str, Box] = {}
    items = given.get("boxes")
    if not isinstance(items, list) or not items:
        raise ImportingError(f"{path}: a flow has a list of `boxes`")
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("type"), str):
            raise ImportingError(f"{path}: box {number} has to be an object with an `id` and a `type`")
        key = str(item["id"])
        if key in boxes:
            raise ImportingError(f"{path}: two boxes have the id {key}")
        properties = {**item, **item["properties"]} if isinstance(item.get("properties"), dict) else item
        kind = KINDS.get(" ".join(words_of(item["type"])), str(item["type"]))
        boxes[key] = Box(key, kind, f"box {key} ({item['type']})", properties)
    matches: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    links = given.get("links", [])
    if not isinstance(links, list):
        raise ImportingError(f"{path}: `links` is a list")
    for number, link in enumerate(links, 1):
        if not isinstance(link, dict) or str(link.get("from")) not in boxes or str(link.get("to")) not in boxes:
            raise ImportingError(f"{path}: link {number} has to lead `from` the id of a box `to` the id of another")
        side = " ".join(words_of(str(link.get("on", link.get("type", "match")))))
        if side not in ("match", "no match", "nomatch", "else", "true", "false", "yes", "no", "next", "default", "always"):
            raise ImportingError(f"{path}: link {number} is on {side!r}; a link is on `match` or `no match`")
        ways = others if side in ("no match", "nomatch", "else", "false", "no") else matches
        ways.setdefault(str(link["from"]), []).append(str(link["to"]))
    return Flow(str(given.get("name") or name), boxes, matches, others)
