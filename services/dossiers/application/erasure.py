"""Crypto-erasure: a person's key is destroyed, where the law asks for deletion and no law keeps the data."""

from chassis.storage.store import Store
from dossiers.repository.personal_fields import dossier_alone, person


def erase_person_key(store: Store, account_id: str) -> bool:
    """Destroy the key of the dossiers whose owner has this account; whether there was one.

    Their form data, identity, contacts and addresses can be read by nobody any more, in the stored dossiers, in their log
    and in every copy of both; each chain of the log stays valid, since it is over what is stored. What else a dossier says
    stays (ADR 76). Nothing undoes it. May be repeated.
    """
    return store.destroy_key(person(account_id))


def erase_dossier_key(store: Store, dossier_id: str) -> bool:
    """Destroy the key that a dossier has of its own, as one without an account of its owner; whether there was one."""
    return store.destroy_key(dossier_alone(dossier_id))
