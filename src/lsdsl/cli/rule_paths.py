"""What is named where rules are expected: a file of data, or a folder without rules, is refused before anything is made of it."""

from pathlib import Path

from lsdsl.cli.exit import CouldNotRun
from lsdsl.model.load import SUFFIX
from lsdsl.runner.ruleset import Ruleset


def refuse_data(path: str | Path) -> None:
    """Say so when a file of leads or events stands where rules are expected: its lines would all be mistakes."""
    file = Path(path)
    if file.suffix == SUFFIX or not file.is_file():
        return
    from lsdsl.records.inputs import is_data

    if is_data(file.name):
        raise CouldNotRun(f"{path}: this is a file of data, and rules are expected here: a {SUFFIX} file, or a folder of them")


def refuse_empty(path: str | Path, ruleset: Ruleset) -> None:
    """Say so when there are no rules in a folder: it is most likely another one that is meant."""
    if not ruleset.model.sources:
        raise no_rules(path)


def no_rules(path: str | Path) -> CouldNotRun:
    """What is said of a folder without rules."""
    return CouldNotRun(f"{path}: there is no {SUFFIX} file in this folder or below it")
