"""Advice after a run in which something was most likely not meant: hints in words, for the summary."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from lsdsl.model.declarations import Model
from lsdsl.records.events import ENVELOPE
from lsdsl.records.problems import shown
from lsdsl.runner.inputs import InputNotes
from lsdsl.runner.profiles import Profiles
from lsdsl.runner.summary import Summary

NAMES_SHOWN = 10
LIKE_AN_ID = re.compile(r"(?i)\bid$|^id\b|_id$|\bkey$|\bnumber$|\bno$|e-?mail")
ROWS_OF_ONE = 2
"""More rows than that to a profile are hardly meant,"""
REPEATED = 20
"""if so many rows have an id that was there before."""
UNORDERED = 10
"""More than one in so many events being late is no accident: the input is not in order of time."""


class Strangers(NamedTuple):
    """Whether a loaded profile had an event; else the first loaded profile and the first other one (empty: there is none)."""

    met: bool
    loaded: str = ""
    stranger: str = ""


def profile_hints(model: Model, notes: InputNotes) -> Iterator[str]:
    """What is wrong with a whole input of profiles."""
    if not notes.records:
        yield f"{notes.source} holds no records"
    elif notes.nothing_but("LS830") and model.id_source not in notes.columns and notes.columns:
        likely = next((name for name in notes.columns if LIKE_AN_ID.search(name)), None)
        known = f"If {shown(likely)} is" if likely else f"If one of the {_columns(notes, ('', ''))} is"
        yield (
            f"{notes.source} has no {_columns(notes)} {shown(model.id_source)}; it has {_listed(notes.columns)}. "
            f"{known} what a profile is known by, write in the profile: block of the rules: id from {shown(likely or '...')}"
        )
    elif notes.repeated >= REPEATED and notes.loaded > ROWS_OF_ONE * (profiles := notes.loaded - notes.repeated):
        many = "at most" if notes.before else "only"
        yield (
            f"{notes.source} has {notes.loaded:,} rows but {many} {profiles:,} different ids, taken from "
            f"{shown(model.id_source)}: rows with the same id are one profile, and the later row wins. "
            'If a profile is known by something else, write in the profile: block of the rules: id from "..."'
        )


def event_hints(model: Model, notes: InputNotes) -> Iterator[str]:
    """What is wrong with a whole input of events."""
    missing = [name for name in ENVELOPE[:4] if name not in notes.columns]
    if not notes.records:
        yield f"{notes.source} holds no records"
    elif notes.nothing_but("LS810", "LS811", "LS812", "LS813", "LS814") and missing and notes.columns:
        yield (
            f"{notes.source} has no {_columns(notes, missing)} {_and([shown(name) for name in missing])}; "
            f"it has {_listed(notes.columns)}. Every event needs id, type, profile and time"
        )
    elif notes.nothing_but("LS814"):
        declared = [name for name, event in model.events.items() if event.subject == "declared"]
        known = f"they declare {_listed(declared)}" if declared else "they declare none"
        yield f"{notes.source} has no event that the rules know: it has {_listed(notes.types)}, {known}"


def run_hints(summary: Summary, strangers: Strangers) -> Iterator[str]:
    """What looks wrong after everything was read."""
    if summary.after_as_of and not summary.processed:
        yield f"all events are later than --as-of {summary.as_of}"
    if summary.processed and summary.late * UNORDERED > summary.processed:
        yield (
            f"{summary.late:,} of {summary.processed:,} events are older than one before them of the same profile: "
            "sort the events by time, or the limits of rules see them in the wrong order"
        )
    if summary.processed and not strangers.met and strangers.loaded and strangers.stranger:
        yield (
            f"no event belongs to a profile from --profiles: these have ids like {shown(strangers.loaded)}, "
            f"the events say {shown(strangers.stranger)}"
        )
    if summary.as_of is None and summary.profiles:
        yield "nothing in the data has a time, so the ledger is dated 1970-01-01; --as-of sets the moment"


def strangers_of(states: Profiles) -> Strangers:
    """Look whether events and loaded profiles have met."""
    loaded = stranger = ""
    for state in states:
        if state.loaded and state.newest is not None:
            return Strangers(True)
        loaded = loaded or (state.id if state.loaded else "")
        stranger = stranger or ("" if state.loaded else state.id)
    return Strangers(False, loaded, stranger)


def all_strangers(parts: Collection[Strangers]) -> Strangers:
    """The same of profiles that are in several places."""
    loaded = min((part.loaded for part in parts if part.loaded), default="")
    stranger = min((part.stranger for part in parts if part.stranger), default="")
    return Strangers(any(part.met for part in parts), loaded, stranger)


def _columns(notes: InputNotes, names: Sequence[str] = ("",)) -> str:
    word = "column" if notes.table else "key"
    return word if len(names) == 1 else f"{word}s"


def _listed(names: Collection[str]) -> str:
    some = [shown(name) for name in names][:NAMES_SHOWN]
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return ", ".join(some) + more


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
