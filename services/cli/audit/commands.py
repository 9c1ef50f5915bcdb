"""`motcua audit`: anchors of the event logs, and the verification of both."""

import time
from pathlib import Path

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.settings import load_settings
from cli.audit.anchors import AnchorVerification
from cli.audit.logs import LogVerification, Progress, newest
from cli.errors import click_errors
from cli.settings import AuditSettings, OperatorSettings
from contracts.audit import GetAnchorStatus, MakeAnchor
from contracts.records import get_anchor_status, make_anchor
from contracts.topology import SERVICES

_ANSWER_S = 300.0
_BUSY_PAUSE_S = 2.0
NOT_VERIFIED = 3
"""Exit code of a verification that could not be ended."""


@click.group()
def audit() -> None:
    """The event logs: whether they are what they were, and their anchors outside of the database."""


@audit.command()
@click.option(
    "--settle", default=600.0, show_default=True, help="Leave out what is younger than this many seconds."
)
def anchor(settle: float) -> None:
    """Anchor now what has been written since the last anchor. Records does so by itself every night.

    Note the number and the hash of the last line on paper, or anywhere else: they prove all anchors before it.
    """
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
        while True:
            status = client.call(make_anchor, MakeAnchor(settle_s=settle), timeout_s=_ANSWER_S)
            if status.busy:
                click.echo("another process is at it", err=True)
                time.sleep(_BUSY_PAUSE_S)
                continue
            click.echo(f"anchor {status.number}: {status.heads} heads, SHA-256 {status.sha256}")
            if status.complete:
                return


@audit.command()
@click.option("--service", "services", type=click.Choice(SERVICES), multiple=True, help="Of this one only.")
@click.option("--changed", is_flag=True, help="Only what was added since the anchor before the last one.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Note in this file how far it has come, and go on from there when it is started again.",
)
@click.option("--allow-unstamped", is_flag=True, help="Be content with anchors that have no timestamp.")
def verify(services: tuple[str, ...], changed: bool, state: Path | None, allow_unstamped: bool) -> None:
    """Verify the anchors, and the event logs by them. The services must run.

    Prints one line for each fault. Exits with 0 when there is none, with 1 when there are some, with 3 when it could
    not be ended.
    """
    settings = load_settings(AuditSettings)
    try:
        anchors = _verified_anchors(settings, allow_unstamped)
        with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as client:
            anchors.verify_end(client.call(get_anchor_status, GetAnchorStatus()), utcnow())
            logs = LogVerification(client, services or SERVICES, _progress(state), state, _say)
            _verify_logs(logs, anchors, changed)
    except click.ClickException as error:
        error.show()
        raise SystemExit(NOT_VERIFIED) from error
    _report(anchors, logs.progress, state)


def _verified_anchors(settings: AuditSettings, allow_unstamped: bool) -> AnchorVerification:
    # The library behind it takes half a second to load, which no other command should wait for.
    from cli.audit.signatures import AnchorJudge

    try:
        verification = AnchorVerification(AnchorJudge(settings.trust_roots), allow_unstamped)
        verification.verify(settings.anchor_dir)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"the anchors cannot be read: {error}") from error
    return verification


def _verify_logs(logs: LogVerification, anchors: AnchorVerification, changed: bool) -> None:
    of_last_time = newest(anchors.anchors)
    logs.check_heads(of_last_time if changed else anchors.anchors)
    if changed:
        logs.verify_changed(of_last_time)
    else:
        logs.verify_all()


def _progress(state: Path | None) -> Progress:
    try:
        return Progress.read(state)
    except (OSError, ValueError, TypeError) as error:
        raise click.ClickException(f"{state} is no file of this command: {error}") from error


def _report(anchors: AnchorVerification, progress: Progress, state: Path | None) -> None:
    """Each fault, then one line of what was verified. The next start with this state begins anew."""
    if state is not None:
        state.unlink(missing_ok=True)
    faults = [*anchors.faults, *progress.faults]
    for fault in faults:
        click.echo(fault)
    until = anchors.anchors[-1].record.made_at.isoformat() if anchors.anchors else "never"
    click.echo(
        f"{progress.verified_chains} chains with {progress.verified_entries} entries, "
        f"{len(anchors.anchors)} anchors, the last of {until}: {len(faults) or 'no'} faults"
    )
    if faults:
        raise SystemExit(1)


def _say(what: str) -> None:
    click.echo(what, err=True)
