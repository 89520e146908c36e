"""Mail addresses: what is one, and that nothing can break out of a header."""

import pytest

from lsdsl.delivery.problems import Refusal
from lsdsl.delivery.recipients import mailbox, mailboxes

GOOD = {
    "ann@example.com": ("", "ann@example.com"),
    "Ann Lee <ann.lee+x@example.com>": ("Ann Lee", "ann.lee+x@example.com"),
    '"Lee, Ann" <ann@example.com>': ("Lee, Ann", "ann@example.com"),
    "<ann@EXAMPLE.com>": ("", "ann@example.com"),
    "ann@bücher.example": ("", "ann@xn--bcher-kva.example"),
    "Zoë <zoë@example.com>": ("Zoë", "zoë@example.com"),
}
BAD = (
    *(
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@@example.com",
        "ann@-x.com",
        "ann@example..com",
        ".ann@example.com",
        "a b@example.com",
    ),
    *("ann@example.com, bob@example.com", "ann@example.com\nBcc: eve@example.com", "ann@example.com\r\n", "x\r\nBcc: y <a@b.c>"),
    *(
        "Ann <ann@example.com> <eve@example.com>",
        "ann@exa\u2028mple.com",
        "ann@[127.0.0.1]",
        "<ann@example.com",
        "ann;eve@example.com",
    ),
)


@pytest.mark.parametrize("text", GOOD)
def test_good_addresses(text: str) -> None:
    """A mailbox is an address, with or without a name; a name of a host gets its ASCII form."""
    found = mailbox(text)
    assert (found.display_name, found.addr_spec) == GOOD[text]


@pytest.mark.parametrize("text", BAD)
def test_bad_addresses(text: str) -> None:
    """What is no single mailbox, or has a line break, is refused."""
    with pytest.raises(Refusal):
        mailbox(text)


def test_arguments() -> None:
    """An argument may be one address or a list; each mailbox counts once."""
    assert [one.addr_spec for one in mailboxes(["a@x.org", "b@x.org", "A@x.org"], "to")] == ["a@x.org", "b@x.org"]
    assert [one.addr_spec for one in mailboxes("a@x.org", "to")] == ["a@x.org"]
    assert mailboxes(None, "to") == []
    with pytest.raises(Refusal, match="argument to is neither"):
        mailboxes([1], "to")
