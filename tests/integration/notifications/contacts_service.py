"""An accounts service that knows the contacts of the people of the tests. `python -m` runs it."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import Context, Settings, rpc, run
from contracts import accounts
from tests.integration.notifications.people import PEOPLE


class ContactsService:
    name = "accounts"

    @rpc(accounts.get_contacts)
    def get_contacts(self, request: accounts.GetContacts, context: Context) -> accounts.Contacts:
        known = [PEOPLE[account_id] for account_id in request.account_ids if account_id in PEOPLE]
        return accounts.Contacts(contacts=tuple(known))


if __name__ == "__main__":
    run(ContactsService, Settings)
