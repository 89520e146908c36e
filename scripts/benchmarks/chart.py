"""The chart of the scoring benchmark: microseconds for an event over the number of rules."""

from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Final

from scripts.benchmarks.contenders import EVERYTHING, HAND, STEP
from scripts.benchmarks.peers import PEERS

# Imported by name: the checks of the project run without the extra that brings it.
matplotlib = import_module("matplotlib")

SHOWN: Final = (STEP, EVERYTHING, HAND)
"""Of what is no peer, these; the others would lie on top of them."""
COLOURS: Final[Mapping[str, str]] = {STEP: "#0b6e4f", EVERYTHING: "#5fb49c", HAND: "#1f1f1f"}
OTHERS: Final = "#9a9a9a"
LINES: Final = 32
"""So many labels would fit above each other: what keeps them apart, so that they can be read."""
SHADES: Final = 48
TICKS: Final = [factor * 10.0**power for power in range(-1, 4) for factor in (1, 2, 5)]


def draw(medians: Mapping[int, Mapping[str, float]], folder: Path) -> None:
    """Draw the chart into a folder as scoring.png."""
    matplotlib.use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    sizes = sorted(medians)
    names = [name for name in medians[sizes[0]] if name in SHOWN or name in PEERS]
    figure, axes = pyplot.subplots(figsize=(8, 5), dpi=110)
    for name in names:
        colour, width = COLOURS.get(name, OTHERS), 2.4 if name in SHOWN else 1.2
        axes.plot(sizes, [medians[size][name] for size in sizes], color=colour, linewidth=width, marker="o", markersize=3.5)
    lowest, highest = (pick(medians[size][name] for size in sizes for name in names) for pick in (min, max))
    pitch, height = (highest / lowest) ** (1 / LINES), 0.0
    for name in sorted(names, key=lambda name: medians[sizes[-1]][name]):
        height = max(medians[sizes[-1]][name], height * pitch)
        weight = "bold" if name == STEP else "normal"
        colour = COLOURS.get(name, "#555555")
        axes.annotate(
            name, (sizes[-1] * 1.07, height), color=colour, fontweight=weight, fontsize=8.5, va="center", annotation_clip=False
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.set_yticks([tick for tick in TICKS if lowest * 0.8 <= tick <= highest * 1.25])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("rules")
    axes.set_title("Scoring one event, microseconds (log scales; lower is faster)", loc="left", fontsize=11)
    axes.grid(visible=True, axis="y", color="#e4e4e4", linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    figure.subplots_adjust(left=0.07, right=0.74, top=0.93, bottom=0.1)
    drawn = BytesIO()
    figure.savefig(drawn, facecolor="white")
    pyplot.close(figure)
    # Few colours make a small file: it is kept in the repository.
    import_module("PIL.Image").open(drawn).convert("RGB").quantize(SHADES).save(folder / "scoring.png", optimize=True)
