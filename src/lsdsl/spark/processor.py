"""The stateful part of a stream: one opaque value and one timer a profile, in Spark's ``transformWithState``."""

from collections.abc import Iterator
from typing import Any

from pyspark.sql import Row as SparkRow
from pyspark.sql.streaming.stateful_processor import StatefulProcessor, StatefulProcessorHandle
from pyspark.sql.types import BinaryType, StructField, StructType

from lsdsl.spark.stepping import MILLISECOND, Row, Steps, Taken, notes_of, steps_for

KEPT = "profile"
"""The name of the state variable, for who reads the state with Spark's ``statestore``."""
_KEPT = StructType([StructField("kept", BinaryType())])
_ROW = SparkRow(*Row._fields)


class ProfileProcessor(StatefulProcessor):
    """Hands the rows and timers of each profile to :class:`lsdsl.spark.stepping.Steps`, and keeps what comes back."""

    def __init__(self, packed: bytes, remembered: int, *, reject_late: bool) -> None:
        self._packed = packed
        self._remembered = remembered
        self._reject_late = reject_late

    def init(self, handle: StatefulProcessorHandle) -> None:
        """Get hold of the state of the profiles."""
        self._handle = handle
        self._state = handle.getValueState(KEPT, _KEPT)

    # Spark calls by keyword, so that these names are part of its interface.
    def handleInputRows(self, key: Any, rows: Any, timerValues: Any) -> Iterator[SparkRow]:  # noqa: ARG002, N802, N803
        """Let the records of a profile happen."""
        profile = key[0]
        if profile.isspace():
            return (_ROW(*row) for row in notes_of(row.payload for row in rows if row.payload is not None))
        known = self._state.get()
        kept = None if known is None else bytes(known[0])
        taken = self._steps.take(profile, kept, [(row.place, row.payload) for row in rows])
        self._keep(taken)
        if taken.due != taken.was_due:
            if taken.was_due is not None:
                self._handle.deleteTimer(taken.was_due)
            if taken.due is not None:
                self._handle.registerTimer(taken.due)
        return (_ROW(*row) for row in taken.rows)

    def handleExpiredTimer(self, key: Any, timerValues: Any, expiredTimerInfo: Any) -> Iterator[SparkRow]:  # noqa: N802, N803
        """Let time pass for a profile, up to Spark's watermark. Spark removes the timer itself."""
        # A timer that is registered here and due already would wait for the next batch, so time passes to the watermark at once.
        moment = max(expiredTimerInfo.getExpiryTimeInMs(), timerValues.getCurrentWatermarkInMs())
        known = self._state.get()
        if known is None:
            return iter(())
        taken = self._steps.pass_time(key[0], bytes(known[0]), moment * MILLISECOND)
        self._keep(taken)
        if taken.due is not None:
            self._handle.registerTimer(taken.due)
        return (_ROW(*row) for row in taken.rows)

    def close(self) -> None:
        """Nothing is held."""

    @property
    def _steps(self) -> Steps:
        return steps_for(self._packed, self._remembered, reject_late=self._reject_late)

    def _keep(self, taken: Taken) -> None:
        if taken.kept is not None:
            self._state.update((taken.kept,))
