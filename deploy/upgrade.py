"""Rolls a running installation to the release in MOTCUA_RELEASE, part by part, without a gap. Standard library only.

`python3 deploy/upgrade.py [--build]`: its images are built, or are here already (`docker compose pull`).
Of each part new containers start beside the old ones and take work as soon as they are healthy; then the old ones are
asked to stop, finish what they have, and are removed. The proxy takes the configuration of the release without a
restart. A part whose new containers do not become healthy keeps its old ones, and the upgrade ends there: repeat it
after repair, or run it with the release before to go back. A part that does not run, such as a service that this
release brings, is started in its turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
PREPARATION = ("topology", "mongo-init")
"""Jobs that run anew, each in a container of this release: broker and database learn of its users before any part."""
ORDER = (
    "catalog",
    "accounts",
    "records",
    "records-content",
    "payments",
    "dossiers",
    "notifications",
    "sync",
    "gateway",
)
"""Who is asked before who asks: a caller of the new release may send what an owner of the old one refuses to read."""
PROXY_CONFIGURATION = REPO / "deploy/nginx/nginx.conf"
PROXY_COPY = "/tmp/motcua.conf"  # noqa: S108  in its container, where nothing else can be written
_TAKE = (
    f"cat > {PROXY_COPY}.new && nginx -q -t -c {PROXY_COPY}.new && mv {PROXY_COPY}.new {PROXY_COPY}"
    f" && nginx -q -s reload -c {PROXY_COPY}"
)
_HEALTHY_S = 180.0
_STOP_S = 40
_POLL_S = 0.5
_SETTLE_S = 2.0
"""Time for callers to learn of the new containers before the old ones go: the proxy looks names up every second."""


class UpgradeError(Exception):
    """A step failed; what ran before it still runs."""


def main() -> int:
    try:
        if "--build" in sys.argv[1:]:
            compose("build")
        upgrade()
    except UpgradeError as error:
        print(f"the upgrade stopped: {error}", file=sys.stderr)
        return 1
    return 0


def upgrade() -> None:
    """Raises UpgradeError."""
    say("topology and mongo-init: users, rights, exchanges and queues of the new release")
    for job in PREPARATION:
        compose("run", "--rm", "--no-deps", job)
    # Jobs of the release before that have ended: left there, the last step would run them again, with their users' rights.
    compose("rm", "--force")
    for part in ORDER:
        roll(part)
    configure_proxy()
    compose("up", "--detach", "--wait", "--no-build", "--no-recreate")
    say("every part is of the new release")


def roll(part: str) -> None:
    """Replaces the containers of one part by as many new ones, or starts the part. Raises UpgradeError."""
    before = containers(part, "--all")
    old = containers(part, "--status", "running")
    began = time.monotonic()
    if old:
        start_beside(part, len(old))
    else:
        start(part)
    new = [one for one in containers(part, "--all") if one not in before]
    try:
        wait_healthy(part, new)
    except UpgradeError:
        remove(new)
        raise
    if old:
        time.sleep(_SETTLE_S)
        remove(old)
    outcome = f"{len(old)} replaced" if old else "started"
    say(f"{part}: {outcome} in {time.monotonic() - began:.0f} s")


def configure_proxy() -> None:
    """Gives the running proxy the configuration of this release where it has another; what it does goes on.

    Raises UpgradeError when nginx does not take it; it goes on with the one that it has.
    """
    if not containers("proxy", "--status", "running"):
        return
    expected = PROXY_CONFIGURATION.read_text(encoding="utf-8")
    if compose("exec", "-T", "proxy", "cat", PROXY_COPY) == expected:
        return
    compose("exec", "-T", "proxy", "sh", "-c", _TAKE, typed=expected)
    say("proxy: has the configuration of this release")


def start_beside(part: str, count: int) -> None:
    """As many containers of the new image as there are of the old; --no-recreate leaves the old ones alone."""
    scale = ("--scale", f"{part}={2 * count}")
    compose("up", "--detach", "--no-deps", "--no-build", "--no-recreate", *scale, part)


def start(part: str) -> None:
    """A part of which no container runs; one that is left from before is not used again."""
    compose("up", "--detach", "--no-deps", "--no-build", "--force-recreate", part)


def containers(part: str, *which: str) -> list[str]:
    """Their ids; `which` chooses among them, as `docker compose ps` does."""
    return compose("ps", "--quiet", *which, part).split()


def wait_healthy(part: str, ids: Iterable[str]) -> None:
    """Raises UpgradeError with the end of the log of one that is not in time."""
    deadline = time.monotonic() + _HEALTHY_S
    for one in ids:
        while (state := health(one)) != "healthy":
            if state in ("unhealthy", "exited") or time.monotonic() > deadline:
                log = docker("logs", "--tail", "15", one)
                raise UpgradeError(f"the new {part} is {state}\n{log}")
            time.sleep(_POLL_S)


def health(container: str) -> str:
    """Its state. While Docker has not asked yet, its own check is asked at once: Docker does so every ten seconds."""
    state = json.loads(docker("inspect", "--format", "{{json .State}}", container))
    if state["Status"] != "running":
        return str(state["Status"])
    found = str(state["Health"]["Status"])
    return "healthy" if found == "starting" and passes_check(container) else found


def passes_check(container: str) -> bool:
    kind, *command = json.loads(docker("inspect", "--format", "{{json .Config.Healthcheck.Test}}", container))
    if kind != "CMD":
        return False
    try:
        docker("exec", container, *command)
    except UpgradeError:
        return False
    return True


def remove(ids: Iterable[str]) -> None:
    """SIGTERM to all at once; each finishes what it has within its time."""
    names = list(ids)
    if names:
        docker("stop", "--time", str(_STOP_S), *names)
        docker("rm", *names)


def compose(*arguments: str, typed: str = "") -> str:
    return docker("compose", *arguments, typed=typed)


def docker(*arguments: str, typed: str = "") -> str:
    """What it printed; `typed` is its standard input. Raises UpgradeError."""
    command = ["docker", *arguments]
    done = subprocess.run(command, cwd=REPO, input=typed, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UpgradeError(f"docker {' '.join(arguments)}\n{done.stderr.strip()}")
    return done.stdout + (done.stderr if arguments[0] == "logs" else "")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
