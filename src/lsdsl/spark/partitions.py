"""How many tasks share the profiles of a run."""

import os
import re
from pathlib import Path
from typing import Final

from lsdsl.runner.options import RunOptions

BYTES: Final = 1 << 26
"""A task gets about so much of the input."""

MOST: Final = 10_000


def partitions_for(options: RunOptions, master: str) -> int:
    """So many that each has a moderate part of the input, and no core of this machine is idle."""
    size = sum(Path(path).stat().st_size for path in (*options.profiles, *options.events) if Path(path).is_file())
    return min(max(cores_of(master), -(-size // BYTES)), MOST)


def cores_of(master: str) -> int:
    """The cores that a master has on this machine; of a cluster nothing is known."""
    found = re.match(r"local\[(\d+|\*)", master)
    if found is None:
        return 1 if master == "local" else 2
    return (os.cpu_count() or 1) if found[1] == "*" else int(found[1])
