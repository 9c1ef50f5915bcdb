"""The system in containers, under a project name of its own."""

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import make_secrets
from contracts.topology import SERVICES
from devstack.servers.ports import free_port

REPO = Path(__file__).parents[2]
PARTS = (*SERVICES, "records-content", "gateway")
ADMINISTRATOR = "admin"
_ALL = ("--profile", "tools", "--profile", "simulators")
_BUILD_S = 1800
_UP_S = 300
_COMMAND_S = 120


@dataclass(frozen=True)
class Release:
    """A tree of this repository, and the tag of the images that are built of it."""

    tag: str
    source: Path = REPO


THIS_TREE = Release("test")


class Containers:
    """Needs a Docker engine with compose v2. Ports and secrets are its own; volumes go with `remove`."""

    def __init__(self, folder: Path, release: Release = THIS_TREE) -> None:
        self._release = release
        self.project = f"motcua-test-{secrets.token_hex(4)}"
        self._secrets = folder / "secrets"
        gateway, prometheus, vnpay, mail, vneid = (free_port() for _ in range(5))
        self.gateway_url = f"http://127.0.0.1:{gateway}"
        self.prometheus_url = f"http://127.0.0.1:{prometheus}"
        self.mail_url = f"http://127.0.0.1:{mail}"
        self._environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": self.project,
            "MOTCUA_RELEASE": release.tag,
            "MOTCUA_SECRETS_DIR": str(self._secrets),
            "MOTCUA_GATEWAY_PORT": str(gateway),
            "MOTCUA_PROMETHEUS_PORT": str(prometheus),
            "MOTCUA_VNPAY_PORT": str(vnpay),
            "MOTCUA_VNEID_PORT": str(vneid),
            "MOTCUA_MAIL_PORT": str(mail),
        }

    @property
    def admin_password(self) -> str:
        return (self._secrets / "admin_password").read_text()

    def build(self) -> None:
        make_secrets.main(self._secrets)
        # One after another: every image begins with the same layers.
        self._compose(*_ALL, "--parallel", "1", "build", "--quiet", seconds=_BUILD_S)

    def switch(self, release: Release) -> None:
        """What is built, started and asked for from now on is of this release; what runs goes on."""
        self._release = release
        self._environment["MOTCUA_RELEASE"] = release.tag

    def upgrade(self) -> None:
        """As an operator rolls it: deploy/upgrade.py of the release's own tree."""
        self._run([sys.executable, "deploy/upgrade.py"], _UP_S * 3)

    def images(self) -> dict[str, set[str]]:
        """The images of the running containers, by part."""
        found: dict[str, set[str]] = {}
        for line in self._compose("ps", "--format", "json").splitlines():
            container = json.loads(line)
            found.setdefault(container["Service"], set()).add(container["Image"])
        return found

    def up(self) -> None:
        """Start what is not running and wait until all is healthy. Raises AssertionError with the logs."""
        self._compose("up", "--detach", "--wait", "--no-build", seconds=_UP_S)

    def down(self) -> None:
        """Remove the containers; their data stays."""
        self._compose("down", seconds=_UP_S)

    def remove(self) -> None:
        """Leave nothing behind but images."""
        self._compose(*_ALL, "down", "--volumes", "--remove-orphans", seconds=_UP_S)

    def operate(self, *arguments: str) -> str:
        """The operator's command line."""
        return self._compose("run", "--rm", "--no-deps", "cli", *arguments)

    def python(self, part: str, program: str) -> str:
        """What the program prints in the running container of the part."""
        return self._compose("exec", "-T", part, "python", "-c", program)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Prometheus' answer to an instant query."""
        answer = httpx.get(
            f"{self.prometheus_url}/api/v1/query", params={"query": expression}, trust_env=False
        )
        found: list[dict[str, Any]] = answer.raise_for_status().json()["data"]["result"]
        return found

    def alert_rules(self) -> set[str]:
        answer = httpx.get(f"{self.prometheus_url}/api/v1/rules", trust_env=False).raise_for_status()
        return {rule["name"] for group in answer.json()["data"]["groups"] for rule in group["rules"]}

    def states(self) -> dict[str, str]:
        """The health of each container that is there; its state where it has no health check."""
        lines = self._compose("ps", "--format", "json").splitlines()
        containers = [json.loads(line) for line in lines]
        return {one["Service"]: one["Health"] or one["State"] for one in containers}

    def _compose(self, *arguments: str, seconds: float = _COMMAND_S) -> str:
        return self._run(["docker", "compose", *arguments], seconds)

    def _run(self, command: list[str], seconds: float) -> str:
        done = subprocess.run(
            command,
            cwd=self._release.source,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}\n{self._log_ends()}"
        return done.stdout

    def _log_ends(self) -> str:
        """The last lines of every log."""
        ends = []
        for command in (["ps", "--all"], ["logs", "--tail", "15", "--no-color"]):
            done = subprocess.run(
                ["docker", "compose", *command],
                cwd=self._release.source,
                env=self._environment,
                capture_output=True,
                text=True,
                check=False,
            )
            ends.append(done.stdout)
        return "\n".join(ends)
