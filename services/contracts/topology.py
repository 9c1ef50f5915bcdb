"""The graph of the suite: who offers what, who calls whom, who listens to what."""

from typing import Protocol

from contracts import accounts, audit, catalog, dossiers, notifications, payments, records, sync
from contracts.base import AnyMethod
from contracts.events import AnyEventType, Subscription


class Contract(Protocol):
    """What the module of one service's contract holds."""

    SERVICE: str
    METHODS: tuple[AnyMethod, ...]
    EVENTS: tuple[AnyEventType, ...]


CONTRACTS: tuple[Contract, ...] = (accounts, catalog, dossiers, payments, notifications, records, sync)
"""Every service of the suite that others may call: a new one is one row here. The gateway and the command line only call."""

SERVICES = tuple(contract.SERVICE for contract in CONTRACTS)
METHODS = {contract.SERVICE: contract.METHODS for contract in CONTRACTS}
EVENTS = {contract.SERVICE: contract.EVENTS for contract in CONTRACTS}

GATEWAY = "gateway"
OPERATOR = "cli"
"""The broker's users of the two that only call; a service's is named as the service."""

CALLS: dict[str, tuple[AnyMethod, ...]] = {
    "dossiers": (
        catalog.get_revision,
        catalog.get_filing_rules,
        catalog.get_agency,
        catalog.get_unit,
        catalog.get_calendar,
        records.describe_files,
        records.signing_powers,
        records.reuse_papers,
        records.issue_document,
        records.issue_documents,
        records.seal_results,
        accounts.get_contact,
        accounts.get_contacts,
        accounts.find_holder,
        accounts.list_held_records,
        records.check_signature,
    ),
    "records": (accounts.get_contact, catalog.get_agency, catalog.get_result_kind),
    "notifications": (
        accounts.get_contacts,
        accounts.get_direct_letters,
        accounts.send_email_codes,
        accounts.find_officers,
        dossiers.get_record,
    ),
    "accounts": (catalog.get_calendar,),
    "payments": (
        accounts.get_contact,
        catalog.get_calendar,
        records.issue_document,
        records.sign_data,
        records.end_documents,
    ),
    "sync": (
        catalog.ask_old_contract,
        dossiers.get_record,
        records.lend_files,
        accounts.get_contact,
        accounts.get_contacts,
    ),
}
"""Which methods each service may call. No cycle, at most three hops from the gateway: a test walks this graph."""

CALLS_OF_RELEASE_BEFORE: dict[str, tuple[AnyMethod, ...]] = {
    "dossiers": (records.seal_result,),
    "notifications": (accounts.get_contact,),
}
"""What the release before calls and this one does not: allowed while both run side by side, so until the next release."""

PERSON_METHODS: tuple[AnyMethod, ...] = (
    *(
        method
        for service in (dossiers, payments, notifications, records, sync)
        for method in (service.export_person, service.erase_person, service.apply_retention)
    ),
    dossiers.restrict_person,
    records.restrict_person,
    records.add_archive_part,
    records.close_archive,
)
"""What accounts asks of each owner of a person's data."""

DOCUMENT_METHODS: tuple[AnyMethod, ...] = (records.issue_document,)
"""What accounts asks of who makes documents, by a timer."""

TERMINAL_METHODS: tuple[AnyMethod, ...] = (dossiers.get_record, catalog.get_calendar)
"""Methods that their service answers without asking another, so that who may ask it comes no further by them."""

KEYS: AnyMethod = accounts.get_jwks
"""What every service may ask besides, by itself and beside any request: the keys by which access tokens are checked."""

GATEWAY_CALLS: tuple[AnyMethod, ...] = (accounts.get_revocations,)
"""What the gateway calls in its own name. All else it calls in the name of nobody, or of the caller whose token it sends."""

ANCHORING = records.SERVICE
"""The service that anchors the heads of all logs: it has the key of the seal and knows the timestamp authority."""

TIMER_CALLS: dict[str, tuple[AnyMethod, ...]] = {
    ANCHORING: tuple(audit.get_chain_heads(service) for service in SERVICES if service != ANCHORING),
    accounts.SERVICE: (*PERSON_METHODS, *DOCUMENT_METHODS),
}
"""What a service calls by a timer of its own, for which no request waits. Each is answered without asking another."""

OWN_CALLS: dict[str, frozenset[str]] = {
    GATEWAY: frozenset(method.routing_key for method in GATEWAY_CALLS),
    **{
        service: frozenset(
            method.routing_key for method in (*CALLS.get(service, ()), *TIMER_CALLS.get(service, ()))
        )
        for service in SERVICES
    },
}
"""Which methods (routing keys) the one that has this broker user calls in its own name."""

PAYMENTS_FEES = Subscription("payments", "fees", (dossiers.FEE_DUE, dossiers.WITHDRAWN))
PAYMENTS_RESULTS = Subscription("payments", "results", (dossiers.RESULT_ISSUED,))
"""A queue of its own: the release before takes every event of `fees` but a fee for a withdrawal."""
PAYMENTS_LAPSES = Subscription("payments", "lapses", (dossiers.FEE_LAPSED,))
"""A queue of its own: the release before does not know the event."""
DOSSIERS_PAYMENTS = Subscription("dossiers", "payments", (payments.BILL_OPENED, payments.BILL_PAID))
DOSSIERS_IDENTITY = Subscription("dossiers", "identity", (accounts.NUMBER_PROVED,))
"""A queue of its own: the release before takes every event of `payments` for one of a bill."""
RECORDS_DOSSIER_FILES = Subscription(
    "records",
    "dossier_files",
    (
        dossiers.SUBMITTED,
        dossiers.SUPPLEMENTED,
        dossiers.STEP_COMPLETED,
        dossiers.CONSULTATION_REQUESTED,
        dossiers.CONSULTATION_ANSWERED,
        dossiers.VERIFICATION_RECORDED,
        dossiers.RESULT_ISSUED,
        dossiers.RESULT_CORRECTED,
        dossiers.DOCUMENT_ISSUED,
        dossiers.RESULT_SEALED,
    ),
)
RECORDS_DOSSIER_ENDS = Subscription("records", "dossier_ends", (dossiers.WITHDRAWN,))
"""A queue of its own: the release before reads files from every event of `dossier_files`, and a withdrawal has none."""
RECORDS_DOSSIER_PASSINGS = Subscription(
    "records", "dossier_passings", (dossiers.PASSED_ON, dossiers.PARTICIPATION_ENDED)
)
NOTIFICATIONS_REFUNDS = Subscription("notifications", "refunds", (payments.REFUNDED,))
NOTIFICATIONS_REFUND_PROBLEMS = Subscription("notifications", "refund_problems", (payments.REFUNDED,))
NOTIFICATIONS_DUE_DATES = Subscription("notifications", "due_dates", (dossiers.DUE_DATE_MOVED,))
NOTIFICATIONS_PASSINGS = Subscription("notifications", "passings", (dossiers.PASSED_ON,))
"""Queues of their own: the release before does not know the events."""
RECORDS_TRANSFERS = Subscription("records", "transfers", (dossiers.TRANSFER_CHANGED,))
"""A queue of its own: the release before does not know the event."""
RECORDS_PROPOSED_RESULTS = Subscription("records", "proposed_results", (dossiers.RESULT_PROPOSED,))
"""A queue of its own: the release before does not know the event."""
RECORDS_DOSSIER_OWNERS = Subscription("records", "dossier_owners", (dossiers.APPLICANT_KNOWN,))
NOTIFICATIONS_OWNERS = Subscription("notifications", "owners", (dossiers.APPLICANT_KNOWN,))
"""Queues of their own: the release before does not know the event."""
NOTIFICATIONS_DOSSIERS = Subscription(
    "notifications",
    "dossiers",
    (
        dossiers.SUBMITTED,
        dossiers.ACCEPTED,
        dossiers.RECEPTION_REFUSED,
        dossiers.SUPPLEMENT_REQUESTED,
        dossiers.PROCESSING_STARTED,
        dossiers.STOPPED,
        dossiers.RESUMED,
        dossiers.RESULT_ISSUED,
        dossiers.RESULT_RETURNED,
        dossiers.WITHDRAWN,
        dossiers.EXTENDED,
        dossiers.CONSULTATION_REQUESTED,
        dossiers.CONSULTATION_ANSWERED,
        dossiers.VERIFICATION_SCHEDULED,
        dossiers.ERROR_RECORDED,
        dossiers.RESULT_CORRECTED,
        dossiers.LAW_ADOPTED,
        dossiers.DUE_SOON,
        dossiers.OVERDUE,
        dossiers.ASSIGNED,
        dossiers.HANDED_OVER,
        dossiers.DOCUMENT_FAILED,
        dossiers.RESULT_SEAL_FAILED,
    ),
)
NOTIFICATIONS_PAYMENTS = Subscription(
    "notifications",
    "payments",
    (
        payments.BILL_OPENED,
        payments.BILL_PAID,
        payments.PAYMENT_FAILED,
        payments.PAYMENT_PENDING,
        payments.ORDER_EXPIRED,
        payments.DUPLICATE_PAYMENT,
        payments.REFUND_DUE,
        payments.WRONG_AMOUNT,
    ),
)
NOTIFICATIONS_ACCOUNTS = Subscription(
    "notifications",
    "accounts",
    (accounts.PROFILE_UPDATED, accounts.SESSIONS_REVOKED),
)
NOTIFICATIONS_IDENTITY = Subscription(
    "notifications",
    "identity",
    (accounts.NUMBER_PROVED, accounts.ACCOUNT_FROZEN),
)
"""A queue of its own: the release before knows neither event."""
NOTIFICATIONS_CREDENTIALS = Subscription(
    "notifications",
    "credentials",
    (accounts.PASSWORD_CHANGED, accounts.PASSWORD_RESET, accounts.EMAIL_PROVED, accounts.PHONE_PROVED),
)
"""A queue of its own: the release before knows none of them."""
NOTIFICATIONS_REPRESENTATION = Subscription(
    "notifications",
    "representation",
    (
        accounts.REPRESENTATION_ASKED,
        accounts.REPRESENTATION_GRANTED,
        accounts.REPRESENTATION_REFUSED,
        accounts.REPRESENTATION_ENDED,
    ),
)
"""A queue of its own: the release before knows none of them."""
NOTIFICATIONS_PERSONAL_DATA = Subscription(
    "notifications",
    "personal_data",
    (
        accounts.DATA_REQUEST_RECEIVED,
        accounts.DATA_REQUEST_ACCEPTED,
        accounts.DATA_REQUEST_REFUSED,
        accounts.DATA_REQUEST_EXTENDED,
        accounts.DATA_REQUEST_DONE,
        accounts.DATA_REQUEST_DUE_SOON,
        accounts.DATA_REQUEST_OVERDUE,
    ),
)
"""A queue of its own: the release before knows none of them."""
NOTIFICATIONS_BREACHES = Subscription(
    "notifications",
    "breaches",
    (
        accounts.BREACH_REPORTED,
        accounts.BREACH_DUE_SOON,
        accounts.BREACH_OVERDUE,
        accounts.AFFECTED_PERSONS_TOLD,
    ),
)
"""A queue of its own: the release before knows none of them."""
ACCOUNTS_AGENCIES = Subscription("accounts", "agencies", (catalog.AGENCY_END_SET,))
ACCOUNTS_ARCHIVES = Subscription("accounts", "archives", (records.ARCHIVE_MADE,))
NOTIFICATIONS_SECOND_FACTORS = Subscription(
    "notifications",
    "second_factors",
    (
        accounts.SECOND_FACTOR_ADDED,
        accounts.SECOND_FACTOR_REMOVED,
        accounts.SECOND_FACTORS_RESET,
        accounts.RECOVERY_CODE_USED,
    ),
)
"""A queue of its own: the release before knows none of them."""
NOTIFICATIONS_MACHINE_CLIENTS = Subscription(
    "notifications", "machine_clients", (accounts.MACHINE_SECRET_ENDING,)
)
"""A queue of its own: the release before does not know the event."""
NOTIFICATIONS_LETTERS = Subscription(
    "notifications",
    "letters",
    (
        accounts.PASSWORD_RESET_REQUESTED,
        accounts.EMAIL_PROOF_REQUESTED,
        accounts.EMAIL_REPLACED,
        accounts.PHONE_PROOF_REQUESTED,
        accounts.PHONE_REPLACED,
    ),
)
"""What goes to one address by itself; a queue of its own, so that a code waits behind no message."""
NOTIFICATIONS_MESSAGES = Subscription("notifications", "messages", (notifications.MESSAGE_FAILED,))
NOTIFICATIONS_PROBLEMS = Subscription(
    "notifications",
    "problems",
    (
        payments.PAYMENT_PENDING,
        payments.DUPLICATE_PAYMENT,
        payments.REFUND_DUE,
        payments.WRONG_AMOUNT,
        payments.ORDER_EXPIRED,
        payments.BILL_PAID,
        payments.BILL_CANCELLED,
        payments.PAYMENT_FAILED,
        dossiers.DOCUMENT_FAILED,
        dossiers.DOCUMENT_ISSUED,
        dossiers.RESULT_SEAL_FAILED,
        dossiers.RESULT_SEALED,
        dossiers.RESULT_CORRECTED,
        dossiers.OVERDUE,
        dossiers.FEE_PAID,
        dossiers.STOPPED,
        dossiers.WITHDRAWN,
        notifications.MESSAGE_FAILED,
        sync.PUSH_FAILED,
        sync.DOSSIER_PUSHED,
    ),
)
_NOT_SYNCED = (
    dossiers.DOCUMENT_ISSUED,
    dossiers.DOCUMENT_FAILED,
    dossiers.RESULT_SEAL_FAILED,
    dossiers.DELEGATED,
    dossiers.DELEGATION_ENDED,
    dossiers.APPLICANT_KNOWN,
    dossiers.PASSED_ON,
    dossiers.PARTICIPATION_ENDED,
    dossiers.RESULT_PROPOSED,
    dossiers.DUE_DATE_MOVED,
    dossiers.FILE_PLAN_CHANGED,
    dossiers.TRANSFER_CHANGED,
    dossiers.FEE_LAPSED,
    dossiers.STEP_ACKNOWLEDGED,
    dossiers.CONSENT_REQUESTED,
    dossiers.CONSENT_RECORDED,
)
SYNC_DOSSIERS = Subscription(
    "sync", "dossiers", tuple(kind for kind in dossiers.EVENTS if kind not in _NOT_SYNCED)
)

SUBSCRIPTIONS = (
    PAYMENTS_FEES,
    PAYMENTS_RESULTS,
    PAYMENTS_LAPSES,
    DOSSIERS_PAYMENTS,
    DOSSIERS_IDENTITY,
    RECORDS_DOSSIER_FILES,
    RECORDS_DOSSIER_ENDS,
    RECORDS_DOSSIER_PASSINGS,
    RECORDS_PROPOSED_RESULTS,
    RECORDS_TRANSFERS,
    RECORDS_DOSSIER_OWNERS,
    NOTIFICATIONS_DOSSIERS,
    NOTIFICATIONS_OWNERS,
    NOTIFICATIONS_PASSINGS,
    NOTIFICATIONS_DUE_DATES,
    NOTIFICATIONS_REFUNDS,
    NOTIFICATIONS_REFUND_PROBLEMS,
    NOTIFICATIONS_PAYMENTS,
    NOTIFICATIONS_ACCOUNTS,
    NOTIFICATIONS_IDENTITY,
    NOTIFICATIONS_CREDENTIALS,
    NOTIFICATIONS_REPRESENTATION,
    NOTIFICATIONS_PERSONAL_DATA,
    NOTIFICATIONS_BREACHES,
    ACCOUNTS_AGENCIES,
    ACCOUNTS_ARCHIVES,
    NOTIFICATIONS_SECOND_FACTORS,
    NOTIFICATIONS_MACHINE_CLIENTS,
    NOTIFICATIONS_LETTERS,
    NOTIFICATIONS_MESSAGES,
    NOTIFICATIONS_PROBLEMS,
    SYNC_DOSSIERS,
)

GATEWAY_REVOCATIONS = (
    accounts.SESSION_ENDED,
    accounts.SESSIONS_REVOKED,
    accounts.LOCKED,
    accounts.UNLOCKED,
    accounts.REPRESENTATION_ENDED,
    accounts.TOKEN_KEYS_CHANGED,
)
"""What every gateway process hears by a queue of its own, gone with its connection: which tokens are void, and that there is
another key to check them by."""

LIVE_EVENTS: dict[str, tuple[AnyEventType, ...]] = {
    **dict.fromkeys(SERVICES, (accounts.TOKEN_KEYS_CHANGED,)),
    dossiers.SERVICE: (accounts.TOKEN_KEYS_CHANGED, accounts.OFFICER_CHANGED),
}
"""What every process of a service hears by a queue of its own, gone with its connection: that there are other keys to check
access tokens by, and that what it remembers of an officer is not so any more. Events of accounts."""

FEEDS = (dossiers.SERVICE,)
"""Services whose log is read as a feed: each of its entries needs a place in their total order, published or not."""

SHOWN_BY: dict[AnyEventType, AnyMethod] = {
    accounts.ACCOUNT_REGISTERED: accounts.get_account,
    accounts.SESSION_ENDED: accounts.list_sessions,
    accounts.LOCKED: accounts.get_account,
    accounts.UNLOCKED: accounts.get_account,
    accounts.OFFICER_CHANGED: accounts.get_officer,
    accounts.SETUP_CODE_ISSUED: accounts.get_officer,
    accounts.DATA_REQUEST_SURVEYED: accounts.get_data_request,
    accounts.RETENTION_SCHEDULE_CHANGED: accounts.get_retention_schedule,
    accounts.RETENTION_HOLD_CHANGED: accounts.list_retention_holds,
    accounts.RETENTION_RUN_CHANGED: accounts.get_retention_run,
    accounts.BREACH_ENTERED: accounts.list_breach_entries,
    accounts.CONSENT_GIVEN: accounts.list_consents,
    accounts.CONSENT_WITHDRAWN: accounts.list_consents,
    accounts.IDENTITY_LINKED: accounts.list_identities,
    accounts.IDENTITY_UNLINKED: accounts.list_identities,
    accounts.TOKEN_KEYS_CHANGED: accounts.get_jwks,
    accounts.MACHINE_CLIENT_CHANGED: accounts.get_machine_client,
    accounts.MACHINE_SECRET_ISSUED: accounts.get_machine_client,
    accounts.MACHINE_SECRET_REVOKED: accounts.get_machine_client,
    accounts.RECOVERY_CODES_MADE: accounts.list_second_factors,
    catalog.PROCEDURE_PUBLISHED: catalog.list_versions,
    catalog.VERSION_MOVED: catalog.list_versions,
    catalog.PROVINCIAL_FEES_SAVED: catalog.list_provincial_fees,
    catalog.REGIME_SAVED: catalog.list_regimes,
    catalog.CONDITION_RECORDED: catalog.list_conditions,
    catalog.CONDITION_DECIDED: catalog.list_conditions,
    catalog.QUESTION_MOVED: catalog.list_questions,
    catalog.REGIME_DRAFT_MOVED: catalog.list_regime_drafts,
    dossiers.FILE_PLAN_CHANGED: dossiers.get_file_plan,
    dossiers.STEP_ACKNOWLEDGED: dossiers.get_history,
    dossiers.CONSENT_REQUESTED: dossiers.get_history,
    dossiers.CONSENT_RECORDED: dossiers.get_history,
    dossiers.DELEGATED: dossiers.list_delegations,
    dossiers.DELEGATION_ENDED: dossiers.list_delegations,
    payments.ORDER_CREATED: payments.list_orders,
    payments.COLLECTOR_REGISTERED: payments.list_collectors,
    payments.RECEIPT_ISSUED: payments.list_receipts,
    payments.RECEIPT_DOCUMENTED: payments.get_receipt,
    payments.RECEIPT_CANCELLED: payments.get_receipt,
    payments.RECEIPT_REPLACED: payments.get_receipt,
    payments.TAX_SUMMARY_PREPARED: payments.list_tax_summaries,
    payments.TAX_SUMMARY_ACCEPTED: payments.get_tax_summary,
    payments.TAX_SUMMARY_REFUSED: payments.list_tax_summaries,
    payments.TAX_SUMMARY_HANDED_OVER: payments.get_tax_summary,
    payments.ORDER_CANCELLED: payments.list_orders,
    payments.REFUND_CHANGED: payments.list_refunds,
    notifications.MESSAGE_SENT: notifications.list_messages,
    records.FILE_STORED: records.get_file,
    records.FILE_SHARED: records.get_file,
    records.PAPER_KEPT: records.list_papers,
    records.PAPER_REPLACED: records.list_papers,
    records.PAPER_REVOKED: records.list_papers,
    records.PAPER_REMOVED: records.list_papers,
    records.PAPER_REUSED: records.list_accesses,
    records.DIGITISATION_MOVED: records.get_digitisation,
    records.CERTIFICATE_REGISTERED: records.list_certificates,
    records.CERTIFICATE_REVOKED: records.list_certificates,
    records.MANDATE_GRANTED: records.list_mandates,
    records.MANDATE_ENDED: records.list_mandates,
}
"""Where a person reads what an event is about to which no service listens. A test names the event types without a reader."""
