"""Opening a state by its name, and what has to be so before it is used: its rules and the form of its profiles."""

from pathlib import Path
from typing import Final

from lsdsl.engine.serialising import VERSION
from lsdsl.runner.packed import pack
from lsdsl.runner.ruleset import Ruleset
from lsdsl.store.interface import Store
from lsdsl.store.postgres_place import is_url, name_of
from lsdsl.store.problems import StoreError
from lsdsl.store.sqlite import SQLiteStore
from lsdsl.store.underway import ACCEPTING, unfinished

RULESET: Final = "ruleset"
"""The key under which the digest of the rules stands that hold now."""
STATES: Final = "states"
"""The key under which the version of the profiles' bytes stands."""


def open_state(where: str, *, write: bool = True) -> Store:
    """The state of this name: a file, or a URL of PostgreSQL. Raises ``StoreError`` when it cannot be used."""
    if is_url(where):
        from lsdsl.store.postgres import PostgresStore

        return PostgresStore(where, write=write)
    return SQLiteStore(where, write=write)


def require(where: str) -> None:
    """Raises ``StoreError`` when there is no state of this name. One of an older version is one."""
    if is_url(where):
        from lsdsl.store.postgres import there_is

        there, name = there_is(where), name_of(where)
    else:
        there, name = Path(where).is_file(), where
    if not there:
        raise StoreError(f"{name}: there is no such state")


def admit(store: Store, ruleset: Ruleset) -> int:
    """Let a ruleset work on a state that is opened to write, and give its number in it.

    Raises ``StoreError`` when the state was written under other rules.
    """
    rescoring = unfinished(store)
    if rescoring is not None:
        raise StoreError(rescoring)
    known = store.meta(RULESET)
    if known is not None and known != ruleset.digest.encode():
        raise StoreError(other_rules(store, known.decode(), ruleset))
    if store.meta(ACCEPTING):
        raise StoreError(
            f"{store.name} is being brought under other rules, and {store.updating():,} of its profiles are not yet: run with "
            "these rules again to finish it, or give --accept-rules to bring them all under the ones that you name"
        )
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
        raise StoreError(other_rules(store, known.decode(), ruleset))
    check_version(store)


def check_version(store: Store) -> None:
    """Raises ``StoreError`` when the profiles are in a form that this lsdsl does not read."""
    states = store.meta(STATES)
    if states is not None and states != str(VERSION).encode():
        raise StoreError(
            f"{store.name} holds profiles of version {states.decode()}, this lsdsl reads version {VERSION}: begin a new state "
            "and read all events again"
        )


def other_rules(store: Store, known: str, ruleset: Ruleset) -> str:
    """In words that a state was written under other rules, and what to do."""
    return (
        f"{store.name} was written under other rules (digest {known}, these are {ruleset.digest}). To replay its history under "
        f"these rules: `lsdsl rescore RULES --state {store.name}`. To keep what was earned, and let these rules count from now "
        "on: add --accept-rules to the run. Or run with the rules of before"
    )
