"""Which addresses of the network web hooks may be sent to: public ones, and those that the config lists.

The name of a host is resolved once; each of its addresses must be fine, and the connection goes to one of these very addresses,
so that a name which changes its meaning between check and use (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from lsdsl.delivery.origins import Address, Origin
from lsdsl.delivery.problems import Refusal

Resolve = Callable[[str, int], Sequence[str]]

NOT_FOR_US = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")))
"""Public by number, at least for some versions of Python, but inside some clouds the way to the machine's own secrets."""

PUBLIC_6 = ip_network("2000::/3")
"""All of IPv6 that is for everybody."""

NAT64 = ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system finds them."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


class Gate:
    """Lets connections pass to public addresses, and to those that are listed."""

    def __init__(self, allow: Sequence[str], private: Sequence[str], resolve: Resolve = resolve) -> None:
        origins = [Origin.parse(text) for text in allow]
        self._origins = frozenset(origins)
        self._addresses = frozenset(origin.address for origin in origins if origin.address)
        self._networks = [ip_network(text) for text in private]
        self._resolve = resolve

    def addresses(self, origin: Origin) -> list[Address]:
        """The addresses to connect to, all of them checked. Raises ``Refusal``, and ``OSError`` when the name is not found."""
        if origin not in self._origins:
            raise Refusal(f"{origin} is not in the list allow")
        found = [_address(text) for text in self._resolve(origin.host, origin.port)]
        if not found:
            raise OSError(None, "the name has no address")
        for address in found:
            if not self._passes(address):
                raise Refusal(f"{origin} is at {address}, which is no public address; if it shall be reached, list it in private")
        return found

    def _passes(self, address: Address) -> bool:
        listed = address in self._addresses or any(address in network for network in self._networks)
        return listed or all(_is_public(one) for one in _meanings(address))


def _address(text: str) -> Address:
    return ip_address(text.partition("%")[0])


def _meanings(address: Address) -> list[Address]:
    """The address itself and the IPv4 addresses that are packed into it."""
    meanings: list[Address] = [address]
    if isinstance(address, IPv6Address):
        packed = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            packed.append(IPv4Address(int(address) & 0xFFFF_FFFF))
        meanings += [one for one in packed if one is not None]
        if address.ipv4_mapped or address in NAT64:
            meanings.remove(address)
    return meanings


def _is_public(address: Address) -> bool:
    if any(address in network for network in NOT_FOR_US) or (isinstance(address, IPv6Address) and address not in PUBLIC_6):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_loopback)
