"""The one error of the installers."""

from __future__ import annotations

ALTERNATIVES = {
    "python": "install Python 3.11 or newer with its venv module, or use docker compose",
    "broker": (
        "put a rabbitmq-server on PATH, or give the address of a RabbitMQ in MOTCUA_AMQP_URI, "
        "or use docker compose"
    ),
    "node": "put Node.js 18 or newer with npm on PATH, which the linters and a generator of clients need",
    "proxy": "install nginx, which the tests of the gateway put in front of it",
    "browser": "put chromium on PATH, in which the tests draw the forms",
    "token": "install softhsm2, which the tests of sealing need",
    "verifier": "install poppler-utils, by whose pdfsig the tests verify signatures",
    "database": (
        "put a mongod on PATH, or give the address of a MongoDB in MOTCUA_MONGO_URI, or use docker compose"
    ),
}


class MissingPartError(Exception):
    """Raised when a part cannot be had here. One line: what is missing, and the alternatives."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(f"{reason}; {ALTERNATIVES[part]}")
