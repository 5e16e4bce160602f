"""Under which address phones find this server, best first.

A laptop has many addresses: the Wi-Fi, a cable, the virtual networks of Docker and WSL, a VPN. The QR code shows one.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import ifaddr

from preflight.settings import Settings, is_loopback

_log: Final = logging.getLogger(__name__)

_ANY: Final = ("0.0.0.0", "::")
_FAR_AWAY: Final = "203.0.113.1"
"""An address of the documentation (RFC 5737): nobody has it, and the way to it is the way to everywhere."""

_LOCAL_NETWORKS: Final = tuple(map(ipaddress.IPv4Network, ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")))

_VIRTUAL_BEGINNINGS: Final = (
    *("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "podman", "cni", "flannel", "cali", "lxc", "lxdbr"),
    *("utun", "tun", "tap", "wg", "ppp", "ipsec", "tailscale", "zt", "feth"),
)
_VIRTUAL_PARTS: Final = (
    *("vethernet", "hyper-v", "virtualbox", "vmware", "(wsl", "loopback"),
    *("vpn", "wireguard", "wintun", "tap-windows", "tailscale", "zerotier", "anyconnect", "pangp"),
)
"""How Windows names them. Not the word virtual: the adapter of its own hotspot has it, and phones come through that."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One IPv4 address with the names of the interface that has it: `eth0`, or Windows's three."""

    address: str
    names: tuple[str, ...]


def join_addresses(settings: Settings) -> tuple[str, ...]:
    """Origins such as `http://192.168.1.20:8501` under which phones may find this server, best first; at least one.

    The address that was set for joining, else the public origins, else the one that is listened on, else what this
    machine has right now. The last is its loopback address, for trying things out on this machine.
    """
    if settings.join_address:
        return (settings.join_address,)
    if settings.public_origins:
        return settings.public_origins
    if settings.host not in _ANY:
        return (settings.url,)
    found = ranked(_interfaces(), default=_default_route())
    return tuple(f"http://{address}:{settings.port}" for address in found) or (settings.url,)


def phones_can_reach(settings: Settings) -> bool:
    """Whether there is an address that leads here from another machine, as far as this one can know."""
    return not is_loopback(urlsplit(join_addresses(settings)[0]).hostname or "")


def ranked(interfaces: Iterable[Interface], default: str | None) -> tuple[str, ...]:
    """The IPv4 addresses that other machines may reach, each once, the most likely first.

    `default` is the address by which this machine reaches everywhere else. It comes first, unless it belongs to a
    virtual network (a VPN): then the local networks do. Addresses that a machine gives itself come last.
    """
    found = list(interfaces)
    if default is not None and default not in {each.address for each in found}:
        found.append(Interface(default, ()))
    usable = [each for each in found if _usable(each.address)]
    return tuple(dict.fromkeys(each.address for each in sorted(usable, key=lambda each: _doubts(each, default))))


def _doubts(interface: Interface, default: str | None) -> tuple[bool, ...]:
    address = ipaddress.IPv4Address(interface.address)
    return (
        address.is_link_local,
        _is_virtual(interface.names),
        interface.address != default,
        not any(address in network for network in _LOCAL_NETWORKS),
    )


def _usable(address: str) -> bool:
    parsed = ipaddress.IPv4Address(address)
    return not (parsed.is_loopback or parsed.is_unspecified or parsed.is_multicast)


def _is_virtual(names: Iterable[str]) -> bool:
    lowered = [name.lower() for name in names]
    return any(name.startswith(_VIRTUAL_BEGINNINGS) or any(part in name for part in _VIRTUAL_PARTS) for name in lowered)


def _interfaces() -> list[Interface]:
    """What the system says now; nothing where it can't be asked."""
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError as error:
        _log.warning("the addresses of this machine could not be read: %s", error)
        return []
    return [
        Interface(ip.ip, (adapter.name, adapter.nice_name, ip.nice_name))
        for adapter in adapters
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]


def _default_route() -> str | None:
    """The address of ours that a packet to far away would carry; None without a network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((_FAR_AWAY, 9))
            return str(asking.getsockname()[0])
        except OSError:
            return None
