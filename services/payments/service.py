"""Entrypoints of the payments service."""

from collections.abc import Sequence

from chassis.core.clock import utcnow
from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    ReceivedEvent,
    RunAgainAt,
    Service,
    SettingsDependency,
    Timer,
    event_batch_handler,
    rpc,
    timer_handler,
)
from contracts import payments as contract
from contracts import receipts as receipt_contract
from contracts import reconciliation as reconciliation_contract
from contracts import tax_summaries as tax_contract
from contracts import topology
from contracts.bank_transfers import (
    AssignBankTransfer,
    BankTransfer,
    GetTransferInstructions,
    ListBankTransfers,
    TransferInstructions,
)
from contracts.base import Page
from contracts.payment_ledger import RebuildLedger, RebuiltLedger
from contracts.payment_means import GetPaymentMeans, PaymentMeans
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.refunds import ActOnRefund, GetRefund, ListRefunds, OpenRefund, Refund
from contracts.retention import ApplyRetention, RetentionPart
from payments.application import (
    bank_transfers,
    billing,
    expired_records,
    lapses,
    ledger,
    order_cancellation,
    order_creation,
    order_polling,
    payment_means,
    personal_data,
    provider_notifications,
    queries,
    refund_sending,
    refunds,
)
from payments.application.receipts import commands as receipt_commands
from payments.application.receipts import documents as receipt_documents
from payments.application.receipts import issue as receipt_issue
from payments.application.receipts import queries as receipt_queries
from payments.application.reconciliation import decisions as case_decisions
from payments.application.reconciliation import files as statement_files
from payments.application.reconciliation import settlement_sheet
from payments.application.tax_summaries import decisions as tax_decisions
from payments.application.tax_summaries import prepare as tax_prepare
from payments.application.tax_summaries import send as tax_send
from payments.clients.tax_link import TaxLink
from payments.domain.refund_graph import REFUND_TIMER
from payments.providers.registry import load_providers, timer_kinds
from payments.repository.indexes import create_indexes
from payments.repository.migrations import MIGRATIONS
from payments.settings import PaymentsSettings

GATHER_S = 0.1
"""Seconds between two batches of events of results, in which more come together: all but refusals leave nothing behind."""


class PaymentsService(Service):
    name = "payments"

    providers = ProcessScoped(PaymentsSettings, lambda settings: load_providers(settings.payment_providers))
    rpc_client = Client()
    tax_link = ProcessScoped(PaymentsSettings, TaxLink)
    settings = SettingsDependency(PaymentsSettings)
    store = Mongo(indexes=create_indexes, migrations=MIGRATIONS)

    @rpc(contract.get_bill)
    def get_bill(self, request: contract.GetBill, context: Context) -> contract.Bill:
        return queries.get_bill(self.store, request, context)

    @rpc(contract.list_bills)
    def list_bills(self, request: contract.ListBills, context: Context) -> Page[contract.Bill]:
        return queries.list_bills(self.store, request, context)

    @rpc(contract.get_order)
    def get_order(self, request: contract.GetOrder, context: Context) -> contract.PaymentOrder:
        return queries.get_order(self.store, request, context)

    @rpc(contract.list_orders)
    def list_orders(self, request: contract.ListOrders, context: Context) -> Page[contract.PaymentOrder]:
        return queries.list_orders(self.store, request, context)

    @rpc(contract.create_order)
    def create_order(self, request: contract.CreateOrder, context: Context) -> contract.PaymentOrder:
        return order_creation.create_order(
            self.store, self.providers, request, context, self.settings.payment_return_urls
        )

    @rpc(contract.cancel_order)
    def cancel_order(self, request: contract.CancelOrder, context: Context) -> contract.PaymentOrder:
        return order_cancellation.cancel_order(self.store, request, context)

    @rpc(contract.get_payment_means)
    def get_payment_means(self, request: GetPaymentMeans, context: Context) -> PaymentMeans:  # noqa: ARG002  the signature is the caller's right
        return payment_means.get_payment_means(
            self.store, self.providers, self.settings.payment_providers, request
        )

    @rpc(contract.get_transfer_instructions)
    def get_transfer_instructions(
        self,
        request: GetTransferInstructions,
        context: Context,  # noqa: ARG002  the code is the caller's right
    ) -> TransferInstructions:
        return bank_transfers.transfer_instructions(self.store, self.providers.by_transfer, request, utcnow())

    @rpc(contract.list_bank_transfers)
    def list_bank_transfers(self, request: ListBankTransfers, context: Context) -> Page[BankTransfer]:
        return bank_transfers.list_bank_transfers(self.store, request, context)

    @rpc(contract.assign_bank_transfer)
    def assign_bank_transfer(self, request: AssignBankTransfer, context: Context) -> BankTransfer:
        return bank_transfers.assign_bank_transfer(self.store, self.providers.by_transfer, request, context)

    @rpc(contract.open_refund)
    def open_refund(self, request: OpenRefund, context: Context) -> Refund:
        return refunds.open_refund(self.store, request, context)

    @rpc(contract.act_on_refund)
    def act_on_refund(self, request: ActOnRefund, context: Context) -> Refund:
        return refunds.act_on_refund(self.store, self.providers, request, context)

    @rpc(contract.get_refund)
    def get_refund(self, request: GetRefund, context: Context) -> Refund:
        return refunds.get_refund(self.store, request, context)

    @rpc(contract.list_refunds)
    def list_refunds(self, request: ListRefunds, context: Context) -> Page[Refund]:
        return refunds.list_refunds(self.store, request, context)

    @rpc(contract.rebuild_ledger)
    def rebuild_ledger(self, request: RebuildLedger, context: Context) -> RebuiltLedger:
        return ledger.rebuild_ledger(self.store, request, context)

    @rpc(contract.receive_notification)
    def receive_notification(
        self, request: contract.ProviderCall, context: Context
    ) -> contract.ProviderAnswer:
        by_transfer = self.providers.by_transfer
        if by_transfer is not None and request.provider == by_transfer.feed.name:
            return bank_transfers.receive_movements(self.store, by_transfer, request, context, utcnow())
        return provider_notifications.receive_notification(self.store, self.providers, request, context)

    @rpc(contract.read_return)
    def read_return(self, request: contract.ProviderCall, context: Context) -> contract.PaymentReturn:  # noqa: ARG002  the signature is the caller's right
        return provider_notifications.read_return(self.store, self.providers, request)

    @rpc(receipt_contract.register_collector)
    def register_collector(
        self, request: receipt_contract.RegisterCollector, context: Context
    ) -> receipt_contract.Collector:
        return receipt_commands.register_collector(self.store, request, context)

    @rpc(receipt_contract.list_collectors)
    def list_collectors(
        self, request: receipt_contract.ListCollectors, context: Context
    ) -> Page[receipt_contract.Collector]:
        return receipt_queries.list_collectors(self.store, request, context)

    @rpc(receipt_contract.get_receipt)
    def get_receipt(self, request: receipt_contract.GetReceipt, context: Context) -> receipt_contract.Receipt:
        return receipt_queries.get_receipt(self.store, request, context)

    @rpc(receipt_contract.list_receipts)
    def list_receipts(
        self, request: receipt_contract.ListReceipts, context: Context
    ) -> Page[receipt_contract.Receipt]:
        return receipt_queries.list_receipts(self.store, request, context)

    @rpc(receipt_contract.cancel_receipt)
    def cancel_receipt(
        self, request: receipt_contract.CancelReceipt, context: Context
    ) -> receipt_contract.Receipt:
        return receipt_commands.cancel_receipt(self.store, request, context)

    @rpc(receipt_contract.replace_receipt)
    def replace_receipt(
        self, request: receipt_contract.ReplaceReceipt, context: Context
    ) -> receipt_contract.Receipt:
        return receipt_commands.replace_receipt(self.store, request, context)

    @rpc(tax_contract.list_tax_summaries)
    def list_tax_summaries(
        self, request: tax_contract.ListTaxSummaries, context: Context
    ) -> Page[tax_contract.TaxSummary]:
        return tax_decisions.list_tax_summaries(self.store, request, context)

    @rpc(tax_contract.get_tax_summary)
    def get_tax_summary(
        self, request: tax_contract.GetTaxSummary, context: Context
    ) -> tax_contract.TaxSummary:
        return tax_decisions.get_tax_summary(self.store, request, context)

    @rpc(tax_contract.hand_over_tax_summary)
    def hand_over_tax_summary(
        self, request: tax_contract.HandOverSummary, context: Context
    ) -> tax_contract.TaxSummary:
        return tax_decisions.hand_over(self.store, request, context)

    @rpc(tax_contract.send_tax_summary_again)
    def send_tax_summary_again(
        self, request: tax_contract.SendSummaryAgain, context: Context
    ) -> tax_contract.TaxSummary:
        return tax_decisions.send_again(self.store, request, context)

    @rpc(reconciliation_contract.reconcile_lines)
    def reconcile_lines(
        self, request: reconciliation_contract.ReconcileLines, context: Context
    ) -> reconciliation_contract.ReconciledLines:
        return statement_files.reconcile_lines(self.store, self.providers, request, context)

    @rpc(reconciliation_contract.find_missing_theirs)
    def find_missing_theirs(
        self, request: reconciliation_contract.FindMissingTheirs, context: Context
    ) -> reconciliation_contract.FoundMissingTheirs:
        return statement_files.find_missing_theirs(self.store, self.providers, request, context)

    @rpc(reconciliation_contract.list_reconciliation_cases)
    def list_reconciliation_cases(
        self, request: reconciliation_contract.ListReconciliationCases, context: Context
    ) -> Page[reconciliation_contract.ReconciliationCase]:
        return case_decisions.list_cases(self.store, request, context)

    @rpc(reconciliation_contract.get_reconciliation_case)
    def get_reconciliation_case(
        self, request: reconciliation_contract.GetReconciliationCase, context: Context
    ) -> reconciliation_contract.ReconciliationCase:
        return case_decisions.get_case(self.store, request, context)

    @rpc(reconciliation_contract.close_reconciliation_case)
    def close_reconciliation_case(
        self, request: reconciliation_contract.CloseReconciliationCase, context: Context
    ) -> reconciliation_contract.ReconciliationCase:
        return case_decisions.close_case(self.store, request, context)

    @rpc(reconciliation_contract.get_settlement)
    def get_settlement(
        self, request: reconciliation_contract.GetSettlement, context: Context
    ) -> reconciliation_contract.Settlement:
        return settlement_sheet.get_settlement(self.store, request, context)

    @timer_handler(tax_prepare.PREPARE, background=True)
    def prepare_tax_summary(self, timer: Timer, context: Context) -> None:
        next_run = tax_prepare.prepare(self.store, timer.key, context)
        if next_run is not None:
            raise RunAgainAt(next_run)

    @timer_handler(tax_prepare.SEND, concurrency=2, lease_s=tax_send.LEASE_S, background=True)
    def send_tax_summary(self, timer: Timer, context: Context) -> None:
        next_try = tax_send.send_summary(self.store, self.rpc_client, self.tax_link, timer.key, context)
        if next_try is not None:
            raise RunAgainAt(next_try)

    @timer_handler(receipt_issue.DOCUMENTS, background=True)
    def make_receipt_documents(self, timer: Timer, context: Context) -> None:
        receipt_documents.make_documents(self.store, self.rpc_client, timer.key, context)

    @timer_handler(receipt_commands.LATE, concurrency=1, background=True)
    def issue_late_receipts(self, timer: Timer, context: Context) -> None:
        next_run = receipt_issue.issue_late(self.store, timer.key, context)
        if next_run is not None:
            raise RunAgainAt(next_run)

    @rpc(contract.export_person)
    def export_person(self, request: ExportPerson, context: Context) -> ExportedPart:
        return personal_data.export_person(self.store, request, context)

    @rpc(contract.erase_person)
    def erase_person(self, request: ErasePerson, context: Context) -> Erasure:
        return personal_data.erase_person(self.store, request, context)

    @rpc(contract.apply_retention)
    def apply_retention(self, request: ApplyRetention, context: Context) -> RetentionPart:
        return expired_records.apply_retention(self.store, request, context)

    @event_batch_handler(topology.PAYMENTS_FEES)
    def on_fees(self, received: Sequence[ReceivedEvent]) -> None:
        billing.follow_fees(self.store, received)

    @event_batch_handler(topology.PAYMENTS_RESULTS, pause_s=GATHER_S)
    def on_results(self, received: Sequence[ReceivedEvent]) -> None:
        billing.follow_results(self.store, received)

    @event_batch_handler(topology.PAYMENTS_LAPSES)
    def on_lapses(self, received: Sequence[ReceivedEvent]) -> None:
        lapses.follow_lapses(self.store, received)

    @timer_handler(*timer_kinds())
    def query_order(self, timer: Timer, context: Context) -> None:
        next_query = order_polling.poll_order(self.store, self.providers, timer.key, context)
        if next_query is not None:
            raise RunAgainAt(next_query)

    @timer_handler(REFUND_TIMER)
    def advance_refund(self, timer: Timer, context: Context) -> None:
        next_look = refund_sending.advance_refund(self.store, self.providers, timer.key, context)
        if next_look is not None:
            raise RunAgainAt(next_look)
