"""What accounts knows of officers: where they work, and their names for a paper. Each is asked for once."""

from dataclasses import dataclass, field

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts import accounts
from contracts.accounts import AccountKind, Contact, GetContact
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.laws import SERVICE
from dossiers.domain.actions.assignment import Assignee
from dossiers.domain.model.refusals import invalid_field


@dataclass(frozen=True)
class OfficerDirectory:
    """For one request: what was asked is kept as long as this lives."""

    client: RpcClient
    context: Context
    _contacts: dict[str, Contact | None] = field(default_factory=dict)

    def check_works_at(self, account_id: str, agency_code: str, pointer: str) -> Contact:
        """Raises INVALID_REQUEST at `pointer` for anybody else than an officer of the agency."""
        contact = self._contact(account_id)
        if contact is None or contact.kind is not AccountKind.OFFICER or contact.agency_code != agency_code:
            raise invalid_field(pointer, "unknown_officer", "The agency has no such officer.")
        return contact

    def assignee(self, officer_id: str | None, unit: str, agency_code: str) -> Assignee:
        """An officer, in his own unit unless another is named; or a unit's queue."""
        if officer_id is None:
            if not unit:
                raise invalid_field("/officer_id", "required", "Name an officer or a unit.")
            return Assignee(None, unit)
        contact = self.check_works_at(officer_id, agency_code, "/officer_id")
        return Assignee(officer_id, unit or contact.unit)

    def name(self, account_id: str | None) -> str:
        """Empty for nobody and for an account that is no more."""
        contact = self._contact(account_id) if account_id else None
        return "" if contact is None else contact.full_name

    def _contact(self, account_id: str) -> Contact | None:
        if account_id not in self._contacts:
            self._contacts[account_id] = self._fetch(account_id)
        return self._contacts[account_id]

    def _fetch(self, account_id: str) -> Contact | None:
        request, myself = GetContact(account_id=account_id), self.context.as_service(SERVICE)
        try:
            return self.client.call(accounts.get_contact, request, myself)
        except ServiceError as error:
            if error.code is ErrorCode.NOT_FOUND:
                return None
            raise
