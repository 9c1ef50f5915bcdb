"""`motcua`: what operators do that no citizen and no officer may."""

import click

from cli.admin import admin
from cli.archive.commands import archive
from cli.audit.commands import audit
from cli.catalogue.commands import catalogue
from cli.dead_letters import dead
from cli.dossiers import dossiers
from cli.encryption import encrypt
from cli.machines import machines
from cli.migrations import migrate
from cli.payments import payments
from cli.retention import retention
from cli.token_keys import keys
from cli.topology import topology


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Run the Motcua suite: administrators, packages for an archive, audit of the logs, the catalogue, dead letters,
    dossiers of agencies that have ended, encryption, keys of tokens, machine clients, migrations, payments, retention of
    records, the topology."""


for command in (
    admin,
    archive,
    audit,
    catalogue,
    dead,
    dossiers,
    encrypt,
    keys,
    machines,
    migrate,
    payments,
    retention,
    topology,
):
    main.add_command(command)
