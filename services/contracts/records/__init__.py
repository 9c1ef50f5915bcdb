"""Files, documents and the personal store of papers. Bytes travel over HTTP by ticket, never here."""

from contracts.base import Method, Page
from contracts.events import EventType
from contracts.records.documents import (
    DocumentContent,
    IssueDocument,
    ListedDossier,
    ListedHandOver,
    ListedPaper,
    SignatureState,
    SignedDocument,
    VerificationCode,
    VerifiedDocument,
    VerifyDocument,
)
from contracts.records.files import (
    ACCEPTED_MEDIA_TYPES,
    MAX_FILE_BYTES,
    DescribeFiles,
    FileInfo,
    FileInfos,
    FileShared,
    FileState,
    FileStored,
    FileTicket,
    GetFile,
    OpenDownload,
    OpenUpload,
    Sha256,
)
from contracts.records.papers import (
    AccessKind,
    DepositPaper,
    DigitisePaper,
    GetPaper,
    ListAccesses,
    ListPapers,
    PaperAccess,
    PaperEvent,
    PaperOrigin,
    PaperOwner,
    PaperReusedEvent,
    PaperReuseRequest,
    PaperStatus,
    ReusablePapers,
    ReusePapers,
    RevokePaper,
    SealResult,
    StoredPaper,
)

SERVICE = "records"


open_upload = Method(SERVICE, "open_upload", OpenUpload, FileTicket)
open_download = Method(SERVICE, "open_download", OpenDownload, FileTicket)
get_file = Method(SERVICE, "get_file", GetFile, FileInfo)
describe_files = Method(SERVICE, "describe_files", DescribeFiles, FileInfos)

issue_document = Method(SERVICE, "issue_document", IssueDocument, SignedDocument)
verify = Method(SERVICE, "verify", VerifyDocument, VerifiedDocument)
seal_result = Method(SERVICE, "seal_result", SealResult, StoredPaper)
keep_paper = Method(SERVICE, "keep_paper", DepositPaper, StoredPaper)
digitise_paper = Method(SERVICE, "digitise_paper", DigitisePaper, StoredPaper)
revoke_paper = Method(SERVICE, "revoke_paper", RevokePaper, StoredPaper)
get_paper = Method(SERVICE, "get_paper", GetPaper, StoredPaper)
list_papers = Method(SERVICE, "list_papers", ListPapers, Page[StoredPaper])
list_accesses = Method(SERVICE, "list_accesses", ListAccesses, Page[PaperAccess])
reuse_papers = Method(SERVICE, "reuse_papers", ReusePapers, ReusablePapers)

METHODS = (
    open_upload, open_download, get_file, describe_files, keep_paper, digitise_paper, revoke_paper, get_paper,
    list_papers, list_accesses, reuse_papers, issue_document, seal_result, verify,
)  # fmt: skip

FILE_STORED = EventType("records.file_stored", FileStored)
FILE_SHARED = EventType("records.file_shared", FileShared)
PAPER_KEPT = EventType("records.paper_kept", PaperEvent)
PAPER_REPLACED = EventType("records.paper_replaced", PaperEvent)
PAPER_REVOKED = EventType("records.paper_revoked", PaperEvent)
PAPER_REUSED = EventType("records.paper_reused", PaperReusedEvent)
EVENTS = (FILE_STORED, FILE_SHARED, PAPER_KEPT, PAPER_REPLACED, PAPER_REVOKED, PAPER_REUSED)

__all__ = [
    "ACCEPTED_MEDIA_TYPES",
    "EVENTS",
    "FILE_SHARED",
    "FILE_STORED",
    "MAX_FILE_BYTES",
    "METHODS",
    "PAPER_KEPT",
    "PAPER_REPLACED",
    "PAPER_REUSED",
    "PAPER_REVOKED",
    "SERVICE",
    "AccessKind",
    "DepositPaper",
    "DescribeFiles",
    "DigitisePaper",
    "DocumentContent",
    "FileInfo",
    "FileInfos",
    "FileShared",
    "FileState",
    "FileStored",
    "FileTicket",
    "GetFile",
    "GetPaper",
    "IssueDocument",
    "ListAccesses",
    "ListPapers",
    "ListedDossier",
    "ListedHandOver",
    "ListedPaper",
    "OpenDownload",
    "OpenUpload",
    "PaperAccess",
    "PaperEvent",
    "PaperOrigin",
    "PaperOwner",
    "PaperReuseRequest",
    "PaperReusedEvent",
    "PaperStatus",
    "ReusablePapers",
    "ReusePapers",
    "RevokePaper",
    "SealResult",
    "Sha256",
    "SignatureState",
    "SignedDocument",
    "StoredPaper",
    "VerificationCode",
    "VerifiedDocument",
    "VerifyDocument",
    "describe_files",
    "digitise_paper",
    "get_file",
    "get_paper",
    "issue_document",
    "keep_paper",
    "list_accesses",
    "list_papers",
    "open_download",
    "open_upload",
    "reuse_papers",
    "revoke_paper",
    "seal_result",
    "verify",
]
