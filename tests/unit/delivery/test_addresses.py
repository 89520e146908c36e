"""Which hosts and addresses web hooks may reach."""

import pytest

from lsdsl.delivery.addresses import Gate
from lsdsl.delivery.origins import BadUrl, Origin, Target
from lsdsl.delivery.problems import Refusal

NAME = "https://hooks.example.com"
INNER = (
    *(
        "127.0.0.1",
        "127.9.9.9",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",  # noqa: S104 - nothing is bound
    ),
    *("192.0.0.192", "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1", "168.63.129.16"),
    *(
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
    ),
    *("64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe"),
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8")


def passes(*found: str, private: tuple[str, ...] = ()) -> bool:
    """Whether a host with these addresses may be reached."""
    gate = Gate([NAME], private, lambda _host, _port: found)
    try:
        return len(gate.addresses(Origin.parse(NAME))) == len(found)
    except Refusal:
        return False


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses(address: str) -> None:
    """Private, loopback, link-local and metadata addresses are refused in all their disguises, also beside a public one."""
    assert not passes(address)
    assert not passes("8.8.8.8", address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    """Public addresses may be reached."""
    assert passes(address)


def test_listed_addresses() -> None:
    """A private address may be reached when its network is listed, or when the list of hosts has the address itself."""
    assert passes("10.1.2.3", private=("10.1.0.0/16",))
    assert not passes("10.2.2.3", private=("10.1.0.0/16",))
    own = "http://127.0.0.1:8080"
    assert Gate([own], [], lambda host, _port: [host]).addresses(Origin.parse(own))


def test_a_name_for_loopback_is_not_the_address() -> None:
    """Listing a name that leads to loopback does not list the address."""
    gate = Gate(["http://localhost"], [], lambda _host, _port: ["127.0.0.1"])
    with pytest.raises(Refusal, match=r"http://localhost is at 127\.0\.0\.1, which is no public address"):
        gate.addresses(Origin.parse("http://localhost"))


@pytest.mark.parametrize(
    "other", ["http://hooks.example.com", "https://hooks.example.com:8443", "https://example.com", "https://x.hooks.example.com"]
)
def test_other_origins(other: str) -> None:
    """An origin is scheme, host and port; another one is not in the list."""
    with pytest.raises(Refusal, match="not in the list allow"):
        Gate([NAME], [], lambda _host, _port: ["8.8.8.8"]).addresses(Origin.parse(other))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ftp://example.com/",
            "example.com",
            "//example.com/",
            "https://",
            "https:///x",
            "https://a b/",
            "https://exa mple.com/",
        ),
        *(
            "https://user@example.com/",
            "https://example.com/#x",
            "https://example.com\\@evil.com/",
            "https://[::1/",
            "https://[x]/",
        ),
        *(
            "https://example.com:99999/",
            "https://bücher.example/",
            "https://example.com/\n",
            "https://exa\tmple.com/",
            "https://%31/",
        ),
        *(
            "https://example..com/",
            "https://-a.com/",
            f"https://{'a' * 64}.com/",
            "file:///etc/passwd",
            'https://example.com/a"b',
        ),
    ],
)
def test_bad_urls(text: str) -> None:
    """A URL that two readers could read in two ways is not taken."""
    with pytest.raises(BadUrl):
        Target.parse(text)


def test_good_urls() -> None:
    """A URL is its origin, path and query; the usual port is the same as none."""
    target = Target.parse("HTTPS://Hooks.Example.com:443/a/b?c=d%20e")
    assert (str(target.origin), target.path) == ("https://hooks.example.com", "/a/b?c=d%20e")
    assert str(Target.parse("http://[::1]:8080").origin) == "http://[::1]:8080"
