"""`motcua admin`: the first accounts of an installation, and what their holders cannot repair themselves."""

import secrets
from pathlib import Path

import click

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.ids import new_id
from chassis.core.settings import load_settings
from cli.errors import click_errors
from cli.settings import OperatorSettings
from contracts.accounts import (
    Account,
    CreateAdministrator,
    ResetAdministratorFactors,
    create_administrator,
    reset_administrator_factors,
)
from contracts.errors import ErrorCode, ServiceError


@click.group()
def admin() -> None:
    """Administrators of the portal."""


@admin.command()
@click.option("--login", required=True, help="The name to log in with.")
@click.option("--name", required=True, help="The full name of the person.")
@click.option("--email", help="Where notices for this person go.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the password from the first line of this file.",
)
@click.option("--generate", is_flag=True, help="Make a password and print it, once.")
@click.option("--if-absent", is_flag=True, help="Be content when there is an account with this login.")
def create(
    login: str, name: str, email: str | None, password_file: Path | None, generate: bool, if_absent: bool
) -> None:
    """Create an administrator. Without --password-file or --generate it asks for the password."""
    password = _password(password_file, generate)
    settings = load_settings(OperatorSettings)
    with click_errors(settings.amqp_uri):
        request = CreateAdministrator(
            command_id=new_id(), login=login, full_name=name, password=password, email=email
        )
        account = _create_unless_present(settings.amqp_uri, request, if_absent)
    if account is None:
        click.echo(f"there is an account {login} already; nothing was changed")
        return
    click.echo(f"administrator {login} created, account {account.account_id}")
    if generate:
        click.echo(f"password: {password}")


@admin.command("reset-second-factors")
@click.option("--login", required=True, help="The name that the administrator logs in with.")
@click.option("--reason", required=True, help="Why, for the record.")
def reset_second_factors(login: str, reason: str) -> None:
    """Remove all second factors of an administrator who has lost them. The next log-in enrols a new one."""
    settings = load_settings(OperatorSettings)
    request = ResetAdministratorFactors(command_id=new_id(), login=login, reason=reason)
    with click_errors(settings.amqp_uri), BlockingRpcClient(settings.amqp_uri) as caller:
        account = caller.call(reset_administrator_factors, request)
    click.echo(f"the second factors of {login} were removed, account {account.account_id}")


def _create_unless_present(amqp_uri: str, request: CreateAdministrator, if_absent: bool) -> Account | None:
    """None when the login is taken and that is well."""
    try:
        with BlockingRpcClient(amqp_uri) as caller:
            return caller.call(create_administrator, request)
    except ServiceError as error:
        if if_absent and error.code is ErrorCode.ACCOUNT_EXISTS:
            return None
        raise


def _password(file: Path | None, generate: bool) -> str:
    if file is not None and generate:
        raise click.UsageError("give --password-file or --generate, not both")
    if generate:
        return secrets.token_urlsafe(18)
    if file is not None:
        return file.read_text(encoding="utf-8").splitlines()[0] if file.stat().st_size else ""
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
