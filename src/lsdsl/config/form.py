"""The form of ``lsdsl.toml``: this one model says which keys there are, what they take and what they mean."""

from pathlib import PurePosixPath
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from lsdsl.config.codes import FixedCodeError, UnknownCodeError, beginning
from lsdsl.config.settings import SWITCH_OFF_AFTER, CheckSettings, Choice, PathChoice, Settings
from lsdsl.diagnostics import Severity
from lsdsl.script.budgets import DEFAULT, FUEL_PER_EVENT, Budgets

MOST_FAILURES: Final = 1_000_000
UNKNOWN_CODE: Final = "unknown_code"
FIXED_CODE: Final = "fixed_code"


def _code(name: str) -> str:
    """The code, or the beginning of codes, that is named; what pydantic reports when there is none."""
    try:
        return beginning(name)
    except UnknownCodeError as error:
        raise PydanticCustomError(UNKNOWN_CODE, "{close}", {"close": error.close or ""}) from error
    except FixedCodeError as error:
        raise PydanticCustomError(FIXED_CODE, "{name}", {"name": name}) from error


Code = Annotated[str, AfterValidator(_code)]
Level = Literal["error", "warning", "info", "off"]
FailLevel = Literal["error", "warning", "info"]


class _Table(BaseModel):
    """A table that takes its keys and no others, each with a value of its very type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class BudgetsForm(_Table):
    """``[boxes.budgets]``: what one run of one box may use. Each budget can be lowered, none can be raised."""

    characters: Annotated[int, Field(ge=0, le=DEFAULT.characters)] = DEFAULT.characters
    """Characters of a box."""
    lines: Annotated[int, Field(ge=0, le=DEFAULT.lines)] = DEFAULT.lines
    """Lines of a box."""
    line: Annotated[int, Field(ge=0, le=DEFAULT.line)] = DEFAULT.line
    """Characters of a line."""
    nodes: Annotated[int, Field(ge=0, le=DEFAULT.nodes)] = DEFAULT.nodes
    """Parts of the syntax tree."""
    depth: Annotated[int, Field(ge=0, le=DEFAULT.depth)] = DEFAULT.depth
    """Depth of the syntax tree."""
    brackets: Annotated[int, Field(ge=0, le=DEFAULT.brackets)] = DEFAULT.brackets
    """Brackets within brackets."""
    number: Annotated[int, Field(ge=0, le=DEFAULT.number)] = DEFAULT.number
    """Characters of a number in the source."""
    literal: Annotated[int, Field(ge=0, le=DEFAULT.literal)] = DEFAULT.literal
    """Characters of a text in the source."""
    fuel: Annotated[int, Field(ge=0, le=DEFAULT.fuel)] = DEFAULT.fuel
    """Steps of one run."""
    bits: Annotated[int, Field(ge=0, le=DEFAULT.bits)] = DEFAULT.bits
    """Bits of an integer while a box computes."""
    text: Annotated[int, Field(ge=0, le=DEFAULT.text)] = DEFAULT.text
    """Characters of a text value."""
    items: Annotated[int, Field(ge=0, le=DEFAULT.items)] = DEFAULT.items
    """Items of a list, a range or a collection."""


class BoxesForm(_Table):
    """``[boxes]``: whether there may be script boxes, and what they may use."""

    allowed: bool = True
    """Whether the rules may have script boxes at all."""
    fuel_per_event: Annotated[int, Field(ge=0, le=FUEL_PER_EVENT)] = FUEL_PER_EVENT
    """Steps of all boxes together for one event."""
    switch_off_after: Annotated[int, Field(ge=1, le=MOST_FAILURES)] = SWITCH_OFF_AFTER
    """After so many budget failures in a run a box is switched off for the rest of it."""
    budgets: BudgetsForm = BudgetsForm()
    """What one run of one box may use."""


class ChoiceForm(_Table):
    """Which findings count, and how much. A code is named whole, by its name, or by its beginning."""

    select: list[Code] = []
    """Codes to look for besides those that are looked for anyway."""
    ignore: list[Code] = []
    """Codes not to look for."""
    levels: dict[Code, Level] = {}
    """How bad the findings of a code are; off is as if it were ignored."""

    def choice(self) -> Choice:
        """The same, ready to use."""
        levels = {code: None if level == "off" else Severity(level) for code, level in self.levels.items()}
        return Choice(tuple(self.select), tuple(self.ignore), tuple(levels.items()))


class PathForm(ChoiceForm):
    """``[[check.paths]]``: what is different for some of the files."""

    path: str
    """Which files: a file, a folder, or a pattern with `*` and `**`, as seen from the folder of the settings."""


class CheckForm(ChoiceForm):
    """``[check]``: which findings of ``lsdsl check`` count."""

    fail_level: Annotated[FailLevel, Field(alias="fail-level")] = "error"
    """The mildest finding that makes the exit code 1."""
    baseline: str | None = None
    """A file of findings that are known and not shown again, as seen from the folder of the settings."""
    paths: list[PathForm] = []
    """What is different for some of the files; of several that match a file, the last one counts."""

    def settings(self, path: str) -> CheckSettings:
        """The same, ready to use; ``path`` is the file of the settings."""
        return CheckSettings(
            choice=self.choice(),
            paths=tuple(PathChoice(one.path, one.choice()) for one in self.paths),
            fail_level=Severity(self.fail_level),
            baseline=None if self.baseline is None else (PurePosixPath(path).parent / self.baseline).as_posix(),
        )


class Form(_Table):
    """The whole of ``lsdsl.toml``."""

    boxes: BoxesForm = BoxesForm()
    """Whether there may be script boxes, and what they may use."""
    check: CheckForm = CheckForm()
    """Which findings of ``lsdsl check`` count."""

    def settings(self, path: str) -> Settings:
        """The same, ready to use."""
        boxes = self.boxes
        return Settings(
            path=path,
            boxes_allowed=boxes.allowed,
            budgets=Budgets(**boxes.budgets.model_dump()),
            fuel_per_event=boxes.fuel_per_event,
            switch_off_after=boxes.switch_off_after,
            check=self.check.settings(path),
        )
