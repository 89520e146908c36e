"""Rule files in, a ruleset out: the front door of the checker and the compiler."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lsdsl.analysis.healthy import healthy
from lsdsl.analysis.subject import Attempt, BoxWork, Subject
from lsdsl.checks import check_model
from lsdsl.config import STANDARD, Settings, load_config
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity, Suppressed, finding, in_order, words_of
from lsdsl.model import check_sources, load_sources
from lsdsl.model.declarations import Model, Score, Script, scripts
from lsdsl.model.lists import ListProblem, ReadList
from lsdsl.model.load import list_reader
from lsdsl.model.resolution import has_errors
from lsdsl.review import NO_OPTIONS, Options, Work, review
from lsdsl.runner.budget import within_budget
from lsdsl.source import Source, Span

if TYPE_CHECKING:
    from lsdsl.compile import Program
    from lsdsl.engine.boxes import Boxing
    from lsdsl.runner.profiles import Profiles
    from lsdsl.script import Box, BoxUses


Texts = tuple[Sequence[tuple[str, bytes]], Mapping[tuple[str, str], str]]
"""What a ruleset was read from: rule files by shown path, and list files by rule file and the path that stands in it."""


class RulesetError(Exception):
    """The rule files have errors; ``diagnostics`` holds every finding of every file."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source]) -> None:
        self.diagnostics = diagnostics
        self.sources = sources
        errors = [one for one in diagnostics if CATALOGUE[one.code].severity is Severity.ERROR]
        first = errors[0]
        place = first.span.path
        if place in sources:
            position = sources[place].position(first.span.start)
            place = f"{place}:{position.line}:{position.column}"
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{place}: {first.code}: {words_of(first).message}{more}")


class Ruleset:
    """A ruleset that has no errors, ready to run."""

    def __init__(
        self,
        model: Model,
        execution: Literal["python", "reference"] = "python",
        boxes: Mapping[Span, "Box"] | None = None,
        settings: Settings = STANDARD,
        texts: Texts | None = None,
    ) -> None:
        self.model = model
        self.settings = settings
        self.texts = texts
        self._boxes = boxes
        self._execution: Literal["python", "reference"] = execution

    @cached_property
    def program(self) -> "Program":
        """The compiled ruleset; compiled when it is first asked for."""
        from lsdsl.compile import compile_model

        return compile_model(self.model, self._execution, self.boxes)

    @cached_property
    def boxes(self) -> Mapping[Span, "Box"]:
        """The script boxes by the places of their steps, checked within the budgets of the settings."""
        return boxes_of(self.model, self.settings)[0] if self._boxes is None else self._boxes

    @property
    def boxing(self) -> "Boxing":
        """How the settings have boxes run."""
        from lsdsl.engine.boxes import Boxing

        return Boxing(fuel=self.settings.fuel_per_event)

    def profiles(self, remembered: int | None = None) -> "Profiles":
        """A place for the states of profiles, in which boxes run as the settings have it."""
        from lsdsl.engine.memory import REMEMBERED
        from lsdsl.runner.profiles import Profiles

        kept = REMEMBERED if remembered is None else remembered
        return Profiles(self.program, kept, self.boxing, self.settings.switch_off_after)

    @property
    def digest(self) -> str:
        """What identifies the meaning of the ruleset: 16 hexadecimal digits."""
        return self.model.digest

    @property
    def scores(self) -> Mapping[str, Score]:
        """The declared scores by name, in source order."""
        return self.model.scores


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found: the findings that count, in order, the files, and the ruleset if there is no error in it.

    ``suppressed`` are the findings that a comment or the baseline keeps quiet. ``settings`` are those that held. ``whole`` says
    whether every check could look at the whole ruleset; ``asked`` holds the paths, among those of ``sources``, of the files whose
    findings are told.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    ruleset: Ruleset | None
    suppressed: tuple[Suppressed, ...] = ()
    settings: Settings = STANDARD
    whole: bool = False
    asked: frozenset[str] = frozenset()

    def with_diagnostics(self, diagnostics: Iterable[Diagnostic]) -> "Report":
        """The same report with other findings."""
        return replace(self, diagnostics=tuple(diagnostics))


@dataclass(frozen=True, slots=True)
class Instead:
    """What stands in place of what the files hold: ``texts`` by shown paths, and for a file that was named ``text``.

    ``columns`` are those of the data that the rules are for, where they are known.
    """

    text: str | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    columns: frozenset[str] | None = None


NOTHING_INSTEAD: Final = Instead()
NEEDING_COLUMNS: Final = ("LS544",)
"""Codes that are found only where the columns of the data are known."""


def check(
    path: str | Path,
    *,
    text: str | None = None,
    scripts: bool = True,
    options: Options = NO_OPTIONS,
    instead: Instead = NOTHING_INSTEAD,
) -> Report:
    """Check a rule file or all rule files below a folder.

    A file is checked with the whole ruleset that it belongs to, but only its own findings are reported. With ``text`` that text
    stands in place of the file's. Without ``scripts``, or where the settings do not allow them, each script box is an error.
    ``options`` say what to look for, differently from the settings. Raises ``OSError`` for what cannot be read; findings are
    values.
    """
    return _check(Path(path), instead if text is None else replace(instead, text=text), scripts=scripts, options=options)


def load(path: str | Path, *, scripts: bool = True) -> Ruleset:
    """Load a rule file (with the ruleset that it belongs to) or a folder of rule files; without ``scripts`` boxes are errors.

    Raises :class:`RulesetError`, which holds all findings of all files, if there are errors, ``OSError`` for what cannot be read.
    """
    report = _check(Path(path), NOTHING_INSTEAD, scripts=scripts, options=None)
    if report.ruleset is None:
        raise RulesetError(report.diagnostics, report.sources)
    return report.ruleset


def _check(path: Path, instead: Instead, *, scripts: bool, options: Options | None) -> Report:
    """Check, and with ``options`` lint and review what was found."""
    settings, wrong, shown = load_config(path)
    if wrong:
        return Report(tuple(wrong), shown, None)
    root, files = load_sources(path) if instead.text is None else load_sources(path, _bytes(instead.text))
    files = [(name, _bytes(instead.texts[name]) if name in instead.texts else data) for name, data in files]
    lists: dict[tuple[str, str], str] = {}
    loaded = check_sources(files, _remembering(list_reader(root), lists))
    model = loaded.model or healthy(loaded.fragment, loaded.findings)
    fragment = loaded.fragment
    boxes, found = boxes_of(fragment, settings) if scripts and settings.boxes_allowed else _refused(fragment, settings)
    whole = loaded.model is not None and not has_errors(found)
    ruleset = Ruleset(model, boxes=boxes, settings=settings, texts=(files, lists)) if whole else None
    found = within_budget(in_order([*loaded.findings, *found]))
    if options is None:
        return Report(tuple(found), loaded.sources, ruleset, settings=settings, whole=whole)
    found = in_order([*found, *_lints(model, boxes, whole=whole, columns=instead.columns)])
    asked = frozenset(loaded.sources) if path.is_dir() else _same_file(path, loaded.sources)
    unlooked = () if instead.columns is not None else NEEDING_COLUMNS
    reviewed = review(found, Work(loaded.sources, asked, whole, unlooked), settings, options)
    return Report(reviewed.kept, reviewed.sources, ruleset, reviewed.suppressed, settings, whole, asked)


def _remembering(read: ReadList, lists: dict[tuple[str, str], str]) -> ReadList:
    """A reader that keeps the texts of the list files that it could read."""

    def keep(rule_file: str, path: str) -> str | ListProblem:
        text = read(rule_file, path)
        if isinstance(text, str):
            lists[rule_file, path] = text
        return text

    return keep


def boxes_of(model: Model, settings: Settings) -> tuple[Mapping[Span, "Box"], list[Diagnostic]]:
    """The script boxes, checked, and what is wrong with them; a ruleset without boxes pays nothing for there being boxes."""
    if not any(True for _ in _scripts(model)):
        return {}, []
    from lsdsl.script import check_boxes

    return check_boxes(model, settings.budgets)


def _scripts(model: Model) -> Iterator[Script]:
    return (step for followup in model.followups.values() for step in scripts(followup.steps))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _refused(model: Model, settings: Settings) -> tuple[dict[Span, "Box"], list[Diagnostic]]:
    """No box, and an error for each that there is; nothing of it was looked at."""
    said = None if settings.boxes_allowed else settings.path
    places = [step.span for step in _scripts(model)]
    return {}, [finding("LS014", Span(place.path, place.start, place.start + len("script")), settings=said) for place in places]


def _lints(model: Model, boxes: Mapping[Span, "Box"], *, whole: bool, columns: frozenset[str] | None) -> list[Diagnostic]:
    """What the checks find in the part of a ruleset that has no errors."""
    works = {span: _work(box.uses) for span, box in boxes.items()}
    return check_model(Subject(model, datetime.now(UTC).date(), partial(_rehearse, boxes), works, whole, columns))


def _rehearse(boxes: Mapping[Span, "Box"], model: Model, attempts: Iterable[Attempt]) -> Iterator[tuple[Attempt, str]]:
    from lsdsl.runner.rehearsal import rehearse

    return rehearse(model, attempts, boxes)


def _work(uses: "BoxUses") -> BoxWork:
    """What a box does, as the checks take it."""
    return BoxWork(**{one.name: getattr(uses, one.name) for one in fields(BoxWork)})


def _same_file(path: Path, sources: Mapping[str, Source]) -> frozenset[str]:
    """The shown paths that mean the same file as ``path``."""
    named = path.resolve()
    return frozenset(shown for shown in sources if Path(shown).resolve() == named)
