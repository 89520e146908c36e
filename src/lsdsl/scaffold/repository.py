"""The files of a new repository of rules, and writing them where nothing is in their way."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from lsdsl import __version__
from lsdsl.model.load import CONFIG, rule_files
from lsdsl.scaffold.fields import Declared
from lsdsl.scaffold.rules import names_of, profile_rules, score_rules
from lsdsl.scaffold.survey import Survey

Files = dict[str, str]
"""Texts by their paths in the repository."""

COMMON: Final = {
    CONFIG: "lsdsl.toml",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".github/workflows/lsdsl.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
}
"""The files that every repository has, and the templates that they come from."""

STARTER: Final = (
    *("rules/profile.lsdsl", "rules/events.lsdsl", "rules/fit.lsdsl", "rules/engagement.lsdsl", "rules/followups.lsdsl"),
    *("rules/tests.lsdsl", "lists/free_mail.txt", "data/profiles.csv", "data/events.jsonl", "README.md"),
)
"""The files of a repository that is not made from data; each is its own template."""

STARTER_SELECTION: Final = "to_call"
"""The selection of that repository, which the data in it gives leads to."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What keeps a repository from being written: ``rules`` that are there already, or ``files`` that would be overwritten."""

    rules: tuple[str, ...]
    files: tuple[str, ...]


def template(name: str) -> str:
    """The text of a template."""
    text = files("lsdsl.scaffold").joinpath("template", *name.split("/")).read_text(encoding="utf-8")
    return text.replace("@VERSION@", __version__)


def starter_files() -> Files:
    """A small ruleset with everything in it, and data to try it on."""
    return {path: template(path) for path in STARTER} | _common()


def files_from(found: Survey, declared: Declared) -> Files:
    """A ruleset for the columns of a file."""
    name = Path(found.source).name
    readme = (
        template("README-from.md")
        .replace("@FILE@", shlex.quote(name) if name.isprintable() else "leads.csv")
        .replace("@SELECTION@", names_of(declared).selection)
    )
    made = _common() | {
        "rules/profile.lsdsl": profile_rules(found, declared, name),
        "rules/fit.lsdsl": score_rules(declared),
        "README.md": readme,
    }
    made[".gitignore"] += template("gitignore-data")
    return made


def _common() -> Files:
    return {path: template(name) for path, name in COMMON.items()}


def in_the_way(folder: Path, made: Mapping[str, str]) -> InTheWay:
    """What is there already."""
    rules = [file.relative_to(folder).as_posix() for file in rule_files(folder)] if folder.is_dir() else []
    if (folder / CONFIG).exists():
        rules.append(CONFIG)
    return InTheWay(tuple(rules), tuple(path for path in sorted(made) if _exists(folder / path)))


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def write_files(folder: Path, made: Mapping[str, str]) -> list[str]:
    """Write the files that are not there yet; their paths. A file that appears meanwhile is left as it is."""
    written = []
    for path, text in sorted(made.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            continue
        written.append(path)
    return written
