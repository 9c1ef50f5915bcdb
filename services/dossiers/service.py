"""The dossiers service: its dependencies and its entrypoints."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    Service,
    SettingsDependency,
    Timer,
    event_handler,
    rpc,
    timer_batch_handler,
    timer_handler,
)
from contracts import accounts, topology
from contracts import dossiers as contract
from contracts.base import Method, Model
from contracts.events import AnyEvent
from dossiers.application import (
    bulk,
    deadlines,
    delegations,
    expired_records,
    outages,
    ownership,
    payments,
    personal_data,
    readings,
    regime_trials,
    restriction,
    retention,
    submission,
    succession,
    suggestions,
)
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
from dossiers.clients.signing_powers import KnownPowers
from dossiers.repository import LawCache, create_indexes
from dossiers.repository.encrypted import ENCRYPTED
from dossiers.repository.migrations import MIGRATIONS
from dossiers.settings import DossiersSettings

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)
Entrypoint = Callable[["DossiersService", Req, Context], Res]
UseCase = Callable[[Dependencies, Req, Context], Res]

LEASE_S = 180.0
"""Longer than the making of several documents, each with its deadline."""
DOCUMENTS_AT_ONCE = 10
"""Made or sealed by one request to records and stored in one transaction: more of them save little, and hold up the acts
of people longer."""


def use_case(method: Method[Req, Res], run: UseCase[Req, Res]) -> Entrypoint[Req, Res]:
    """The entrypoint that answers `method` with a use case."""

    def entrypoint(service: "DossiersService", request: Req, context: Context) -> Res:
        return run(service.dependencies, request, context)

    entrypoint.__name__ = method.name
    return rpc(method)(entrypoint)


def action(command: ActionCommand[Any]) -> Entrypoint[Any, contract.Dossier]:
    """The entrypoint of one action of the table."""
    return use_case(command.method, lambda deps, request, context: execute(deps, command, request, context))


def with_actions(service: type["DossiersService"]) -> type["DossiersService"]:
    """Gives the class an entrypoint for every row of `COMMANDS`, named as the action."""
    for command in COMMANDS.values():
        setattr(service, command.method.name, action(command))
    return service


@with_actions
class DossiersService(Service):
    name = "dossiers"

    store = Mongo(
        indexes=create_indexes,
        migrations=MIGRATIONS,
        standing_timers=(retention.READINGS, closed_dossiers.PLACE_TIMER),
        encrypted=ENCRYPTED,
    )
    settings = SettingsDependency(DossiersSettings)
    rpc_client = Client()
    law_cache = LawCache()
    catalogue_memory = CatalogueMemory()
    officer_names = OfficerNames()
    known_powers = KnownPowers()
    live_listeners: ClassVar = {accounts.OFFICER_CHANGED.name: officer_names.on_officer_changed}

    @property
    def dependencies(self) -> Dependencies:
        return Dependencies.of(
            self.store,
            Clients.over(self.rpc_client, self.catalogue_memory, self.officer_names, self.known_powers),
            self.law_cache,
        )

    submit = use_case(contract.submit, submission.submit)
    file_at_desk = use_case(contract.file_at_desk, submission.file_at_desk)
    succeed_agency = use_case(contract.succeed_agency, succession.succeed_agency)
    act_on_many = use_case(contract.act_on_many, bulk.act_on_many)

    get_dossier = use_case(contract.get_dossier, dossier.get_dossier)
    get_history = use_case(contract.get_history, dossier.get_history)
    get_record = use_case(contract.get_record, dossier.get_record)
    get_clock = use_case(contract.get_clock, due_date.get_clock)
    get_archive_record = use_case(contract.get_archive_record, archive.get_archive_record)
    try_regime = use_case(contract.try_regime, regime_trial.try_regime)
    list_dossiers = use_case(contract.list_dossiers, lists.list_dossiers)
    count_desk = use_case(contract.count_desk, lists.count_desk)
    get_digitisation_figures = use_case(
        contract.get_digitisation_figures, digitisation_figures.get_digitisation_figures
    )
    suggest_act = use_case(contract.suggest_act, suggestions.suggest_act)
    list_suggestions = use_case(contract.list_suggestions, suggestions.list_suggestions)
    get_suggestion_figures = use_case(contract.get_suggestion_figures, suggestions.get_suggestion_figures)
    quote_fees = use_case(contract.quote_fees, fee_quote.quote_fees)
    look_up = use_case(contract.look_up, public.look_up)
    read_feed = use_case(contract.read_feed, public.read_feed)

    export_person = use_case(
        contract.export_person,
        lambda deps, request, context: personal_data.export_person(deps.store, request, context),
    )
    erase_person = use_case(
        contract.erase_person,
        lambda deps, request, context: personal_data.erase_person(deps.store, request, context),
    )

    restrict_person = use_case(
        contract.restrict_person,
        lambda deps, request, context: restriction.restrict_person(deps.store, request, context),
    )
    apply_retention = use_case(
        contract.apply_retention,
        lambda deps, request, context: expired_records.apply_retention(deps.store, request, context),
    )

    list_readings = use_case(contract.list_readings, readings.list_readings)

    get_control_sheet = use_case(contract.get_control_sheet, register.get_control_sheet)
    list_register = use_case(contract.list_register, register.list_register)
    issue_control_sheet = use_case(contract.issue_control_sheet, office.issue_control_sheet)
    issue_register = use_case(contract.issue_register, office.issue_register)

    start_regime_trial = use_case(contract.start_regime_trial, regime_trials.start_regime_trial)
    get_regime_trial = use_case(contract.get_regime_trial, regime_trials.get_regime_trial)
    list_regime_trials = use_case(contract.list_regime_trials, regime_trials.list_regime_trials)

    draft_file_plan = use_case(contract.draft_file_plan, file_plans.draft_file_plan)
    redraft_file_plan = use_case(contract.redraft_file_plan, file_plans.redraft_file_plan)
    enact_file_plan = use_case(contract.enact_file_plan, file_plans.enact_file_plan)
    get_file_plan = use_case(contract.get_file_plan, file_plans.get_file_plan)
    list_file_plans = use_case(contract.list_file_plans, file_plans.list_file_plans)
    list_closed_dossiers = use_case(contract.list_closed_dossiers, closed_dossiers.list_closed_dossiers)
    classify_dossiers = use_case(contract.classify_dossiers, closed_dossiers.classify_dossiers)
    place_closed_dossiers = use_case(contract.place_closed_dossiers, closed_dossiers.place_closed_dossiers)
    list_unpackaged = use_case(contract.list_unpackaged, closed_dossiers.list_unpackaged)
    note_package = use_case(contract.note_package, closed_dossiers.note_package)

    make_transfer = use_case(contract.make_transfer, transfers.make_transfer)
    confirm_transfer = use_case(contract.confirm_transfer, transfers.confirm_transfer)
    cancel_transfer = use_case(contract.cancel_transfer, transfers.cancel_transfer)
    get_transfer = use_case(contract.get_transfer, transfers.get_transfer)
    get_transfer_documents = use_case(contract.get_transfer_documents, transfers.get_transfer_documents)
    list_transfers = use_case(contract.list_transfers, transfers.list_transfers)
    record_receipt = use_case(contract.record_receipt, transfers.record_receipt)

    record_outage = use_case(contract.record_outage, outages.record_outage)
    end_outage = use_case(contract.end_outage, outages.end_outage)
    get_outage = use_case(contract.get_outage, outages.get_outage)
    list_outages = use_case(contract.list_outages, outages.list_outages)

    delegate = use_case(contract.delegate, delegations.delegate)
    end_delegation = use_case(contract.end_delegation, delegations.end_delegation)
    list_delegations = use_case(contract.list_delegations, delegations.list_delegations)

    @timer_batch_handler(ISSUE_TIMER, most=DOCUMENTS_AT_ONCE, lease_s=LEASE_S, concurrency=2, background=True)
    def issue_documents(self, batch: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
        return issue.issue_scheduled(self.dependencies, batch, context)

    @timer_batch_handler(SEAL_TIMER, most=DOCUMENTS_AT_ONCE, lease_s=LEASE_S, concurrency=2, background=True)
    def seal_results(self, batch: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
        return seal.seal_scheduled(self.dependencies, batch, context)

    @timer_handler(retention.READINGS, concurrency=1, background=True)
    def delete_old_readings(self, timer: Timer, context: Context) -> None:  # noqa: ARG002
        retention.delete_old_readings(self.store, self.settings.readings_retained_days)

    @timer_handler(closed_dossiers.PLACE_TIMER, lease_s=LEASE_S, concurrency=1, background=True)
    def place_closed(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        closed_dossiers.place_hourly(self.dependencies, context)

    @timer_handler(regime_trials.TRIAL_TIMER, concurrency=1, background=True)
    def count_regime_trial(self, timer: Timer, context: Context) -> None:
        regime_trials.count_on(self.dependencies, timer, context)

    @timer_handler(outages.OUTAGE_TIMER, lease_s=LEASE_S, concurrency=1, background=True)
    def move_due_dates(self, timer: Timer, context: Context) -> None:
        outages.move_due_dates(self.dependencies, timer, context)

    @timer_handler(DEADLINE_TIMER)
    def on_deadline(self, timer: Timer, context: Context) -> None:
        deadlines.send_reminder(self.dependencies, timer, context)

    @event_handler(topology.DOSSIERS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        payments.handle_payment_event(self.dependencies, event, context)

    @event_handler(topology.DOSSIERS_IDENTITY)
    def on_number_proved(self, event: AnyEvent, context: Context) -> None:
        ownership.handle_number_proved(self.dependencies, event, context)
