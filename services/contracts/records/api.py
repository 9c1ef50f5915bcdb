"""Methods of the records service: every RPC that it offers."""

from contracts.audit import AnchorStatus, GetAnchorStatus, MakeAnchor
from contracts.base import Empty, Method, Page, methods_of
from contracts.data_readings import DataReading
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson, RestrictPerson
from contracts.records import (
    archives,
    certificates,
    digitisation,
    documents,
    files,
    mandates,
    packages,
    papers,
    signed_data,
)
from contracts.retention import ApplyRetention, RetentionPart

SERVICE = "records"


open_upload = Method(SERVICE, "open_upload", files.OpenUpload, files.FileTicket)
open_download = Method(SERVICE, "open_download", files.OpenDownload, files.FileTicket)
get_file = Method(SERVICE, "get_file", files.GetFile, files.FileInfo)
list_file_readings = Method(SERVICE, "list_file_readings", files.ListFileReadings, Page[DataReading])
lend_files = Method(SERVICE, "lend_files", files.LendFiles, files.LentFiles)
describe_files = Method(SERVICE, "describe_files", files.DescribeFiles, files.FileInfos)

issue_document = Method(SERVICE, "issue_document", documents.IssueDocument, documents.SignedDocument)
issue_documents = Method(SERVICE, "issue_documents", documents.IssueDocuments, documents.SignedDocuments)
sign_data = Method(SERVICE, "sign_data", signed_data.SignData, signed_data.SignedData)
end_documents = Method(SERVICE, "end_documents", signed_data.EndDocuments, Empty)
verify = Method(SERVICE, "verify", documents.VerifyDocument, documents.VerifiedDocument)
seal_result = Method(SERVICE, "seal_result", papers.SealResult, papers.StoredPaper)
seal_results = Method(SERVICE, "seal_results", papers.SealResults, papers.StoredPapers)
keep_paper = Method(SERVICE, "keep_paper", papers.DepositPaper, papers.StoredPaper)
digitise_paper = Method(SERVICE, "digitise_paper", papers.DigitisePaper, papers.StoredPaper)
begin_digitisation = Method(
    SERVICE, "begin_digitisation", digitisation.BeginDigitisation, digitisation.Digitisation
)
propose_fields = Method(SERVICE, "propose_fields", digitisation.ProposeFields, digitisation.Digitisation)
confirm_fields = Method(SERVICE, "confirm_fields", digitisation.ConfirmFields, digitisation.Digitisation)
complete_digitisation = Method(
    SERVICE, "complete_digitisation", digitisation.CompleteDigitisation, papers.StoredPaper
)
get_digitisation = Method(
    SERVICE, "get_digitisation", digitisation.GetDigitisation, digitisation.Digitisation
)
find_stored_papers = Method(
    SERVICE, "find_stored_papers", digitisation.FindStoredPapers, digitisation.FoundPapers
)
revoke_paper = Method(SERVICE, "revoke_paper", papers.RevokePaper, papers.StoredPaper)
remove_paper = Method(SERVICE, "remove_paper", papers.RemovePaper, Empty)
get_paper = Method(SERVICE, "get_paper", papers.GetPaper, papers.StoredPaper)
list_papers = Method(SERVICE, "list_papers", papers.ListPapers, Page[papers.StoredPaper])
list_accesses = Method(SERVICE, "list_accesses", papers.ListAccesses, Page[papers.PaperAccess])
reuse_papers = Method(SERVICE, "reuse_papers", papers.ReusePapers, papers.ReusablePapers)
add_archive_part = Method(SERVICE, "add_archive_part", archives.AddArchivePart, Empty)
close_archive = Method(SERVICE, "close_archive", archives.CloseArchive, Empty)

register_certificate = Method(
    SERVICE, "register_certificate", certificates.RegisterCertificate, certificates.SigningCertificate
)
revoke_certificate = Method(
    SERVICE, "revoke_certificate", certificates.RevokeCertificate, certificates.SigningCertificate
)
get_certificate = Method(
    SERVICE, "get_certificate", certificates.GetCertificate, certificates.SigningCertificate
)
list_certificates = Method(
    SERVICE, "list_certificates", certificates.ListCertificates, Page[certificates.SigningCertificate]
)

grant_mandate = Method(SERVICE, "grant_mandate", mandates.GrantMandate, mandates.SigningMandate)
end_mandate = Method(SERVICE, "end_mandate", mandates.EndMandate, mandates.SigningMandate)
list_mandates = Method(SERVICE, "list_mandates", mandates.ListMandates, Page[mandates.SigningMandate])
signing_powers = Method(SERVICE, "signing_powers", mandates.GetSigningPowers, mandates.SigningPowers)

export_person = Method(SERVICE, "export_person", ExportPerson, ExportedPart)
erase_person = Method(SERVICE, "erase_person", ErasePerson, Erasure)
restrict_person = Method(SERVICE, "restrict_person", RestrictPerson, Empty)
apply_retention = Method(SERVICE, "apply_retention", ApplyRetention, RetentionPart)

sign_package = Method(SERVICE, "sign_package", packages.SignPackage, packages.SignedPackage)
check_signature = Method(SERVICE, "check_signature", packages.CheckSignature, packages.CheckedSignature)
make_anchor = Method(SERVICE, "make_anchor", MakeAnchor, AnchorStatus)
get_anchor_status = Method(SERVICE, "get_anchor_status", GetAnchorStatus, AnchorStatus)

METHODS = methods_of(__name__)
