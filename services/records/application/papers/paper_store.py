"""One worker's access to the store of papers: what lies there, who asks, who looked."""

from dataclasses import dataclass

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts
from contracts.accounts import GetContact
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import AccessKind
from records.domain.access_log import read_entry
from records.domain.paper_access import PaperViewer, paper_visible
from records.domain.papers import PaperState
from records.repository.access_log import AccessLogRepository
from records.repository.papers import PaperRepository

SERVICE = "records"


@dataclass(frozen=True)
class PaperStore:
    """All its methods may block."""

    store: Store
    client: RpcClient

    @property
    def papers(self) -> PaperRepository:
        return PaperRepository(self.store.database)

    def viewer(self, context: Context) -> PaperViewer:
        """The caller with his personal number, so that he finds what was kept before he had an account."""
        if context.actor.kind is not ActorKind.CITIZEN:
            return PaperViewer(context.actor)
        request = GetContact(account_id=context.actor.account_id)
        try:
            contact = self.client.call(accounts.get_contact, request, context.as_service(SERVICE))
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return PaperViewer(context.actor)
        return PaperViewer(context.actor, contact.personal_number)

    def viewer_of(self, paper: PaperState, context: Context) -> PaperViewer:
        """As `viewer`; asks for the number only where the answer hangs on it."""
        plain = PaperViewer(context.actor)
        if paper_visible(plain, paper) or paper.owner.identity_number is None:
            return plain
        return self.viewer(context)

    def get_visible(self, paper_id: str, context: Context) -> tuple[PaperState, PaperViewer]:
        """Raises NOT_FOUND for what the caller may not see, as if it were not there."""
        paper = self.papers.get(paper_id)
        viewer = self.viewer_of(paper, context)
        if not paper_visible(viewer, paper):
            raise not_found("paper")
        return paper, viewer

    def log_access(self, paper: PaperState, kind: AccessKind, context: Context) -> None:
        """Kept before the caller gets what he asked for."""

        def write(uow: UnitOfWork) -> None:
            entry = read_entry(new_id(), paper, kind, context.actor, uow.now)
            AccessLogRepository(uow.database, uow.session).add(entry)

        self.store.transaction(context, write)
