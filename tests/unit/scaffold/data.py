"""Files of leads for tests, and what is declared for them."""

from pathlib import Path

from lsdsl.runner.batch import Unit
from lsdsl.scaffold.fields import Declared, declare
from lsdsl.scaffold.survey import Survey, survey


def ignore_progress(what: str, unit: Unit, done: int, size: int | None) -> None:
    """Nobody watches."""


def table(folder: Path, header: str, *rows: str, name: str = "leads.csv") -> Path:
    """A CSV file."""
    path = folder / name
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def surveyed(path: Path) -> Survey:
    """What a file holds."""
    return survey(str(path), ignore_progress)


def declared(path: Path) -> Declared:
    """What is declared for a file."""
    return declare(surveyed(path))


def types(path: Path) -> dict[str, str]:
    """The types of the fields that are declared for a file, options and all."""
    return {field.name: shown(field.guess.type) for field in declared(path).fields}


def shown(type_: object) -> str:
    """A type with its options."""
    options = getattr(type_, "options", ())
    return f"choice {'/'.join(options)}" if options else str(type_)
