"""What the tests of delivery share."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.unit.delivery.samples import Place
from tests.unit.delivery.servers import HttpServer, MailServer, http_server, mail_server


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder to deliver in."""
    return Place(tmp_path)


@pytest.fixture
def web() -> Iterator[HttpServer]:
    """An HTTP server."""
    with http_server() as server:
        yield server


@pytest.fixture
def post() -> Iterator[MailServer]:
    """An SMTP server."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A certificate authority of our own."""
    return trustme.CA()


def context_for(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """The server's side of TLS, with a certificate for a name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
