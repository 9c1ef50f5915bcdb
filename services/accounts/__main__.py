"""Run the accounts service."""

import chassis.green  # noqa: F401  first: it makes the process cooperative
from accounts.service import AccountsService
from accounts.settings import AccountsSettings
from chassis.runner import run

run(AccountsService, AccountsSettings)
