"""Python's parser, and what its refusals mean to a rule author.

A line that cannot be read is put aside, and the rest is read on.
"""

import ast
import re
import warnings
from dataclasses import field
from typing import Final

from lsdsl.dataclass import dataclass
from lsdsl.script.budgets import Budgets
from lsdsl.script.habits import accepted, habits
from lsdsl.script.places import Places
from lsdsl.script.report import Report
from lsdsl.script.tokens import Token, tokens

ROUNDS: Final = 25

MEANINGS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    ("expected ':'", "LS407", {}),
    ("expected an indented block", "LS408", {"what": "the line below is not indented"}),
    ("unexpected indent", "LS408", {"what": "this line is indented more than the one above"}),
    ("unindent does not match", "LS408", {"what": "this line is indented like none of the lines above"}),
    ("inconsistent use of tabs", "LS408", {"what": "tabs and blanks are mixed in the indentation"}),
    ("was never closed", "LS409", {"what": "this bracket is never closed"}),
    ("unmatched", "LS409", {"what": "nothing opens this bracket"}),
    ("does not match", "LS409", {"what": "this bracket closes one of another kind"}),
    ("unterminated", "LS409", {"what": "this text has no end"}),
    ("Maybe you meant '=='", "LS412", {}),
    ("cannot assign to", "LS412", {}),
    ("invalid character", "LS406", {"what": "this character stands for nothing in Python"}),
    ("literal", "LS414", {}),
)


@dataclass(slots=True)
class Parsed:
    """What could be read. ``assigned`` are names that unreadable lines seem to assign, so that they are not called unknown."""

    tree: ast.Module | None
    assigned: set[str] = field(default_factory=set)


def parse(text: str, places: Places, budgets: Budgets, report: Report) -> Parsed:
    """The syntax tree of a box; None when nothing of it can be read or it is too large."""
    parsed = Parsed(None)
    lines = text.split("\n")
    _try(lines, parsed)
    if parsed.tree is None:
        _put_habits_aside(lines, places, parsed, report)
    for _ in range(ROUNDS):
        problem = _try(lines, parsed)
        if parsed.tree is not None:
            _fix_places(parsed.tree, places)
            return parsed if _small(parsed.tree, places, budgets, report) else Parsed(None)
        if not isinstance(problem, SyntaxError) or problem.lineno is None:
            report.add("LS406", places.stretch(0, len(places.lines[0])), what="the box is too deep or too odd to be read")
            break
        number = _explain(problem, places, report)
        if isinstance(problem, IndentationError) or not _put_aside(lines, number, parsed):
            break
    return parsed


def _try(lines: list[str], parsed: Parsed) -> Exception | bool:
    """Fill in the tree, or say why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed.tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError) as problem:
        return problem
    return True


def _put_habits_aside(lines: list[str], places: Places, parsed: Parsed, report: Report) -> None:
    by_line = _by_line("\n".join(lines))
    for number, stream in by_line.items():
        found = [*habits(stream)]
        if found and not accepted(lines[number - 1]):
            for one in found:
                report.add(one.code, places.stretch(one.start, one.end), found=one.found, instead=one.instead)
            _put_aside(lines, number, parsed)


def _by_line(text: str) -> dict[int, list[Token]]:
    """The tokens of each line that stands by itself, by number; lines inside of brackets or texts belong to the first one."""
    found: dict[int, list[Token]] = {}
    line: list[Token] = []
    first = number = 1
    for token in tokens(text):
        if token.kind == "newline":
            found[first], line = line, []
            number += 1
            first = number
        elif token.kind != "comment":
            number += token.text.count("\n")
            line.append(token)
    return {number: line for number, line in found.items() if line}


def _put_aside(lines: list[str], number: int, parsed: Parsed) -> bool:
    """Replace a line by one that does nothing and opens the same block; False when that was done before."""
    if not 1 <= number <= len(lines) or not lines[number - 1].strip():
        return False
    line = lines[number - 1]
    indentation = line[: len(line) - len(line.lstrip())]
    below = next((one for one in lines[number:] if one.strip()), "")
    opens = len(below) - len(below.lstrip()) > len(indentation)
    instead = "pass"
    if opens:
        words = re.findall(r"[a-z]+", line)[:2]
        instead = "elif 1:" if words[:2] == ["else", "if"] or words[:1] in (["elif"], ["elseif"]) else "if 1:"
        instead = "else:" if words[:1] == ["else"] and instead == "if 1:" else instead
    if line.strip() == instead:
        return False
    parsed.assigned.update(re.findall(r"([A-Za-z]\w*)\s*(?:[-+*/%]\s*)?=(?!=)", line))
    lines[number - 1] = indentation + instead
    return True


def _explain(problem: SyntaxError, places: Places, report: Report) -> int:
    """Report why a line was refused; returns the number of the line."""
    number = problem.lineno or 1
    message = problem.msg or ""
    named = re.search(r"expected an indented block after .* on line (\d+)", message)
    if named:
        number = int(named.group(1))
    code, facts = next(((code, facts) for words, code, facts in MEANINGS if words in message), ("LS406", {}))
    if number > len(places.lines) or not places.lines[number - 1].strip():
        number = max((one for one, line in enumerate(places.lines, 1) if line.strip() and one <= number), default=1)
    line = places.lines[number - 1]
    if code == "LS406" and ":" not in line and re.match(r"\s*(if|elif|else|for)\b", line):
        code = "LS407"
    if code == "LS412" and not re.match(r"\s*(el)?if\b", line):
        code = "LS413"
    whole = places.span(places.at(number, len(line) - len(line.lstrip())), places.at(number, len(line.rstrip())))
    if report.covers(whole) and code != "LS407":
        return number
    column = (problem.offset or 1) - 1
    end = (problem.end_offset or 0) - 1 if problem.end_lineno == problem.lineno else -1
    place = places.span(places.at(number, column), places.at(number, max(end, column + 1)))
    if code == "LS408" or place.start >= whole.end:
        place = whole if code != "LS407" else whole.after()
    report.add(code, place, **facts)
    return number


def _small(tree: ast.Module, places: Places, budgets: Budgets, report: Report) -> bool:
    """Whether a tree is within its limits. Walks without recursion."""
    waiting: list[tuple[ast.AST, int]] = [(tree, 0)]
    count = deepest = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    top = places.stretch(0, len(places.lines[0]))
    if count > budgets.nodes:
        report.add("LS400", top, what="parts", found=count, limit=budgets.nodes)
    elif deepest > budgets.depth:
        report.add("LS400", top, what="levels of nesting", found=deepest, limit=budgets.depth)
    return count <= budgets.nodes and deepest <= budgets.depth


def _fix_places(tree: ast.Module, places: Places) -> None:
    """Python 3.11 is vague about places inside of f-strings: what does not lie there gets the place of the whole f-string."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.JoinedStr):
            whole = places.of(outer)
            for inner in ast.walk(outer):
                if isinstance(inner, ast.expr) and inner is not outer and not _lies(inner, whole, places):
                    ast.copy_location(inner, outer)


def _lies(inner: ast.expr, whole: object, places: Places) -> bool:
    place = places.of(inner)
    start, end = getattr(whole, "start", 0), getattr(whole, "end", 0)
    if not (start <= place.start and place.end <= end):
        return False
    if isinstance(inner, ast.Name):
        line = places.lines[inner.lineno - 1].encode("utf-8")
        return line[inner.col_offset : inner.end_col_offset] == inner.id.encode()
    return isinstance(inner, ast.Constant | ast.FormattedValue) or place.end > place.start
