"""What is left of an account whose data are erased (xóa dữ liệu cá nhân): its id, to which what is retained refers."""

from datetime import datetime

from contracts.accounts import Account

PERSONAL_FIELDS = (
    "login",
    "full_name",
    "email",
    "phone",
    "stated_number",
    "personal_number",
    "new_email",
    "email_proof",
    "new_phone",
    "phone_proof",
)
"""Fields of an account by which somebody is known."""


def erased(account: Account, at: datetime) -> Account:
    """The account one version on, without its personal fields, and locked: nobody logs in to it again."""
    emptied = {name: Account.model_fields[name].default for name in PERSONAL_FIELDS[2:]}
    changes = {
        **emptied,
        "login": f"erased-{account.account_id}",
        "full_name": "",
        "assurance": 0,
        "proof": None,
        "proved_at": None,
        "locked_at": account.locked_at or at,
        "version": account.version + 1,
    }
    return account.model_copy(update=changes)
