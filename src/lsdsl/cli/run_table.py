"""The table of ``lsdsl run``: the best profiles, what gave them their points, and the actions asked for."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Final

from rich.console import Console
from rich.text import Text

from lsdsl.cli.screen import colour_style
from lsdsl.compile import points
from lsdsl.compile.dependencies import walk
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics.visible import visible
from lsdsl.engine.results import ProfileResult, ScoreResult
from lsdsl.model.declarations import Model
from lsdsl.model.expressions import ScoreRead
from lsdsl.runner.receivers import Kept
from lsdsl.runner.ruleset import Ruleset

REASONS: Final = 3
"""How many rules are named for each profile."""

LEAST_REASONS: Final = 30
"""So much room the reasons get before other scores are shown."""

LONGEST_ID: Final = 40
SHORTEST_ID: Final = 16
GAP: Final = 2
FLAME, NO_FLAME = "●", "○"
FLAMES: Final = 5
MINUS, NOTHING = "\N{MINUS SIGN}", "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"
NO_ACTIONS: Final[Counter[str]] = Counter()
LEAST_POINTS: Final = points.POINT // 20
"""What rounds to 0.0 is no reason."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its cells; of the ``spare`` ones the last go first when there is no room."""

    header: str
    cells: list[Text]
    right: bool = False
    spare: bool = False

    @property
    def width(self) -> int:
        """The width with the gap after it."""
        return max([len(self.header), *(cell.cell_len for cell in self.cells)]) + GAP


def show_table(screen: Console, ruleset: Ruleset, kept: Kept, score: str | None, top: int) -> None:
    """The best profiles first: value, range in its colour, flames, grades, and the rules that gave most."""
    if not kept.profiles:
        screen.print("no profiles")
        return
    chosen = score or main_score(ruleset.model)
    shown = best(ruleset.model, score, top, kept, kept.profiles)
    everything = len(kept.profiles) + kept.others
    columns = [*_columns(ruleset.model, shown, chosen), *_actions(kept, shown)]
    longer = max(0, columns[1].width - GAP - SHORTEST_ID)
    needed = sum(column.width for column in columns if not column.spare) - longer + LEAST_REASONS
    left_out = make_room(columns, screen.width - (LEAST_REASONS if needed <= screen.width else 0))
    rules = _rules_of(ruleset, chosen)
    reasons = [_reasons(ruleset, kept, profile.id, rules) for profile in shown]
    room = screen.width - sum(column.width for column in columns)
    if room >= LEAST_REASONS and any(reasons):
        columns.append(Column("most points from", [cut(reason, room) for reason in reasons]))
    print_columns(screen, columns)
    if everything > len(shown):
        more = f"... and {everything - len(shown):,} more (--top {everything} shows all, --out DIR writes them)"
        screen.print(more, style="dim", soft_wrap=True)
    if left_out:
        screen.print(no_room(left_out, ruleset.scores), style="dim", soft_wrap=True)


def no_room(left_out: Sequence[str], scores: Collection[str]) -> str:
    """What of the table a wider screen would show."""
    if not set(left_out) & set(scores):
        return f'no room for the column "{left_out[0]}": a wider window shows it'
    return f"no room for {', '.join(left_out)} (--score NAME puts one first)"


def best(model: Model, score: str | None, top: int, kept: Kept, profiles: list[ProfileResult]) -> list[ProfileResult]:
    """The profiles that a table shows, the best first."""
    chosen = score or main_score(model)
    ranked = sorted(profiles, key=lambda one: (order(one, chosen), -kept.asked.get(one.id, NO_ACTIONS).total(), one.id))
    return ranked[:top]


def main_score(model: Model) -> str:
    """The last computed score, which sums up others; else the first."""
    computed = [name for name, one in model.scores.items() if one.expression is not None]
    return computed[-1] if computed else next(iter(model.scores), "")


def _columns(model: Model, shown: list[ProfileResult], chosen: str) -> Iterator[Column]:
    yield Column("#", [Text(f"{place}", style="dim") for place in range(1, len(shown) + 1)], right=True)
    yield Column("lead", [cut(Text(visible(one.id)), LONGEST_ID) for one in shown])
    if chosen:
        yield Column(chosen, [with_style(cell, "bold") for cell in numbers(shown, chosen)], right=True)
        if model.scores[chosen].ranges or model.scores[chosen].ideal:
            yield Column("", [temperature(one.scores[chosen]) for one in shown])
    for name in model.grades:
        yield Column(name, [Text(visible(one.grades.get(name, ""))) for one in shown])
    for name in model.scores:
        if name != chosen:
            styles = [colour_style(one.scores[name].colour) for one in shown]
            cells = [with_style(*pair) for pair in zip(numbers(shown, name), styles, strict=True)]
            yield Column(name, cells, right=True, spare=True)


def _actions(kept: Kept, shown: list[ProfileResult]) -> Iterator[Column]:
    """The actions that follow-ups asked for, if there are any at all."""
    if kept.asks:
        yield Column("asked for", [_asked(kept.asked.get(one.id, NO_ACTIONS)) for one in shown], spare=True)


def _asked(actions: Counter[str]) -> Text:
    return Text(", ".join(visible(name) if count == 1 else f"{visible(name)} {TIMES}{count}" for name, count in actions.items()))


def make_room(columns: list[Column], width: int) -> list[str]:
    """Cut long ids, then leave out other scores, the last first, until the width suffices; gives what was left out."""
    left_out: list[str] = []
    while (excess := sum(column.width for column in columns) - width) > 0:
        ids = columns[1]
        longest = max(SHORTEST_ID, ids.width - GAP - excess)
        if any(cell.cell_len > longest for cell in ids.cells):
            columns[1] = Column(ids.header, [cut(cell, longest) for cell in ids.cells])
        elif columns[-1].spare:
            left_out.insert(0, columns.pop().header)
        else:
            break
    return left_out


def print_columns(screen: Console, columns: list[Column]) -> None:
    """The columns side by side, with nothing behind the last one; thousands of rows take rich's own tables too long."""
    widths = [column.width - GAP for column in columns]
    headers = [Text(column.header, style="bold") for column in columns]
    for row in chain([headers], zip(*(column.cells for column in columns), strict=True)):
        line = Text()
        for cell, width, column in zip(row, widths, columns, strict=True):
            gap = " " * (width - cell.cell_len)
            line.append(gap if column.right else "").append_text(cell).append("" if column.right else gap).append(" " * GAP)
        line.rstrip()
        screen.print(cut(line, screen.width), soft_wrap=True)


def _rules_of(ruleset: Ruleset, score: str) -> set[int]:
    """The rules of a score, and of those that it is computed from."""
    model, program = ruleset.model, ruleset.program
    reached: set[str] = set()
    waiting = [score] if score else []
    while waiting:
        name = waiting.pop()
        reached.add(name)
        expression = model.scores[name].expression
        if expression is not None:
            read = (one.score for one in walk(expression, model) if isinstance(one, ScoreRead))
            waiting += (other for other in read if other not in reached)
    return {plan.index for plan in program.rules if program.scores[plan.score].name in reached}


def _reasons(ruleset: Ruleset, kept: Kept, profile: str, rules: set[int]) -> Text:
    program = ruleset.program
    contributions = kept.contributions.get(profile, {}).items()
    given = [(rule, size) for rule, size in contributions if rule in rules and abs(size) >= LEAST_POINTS]
    given.sort(key=lambda one: (-abs(one[1]), one[0]))
    said = [
        Text.assemble((f"{_signed(points.to_number(size))} ", "green" if size > 0 else "red"), visible(program.rules[rule].title))
        for rule, size in given[:REASONS]
    ]
    return Text(", ").join(said)


def temperature(result: ScoreResult) -> Text:
    """The range in its colour, and the flames."""
    text = Text()
    if result.range is not None:
        text.append(result.range, style=colour_style(result.colour))
    if result.flames is not None:
        text.append(" " if text else "").append(FLAME * result.flames, style="dark_orange")
        text.append(NO_FLAME * (FLAMES - result.flames), style="dim")
    return text


def numbers(shown: list[ProfileResult], score: str) -> list[Text]:
    """The values of a column, all with or all without a decimal."""
    values = [one.scores[score].value for one in shown]
    decimals = 0 if all(value is None or isinstance(value, int) for value in values) else 1
    return [Text(NOTHING if value is None else f"{value:,.{decimals}f}") for value in values]


def order(profile: ProfileResult, score: str) -> float:
    """Where a profile stands by a score, the best first."""
    value = profile.scores[score].value if score else None
    return float("inf") if value is None else -value


def _signed(value: int | float) -> str:
    sign = "+" if value > 0 else MINUS
    return f"{sign}{abs(value):,}" if isinstance(value, int) else f"{sign}{abs(value):,.1f}"


def with_style(text: Text, style: str) -> Text:
    """The same text in another style."""
    return Text(text.plain, style=style)


def cut(text: Text, width: int) -> Text:
    """The text, cut to a width."""
    text.truncate(width, overflow="ellipsis")
    return text
