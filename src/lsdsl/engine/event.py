"""An event as the step takes it: checked, converted, with integer times."""

from collections.abc import Mapping

import msgspec

from lsdsl.model.types import Value


class Event(msgspec.Struct, frozen=True, gc=False):
    """One event of one profile. A struct, because one is made for every line of input.

    ``type`` is a name of the model's events (``page_visit``, ``orders.created``, ``tag.added``); ``time`` is in microseconds
    since 1970-01-01T00:00Z. ``data`` holds declared attributes by name with values as :mod:`lsdsl.model.types` holds them; what
    is missing is left out, but for the events that change fields (``profile.*``, ``COLLECTION.*``), where ``None`` clears and
    what is left out stays. There ``tags`` may be among the data (a tuple of texts) and a row carries its ``id``.
    """

    id: str
    type: str
    profile: str
    time: int
    data: Mapping[str, Value]
