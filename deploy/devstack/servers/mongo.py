"""A private MongoDB: a replica set of one, loopback only, under one folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from devstack.install import mongod
from devstack.servers import ports, private_files
from devstack.servers.mongo_address import MongoAddress
from devstack.servers.private_server import PrivateServer

REPO = Path(__file__).resolve().parents[3]
_REPLICA_SET = "rs0"


class PrivateMongo(PrivateServer):
    """A replica set of one member, with one administrator."""

    def __init__(self, root: Path, repo: Path = REPO) -> None:
        super().__init__(root, "mongo")
        self._repo = repo

    @property
    def address(self) -> MongoAddress:
        """Known once the server was launched for the first time."""
        return MongoAddress(self._host, _REPLICA_SET, self._state["admin"], self._state["admin_password"])

    @property
    def admin_uri(self) -> str:
        return self.address.admin_uri

    def uri(self, user: str, password: str, database: str) -> str:
        return self.address.uri(user, password, database)

    def _launch(self) -> None:
        program = mongod.require(self._repo)
        private_files.make_folder(self._home / "data")
        self._save_state(self._next_state())
        self._write_key()
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(self._home)}
        self._server = self._spawn("mongod", [program, *self._arguments()], environment, "mongod.log")

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
            *("--wiredTigerEngineConfigString", "log=(file_max=16MB,prealloc=false),session_max=4000"),
            *("--journalCommitInterval", "500"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            # What a killed process had in a transaction stays locked for so long; ours end within 10 s.
            *("--setParameter", "transactionLifetimeLimitSeconds=15"),
            # Nobody reads the past, and lists step over all that is held for it: five times the CPU where much changed.
            *("--setParameter", "minSnapshotHistoryWindowInSeconds=0"),
        ]

    def is_ready(self) -> bool:
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
