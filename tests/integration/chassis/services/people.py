"""A service under any name whose documents have a personal field. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

import os

from chassis.runtime.service import Mongo, Service, Settings, run
from chassis.storage.encryption.re_encryption import EncryptedCollection
from tests.integration.chassis.services.people_fields import FIELDS

assert monkey_patch


class PeopleService(Service):
    name = os.environ["MOTCUA_SERVICE"]
    store = Mongo(encrypted=(EncryptedCollection("people", FIELDS),))


if __name__ == "__main__":
    run(PeopleService, Settings)
