"""The web hook sink: each action is a POST of its JSON with the header ``Idempotency-Key``.

Connections go to an address that was checked, while the certificate is checked against the name. Redirects are not followed,
proxies of the environment are not used, and of the answer only the status counts.
"""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

from lsdsl.delivery.addresses import Gate
from lsdsl.delivery.clock import Clock
from lsdsl.delivery.config import WebhookTable
from lsdsl.delivery.deadline import TooLate, within
from lsdsl.delivery.extras import needed
from lsdsl.delivery.hooks import Hooks
from lsdsl.delivery.origins import Address, Origin, Target
from lsdsl.delivery.outcome import Delivered, Outcome, Postponed, Refused
from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.retry import Patience
from lsdsl.delivery.secrets import Secret
from lsdsl.delivery.tls import tls_words
from lsdsl.records.outputs import ActionOut, encode

LARGEST_ANSWER = 64 * 1024
"""So many bytes of an answer are read, to keep the connection in use; beyond that it is closed."""

AGAIN = frozenset((408, 425, 429, *range(500, 600)))
"""What says "not now". 501 and 505 are among them: a server in trouble answers what it likes."""


class WebhookSink:
    """Sends actions to the web hooks of one table of the config."""

    def __init__(
        self,
        table: WebhookTable,
        hooks: Hooks,
        headers: Mapping[str, str | Secret],
        gate: Gate,
        context: ssl.SSLContext,
        clock: Clock,
    ) -> None:
        self._table = table
        self._hooks = hooks
        self._headers = headers
        self._gate = gate
        self._context = context
        self._clock = clock
        self._httpx = needed("httpx", "sending to web hooks")
        self._clients: dict[Origin, Any] = {}

    @property
    def patience(self) -> Patience:
        """How often to try."""
        return self._table.patience

    def place(self, action: ActionOut) -> str:
        """The server."""
        try:
            return str(self._hooks.of(action).target.origin)
        except Refusal:
            return ""

    def preview(self, action: ActionOut) -> str:
        """The request; secrets are named and not shown."""
        hook = self._hooks.of(action)
        headers = {name: f"(from {one.variable})" if isinstance(one, Secret) else one for name, one in self._headers.items()}
        lines = [f"{name}: {value}" for name, value in {**_own_headers(action), **headers}.items()]
        return "\n".join([f"POST {hook.shown}", *lines, "", encode(action).decode()])

    def attempt(self, action: ActionOut) -> Outcome:
        """Send the action."""
        try:
            target = self._hooks.of(action).target
            client = self._client(target.origin)
            return within(self._table.timeout, lambda: self._post(client, target, action))
        except Refusal as refusal:
            return Refused(str(refusal))
        except TooLate:
            self._clients.clear()
            return Postponed(f"no answer within {self._table.timeout:g} seconds")
        except (self._httpx.HTTPError, OSError) as error:
            return self._postponed(error)

    def _post(self, client: Any, target: Target, action: ActionOut) -> Outcome:
        """Try the addresses of the host one after the other until one can be reached."""
        addresses = self._gate.addresses(target.origin)
        for address in addresses[:-1]:
            try:
                return self._post_to(client, address, target, action)
            except self._httpx.ConnectError:
                continue
        return self._post_to(client, addresses[-1], target, action)

    def _post_to(self, client: Any, address: Address, target: Target, action: ActionOut) -> Outcome:
        origin = target.origin
        host = f"[{address}]" if address.version == 6 else str(address)
        headers = {name: one.value if isinstance(one, Secret) else one for name, one in self._headers.items()}
        request = client.build_request(
            "POST",
            f"{origin.scheme}://{host}:{origin.port}{target.path}",
            headers={"Host": origin.authority, **headers, **_own_headers(action)},
            content=encode(action),
            # The certificate is that of the name, although the connection goes to the address.
            extensions={"sni_hostname": origin.host},
        )
        response = client.send(request, stream=True)
        try:
            self._drain(response)
        finally:
            response.close()
        return self._judge(response.status_code, response.headers)

    def _drain(self, response: Any) -> None:
        """Read a short answer to its end; the outcome is known already, so a broken one does not matter."""
        read = 0
        end = monotonic() + 1
        try:
            for piece in response.iter_raw():
                read += len(piece)
                if read > LARGEST_ANSWER or monotonic() > end:
                    break
        except self._httpx.HTTPError:
            pass

    def _judge(self, status: int, headers: Mapping[str, str]) -> Outcome:
        if 200 <= status < 300:
            return Delivered()
        if status in AGAIN:
            return Postponed(f"the server answered {status}", after=self._retry_after(headers.get("Retry-After")))
        if 300 <= status < 400:
            return Refused(f"the server answered {status}; redirects are not followed: put the new URL into the config")
        return Refused(f"the server answered {status}")

    def _retry_after(self, text: str | None) -> float | None:
        """The seconds that the server asks for, as a number or as a date."""
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10:
            return float(text)
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        return max(0.0, (_aware(moment) - self._clock.now()).total_seconds())

    def _client(self, origin: Origin) -> Any:
        """A client for each origin: two names at one address must not share a connection, which was checked for one of them."""
        if origin not in self._clients:
            self._clients[origin] = self._new_client()
        return self._clients[origin]

    def _new_client(self) -> Any:
        return self._httpx.Client(
            transport=self._httpx.HTTPTransport(verify=self._context, trust_env=False, retries=0),
            timeout=self._table.timeout,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": "lsdsl", "Accept": "*/*", "Accept-Encoding": "identity"},
        )

    def _postponed(self, error: Exception) -> Postponed:
        """Why an attempt failed, in words that hold nothing of the request."""
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLError):
                return Postponed(
                    f"no safe connection: {tls_words(cause)}", hopeless=isinstance(cause, ssl.SSLCertVerificationError)
                )
            if isinstance(cause, OSError) and cause.strerror:
                return Postponed(f"no connection: {cause.strerror.lower()}")
            cause = cause.__cause__ or cause.__context__
        if isinstance(error, self._httpx.TimeoutException):
            return Postponed(f"no answer within {self._table.timeout:g} seconds")
        return Postponed("no connection" if isinstance(error, self._httpx.ConnectError) else "the connection broke off")

    def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


def _own_headers(action: ActionOut) -> dict[str, str]:
    return {"Content-Type": "application/json", "Idempotency-Key": action.id}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
