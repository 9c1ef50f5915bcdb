"""The process table covers the system and gives nobody a secret that is not theirs."""

from __future__ import annotations

from pathlib import Path

from contracts.topology import SERVICES
from devstack import process_table

PLACE = process_table.StackLayout(
    Path("/secrets"), {name: 20_000 + n for n, name in enumerate(process_table.PORTS)}
)
ENTRIES = {entry.name: entry for entry in process_table.process_specs(PLACE)}


def test_all_parts_are_there() -> None:
    assert set(ENTRIES) == {
        *SERVICES,
        "content",
        "gateway",
        "vnpay",
        "mail",
        "sms",
        "vneid",
        "signing",
        "wallets",
    }


def test_simulators_come_first_and_the_gateway_last() -> None:
    names = list(ENTRIES)
    assert (set(names[:6]), names[-1]) == ({"mail", "sms", "vnpay", "vneid", "signing", "wallets"}, "gateway")


def test_no_process_gets_the_database_of_another() -> None:
    for name, entry in ENTRIES.items():
        owner = "records" if name == "content" else name
        given = {value for key, value in entry.env.items() if key.startswith("MOTCUA_MONGO_")}
        assert given in (set(), {f"/secrets/mongo_uri_{owner}", f"motcua_{owner}"}), name


def test_no_process_gets_an_administrators_address() -> None:
    given = " ".join(value for entry in ENTRIES.values() for value in entry.env.values())
    assert "admin_uri" not in given


def test_only_accounts_can_sign_tokens() -> None:
    holders = {name for name, entry in ENTRIES.items() if "MOTCUA_SIGNING_KEY_FILE" in entry.env}
    assert holders == {"accounts"}


def test_only_records_can_seal() -> None:
    holders = {name for name, entry in ENTRIES.items() if "seal_key" in " ".join(entry.env.values())}
    assert holders == {"records"}


def test_everything_is_on_loopback() -> None:
    for entry in ENTRIES.values():
        hosts = {value for key, value in entry.env.items() if key.endswith("_HOST")}
        assert hosts <= {"127.0.0.1"}, entry.name
