"""The baseline: findings that were there before somebody began to look, counted, so that only new ones are shown.

A finding is known again by its fingerprint, which survives edits elsewhere in its file. The file of the baseline holds how many
findings of each fingerprint there may be, each entry on a line of its own so that differences of it can be read, and paths as
seen from its own folder, so that it does not matter where ``lsdsl`` is started.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from lsdsl.config.codes import CHANGEABLE
from lsdsl.dataclass import dataclass
from lsdsl.diagnostics import Diagnostic, Suppressed, finding
from lsdsl.diagnostics.fingerprint import fingerprints
from lsdsl.source import Source, Span

VERSION: Final = 1
OF_ITSELF: Final = "LS905"
KEYS: Final = {"path": str, "code": str, "count": int, "fingerprint": str}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """How many findings of a code with one fingerprint there may be in a file."""

    path: str
    code: str
    fingerprint: str
    count: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a file, and its text for showing findings about it."""

    source: Source
    entries: tuple[Entry, ...] = ()


def read(path: str) -> tuple[Baseline, list[Diagnostic]]:
    """The baseline in a file; without the file an empty one.

    Raises ``OSError`` for a file that cannot be read.
    """
    file = Path(path)
    if not file.exists():
        return Baseline(Source(path, "")), []
    data = file.read_bytes()
    try:
        source = Source(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        source = Source(path, "")
        return Baseline(source), [finding("LS017", Span(path, 0, 0), problem="the file is not UTF-8")]
    try:
        return Baseline(source, _entries(json.loads(source.text))), []
    except json.JSONDecodeError as error:
        at = min(error.pos, len(source.text))
        return Baseline(source), [finding("LS017", Span(path, at, at), problem=f"it is no JSON: {error.msg.lower()}")]
    except (ValueError, RecursionError) as error:
        problem = "its brackets are too deep" if isinstance(error, RecursionError) else str(error)
        return Baseline(source), [finding("LS017", Span(path, 0, 0), problem=problem)]


def _entries(content: object) -> tuple[Entry, ...]:
    """The entries that a file holds. Raises ``ValueError`` with the words for what is wrong."""
    if not isinstance(content, dict) or "version" not in content:
        raise ValueError("it has no `version`")
    if content["version"] != VERSION:
        raise ValueError(f"its version is {content['version']!r}, and this lsdsl knows version {VERSION}")
    found = content.get("findings")
    if not isinstance(found, list):
        raise ValueError("it has no list `findings`")  # noqa: TRY004 - all that is wrong with the file is told alike
    entries = []
    for number, one in enumerate(found, 1):
        if not isinstance(one, dict) or any(type(one.get(key)) is not kind for key, kind in KEYS.items()):
            raise ValueError(f"finding {number} lacks one of {', '.join(f'`{key}`' for key in KEYS)}")
        entries.append(Entry(one["path"], one["code"], one["fingerprint"], one["count"]))
    return tuple(entries)


def can_be_baselined(found: Diagnostic) -> bool:
    """Whether a finding may be in a baseline: what keeps a ruleset from working may not, nor what is said of the baseline."""
    return found.code.startswith(CHANGEABLE) and found.code != OF_ITSELF


def apart(
    found: Sequence[Diagnostic], sources: Mapping[str, Source], baseline: Baseline
) -> tuple[list[Diagnostic], list[Suppressed], Counter[str]]:
    """The findings that are new, those that the baseline knows, and how many there are of each fingerprint.

    Where there are more than the baseline allows, the last ones are new.
    """
    allowed: Counter[str] = Counter()
    for one in baseline.entries:
        allowed[one.fingerprint] += one.count
    seen: Counter[str] = Counter()
    new: list[Diagnostic] = []
    known: list[Suppressed] = []
    for diagnostic, entry in zip(found, _entries_of(found, sources, baseline.source.path), strict=True):
        if entry is not None:
            seen[entry.fingerprint] += 1
        if entry is None or seen[entry.fingerprint] > allowed[entry.fingerprint]:
            new.append(diagnostic)
        else:
            known.append(Suppressed(diagnostic, "external", f"in the baseline {baseline.source.path}"))
    return new, known, seen


def unmatched(baseline: Baseline, seen: Counter[str], judged: Iterable[Entry]) -> list[Diagnostic]:
    """A finding for each of the judged entries that allows more than there is."""
    found = []
    for entry in judged:
        left = seen[entry.fingerprint]
        if left < entry.count:
            at = max(baseline.source.text.find(entry.fingerprint), 0)
            place = Span(baseline.source.path, at, at + len(entry.fingerprint))
            some = {"allowed": str(entry.count), "found": str(left)} if left else {}
            found.append(finding(OF_ITSELF, place, named=entry.code, path=entry.path, **some))
    return found


def updated(baseline: Baseline, found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> str:
    """The text of a baseline that knows all the findings; entries stay for files that were not looked at and are still there."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for entry in _entries_of(found, sources, baseline.source.path):
        if entry is not None:
            counts[entry.path, entry.code, entry.fingerprint] += 1
    looked_at = {_below(path, baseline.source.path) for path in sources}
    kept = [one for one in baseline.entries if one.path not in looked_at and is_there(baseline, one)]
    entries = sorted([*kept, *(Entry(*key, count) for key, count in counts.items())])
    lines = [
        json.dumps({"path": one.path, "code": one.code, "count": one.count, "fingerprint": one.fingerprint}) for one in entries
    ]
    body = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'


def is_there(baseline: Baseline, entry: Entry) -> bool:
    """Whether the file of an entry exists."""
    return (Path(baseline.source.path).parent / entry.path).is_file()


def shown_paths(baseline: Baseline, sources: Mapping[str, Source]) -> dict[str, str]:
    """The paths of the sources by what the baseline calls them."""
    return {_below(path, baseline.source.path): path for path in sources}


def _entries_of(found: Sequence[Diagnostic], sources: Mapping[str, Source], path: str) -> list[Entry | None]:
    """The entry that each finding would have, None for one that can have none."""
    moved = {one: _below(one, path) for one in {*sources, *(one.span.path for one in found)}}
    there = {moved[one]: Source(moved[one], source.text) for one, source in sources.items()}
    spans = [replace(one.span, path=moved[one.span.path]) for one in found]
    numbered = fingerprints([replace(one, span=span) for one, span in zip(found, spans, strict=True)], there)
    # The number behind the digest tells equal findings apart; here they are counted.
    return [
        Entry(span.path, one.code, digest.partition(":")[0], 1) if can_be_baselined(one) else None
        for one, span, digest in zip(found, spans, numbered, strict=True)
    ]


def _below(path: str, baseline: str) -> str:
    """The path of a rule file as seen from the folder of the baseline."""
    return Path(os.path.relpath(path, Path(baseline).parent)).as_posix()
