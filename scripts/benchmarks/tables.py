"""The results of the scoring benchmark as tables: one a number of rules on the terminal, one for all of them in Markdown."""

from collections.abc import Mapping

from rich.table import Table

from scripts.benchmarks.contenders import AGAINST, FEATURED, HAND, KEPT, STEP
from scripts.benchmarks.measuring import Spread, Timing
from scripts.benchmarks.peers import PEERS


def is_peer(name: str) -> bool:
    """Whether it is another engine."""
    return name.removesuffix(KEPT) in PEERS


def compared_with(name: str) -> str:
    """What a way is compared with."""
    return AGAINST.get(name, STEP if is_peer(name) else HAND)


def table(size: int, timings: Mapping[str, Timing]) -> Table:
    """All ways for one number of rules."""
    made = Table(title=f"{size:,} rules", title_justify="left")
    made.add_column("µs per event")
    for heading in ("min", "median", "max", "times", "min", "max"):
        made.add_column(heading, justify="right")
    made.add_column("of")
    made.add_column("events", justify="right")
    for name, one in timings.items():
        took, base = Spread.of(one.processor), compared_with(name)
        ratio = one.against(timings[base])
        figures = [f"{figure:,.2f}" for figure in (took.lowest, took.middle, took.highest)]
        ratios = [f"{figure:,.2f}" for figure in (ratio.middle, ratio.lowest, ratio.highest)]
        made.add_row(name, *figures, *ratios, base, f"{one.events:,}", style="bold" if name == STEP else "")
    return made


def markdown(timings: Mapping[int, Mapping[str, Timing]]) -> str:
    """All ways for all numbers of rules: microseconds, then how many times as long as what stands in the second column."""
    sizes = sorted(timings)
    lines = [
        f"| µs per event, times (least to most) | times what | {' | '.join(f'{size:,} rules' for size in sizes)} |",
        f"| --- | --- | {' | '.join('---' for _ in sizes)} |",
    ]
    names = list(dict.fromkeys(name for size in sizes for name in timings[size]))
    for name in sorted(names, key=_place):
        base = compared_with(name)
        cells = (_cell(timings[size].get(name), timings[size][base]) for size in sizes)
        lines.append(f"| {name} | {'' if base == name else base} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _place(name: str) -> int:
    """The peers come last, and before them what is on the engine's rules beyond points."""
    return 2 if is_peer(name) else 1 if name in FEATURED else 0


def _cell(one: Timing | None, base: Timing) -> str:
    if one is None:
        return ""
    ratio = one.against(base)
    return (
        f"{Spread.of(one.processor).middle:,.2f}, **{_short(ratio.middle)}** ({_short(ratio.lowest)} to {_short(ratio.highest)})"
    )


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 9.995 else f"{ratio:,.0f}"
