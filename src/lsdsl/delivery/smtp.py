"""The SMTP sink: mails over one connection, which is opened when it is needed and again when it was lost."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.policy import SMTP, SMTPUTF8
from pathlib import Path

from lsdsl.delivery.config import SmtpTable
from lsdsl.delivery.deadline import TooLate, within
from lsdsl.delivery.mail import Composer, Mail
from lsdsl.delivery.outcome import Delivered, Outcome, Postponed, Refused
from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.retry import Patience
from lsdsl.delivery.secrets import Secret
from lsdsl.delivery.tls import tls_context, tls_words
from lsdsl.diagnostics.visible import visible
from lsdsl.records.outputs import ActionOut

SHOWN = 200
TOO_LARGE = 552
"""This mail is too large; all other refusals of a sender are meant for the sender."""

Answers = Mapping[str, tuple[int, bytes]]


class SmtpSink:
    """Sends mails of one table of the config."""

    def __init__(self, table: SmtpTable, composer: Composer, password: Secret | None, ca_file: Path | None) -> None:
        self._table = table
        self._composer = composer
        self._password = password
        self._context = None if table.security == "none" else tls_context(ca_file)
        self._line: Line | None = None

    @property
    def patience(self) -> Patience:
        """How often to try."""
        return self._table.patience

    def place(self, _action: ActionOut) -> str:
        """The mail server."""
        return f"smtp://{self._table.host}:{self._table.real_port}"

    def preview(self, action: ActionOut) -> str:
        """The headers and the text of the mail."""
        mail = self._composer.mail(action)
        lines = [f"{name}: {value}" for name, value in mail.message.items() if name not in {"Date", "MIME-Version"}]
        shown = [line for line in lines if not line.startswith("Content-")]
        if mail.hidden:
            shown.append(f"(bcc, in no header: {', '.join(mail.hidden)})")
        return "\n".join([f"mail by {self.place(action)}", *shown, "", *mail.message.get_content().splitlines()])

    def attempt(self, action: ActionOut) -> Outcome:
        """Send the mail of an action."""
        try:
            mail = self._composer.mail(action)
        except Refusal as refusal:
            return Refused(str(refusal))
        line = self._line = self._line or Line(self._table, self._context, self._password)
        sender = self._composer.sender.addr_spec
        try:
            return within(self._table.timeout, lambda: line.send(mail, sender))
        except smtplib.SMTPRecipientsRefused as error:
            return _all_refused(error.recipients)
        except TooLate:
            self._drop()
            return Postponed(f"the mail server did not answer within {self._table.timeout:g} seconds")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return outcome_of(error)

    def _drop(self) -> None:
        if self._line is not None:
            self._line.abandon()
            self._line = None

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError, TooLate):
                within(2.0, line.quit)
            line.abandon()


class Line:
    """A connection to the mail server. One that was abandoned in the middle of a call sends nothing more."""

    def __init__(self, table: SmtpTable, context: ssl.SSLContext | None, password: Secret | None) -> None:
        self._table = table
        self._context = context
        self._password = password
        self._connection: smtplib.SMTP | None = None
        self._abandoned = False

    def send(self, mail: Mail, sender: str) -> Outcome:
        """Send a mail, and connect before if need be."""
        connection = self._connection or self._connect()
        if self._abandoned:
            connection.close()
            raise smtplib.SMTPServerDisconnected
        if mail.international and not connection.has_extn("smtputf8"):
            return Refused("the mail server does not take addresses with letters that are not ASCII (SMTPUTF8)")
        data = mail.message.as_bytes(policy=SMTPUTF8 if mail.international else SMTP)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if mail.international else []
        refused = connection.sendmail(sender, mail.recipients, data, options)
        return Delivered("; ".join(f"not to {address}: {said(*answer)}" for address, answer in refused.items()))

    def _connect(self) -> smtplib.SMTP:
        table = self._table
        connection: smtplib.SMTP
        if table.security == "tls":
            connection = smtplib.SMTP_SSL(table.host, table.real_port, timeout=table.timeout, context=self._context)
        else:
            connection = smtplib.SMTP(table.host, table.real_port, timeout=table.timeout)
        self._connection = connection
        if table.security == "starttls":
            connection.starttls(context=self._context)
        connection.ehlo_or_helo_if_needed()
        if table.username is not None and self._password is not None:
            connection.login(table.username, self._password.value)
        return connection

    def quit(self) -> None:
        """Say good-bye."""
        if self._connection is not None:
            self._connection.quit()

    def abandon(self) -> None:
        """Hang up."""
        self._abandoned = True
        if self._connection is not None:
            self._connection.close()


def outcome_of(error: smtplib.SMTPException | OSError) -> Outcome:
    """What a failed attempt means: for this mail alone (refused), for now (postponed), or for all mails (hopeless)."""
    match error:
        case smtplib.SMTPAuthenticationError():
            words = f"the mail server refused the user name or the password ({error.smtp_code})"
            return Postponed(words, hopeless=error.smtp_code >= 500)
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Postponed(said(error.smtp_code, error.smtp_error))
        case smtplib.SMTPSenderRefused() if error.smtp_code != TOO_LARGE:
            return Postponed(
                f"the sender was refused: {said(error.smtp_code, error.smtp_error)}", hopeless=error.smtp_code >= 500
            )
        case smtplib.SMTPResponseException():
            words = said(error.smtp_code, error.smtp_error)
            return Refused(words) if error.smtp_code >= 500 else Postponed(words)
        case smtplib.SMTPNotSupportedError():
            what = "STARTTLS" if "STARTTLS" in str(error) else "logging in with a password"
            return Postponed(f"the mail server does not support {what}", hopeless=True)
        case ssl.SSLError():
            return Postponed(f"no safe connection to the mail server: {tls_words(error)}", hopeless=True)
        case _:
            words = error.strerror or str(error) or type(error).__name__
            return Postponed(f"no connection to the mail server: {visible(words)[:SHOWN].lower()}")


def said(code: int, answer: bytes | str) -> str:
    """What a mail server answered, on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return visible(f"{code} {' '.join(text.split())}")[:SHOWN]


def _all_refused(answers: Answers) -> Outcome:
    words = "; ".join(f"{address}: {said(*answer)}" for address, answer in answers.items())
    later = any(400 <= code < 500 for code, _ in answers.values())
    return Postponed(words) if later else Refused(words)
