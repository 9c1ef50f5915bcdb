"""Detached signatures (CMS, RFC 5652; CAdES) of what is no PDF, by the key of the seal."""

import logging

from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from contracts.errors import ErrorCode, ServiceError
from records.sealing.cms import DIGEST
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.keys import SealKey

log = logging.getLogger(__name__)


class DetachedSigner:
    """Signs in a thread of its own, with a timestamp where there is an authority."""

    def __init__(self, key: SealKey, timestamper: TimeStamper | None = None) -> None:
        self._key = key
        self._timestamper = timestamper

    def sign(self, data: bytes) -> bytes:
        """DER of the signature, with the certificates and without the data. Raises UNAVAILABLE without key or timestamp."""
        with self._key.exclusive():
            return run_exclusively(self._sign, data)

    def _sign(self, data: bytes) -> bytes:
        signing = self._key.signer().async_sign_general_data(
            data, DIGEST, detached=True, use_cades=True, timestamper=self._timestamper
        )
        try:
            return bytes(run_coroutine(signing).dump())
        except (TimestampRequestError, OSError) as error:
            log.warning("no timestamp from the authority", extra={"reason": type(error).__name__})
            raise ServiceError(ErrorCode.UNAVAILABLE) from error
