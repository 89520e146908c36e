"""What Spark starts to get workers on this machine: PySpark's own daemon, with a shorter way to everything that is imported.

Spark puts two archives before all else in which its workers look for modules: PySpark's sources once more, which are compiled
anew in every process, and the largest of its Java archives. Both are read again before every task. A worker needs neither where
the same PySpark is installed. What is imported here, each worker has from its beginning; it must start no threads, which excludes
pyarrow and pandas.
"""

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

AHEAD: Final = ("pyspark.worker", "lsdsl.spark.arrivals", "lsdsl.spark.processor", "lsdsl.spark.worker")


def without_archives(path: Iterable[str], installed: Path) -> list[str]:
    """A path for modules without the archives that came with the PySpark in the folder ``installed``."""
    ours = {installed / "python" / "lib", installed / "jars"}
    return [one for one in path if not (one.endswith((".zip", ".jar")) and Path(one).resolve().parent in ours)]


def installed_pyspark(path: Iterable[str]) -> Path | None:
    """The folder of the PySpark that is installed, None when there is none in any folder of a path."""
    return next((Path(one, "pyspark").resolve() for one in path if Path(one, "pyspark", "daemon.py").is_file()), None)


def main() -> None:
    """Be the daemon, until Spark has no more use for it."""
    installed = installed_pyspark(sys.path)
    if installed is not None:
        sys.path[:] = without_archives(sys.path, installed)
        for place in list(sys.path_importer_cache):
            if place not in sys.path and place.endswith((".zip", ".jar")):
                del sys.path_importer_cache[place]
    for name in AHEAD:
        importlib.import_module(name)
    from pyspark.daemon import manager

    manager()


if __name__ == "__main__":
    main()
