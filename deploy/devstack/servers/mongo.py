"""A private MongoDB: a replica set of one, loopback only, under one folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from devstack.install import mongod
from devstack.processes.child import ChildProcess, StartError
from devstack.servers import ports, private_files
from devstack.servers.mongo_address import MongoAddress

REPO = Path(__file__).resolve().parents[3]
_REPLICA_SET = "rs0"
_START_SECONDS = 60.0
_STOP_SECONDS = 25.0


class PrivateMongo:
    """start, kill and start again keep the data and the address. `launch` does not wait, `start` does."""

    def __init__(self, root: Path, repo: Path = REPO) -> None:
        self._root = root
        self._repo = repo
        self._home = root / "mongo"
        self._state_file = self._home / "state.json"
        self._server: ChildProcess | None = None
        self._state: dict[str, Any] = private_files.read_json(self._state_file)

    @property
    def address(self) -> MongoAddress:
        """Known once the server was launched for the first time."""
        return MongoAddress(self._host, _REPLICA_SET, self._state["admin"], self._state["admin_password"])

    @property
    def admin_uri(self) -> str:
        return self.address.admin_uri

    @property
    def alive(self) -> bool:
        return self._server is not None and self._server.alive

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def uri(self, user: str, password: str, database: str) -> str:
        return self.address.uri(user, password, database)

    def start(self) -> None:
        """Raises StartError, or MissingPartError when there is no mongod here."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        if self.alive:
            return
        program = mongod.require(self._repo)
        private_files.make_folder(self._home / "data")
        self._save_state(self._next_state())
        self._write_key()
        log = self._root / "log" / "mongod.log"
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self._home)}
        self._server = ChildProcess("mongod", [program, *self._arguments()], environment, self._home, log)
        self._server.spawn()

    def wait_ready(self, seconds: float = _START_SECONDS) -> None:
        """Ready is: a primary that takes the administrator's login."""
        assert self._server is not None, "launch comes first"
        try:
            self._server.wait_until(self._is_ready, seconds)
        except StartError:
            self.kill()
            raise

    def terminate(self) -> None:
        """Asks for a stop and does not wait."""
        if self._server is not None:
            self._server.terminate()

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        if self._server is not None:
            self._server.stop(seconds)

    def kill(self) -> None:
        """SIGKILL, as if the machine had lost its power."""
        if self._server is not None:
            self._server.kill()

    @property
    def _port(self) -> int:
        return int(self._state["ports"]["mongod"])

    @property
    def _host(self) -> str:
        return f"{ports.LOOPBACK}:{self._port}"

    def _next_state(self) -> dict[str, Any]:
        return {
            "admin": "admin",
            "admin_password": self._state.get("admin_password") or secrets.token_urlsafe(24),
            "ports": ports.assign(("mongod",), self._state.get("ports", {})),
        }

    def _save_state(self, state: dict[str, Any]) -> None:
        self._state = state
        private_files.write_json(self._state_file, state)

    def _write_key(self) -> None:
        key = self._home / "key"
        if not key.exists():
            private_files.write(key, secrets.token_hex(64), mode=0o400)

    def _arguments(self) -> list[str]:
        return [
            *("--dbpath", str(self._home / "data"), "--bind_ip", ports.LOOPBACK),
            *("--port", str(self._port), "--nounixsocket", "--quiet"),
            *("--replSet", _REPLICA_SET, "--keyFile", str(self._home / "key"), "--auth"),
            *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "256"),
            *("--wiredTigerEngineConfigString", "log=(file_max=16MB,prealloc=false)"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # What a killed process had in a transaction stays locked for so long; ours end within 10 s.
            *("--setParameter", "transactionLifetimeLimitSeconds=15"),
        ]

    def _is_ready(self) -> bool:
        """One step nearer to a primary with an administrator; true when there is nothing left to do."""
        try:
            with self._client(self._state["admin"], self._state["admin_password"]) as client:
                return self._is_primary(client)
        except OperationFailure:
            return self._create_administrator()
        except PyMongoError:
            return False

    def _is_primary(self, client: MongoClient[dict[str, Any]]) -> bool:
        hello = client.admin.command("hello")
        if hello["isWritablePrimary"] and hello["me"] == self._host:
            # A login proves that the administrator exists; hello itself asks for none.
            client.admin.command("usersInfo", self._state["admin"])
            return True
        if hello.get("me") != self._host:
            self._move_member(client)
        return False

    def _move_member(self, client: MongoClient[dict[str, Any]]) -> None:
        """The port was taken by somebody else meanwhile: the set's only member has a new address."""
        configuration = client.admin.command("replSetGetConfig")["config"]
        configuration["members"][0]["host"] = self._host
        configuration["version"] += 1
        client.admin.command("replSetReconfig", configuration, force=True)

    def _create_administrator(self) -> bool:
        """On an empty server the first comer from the same machine may set up the set and one user."""
        try:
            with self._client() as client:
                if not client.admin.command("hello").get("setName"):
                    member = {"_id": 0, "host": self._host}
                    client.admin.command("replSetInitiate", {"_id": _REPLICA_SET, "members": [member]})
                elif client.admin.command("hello")["isWritablePrimary"]:
                    user, password = self._state["admin"], self._state["admin_password"]
                    client.admin.command("createUser", user, pwd=password, roles=["root"])
        except PyMongoError:
            return False
        return False

    def _client(self, user: str | None = None, password: str | None = None) -> MongoClient[dict[str, Any]]:
        return MongoClient(
            self._host,
            username=user,
            password=password,
            directConnection=True,
            serverSelectionTimeoutMS=1_000,
        )
