"""How a process comes by its master keys: from its settings, and from the key management service where they name it.

It waits for a KMS that is away, and says so. Once it has the keys it goes on without the KMS; that the next start would
fail is seen in /readyz and in the metric `kms_ready`, and keeps nobody from being served.
"""

import logging
import time

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from chassis.core.master_keys import MasterKeys
from chassis.core.settings import EncryptionSettings
from chassis.observability import metrics
from chassis.observability.health import BackgroundCheck, health
from chassis.storage.documents import Document
from chassis.storage.encryption.kms import KmipServer, KmsAway, KmsCheck, KmsKeys

_log = logging.getLogger(__name__)

_RETRY_S = 2.0
_LOG_EVERY = 15  # attempts
_LOOK_EVERY_S = 60.0
_LOOK_AGAIN_S = 10.0
_NAME = "kms"


def opened_keys(
    settings: EncryptionSettings, mongo_uri: str, database: str, service: str
) -> MasterKeys | None:
    """None without any. Blocks until the database and the KMS have answered."""
    listed = settings.listed_keys
    if listed is None:
        return None
    if not listed.any_elsewhere:
        return listed.opened(_nothing)
    server = KmipServer(settings.kmip_endpoint, settings.kmip_ca_path, settings.kmip_certificate_path)
    client: MongoClient[Document] = MongoClient(
        mongo_uri, appname=f"{service}-kms", tz_aware=True, maxPoolSize=2
    )
    keys = KmsKeys(client[database], listed, server)
    opened = _waited_for(keys)
    _watch(KmsCheck(keys), service)
    return opened


def _waited_for(keys: KmsKeys) -> MasterKeys:
    reason, attempt = "", 0
    health.register(_NAME, lambda: False, lambda: reason)
    while True:
        try:
            return keys.open()
        except KmsAway as error:
            reason = str(error)
        except PyMongoError as error:
            reason = f"the database: {type(error).__name__}"
        if attempt % _LOG_EVERY == 0:
            _log.warning("waiting", extra={"waiting_for": _NAME, "reason": reason, "attempt": attempt + 1})
        attempt += 1
        time.sleep(_RETRY_S)


def _watch(check: KmsCheck, service: str) -> None:
    """From now on, beside all else."""
    gauge = metrics.KMS_READY.labels(service)

    def look() -> bool:
        passed = check()
        gauge.set(passed)
        if not passed:
            _log.warning("the next start would fail", extra={"waiting_for": _NAME, "reason": check.reason})
        return passed

    looks = BackgroundCheck(
        look, lambda: check.reason, _LOOK_EVERY_S, _LOOK_AGAIN_S, stale_s=3 * _LOOK_EVERY_S
    )
    health.register(_NAME, looks, looks.reason, warns_only=True)
    looks.start()


def _nothing(name: str, _key: object) -> bytes:
    raise AssertionError(f"the settings have the key {name}")
