"""Prometheus metrics of the suite: named by thing and unit, with the service as a label, never an id.

One process per container, so nothing is added up across processes here: Prometheus does it.
"""

import platform

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

disable_created_metrics()  # type: ignore[no-untyped-call]

CONTENT_TYPE = CONTENT_TYPE_LATEST

_CALL_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_WAIT_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600, 3600, 86400)

RPC_SERVER_REQUESTS = Counter(
    "rpc_server_requests_total",
    "Calls answered, by outcome: ok, an error code, or dropped (expired, malformed).",
    ("service", "method", "outcome"),
)
RPC_SERVER_DURATION = Histogram(
    "rpc_server_duration_seconds",
    "Time a worker spent on a call.",
    ("service", "method"),
    buckets=_CALL_SECONDS,
)
RPC_QUEUE_AGE = Histogram(
    "rpc_queue_age_seconds",
    "Age of a call when a worker picked it up: the first sign of too few replicas.",
    ("service",),
    buckets=_CALL_SECONDS,
)
RPC_CLIENT_REQUESTS = Counter(
    "rpc_client_requests_total",
    "Calls made, by outcome: ok, error, timeout, unroutable.",
    ("service", "target", "method", "outcome"),
)
RPC_CLIENT_DURATION = Histogram(
    "rpc_client_duration_seconds",
    "Time from call to answer as the caller sees it.",
    ("service", "target", "method"),
    buckets=_CALL_SECONDS,
)
RPC_CLIENT_PENDING = Gauge(
    "rpc_client_pending",
    "Calls waiting for an answer now.",
    ("service",),
)
EVENTS_HANDLED = Counter(
    "events_handled_total",
    "Events taken from a queue, by outcome: ok, duplicate, retry, dead.",
    ("service", "event", "handler", "outcome"),
)
EVENT_AGE = Histogram(
    "event_age_seconds",
    "Time from the change to the end of its handling by a consumer.",
    ("service", "event"),
    buckets=_WAIT_SECONDS,
)
UNSETTLED_DELIVERIES = Gauge(
    "unsettled_deliveries",
    "Messages that the broker has handed over and that are neither answered nor acknowledged yet.",
    ("service", "queue"),
)
UNSETTLED_OLDEST = Gauge(
    "unsettled_oldest_seconds",
    "Age of the oldest of them; 0 when there is none.",
    ("service", "queue"),
)
BROKER_BLOCKED = Gauge(
    "broker_blocked",
    "1 while the broker holds this process's messages back: its memory or disk alarm.",
    ("service",),
)
OUTBOX_PENDING = Gauge(
    "outbox_pending",
    "Events written and not yet published.",
    ("service",),
)
OUTBOX_OLDEST = Gauge(
    "outbox_oldest_seconds",
    "Age of the oldest event not yet published; 0 when there is none.",
    ("service",),
)
DATA_READINGS = Counter(
    "data_readings_total",
    "Readings of people's data by others, by what was shown and on what ground; asked: no ground was stated and none"
    " followed from the work.",
    ("service", "part", "ground"),
)
RECEIPTS = Counter(
    "receipts_total",
    "Receipts for fees that were collected, by form: electronic, paper (until they end), missing (none can be issued), late"
    " (issued once the collector was registered).",
    ("service", "form"),
)
TAX_SUMMARIES = Counter(
    "tax_summaries_total",
    "Tries to send a summary of receipts to the tax office, by outcome: accepted, refused, away.",
    ("service", "outcome"),
)
DEAD_LETTERS = Counter(
    "dead_letters_total",
    "Messages dead-lettered for an operator.",
    ("service", "queue"),
)
TIMERS_HANDLED = Counter(
    "timers_handled_total",
    "Timers run, by outcome: ok, retry.",
    ("service", "kind", "outcome"),
)
RPC_UNPROVED_CALLS = Counter(
    "rpc_unproved_calls_total",
    "Requests whose caller nothing proves, by outcome: taken (while parts of the release before run), refused.",
    ("service", "outcome"),
)
MIGRATIONS_PENDING = Gauge(
    "migrations_pending",
    "Migrations of stored documents that the operator has still to run.",
    ("service",),
)
WORKERS_BUSY = Gauge(
    "workers_busy",
    "Workers running now.",
    ("service",),
)
WORKERS_LIMIT = Gauge(
    "workers_limit",
    "Workers that may run at once.",
    ("service",),
)
AMQP_CONNECTED = Gauge(
    "amqp_connected",
    "1 while this connection to the broker is up.",
    ("service", "connection"),
)
READY = Gauge(
    "ready",
    "1 while the process would answer /readyz with 200, as of the last probe.",
    ("service",),
)
KMS_READY = Gauge(
    "kms_ready",
    "1 while the key management service opens the master keys, 0 when the next start would wait for it.",
    ("service",),
)
HUB_LAG = Gauge(
    "hub_lag_seconds",
    "How late the event loop woke a sleeper, last measurement.",
    ("service",),
)
HUB_LAG_MAX = Gauge(
    "hub_lag_max_seconds",
    "The greatest lag of the last 10 seconds.",
    ("service",),
)
HTTP_REQUESTS = Counter(
    "http_requests_total",
    "HTTP requests answered; the route is its template, never the path as sent.",
    ("service", "route", "method", "status"),
)
HTTP_REQUEST_DURATION = Histogram(
    "http_request_duration_seconds",
    "Time from the request's head to the end of its answer.",
    ("service", "route", "method"),
    buckets=_CALL_SECONDS,
)
ADMISSIONS = Counter(
    "admissions_total",
    "Requests that reached a kind of work, by outcome: admitted, or shed (answered 503 at once).",
    ("service", "kind", "outcome"),
)
ADMISSION_IN_FLIGHT = Gauge(
    "admission_in_flight",
    "Requests of a kind that are being worked on now.",
    ("service", "kind"),
)
ADMISSION_LIMIT = Gauge(
    "admission_limit",
    "How many of a kind may be worked on at once, by the time that they have taken lately.",
    ("service", "kind"),
)
HTTP_ANSWERS_FROM_MEMORY = Counter(
    "http_answers_from_memory_total",
    "Public reads, by outcome: hit (answered from memory) or miss (asked of the service and remembered).",
    ("service", "outcome"),
)
SYNC_ITEMS = Counter(
    "sync_items_total",
    "Items that agencies' systems reported, by the level-1 code of the sender, kind and outcome.",
    ("service", "sender", "kind", "outcome"),
)
SYNC_ANSWERS = Counter(
    "sync_answers_total",
    "Calls of the old contract, which all end in HTTP 200, by address and error_code.",
    ("service", "route", "error_code"),
)
SYNC_ANOMALIES = Counter(
    "sync_anomalies_total",
    "What was odd in them, by the level-1 code of the sender.",
    ("service", "sender", "anomaly"),
)
PROBLEMS = Counter(
    "problems_total",
    "What an office must see to: surplus and held money, other amounts, documents and messages that failed, by kind.",
    ("service", "kind"),
)
REFUNDS = Counter(
    "refunds_total",
    "Refunds that came into a state: requested, approved, sent, refunded, parked, due again.",
    ("service", "state"),
)
BANK_TRANSFERS = Counter(
    "bank_transfers_total",
    "Lines of the account that a bank's feed told of, by what became of them: settled, unknown, partial.",
    ("service", "outcome"),
)
LEDGER_DIFFERENCES = Counter(
    "ledger_differences_total",
    "Where the ledger of payments and what is stored of bills differed when they were compared, by fault.",
    ("service", "fault"),
)
MACHINE_TOKENS = Counter(
    "machine_tokens_total",
    "Access tokens given to machine clients, by how soon the secret that was shown ends: 1d, 7d, 30d, later.",
    ("service", "secret_ends"),
)
MACHINE_SECRET_ENDS = Gauge(
    "machine_secret_ends_timestamp_seconds",
    "When the secret ends that a machine client used last, by id of the client, as far as this process knows.",
    ("service", "client"),
)
ANCHORED_TO = Gauge(
    "audit_anchored_to_timestamp_seconds",
    "When the heads of all event logs were last anchored, as far as this process knows; 0 before the first time.",
    ("service",),
)
TRANSFERS_OVERDUE = Gauge(
    "archive_transfers_overdue",
    "Closed dossiers that should have been handed over to the archive by now and were not, as counted every hour.",
    ("service",),
)
CALENDAR_DECIDED_TO = Gauge(
    "calendar_decided_to_timestamp_seconds",
    "End of the last year of which a decision on days off is known, as of the last reading of a calendar.",
    ("service",),
)
CATALOGUE_QUESTIONS_OPEN = Gauge(
    "catalogue_questions_open",
    "Questions of the catalogue that wait for an editor, by kind, as of the last import, answer or count of this process.",
    ("service", "kind"),
)
BUILD_INFO = Gauge(
    "build_info",
    "Always 1; its labels say what runs.",
    ("service", "version", "python"),
)


def describe_build(service: str, release: str) -> None:
    """State what this process runs."""
    BUILD_INFO.labels(service, release, platform.python_version()).set(1)


def exposition() -> bytes:
    """All metrics of the process in Prometheus' text format, of type `CONTENT_TYPE`."""
    return generate_latest()
