"""Detached signatures (CMS, RFC 5652) with a timestamp token (RFC 3161) of their own, over bytes that are no PDF."""

import hashlib
import logging

from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from contracts.errors import ErrorCode, ServiceError
from records.sealing.cms import DIGEST
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.keys import SealKey

log = logging.getLogger(__name__)


class DetachedSigner:
    """Signs in a thread of its own."""

    def __init__(self, key: SealKey, timestamper: TimeStamper | None = None) -> None:
        self._key = key
        self._timestamper = timestamper

    def sign(self, data: bytes) -> tuple[bytes, bytes]:
        """The signature of the data, and the timestamp token of the signature, both in DER; without an authority no token.

        Blocks for some 10 ms, and for what token and authority take. Raises UNAVAILABLE without key or timestamp.
        """
        with self._key.exclusive():
            return run_exclusively(self._sign, data)

    def _sign(self, data: bytes) -> tuple[bytes, bytes]:
        signature = run_coroutine(self._key.signer().async_sign_general_data(data, DIGEST)).dump()
        if self._timestamper is None:
            return signature, b""
        digest = hashlib.sha256(signature).digest()
        try:
            return signature, run_coroutine(self._timestamper.async_timestamp(digest, DIGEST)).dump()
        except (TimestampRequestError, OSError) as error:
            log.warning("no timestamp from the authority", extra={"reason": type(error).__name__})
            raise ServiceError(ErrorCode.UNAVAILABLE) from error
