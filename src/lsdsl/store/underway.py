"""The mark of a rescore that is under way: which rules it brings the profiles to, and how far it is."""

from typing import Final

import msgspec

from lsdsl.store.interface import Store, Totals

RESCORING: Final = "rescoring"
"""The key under which the mark stands."""
ACCEPTING: Final = "accepting"
"""The key under which it stands how far taking other rules without the history is."""


class UnderWay(msgspec.Struct):
    """A rescore that was begun and has not ended.

    The profiles become those of the ruleset with this ``digest`` and ``number``; which are not done yet is marked on each.
    ``key`` identifies rules, inputs and options. Of its ``blocks`` of profiles those in ``done`` are done, and ``totals`` is what
    they came to. Before and after it, time was passed up to ``reached``, and what was due up to ``moment`` is in the past.
    """

    digest: str
    number: int
    key: str
    blocks: int
    reached: int
    passes: int
    moment: int | None
    done: list[int] = msgspec.field(default_factory=list)
    totals: Totals = msgspec.field(default_factory=Totals)
    switched_off: dict[str, int] = msgspec.field(default_factory=dict)


def under_way(store: Store) -> UnderWay | None:
    """The rescore that is under way, or None."""
    data = store.meta(RESCORING)
    return msgspec.json.decode(data, type=UnderWay) if data else None


def put_under_way(store: Store, found: UnderWay | None) -> None:
    """Keep how far the rescore is; None when it has ended."""
    store.put_meta(RESCORING, b"" if found is None else msgspec.json.encode(found))


def unfinished(store: Store) -> str | None:
    """In words that a rescore is under way, how far it is and what to do; None when there is none."""
    if under_way(store) is None:
        return None
    profiles, removed = store.count()
    total = profiles + removed
    done = total - store.updating()
    return (
        f"a rescore of {store.name} is under way ({done:,} of {total:,} profiles done): finish it with "
        f"`lsdsl rescore RULES --state {store.name}`"
    )
