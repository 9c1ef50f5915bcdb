"""Entrypoints of the records service."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    ReceivedEvent,
    Service,
    SettingsDependency,
    Timer,
    event_batch_handler,
    rpc,
    timer_batch_handler,
    timer_handler,
)
from contracts import records as contract
from contracts import topology
from contracts.audit import AnchorStatus, GetAnchorStatus, MakeAnchor
from contracts.base import Empty, Page
from contracts.data_readings import DataReading
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson, RestrictPerson
from contracts.records import (
    AddArchivePart,
    BeginDigitisation,
    CheckedSignature,
    CheckSignature,
    CloseArchive,
    CompleteDigitisation,
    ConfirmFields,
    DepositPaper,
    DescribeFiles,
    Digitisation,
    DigitisePaper,
    EndDocuments,
    EndMandate,
    FileInfo,
    FileInfos,
    FileTicket,
    FindStoredPapers,
    FoundPapers,
    GetCertificate,
    GetDigitisation,
    GetFile,
    GetPaper,
    GetSigningPowers,
    GrantMandate,
    IssueDocument,
    IssueDocuments,
    LendFiles,
    LentFiles,
    ListAccesses,
    ListCertificates,
    ListFileReadings,
    ListMandates,
    ListPapers,
    OpenDownload,
    OpenUpload,
    PaperAccess,
    ProposeFields,
    RegisterCertificate,
    RemovePaper,
    ReusablePapers,
    ReusePapers,
    RevokeCertificate,
    RevokePaper,
    SealResult,
    SealResults,
    SignData,
    SignedData,
    SignedDocument,
    SignedDocuments,
    SignedPackage,
    SigningCertificate,
    SigningMandate,
    SigningPowers,
    SignPackage,
    StoredPaper,
    StoredPapers,
    VerifiedDocument,
    VerifyDocument,
)
from contracts.retention import ApplyRetention, RetentionPart
from records.application import (
    anchoring,
    archives,
    certificates,
    expired_records,
    files,
    mandates,
    packages,
    personal_data,
    readings,
    restriction,
    retention,
    seal_trials,
)
from records.application.anchoring import ANCHOR, LEASE_S, Anchoring, anchor_files
from records.application.digitisation import completion, in_store, steps
from records.application.documents import (
    holders,
    issue,
    renewal,
    result_sealing,
    signed_data,
    standing,
    verification,
)
from records.application.documents.signing_context import SigningContext, SigningTools
from records.application.file_contents import DISCARD_BLOB, FORGET_FILE, TRY_SEAL, FileContents
from records.application.papers import deposit, queries, removal, reuse, revocation
from records.application.papers.paper_store import PaperStore
from records.domain.tickets import TicketSigner
from records.repository import GridFsBlobs, create_indexes
from records.repository.encrypted import ENCRYPTED
from records.settings import RecordsSettings

GATHER_S = 0.1
"""Seconds between two batches of events that share files, in which more come together."""
ARCHIVE_LEASE_S = 1800.0
"""Longer than the writing of some GB; within the time after which a blob that nobody uses is removed."""
TRIALS_AT_ONCE = 20
"""Files that are tried one after the other and noted by one request."""


class RecordsService(Service):
    name = "records"

    store = Mongo(
        indexes=create_indexes,
        standing_timers=(ANCHOR, renewal.RENEW_TIMESTAMPS, retention.READINGS),
        encrypted=ENCRYPTED,
    )
    rpc_client = Client()
    signer = ProcessScoped(RecordsSettings, lambda settings: TicketSigner(settings.ticket_key))
    signing_tools = ProcessScoped(RecordsSettings, SigningTools)
    settings = SettingsDependency(RecordsSettings)
    anchor_files = ProcessScoped(RecordsSettings, anchor_files)

    @rpc(contract.open_upload)
    def open_upload(self, request: OpenUpload, context: Context) -> FileTicket:
        return files.open_upload(self.store, self.signer, request, context)

    @rpc(contract.open_download)
    def open_download(self, request: OpenDownload, context: Context) -> FileTicket:
        return files.open_download(self._papers, self.signer, request, context)

    @rpc(contract.get_file)
    def get_file(self, request: GetFile, context: Context) -> FileInfo:
        return files.get_file(self._papers, request, context)

    @rpc(contract.list_file_readings)
    def list_file_readings(self, request: ListFileReadings, context: Context) -> Page[DataReading]:
        return readings.list_file_readings(self.store, request, context)

    @rpc(contract.lend_files)
    def lend_files(self, request: LendFiles, context: Context) -> LentFiles:
        return files.lend_files(self.store, self.signer, self.settings.public_url, request, context)

    @rpc(contract.sign_package)
    def sign_package(self, request: SignPackage, context: Context) -> SignedPackage:
        return packages.sign_package(self._signing, request, context)

    @rpc(contract.check_signature)
    def check_signature(self, request: CheckSignature, context: Context) -> CheckedSignature:
        return packages.check_signature(request, context)

    @rpc(contract.describe_files)
    def describe_files(self, request: DescribeFiles, context: Context) -> FileInfos:
        return files.describe_files(self._signing, request, context)

    @rpc(contract.issue_document)
    def issue_document(self, request: IssueDocument, context: Context) -> SignedDocument:
        return issue.issue_document(self._signing, request, context)

    @rpc(contract.issue_documents)
    def issue_documents(self, request: IssueDocuments, context: Context) -> SignedDocuments:
        return issue.issue_documents(self._signing, request, context)

    @rpc(contract.sign_data)
    def sign_data(self, request: SignData, context: Context) -> SignedData:
        return signed_data.sign_data(self._signing, request, context)

    @rpc(contract.end_documents)
    def end_documents(self, request: EndDocuments, context: Context) -> Empty:
        return standing.end_documents(self._signing, request, context)

    @rpc(contract.seal_result)
    def seal_result(self, request: SealResult, context: Context) -> StoredPaper:
        return result_sealing.seal_result(self._signing, request, context)

    @rpc(contract.seal_results)
    def seal_results(self, request: SealResults, context: Context) -> StoredPapers:
        return result_sealing.seal_results(self._signing, request, context)

    @rpc(contract.verify)
    def verify(self, request: VerifyDocument, context: Context) -> VerifiedDocument:  # noqa: ARG002  anybody may ask
        return verification.verify(self._signing.verifier, request)

    @rpc(contract.keep_paper)
    def keep_paper(self, request: DepositPaper, context: Context) -> StoredPaper:
        return deposit.keep_paper(self._signing, self.rpc_client, request, context)

    @rpc(contract.digitise_paper)
    def digitise_paper(self, request: DigitisePaper, context: Context) -> StoredPaper:
        return deposit.digitise_paper(self._signing, self.rpc_client, request, context)

    @rpc(contract.find_stored_papers)
    def find_stored_papers(self, request: FindStoredPapers, context: Context) -> FoundPapers:
        return in_store.find_stored_papers(self._papers, request, context)

    @rpc(contract.begin_digitisation)
    def begin_digitisation(self, request: BeginDigitisation, context: Context) -> Digitisation:
        return steps.begin_digitisation(self._signing, self.rpc_client, request, context)

    @rpc(contract.propose_fields)
    def propose_fields(self, request: ProposeFields, context: Context) -> Digitisation:
        return steps.propose_fields(self.store, request, context)

    @rpc(contract.confirm_fields)
    def confirm_fields(self, request: ConfirmFields, context: Context) -> Digitisation:
        return steps.confirm_fields(self.store, self.rpc_client, request, context)

    @rpc(contract.complete_digitisation)
    def complete_digitisation(self, request: CompleteDigitisation, context: Context) -> StoredPaper:
        return completion.complete_digitisation(self._signing, self.rpc_client, request, context)

    @rpc(contract.get_digitisation)
    def get_digitisation(self, request: GetDigitisation, context: Context) -> Digitisation:
        return steps.get_digitisation(self.store, request, context)

    @rpc(contract.revoke_paper)
    def revoke_paper(self, request: RevokePaper, context: Context) -> StoredPaper:
        return revocation.revoke_paper(self._papers, request, context)

    @rpc(contract.remove_paper)
    def remove_paper(self, request: RemovePaper, context: Context) -> Empty:
        return removal.remove_paper(self._papers, request, context)

    @rpc(contract.get_paper)
    def get_paper(self, request: GetPaper, context: Context) -> StoredPaper:
        return queries.get_paper(self._papers, request, context)

    @rpc(contract.list_papers)
    def list_papers(self, request: ListPapers, context: Context) -> Page[StoredPaper]:
        return queries.list_papers(self._papers, request, context)

    @rpc(contract.list_accesses)
    def list_accesses(self, request: ListAccesses, context: Context) -> Page[PaperAccess]:
        return queries.list_accesses(self._papers, request, context)

    @rpc(contract.reuse_papers)
    def reuse_papers(self, request: ReusePapers, context: Context) -> ReusablePapers:
        return reuse.reuse_papers(self.store, request, context)

    @rpc(contract.add_archive_part)
    def add_archive_part(self, request: AddArchivePart, context: Context) -> Empty:
        return archives.add_archive_part(self._signing, request, context)

    @rpc(contract.close_archive)
    def close_archive(self, request: CloseArchive, context: Context) -> Empty:
        return archives.close_archive(self._signing, request, context)

    @rpc(contract.register_certificate)
    def register_certificate(self, request: RegisterCertificate, context: Context) -> SigningCertificate:
        return certificates.register(self._signing, self.rpc_client, request, context)

    @rpc(contract.revoke_certificate)
    def revoke_certificate(self, request: RevokeCertificate, context: Context) -> SigningCertificate:
        return certificates.revoke(self.store, self.rpc_client, request, context)

    @rpc(contract.get_certificate)
    def get_certificate(self, request: GetCertificate, context: Context) -> SigningCertificate:
        return certificates.get_certificate(self.store, request, context)

    @rpc(contract.list_certificates)
    def list_certificates(self, request: ListCertificates, context: Context) -> Page[SigningCertificate]:
        return certificates.list_certificates(self.store, request, context)

    @rpc(contract.grant_mandate)
    def grant_mandate(self, request: GrantMandate, context: Context) -> SigningMandate:
        return mandates.grant(self.store, self.rpc_client, request, context)

    @rpc(contract.end_mandate)
    def end_mandate(self, request: EndMandate, context: Context) -> SigningMandate:
        return mandates.end(self.store, self.rpc_client, request, context)

    @rpc(contract.list_mandates)
    def list_mandates(self, request: ListMandates, context: Context) -> Page[SigningMandate]:
        return mandates.list_mandates(self.store, request, context)

    @rpc(contract.signing_powers)
    def signing_powers(self, request: GetSigningPowers, context: Context) -> SigningPowers:
        return mandates.signing_powers(self.store, request, context)

    @rpc(contract.export_person)
    def export_person(self, request: ExportPerson, context: Context) -> ExportedPart:
        return personal_data.export_person(self.store, request, context)

    @rpc(contract.erase_person)
    def erase_person(self, request: ErasePerson, context: Context) -> Erasure:
        return personal_data.erase_person(self.store, self._signing.blobs, request, context)

    @rpc(contract.restrict_person)
    def restrict_person(self, request: RestrictPerson, context: Context) -> Empty:
        return restriction.restrict_person(self.store, request, context)

    @rpc(contract.apply_retention)
    def apply_retention(self, request: ApplyRetention, context: Context) -> RetentionPart:
        return expired_records.apply_retention(self.store, self._signing.blobs, request, context)

    @rpc(contract.make_anchor)
    def make_anchor(self, request: MakeAnchor, context: Context) -> AnchorStatus:
        return anchoring.make_anchor(self._anchoring, request, context)

    @rpc(contract.get_anchor_status)
    def get_anchor_status(self, request: GetAnchorStatus, context: Context) -> AnchorStatus:  # noqa: ARG002
        return anchoring.get_anchor_status(self._anchoring, context)

    @timer_handler(retention.READINGS, concurrency=1, background=True)
    def delete_old_readings(self, timer: Timer, context: Context) -> None:  # noqa: ARG002
        retention.delete_old_readings(self.store, self.settings.readings_retained_days)

    @timer_handler(ANCHOR, lease_s=LEASE_S, concurrency=1, background=True)
    def anchor(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        anchoring.anchor_daily(self._anchoring, context)

    @timer_handler(renewal.RENEW_TIMESTAMPS, lease_s=renewal.LEASE_S, concurrency=1, background=True)
    def renew_archive_timestamps(self, timer: Timer, context: Context) -> None:  # noqa: ARG002  there is one
        within = timedelta(days=self.settings.archive_renewal_days)
        renewal.renew_archive_timestamps(self._signing, within, context)

    @event_batch_handler(topology.RECORDS_DOSSIER_FILES, pause_s=GATHER_S)
    def on_dossier_files(self, received: Sequence[ReceivedEvent]) -> None:
        sharing = [each for each in received if files.shares_something(each.event)]
        self.store.handle_batch_once(topology.RECORDS_DOSSIER_FILES, sharing, files.share_files)

    @event_batch_handler(topology.RECORDS_PROPOSED_RESULTS)
    def on_proposed_result(self, received: Sequence[ReceivedEvent]) -> None:
        self.store.handle_batch_once(topology.RECORDS_PROPOSED_RESULTS, received, files.share_drafts)

    @event_batch_handler(topology.RECORDS_DOSSIER_OWNERS)
    def on_dossier_owner(self, received: Sequence[ReceivedEvent]) -> None:
        self.store.handle_batch_once(topology.RECORDS_DOSSIER_OWNERS, received, files.share_files)

    @event_batch_handler(topology.RECORDS_DOSSIER_PASSINGS)
    def on_dossier_passings(self, received: Sequence[ReceivedEvent]) -> None:
        self.store.handle_batch_once(topology.RECORDS_DOSSIER_PASSINGS, received, files.share_files)

    @event_batch_handler(topology.RECORDS_TRANSFERS)
    def on_transfers(self, received: Sequence[ReceivedEvent]) -> None:
        self.store.handle_batch_once(topology.RECORDS_TRANSFERS, received, holders.note_holders)

    @event_batch_handler(topology.RECORDS_DOSSIER_ENDS)
    def on_dossier_end(self, received: Sequence[ReceivedEvent]) -> None:
        self.store.handle_batch_once(topology.RECORDS_DOSSIER_ENDS, received, files.share_files)

    @timer_handler(DISCARD_BLOB)
    def discard_blob(self, timer: Timer, context: Context) -> None:  # noqa: ARG002
        self._file_contents.discard_blob(timer.key)

    @timer_handler(FORGET_FILE)
    def forget_file(self, timer: Timer, context: Context) -> None:
        self._file_contents.forget_pending(timer.key, context)

    @timer_handler(archives.MAKE_ARCHIVE, lease_s=ARCHIVE_LEASE_S, concurrency=1, background=True)
    def make_archive(self, timer: Timer, context: Context) -> None:
        archives.make_archive(self._signing, timer.key, context)

    @timer_handler(archives.EXPIRE_ARCHIVE, concurrency=1, background=True)
    def expire_archive(self, timer: Timer, context: Context) -> None:
        archives.expire_archive(self._signing, timer.key, context)

    @timer_batch_handler(TRY_SEAL, most=TRIALS_AT_ONCE, concurrency=1, background=True)
    def try_seals(self, batch: Sequence[Timer], context: Context) -> Mapping[str, Exception]:  # noqa: ARG002
        seal_trials.try_scheduled(self._signing, batch)
        return {}

    @property
    def _papers(self) -> PaperStore:
        return PaperStore(self.store, self.rpc_client)

    @property
    def _anchoring(self) -> Anchoring:
        return Anchoring(self.store, self.rpc_client, self.signing_tools.making, self.anchor_files)

    @property
    def _signing(self) -> SigningContext:
        return SigningContext(self.store, GridFsBlobs(self.store.database), self.signing_tools)

    @property
    def _file_contents(self) -> FileContents:
        return FileContents(self.store, GridFsBlobs(self.store.database))
