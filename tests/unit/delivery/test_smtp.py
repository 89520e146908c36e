"""Mails to a real SMTP server on loopback."""

from pathlib import Path

import pytest
import trustme

from tests.unit.delivery.conftest import context_for
from tests.unit.delivery.samples import Place, action, identity, mail
from tests.unit.delivery.servers import LOOPBACK, MailServer, mail_server

TEMPLATES = {
    "invite.txt": "Subject: Hello {{ profile }}\n\nBecause of {{ event }}.\n",
    "notify.txt": "Subject: Lead {{ profile }}\n\n{{ args.message }}\n",
}


def config(port: int, *lines: str, security: str = "none", host: str = LOOPBACK) -> str:
    """A config that sends to a port on loopback."""
    return "\n".join(
        [
            '[routes]\nsend_email = "mail"\nnotify = "mail"\n[sinks.mail]\ntype = "smtp"\nfrom = "Acme <news@acme.example>"',
            f'host = "{host}"\nport = {port}\nsecurity = "{security}"\nattempts = 3\ntimeout = 5',
            *lines,
        ]
    )


def test_a_mail(place: Place, post: MailServer) -> None:
    """A mail has its headers and text from the template, an id made of the action's, and bcc in the envelope only."""
    place.write(config(post.port, 'reply_to = "sales@acme.example"'), TEMPLATES)
    sent = mail(
        1, ["Ann Lee <ann@example.com>", "bob@example.com"], cc="cy@example.com", bcc=["dan@example.com", "bob@example.com"]
    )
    report = place.deliver(sent)
    assert (report.delivered, report.troubles) == (1, [])
    [arrived] = post.mails
    assert arrived.sender == "news@acme.example"
    assert arrived.recipients == ["ann@example.com", "bob@example.com", "cy@example.com", "dan@example.com"]
    message = arrived.message
    assert message["From"] == "Acme <news@acme.example>"
    assert message["To"] == "Ann Lee <ann@example.com>, bob@example.com"
    assert (message["Cc"], message["Reply-To"], message["Subject"]) == ("cy@example.com", "sales@acme.example", "Hello p1")
    assert message["Message-ID"] == f"<{identity(1)}@acme.example>"
    assert message["Date"] == "Thu, 01 Jan 2026 09:00:00 +0000"
    assert "dan@example.com" not in message.as_string()
    assert message.get_content() == "Because of e1.\r\n"


def test_letters_of_the_world(place: Place, post: MailServer) -> None:
    """Names, subjects, texts and addresses may have letters that are not ASCII."""
    place.write(config(post.port), {"invite.txt": "Subject: Grüße, {{ args.to }}\n\nÄ 漢字 🎉\n"})
    assert place.deliver(mail(1, "Zoë <zoë@bücher.example>")).delivered == 1
    [arrived] = post.mails
    assert arrived.recipients == ["zoë@xn--bcher-kva.example"]
    assert arrived.message["Subject"] == "Grüße, Zoë <zoë@bücher.example>"
    assert arrived.message.get_content() == "Ä 漢字 🎉\r\n"


def test_template_of_the_action(place: Place, post: MailServer) -> None:
    """An action without a template takes the one with its own name, and without recipients those of the config."""
    place.write(config(post.port, 'to = { notify = ["sales@acme.example"] }'), TEMPLATES)
    assert place.deliver(action(1, "notify", message="Call her")).delivered == 1
    assert post.mails[0].recipients == ["sales@acme.example"]
    assert post.mails[0].message.get_content() == "Call her\r\n"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (mail(1, []), "it has no recipient"),
        (mail(1, "ann@example.com\r\nBcc: eve@example.com"), "line break"),
        (mail(1, template="../invite"), "cannot be the name of a template"),
        (mail(1, template="nix"), "there is no template nix.txt"),
        (mail(1, template=["invite"]), "its argument template is not a text"),
    ],
)
def test_mails_that_cannot_be_made(place: Place, post: MailServer, wrong: object, reason: str) -> None:
    """A mail that cannot be made fails for good, with the reason, and the others go on."""
    place.write(config(post.port), TEMPLATES)
    report = place.deliver(wrong, mail(2))
    assert (report.delivered, report.failed) == (1, 1)
    assert reason in report.troubles[0].reason


def test_refused_for_good_and_for_now(place: Place, post: MailServer) -> None:
    """A code of 5xx fails for good; one of 4xx is tried again, with pauses."""
    post.data = ["554 spam", "451 busy", None, "451 busy", "451 busy", "451 busy"]
    place.write(config(post.port), TEMPLATES)
    report = place.deliver(mail(1), mail(2), mail(3))
    assert (report.failed, report.delivered, report.waiting) == (1, 1, 1)
    assert [trouble.reason for trouble in report.troubles] == ["554 spam", "451 busy; the next run tries again"]
    assert len(place.clock.slept) == 3
    again = place.deliver(mail(1), mail(2), mail(3))
    assert (again.failed_before, again.already, again.delivered) == (1, 1, 1)


def test_refused_recipients(place: Place, post: MailServer) -> None:
    """One refused recipient of two is a remark on a mail that is done; all refused is a failure."""
    post.rcpt = lambda address: "550 unknown" if address.startswith("bad") else None
    place.write(config(post.port), TEMPLATES)
    report = place.deliver(mail(1, ["ann@example.com", "bad@example.com"]), mail(2, "bad@example.com"))
    assert (report.delivered, report.remarks, report.failed) == (1, 1, 1)
    assert "not to bad@example.com: 550 unknown" in report.troubles[0].reason
    assert place.deliver(mail(1)).already == 1


def test_starttls_and_login(place: Place, authority: trustme.CA) -> None:
    """With STARTTLS the certificate is checked, then the password of the environment is sent."""
    authority.cert_pem.write_to_path(str(place.folder / "ca.pem"))
    login = 'username = "lsdsl"\npassword_env = "PASSWORD"\nca_file = "ca.pem"'
    place.environment = {"PASSWORD": "hunter2"}
    with mail_server(context_for(authority, LOOPBACK), "hunter2") as post:
        place.write(config(post.port, login, security="starttls"), TEMPLATES)
        report = place.deliver(mail(1))
        assert (report.troubles, report.delivered, post.logins) == ([], 1, ["lsdsl"])


def test_wrong_password(place: Place, authority: trustme.CA) -> None:
    """A wrong password is told without being repeated, and the rest waits without bothering the server."""
    authority.cert_pem.write_to_path(str(place.folder / "ca.pem"))
    login = 'username = "lsdsl"\npassword_env = "PASSWORD"\nca_file = "ca.pem"'
    place.environment = {"PASSWORD": "hunter3"}
    with mail_server(context_for(authority, LOOPBACK), "hunter2") as post:
        place.write(config(post.port, login, security="starttls"), TEMPLATES)
        report = place.deliver(*map(mail, range(5)))
        assert (report.waiting, len(post.logins)) == (5, 2)  # smtplib tries two ways to say a password
        assert "refused the user name or the password (535)" in report.troubles[0].reason
        assert "hunter3" not in str(report)


@pytest.mark.parametrize(("name", "trusted"), [("other.example", True), (LOOPBACK, False)])
def test_certificates(place: Place, authority: trustme.CA, name: str, trusted: bool) -> None:
    """A certificate for another name, or of an unknown authority, ends the connection before anything is said."""
    (authority if trusted else trustme.CA()).cert_pem.write_to_path(str(place.folder / "ca.pem"))
    with mail_server(context_for(authority, name)) as post:
        place.write(config(post.port, 'ca_file = "ca.pem"', security="starttls"), TEMPLATES)
        report = place.deliver(mail(1))
        assert (report.waiting, post.mails) == (1, [])
        assert "certificate is not trusted" in report.troubles[0].reason


def test_server_without_tls(place: Place, post: MailServer) -> None:
    """Where TLS is asked for, a server without it gets nothing."""
    place.write(config(post.port, security="starttls"), TEMPLATES)
    assert "does not support STARTTLS" in place.deliver(mail(1)).troubles[0].reason
    assert post.mails == []


def test_no_server(place: Place, tmp_path: Path) -> None:
    """When nobody listens, actions wait, and after three in vain the rest is not tried."""
    place.write(config(1), TEMPLATES)
    report = place.deliver(*map(mail, range(9)))
    assert (report.waiting, len(report.troubles), len(place.clock.slept)) == (9, 4, 6)
    assert "connection refused" in report.troubles[0].reason
    assert (tmp_path / "delivery.sqlite").exists()
