"""Follow-up flows of Copernica, and the JavaScript of their execution boxes, as follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lsdsl.importing.checking import errors_in
from lsdsl.importing.declared import Declared, Names, given_fields, guess_fields, guess_others, written
from lsdsl.importing.flow import Box, Export, Flow, read_flows
from lsdsl.importing.flow_boxes import declared_field, guess_kind
from lsdsl.importing.javascript import Source, parse
from lsdsl.importing.outcome import Imported, ImportingError, LeftOut, in_layout, plain
from lsdsl.importing.paths import Made, Paths, Told
from lsdsl.scaffold.literals import text_literal
from lsdsl.scaffold.names import field_name, free_name

ROUNDS = 50


@dataclass(slots=True)
class Refused:
    """What the checker did not take: statements of scripts and whole boxes, with the reasons."""

    statements: dict[str, dict[int, str]] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)


def import_copernica(path: str, options: Sequence[str], trigger: str, *, boxes: bool) -> Imported:
    """The follow-ups for a file: a flow, or a script with the event that starts it."""
    export = _export_of_script(path, trigger) if path.lower().endswith(".js") else read_flows(path)
    scripts = {
        _key(number, box): parse(box.text("code", "script", "javascript", "source"))
        for number, flow in enumerate(export.flows)
        for box in flow.boxes.values()
        if box.kind == "script"
    }
    given = {name: declared_field(name, one) for name, one in export.fields.items()} | given_fields(options)
    refused = Refused()
    for _ in range(ROUNDS):
        made, lines, origins, names = _made(path, export, scripts, given, refused, boxes=boxes)
        found = errors_in("".join(f"{line}\n" for line in lines))
        if not found:
            return _imported(export, made, in_layout(lines), scripts, names)
        _refuse(found, origins, refused, path)
    raise ImportingError(f"{path}: the rules that were made of it do not check")


def _export_of_script(path: str, trigger: str) -> Export:
    """A script on its own, as a flow of a trigger and one box."""
    try:
        code = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ImportingError(f"{path}: this is not UTF-8; save the file as UTF-8") from None
    words = trigger.split()
    collection = words[0] if len(words) == 2 and words[0] not in ("profile", "tag") else ""
    start = Box("trigger", "trigger", "the trigger", {"event": trigger} | ({"collection": collection} if collection else {}))
    script = Box("script", "script", "", {"code": code})
    return Export([Flow(Path(path).stem, {"trigger": start, "script": script}, {"trigger": ["script"]}, {})], {})


def _key(number: int, box: Box) -> str:
    return f"{number}/{box.id}"


def _made(
    path: str, export: Export, scripts: dict[str, Source], given: dict[str, Declared], refused: Refused, *, boxes: bool
) -> tuple[list[Made], list[str], dict[int, tuple[str, int | None]], Names]:
    """The rules before they are laid out, and of which box and line of its script each line was made."""
    names = Names({name: Declared(one.kind, one.default, one.guessed) for name, one in given.items()})
    for name, kind in guess_kind([box for flow in export.flows for box in flow.boxes.values()]).items():
        names.fields.setdefault(name, Declared(kind, "0" if kind == "number" else None))
    roots = [one.root for one in scripts.values()]
    guess_fields(roots, names.fields)
    guess_others(roots, names)
    made: list[Made] = []
    # A follow-up may not be called like anything else that is declared.
    starts = [box for flow in export.flows for box in flow.triggers]
    said = [one for box in starts for one in (box.text("collection"), box.text("event")) if one]
    taken = {*names.fields, *(field_name(one, 1, ()) for one in said)}
    for number, flow in enumerate(export.flows):
        name = free_name(field_name(flow.name, 1, ()), taken)
        taken.add(name)
        ours = {box.id: scripts[_key(number, box)] for box in flow.boxes.values() if box.kind == "script"}
        made.append(Paths(flow, number, name, ours, names, Told(refused.statements, refused.boxes, boxes)).followups())
    lines = [f"# Made by lsdsl import copernica from {text_literal(plain(Path(path).name))}.", "", *_declarations(names)]
    origins: dict[int, tuple[str, int | None]] = {}
    for one in made:
        for line in one.lines:
            if line.box is not None:
                origins[len(lines)] = (line.box, line.row)
            lines.append("    " * line.depth + line.text)
        lines.append("")
    return made, lines, origins, names


def _refuse(found: list[tuple[int, str]], origins: dict[int, tuple[str, int | None]], refused: Refused, path: str) -> None:
    """Have what the checker does not take left out in the next round."""
    fresh = False
    for line, message in found:
        if line not in origins:
            continue
        box, row = origins[line]
        reason = f"what was made of it is not sound: {message}"
        if row is None or row in refused.statements.get(box, {}):
            fresh = fresh or box not in refused.boxes
            refused.boxes.setdefault(box, reason)
        else:
            refused.statements.setdefault(box, {})[row] = reason
            fresh = True
    if not fresh:
        raise ImportingError(f"{path}: the rules that were made of it do not check: {found[0][1]}")


def _declarations(names: Names) -> list[str]:
    """The profile, the collections and the events."""
    lines: list[str] = []
    for header, block in (
        ("profile:", names.fields),
        *((f"collection {name}:", rows) for name, rows in names.collections.items()),
    ):
        if block:
            defaults = {name: f" = {one.default}" if one.default is not None else "" for name, one in block.items()}
            lines += [header, *(f"    {written(name)}  {one.kind}{defaults[name]}" for name, one in block.items()), ""]
        elif header != "profile:":
            lines += [header, "    status  text", ""]
    for event, attributes in names.events.items():
        lines.append(f"event {written(event)}" + (":" if attributes else ""))
        lines += [*(f"    {written(name)}  {one.kind}" for name, one in attributes.items()), ""]
    return lines


def _imported(export: Export, made: list[Made], text: str, scripts: dict[str, Source], names: Names) -> Imported:
    left: tuple[LeftOut, ...] = tuple(one for part in made for one in part.left)
    notes = [note for one in scripts.values() for note in one.notes] + [note for part in made for note in part.notes]
    guessed = [f"{name}: {one.kind}" for name, one in names.fields.items() if one.guessed]
    if guessed:
        notes.append(f"the types of these fields are guesses, which --field settles: {', '.join(guessed)}")
    whole = sum(len(flow.boxes) for flow in export.flows)
    incomplete = sum(len(part.incomplete) for part in made)
    if len(export.flows) == 1 and "script" in export.flows[0].boxes and len(export.flows[0].boxes) == 2 and not export.fields:
        script = export.flows[0].boxes["script"]
        if not script.title:
            return Imported(text, 1, "script", left, min(1, len(left)), tuple(notes))
    return Imported(text, whole, "box", left, incomplete, tuple(notes))
