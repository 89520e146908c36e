"""Coverage as an LCOV trace file, which coverage services and editors read: lines, branches and, for follow-ups, functions."""

from collections import defaultdict

from lsdsl.source import Span
from lsdsl.testing.coverage.goals import Goal
from lsdsl.testing.coverage.measure import Coverage, FileCoverage


def render(coverage: Coverage) -> str:
    """A record for each file; both outcomes of a condition are the branches of its line."""
    return "".join(_record(file) for file in coverage.files)


def _record(file: FileCoverage) -> str:
    followups = [(file.line(goal), goal.title, count) for goal, count in file.counts if goal.kind == "followups"]
    hits = _hits(file)
    branches = _branches(file)
    lines = ["TN:", f"SF:{file.path}"]
    lines += [f"FN:{line},{name}" for line, name, _ in followups]
    lines += [f"FNDA:{count},{name}" for _, name, count in followups]
    lines += [f"FNF:{len(followups)}", f"FNH:{sum(count > 0 for *_, count in followups)}"]
    for line, block, (true, false) in branches:
        tried = true + false > 0
        lines += [f"BRDA:{line},{block},{way},{count if tried else '-'}" for way, count in enumerate((true, false))]
    lines += [f"BRF:{2 * len(branches)}", f"BRH:{sum((true > 0) + (false > 0) for *_, (true, false) in branches)}"]
    lines += [f"DA:{line},{hits[line]}" for line in sorted(hits)]
    lines += [f"LF:{len(hits)}", f"LH:{sum(count > 0 for count in hits.values())}", "end_of_record"]
    return "".join(line + "\n" for line in lines)


def _hits(file: FileCoverage) -> dict[int, int]:
    """How often each line was seen at work; a line with rules or steps by those, any other by its conditions."""
    hits: dict[int, int] = {}
    for goal, count in file.counts:
        if goal.kind != "conditions":
            line = file.line(goal)
            hits[line] = min(hits[line], count) if line in hits else count
    tried: dict[int, int] = defaultdict(int)
    for goal, count in file.counts:
        if goal.kind == "conditions":
            tried[file.line(goal)] += count
    return {**tried, **hits}


def _branches(file: FileCoverage) -> list[tuple[int, int, tuple[int, int]]]:
    """The conditions of a file: line, number on the line, and how often it was true and false."""
    outcomes: dict[Span, dict[str, int]] = defaultdict(dict)
    places: dict[Span, Goal] = {}
    for goal, count in file.counts:
        if goal.kind == "conditions":
            outcomes[goal.span][goal.sight] = count
            places[goal.span] = goal
    numbers: dict[int, int] = defaultdict(int)
    found = []
    for span in sorted(places):
        line = file.line(places[span])
        found.append((line, numbers[line], (outcomes[span]["true"], outcomes[span]["false"])))
        numbers[line] += 1
    return found
