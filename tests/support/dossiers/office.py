"""An agency that works on dossiers: people, papers, laws, and the use cases called in the test's own process."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from pymongo.database import Database
from tests.support.dossiers.neighbours import NeighbourAnswers
from tests.support.dossiers.samples import AGENCY, calendar, fee, file, law, regime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import timers
from chassis.storage.store import Store
from chassis.storage.timers import Timer, TimerClaim
from contracts import dossiers as contract
from contracts import payments
from contracts.accounts import AccountKind, Contact
from contracts.base import Actor, ActorKind, AnyMethod, OfficerRole
from contracts.catalog import WorkingCalendar
from contracts.dossiers import Dossier, DossierAction, PaperRef, ResultOutcome, ReturnMethod, SubmitDossier
from contracts.events import AnyEvent, AnyEventType, Event
from contracts.payments import BillEvent, OrderEvent
from dossiers.application import (
    bulk,
    deadlines,
    delegations,
    outages,
    readings,
    regime_trials,
    submission,
    succession,
    suggestions,
)
from dossiers.application import payments as payment_events
from dossiers.application.actions import COMMANDS
from dossiers.application.archive import closed_dossiers, file_plans, transfers
from dossiers.application.commands import ActionCommand, execute
from dossiers.application.dependencies import Dependencies
from dossiers.application.documents import issue, office, seal
from dossiers.application.documents.schedule import ISSUE_TIMER, SEAL_TIMER
from dossiers.application.persistence import DEADLINE_TIMER
from dossiers.application.queries import (
    archive,
    digitisation_figures,
    dossier,
    due_date,
    fee_quote,
    lists,
    public,
    regime_trial,
    register,
)
from dossiers.clients import Clients
from dossiers.clients.catalog import CatalogueMemory
from dossiers.clients.officer_names import OfficerNames
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law
from dossiers.repository import LawCache

FREE = "1.000001"
CHARGED = "1.000002"
OFFICER = Actor(
    kind=ActorKind.OFFICER,
    account_id="officer-1",
    agency_code=AGENCY,
    roles=(OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER),
)
DESK = Actor(kind=ActorKind.OFFICER, account_id="desk-1", agency_code=AGENCY, roles=(OfficerRole.RECEPTION,))
WORK = (OfficerRole.PROCESSING, OfficerRole.RECEPTION)
METHODS: dict[str, AnyMethod] = {method.name: method for method in contract.METHODS}
UseCase = Callable[[Dependencies, Any, Context], Any]
TimerHandler = Callable[[Dependencies, Timer, Context], None]


def _issue_one(deps: Dependencies, timer: Timer, context: Context) -> None:
    for error in issue.issue_scheduled(deps, (timer,), context).values():
        raise error


def _seal_one(deps: Dependencies, timer: Timer, context: Context) -> None:
    for error in seal.seal_scheduled(deps, (timer,), context).values():
        raise error


TIMERS: Mapping[str, TimerHandler] = {
    DEADLINE_TIMER: deadlines.send_reminder,
    ISSUE_TIMER: _issue_one,
    SEAL_TIMER: _seal_one,
}


def _take(command: ActionCommand[Any], deps: Dependencies, request: Any, context: Context) -> Dossier:
    return execute(deps, command, request, context)


USE_CASES: Mapping[str, UseCase] = {
    **{command.method.name: partial(_take, command) for command in COMMANDS.values()},
    "submit": submission.submit,
    "file_at_desk": submission.file_at_desk,
    "act_on_many": bulk.act_on_many,
    "succeed_agency": succession.succeed_agency,
    "get_dossier": dossier.get_dossier,
    "get_history": dossier.get_history,
    "get_record": dossier.get_record,
    "get_clock": due_date.get_clock,
    "try_regime": regime_trial.try_regime,
    "start_regime_trial": regime_trials.start_regime_trial,
    "get_regime_trial": regime_trials.get_regime_trial,
    "list_regime_trials": regime_trials.list_regime_trials,
    "draft_file_plan": file_plans.draft_file_plan,
    "redraft_file_plan": file_plans.redraft_file_plan,
    "enact_file_plan": file_plans.enact_file_plan,
    "get_file_plan": file_plans.get_file_plan,
    "list_file_plans": file_plans.list_file_plans,
    "list_closed_dossiers": closed_dossiers.list_closed_dossiers,
    "classify_dossiers": closed_dossiers.classify_dossiers,
    "place_closed_dossiers": closed_dossiers.place_closed_dossiers,
    "list_unpackaged": closed_dossiers.list_unpackaged,
    "note_package": closed_dossiers.note_package,
    "make_transfer": transfers.make_transfer,
    "confirm_transfer": transfers.confirm_transfer,
    "cancel_transfer": transfers.cancel_transfer,
    "get_transfer": transfers.get_transfer,
    "get_transfer_documents": transfers.get_transfer_documents,
    "list_transfers": transfers.list_transfers,
    "record_receipt": transfers.record_receipt,
    "record_outage": outages.record_outage,
    "end_outage": outages.end_outage,
    "get_outage": outages.get_outage,
    "list_outages": outages.list_outages,
    "get_archive_record": archive.get_archive_record,
    "list_dossiers": lists.list_dossiers,
    "count_desk": lists.count_desk,
    "get_digitisation_figures": digitisation_figures.get_digitisation_figures,
    "suggest_act": suggestions.suggest_act,
    "list_suggestions": suggestions.list_suggestions,
    "get_suggestion_figures": suggestions.get_suggestion_figures,
    "quote_fees": fee_quote.quote_fees,
    "look_up": public.look_up,
    "read_feed": public.read_feed,
    "list_readings": readings.list_readings,
    "get_control_sheet": register.get_control_sheet,
    "list_register": register.list_register,
    "issue_control_sheet": office.issue_control_sheet,
    "issue_register": office.issue_register,
    "delegate": delegations.delegate,
    "end_delegation": delegations.end_delegation,
    "list_delegations": delegations.list_delegations,
}


@cache
def calendar_of_today() -> WorkingCalendar:
    """Without holidays, around now: what the tests count does not depend on the day they run."""
    today = utcnow().date()
    span = timedelta(days=400)
    cover = {"covers_from": today - span, "covers_to": today + span}
    return calendar().model_copy(update={**cover, "closed_days": (), "working_days": ()})


def laws() -> dict[str, Law]:
    """By procedure code: one without a fee, one with."""
    forms = regime(forms={"CONTROL_SHEET": "05", "REGISTER": "06"})
    charged = law(calendar_=calendar_of_today(), regime_=forms, code=CHARGED, fees=(fee(),))
    return {FREE: law(calendar_=calendar_of_today(), regime_=forms, code=FREE), CHARGED: charged}


def new_citizen() -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=new_id())


def bill_opened(of: Dossier, bill_id: str) -> AnyEvent:
    return _event(payments.BILL_OPENED, BillEvent(**_bill(of, bill_id)))


def bill_paid(of: Dossier, bill_id: str, paid_at: datetime | None = None) -> AnyEvent:
    order = OrderEvent(**_bill(of, bill_id), order_id="o1", provider="vnpay")
    return _event(payments.BILL_PAID, order, paid_at)


@dataclass
class Office(ABC):
    """What is done with dossiers, whichever way the service is called."""

    neighbours: NeighbourAnswers
    database: Database[dict[str, Any]]
    citizen: Actor = field(default_factory=new_citizen)

    @abstractmethod
    def call(self, name: str, actor: Actor, locale: str = "vi", **fields: Any) -> Any:
        """Call a method of the contract; a command id is made up unless given."""

    def hire(self, *roles: OfficerRole, unit: str = "", agency: str = AGENCY) -> Actor:
        """A new officer whom accounts knows."""
        account_id = new_id()
        self.neighbours.contacts[account_id] = Contact(
            account_id=account_id,
            full_name="Trần Thị Bình",
            kind=AccountKind.OFFICER,
            agency_code=agency,
            unit=unit,
        )
        return Actor(
            kind=ActorKind.OFFICER, account_id=account_id, agency_code=agency, unit=unit, roles=roles
        )

    def store_file(self, owner: Actor | None = None) -> str:
        file_id = new_id()
        self.neighbours.files[file_id] = file(file_id, (owner or self.citizen).account_id)
        return file_id

    def submission(self, procedure_code: str = FREE) -> dict[str, Any]:
        request = SubmitDossier(
            command_id=new_id(),
            procedure_code=procedure_code,
            agency_code=AGENCY,
            form_data={"ho_ten": "Nguyễn Văn An"},
            papers=(PaperRef(component_code="cho_o", file_id=self.store_file()),),
        )
        return request.model_dump()

    def submit(self, procedure_code: str = FREE) -> Dossier:
        filed: Dossier = self.call("submit", self.citizen, **self.submission(procedure_code))
        return filed

    def act(self, action: DossierAction, of: Dossier, actor: Actor | None = None, **fields: Any) -> Dossier:
        """By the desk what is received there, else by the officer of all roles, unless said otherwise."""
        usual = DESK if action is DossierAction.ACCEPT else OFFICER
        done: Dossier = self.call(
            action.value, actor or usual, dossier_id=of.dossier_id, expected_version=of.version, **fields
        )
        return done

    def read(self, of: Dossier, actor: Actor = OFFICER) -> Dossier:
        found: Dossier = self.call("get_dossier", actor, dossier_id=of.dossier_id)
        return found


def received(office: Office) -> Dossier:
    return office.act(DossierAction.ACCEPT, office.submit())


def through_processing(office: Office, dossier: Dossier) -> Dossier:
    dossier = office.act(DossierAction.ACCEPT, dossier)
    dossier = office.act(DossierAction.START_PROCESSING, dossier, note="Bắt đầu")
    dossier = office.act(DossierAction.COMPLETE_STEP, dossier, step_code="tham_tra")
    return office.act(DossierAction.COMPLETE_STEP, dossier, step_code="ky")


def whole_life(office: Office, procedure_code: str = FREE) -> Dossier:
    dossier = through_processing(office, office.submit(procedure_code))
    file_id = office.store_file(OFFICER)
    dossier = office.act(
        DossierAction.ISSUE_RESULT, dossier, outcome=ResultOutcome.APPROVED, file_id=file_id, number="7"
    )
    return office.act(DossierAction.RETURN_RESULT, dossier, recipient="An", method=ReturnMethod.COUNTER)


def request_of(method: AnyMethod, fields: dict[str, Any]) -> Any:
    """The request; a command id is made up unless given."""
    if "command_id" in method.request.model_fields:
        fields.setdefault("command_id", new_id())
    return method.request(**fields)


@dataclass
class LocalOffice(Office):
    """The use cases, called in the test's own process on a real database."""

    deps: Dependencies = field(kw_only=True)

    @classmethod
    def on(cls, store: Store) -> LocalOffice:
        """With neighbours of its own, a citizen that nobody else is, and the usual laws."""
        neighbours = NeighbourAnswers()
        neighbours.laws = laws()
        clients = Clients.over(neighbours.client("dossiers"), CatalogueMemory(), OfficerNames())
        return cls(neighbours, store.database, deps=Dependencies.of(store, clients, LawCache()))

    def call(self, name: str, actor: Actor, locale: str = "vi", **fields: Any) -> Any:
        """What the test has changed in the catalogue since the last call counts."""
        self.deps.clients.catalog.memory.expire()
        request = request_of(METHODS[name], fields)
        return USE_CASES[name](self.deps, request, Context.new(actor, locale))

    def handle(self, event: AnyEvent) -> None:
        """As when the broker delivers an event of payments."""
        self.deps.clients.catalog.memory.expire()
        payment_events.handle_payment_event(self.deps, event, Context.new(event.actor))

    def run_timers(self, of: Dossier | DossierState, *, now: bool = False) -> None:
        """Run the due timers of one dossier, and those that this sets, until none is left; `now`: all that are set."""
        if now:
            timers_of = {"payload.dossier_id": of.dossier_id, "kind": {"$in": [ISSUE_TIMER, SEAL_TIMER]}}
            self.database.timers.update_many(timers_of, {"$set": {"due_at": utcnow()}})
        while (timer := self._claim(of.dossier_id)) is not None:
            own = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))
            TIMERS[timer.kind](self.deps, timer, own)
            timers.settle(self.database, [timer], [])

    def _claim(self, dossier_id: str) -> Timer | None:
        """As `timers.claim_due`, of one dossier: other tests' timers stay."""
        now, token = utcnow(), new_id()
        row = self.database.timers.find_one_and_update(
            {"payload.dossier_id": dossier_id, "due_at": {"$lte": now}},
            {"$set": {"due_at": now + timedelta(minutes=3), "token": token}, "$inc": {"attempts": 1}},
        )
        if row is None:
            return None
        claim = TimerClaim(token)
        return Timer(row["kind"], row["key"], row["due_at"], row["payload"], row["attempts"] + 1, claim)


def _event(type_: AnyEventType, payload: BillEvent, at: datetime | None = None) -> AnyEvent:
    return Event[Any](
        event_id=new_id(),
        type=type_.name,
        schema_version=1,
        aggregate_id=payload.bill_id,
        aggregate_version=1,
        occurred_at=at or utcnow(),
        actor=Actor(kind=ActorKind.SERVICE, name="payments"),
        correlation_id=new_id(),
        payload=payload,
    )


def _bill(of: Dossier, bill_id: str) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "dossier_id": of.dossier_id,
        "dossier_code": of.code,
        "payer_id": of.applicant.account_id,
        "agency_code": of.agency_code,
        "amount": 20_000,
    }
