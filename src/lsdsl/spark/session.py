"""A local Spark session with the settings that the work here relies on, and clear words when there can be none."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import lsdsl
from lsdsl.spark.problems import SparkError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA: Final = 17
OLDEST_SPARK: Final = (4, 3)
NEEDED: Final = ("pyspark", "pyarrow", "pandas")
MASTER: Final = "local[2]"
MEMORY: Final = "2g"
LAST_LINES: Final = 5
"""So many lines of Spark's own log are told when it does not start."""

SETTINGS: Final[Mapping[str, str]] = {
    "spark.app.name": "lsdsl",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Moments are microseconds since 1970 everywhere: no time zone of a machine, no old calendar, no twelve-byte timestamps.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "5000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "67108864",
    "spark.python.worker.reuse": "true",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
"""What holds unless it is overridden."""


@contextmanager
def local_session(
    master: str = MASTER, *, partitions: int | None = None, memory: str = MEMORY, settings: Mapping[str, str] | None = None
) -> Iterator["SparkSession"]:
    """A session that ends with the block. Raises :class:`SparkError` where there is no Spark or no Java that runs it.

    ``master`` may be the address of a cluster whose machines have lsdsl installed; ``partitions`` are those of shuffles.
    """
    require_spark()
    require_java()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="lsdsl-spark-", ignore_cleanup_errors=True) as folder:
        wanted = {**SETTINGS, **_places(master, folder), "spark.driver.memory": memory}
        if partitions is not None:
            wanted["spark.sql.shuffle.partitions"] = str(partitions)
        builder: Any = SparkSession.builder.master(master).config(map={**wanted, **(settings or {})})
        log = Path(folder, "log")
        with _said_into(log), _python_for_workers():
            try:
                spark: SparkSession = builder.getOrCreate()
            except (PySparkException, OSError) as error:
                raise SparkError(f"Spark did not start: {_first_line(error)}{_last_lines(log)}") from error
        try:
            yield spark
        finally:
            with suppress(Exception):  # what could not be stopped has died already
                spark.stop()
            _end_java()


def require_spark() -> None:
    """Raise :class:`SparkError` where PySpark and what it needs are not installed."""
    missing = next((name for name in NEEDED if find_spec(name) is None), None)
    if missing is not None:
        raise SparkError(f'Spark needs {missing}, which is not installed: pip install "lsdsl[spark]"')
    found = version("pyspark")
    if tuple(int(part) for part in re.findall(r"\d+", found)[:2]) < OLDEST_SPARK:
        raise SparkError(f'PySpark {found} is too old, 4.3 or later is needed: pip install "lsdsl[spark]"')


def require_java() -> None:
    """Raise :class:`SparkError` where there is no Java, or one that is too old for Spark 4."""
    program = java_program()
    if program is None:
        home = os.environ.get("JAVA_HOME")
        where = f"JAVA_HOME is {home}, where there is none" if home else "there is no program java, and JAVA_HOME is not set"
        raise SparkError(f"Spark needs Java {OLDEST_JAVA} or later: {where}. Install one (Debian: openjdk-17-jre-headless)")
    version = java_version(program)
    if version is not None and version < OLDEST_JAVA:
        raise SparkError(f"Spark needs Java {OLDEST_JAVA} or later: {program} is Java {version}")


def java_program() -> str | None:
    """The Java that Spark starts: that of JAVA_HOME, else the one of the search path."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")


def java_version(program: str) -> int | None:
    """The main version of a Java, None when it does not tell."""
    try:
        told = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=60, check=False).stderr  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SparkError(f"Spark needs Java {OLDEST_JAVA} or later: {program} does not run: {error}") from None
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None


def package_root() -> str:
    """The folder that Python needs in its path to find this lsdsl."""
    return str(Path(lsdsl.__file__).resolve().parent.parent)


def _places(master: str, folder: str) -> dict[str, str]:
    """The settings that depend on where Spark runs."""
    found = {"spark.sql.warehouse.dir": str(Path(folder, "warehouse"))}
    if master.startswith("local"):
        # The workers are processes of this machine: they find the same lsdsl as this one, installed or not, and nobody else
        # needs to reach them.
        path = os.pathsep.join(filter(None, (package_root(), os.environ.get("PYTHONPATH"))))
        found |= {
            "spark.executorEnv.PYTHONPATH": path,
            "spark.python.daemon.module": "lsdsl.spark.daemon",
            "spark.local.dir": folder,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
        }
    return found


@contextmanager
def _python_for_workers() -> Iterator[None]:
    """Workers of this machine run the Python that runs this program."""
    known = "PYSPARK_PYTHON" in os.environ
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        yield
    finally:
        if not known:
            del os.environ["PYSPARK_PYTHON"]


@contextmanager
def _said_into(log: Path) -> Iterator[None]:
    """What Java says goes to a file: it is about Spark's insides, and failures of jobs are raised anyway."""
    outs = (1, 2)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(one) for one in outs]
    try:
        with log.open("wb") as file:
            for one in outs:
                os.dup2(file.fileno(), one)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for one, copy in zip(outs, kept, strict=True):
            os.dup2(copy, one)
            os.close(copy)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _last_lines(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()][-LAST_LINES:]
    return "".join(f"\n  {line}" for line in lines)


def _end_java() -> None:
    """End the Java process of a session that was stopped: PySpark would keep it until this program ends."""
    from pyspark import SparkContext

    context: Any = SparkContext
    gateway = context._gateway  # noqa: SLF001 - PySpark has no public way
    if gateway is None:
        return
    context._gateway = context._jvm = None  # noqa: SLF001 - the same
    process = getattr(gateway, "proc", None)
    with suppress(Exception):
        gateway.shutdown()
    if process is not None:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
