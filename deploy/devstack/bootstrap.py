"""Sets a bare machine up: the virtual environment, a rabbitmq-server, a mongod.

Run by the system's own Python as `PYTHONPATH=deploy python3 -m devstack.bootstrap` with `--without-servers`,
`--for-tests`, `--with-node` or `--with-browser`.
Repeating it is cheap.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


def bootstrap(
    repo: Path, servers: bool = True, tests: bool = False, node: bool = False, browser: bool = False
) -> None:
    """Raises MissingPartError. A server whose address is given is neither installed nor started.

    `tests` need a PKCS#11 token, nginx and a second verifier of signatures beside; `node` is Node.js with what lints the
    API document and makes a client of it; `browser` is Chromium with what draws the forms in it.
    """
    from devstack.install import chromium, environment, mongod, nginx, poppler, rabbitmq, softhsm
    from devstack.install import node as nodejs

    python = environment.ensure(repo)
    if node:
        nodejs.ensure(repo / "tests" / "openapi")
    if browser:
        nodejs.ensure(repo / "tests" / "forms")
        chromium.ensure()
    if not servers:
        return
    if "MOTCUA_AMQP_URI" not in os.environ:
        rabbitmq.ensure()
    if "MOTCUA_MONGO_URI" not in os.environ:
        mongod.ensure(repo, python)
    if tests:
        softhsm.ensure()
        nginx.ensure()
        poppler.ensure()


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the caller's Python may be anything
        print(
            f"Python 3.11 or newer is needed, {sys.executable} is older; or use docker compose",
            file=sys.stderr,
        )
        return 1
    from devstack.install.missing import MissingPartError

    try:
        given = sys.argv[1:]
        bootstrap(
            REPO,
            servers="--without-servers" not in given,
            tests="--for-tests" in given,
            node="--with-node" in given,
            browser="--with-browser" in given,
        )
    except MissingPartError as missing:
        print(f"cannot go on: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
