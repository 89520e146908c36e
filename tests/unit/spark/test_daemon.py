"""What Spark starts to get workers: where they look for modules, and what they have from the beginning."""

import subprocess
import sys
from pathlib import Path

from lsdsl.spark.daemon import AHEAD, installed_pyspark, without_archives
from lsdsl.spark.session import package_root


def test_only_archives_of_the_installed_pyspark_are_left_out(tmp_path: Path) -> None:
    """Archives of another PySpark, and those that somebody gave their jobs, stay; so do all when none is installed."""
    site = tmp_path / "site"
    (site / "pyspark").mkdir(parents=True)
    (site / "pyspark" / "daemon.py").touch()
    own = [str(site / "pyspark" / "python" / "lib" / "pyspark.zip"), str(site / "pyspark" / "jars" / "spark-core.jar")]
    others = [str(tmp_path / "other" / "python" / "lib" / "pyspark.zip"), str(tmp_path / "job.zip"), str(site)]
    path = [*own, *others]
    installed = installed_pyspark(path)
    assert installed == site / "pyspark"
    assert without_archives(path, installed) == others
    assert installed_pyspark(own) is None


def test_what_is_imported_ahead_starts_no_threads() -> None:
    """A process with threads must not be divided into workers."""
    lines = [
        "import sys, threading",
        f"sys.path.insert(0, {package_root()!r})",
        *(f"import {name}" for name in AHEAD),
        "print(threading.active_count(), *(name for name in ('numpy', 'pandas', 'pyarrow') if name in sys.modules))",
    ]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
