"""What keeps a state from being used."""

from lsdsl.records.problems import InputError


class StoreError(InputError):
    """A state that cannot be used, or not like this; the text says why and what to do."""


def require_version(name: str, found: int, newest: int) -> None:
    """Raise :class:`StoreError` for tables that are not there (version 0), or that cannot be read as they are."""
    if not found:
        raise StoreError(f"{name} holds no state")
    if found != newest:
        raise StoreError(
            f"{name} has tables of version {found}, this lsdsl reads version {newest}: "
            + ("upgrade lsdsl" if found > newest else "run `lsdsl state vacuum` on it once, which brings them up")
        )
