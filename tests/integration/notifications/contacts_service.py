"""Stands in for accounts: knows how to reach the people of the tests. `python -m` runs it."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.core.context import Context
from chassis.runtime.rpc_server import rpc
from chassis.runtime.process import run
from chassis.core.settings import Settings
from contracts import accounts
from contracts.errors import not_found

PEOPLE = {
    "an": accounts.Contact(account_id="an", full_name="Nguyễn Văn An", email="an@example.vn"),
    "ben": accounts.Contact(account_id="ben", full_name="Ben Tran", email="ben@example.vn", locale="en"),
    "chi": accounts.Contact(account_id="chi", full_name="Lê Thị Chi"),
    "dung": accounts.Contact(account_id="dung", full_name="Phạm Dũng", email="dung@refused.example"),
    "giang": accounts.Contact(account_id="giang", full_name="Võ Giang", email="giang@busy.example"),
}


class ContactsService:
    name = "accounts"

    @rpc(accounts.get_contact)
    def get_contact(self, request: accounts.GetContact, context: Context) -> accounts.Contact:
        if request.account_id not in PEOPLE:
            raise not_found("account")
        return PEOPLE[request.account_id]


if __name__ == "__main__":
    run(ContactsService, Settings)
