"""The body of a request: JSON, or a form in which one field holds JSON."""

from typing import Final
from urllib.parse import parse_qs

from lsdsl.ingest.item import Json
from lsdsl.ingest.problems import ItemError
from lsdsl.records.jsonl import UNREADABLE, decode_json

FORM: Final = b"mandrill_events="
"""How the form of Mandrill begins, the one provider that sends no JSON body."""


def decoded(body: bytes | bytearray | str) -> Json:
    """The values of a body."""
    data = (body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)).strip()
    if is_form(data):
        data = field_of(data)
    try:
        return decode_json(data)
    except UNREADABLE as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error).removeprefix("JSON is malformed: ")
        raise ItemError("LS801", reason=reason) from None


def is_form(data: bytes) -> bool:
    """Whether a body is a form with events in it."""
    return data.startswith(FORM) or (b"&" + FORM in data[:4096] and not data.startswith((b"{", b"[")))


def field_of(data: bytes) -> bytes:
    """The JSON in a form."""
    fields = parse_qs(data.decode("utf-8", "replace"), max_num_fields=100)
    return fields.get("mandrill_events", [""])[0].encode("utf-8", "surrogatepass")
