"""Networks in CIDR notation, as they are written and as they are read."""

import pytest

from accounts.domain.machine_clients.networks import normalised
from contracts.errors import ServiceError
from contracts.networks import contains


def test_networks_have_one_form_and_are_there_once() -> None:
    written = ("203.0.113.4", "203.0.113.4/32", "2001:DB8:5:0::/64", "10.0.0.0/8")
    assert normalised(written) == ("203.0.113.4/32", "2001:db8:5::/64", "10.0.0.0/8")


@pytest.mark.parametrize("wrong", ["203.0.113.7/24", "10.0.0.0/33", "1.2.3", "2001:db8::1/32", "::/129", "/"])
def test_what_is_no_network_is_named_by_its_place(wrong: str) -> None:
    with pytest.raises(ServiceError) as refused:
        normalised(("10.0.0.0/8", wrong))
    assert [(each.pointer, each.code) for each in refused.value.errors] == [("/networks/1", "network")]


@pytest.mark.parametrize(
    ("address", "within"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("2001:db8::9", True),
        ("11.1.2.3", False),
        ("2001:db9::9", False),
        ("10.1.2.3/32", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_an_address_is_within_or_not(address: str, within: bool) -> None:
    assert contains(("10.0.0.0/8", "2001:db8::/32"), address) is within
