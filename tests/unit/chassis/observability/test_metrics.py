from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from chassis.observability import metrics

# The names that dashboards and alert rules are built on.
PROMISED = {
    "rpc_server_requests",
    "rpc_server_duration_seconds",
    "rpc_client_requests",
    "rpc_queue_age_seconds",
    "events_handled",
    "event_age_seconds",
    "outbox_pending",
    "outbox_oldest_seconds",
    "workers_busy",
    "workers_limit",
    "amqp_connected",
    "hub_lag_seconds",
    "http_requests",
    "http_request_duration_seconds",
    "dead_letters",
    "timers_handled",
    "build_info",
}


def test_the_promised_names_are_registered() -> None:
    assert {family.name for family in REGISTRY.collect()} >= PROMISED


def test_the_exposition_is_well_formed() -> None:
    metrics.RPC_SERVER_REQUESTS.labels("accounts", "log_in", "ok").inc()
    families = {f.name: f for f in text_string_to_metric_families(metrics.exposition().decode())}
    labels = [sample.labels for sample in families["rpc_server_requests"].samples]
    assert {"service": "accounts", "method": "log_in", "outcome": "ok"} in labels


def test_every_metric_of_ours_says_which_service() -> None:
    for name, metric in vars(metrics).items():
        if name.isupper() and hasattr(metric, "_labelnames"):
            assert metric._labelnames[0] == "service", name
