"""What accounts asks of each service that has data of persons, beside any request."""

from collections.abc import Callable
from dataclasses import dataclass

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import dossiers, notifications, payments, records, sync
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson, RestrictPerson
from contracts.records import AddArchivePart, CloseArchive

ANSWER_S = 30.0
"""How long one answer may take, in seconds; the work is repeated where it takes longer."""

# Each call names its method where it is made: by that tests/contract/test_graph.py holds who calls whom.
_Export = Callable[[RpcClient, ExportPerson, Context], ExportedPart]
_Erase = Callable[[RpcClient, ErasePerson, Context], Erasure]

_EXPORTS: dict[str, _Export] = {
    "dossiers": lambda client, request, context: client.call_as_self(
        dossiers.export_person, request, context, ANSWER_S
    ),
    "payments": lambda client, request, context: client.call_as_self(
        payments.export_person, request, context, ANSWER_S
    ),
    "notifications": lambda client, request, context: client.call_as_self(
        notifications.export_person, request, context, ANSWER_S
    ),
    "records": lambda client, request, context: client.call_as_self(
        records.export_person, request, context, ANSWER_S
    ),
    "sync": lambda client, request, context: client.call_as_self(
        sync.export_person, request, context, ANSWER_S
    ),
}
_ERASURES: dict[str, _Erase] = {
    "dossiers": lambda client, request, context: client.call_as_self(
        dossiers.erase_person, request, context, ANSWER_S
    ),
    "payments": lambda client, request, context: client.call_as_self(
        payments.erase_person, request, context, ANSWER_S
    ),
    "notifications": lambda client, request, context: client.call_as_self(
        notifications.erase_person, request, context, ANSWER_S
    ),
    "records": lambda client, request, context: client.call_as_self(
        records.erase_person, request, context, ANSWER_S
    ),
    "sync": lambda client, request, context: client.call_as_self(
        sync.erase_person, request, context, ANSWER_S
    ),
}


@dataclass(frozen=True)
class PersonOwners:
    """The other services that have data of persons. All its methods block, and raise ServiceError."""

    client: RpcClient
    context: Context

    def export(self, service: str, request: ExportPerson) -> ExportedPart:
        return _EXPORTS[service](self.client, request, self._limited)

    def erase(self, service: str, request: ErasePerson) -> Erasure:
        return _ERASURES[service](self.client, request, self._limited)

    def restrict(self, request: RestrictPerson) -> None:
        """Of those that do what no law asks for."""
        self.client.call_as_self(dossiers.restrict_person, request, self._limited, ANSWER_S)
        self.client.call_as_self(records.restrict_person, request, self._limited, ANSWER_S)

    def add_part(self, part: AddArchivePart) -> None:
        self.client.call_as_self(records.add_archive_part, part, self._limited, ANSWER_S)

    def close_archive(self, archive: CloseArchive) -> None:
        self.client.call_as_self(records.close_archive, archive, self._limited, ANSWER_S)

    @property
    def _limited(self) -> Context:
        return self.context.within(ANSWER_S)
