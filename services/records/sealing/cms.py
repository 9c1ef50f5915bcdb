"""CMS of a seal (RFC 5652, PAdES profile): what is the same in every signature of a key is encoded once.

pyHanko makes one signature as a pattern, so what is in it is the library's choice. Another one differs from it in the digest
of the file, the signature itself and the timestamp; its encoding anew takes the library 10 ms, these parts alone 0.2 ms.
"""

from dataclasses import dataclass
from typing import Any, Self

from asn1crypto import cms, parser
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

DIGEST = "sha256"
_UNIVERSAL, _CONTEXT = 0, 2
_PRIMITIVE, _CONSTRUCTED = 0, 1
_OCTET_STRING, _SEQUENCE, _SET = 4, 16, 17
_ANY_DIGEST = bytes(32)


@dataclass(frozen=True)
class CmsPattern:
    """DER of what does not change: `head` up to the signers, `signer` up to the signed attributes."""

    head: bytes
    signer: bytes
    attributes: tuple[bytes, ...]
    algorithm: bytes
    longest: int
    """Bytes that one signature takes at most, the first answer of the timestamp authority counted."""

    @classmethod
    async def of(cls, signer: Signer, timestamper: TimeStamper | None) -> Self:
        """Asks the timestamp authority once. Raises what it raises."""
        made = await signer.async_sign(
            _ANY_DIGEST, DIGEST, dry_run=True, use_pades=True, timestamper=timestamper
        )
        data = made["content"]
        info = data["signer_infos"][0]
        head = ("version", "digest_algorithms", "encap_content_info", "certificates")
        return cls(
            head=b"".join(data[name].dump() for name in head),
            signer=b"".join(info[name].dump() for name in ("version", "sid", "digest_algorithm")),
            attributes=tuple(
                each.dump() for each in info["signed_attrs"] if each["type"].native != "message_digest"
            ),
            algorithm=info["signature_algorithm"].dump(),
            longest=len(made.dump()),
        )

    def signed_attributes(self, digest: bytes) -> bytes:
        """As they are signed: a SET of them in the order of DER."""
        value = _set(parser.emit(_UNIVERSAL, _PRIMITIVE, _OCTET_STRING, digest))
        attributes = (*self.attributes, _sequence(cms.CMSAttributeType("message_digest").dump(), value))
        return _set(*sorted(attributes))

    def content_info(self, attributes: bytes, signature: bytes, unsigned: bytes) -> bytes:
        """The whole, of the attributes as they were signed."""
        info = _sequence(
            self.signer,
            _tagged(0, _contents(attributes)),
            self.algorithm,
            parser.emit(_UNIVERSAL, _PRIMITIVE, _OCTET_STRING, signature),
            _tagged(1, _contents(unsigned)) if unsigned else b"",
        )
        data = _sequence(self.head, _set(info))
        return _sequence(cms.ContentType("signed_data").dump(), _tagged(0, data))


class PatternSigner(Signer):
    """Signs with the key of another signer, by the pattern."""

    def __init__(self, signer: Signer, pattern: CmsPattern) -> None:
        super().__init__(signing_cert=signer.signing_cert, cert_registry=signer.cert_registry)
        self._signer, self._pattern = signer, pattern
        self.size = 0
        """Bytes of the last signature."""

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(await self._signer.async_sign_raw(data, digest_algorithm, dry_run=dry_run))

    async def async_sign(  # the library takes the encoded signature as well as its objects
        self,
        data_digest: bytes,
        digest_algorithm: str,
        *_: Any,
        timestamper: TimeStamper | None = None,
        **__: Any,
    ) -> bytes:
        attributes = self._pattern.signed_attributes(data_digest)
        signature = await self.async_sign_raw(attributes, digest_algorithm)
        signed = cms.CMSAttributes.load(attributes)
        unsigned = await self.unsigned_attrs(digest_algorithm, signature, signed, timestamper=timestamper)
        made = self._pattern.content_info(attributes, signature, b"" if unsigned is None else unsigned.dump())
        self.size = len(made)
        return made


def _sequence(*parts: bytes) -> bytes:
    return bytes(parser.emit(_UNIVERSAL, _CONSTRUCTED, _SEQUENCE, b"".join(parts)))


def _set(*parts: bytes) -> bytes:
    return bytes(parser.emit(_UNIVERSAL, _CONSTRUCTED, _SET, b"".join(parts)))


def _tagged(tag: int, contents: bytes) -> bytes:
    return bytes(parser.emit(_CONTEXT, _CONSTRUCTED, tag, contents))


def _contents(encoded: bytes) -> bytes:
    """Without its tag and length."""
    return bytes(parser.parse(encoded)[4])
