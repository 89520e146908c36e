"""What keeps a state from being used."""

from lsdsl.records.problems import InputError


class StoreError(InputError):
    """A state that cannot be used, or not like this; the text says why and what to do."""
