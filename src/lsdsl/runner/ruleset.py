"""Rule files in, a ruleset out: the front door of the checker and the compiler."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from lsdsl.checks import check_model
from lsdsl.compile import Program, compile_model
from lsdsl.compile.followups import has_box
from lsdsl.diagnostics import CATALOGUE, Diagnostic, Severity, finding, in_order, words_of
from lsdsl.model import check_sources, load_sources
from lsdsl.model.declarations import Model, Score
from lsdsl.model.load import list_reader
from lsdsl.runner.rehearsal import rehearse
from lsdsl.source import Source


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

    def __init__(self, model: Model, execution: Literal["python", "reference"] = "python") -> None:
        self.model = model
        self._execution: Literal["python", "reference"] = execution

    @cached_property
    def program(self) -> Program:
        """The compiled ruleset; compiled when it is first asked for."""
        return compile_model(self.model, self._execution)

    @property
    def digest(self) -> str:
        """What identifies the meaning of the ruleset: 16 hexadecimal digits."""
        return self.model.digest

    @property
    def scores(self) -> Mapping[str, Score]:
        """The declared scores by name, in source order."""
        return self.model.scores

    @property
    def unsupported(self) -> tuple[Diagnostic, ...]:
        """One LS090 for each kind of declaration that is checked but cannot run yet, at the first of its kind."""
        boxes = [one.span for one in self.model.followups.values() if has_box(one.steps)]
        tests = [one.span for one in self.model.tests.values()]
        kinds = (("follow-ups with a script box", boxes), ("tests", tests))
        return tuple(finding("LS090", spans[0], what=what) for what, spans in kinds if spans)


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found: all findings in order, the files, and the ruleset if there is no error in it."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    ruleset: Ruleset | None


def check(path: str | Path, *, text: str | None = None) -> Report:
    """Check a rule file or all rule files below a folder.

    A file is checked with the whole ruleset that it belongs to, but only its own findings are reported. With ``text`` that text
    stands in place of the file's. Raises ``OSError`` for what cannot be read; findings are values.
    """
    report = _with_lints(_check(Path(path), text))
    if Path(path).is_dir():
        return report
    own = _same_file(path, report.sources)
    return Report(tuple(one for one in report.diagnostics if one.span.path in own), report.sources, report.ruleset)


def load(path: str | Path) -> Ruleset:
    """Load a rule file (with the ruleset that it belongs to) or a folder of rule files.

    Raises :class:`RulesetError`, which holds all findings of all files, if there are errors, ``OSError`` for what cannot be read.
    """
    report = _check(Path(path), None)
    if report.ruleset is None:
        raise RulesetError(report.diagnostics, report.sources)
    return report.ruleset


def _check(path: Path, text: str | None) -> Report:
    root, files = load_sources(path) if text is None else load_sources(path, text.encode("utf-8", "surrogatepass"))
    model, diagnostics, sources = check_sources(files, list_reader(root))
    return Report(tuple(diagnostics), sources, None if model is None else Ruleset(model))


def _with_lints(report: Report) -> Report:
    """The report with what the checks found in rules that have no errors."""
    if report.ruleset is None:
        return report
    lints = check_model(report.ruleset.model, rehearse)
    return Report(tuple(in_order([*report.diagnostics, *lints])), report.sources, report.ruleset)


def _same_file(path: str | Path, sources: Mapping[str, Source]) -> set[str]:
    """The shown paths that mean the same file as ``path``."""
    named = Path(path).resolve()
    return {shown for shown in sources if Path(shown).resolve() == named}
