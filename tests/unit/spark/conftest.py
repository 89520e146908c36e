"""One session of Spark for all tests of the folder: Java takes its time to start."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from lsdsl.spark import session as spark_session
from lsdsl.spark.problems import SparkError
from lsdsl.spark.session import local_session, require_java, require_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAVA = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    # Nobody doubts the classes of Spark: to check them is a fifth of what a start costs.
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:-BytecodeVerificationRemote",
)
QUICK = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": " ".join(JAVA),
}
"""For little data, compiling and planning anew costs more than it saves."""


@pytest.fixture(scope="session")
def spark() -> "Iterator[SparkSession]":
    """A small session of Spark."""
    try:
        require_java()
    except SparkError as error:
        pytest.skip(f"Spark needs Java 17 or later: {error}")
    require_spark()
    with local_session("local[2]", partitions=2, memory="1g", settings=QUICK) as session:
        yield session


@pytest.fixture
def _known_session(spark: "SparkSession", monkeypatch: pytest.MonkeyPatch) -> None:
    """The verb uses the session of the tests."""

    @contextmanager
    def known(master: str, **_: Any) -> "Iterator[SparkSession]":
        assert master == "local[2]"
        yield spark

    monkeypatch.setattr(spark_session, "local_session", known)
