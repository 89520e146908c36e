"""Web hooks on a real HTTP server on loopback that fails, hangs and comes back."""

import email.utils
from datetime import timedelta

import pytest
import trustme

from lsdsl.delivery.problems import ConfigError
from tests.unit.delivery.conftest import context_for
from tests.unit.delivery.samples import Place, action, identity
from tests.unit.delivery.servers import LOOPBACK, Answer, HttpServer, http_server


def config(web: HttpServer, *lines: str, url: str = "/hook") -> str:
    """A config that sends everything to a server."""
    return "\n".join(
        [
            f'[default]\nsink = "web"\n[sinks.web]\ntype = "webhook"\nallow = ["{web.origin}"]',
            f'url = "{web.origin}{url}"\nattempts = 4\ntimeout = 5',
            *lines,
        ]
    )


def test_a_request(place: Place, web: HttpServer) -> None:
    """An action is a POST of its JSON, with its id as idempotency key and the headers of the config."""
    place.environment = {"TOKEN": "Bearer hunter2"}
    place.write(config(web, 'headers = { X-Team = "sales" }\nheaders_env = { Authorization = "TOKEN" }', url="/hook?a=b%20c"))
    report = place.deliver(action(1, name="drip"))
    assert (report.delivered, report.troubles) == (1, [])
    [request] = web.requests
    assert (request.path, request.body, request.key) == ("/hook?a=b%20c", action(1, name="drip"), identity(1))
    assert request.headers["Content-Type"] == "application/json"
    assert (request.headers["X-Team"], request.headers["Authorization"]) == ("sales", "Bearer hunter2")
    assert request.headers["Host"] == f"{LOOPBACK}:{web.port}"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_later(place: Place, web: HttpServer, status: int) -> None:
    """What says "not now" is tried again with the same key, after growing pauses."""
    web.script = [Answer(status), Answer(status)]
    place.write(config(web))
    assert place.deliver(action()).delivered == 1
    assert web.keys == [identity(1)] * 3
    assert len(place.clock.slept) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_never(place: Place, web: HttpServer, status: int) -> None:
    """Other refusals are for good; only --retry-failed tries again."""
    web.script = [Answer(status)]
    place.write(config(web))
    report = place.deliver(action())
    assert (report.failed, report.troubles[0].reason) == (1, f"the server answered {status}")
    assert (place.deliver(action()).failed_before, len(web.requests)) == (1, 1)


@pytest.mark.parametrize("asked", ["7", "date"])
def test_retry_after(place: Place, web: HttpServer, asked: str) -> None:
    """The server may ask for a pause, in seconds or with a date."""
    value = asked if asked != "date" else email.utils.format_datetime(place.clock.now() + timedelta(seconds=7), usegmt=True)
    web.script = [Answer(429, headers={"Retry-After": value})]
    place.write(config(web))
    assert place.deliver(action()).delivered == 1
    assert place.clock.slept == [7.0]


@pytest.mark.parametrize(("value", "sleeps"), [("3600", 0), ("soon", 3), ("-1", 3), ("9" * 99, 3), ("²", 3)])
def test_odd_retry_after(place: Place, web: HttpServer, value: str, sleeps: int) -> None:
    """Too long a pause is left to the next run; what is no pause is as if it were not there."""
    web.rest = Answer(503, headers={"Retry-After": value.encode().decode("latin-1")})
    place.write(config(web))
    assert place.deliver(action()).waiting == 1
    assert len(place.clock.slept) == sleeps


def test_it_hangs_drops_and_comes_back(place: Place, web: HttpServer) -> None:
    """A server that does not answer in time or hangs up gets the action again, under the same key."""
    web.script = [Answer(delay=0.6), Answer(drop=True), Answer(500)]
    place.write(config(web).replace("timeout = 5", "timeout = 0.3"))
    assert place.deliver(action()).delivered == 1
    assert web.keys == [identity(1)] * 4


def test_a_trickle_is_too_late(place: Place) -> None:
    """A server that sends a byte now and then does not hold up the run beyond the timeout."""
    import socket
    import threading
    import time

    with socket.create_server((LOOPBACK, 0)) as listener:
        origin = f"http://{LOOPBACK}:{listener.getsockname()[1]}"

        sent = []

        def trickle() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    for _ in range(1_000):
                        connection.sendall(b"H")
                        sent.append(b"H")
                        time.sleep(0.05)
                except OSError:
                    return

        threading.Thread(target=trickle, daemon=True).start()
        place.write(
            f'[default]\nsink = "web"\n[sinks.web]\ntype = "webhook"\nallow = ["{origin}"]\nurl = "{origin}/"\nattempts = 1\n'
            "timeout = 0.3"
        )
        report = place.deliver(action())
        assert len(sent) < 1_000
        assert report.troubles[0].reason == "no answer within 0.3 seconds; the next run tries again"


def test_a_server_that_is_down(place: Place, web: HttpServer) -> None:
    """After three actions in vain the rest waits, and the next run, when the server is back, delivers all."""
    web.rest = Answer(503)
    place.write(config(web))
    actions = [action(number) for number in range(8)]
    report = place.deliver(*actions)
    assert (report.waiting, len(web.requests)) == (8, 12)
    web.rest = Answer(204, body=b"")
    assert place.deliver(*actions).delivered == 8
    assert set(web.keys[12:]) == {identity(number) for number in range(8)}


def test_redirects_are_not_followed(place: Place, web: HttpServer) -> None:
    """A redirect, also one to the same server, is a failure that says what to do."""
    web.script = [Answer(307, headers={"Location": f"{web.origin}/new"})]
    place.write(config(web))
    report = place.deliver(action())
    assert (report.failed, len(web.requests)) == (1, 1)
    assert "redirects are not followed" in report.troubles[0].reason


def test_endless_answers(place: Place, web: HttpServer) -> None:
    """Of an answer no more is read than is needed."""
    web.rest = Answer(200, body=b"x" * 5_000_000)
    place.write(config(web))
    assert place.deliver(action(1), action(2)).delivered == 2


def test_no_proxies(place: Place, web: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxies of the environment are not used."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    place.write(config(web))
    assert place.deliver(action()).delivered == 1


def test_private_addresses(place: Place, web: HttpServer) -> None:
    """A name that leads to loopback is refused, until the config lists the address."""
    web_by_name = config(web).replace(LOOPBACK, "localhost")
    place.write(web_by_name)
    report = place.deliver(action())
    assert (report.failed, web.requests) == (1, [])
    assert "no public address" in report.troubles[0].reason
    place.write(web_by_name + '\nprivate = ["127.0.0.0/8", "::1"]\n')
    assert place.deliver(action(2)).delivered == 1
    assert web.requests[0].headers["Host"] == f"localhost:{web.port}"


def test_urls_by_name(place: Place, web: HttpServer) -> None:
    """The argument name chooses the URL; without one that fits, the general URL counts, or it is a failure."""
    urls = f'urls = {{ drip = "{web.origin}/drip" }}\nurls_env = {{ secret = "SECRET_URL" }}'
    place.environment = {"SECRET_URL": f"{web.origin}/hunter2"}
    place.write(config(web, urls))
    assert place.deliver(action(1, name="drip"), action(2, name="secret"), action(3, name="other")).delivered == 3
    assert [request.path for request in web.requests] == ["/drip", "/hunter2", "/hook"]
    place.write(config(web, urls).replace("url =", "#"))
    report = place.deliver(action(4, name="other"), action(5, "notify", message="x"))
    assert [one.reason for one in report.troubles] == [
        "there is no URL for the name 'other'",
        "it has no argument name that would tell the URL",
    ]


def test_secrets_that_are_missing_or_broken(place: Place, web: HttpServer) -> None:
    """A missing secret, or one that cannot be used, is told with its key and never with its value."""
    place.write(config(web, 'headers_env = { Authorization = "TOKEN" }'))
    with pytest.raises(ConfigError, match=r"sinks\.web\.headers_env\.Authorization: the environment variable TOKEN is not set"):
        place.deliver(action())
    place.environment = {"TOKEN": "hunter2\r\nX: y"}
    with pytest.raises(ConfigError, match="the value of TOKEN has characters") as caught:
        place.deliver(action())
    assert "hunter2" not in str(caught.value)
    place.write(config(web).replace("url =", 'url_env = "URL" #'))
    place.environment = {"URL": "https://evil.example/hunter2"}
    with pytest.raises(ConfigError, match="the URL in URL does not lead to a server in the list allow") as caught:
        place.deliver(action())
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(("name", "delivered"), [("localhost", 1), ("other.example", 0)])
def test_certificates(place: Place, authority: trustme.CA, name: str, delivered: int) -> None:
    """The connection goes to the checked address, and the certificate is checked against the name."""
    authority.cert_pem.write_to_path(str(place.folder / "ca.pem"))
    with http_server(context_for(authority, name)) as web:
        text = config(web, 'ca_file = "ca.pem"', 'private = ["127.0.0.1", "::1"]')
        place.write(text.replace(LOOPBACK, "localhost").replace('private = ["localhost"', f'private = ["{LOOPBACK}"'))
        report = place.deliver(action())
        assert (report.delivered, len(web.requests)) == (delivered, delivered)
        if not delivered:
            assert "certificate is not trusted" in report.troubles[0].reason


def test_rebinding(place: Place, web: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once an attempt, so an answer that changes between check and connection gains nothing."""
    import socket

    asked = []
    system = socket.getaddrinfo

    def changing(host: str, port: int, *rest: object, **more: object) -> object:
        if host == "hooks.example.com":
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1" if len(asked) == 1 else LOOPBACK, port))]
        return system(host, port, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    place.write(config(web).replace(LOOPBACK, "hooks.example.com"))
    report = place.deliver(action())
    assert (report.failed, len(asked), web.requests) == (1, 1, [])
    assert "hooks.example.com" in report.troubles[0].reason
