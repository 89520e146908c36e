"""Ids as keys of tables in PostgreSQL, in which a key has a largest size: bytes of UTF-8, whose order is that of code points.

A long id is kept apart: its key is its beginning, which puts it in order, and a digest of it all, which tells it from others.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from lsdsl.store.postgres_session import Session

LONGEST: Final = 1_000
"""So many bytes of an id are a key as they are; longer keys are those of long ids."""
_ERRORS: Final = "surrogatepass"
"""Half a surrogate pair is no text anywhere but in Python; it is kept all the same."""


def encoded(text: str) -> bytes:
    """A text as bytes that sort like its code points."""
    return text.encode(errors=_ERRORS)


def decoded(data: bytes) -> str:
    """The text that such bytes stand for."""
    return data.decode(errors=_ERRORS)


def key_of(profile: str) -> bytes:
    """The key of an id."""
    data = profile.encode(errors=_ERRORS)
    return data if len(data) <= LONGEST else data[:LONGEST] + sha256(data).digest()


class Keys:
    """The ids of one state as keys, and back."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def kept(self, profiles: Iterable[str]) -> list[bytes]:
        """The keys of ids that are about to be written."""
        given = list(profiles)
        keys = list(map(key_of, given))
        long = {key: encoded(profile) for key, profile in zip(keys, given, strict=True) if len(key) > LONGEST}
        if long:
            self._session.execute(
                "insert into long_ids select * from unnest(%b::bytea[], %b::bytea[]) on conflict do nothing",
                (list(long), list(long.values())),
            )
        return keys

    def ids(self, keys: Sequence[bytes]) -> list[str]:
        """The ids of keys that were read, in the same order."""
        long = [key for key in keys if len(key) > LONGEST]
        if not long:
            return [decoded(key) for key in keys]
        known = dict(self._session.rows("select key, id from long_ids where key = any(%b::bytea[])", (long,)))
        return [decoded(known.get(key, key)) for key in keys]
