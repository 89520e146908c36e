"""An action as a mail: recipients, template, headers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b

from lsdsl.delivery.actions import context_of
from lsdsl.delivery.config import SmtpTable
from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.recipients import mailbox, mailboxes, once
from lsdsl.delivery.templates import Templates
from lsdsl.records.outputs import ActionOut

FIT_FOR_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and who gets it; hidden recipients stand in the envelope only."""

    message: EmailMessage
    recipients: tuple[str, ...]
    hidden: tuple[str, ...]
    international: bool
    """Whether an address has letters that only servers with SMTPUTF8 know."""


class Composer:
    """Makes mails of actions as a table of the config says."""

    def __init__(self, table: SmtpTable, templates: Templates, now: Callable[[], datetime]) -> None:
        self._table = table
        self._templates = templates
        self._now = now
        self.sender = mailbox(table.sender)
        self._own = [self.sender, *([mailbox(table.reply_to)] if table.reply_to else [])]

    def mail(self, action: ActionOut) -> Mail:
        """The mail of an action. Raises ``Refusal``."""
        to, cc, bcc = self._recipients(action)
        text = self._templates.render(self._template(action), context_of(action))
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = to
        if cc:
            message["Cc"] = cc
        for reply_to in self._own[1:]:
            message["Reply-To"] = reply_to
        message["Subject"] = text.subject
        message["Date"] = self._now()
        message["Message-ID"] = message_id(action.id, self.sender)
        try:
            message.set_content(text.body)
        except UnicodeEncodeError:
            raise Refusal("the text of the mail has a lone half of a surrogate pair") from None
        everybody = once([*to, *cc, *bcc])
        open_ones = {one.addr_spec.lower() for one in (*to, *cc)}
        hidden = tuple(one.addr_spec for one in everybody if one.addr_spec.lower() not in open_ones)
        international = not all(one.addr_spec.isascii() for one in (*everybody, *self._own))
        return Mail(message, tuple(one.addr_spec for one in everybody), hidden, international)

    def _recipients(self, action: ActionOut) -> tuple[list[Address], list[Address], list[Address]]:
        to = mailboxes(action.args.get("to"), "to") or [mailbox(one) for one in self._table.to.get(action.action, [])]
        if not to:
            raise Refusal("it has no recipient: its argument to is missing or empty")
        return to, mailboxes(action.args.get("cc"), "cc"), mailboxes(action.args.get("bcc"), "bcc")

    def _template(self, action: ActionOut) -> str:
        """The template that the action names; else the one that is called as the action is."""
        name = action.args.get("template", action.action)
        if not isinstance(name, str):
            raise Refusal("its argument template is not a text")
        return name


def message_id(identity: str, sender: Address) -> str:
    """The id of the mail: the action's own, so that a mail that is sent twice can be seen to be one."""
    fit = FIT_FOR_MESSAGE_ID.fullmatch(identity) and len(identity) <= 64
    left = identity if fit else blake2b(identity.encode(), digest_size=16).hexdigest()
    return f"<{left}@{sender.domain}>"
