"""The engine, straight-line Python and other rule engines on the same made-up rules, side by side.

Every way has to give exactly the plainly right scores before it is timed.
The results go to a folder: results.json, table.md, scoring.png.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from scripts.benchmarks import contenders as ways
from scripts.benchmarks import tables
from scripts.benchmarks.boxes import pin
from scripts.benchmarks.contenders import AGAINST, EVERYTHING, FEATURED, STEP, DisagreementError, Workload
from scripts.benchmarks.measuring import Spread, Target, Timing, affordable, machine, measure
from scripts.benchmarks.peers import PEERS, Peer
from scripts.benchmarks.workload import make_events, make_profiles, make_rules

SIZES: Final = "10,50,200,1000"
CHECKED_WITH_REFERENCE: Final = 1_000
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
WIDTH: Final = 144
"""A narrower terminal breaks lines rather than words."""
Timings = Mapping[int, Mapping[str, Timing]]


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the user asks for."""
    parser = argparse.ArgumentParser(prog="scripts/bench scoring", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rules", type=_numbers, default=SIZES, help="numbers of rules (%(default)s)")
    parser.add_argument("--events", type=int, default=20_000, help="events (%(default)s)")
    parser.add_argument("--profiles", type=int, default=1_000, help="profiles that have them (%(default)s)")
    parser.add_argument("--features", type=int, default=50, help="rules with which each feature is measured alone (%(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds after the one that warms up (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.3, help="a peer that takes longer gets fewer events (%(default)s)")
    parser.add_argument("--peers", default="all", help=f"all, none, or some of {', '.join(PEERS)}")
    parser.add_argument("--out", type=Path, default=Path("out") / "bench", help="folder of the results (%(default)s)")
    parser.add_argument("--docs", action="store_true", help="put table, targets and chart into docs/performance.md as well")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, measure, show, write; the exit code is 1 when a way gives wrong scores."""
    given = options(arguments)
    console = Console()
    console.width = max(console.width, WIDTH)
    wanted, left_out = chosen_peers(given.peers)
    where = f"{machine()}; {pin()}"
    console.print(where, highlight=False)
    timings: dict[int, dict[str, Timing]] = {}
    for size in given.rules:
        try:
            timings[size] = _measured(size, given, wanted)
        except DisagreementError as error:
            console.print(f"{size} rules: {error}", style="bold red", highlight=False)
            return 1
        console.print(tables.table(size, timings[size]))
    for name, reason in left_out.items():
        console.print(f"left out: {name} ({reason})", highlight=False)
    targets = targets_of(timings)
    for target in targets:
        console.print(str(target), style="green" if target.met else "red", highlight=False)
    given.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_results(where, given, timings, left_out, targets), indent=1)
    (given.out / "results.json").write_text(text + "\n", encoding="utf-8")
    (given.out / "table.md").write_text(tables.markdown(timings), encoding="utf-8")
    try:
        from scripts.benchmarks.chart import draw
    except ModuleNotFoundError as error:
        console.print(f"no chart: {error.name} is not installed", highlight=False)
    else:
        draw(
            {size: {name: Spread.of(one.processor).middle for name, one in own.items()} for size, own in timings.items()},
            given.out,
        )
    console.print(f"written to {given.out}", highlight=False)
    if given.docs:
        command = f"scripts/bench scoring --events {given.events} --profiles {given.profiles} --rounds {given.rounds}"
        _into_docs(where, command, given.out, targets)
    return 0


def targets_of(timings: Timings) -> list[Target]:
    """What is promised, for the sizes that were measured."""
    targets = []
    if 50 in timings:
        own = timings[50]
        for name, wanted in ((ways.STEP, 1.25), (ways.STEP_ENTRIES, 1.25), (ways.PROCESS_READ, 1.25), (EVERYTHING, 2.5)):
            base = AGAINST[name]
            targets.append(Target(f"50 rules: {name} / {base}", own[name].against(own[base]).middle, wanted))
    if 1_000 in timings:
        own = timings[1_000]
        targets.append(Target(f"1,000 rules: {STEP} / {ways.HAND}", own[STEP].against(own[ways.HAND]).middle, 0.5))
    if 10 in timings and 1_000 in timings:
        for name in (STEP, ways.HAND):
            grown = Spread.of(timings[1_000][name].processor).middle / Spread.of(timings[10][name].processor).middle
            if name == STEP:
                targets.append(Target(f"growth of {name} from 10 to 1,000 rules", grown, 6))
    for size, own in timings.items():
        peers = [name for name in own if name in PEERS]
        if peers:
            ratio, name = min((own[name].against(own[STEP]).middle, name) for name in peers)
            targets.append(Target(f"{size:,} rules: the fastest peer, {name} / {STEP}", ratio, 1, at_least=True))
        kept = f"{ways.FASTEST}{ways.KEPT}"
        if kept in own:
            targets.append(Target(f"{size:,} rules: {kept} / {STEP}", own[kept].against(own[STEP]).middle, 1, at_least=True))
    return targets


def _into_docs(where: str, command: str, folder: Path, targets: Sequence[Target]) -> None:
    """Replace what stands between the two marks of the page, and its chart."""
    text = PAGE.read_text(encoding="utf-8")
    before, begin, rest = text.partition("<!-- results -->\n")
    _, end, after = rest.partition("<!-- end of results -->\n")
    assert end, f"{PAGE} has lost its marks"
    table = (folder / "table.md").read_text(encoding="utf-8")
    listed = "\n".join(f"- {target}" for target in targets)
    middle = f"\n`{command}` on {where}:\n\n{table}\n{listed}\n\n"
    PAGE.write_text(f"{before}{begin}{middle}{end}{after}", encoding="utf-8")
    if (folder / "scoring.png").exists():
        shutil.copy(folder / "scoring.png", PAGE.parent)


def chosen_peers(text: str) -> tuple[dict[str, Peer], dict[str, str]]:
    """The peers to be measured, and why the others are not."""
    asked = [*PEERS] if text == "all" else [] if text == "none" else text.split(",")
    wanted, left_out = {}, {}
    for name, peer in PEERS.items():
        if name not in asked:
            left_out[name] = "not asked for"
        elif peer.version() is None:
            left_out[name] = "not installed"
        else:
            wanted[name] = peer
    unknown = [name for name in asked if name not in PEERS]
    if unknown:
        sys.exit(f"there is no peer {', '.join(unknown)}; there are {', '.join(PEERS)}")
    return wanted, left_out


def _measured(size: int, given: argparse.Namespace, peers: Mapping[str, Peer]) -> dict[str, Timing]:
    events = [*make_events(given.events, given.profiles)]
    work = Workload.of(make_rules(size), make_profiles(given.profiles), events)
    points = work.points()
    featured = FEATURED if size == given.features else {EVERYTHING: FEATURED[EVERYTHING]}
    all_ways = ways.contenders(work, peers, featured)
    for name, features in featured.items():
        ways.agree_with_reference(work, name, features, CHECKED_WITH_REFERENCE)
    timed = {name: one.timed() for name, one in all_ways.items()}
    # Only what keeps nothing from event to event can do fewer of them and still do the same.
    sizes = {
        name: affordable(one, given.events, given.seconds) if tables.is_peer(name) else given.events
        for name, one in timed.items()
    }
    for name, one in all_ways.items():
        ways.agree(work, name, one, points, sizes[name])
    return measure(timed, sizes, given.rounds)


def _results(
    where: str, given: argparse.Namespace, timings: Timings, left_out: Mapping[str, str], targets: Sequence[Target]
) -> dict[str, Any]:
    return {
        "machine": where,
        "options": {name: str(value) if isinstance(value, Path) else value for name, value in vars(given).items()},
        "versions": {name: peer.version() for name, peer in PEERS.items()},
        "left out": left_out,
        "rules": {size: {name: asdict(one) for name, one in own.items()} for size, own in timings.items()},
        "targets": [asdict(target) | {"met": target.met} for target in targets],
    }


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
