"""Writing the baseline: the present findings become those that are known."""

from pathlib import Path

import click

from lsdsl.cli.checking import Asked, Checked
from lsdsl.cli.console import notice
from lsdsl.cli.replacing import replace_file
from lsdsl.diagnostics import Diagnostic
from lsdsl.diagnostics.summary import counted
from lsdsl.review import baseline
from lsdsl.source import Source


def update_baselines(asked: Asked, checked: Checked) -> bool:
    """Write the baselines of what was checked; false when errors stand in the way, which is said on stderr."""
    if any(not report.whole for report in checked.reports.values()):
        notice("the baseline was not written: nobody knows all findings of rules that have errors")
        return False
    found: dict[str, list[Diagnostic]] = {}
    sources: dict[str, dict[str, Source]] = {}
    for report in checked.reports.values():
        path = asked.options.baseline or report.settings.check.baseline
        if path is None:
            raise click.UsageError("there is no baseline: give --baseline FILE, or write `baseline` below [check] of lsdsl.toml")
        known = [one.diagnostic for one in report.suppressed if one.kind == "external"]
        found.setdefault(path, []).extend([*report.diagnostics, *known])
        sources.setdefault(path, {}).update({one: report.sources[one] for one in report.asked})
    for path, ones in found.items():
        before, _ = baseline.read(path)
        replace_file(Path(path), baseline.updated(before, ones, sources[path]).encode())
        after, _ = baseline.read(path)
        notice(f"{path}: {counted(sum(entry.count for entry in after.entries), 'finding')} in the baseline")
    return True
