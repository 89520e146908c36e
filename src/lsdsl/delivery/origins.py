"""URLs of web hooks: where they lead, told apart so strictly that no two readers of one can disagree."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
TARGET = re.compile(r"/[!$&'()*+,;=:@/?%\w.~-]*", re.ASCII)

Address = IPv4Address | IPv6Address


class BadUrl(ValueError):  # noqa: N818 - an answer about a text, not a fault of the program
    """A URL that is not taken; the text says why, without the URL, which may be a secret."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: what an allow list lists."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Origin":
        """An entry of an allow list."""
        target = Target.parse(text)
        if target.path != "/":
            raise BadUrl("an entry of the list is scheme, host and port, such as https://hooks.example.com, without a path")
        return target.origin

    @property
    def address(self) -> Address | None:
        """The host, when it is an address and not a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True)
class Target:
    """A whole URL: an origin, and the path with its query."""

    origin: Origin
    path: str

    @classmethod
    def parse(cls, text: str) -> "Target":
        """A URL, or ``BadUrl``."""
        if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
            raise BadUrl("a URL is plain ASCII; write a name with other letters in its xn-- form, and other characters as %20")
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise BadUrl("this is no URL") from None
        if parts.scheme not in PORTS:
            raise BadUrl("a URL starts with https:// or http://")
        if "@" in parts.netloc:
            raise BadUrl("a URL has no user and no password; put them into a header, with headers_env")
        if parts.fragment or "#" in text:
            raise BadUrl("a URL of a web hook has no fragment (#...)")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not TARGET.fullmatch(path):
            raise BadUrl("the path of the URL has characters that must be written as %20 and the like")
        return cls(
            Origin(parts.scheme, _host(parts.hostname or "", parts.netloc), PORTS[parts.scheme] if port is None else port), path
        )


def _host(host: str, authority: str) -> str:
    if authority.startswith("["):
        try:
            return str(IPv6Address(host))
        except ValueError:
            raise BadUrl("the address in brackets is no IPv6 address") from None
    if not HOST.fullmatch(host) or len(host) > 253 or any(len(label) > 63 for label in host.split(".")):
        raise BadUrl("the host of the URL is neither a name nor an address")
    return host
