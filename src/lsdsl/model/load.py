"""Rulesets on disk: which files belong together, and the model of them all.

``OSError`` is left to the caller: a file that cannot be read is no finding of the rules.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, in_order
from lsdsl.model.declarations import Model
from lsdsl.model.lists import ListProblem, ReadList, no_files
from lsdsl.model.resolution import has_errors, resolve
from lsdsl.source import Source
from lsdsl.syntax import decode, parse

SUFFIX: Final = ".lsdsl"
CONFIG: Final = "lsdsl.toml"
UNKNOWN: Final = ("LS20", "LS21")
"""Codes of unknown names: not told when a file is missing that may declare them."""
NO_OPTION: Final = "LS305"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files of a ruleset say.

    ``model`` is None when there are errors, of the syntax or of names and types; ``fragment`` is what could be made of
    them all the same. ``sources`` are by the paths that ``findings`` show.
    """

    model: Model | None
    fragment: Model
    findings: list[Diagnostic]
    sources: dict[str, Source]


def load_ruleset(path: Path) -> Loaded:
    """The ruleset that a file or folder belongs to."""
    root, files = load_sources(path)
    return check_sources(files, list_reader(root))


def check_text(text: str, path: str = "rules.lsdsl") -> tuple[Model | None, list[Diagnostic]]:
    """The model of a text that is a whole ruleset, and all findings; list files cannot be read."""
    loaded = check_sources([(path, text.encode("utf-8", "surrogatepass"))], no_files)
    return loaded.model, loaded.findings


def check_sources(files: Sequence[tuple[str, bytes]], read_list: ReadList) -> Loaded:
    """Decode, parse and resolve files; healthy declarations are held against each other even where others have syntax errors."""
    sources: dict[str, Source] = {}
    trees = []
    findings: list[Diagnostic] = []
    for path, data in files:
        source, unreadable = decode(path, data)
        findings.extend(unreadable)
        sources[path] = source or Source(path, "")
        if source is not None:
            file, mistakes = parse(source)
            trees.append(file)
            findings.extend(mistakes)
    model, more = resolve(trees, sources, read_list=read_list)
    if len(trees) < len(files):
        more = [finding for finding in more if not finding.code.startswith(UNKNOWN)]
    unread = [_line_of(one, sources) for one in findings if one.span.path in sources]
    more = [one for one in more if one.code != NO_OPTION or not _may_be_declared(one, unread)]
    found = in_order([*findings, *more])
    return Loaded(None if has_errors(found) else model, model, found, sources)


def _line_of(one: Diagnostic, sources: Mapping[str, Source]) -> str:
    """The line that a finding stands on."""
    source = sources[one.span.path]
    return source.line_text(source.position(one.span.start).line)


def _may_be_declared(one: Diagnostic, unread: Sequence[str]) -> bool:
    """Whether what is called no option stands on a line that could not be read, which perhaps declares it."""
    return any(f'"{one.arguments["value"]}"' in line for line in unread)


def load_sources(path: Path, text: bytes | None = None) -> tuple[Path, list[tuple[str, bytes]]]:
    """The folder of a ruleset, and its files as ``(shown path, bytes)`` in path order.

    A folder is a ruleset: every rule file below it; its list files may stand anywhere in the nearest folder upwards that has a
    ``lsdsl.toml``. A file belongs to the nearest folder upwards that has a ``lsdsl.toml``;
    without one it is a ruleset alone. Shown paths are absolute when ``path`` is, else relative to where we are. With ``text``
    that stands in place of what the file ``path`` holds.
    """
    if path.is_dir():
        inside = path if (path / CONFIG).is_file() else _configured(path) or path
        return inside, [(_shown(file, path), file.read_bytes()) for file in rule_files(path)]
    root = _configured(path)
    if root is None:
        return path.parent, [(_shown(path, path), path.read_bytes() if text is None else text)]
    files = rule_files(root)
    named = path.resolve()
    if named not in [file.resolve() for file in files]:
        files.append(path)
    return root, [
        (_shown(file, path), text if text is not None and file.resolve() == named else file.read_bytes()) for file in files
    ]


def rule_files(folder: Path) -> list[Path]:
    """The rule files below a folder in path order; hidden files and folders are left out."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(Path(place, name) for name in names if name.endswith(SUFFIX) and not name.startswith("."))
    return sorted((file for file in found if file.is_file()), key=lambda file: file.relative_to(folder).as_posix())


def _raise(problem: OSError) -> None:
    raise problem


def _configured(path: Path) -> Path | None:
    """The nearest folder upwards with a ``lsdsl.toml``."""
    above = path.absolute().parents
    return next((folder for folder in above if (folder / CONFIG).is_file()), None)


def _shown(file: Path, named: Path) -> str:
    """The path of a file in the manner in which the user named theirs."""
    return (file.absolute() if named.is_absolute() else Path(os.path.relpath(file))).as_posix()


def list_reader(root: Path) -> ReadList:
    """A reader of list files, which stand beside the rule file that names them and inside the folder of the ruleset."""
    inside = root.resolve()

    def read(rule_file: str, path: str) -> str | ListProblem:
        if not path or "\0" in path or Path(path).is_absolute():
            return ListProblem.OUTSIDE
        try:
            file = (Path(rule_file).parent / path).resolve()
            if not file.is_relative_to(inside):
                return ListProblem.OUTSIDE
            return file.read_text(encoding="utf-8") if file.is_file() else ListProblem.ABSENT
        except UnicodeDecodeError:
            return ListProblem.NOT_TEXT
        except (OSError, RuntimeError):
            return ListProblem.UNREADABLE

    return read
