"""The review: from all that was found to what is shown."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from lsdsl.config import Settings
from lsdsl.config.codes import IGNORED_IN_COMMENTS
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Suppressed, in_order
from lsdsl.review.options import Options
from lsdsl.review.selection import Selection
from lsdsl.review.suppressions import quieted
from lsdsl.source import Source

if TYPE_CHECKING:
    from lsdsl.review.baseline import Baseline, Entry


@dataclass(frozen=True, slots=True)
class Work:
    """What was looked at.

    ``asked``: those of the sources whose findings are asked for. ``whole``: every check could look at the whole ruleset;
    otherwise nobody knows what they would have found. ``unlooked``: codes that this check could not look for in any case.
    """

    sources: Mapping[str, Source]
    asked: Collection[str]
    whole: bool = True
    unlooked: tuple[str, ...] = ()

    def could_find(self, code: str) -> bool:
        """Whether a finding of this code would be there if there was reason for it."""
        return code not in self.unlooked and (self.whole or not code.startswith(IGNORED_IN_COMMENTS))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What counts, in order, and what is kept quiet; ``sources`` holds the baseline too when something is said of it."""

    kept: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...]
    sources: Mapping[str, Source]


def review(found: Sequence[Diagnostic], work: Work, settings: Settings, options: Options) -> Reviewed:
    """Hold findings of all passes, in order, against comments, options, settings and the baseline.

    Raises ``OSError`` for a baseline that cannot be read.
    """
    selection = Selection(options, settings)
    quiet = quieted(found, work.sources, work.could_find, settings.path)
    kept = in_order(selection.kept([*quiet.kept, *quiet.of_comments]))
    suppressed = [
        Suppressed(selection.at_level(one.diagnostic), one.kind, one.reason)
        for one in quiet.suppressed
        if selection.wanted(one.diagnostic.code, one.diagnostic.span.path)
    ]
    path = options.baseline or settings.check.baseline
    said: list[Diagnostic] = []
    sources = work.sources
    if path is not None:
        from lsdsl.review import baseline as baselines

        baseline, said = baselines.read(path)
        if not said:
            kept, known, seen = baselines.apart(kept, sources, baseline)
            suppressed += known
            said = selection.kept(baselines.unmatched(baseline, seen, _judged(baseline, work, selection)))
        if said:
            sources = {**sources, path: baseline.source}
    shown = [*said, *(one for one in kept if one.span.path in work.asked)]
    hidden = [one for one in suppressed if one.diagnostic.span.path in work.asked]
    hidden.sort(key=lambda one: (one.diagnostic.span, one.diagnostic.code))
    return Reviewed(tuple(in_order(shown)), tuple(hidden), sources)


def _judged(baseline: "Baseline", work: Work, selection: Selection) -> list["Entry"]:
    """The entries of which this check can tell that they match nothing: for what was looked for, and where."""
    from lsdsl.review import baseline as baselines

    shown = baselines.shown_paths(baseline, work.sources)
    everything = len(work.asked) == len(work.sources)
    judged = []
    for entry in baseline.entries:
        path = shown.get(entry.path)
        looked_at = path is not None and path in work.asked and selection.wanted(entry.code, path)
        gone = everything and path is None and not baselines.is_there(baseline, entry)
        if (looked_at or gone) and work.could_find(entry.code):
            judged.append(entry)
    return judged
