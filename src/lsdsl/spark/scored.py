"""What comes out of scoring with Spark."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from lsdsl.runner.shown import Shown
from lsdsl.runner.summary import Summary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@dataclass(slots=True)
class Scored:
    """The five tables of a run, as ``lsdsl run`` has them as files, with their counts. Spark keeps them until they are closed."""

    profiles: "DataFrame"
    ledger: "DataFrame"
    actions: "DataFrame"
    failures: "DataFrame"
    rejects: "DataFrame"
    summary: Summary
    shown: Shown
    """The first rejects and failures, for a person to see."""
    kept: Sequence["DataFrame"] = ()
    """What Spark keeps for them."""

    def tables(self) -> dict[str, "DataFrame"]:
        """The five tables by name."""
        names = ("profiles", "ledger", "actions", "failures", "rejects")
        return {name: getattr(self, name) for name in names}

    def close(self) -> None:
        """Let Spark forget them."""
        for one in self.kept:
            one.unpersist()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
