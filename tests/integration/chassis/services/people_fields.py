"""The personal fields of the service `people`."""

from chassis.storage.encryption import SealedFields

FIELDS = SealedFields(("phone",))
