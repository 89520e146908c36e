"""How many findings there are, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.catalogue import CATALOGUE
from lsdsl.diagnostics.model import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of findings of each severity, and of the files that have any."""

    errors: int
    warnings: int
    infos: int
    files: int


def summary_of(diagnostics: Iterable[Diagnostic]) -> Summary:
    """Count findings."""
    severities: Counter[Severity] = Counter()
    paths: set[str] = set()
    for diagnostic in diagnostics:
        severities[severity_of(diagnostic)] += 1
        paths.add(diagnostic.span.path)
    return Summary(severities[Severity.ERROR], severities[Severity.WARNING], severities[Severity.INFO], len(paths))


def severity_of(diagnostic: Diagnostic) -> Severity:
    """How bad a finding is; the catalogue says, unless the settings gave it another level."""
    return diagnostic.level or CATALOGUE[diagnostic.code].severity


def fix_hint(diagnostic: Diagnostic) -> str:
    """How lsdsl can be asked to mend a finding by itself; empty when it cannot."""
    if diagnostic.fix is None:
        return ""
    return "fixable with --fix" if diagnostic.fix.safe else "fixable with --fix --unsafe-fixes"


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"


def footer(diagnostics: Sequence[Diagnostic]) -> str:
    """One line for all findings: ``3 errors, 1 warning in 2 files``."""
    summary = summary_of(diagnostics)
    counts = ((summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "notice"))
    parts = [counted(number, word) for number, word in counts if number]
    return f"{', '.join(parts)} in {counted(summary.files, 'file')}" if parts else "no findings"


def statistics(diagnostics: Iterable[Diagnostic]) -> str:
    """A line for each code that was found, the most frequent first: how often, the code, its slug."""
    counts = Counter(diagnostic.code for diagnostic in diagnostics)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = len(str(ordered[0][1])) if ordered else 0
    return "".join(f"{number:>{width}}  {code}  {CATALOGUE[code].slug}\n" for code, number in ordered)
