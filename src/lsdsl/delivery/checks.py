"""What the keys of a config must not say together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from lsdsl.delivery.config import Config, SmtpTable, WebhookTable
from lsdsl.delivery.origins import BadUrl, Origin, Target
from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.recipients import mailbox
from lsdsl.records.problems import closest

OURS = frozenset(
    (
        "idempotency-key",
        "content-type",
        "content-length",
        "transfer-encoding",
        "host",
        "connection",
        "accept-encoding",
        "user-agent",
    )
)
"""Headers that lsdsl sets itself."""

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a key."""

    key: tuple[str, ...]
    words: str


def problems(config: Config) -> list[Problem]:
    """All that is wrong with a config whose keys are known and have fitting values."""
    return [*_routes(config), *_sinks(config)]


def _routes(config: Config) -> Iterator[Problem]:
    named = {("routes", action): sink for action, sink in config.routes.items()}
    if config.default:
        named["default", "sink"] = config.default.sink
    for key, sink in named.items():
        if sink not in config.sinks:
            near = closest(sink, config.sinks).get("suggestion")
            hint = f"did you mean {near}?" if near else f"there are {', '.join(config.sinks)}"
            yield Problem(key, f"there is no sink {sink!r}; {hint}")


def _sinks(config: Config) -> Iterator[Problem]:
    files: dict[str, str] = {}
    for name, table in config.sinks.items():
        key = ("sinks", name)
        if isinstance(table, SmtpTable):
            yield from _smtp(table, key)
        elif isinstance(table, WebhookTable):
            yield from _webhook(table, key)
        elif other := files.get(table.path):
            yield Problem((*key, "path"), f"the sink {other!r} writes to this file too; route both actions to one sink")
        else:
            files[table.path] = name


def _smtp(table: SmtpTable, key: tuple[str, ...]) -> Iterator[Problem]:
    if (table.username is None) != (table.password_env is None):
        yield Problem((*key, "username" if table.username is None else "password_env"), "username and password_env go together")
    if table.security == "none" and table.username and table.host not in LOOPBACK:
        yield Problem((*key, "security"), 'a password is not sent without TLS; use "starttls" or "tls"')
    singles = [("from", table.sender)] + ([("reply_to", table.reply_to)] if table.reply_to else [])
    for name, address in singles:
        yield from _address(address, (*key, name))
    for action, addresses in table.to.items():
        for address in addresses:
            yield from _address(address, (*key, "to", action))


def _address(text: str, key: tuple[str, ...]) -> Iterator[Problem]:
    try:
        mailbox(text)
    except Refusal as refusal:
        yield Problem(key, str(refusal))


def _webhook(table: WebhookTable, key: tuple[str, ...]) -> Iterator[Problem]:
    allowed = set()
    for text in table.allow:
        try:
            allowed.add(Origin.parse(text))
        except BadUrl as bad:
            yield Problem((*key, "allow"), str(bad))
    for text in table.private:
        try:
            ip_network(text)
        except ValueError:
            yield Problem((*key, "private"), f"{text!r} is no address and no network such as 10.1.0.0/16")
    if not (table.url or table.url_env or table.urls or table.urls_env):
        yield Problem((*key, "url"), "give url, url_env, urls or urls_env")
    if table.url and table.url_env:
        yield Problem((*key, "url_env"), "url and url_env exclude each other")
    for name in table.urls.keys() & table.urls_env.keys():
        yield Problem((*key, "urls_env", name), "this name is in urls too")
    urls = {"url": table.url} if table.url else {}
    yield from _urls([((*key, name), text) for name, text in urls.items()], allowed)
    yield from _urls([((*key, "urls", name), text) for name, text in table.urls.items()], allowed)
    yield from _headers(table, key)


def _urls(urls: Iterable[tuple[tuple[str, ...], str]], allowed: set[Origin]) -> Iterator[Problem]:
    for key, text in urls:
        try:
            origin = Target.parse(text).origin
        except BadUrl as bad:
            yield Problem(key, str(bad))
            continue
        if origin not in allowed:
            yield Problem(key, f"{origin} is not in the list allow of this sink")


def _headers(table: WebhookTable, key: tuple[str, ...]) -> Iterator[Problem]:
    for where, headers in (("headers", table.headers), ("headers_env", table.headers_env)):
        for name in headers:
            if name.lower() in OURS:
                yield Problem((*key, where, name), "lsdsl sets this header itself")
            elif not name or not set(name.lower()) <= TOKEN:
                yield Problem((*key, where, name), "this is no name of a header")
    for name, value in table.headers.items():
        if not sound_header(value):
            yield Problem((*key, "headers", name), "the value has characters that a header cannot hold")
    for name in {one.lower() for one in table.headers} & {one.lower() for one in table.headers_env}:
        yield Problem((*key, "headers_env", name), "this header is in headers too")


def sound_header(value: str) -> bool:
    """Whether a header can have this value."""
    return value.isascii() and value.isprintable() and value == value.strip()
