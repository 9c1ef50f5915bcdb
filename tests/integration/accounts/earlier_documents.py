"""Stored accounts in the form of the release before, which encrypted nothing."""

from collections.abc import Iterable

from accounts.domain.accounts import login_key
from accounts.repository.personal_fields import ACCOUNT
from chassis.core.clock import utcnow
from chassis.storage.encryption import Encryption
from chassis.storage.store import Store


def in_the_clear(store: Store, account_id: str, without: Iterable[str] = ()) -> None:
    """Put an account into that form, without these fields. The store goes on as one that has not encrypted all."""
    assert store.cipher is not None
    store.encrypt_from(Encryption(utcnow(), complete=False))
    stored = store.database.accounts.find_one({"_id": account_id}) or {}
    document = ACCOUNT.open(stored, store.cipher)
    document["login_key"] = login_key(document["login"])
    left = {name: value for name, value in document.items() if name not in set(without)}
    store.database.accounts.replace_one({"_id": account_id}, left)
