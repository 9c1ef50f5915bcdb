"""The description of the system in containers agrees with the topology of the suite."""

import inspect
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.x509 import load_pem_x509_certificates
from prometheus_client import REGISTRY

import make_secrets
from chassis.core.settings import PREFIX, Configuration
from chassis.observability import metrics
from contracts.notifications import ProblemKind
from contracts.topology import SERVICES
from notifications.channels import registry as channels
from payments.providers import registry as providers

assert metrics
BROKER_USERS = {*SERVICES, "gateway", "cli"}
REPO = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((REPO / "docker-compose.yml").read_text())
PARTS: dict[str, Any] = COMPOSE["services"]
ALERTS = yaml.safe_load((REPO / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
PROMETHEUS = yaml.safe_load((REPO / "deploy/prometheus/prometheus.yml").read_text())
RUNBOOK = (REPO / "deploy/runbook.md").read_text()
ADAPTERS = [
    *(("payments", name, factory) for name, factory in providers.FACTORIES.items()),
    *(("notifications", kind, factory) for kind, factory in channels.FACTORIES.items()),
]
"""Of each payment provider and message channel: its service, its name, what makes it from its settings."""


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_deployed_with_its_own_credentials(service: str) -> None:
    part = PARTS[service]
    sources = {secret["source"] for secret in part["secrets"] if isinstance(secret, dict)}
    assert {f"amqp_uri_{service}", f"mongo_uri_{service}"} <= sources
    assert not {s for s in sources if s.startswith(("amqp_uri_", "mongo_uri_"))} - {
        f"amqp_uri_{service}",
        f"mongo_uri_{service}",
    }, "holds the credentials of somebody else"
    assert part["environment"]["MOTCUA_MONGO_DATABASE"] == f"motcua_{service}"


@pytest.mark.parametrize("name", PARTS)
def test_every_container_is_hardened(name: str) -> None:
    part = PARTS[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", PARTS)
def test_ports_are_open_on_this_machine_only(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in PARTS[name].get("ports", []))


def test_no_secret_is_in_the_environment() -> None:
    for name, part in PARTS.items():
        for variable, value in part.get("environment", {}).items():
            secret = re.search("PASSWORD|SECRET|KEY|TOKEN|_URI", variable)
            assert not secret or "/run/secrets" in str(value), f"{name}: {variable}"


@pytest.mark.parametrize(("service", "name", "factory"), ADAPTERS, ids=[name for _, name, _ in ADAPTERS])
def test_every_provider_and_channel_gets_the_settings_that_it_needs(
    service: str, name: str, factory: Callable[[], object]
) -> None:
    environment = PARTS[service]["environment"]
    for variable in _required_variables(_settings_of(factory)):
        assert {variable, f"{variable}_FILE"} & environment.keys(), f"{name}: {variable}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_secret_file_is_that_of_a_declared_secret(service: str) -> None:
    part = PARTS[service]
    given = [
        secret if isinstance(secret, dict) else {"source": secret, "target": secret}
        for secret in part.get("secrets", ())
    ]
    assert {secret["source"] for secret in given} <= COMPOSE["secrets"].keys()
    targets = {f"/run/secrets/{secret['target']}" for secret in given}
    files = {value for key, value in part.get("environment", {}).items() if key.endswith("_FILE")}
    assert {file for file in files if str(file).startswith("/run/secrets/")} <= targets


def test_only_records_can_seal() -> None:
    holders = {name for name, part in PARTS.items() if "seal_key" in str(part.get("secrets", ""))}
    assert holders == {"records"}


def test_anchors_are_outside_of_the_database_and_verified_without_writing() -> None:
    volumes = {
        name: part["volumes"] for name, part in PARTS.items() if "anchors:" in str(part.get("volumes"))
    }
    assert volumes == {"records": ["anchors:/anchors"], "cli": ["anchors:/anchors:ro"]}
    assert "anchors" in COMPOSE["volumes"]
    assert {PARTS[name]["environment"]["MOTCUA_ANCHOR_DIR"] for name in volumes} == {"/anchors"}
    assert "install -d -o 10001 -g 10001 /anchors" in (REPO / "deploy/Dockerfile").read_text()


def test_the_seal_of_the_containers_is_one_that_they_trust(tmp_path: Path) -> None:
    make_secrets.main(tmp_path)
    own, issuer = load_pem_x509_certificates((tmp_path / "seal_certificate.pem").read_bytes())
    own.verify_directly_issued_by(issuer)
    assert load_pem_x509_certificates((tmp_path / "trust_roots.pem").read_bytes()) == [issuer]


def test_every_secret_is_made(tmp_path: Path) -> None:
    make_secrets.main(tmp_path)
    named = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert named <= {file.name for file in tmp_path.iterdir()}


def test_secrets_are_kept_when_made_again(tmp_path: Path) -> None:
    make_secrets.main(tmp_path)
    before = {file.name: file.read_text() for file in tmp_path.iterdir()}
    make_secrets.main(tmp_path)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == before


def test_a_placeholder_is_named_once_with_who_gives_the_real_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_secrets.main(tmp_path)
    first = capsys.readouterr().out
    assert f"replace {tmp_path / 'vnpay_hash_secret'} with what VNPAY gave you" in first
    assert f"replace {tmp_path / 'national_portal_password'} with what the national portal gave you" in first
    assert first.count("replace") == len(make_secrets.PROVIDED)
    make_secrets.main(tmp_path)
    assert "replace" not in capsys.readouterr().out


def test_the_secret_of_an_installation_is_kept(tmp_path: Path) -> None:
    (tmp_path / "vnpay_hash_secret").write_text("from VNPAY")
    make_secrets.main(tmp_path)
    assert (tmp_path / "vnpay_hash_secret").read_text() == "from VNPAY"


@pytest.mark.parametrize("name", ["vnpay_hash_secret", "mongo_uri_records", "admin_password"])
def test_an_empty_secret_is_named_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert make_secrets.main(tmp_path) == 0
    (tmp_path / name).chmod(0o644)
    (tmp_path / name).write_text("\n")
    assert make_secrets.main(tmp_path) == 1
    assert name in capsys.readouterr().err


def test_the_folder_of_secrets_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    make_secrets.main(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_secrets_are_made_for_every_service() -> None:
    assert set(make_secrets.SERVICES) == set(SERVICES)


def test_every_broker_user_and_every_database_user_has_its_secret() -> None:
    assert _users(COMPOSE["secrets"], "amqp_uri_") == BROKER_USERS
    assert _users(COMPOSE["secrets"], "mongo_uri_") == set(SERVICES)


def test_the_topology_job_reads_the_secret_of_every_broker_user() -> None:
    assert _users(PARTS["topology"]["secrets"], "amqp_uri_") == BROKER_USERS


def test_the_database_job_reads_the_secret_of_every_database_user() -> None:
    assert _users(PARTS["mongo-init"]["secrets"], "mongo_uri_") == set(SERVICES)


@pytest.mark.parametrize("name", PARTS)
def test_every_secret_that_a_part_reads_is_defined(name: str) -> None:
    read = {s["source"] if isinstance(s, dict) else s for s in PARTS[name].get("secrets", ())}
    assert read <= set(COMPOSE["secrets"])


def test_prometheus_asks_every_part_that_we_build() -> None:
    scraped = set(PROMETHEUS["scrape_configs"][0]["dns_sd_configs"][0]["names"])
    assert scraped == {*SERVICES, "records-content", "gateway"}


def test_a_missing_part_is_noticed_for_every_part_that_prometheus_asks() -> None:
    scraped = PROMETHEUS["scrape_configs"][0]["dns_sd_configs"][0]["names"]
    missing = next(alert for alert in ALERTS if alert["alert"] == "ComponentMissing")
    assert set(re.findall(r'component="([^"]+)"', missing["expr"])) == set(scraped)


def test_alerts_use_metrics_that_exist() -> None:
    known = {sample for family in REGISTRY.collect() for sample in _sample_names(family.name, family.type)}
    for alert in ALERTS:
        used = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b(?=[{\[\s)]|$)", _without_labels(alert["expr"])))
        ours = {
            name for name in used if not name.startswith(("rabbitmq_", "histogram_", "max_over", "avg_over"))
        }
        assert ours <= known, alert["alert"]


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_problem_of_an_office_is_alerted_and_explained(kind: ProblemKind) -> None:
    counted = [alert["expr"] for alert in ALERTS if "problems_total" in alert["expr"]]
    alerted = {one for expr in counted for one in re.findall(r'kind=~?"([^"]+)"', expr)[0].split("|")}
    assert kind.value in alerted
    assert f"`{kind.value}`" in RUNBOOK


def test_every_alert_has_its_section_in_the_runbook() -> None:
    titles = re.findall(r"^## (.+)$", RUNBOOK, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
    for alert in ALERTS:
        assert alert["annotations"]["runbook"].removeprefix("runbook.md#") in anchors, alert["alert"]
        assert alert["alert"] in RUNBOOK


def _settings_of(factory: Callable[[], object]) -> list[type[Configuration]]:
    """The settings that the module of a provider or channel defines."""
    module = inspect.getmodule(factory)
    assert module
    return [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, Configuration) and value.__module__ == module.__name__
    ]


def _required_variables(settings: list[type[Configuration]]) -> set[str]:
    assert settings, "a provider or channel defines its settings beside it"
    return {
        f"{PREFIX}{name.upper()}"
        for each in settings
        for name, field in each.model_fields.items()
        if field.is_required()
    }


def _users(secrets: Iterable[str], prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in secrets if name.startswith(prefix)}


def _without_labels(expression: str) -> str:
    return re.sub(r"\{[^}]*\}|by \([^)]*\)|\[[^\]]*\]", " ", expression)


def _sample_names(family: str, kind: str) -> set[str]:
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(kind, ("",))
    return {family + suffix for suffix in suffixes}
