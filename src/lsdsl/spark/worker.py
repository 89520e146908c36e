"""What a worker process of Spark keeps: the rulesets that it has compiled."""

from functools import lru_cache
from typing import Final

from lsdsl.runner.packed import unpack
from lsdsl.runner.ruleset import Ruleset

KEPT: Final = 4
"""A worker may serve several queries, one after the other."""

_by_bytes: Final = lru_cache(maxsize=KEPT)(unpack)


def worker_ruleset(packed: bytes) -> Ruleset:
    """The ruleset of :func:`lsdsl.runner.packed.pack`; each process reads, checks and compiles it once."""
    return _by_bytes(packed)
