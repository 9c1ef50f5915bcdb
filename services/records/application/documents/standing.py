"""Documents that are no longer good: they stay, and verification says so."""

from chassis.core.context import Context
from contracts.base import Empty
from contracts.records import EndDocuments
from records.application.documents.signing_context import SigningContext
from records.domain import file_access
from records.repository import IssuedDocumentRepository


def end_documents(signing: SigningContext, request: EndDocuments, context: Context) -> Empty:
    """By a service. May be repeated."""
    file_access.require_service(context.actor)
    signing.store.transaction(
        context,
        lambda uow: uow.repository(IssuedDocumentRepository).end(
            context.actor.key, request.codes, request.standing, request.replaced_by
        ),
    )
    return Empty()
