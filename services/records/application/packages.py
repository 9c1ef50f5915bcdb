"""The seal on packages of closed dossiers."""

import base64

from chassis.core.context import Context
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import CheckedSignature, CheckSignature, SignedPackage, SignPackage
from records.application.documents.signing_context import SigningContext
from records.domain import file_access
from records.sealing import text_signatures


def check_signature(request: CheckSignature, context: Context) -> CheckedSignature:
    """For services. Raises FORBIDDEN."""
    file_access.require_service(context.actor)
    return text_signatures.check(request.content, request.signature, request.certificate_sha256)


def sign_package(signing: SigningContext, request: SignPackage, context: Context) -> SignedPackage:
    """Blocks while it is made. Raises FORBIDDEN, UNAVAILABLE without the key of the seal."""
    if context.actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
    signature, token = signing.tools.making.detached_signature(request.tag_manifest.encode())
    return SignedPackage(
        signature=base64.b64encode(signature).decode(), timestamp=base64.b64encode(token).decode()
    )
