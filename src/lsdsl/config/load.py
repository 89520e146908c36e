"""Finding and reading the settings; all that is wrong with them is told at once, as findings with their places."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from lsdsl.config.keys import span_of_key, span_of_text
from lsdsl.config.settings import STANDARD, Settings
from lsdsl.diagnostics import Diagnostic, finding, in_order
from lsdsl.model.load import CONFIG
from lsdsl.model.suggestions import suggest
from lsdsl.pattern import pattern
from lsdsl.source import Source, Span

PROJECT: Final = "pyproject.toml"
CODES: Final = frozenset({"LS010", "LS011", "LS012", "LS013", "LS015", "LS016", "LS017"})
"""The findings of settings, with which nothing can be checked or run, and of a baseline, without which a check means little."""

WORDS: Final[dict[type, str]] = {list: "a list", dict: "a table"}
WANTED: Final = {
    "bool_type": ("true or false", "false"),
    "int_type": ("a whole number", "10"),
    "string_type": ("a text", '"..."'),
    "list_type": ("a list", "[]"),
}
MISSING: Final = 'path = "legacy"'
PLACE: Final = pattern(r" \((?:at line (?P<line>\d+), column (?P<column>\d+)|at end of document)\)$")
LONGEST: Final = 40

Loaded = tuple[Settings, list[Diagnostic], dict[str, Source]]


def load_config(path: Path) -> Loaded:
    """The settings for a rule file or a folder of rules, what is wrong with them, and their source for showing it.

    Raises ``OSError`` for a file that cannot be read.
    """
    for folder in _upwards(path):
        for name in (CONFIG, PROJECT):
            file = folder / name
            if file.is_file():
                data = file.read_bytes()
                if name == CONFIG or b"lsdsl" in data:
                    loaded = _read(_shown(file, path), data, () if name == CONFIG else ("tool", "lsdsl"))
                    if loaded is not None:
                        return loaded
    return STANDARD, [], {}


def _upwards(path: Path) -> list[Path]:
    """The folder of the rules and those above it."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`, which would have other folders above it
    return [whole, *whole.parents] if whole.is_dir() else [*whole.parents]


def _shown(file: Path, named: Path) -> str:
    """The path of a file in the manner in which the user named the rules."""
    return (file if named.is_absolute() else Path(os.path.relpath(file))).as_posix()


def _read(path: str, data: bytes, below: tuple[str, ...]) -> Loaded | None:
    """What a file says; None when it is another tool's."""
    import tomllib

    try:
        source = Source(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = finding("LS010", Span(path, 0, 0), problem="the file is not UTF-8")
        return STANDARD, [found], {path: Source(path, "")}
    try:
        values: Any = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return STANDARD, [_unreadable(source, str(error))], {path: source}
    for name in below:
        if not isinstance(values, dict) or name not in values:
            return None
        values = values[name]
    settings, found_ones = _checked(values, source, below)
    return settings, found_ones, {path: source}


def _unreadable(source: Source, said: str) -> Diagnostic:
    place = PLACE.search(said)
    offset = len(source.text.rstrip())
    if place is not None and place["line"] is not None:
        line = min(int(place["line"]), len(source.line_starts))
        offset = min(source.line_starts[line - 1] + int(place["column"]) - 1, len(source.text))
    problem = PLACE.sub("", said)
    return finding("LS010", Span(source.path, offset, offset), problem=problem[:1].lower() + problem[1:])


def _checked(values: Any, source: Source, below: tuple[str, ...]) -> tuple[Settings, list[Diagnostic]]:
    """The settings, by the model; pydantic is asked only when a key is set."""
    if values == {}:
        return Settings(path=source.path), []
    from pydantic import ValidationError

    from lsdsl.config.form import Form

    try:
        return Form.model_validate(values).settings(source.path), []
    except ValidationError as error:
        return STANDARD, in_order([_problem(dict(one), source, below) for one in error.errors(include_url=False)])


def _problem(error: Mapping[str, Any], source: Source, below: tuple[str, ...]) -> Diagnostic:
    """One thing that pydantic complains of, in our words."""
    place = tuple(str(part) for part in error["loc"] if part != "[key]")
    span, key, found = span_of_key(source, below + place), _key(below + place), _said(error["input"])
    match error["type"]:
        case "extra_forbidden":
            known = _known(place[:-1])
            return finding("LS011", span, key=key, close=suggest(place[-1], known), known=", ".join(f"`{one}`" for one in known))
        case "less_than_equal":
            return finding("LS013", span, key=key, found=found, most=error["ctx"]["le"])
        case "greater_than_equal":
            return finding("LS013", span, key=key, found=found, least=error["ctx"]["ge"])
        case "unknown_code" | "fixed_code" as problem:
            code, name = ("LS015" if problem == "unknown_code" else "LS016"), str(error["input"])
            if place[-1].isdigit():
                span = span_of_text(source, span, name)
            table = _key(below + (place[:-1] if place[-1] == name else place))
            return finding(code, span, key=table, name=name, close=error["ctx"].get("close") or None)
        case "missing":
            table = _key(below + place[:-1])
            return finding("LS012", span, key=table, found="a table without one", wanted=f"a `{place[-1]}`", example=MISSING)
        case "literal_error":
            wanted = "one of " + error["ctx"]["expected"].replace("'", '"')
            return finding("LS012", span, key=key, found=found, wanted=wanted, example=f'{place[-1]} = "warning"')
        case kind if kind in WANTED:
            wanted, example = WANTED[kind]
            if place[-1].isdigit():  # an item of a list
                wanted, example = f"a list, and in it {wanted}", f"[{example}]"
            return finding("LS012", span, key=key, found=found, wanted=wanted, example=f"{_owner(place)} = {example}")
        case _:
            return finding("LS012", span, key=key, found=found, wanted="a table", example=f"[{key}]")


def _key(place: tuple[str, ...]) -> str:
    """A dotted key as a person writes it: the numbers of tables and items in a list are left out."""
    return ".".join(part for part in place if not part.isdigit()) or PROJECT


def _owner(place: tuple[str, ...]) -> str:
    """The key on whose line a value stands."""
    return next(part for part in reversed(place) if not part.isdigit())


def _known(place: tuple[str, ...]) -> list[str]:
    """The keys of a table of the form, as they are written."""
    from pydantic import BaseModel

    from lsdsl.config.form import Form

    form: type[BaseModel] = Form
    for name in place:
        if not name.isdigit():
            below: Any = form.model_fields[name].annotation
            below = next(iter(get_args(below)), below)
            if isinstance(below, type) and issubclass(below, BaseModel):
                form = below
    return [one.alias or name for name, one in form.model_fields.items()]


def _said(value: Any) -> str:
    """A value of a file, in words and as it can be written there."""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) in (int, float):
        return _cut(str(value))
    if type(value) is str:
        return f'the text "{_cut(value)}"'
    return WORDS.get(type(value), "a date or time")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
