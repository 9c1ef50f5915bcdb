"""Who sends the load: citizens with a paper each, officers of an agency, all logged in."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, RefusedError, User
from devstack.walk.pdf import pdf

_FRESH_SECONDS = 240.0
ROLES = ("reception", "processing", "leader")


@dataclass
class Citizen:
    """A user with an uploaded paper, which all of his dossiers name."""

    user: User
    paper_id: str


class Population:
    """The people of one run. Tokens live for ten minutes: `renew_tokens` before each part."""

    def __init__(self, gateway: str, administrator: str, password: str, mail: str) -> None:
        self.portal = GatewayClient(gateway)
        self.administrator = self.portal.log_in(administrator, password)
        self.citizens: list[Citizen] = []
        self._mail = mail
        self._renewed = time.monotonic()
        self._officers: dict[str, list[User]] = {}
        (self._desk,) = self.officers(people.AGENCY, 1)

    def add_citizens(self, count: int) -> None:
        """Up to so many."""
        while len(self.citizens) < count:
            user = self._citizen()
            self.citizens.append(Citizen(user, user.upload("giay-to.pdf", pdf("Giay to"))))

    def _citizen(self) -> User:
        """Of a build before 0.1.0 nothing can be proved, and nothing has to be."""
        user = people.stranger(self.portal)
        try:
            people.prove(user, self._desk)
        except RefusedError as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                raise
        if "email_proof" in user.account:  # not in the release before, which writes to every address
            people.prove_email(user, self._mail)
        return user

    def officers(self, agency: str, count: int) -> list[User]:
        """With every role. The same ones each time."""
        known = self._officers.setdefault(agency, [])
        while len(known) < count:
            known.append(people.officer(self.administrator, "Trần Thị Bình", ROLES, agency=agency))
        return known[:count]

    def close(self) -> None:
        self.portal.close()

    def renew_tokens(self) -> None:
        """Everybody logs in again, unless that was a short while ago."""
        if time.monotonic() - self._renewed < _FRESH_SECONDS:
            return
        citizens = [citizen.user for citizen in self.citizens]
        officers = [officer for known in self._officers.values() for officer in known]
        for user in (self.administrator, *citizens, *officers):
            user.token = self.portal.log_in(user.login, user.password).token
        self._renewed = time.monotonic()


def headers_of(user: User, version: int | None = None) -> dict[str, str]:
    """Of a command: with a key of its own, and If-Match where a version is given."""
    match = {} if version is None else {"if-match": f'"{version}"'}
    return {"authorization": f"Bearer {user.token}", "idempotency-key": str(uuid.uuid4()), **match}
