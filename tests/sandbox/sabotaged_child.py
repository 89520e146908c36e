"""A child process that misbehaves when the path of an event says so: what a box would do that had broken out."""

import os
import socket
import time

from lsdsl.isolation import child, wire
from lsdsl.script import Box

HONEST = child.answer


def tried() -> str:
    """What a broken-out box could do, by what it is told when it tries."""
    said = []
    for name, attempt in (
        ("open", lambda: os.open("/etc/passwd", os.O_RDONLY)),
        ("socket", socket.socketpair),
        ("fork", os.fork),
        ("root", lambda: os.setuid(0)),
    ):
        try:
            attempt()
        except OSError:
            continue
        said.append(name)
    return f"could: {' '.join(said)}; environment: {len(os.environ)}"


def answer(boxes: list[Box], data: bytes) -> bytes:
    """An answer, or what is worse."""
    span = boxes[0].span
    match wire.decode_request(data).data.get("path"):
        case "/hang":
            while True:
                time.sleep(0)
        case "/crash":
            os._exit(3)
        case "/bloat":
            return bytes(1 << 40)
        case "/lie":
            return wire.encode(wire.Done({"email": "stolen"}, [], 0))
        case "/noise":
            return b"\xff" * 1000
        case "/flood":
            os.write(1, b"\xff" * 1000)
        case "/probe":
            return wire.encode(wire.Failed("fault", tried(), span.start, span.end, [], 0))
        case _:
            pass
    return HONEST(boxes, data)


def main() -> None:
    """Serve, badly."""
    child.answer = answer
    child.main()
