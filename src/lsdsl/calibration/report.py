"""All that calibration says of a score, together."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from lsdsl.calibration.cautions import Caution, cautions
from lsdsl.calibration.evidence import Evidence, gather
from lsdsl.calibration.measures import Area, Band, Lift, Tenth, area, bands, lifts, tenths
from lsdsl.calibration.outcomes import Outcomes
from lsdsl.calibration.proposal import Proposal, TooFewError, propose
from lsdsl.compile import Program
from lsdsl.runner.batch import RunOptions
from lsdsl.runner.options import Progress
from lsdsl.runner.ruleset import Ruleset

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Report:
    """How a score ranks leads, and points that may rank better. ``unread`` outcomes said nothing that could be used."""

    program: Program
    score: str
    leads: int
    converted: int
    without_outcome: int
    without_profile: int
    unread: int
    today: Area
    bands: tuple[Band, ...]
    tenths: tuple[Tenth, ...]
    lifts: tuple[Lift, ...]
    proposal: Proposal
    cautions: tuple[Caution, ...]

    def as_json(self) -> str:
        """The report for programs; rules by their identities, with their places."""
        rules = self.program.rules

        def named(rule: int | None) -> dict[str, object]:
            if rule is None:
                return {"rule": None}
            plan = rules[rule]
            return {"rule": plan.identity, "title": plan.title, "where": self.program.model.where(plan.span)}

        lifted = {lift.rule: lift for lift in self.lifts}
        report = {
            "version": VERSION,
            "score": self.score,
            "leads": self.leads,
            "converted": self.converted,
            "without_outcome": self.without_outcome,
            "without_profile": self.without_profile,
            "unread": self.unread,
            "today": asdict(self.today),
            "ranges": [asdict(band) for band in self.bands],
            "tenths": [asdict(tenth) for tenth in self.tenths],
            "proposal": {
                "fitted": asdict(self.proposal.fitted),
                "cross_validated": asdict(self.proposal.tried),
                "folds": self.proposal.folds,
            },
            "rules": [
                {
                    **named(one.rule),
                    "leads": lifted[one.rule].leads,
                    "converted": lifted[one.rule].converted,
                    "lift": lifted[one.rule].lift,
                    "points": one.today,
                    "proposed": one.points,
                }
                for one in self.proposal.rules
            ],
            "cautions": [{"kind": one.kind, **named(one.rule), "leads": one.leads, "share": one.share} for one in self.cautions],
        }
        return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def report_of(ruleset: Ruleset, options: RunOptions, score: str, outcomes: Outcomes, progress: Progress | None = None) -> Report:
    """Run the rules and judge them. Raises ``InputError`` as a run does, and :class:`TooFewError`."""
    evidence = gather(ruleset, options, score, outcomes, progress)
    converted = sum(lead.converted for lead in evidence.leads)
    if not 0 < converted < len(evidence.leads):
        raise TooFewError(_nobody(evidence, converted))
    lifted = lifts(evidence)
    names = [one.name for one in ruleset.model.scores[score].ranges]
    return Report(
        program=ruleset.program,
        score=score,
        leads=len(evidence.leads),
        converted=converted,
        without_outcome=evidence.without_outcome,
        without_profile=evidence.without_profile,
        unread=outcomes.unread,
        today=area([lead.value for lead in evidence.leads], [lead.converted for lead in evidence.leads]),
        bands=tuple(bands(evidence, names)),
        tenths=tuple(tenths(evidence)),
        lifts=tuple(lifted),
        proposal=propose(ruleset.program, evidence),
        cautions=tuple(cautions(evidence, lifted)),
    )


def _nobody(evidence: Evidence, converted: int) -> str:
    if not evidence.leads:
        return "none of the profiles has an outcome; are the ids of both files the same? --id names the column"
    return "none of the leads converted" if not converted else "all of the leads converted: there is nothing to rank"
