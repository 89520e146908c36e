"""Servers on loopback that tests deliver to: an HTTP server and an SMTP server that do as they are told."""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd import smtp as protocol
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """A request that arrived."""

    path: str
    headers: dict[str, str]
    body: Any

    @property
    def key(self) -> str:
        """Its idempotency key."""
        return self.headers["Idempotency-Key"]


@dataclass
class Answer:
    """What to answer, after how long, with which headers."""

    status: int = 200
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    drop: bool = False


@dataclass
class HttpServer:
    """What arrived, and what is answered to request number N; 200 to those beyond the script."""

    script: list[Answer] = field(default_factory=list)
    rest: Answer = field(default_factory=Answer)
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"

    @property
    def origin(self) -> str:
        """The scheme, the host and the port."""
        return f"{self.scheme}://{LOOPBACK}:{self.port}"

    @property
    def keys(self) -> list[str]:
        """The idempotency keys in the order of arrival."""
        return [request.key for request in self.requests]

    def answer(self) -> Answer:
        """What the next request gets."""
        return self.script.pop(0) if self.script else self.rest


@contextmanager
def http_server(context: ssl.SSLContext | None = None) -> Iterator[HttpServer]:
    """An HTTP server in a thread."""
    state = HttpServer(scheme="https" if context else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.requests.append(Request(self.path, dict(self.headers), json.loads(body)))
            answer = state.answer()
            time.sleep(answer.delay)
            if answer.drop:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """Clients that hang up are part of the tests."""

    server = Server((LOOPBACK, 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.port = server.server_address[1]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Arrived:
    """A mail that arrived, with its envelope."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class MailServer:
    """What arrived, and what is answered to MAIL, RCPT and DATA; ``None`` is yes."""

    port: int = 0
    mails: list[Arrived] = field(default_factory=list)
    rcpt: Callable[[str], str | None] = lambda _address: None
    data: list[str | None] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _server: object, _session: Session, envelope: Envelope, address: str, _options: object) -> str:  # noqa: N802
        """Take a recipient, or not."""
        if refusal := self.rcpt(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or not."""
        if self.data and (refusal := self.data.pop(0)):
            return refusal
        assert isinstance(envelope.content, bytes)
        message = BytesParser(EmailMessage, policy=SMTP).parsebytes(envelope.content)
        self.mails.append(Arrived(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        return "250 OK"


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, password: str = "") -> Iterator[MailServer]:
    """An SMTP server in a thread: with a context it demands STARTTLS, with a password a login as ``lsdsl``."""
    state = MailServer()

    def login(_server: object, _session: object, _envelope: object, _mechanism: object, data: Any) -> AuthResult:
        state.logins.append(data.login.decode())
        return AuthResult(success=data.login == b"lsdsl" and data.password == password.encode(), handled=False)

    class Loopback(Controller):
        def factory(self) -> protocol.SMTP:
            return protocol.SMTP(
                state,
                hostname="localhost",
                enable_SMTPUTF8=True,
                tls_context=context,
                require_starttls=context is not None,
                authenticator=login,
                auth_required=bool(password),
                auth_require_tls=context is not None,
            )

        def _trigger_server(self) -> None:
            server: Any = self.server
            self.port = state.port = server.sockets[0].getsockname()[1]
            super()._trigger_server()  # type: ignore[no-untyped-call]

    controller = Loopback(state, hostname=LOOPBACK, port=0)
    controller.start()
    try:
        yield state
    finally:
        controller.stop()
