"""Under which address phones find the server: machines as people bring them."""

from __future__ import annotations

import pytest

from preflight.live import addresses
from preflight.live.addresses import Interface, join_addresses, phones_can_reach, ranked
from preflight.settings import Settings

LOOPBACK = Interface("127.0.0.1", ("lo",))


def interfaces(**named: str) -> list[Interface]:
    """`wlan0="192.168.1.20"`; a double underscore is the dash that a keyword can't have."""
    return [LOOPBACK] + [Interface(address, (name.replace("__", "-"),)) for name, address in named.items()]


def windows(*described: tuple[str, str, str]) -> list[Interface]:
    """(friendly name, description, address), as Windows tells them."""
    return [Interface(address, ("{846EE342}", description, name)) for name, description, address in described]


MACHINES = {
    "a Linux laptop with Docker": (
        interfaces(docker0="172.17.0.1", br__4f1c="172.18.0.1", veth12ab="169.254.3.4", wlan0="192.168.1.20"),
        "192.168.1.20",
        ["192.168.1.20", "172.17.0.1", "172.18.0.1", "169.254.3.4"],
    ),
    "Docker, and a network without a way out": (
        interfaces(docker0="172.17.0.1", virbr0="192.168.122.1", enp3s0="10.1.2.3"),
        None,
        ["10.1.2.3", "172.17.0.1", "192.168.122.1"],
    ),
    "macOS, everything through a VPN": (
        interfaces(en0="192.168.1.20", utun4="10.8.0.2"),
        "10.8.0.2",
        ["192.168.1.20", "10.8.0.2"],
    ),
    "macOS with Tailscale and a virtual machine": (
        interfaces(utun3="100.101.102.103", vmnet8="172.16.5.1", en0="10.0.0.7"),
        "10.0.0.7",
        ["10.0.0.7", "172.16.5.1", "100.101.102.103"],
    ),
    "Windows with WSL and VirtualBox": (
        windows(
            ("vEthernet (WSL)", "Hyper-V Virtual Ethernet Adapter", "172.29.16.1"),
            ("vEthernet (Default Switch)", "Hyper-V Virtual Ethernet Adapter #2", "172.30.0.1"),
            ("Ethernet 2", "VirtualBox Host-Only Ethernet Adapter", "192.168.56.1"),
            ("Wi-Fi", "Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.178.30"),
            ("Ethernet", "Realtek PCIe GbE Family Controller", "169.254.77.1"),
            ("Loopback Pseudo-Interface 1", "Software Loopback Interface 1", "127.0.0.1"),
        ),
        "192.168.178.30",
        ["192.168.178.30", "172.29.16.1", "172.30.0.1", "192.168.56.1", "169.254.77.1"],
    ),
    "Windows behind a VPN of its company": (
        windows(
            ("Ethernet 3", "PANGP Virtual Ethernet Adapter", "10.200.1.9"),
            ("Wi-Fi", "Intel(R) Wi-Fi 6 AX201 160MHz", "192.168.178.30"),
        ),
        "10.200.1.9",
        ["192.168.178.30", "10.200.1.9"],
    ),
    "Windows that is the hotspot itself": (
        windows(
            ("vEthernet (WSL)", "Hyper-V Virtual Ethernet Adapter", "172.29.16.1"),
            ("Local Area Connection* 10", "Microsoft Wi-Fi Direct Virtual Adapter #2", "192.168.137.1"),
        ),
        None,
        ["192.168.137.1", "172.29.16.1"],
    ),
    "the hotspot of a phone": (interfaces(en0="172.20.10.2"), "172.20.10.2", ["172.20.10.2"]),
    "two networks": (
        interfaces(enp3s0="10.0.0.5", wlp2s0="192.168.1.20"),
        "192.168.1.20",
        ["192.168.1.20", "10.0.0.5"],
    ),
    "a university that gives everyone a public address": (
        interfaces(docker0="172.17.0.1", wlan0="141.20.5.6"),
        "141.20.5.6",
        ["141.20.5.6", "172.17.0.1"],
    ),
    "a container, whose only interface looks virtual": (interfaces(veth0="10.88.0.3"), "10.88.0.3", ["10.88.0.3"]),
    "a cable between two machines": (interfaces(eth0="169.254.9.9"), None, ["169.254.9.9"]),
    "a way out that the list of interfaces does not show": ([LOOPBACK], "10.0.0.9", ["10.0.0.9"]),
    "one address on two interfaces": (interfaces(tun0="10.0.0.5", eth0="10.0.0.5"), "10.0.0.5", ["10.0.0.5"]),
    "no network": ([LOOPBACK, Interface("0.0.0.0", ("eth0",))], None, []),
    "nothing at all": ([], None, []),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_address_that_phones_reach_comes_first(machine: str) -> None:
    there, default, wanted = MACHINES[machine]
    assert list(ranked(there, default)) == wanted


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> list[Interface]:
    """A machine in the Wi-Fi, with Docker; empty the list and it has no network."""
    there = interfaces(docker0="172.17.0.1", wlan0="192.168.1.20")
    monkeypatch.setattr(addresses, "_interfaces", lambda: there)
    monkeypatch.setattr(addresses, "_default_route", lambda: "192.168.1.20" if there else None)
    return there


FOUND = ("http://192.168.1.20:8501", "http://172.17.0.1:8501")


@pytest.mark.parametrize(
    ("settings", "wanted", "reachable"),
    [
        (Settings(share=True), FOUND, True),
        (Settings(host="::", share=True), FOUND, True),
        (Settings(share=True, port=9000), ("http://192.168.1.20:9000", "http://172.17.0.1:9000"), True),
        (Settings(share=True, join_address="http://box.local:8501"), ("http://box.local:8501",), True),
        (
            Settings(share=True, public_origins=("https://a.org", "http://b:8080")),
            ("https://a.org", "http://b:8080"),
            True,
        ),
        (Settings(join_address="https://b.org", public_origins=("https://a.org",)), ("https://b.org",), True),
        (Settings(public_origins=("https://a.org",)), ("https://a.org",), True),  # a proxy on this machine
        (Settings(host="10.0.0.7"), ("http://10.0.0.7:8501",), True),
        (Settings(host="fd00::7"), ("http://[fd00::7]:8501",), True),
        (Settings(host="box.local"), ("http://box.local:8501",), True),
        (Settings(), ("http://127.0.0.1:8501",), False),
        (Settings(host="localhost"), ("http://localhost:8501",), False),
        (Settings(host="::1"), ("http://[::1]:8501",), False),
        (Settings(share=True, host="127.0.0.1"), ("http://127.0.0.1:8501",), False),
        (Settings(share=True, join_address="http://127.0.0.1:8501"), ("http://127.0.0.1:8501",), False),
    ],
    ids=str,
)
def test_what_was_set_wins_over_what_is_found(
    laptop: list[Interface], settings: Settings, wanted: tuple[str, ...], reachable: bool
) -> None:
    assert join_addresses(settings) == wanted
    assert phones_can_reach(settings) is reachable


def test_without_a_network_there_is_an_address_to_try_it_out_on_this_machine(laptop: list[Interface]) -> None:
    laptop.clear()
    assert join_addresses(Settings(share=True)) == ("http://127.0.0.1:8501",)
    assert not phones_can_reach(Settings(share=True))


def test_the_network_may_change_while_the_server_runs(laptop: list[Interface]) -> None:
    before = join_addresses(Settings(share=True))
    laptop[:] = interfaces(en0="172.20.10.2")
    assert join_addresses(Settings(share=True)) != before


def test_this_machine_can_be_asked() -> None:
    assert all(each.address.count(".") == 3 for each in addresses._interfaces())
    assert "127.0.0.1" in {each.address for each in addresses._interfaces()}
    default = addresses._default_route()
    assert default is None or default in ranked(addresses._interfaces(), default)


def test_a_system_that_can_not_be_asked_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("not permitted")

    monkeypatch.setattr(addresses.ifaddr, "get_adapters", refuse)
    assert addresses._interfaces() == []
