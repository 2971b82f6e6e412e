"""Which addresses a webhook may reach: a stranger must not make the server speak with its own network."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import SplitResult, urlsplit

from marketplace.core.errors import InvalidError
from marketplace.notify.labels import WebhookFault

Resolve = Callable[[str, int], Sequence[str]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class AddressRefusedError(Exception):
    """The host of a webhook leads to an address that it must not reach, or to none."""


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host; raise AddressRefusedError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AddressRefusedError(WebhookFault.UNKNOWN_HOST) from error
    return sorted({str(entry[4][0]) for entry in found})


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a comma-separated setting such as ``10.1.0.0/16, fd00::/8``; raise ValueError."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def check_url(url: str) -> SplitResult:
    """Return the parts of an address that may be registered; raise InvalidError saying what to mend."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise InvalidError(fields={"url": ["网址写得不对，请写成 https://主机名/路径 的样子。"]}) from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise InvalidError(fields={"url": ["网址要以 https:// 开头，后面是主机名和路径。"]})
    if parts.username or parts.password or parts.fragment:
        raise InvalidError(fields={"url": ["网址里不能带用户名、密码或 # 号；来源请用签名核对。"]})
    return parts


def pick_address(host: str, port: int, *, allowed: Sequence[Network], resolve: Resolve = resolve_host) -> str:
    """Return an address of a host to connect to, so that a name cannot lead elsewhere a moment later.

    Raises AddressRefusedError when any of its addresses is private and in no ``allowed`` network: a host that leads
    to several places must not be reachable through the good one.
    """
    addresses = resolve(host, port)
    for address in addresses:
        if not may_reach(address, allowed=allowed):
            raise AddressRefusedError(WebhookFault.PRIVATE_ADDRESS)
    if not addresses:
        raise AddressRefusedError(WebhookFault.UNKNOWN_HOST)
    return addresses[0]


def may_reach(address: str, *, allowed: Sequence[Network]) -> bool:
    """Say whether a message may go to an IP address: a public one, or one in an ``allowed`` network."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if parsed.is_multicast:
        return False
    return parsed.is_global or any(parsed in network for network in allowed if network.version == parsed.version)
