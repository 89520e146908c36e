"""What ``lsdsl check`` is asked to look at, and what it finds there."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from lsdsl.cli.exit import CLEAN, CouldNotRun
from lsdsl.cli.findings import exit_code
from lsdsl.cli.rule_paths import no_rules, refuse_data
from lsdsl.config.codes import FixedCodeError, UnknownCodeError, beginning
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Severity, Suppressed, in_order
from lsdsl.review import Options
from lsdsl.runner.ruleset import Instead, Report, check
from lsdsl.source import Source
from lsdsl.syntax import decode

STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A file or folder under its name, or a text that came on stdin, with what is wrong with its bytes."""

    name: str
    data: bytes | None = None
    text: str | None = None
    unreadable: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked, and how."""

    targets: tuple[Target, ...]
    options: Options
    scripts: bool
    columns: frozenset[str] | None

    @property
    def filters(self) -> bool:
        """Whether the only thing to look at is a text on stdin."""
        return len(self.targets) == 1 and self.targets[0].data is not None

    def look(self, target: Target, texts: Mapping[str, str]) -> Report:
        """Check a target, with texts in place of those of the files."""
        if target.data is not None and target.text is None:
            return Report(target.unreadable, {}, None)
        instead = Instead(target.text, texts, self.columns)
        report = check(target.name, scripts=self.scripts, options=self.options, instead=instead)
        if not report.sources and not report.diagnostics:
            raise no_rules(target.name)
        if not target.unreadable:
            return report
        return report.with_diagnostics(in_order([*target.unreadable, *report.diagnostics]))


@dataclass(frozen=True, slots=True)
class Checked:
    """What all targets gave together; ``reports`` by their names."""

    reports: dict[str, Report]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The findings; those of a file that was named twice are there once."""
        return in_order([one for report in self.reports.values() for one in report.diagnostics])

    @property
    def suppressed(self) -> list[Suppressed]:
        """The findings that are kept quiet."""
        found = {(one.diagnostic.span, one.diagnostic.code): one for report in self.reports.values() for one in report.suppressed}
        return [found[key] for key in sorted(found)]

    @property
    def sources(self) -> dict[str, Source]:
        """All files that were looked at."""
        return {path: source for report in self.reports.values() for path, source in report.sources.items()}

    def exit_code(self, level: Severity | None) -> int:
        """The worst of what each report means, at this level or at that of its settings."""
        codes = [exit_code(one.diagnostics, level or one.settings.check.fail_level) for one in self.reports.values()]
        return max(codes, default=CLEAN)


def asked_for(paths: Sequence[str], stdin_filename: str, given: Mapping[str, Any]) -> Asked:
    """What the arguments and options of the verb ask for; stdin is read here, once."""
    options = Options(given["select"], given["ignore"], given["baseline"])
    targets = tuple(_target(path, stdin_filename) for path in dict.fromkeys(paths))
    return Asked(targets, options, not given["no_scripts"], _columns(given["profiles"]))


def checked(asked: Asked) -> Checked:
    """Check all targets."""
    return Checked({target.name: asked.look(target, {}) for target in asked.targets})


def codes(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The codes or beginnings of codes in the values of an option, each of which may hold several."""
    try:
        return tuple(beginning(name.strip()) for value in values for name in value.split(",") if name.strip())
    except (UnknownCodeError, FixedCodeError) as error:
        raise click.BadParameter(str(error)) from None


def _target(path: str, stdin_filename: str) -> Target:
    if path != STDIN:
        refuse_data(path)
        return Target(path)
    data = sys.stdin.buffer.read()
    source, found = decode(stdin_filename, data)
    return Target(stdin_filename, data, source.text if source else None, tuple(found))


def _columns(files: Sequence[str]) -> frozenset[str] | None:
    if not files:
        return None
    from lsdsl.records.problems import InputError
    from lsdsl.runner.columns import columns_of

    try:
        return frozenset().union(*map(columns_of, files))
    except InputError as error:
        raise CouldNotRun(str(error)) from error
