"""A transfer on the database: two persons, a receipt that is checked, and what is deleted only after it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from tests.integration.dossiers.application.archive.test_closed_dossiers import (
    ELSEWHERE,
    HEAD,
    LEADER,
    OPERATOR,
    alone,
    enacted,
    one,
    place,
)
from tests.integration.dossiers.application.test_expired_records import apply
from tests.support.archive import holding_archive, receipt_of, signed
from tests.support.dossiers.office import LocalOffice, whole_life
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from contracts.accounts import HeldRecords
from contracts.dossiers import ArchivalState, Dossier, DossierAction, Transfer, TransferState
from contracts.errors import ErrorCode, ServiceError
from devstack.certificates import Authority


@pytest.fixture
def office(office: LocalOffice) -> Iterator[LocalOffice]:
    yield from alone(office)


def packaged(office: LocalOffice) -> Dossier:
    """A returned dossier whose package is noted, as the sweep does."""
    dossier = whole_life(office)
    place(office)
    archived = office.call("get_archive_record", OPERATOR, dossier_id=dossier.dossier_id)
    entries = sum(len(chain.entries) for chain in archived.chains)
    digest = f"{len(dossier.dossier_id)}{dossier.dossier_id.replace('-', '')}".rjust(64, "0")
    note: dict[str, Any] = {
        "dossier_id": dossier.dossier_id,
        "sha256": digest,
        "size": 10,
        "entries": entries,
    }
    office.call("note_package", OPERATOR, **note)
    return dossier


def made(office: LocalOffice, **fields: Any) -> Transfer:
    transfer: Transfer = office.call("make_transfer", HEAD, agency_code=AGENCY, **fields)
    return transfer


def act(office: LocalOffice, name: str, actor: Any, transfer: Transfer, **fields: Any) -> Transfer:
    stated: dict[str, Any] = {
        "transfer_id": transfer.transfer_id,
        "expected_version": transfer.version,
        **fields,
    }
    after: Transfer = office.call(name, actor, **stated)
    return after


def record(office: LocalOffice, transfer: Transfer, text: str, signature: str) -> Transfer:
    after: Transfer = office.call(
        "record_receipt",
        OPERATOR,
        transfer_id=transfer.transfer_id,
        receipt=base64.b64encode(text.encode()).decode(),
        signature=signature,
    )
    return after


def wrong(call: Any) -> list[tuple[str, str]]:
    with pytest.raises(ServiceError) as fault:
        call()
    return [(each.pointer, each.code) for each in fault.value.errors]


def test_only_what_has_a_receipt_may_go_and_what_was_refused_stays_with_its_reason(
    office: LocalOffice,
) -> None:
    enacted(office, permanent=True, years=None, transfer_months=0, archive=holding_archive())
    first, second = packaged(office), packaged(office)
    transfer = made(office)
    assert {each.dossier_id for each in transfer.items} == {first.dossier_id, second.dossier_id}
    assert one(office, first).state is ArchivalState.LISTED
    assert wrong(lambda: made(office, dossier_ids=(first.dossier_id,))) == [
        ("/dossier_ids/0", "listed_already")
    ]
    refused(ErrorCode.NOT_FOUND, lambda: act(office, "confirm_transfer", ELSEWHERE, transfer))
    refused(ErrorCode.SAME_PERSON, lambda: act(office, "confirm_transfer", HEAD, transfer))
    transfer = act(office, "confirm_transfer", LEADER, transfer)
    assert apply(office).due == 0, "confirmed is not receipted"
    bad = next(each.sha256 for each in transfer.items if each.dossier_id == second.dossier_id)
    good = signed(receipt_of(transfer, {bad: "hỏng"}))
    forged = signed(good.text, Authority.new().seal("another archive"))
    assert wrong(lambda: record(office, transfer, good.text, forged.signature)) == [
        ("/signature", "signature_not_good")
    ]
    other = signed(receipt_of(transfer, list_sha256="0" * 64))
    assert wrong(lambda: record(office, transfer, other.text, other.signature)) == [
        ("/receipt", "other_list")
    ]
    refused(
        ErrorCode.FORBIDDEN,
        lambda: office.call(
            "record_receipt", HEAD, transfer_id=transfer.transfer_id, receipt="e30=", signature="AAAA"
        ),
    )
    assert one(office, first).state is ArchivalState.LISTED, "nothing of these has an effect"
    after = record(office, transfer, good.text, good.signature)
    assert record(office, transfer, good.text, good.signature) == after, "the same again changes nothing"
    second_text = signed(receipt_of(transfer))
    refused(
        ErrorCode.RETENTION_SETTLED,
        lambda: record(office, transfer, second_text.text, second_text.signature),
    )
    documents = office.call("get_transfer_documents", LEADER, transfer_id=transfer.transfer_id)
    assert (documents.receipt, documents.signature) == (good.text, good.signature)
    assert one(office, first).state is ArchivalState.HANDED_OVER
    stays = one(office, second)
    assert (stays.state, stays.refusal, stays.package) == (ArchivalState.CLASSIFIED, "hỏng", None)
    assert office.call("list_unpackaged", OPERATOR).dossier_ids == (second.dossier_id,)
    assert (apply(office).due, apply(office).waiting) == (0, 2), "one key, and one of them stays"
    office.database.closed_dossiers.update_one({"_id": second.dossier_id}, {"$set": {"state": "handed_over"}})
    assert apply(office).due == 2
    events = office.database.events.find({"aggregate_id": transfer.transfer_id}).sort("aggregate_version", 1)
    assert [each["payload"]["state"] for each in events] == ["listed", "confirmed", "receipted"]
    assert after.state is TransferState.RECEIPTED


def test_what_is_held_or_has_changed_is_not_listed_and_a_hold_stops_the_confirmation(
    office: LocalOffice,
) -> None:
    assert wrong(lambda: made(office)) == [("/agency_code", "no_archive")]
    enacted(office, transfer_months=0, archive=holding_archive())
    held, changed, free = (packaged(office) for _ in range(3))
    office.neighbours.held = HeldRecords(dossiers=(held.code or "",))
    assert wrong(lambda: made(office, dossier_ids=(held.dossier_id,))) == [("/dossier_ids/0", "on_hold")]
    office.act(DossierAction.RATE, changed, office.citizen, satisfaction="satisfied")
    by_id: dict[str, Any] = {"dossier_ids": (free.dossier_id, changed.dossier_id)}
    assert wrong(lambda: made(office, **by_id)) == [("/dossier_ids/1", "package_outdated")]
    transfer = made(office)
    assert [each.dossier_id for each in transfer.items] == [free.dossier_id]
    assert one(office, changed).state is ArchivalState.CLASSIFIED, "it is packaged anew"
    office.neighbours.held = HeldRecords(accounts=(office.citizen.account_id,))
    assert wrong(lambda: act(office, "confirm_transfer", LEADER, transfer)) == [("/items/0", "on_hold")]
    ended = act(office, "cancel_transfer", LEADER, transfer, reason="Có yêu cầu tạm dừng.")
    assert (ended.state, one(office, free).state) == (TransferState.CANCELLED, ArchivalState.PACKAGED)
    assert wrong(lambda: made(office)) == [("/dossier_ids", "nothing_due")]
