"""Reading ``deliver.toml``: every problem at once, each with its file and key."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from lsdsl.delivery.checks import Problem, problems
from lsdsl.delivery.config import Config, DefaultTable, FileTable, SmtpTable, WebhookTable
from lsdsl.delivery.problems import ConfigError
from lsdsl.records.problems import closest

KINDS: dict[str, type[BaseModel]] = {"smtp": SmtpTable, "webhook": WebhookTable, "file": FileTable}


@dataclass(frozen=True, slots=True)
class Setup:
    """A config that was read, the folder that its paths start from, and the environment that holds its secrets."""

    path: str
    folder: Path
    config: Config
    environment: Mapping[str, str]

    def file(self, name: str) -> Path:
        """A path of the config."""
        return self.folder / name

    def wrong(self, key: str, words: str) -> ConfigError:
        """A problem with a key."""
        return ConfigError([f"{self.path}: {key}: {words}"])


def load(path: str, environment: Mapping[str, str]) -> Setup:
    """The config of a file. Raises ``ConfigError`` with all that is wrong."""
    data = _table(path)
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError([f"{path}: {dotted(one.key)}: {one.words}" for one in _misfits(error)]) from None
    if found := problems(config):
        raise ConfigError([f"{path}: {dotted(one.key)}: {one.words}" for one in found])
    return Setup(path, Path(path).resolve().parent, config, environment)


def _table(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: this is not UTF-8 text"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: this is not TOML: {error}"]) from None


def dotted(key: tuple[str, ...]) -> str:
    """A key as TOML writes it."""
    return ".".join(one if one.replace("_", "").replace("-", "").isalnum() else f'"{one}"' for one in key)


def _misfits(error: ValidationError) -> Iterator[Problem]:
    """What pydantic found, in our words."""
    for one in error.errors(include_url=False, include_input=False):
        location = tuple(str(part) for part in one["loc"])
        table, key = _place(location)
        yield Problem(key, _words(str(one["type"]), str(one["msg"]), key, table))


def _place(location: tuple[str, ...]) -> tuple[type[BaseModel], tuple[str, ...]]:
    """The table that a location of pydantic lies in, and its key in the file: without the kind of sink that pydantic puts in."""
    if location[:1] == ("sinks",) and len(location) > 2 and location[2] in KINDS:
        return KINDS[location[2]], (*location[:2], *location[3:])
    if location[:1] == ("default",) and len(location) > 1:
        return DefaultTable, location
    return Config, location


def _words(kind: str, message: str, key: tuple[str, ...], table: type[BaseModel]) -> str:
    match kind:
        case "missing":
            return "this key is missing"
        case "extra_forbidden":
            known = [field.alias or name for name, field in table.model_fields.items()]
            near = closest(key[-1], known).get("suggestion")
            return f"unknown key; did you mean {near}?" if near else f"unknown key; known are {', '.join(known)}"
        case "union_tag_not_found":
            return f"the key type is missing; it is one of {', '.join(KINDS)}"
        case "union_tag_invalid":
            return f"unknown type; it is one of {', '.join(KINDS)}"
        case "string_pattern_mismatch":
            return "this should be the name of an environment variable"
        case _:
            return message[:1].lower() + message[1:].replace("dictionary", "table")
