"""What notifications has of one person: messages. Those about a dossier prove that the law's notice was given; others go."""

from collections.abc import Sequence

from chassis.core.context import Context
from chassis.core.person_export import Item, Source, entry, next_part, require_accounts
from chassis.storage.store import Store
from contracts.personal_data import (
    DataCategory,
    ErasedData,
    ErasePerson,
    Erasure,
    ExportedPart,
    ExportPerson,
    RetainedData,
    RetentionGround,
)
from notifications.domain.messages import ChannelMessage
from notifications.repository.messages import MessageRepository

_SHOWN = (
    "message_id",
    "channel",
    "address",
    "subject",
    "body",
    "locale",
    "created_at",
    "state",
    "settled_at",
    "read_at",
    "dossier_id",
    "dossier_code",
)


def export_person(store: Store, request: ExportPerson, context: Context) -> ExportedPart:
    """The next part. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    return next_part((_messages(store, request.account_id),), request.cursor)


def erase_person(store: Store, request: ErasePerson, context: Context) -> Erasure:
    """Messages about no dossier are removed, those about one stay. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    repository = store.repository(MessageRepository)
    evidence, others = repository.count_of(request.account_id)
    if not request.survey:
        others = repository.remove_without_dossier(request.account_id)
    ground = RetentionGround.NOTICE_EVIDENCE
    return Erasure(
        erased=(ErasedData(category=DataCategory.MESSAGES, count=others),) if others else (),
        retained=(
            (RetainedData(category=DataCategory.MESSAGES, count=evidence, ground=ground),) if evidence else ()
        ),
    )


def _messages(store: Store, account_id: str) -> Source:
    def read(after: str, limit: int) -> Sequence[Item]:
        found = store.repository(MessageRepository).of_account(account_id, after, limit)
        return [
            Item(each.message_id, (entry(f"messages/{each.message_id}.json", _shown(each)),))
            for each in found
        ]

    return read


def _shown(message: ChannelMessage) -> dict[str, object]:
    """As it went to the person; a code is in no stored message."""
    return {name: getattr(message, name) for name in _SHOWN}
