"""One session of Spark for all tests of the folder: Java takes its time to start."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from lsdsl.spark.problems import SparkError
from lsdsl.spark.session import local_session, require_java, require_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

QUICK = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
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
