"""A ruleset as one byte string that needs no folder: what a durable state keeps and what is sent to other machines.

MessagePack of :class:`RuleFiles`: the texts that the ruleset was read from, and of the settings what its results depend on. The
same texts and settings give the same bytes.
"""

from typing import Final

import msgspec

from lsdsl.config import Settings
from lsdsl.model import check_sources
from lsdsl.model.lists import ListProblem, ReadList
from lsdsl.model.resolution import has_errors
from lsdsl.runner.ruleset import Ruleset, RulesetError, boxes_of
from lsdsl.script.budgets import Budgets


class RuleFiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The texts of a ruleset: rule files by their shown paths, list files by rule file and the path that stands in it."""

    rules: tuple[tuple[str, bytes], ...]
    lists: tuple[tuple[str, str, str], ...]
    budgets: Budgets
    fuel_per_event: int
    switch_off_after: int


def pack(ruleset: Ruleset) -> bytes:
    """The texts of a ruleset as bytes. Raises ``ValueError`` for one that was not read from texts."""
    if ruleset.texts is None:
        raise ValueError("this ruleset was not loaded from rule files, so it cannot be packed")
    rules, lists = ruleset.texts
    settings = ruleset.settings
    files = RuleFiles(
        tuple(rules),
        tuple((*key, text) for key, text in sorted(lists.items())),
        settings.budgets,
        settings.fuel_per_event,
        settings.switch_off_after,
    )
    return _ENCODER.encode(files)


def unpack(data: bytes) -> Ruleset:
    """The ruleset that :func:`pack` made bytes of.

    Raises ``ValueError`` for bytes that are no ruleset, :class:`lsdsl.RulesetError` where this lsdsl finds errors in the texts.
    """
    try:
        files = _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise ValueError(f"this is no packed ruleset: {error}") from error
    lists = {(rule_file, path): text for rule_file, path, text in files.lists}
    loaded = check_sources(files.rules, _reader(lists))
    settings = Settings(budgets=files.budgets, fuel_per_event=files.fuel_per_event, switch_off_after=files.switch_off_after)
    if loaded.model is None:
        raise RulesetError(tuple(loaded.findings), loaded.sources)
    boxes, found = boxes_of(loaded.model, settings)
    if has_errors(found):
        raise RulesetError(tuple(found), loaded.sources)
    return Ruleset(loaded.model, boxes=boxes, settings=settings, texts=(files.rules, lists))


def _reader(lists: dict[tuple[str, str], str]) -> ReadList:
    return lambda rule_file, path: lists.get((rule_file, path), ListProblem.ABSENT)


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(RuleFiles)
