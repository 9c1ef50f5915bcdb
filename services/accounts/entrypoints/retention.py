"""What may go by schedule: the schedules, holds, and the runs that two persons answer for."""

from accounts.application.retention import in_force
from accounts.application.retention import runs as retention_runs
from accounts.application.retention import schedules as retention_schedules
from accounts.entrypoints.personal_data import WORK_LEASE_S
from chassis.runtime.service import (
    Context,
    RpcClient,
    Store,
    Timer,
    rpc,
    timer_handler,
)
from contracts import accounts as contract
from contracts.base import Page


class RetentionEntrypoints:
    """Needs the dependencies that it names."""

    store: Store
    rpc_client: RpcClient

    @rpc(contract.draft_retention_schedule)
    def draft_retention_schedule(
        self, request: contract.DraftRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.draft(self.store, request, context)

    @rpc(contract.redraft_retention_schedule)
    def redraft_retention_schedule(
        self, request: contract.RedraftRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.redraft(self.store, request, context)

    @rpc(contract.enact_retention_schedule)
    def enact_retention_schedule(
        self, request: contract.EnactRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.enact(self.store, request, context)

    @rpc(contract.get_retention_schedule)
    def get_retention_schedule(
        self, request: contract.GetRetentionSchedule, context: Context
    ) -> contract.RetentionSchedule:
        return retention_schedules.get(self.store, request, context)

    @rpc(contract.list_retention_schedules)
    def list_retention_schedules(
        self, request: contract.ListRetentionSchedules, context: Context
    ) -> Page[contract.RetentionSchedule]:
        return retention_schedules.list_schedules(self.store, request, context)

    @rpc(contract.make_retention_hold)
    def make_retention_hold(
        self, request: contract.MakeRetentionHold, context: Context
    ) -> contract.RetentionHold:
        return retention_schedules.make_hold(self.store, request, context)

    @rpc(contract.lift_retention_hold)
    def lift_retention_hold(
        self, request: contract.LiftRetentionHold, context: Context
    ) -> contract.RetentionHold:
        return retention_schedules.lift_hold(self.store, request, context)

    @rpc(contract.list_retention_holds)
    def list_retention_holds(
        self, request: contract.ListRetentionHolds, context: Context
    ) -> Page[contract.RetentionHold]:
        return retention_schedules.list_holds(self.store, request, context)

    @rpc(contract.list_held_records)
    def list_held_records(self, request: contract.ListHeldRecords, context: Context) -> contract.HeldRecords:
        return in_force.list_held_records(self.store, request, context)

    @rpc(contract.propose_retention_run)
    def propose_retention_run(
        self, request: contract.ProposeRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.propose(self.store, request, context)

    @rpc(contract.approve_retention_run)
    def approve_retention_run(
        self, request: contract.ApproveRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.approve(self.store, request, context)

    @rpc(contract.reject_retention_run)
    def reject_retention_run(
        self, request: contract.RejectRetentionRun, context: Context
    ) -> contract.RetentionRun:
        return retention_runs.reject(self.store, request, context)

    @rpc(contract.get_retention_run)
    def get_retention_run(self, request: contract.GetRetentionRun, context: Context) -> contract.RetentionRun:
        return retention_runs.get(self.store, request, context)

    @rpc(contract.list_retention_runs)
    def list_retention_runs(
        self, request: contract.ListRetentionRuns, context: Context
    ) -> Page[contract.RetentionRun]:
        return retention_runs.list_runs(self.store, request, context)

    @timer_handler(retention_runs.RUN, lease_s=WORK_LEASE_S, concurrency=1, background=True)
    def on_retention_run(self, timer: Timer, context: Context) -> None:
        retention_runs.carry_out(self.store, self.rpc_client, timer.key, context)
