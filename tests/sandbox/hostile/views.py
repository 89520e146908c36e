"""What the boxes of the hostile corpus see: the values are the weapon of whoever fills in web forms."""

from typing import Final

from lsdsl.model.types import DAY, Value
from tests.sandbox.boxes import View

ROW: Final[dict[str, Value]] = {"id": "1", "amount": 5, "shop": "a", "paid": DAY}
USUAL: Final[dict[str, Value]] = {
    "email": "a@b.example",
    "country": "NL",
    "employees": 7,
    "leadscore": 3,
    "visits": 2,
    "status": "new",
    "birth": 3 * DAY,
    "joined": 5 * DAY + 17,
    "founded": 18_000 * DAY,
    "active": True,
    "langs": ("nl", "en"),
    "owned": 4,
}
LONG: Final = "a" * 4_096
WIDE: Final = "😀" * 4_096
CONTROLS: Final = "\x1b[2J\x00\r\n\t\u202e\u2028\x07\ud7ff"


def view(
    fields: dict[str, Value] | None = None,
    path: Value = "/a",
    rows: tuple[dict[str, Value], ...] = (ROW, ROW),
    tags: tuple[str, ...] = ("a", "b"),
    **others: object,
) -> View:
    """The usual values, but for some."""
    return View(
        fields={**USUAL, **(fields or {})},
        data={"path": path, "size": 5},
        tags=tags,
        collections={"orders": rows},
        scores={"engagement": 4},
        **others,  # type: ignore[arg-type]  # only fields of a view are given
    )


VIEWS: Final[dict[str, View]] = {
    "usual": view(),
    "missing": View(),
    "format": view({"country": "%1999999999d", "visits": 2}, "{0.__class__.__mro__} %(a)999999999d {x!r:>99999999}"),
    "huge": view(
        {"country": LONG, "email": " a" * 2_048, "langs": tuple([LONG[:-4] + f"{one:04}" for one in range(1_000)])},
        WIDE,
        tuple([{**ROW, "shop": WIDE} for _ in range(50)]),
        tuple([str(one) for one in range(1_000)]),
    ),
    "wide": view({"country": "ŉ" * 2_000}, "İ" * 4_096),
    "worst": view({"country": "a" * 4_096}, "a" * 600 + "b" + "a" * 600),
    "letters": view({"country": "abcdefghij" * 90}),
    "digits": view({"country": "9" * 33}),
    "numbers": view({"leadscore": 2**63 - 1, "visits": 1e308, "employees": -(2**63)}),
    "dates": view({"birth": -62_135_596_800_000_000, "joined": 253_402_300_799_999_999}),
    "far": view({"birth": 2**62}, now=2**62),
    "control": view({"country": CONTROLS, "status": "new"}, CONTROLS, tags=(CONTROLS,)),
    "surrogates": view({"country": "\ud800" * 10}, "\udfff"),
    "confused": view({"country": "nothing"}),
    "identity": view(identifier="x" * 100_000),
    "rows": view(rows=tuple([ROW] * 1_000)),
    "too-many-rows": view(rows=tuple([ROW] * 1_001)),
    "rows-long": view(rows=tuple([{**ROW, "shop": WIDE} for _ in range(1_000)])),
}
