"""The scan of a paper, checked by the rule of the day."""

from chassis.core.clock import utcnow
from contracts.base import Actor
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.time import local_day
from records.application.documents.signing_context import SigningContext
from records.application.papers.named import visible_file
from records.domain.content import PDF
from records.domain.digitisation.scan_rules import FILE, ScanReport, rule_on, scan_defects
from records.domain.files import File
from records.inspection.scan_reports import scan_report


def checked_scan(
    signing: SigningContext, file_id: str, actor: Actor, pages: int | None = None
) -> tuple[ScanReport, File]:
    """A scan that the caller may see, and what it is. Blocks as `scan_report`.

    Raises INVALID_REQUEST that says which page is wrong and what it has to be; FILE_NOT_USABLE and those of `scan_report`.
    """
    file = visible_file(signing, file_id, actor)
    content = file.stored_content
    if content.media_type != PDF:
        raise _refused(wrong_field(FILE, "scan_not_pdf"))
    rule = rule_on(local_day(utcnow()), signing.tools.scan_rules)
    data, _ = signing.file_contents.read(file_id)
    report = scan_report([data], content, file.name, rule.most_pages)
    defects = scan_defects(report, rule, pages)
    if defects:
        raise _refused(*defects)
    return report, file


def _refused(*errors: FieldError) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=errors)
