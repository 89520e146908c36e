"""The form of ``lsdsl.toml``: this one model says which keys there are, what they take and what they mean."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from lsdsl.config.settings import SWITCH_OFF_AFTER, Settings
from lsdsl.engine.boxes import FUEL_PER_EVENT
from lsdsl.script import DEFAULT, Budgets

MOST_FAILURES: Final = 1_000_000


class _Table(BaseModel):
    """A table that takes its keys and no others, each with a value of its very type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


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


class Form(_Table):
    """The whole of ``lsdsl.toml``."""

    boxes: BoxesForm = BoxesForm()

    def settings(self, path: str) -> Settings:
        """The same, ready to use."""
        boxes = self.boxes
        return Settings(
            path=path,
            boxes_allowed=boxes.allowed,
            budgets=Budgets(**boxes.budgets.model_dump()),
            fuel_per_event=boxes.fuel_per_event,
            switch_off_after=boxes.switch_off_after,
        )
