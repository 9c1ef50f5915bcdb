"""python -m accounts"""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from accounts.service import AccountsService
from accounts.settings import AccountsSettings
from chassis.runtime.service import run

run(AccountsService, AccountsSettings)
