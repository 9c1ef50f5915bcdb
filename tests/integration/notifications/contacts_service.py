"""An accounts service that knows the contacts of the people of the tests. `python -m` runs it."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import Context, Settings, rpc, run
from contracts import accounts
from contracts.errors import not_found
from tests.integration.notifications.people import PEOPLE


class ContactsService:
    name = "accounts"

    @rpc(accounts.get_contact)
    def get_contact(self, request: accounts.GetContact, context: Context) -> accounts.Contact:
        if request.account_id not in PEOPLE:
            raise not_found("account")
        return PEOPLE[request.account_id]


if __name__ == "__main__":
    run(ContactsService, Settings)
