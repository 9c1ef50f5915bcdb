"""Where a MongoDB is, how to become its administrator, and what an administrator does there."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote

from pymongo import MongoClient, uri_parser

_TIMEOUT_MS = 10_000


@dataclass(frozen=True)
class MongoDatabase:
    """A database of its own. `uri` names it, and may read and write it and no other."""

    name: str
    uri: str


@dataclass(frozen=True)
class MongoAddress:
    """A replica set. It may be ours or somebody else's."""

    hosts: str
    replica_set: str
    admin: str
    admin_password: str = field(repr=False)

    @classmethod
    def from_environment(cls) -> Self | None:
        """The database of MOTCUA_MONGO_URI (an administrator's, with replicaSet=), if that is set."""
        uri = os.environ.get("MOTCUA_MONGO_URI")
        if not uri:
            return None
        parts = uri_parser.parse_uri(uri)
        hosts = ",".join(f"{host}:{port}" for host, port in parts["nodelist"])
        replica_set = str(parts["options"].get("replicaSet", "rs0"))
        return cls(hosts, replica_set, parts["username"] or "", parts["password"] or "")

    @property
    def admin_uri(self) -> str:
        return self.uri(self.admin, self.admin_password, "", auth_source="admin")

    def uri(self, user: str, password: str, database: str, auth_source: str | None = None) -> str:
        """The user is looked up in `auth_source`, by default in the database itself."""
        login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
        options = f"replicaSet={self.replica_set}&directConnection=false"
        source = f"&authSource={auth_source or database}" if user else ""
        return f"mongodb://{login}{self.hosts}/{database}?{options}{source}"

    def admin_client(self) -> MongoClient[dict[str, Any]]:
        return MongoClient(self.admin_uri, serverSelectionTimeoutMS=_TIMEOUT_MS)

    def put_user(self, database: str, user: str, password: str) -> None:
        """Gives the user readWrite on this one database, and this password. May be repeated."""
        roles = [{"role": "readWrite", "db": database}]
        with self.admin_client() as client:
            known = client[database].command("usersInfo", user)["users"]
            verb = "updateUser" if known else "createUser"
            client[database].command(verb, user, pwd=password, roles=roles)

    def new_database(self, name: str) -> MongoDatabase:
        password = secrets.token_urlsafe(12)
        self.put_user(name, "owner", password)
        return MongoDatabase(name, self.uri("owner", password, name))

    def drop_database(self, database: str) -> None:
        """The data and the users that live in it."""
        with self.admin_client() as client:
            # A process that was killed leaves its transaction open, and the drop would wait for its end.
            client.admin.command({"killAllSessions": [{"user": "owner", "db": database}]})
            client[database].command("dropAllUsersFromDatabase")
            client.drop_database(database)
