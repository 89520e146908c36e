"""History replayed under the rules of today: resumable, with no action asked for.

:mod:`feeding` gives one ruleset records one by one, which the comparison of two rulesets does too. :mod:`sorting` puts the
records of each profile into one of several blocks, :mod:`block` replays a block, :mod:`checkpoint` remembers which blocks are
done, and :mod:`replay` does the whole and writes the output folder.

The history of a durable state goes into the state: :mod:`stored_inputs` finds the files that it was made of,
:mod:`stored_sorting` sorts what was read of them into a folder (:mod:`spilled`), :mod:`stored_block` replays a block, and
:mod:`stored` does the whole.
"""

from lsdsl.rescoring.replay import replay
from lsdsl.rescoring.status import Status, status_of
from lsdsl.rescoring.stored import RescoredState, rescore_state

__all__ = ["RescoredState", "Status", "replay", "rescore_state", "status_of"]
