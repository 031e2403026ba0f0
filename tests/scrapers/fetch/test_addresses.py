import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.fetch.addresses import is_loopback, is_public

PUBLIC = ["1.1.1.1", "202.108.22.5", "2400:3200::1", "2a00:1450:4001:81b::200e", "2001:4860:4860::8888"]
CLOSED = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "2001::1", "100::1",
    "64:ff9b:1::8.8.8.8", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_machines_are_public(ip):
    assert is_public(ip)
    assert not is_loopback(ip)


@pytest.mark.parametrize("ip", CLOSED)
def test_everything_else_is_closed(ip):
    assert not is_public(ip)


FORMS = ["::ffff:{0}", "::{0}", "64:ff9b::{0}", "{6to4}", "fe80::5efe:{0}", "2400:3200::200:5efe:{0}", "2400:3200::5efe:{0}"]


def _wrapped(form: str, ip: str) -> str:
    return form.format(ip, **{"6to4": str(ipaddress.IPv6Address((0x2002 << 112) | int(ipaddress.IPv4Address(ip)) << 80))})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ip", [ip for ip in CLOSED if ":" not in ip])
def test_a_closed_address_is_closed_in_every_wrapping(form, ip):
    assert not is_public(_wrapped(form, ip))


@pytest.mark.parametrize("form", ["::ffff:{0}", "64:ff9b::{0}", "{6to4}", "2400:3200::5efe:{0}"])
def test_a_public_address_is_public_in_its_wrappings(form):
    assert is_public(_wrapped(form, "1.1.1.1"))


def test_loopback_is_seen_in_its_forms():
    assert all(map(is_loopback, ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"]))
    assert not any(map(is_loopback, ["10.0.0.1", "::2", "::ffff:10.0.0.1", "169.254.169.254"]))


@given(st.ip_addresses())
def test_no_address_is_both_and_what_python_calls_private_is_closed(ip):
    assert not (is_public(str(ip)) and is_loopback(str(ip)))
    if (
        ip.is_private
        and not getattr(ip, "ipv4_mapped", None)
        and ip not in ipaddress.ip_network("64:ff9b::/96" if ip.version == 6 else "0.0.0.0/8")
    ):
        assert not is_public(str(ip))
