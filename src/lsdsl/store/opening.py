"""Opening a state by its name, and what has to be so before it is used: its rules and the form of its profiles."""

from typing import Final

from lsdsl.engine.serialising import VERSION
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.store.interface import Store
from lsdsl.store.problems import StoreError
from lsdsl.store.sqlite import SQLiteStore

RULESET: Final = "ruleset"
"""The key under which the digest of the rules stands that hold now."""
STATES: Final = "states"
"""The key under which the version of the profiles' bytes stands."""


def open_state(where: str, *, write: bool = True) -> Store:
    """The state of this name: a file. Raises ``StoreError`` when it cannot be used."""
    return SQLiteStore(where, write=write)


def admit(store: Store, ruleset: Ruleset) -> int:
    """Let a ruleset work on a state that is opened to write, and give its number in it.

    Raises ``StoreError`` when the state was written under other rules.
    """
    known = store.meta(RULESET)
    if known is not None and known != ruleset.digest.encode():
        raise StoreError(_other_rules(store, known.decode(), ruleset))
    check_version(store)
    with store.transaction():
        if known is None:
            store.put_meta(RULESET, ruleset.digest.encode())
            store.put_meta(STATES, str(VERSION).encode())
        return store.add_ruleset(ruleset.digest, None if ruleset.texts is None else pack(ruleset))


def check_rules(store: Store, ruleset: Ruleset) -> None:
    """Raises ``StoreError`` when a state that is only read was written under other rules."""
    known = store.meta(RULESET)
    if known is not None and known != ruleset.digest.encode():
        raise StoreError(_other_rules(store, known.decode(), ruleset))
    check_version(store)


def check_version(store: Store) -> None:
    """Raises ``StoreError`` when the profiles are in a form that this lsdsl does not read."""
    states = store.meta(STATES)
    if states is not None and states != str(VERSION).encode():
        raise StoreError(
            f"{store.name} holds profiles of version {states.decode()}, this lsdsl reads version {VERSION}: begin a new state "
            "and read all events again"
        )


def _other_rules(store: Store, known: str, ruleset: Ruleset) -> str:
    return (
        f"{store.name} was written under other rules (digest {known}, these are {ruleset.digest}): what was earned "
        "cannot be carried over. Run with the rules of before, or begin a new state with these rules and all events: it "
        "holds what `lsdsl rescore` would give"
    )
