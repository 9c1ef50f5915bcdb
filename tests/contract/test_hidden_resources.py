"""Every path to something that not everybody may see is in the property test of its resource.

A method of a contract is in one of these tables. Who adds one says which resource it shows and takes it into the test that
compares the paths; or says why it hides nothing. The gateway's stream of a dossier asks `get_history` and `get_dossier` in
its caller's name for each event.
"""

from __future__ import annotations

import re

import pytest

from contracts import topology
from devstack.servers.mongo import REPO
from dossiers.application.actions import COMMANDS

INTEGRATION = REPO / "tests" / "integration"
PROPERTY_TESTS: dict[str, tuple[str, ...]] = {
    "dossiers/application/test_visibility.py": (
        "dossiers.get_dossier",
        "dossiers.get_history",
        "dossiers.get_clock",
        "dossiers.get_control_sheet",
        "dossiers.issue_control_sheet",
        "dossiers.list_readings",
        "dossiers.list_dossiers",
        "dossiers.list_register",
        "dossiers.read_feed",
    ),
    "records/application/test_visibility.py": (
        "records.get_file",
        "records.open_download",
        "records.get_paper",
        "records.list_papers",
        "records.list_accesses",
        "records.revoke_paper",
        "records.remove_paper",
    ),
    "payments/application/test_visibility.py": (
        "payments.get_bill",
        "payments.get_order",
        "payments.list_orders",
        "payments.list_bills",
        "payments.get_refund",
        "payments.list_refunds",
    ),
    "payments/application/test_receipts.py": ("payments.get_receipt", "payments.list_receipts"),
    "notifications/application/test_visibility.py": (
        "notifications.list_messages",
        "notifications.mark_read",
        "notifications.list_problems",
        "notifications.close_problem",
    ),
    "sync/application/test_visibility.py": (
        "sync.find_synced",
        "sync.read_synced_content",
        "sync.list_synced",
    ),
}
"""By the test: the methods that it calls as callers of every kind."""

ACTS = {f"dossiers.{command.method.name}" for command in COMMANDS.values()}
"""All by `Rights.check`, which the test of dossiers tries by three of them."""

BY_THE_SAME_RULE = {
    "dossiers.get_transfer": "one of the caller's own agency, by `domain/archive/access.py`",
    "dossiers.get_transfer_documents": "as `get_transfer`",
    "dossiers.list_transfers": "those of the caller's own agency, by the same",
    "dossiers.confirm_transfer": "one of the caller's own agency, by the same",
    "dossiers.cancel_transfer": "one of the caller's own agency, by the same",
    "dossiers.make_transfer": "of the caller's own agency, by the same",
    "dossiers.get_file_plan": "one of the caller's own agency, by `domain/archive/access.py`",
    "dossiers.list_file_plans": "those of the caller's own agency, by the same",
    "dossiers.redraft_file_plan": "one of the caller's own agency, by the same",
    "dossiers.enact_file_plan": "one of the caller's own agency, by the same",
    "dossiers.list_closed_dossiers": "those of the caller's own agency, by the same",
    "dossiers.classify_dossiers": "those of the caller's own agency, by the same",
    "dossiers.act_on_many": "each of its acts is one of the acts",
    "dossiers.issue_register": "the register, as it is listed",
    "dossiers.count_desk": "numbers of the caller's own agency",
    "dossiers.get_digitisation_figures": "numbers of the caller's own agency",
    "dossiers.suggest_act": "`Rights.check_visible` first, by `domain/suggestions.py`",
    "dossiers.list_suggestions": "`Rights.check_visible` first, by `domain/suggestions.py`",
    "dossiers.get_suggestion_figures": "numbers of the caller's own agency",
    "dossiers.list_delegations": "those of the caller's own agency",
    "dossiers.end_delegation": "one of the caller's own agency, by `domain/rights/delegation.py` as the list",
    "payments.create_order": "`require_payer`, which asks `require_visible` first",
    "payments.list_reconciliation_cases": "those of the caller's own agency, by `domain/reconciliation/access.py`",
    "payments.get_reconciliation_case": "one of the caller's own agency, by the same",
    "payments.close_reconciliation_case": "one of the caller's own agency, by the same",
    "payments.list_bank_transfers": "by administrators, who see every bill",
    "payments.assign_bank_transfer": "by administrators, who see every bill",
    "payments.get_transfer_instructions": "by its code; nothing in it is about a person",
    "payments.open_refund": "`require_visible`, then `require_officer`",
    "payments.act_on_refund": "`require_visible`, then `require_officer`",
    "payments.cancel_receipt": "`require_ender`, which asks `require_visible` first",
    "payments.replace_receipt": "as `cancel_receipt`",
    "payments.cancel_order": "`require_visible`, then `require_payer`",
    "records.list_file_readings": "of the caller's own account",
    "records.get_digitisation": "those of the caller's own agency",
    "records.propose_fields": "those of the caller's own agency, by `visible` as the reading",
    "records.confirm_fields": "those of the caller's own agency, by `visible` as the reading",
    "records.complete_digitisation": "those of the caller's own agency, by `visible` as the reading",
}
HIDES_NOTHING = {
    "dossiers.export_person": "for accounts alone",
    "dossiers.erase_person": "for accounts alone",
    "dossiers.apply_retention": "for accounts alone",
    "dossiers.restrict_person": "for accounts alone",
    "payments.export_person": "for accounts alone",
    "payments.erase_person": "for accounts alone",
    "payments.apply_retention": "for accounts alone",
    "notifications.export_person": "for accounts alone",
    "notifications.erase_person": "for accounts alone",
    "notifications.apply_retention": "for accounts alone",
    "records.export_person": "for accounts alone",
    "records.erase_person": "for accounts alone",
    "records.apply_retention": "for accounts alone",
    "records.restrict_person": "for accounts alone",
    "sync.export_person": "for accounts alone",
    "sync.erase_person": "for accounts alone",
    "sync.apply_retention": "for accounts alone",
    "records.add_archive_part": "for accounts alone",
    "records.close_archive": "for accounts alone",
    "dossiers.submit": "makes one",
    "dossiers.file_at_desk": "makes one",
    "dossiers.delegate": "makes one",
    "dossiers.quote_fees": "the public catalogue's fees; names no dossier",
    "payments.get_payment_means": "providers and budget codes, which receipts show; names nobody",
    "dossiers.look_up": "for anybody, by the number; names nobody",
    "dossiers.succeed_agency": "for who keeps the agencies; names no dossier",
    "dossiers.draft_file_plan": "makes one",
    "dossiers.place_closed_dossiers": "for operators alone",
    "dossiers.list_unpackaged": "for operators alone",
    "dossiers.note_package": "for operators alone",
    "dossiers.record_receipt": "for operators alone",
    "dossiers.record_outage": "for who records outages; names no dossier",
    "dossiers.end_outage": "for who records outages; names no dossier",
    "dossiers.get_outage": "for who records outages; names no dossier",
    "dossiers.list_outages": "for who records outages; names no dossier",
    "dossiers.try_regime": "for who writes regimes; names no dossier",
    "dossiers.start_regime_trial": "for who writes regimes; names no dossier",
    "dossiers.get_regime_trial": "for who writes regimes; names no dossier",
    "dossiers.list_regime_trials": "for who writes regimes; names no dossier",
    "dossiers.get_record": "for our services alone",
    "payments.rebuild_ledger": "for the operator",
    "payments.reconcile_lines": "for operators and administrators",
    "payments.find_missing_theirs": "for operators and administrators",
    "payments.get_settlement": "for operators and administrators",
    "payments.receive_notification": "of a provider, proved by its signature",
    "payments.read_return": "of a provider, proved by its signature; the page names nobody",
    "payments.list_tax_summaries": "those of the caller's own agency",
    "payments.get_tax_summary": "those of the caller's own agency, by `require_of_agency`",
    "payments.hand_over_tax_summary": "as `get_tax_summary`",
    "payments.send_tax_summary_again": "as `get_tax_summary`",
    "payments.register_collector": "makes one",
    "payments.list_collectors": "those of the caller's own agency",
    "records.sign_data": "for our services alone",
    "records.end_documents": "for our services alone",
    "records.open_upload": "makes one",
    "records.describe_files": "for our services alone",
    "records.lend_files": "for our services and operators alone",
    "records.check_signature": "for our services alone",
    "records.sign_package": "for operators alone",
    "dossiers.get_archive_record": "for operators alone",
    "records.issue_document": "for our services alone",
    "records.issue_documents": "for our services alone",
    "records.seal_result": "for our services alone",
    "records.seal_results": "for our services alone",
    "records.reuse_papers": "for our services alone",
    "records.verify": "for anybody who has the code or the file; names nobody",
    "records.keep_paper": "makes one",
    "records.digitise_paper": "makes one",
    "records.begin_digitisation": "makes one",
    "records.find_stored_papers": "for officers of reception, who name the person; each paper found is in its owner's log",
    "records.register_certificate": "makes one",
    "records.get_certificate": "those of the caller's own agency, by `_visible`",
    "records.list_certificates": "those of the caller's own agency",
    "records.revoke_certificate": "as `get_certificate`",
    "records.grant_mandate": "makes one",
    "records.list_mandates": "those of the caller's own agency",
    "records.end_mandate": "one of the caller's own agency, by `_sees` as the list",
    "records.signing_powers": "for services alone",
    "records.make_anchor": "for the operator",
    "records.get_anchor_status": "for the operator",
    "sync.receive_batch": "of a system, for its own agency",
    "sync.look_up_synced": "for anybody, by the code; names nobody",
    "sync.take_number": "of a system, for its own agency",
    "sync.declare_day": "of a system, for its own agency",
    "sync.list_reconciliations": "reports of the caller's own agency (`own_reports`)",
    "sync.list_anomalies": "reports of the caller's own agency (`own_reports`)",
    "sync.list_refused": "reports of the caller's own agency (`own_reports`)",
    "sync.replay": "for the operator",
    "sync.list_pushes": "for administrators",
    "sync.push_again": "for administrators",
}
PUBLIC = ("catalog",)
OF_ACCOUNTS = ("accounts",)
"""The one shows the catalogue to anybody; the other an account to its owner, and to who administers it."""

SERVICES = tuple(service for service in topology.SERVICES if service not in PUBLIC + OF_ACCOUNTS)


@pytest.mark.parametrize("service", SERVICES)
def test_every_method_is_in_one_table(service: str) -> None:
    compared = [name for names in PROPERTY_TESTS.values() for name in names]
    listed = sorted([*compared, *ACTS, *BY_THE_SAME_RULE, *HIDES_NOTHING])
    offered = sorted(method.routing_key for method in topology.METHODS[service])
    assert [name for name in listed if name.startswith(f"{service}.")] == offered


@pytest.mark.parametrize("test", PROPERTY_TESTS)
def test_the_property_test_calls_what_it_compares(test: str) -> None:
    source = (INTEGRATION / test).read_text(encoding="utf-8")
    calls = [name.split(".")[1] for name in PROPERTY_TESTS[test]]
    assert [name for name in calls if not re.search(rf'[".]{name}\b', source)] == []
