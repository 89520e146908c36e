"""From bytes to text: UTF-8, one kind of line end, a size that can be handled."""

from typing import Final

from lsdsl.diagnostics.model import Diagnostic, finding
from lsdsl.source import Source, Span

LARGEST_FILE: Final = 1_000_000
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def decode(path: str, data: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """The text of a rule file, or None and the reason why it has none."""
    if len(data) > LARGEST_FILE:
        return None, [finding("LS002", Span(path, 0, 0), size=len(data), limit=LARGEST_FILE)]
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        skipped = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
        offset = error.start + skipped
        return None, [finding("LS001", Span(path, 0, 0), offset=offset, byte=f"0x{data[offset]:02X}")]
    text = text.replace("\r\n", "\n")
    findings: list[Diagnostic] = []
    at = text.find("\r")
    if at >= 0:
        findings.append(finding("LS003", Span(path, at, at + 1)))
        text = text.replace("\r", "\n")
    return Source(path, text), findings
