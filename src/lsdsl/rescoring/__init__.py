"""History replayed under the rules of today: resumable, with no action asked for.

:mod:`feeding` gives one ruleset records one by one, which the comparison of two rulesets does too. :mod:`sorting` puts the
records of each profile into one of several blocks, :mod:`block` replays a block, :mod:`checkpoint` remembers which blocks are
done, and :mod:`replay` does the whole and writes the output folder.
"""

from lsdsl.rescoring.replay import replay
from lsdsl.rescoring.status import Status, status_of

__all__ = ["Status", "replay", "status_of"]
