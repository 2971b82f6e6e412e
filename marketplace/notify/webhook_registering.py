"""Which addresses may be registered: what could never be reached is refused at once, not with the first message."""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult

from marketplace.core.errors import InvalidError
from marketplace.notify.webhook_addresses import Network, check_url, may_reach

# The first that holds an address names it; what is in none of them is not public for another reason.
RANGES = {
    "127.0.0.0/8": "本机",
    "10.0.0.0/8": "内网",
    "172.16.0.0/12": "内网",
    "192.168.0.0/16": "内网",
    "169.254.0.0/16": "链路本地",
    "100.64.0.0/10": "运营商内部",
    "224.0.0.0/4": "组播",
    "::1/128": "本机",
    "fc00::/7": "内网",
    "fe80::/10": "链路本地",
    "ff00::/8": "组播",
}
THIS_MACHINE = "127.0.0.1"


def check_new_url(url: str, *, allowed: Sequence[Network]) -> None:
    """Refuse what is no address for a webhook, or names a place outside the public net and the ``allowed`` networks.

    A host's name is resolved only when something is sent to it. Raises InvalidError saying what to mend.
    """
    parts = check_url(url)
    if parts.scheme == "http" and not allowed:
        raise InvalidError(fields={"url": ["网址要以 https:// 开头：没有加密的地址，平台不发送。"]})
    address = _literal_address(parts)
    if address is not None and not may_reach(address, allowed=allowed):
        raise InvalidError(fields={"url": [_told(address)]})


def _literal_address(parts: SplitResult) -> str | None:
    """Return the address that an URL names without a name service, in whatever notation; None for other hosts."""
    host = str(parts.hostname).rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return THIS_MACHINE
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))  # As 127.1 or 2130706433, which lead to this machine as well.
    except (OSError, UnicodeError):
        return None


def _told(address: str) -> str:
    found = ipaddress.ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    wanted = mapped or found
    named = (f"是{name}地址（{text}）" for text, name in RANGES.items() if wanted in ipaddress.ip_network(text))
    return (
        f"{wanted} {next(named, '不是公网地址')}，平台不向它发送。请换成公网能访问的 https 网址；"
        "确要发到内网的，请平台运营人员在设置 WEBHOOK_NETWORKS 里写上这个网段。"
    )
