"""From tables of the config to sinks that are ready. What is missing is told here: folders, secrets, certificates, libraries."""

from pathlib import Path

from lsdsl.delivery.addresses import Gate, Resolve, resolve
from lsdsl.delivery.checks import sound_header
from lsdsl.delivery.clock import Clock
from lsdsl.delivery.config import SmtpTable, WebhookTable
from lsdsl.delivery.hooks import Hook, Hooks
from lsdsl.delivery.load import Setup, dotted
from lsdsl.delivery.origins import BadUrl, Origin, Target
from lsdsl.delivery.secrets import Secret, Unset, secret
from lsdsl.delivery.sinks import Sender


class Opener:
    """Makes the senders of a config. With ``pretend`` secrets may be missing: nothing is going to be sent."""

    def __init__(self, setup: Setup, clock: Clock, *, pretend: bool = False, resolve: Resolve = resolve) -> None:
        self._setup = setup
        self._clock = clock
        self._pretend = pretend
        self._resolve = resolve

    def senders(self, names: set[str]) -> dict[str, Sender]:
        """The senders among these sinks."""
        senders: dict[str, Sender] = {}
        for name, table in self._setup.config.sinks.items():
            if name not in names:
                continue
            if isinstance(table, SmtpTable):
                senders[name] = self._smtp(name, table)
            elif isinstance(table, WebhookTable):
                senders[name] = self._webhook(name, table)
        return senders

    def _smtp(self, name: str, table: SmtpTable) -> Sender:
        from lsdsl.delivery.mail import Composer
        from lsdsl.delivery.smtp import SmtpSink
        from lsdsl.delivery.templates import Templates

        folder = self._setup.file(table.templates)
        if not folder.is_dir():
            raise self._setup.wrong(dotted(("sinks", name, "templates")), f"there is no folder {folder}")
        composer = Composer(table, Templates(folder), self._clock.now)
        password = self._secret(("sinks", name, "password_env"), table.password_env) if table.password_env else None
        return SmtpSink(table, composer, password, self._optional(table.ca_file))

    def _webhook(self, name: str, table: WebhookTable) -> Sender:
        from lsdsl.delivery.tls import tls_context
        from lsdsl.delivery.webhook import WebhookSink

        headers: dict[str, str | Secret] = dict(table.headers)
        for header, variable in table.headers_env.items():
            headers[header] = self._header(("sinks", name, "headers_env", header), variable)
        context = tls_context(self._optional(table.ca_file))
        gate = Gate(table.allow, table.private, self._resolve)
        return WebhookSink(table, self._hooks(name, table), headers, gate, context, self._clock)

    def _hooks(self, name: str, table: WebhookTable) -> Hooks:
        general = Hook(Target.parse(table.url)) if table.url else None
        if table.url_env:
            general = self._hidden(("sinks", name, "url_env"), table.url_env, table)
        named = {one: Hook(Target.parse(url)) for one, url in table.urls.items()}
        for one, variable in table.urls_env.items():
            named[one] = self._hidden(("sinks", name, "urls_env", one), variable, table)
        return Hooks(general, named)

    def _hidden(self, key: tuple[str, ...], variable: str, table: WebhookTable) -> Hook:
        """A URL that is a secret."""
        text = self._secret(key, variable).value
        if self._pretend and not text:
            return Hook(Target(Origin.parse(table.allow[0]), "/"), variable)
        try:
            target = Target.parse(text)
        except BadUrl as bad:
            raise self._setup.wrong(dotted(key), f"in {variable}: {bad}") from None
        if target.origin not in {Origin.parse(one) for one in table.allow}:
            raise self._setup.wrong(
                dotted(key), f"the URL in {variable} does not lead to a server in the list allow of this sink"
            )
        return Hook(target, variable)

    def _header(self, key: tuple[str, ...], variable: str) -> Secret:
        found = self._secret(key, variable)
        if not sound_header(found.value):
            raise self._setup.wrong(dotted(key), f"the value of {variable} has characters that a header cannot hold")
        return found

    def _secret(self, key: tuple[str, ...], variable: str) -> Secret:
        try:
            return secret(self._setup.environment, variable)
        except Unset:
            if self._pretend:
                return Secret(variable, "")
            raise self._setup.wrong(dotted(key), f"the environment variable {variable} is not set") from None

    def _optional(self, name: str | None) -> Path | None:
        return self._setup.file(name) if name else None
