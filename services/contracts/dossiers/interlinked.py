"""Nhóm thủ tục hành chính liên thông: what one agency of a group awaits of another one, or of the owner of a dwelling."""

from enum import StrEnum

from contracts.base import Body, Instant, Model
from contracts.dossiers.commands import DossierCommand
from contracts.printable import LongText, ShortText, Title


class ConsentOutcome(StrEnum):
    """What the owner of a dwelling answered (ý kiến của chủ sở hữu)."""

    GIVEN = "given"  # đồng ý
    REFUSED = "refused"  # không đồng ý


class OwnerConsent(Model):
    """The consent of the owner of a dwelling (sự đồng ý của chủ sở hữu chỗ ở hợp pháp, NĐ 301/2026/NĐ-CP art 6.3).

    The clock waits from `requested_at` until `closed_at`: the answer, the end of the time, or the end of the processing.
    """

    consent_id: str
    """Id of the request for consent."""
    owner_name: str
    """Name of the owner of the dwelling (chủ sở hữu chỗ ở)."""
    content: str
    """What is consented to (nội dung xin ý kiến)."""
    requested_at: Instant
    """When the owner was asked (UTC)."""
    requested_by: str | None = None
    """Account of the officer who asked."""
    until: Instant
    """Until when the owner answers (UTC)."""
    outcome: ConsentOutcome | None = None
    """What the owner answered; none: nothing yet, or not in time."""
    evidence: str | None = None
    """Reference of the answer in the system of electronic identity (mã giao dịch)."""
    closed_at: Instant | None = None
    """When the waiting ended; none: it goes on (UTC)."""


class AwaitedKind(StrEnum):
    """What is awaited within a group (việc đang chờ trong nhóm liên thông)."""

    CONSENT = "consent"  # chủ sở hữu chỗ ở đồng ý (art 6.3)
    SYNCHRONISATION = "synchronisation"  # đồng bộ kết quả (63.7.4)
    ACKNOWLEDGEMENT = "acknowledgement"  # cơ quan tiếp theo xác nhận tiếp nhận (63.7.4)


class AwaitedAct(Model):
    """Something that is awaited until a moment within a group of interlinked procedures (thời hạn trong nhóm liên thông)."""

    kind: AwaitedKind
    """What is awaited."""
    until: Instant
    """Until when (UTC); after it both sides are warned."""
    step_code: str | None = None
    """Code of the step that it is about."""
    consent_id: str | None = None
    """Id of the request for consent."""


class RequestConsentBody(Body):
    """To ask the owner of a dwelling for consent by electronic identity (NĐ 301/2026/NĐ-CP art 6.3).

    In a group of interlinked procedures. The clock waits until the answer, for the days of the group at most.
    """

    owner_name: Title
    """Name of the owner of the dwelling (chủ sở hữu chỗ ở)."""
    content: LongText
    """What is consented to (nội dung xin ý kiến)."""


class RequestConsent(RequestConsentBody, DossierCommand):
    """Command to ask the owner of a dwelling for consent (xin ý kiến chủ sở hữu chỗ ở)."""


class RecordConsentBody(Body):
    """The answer of the owner of a dwelling, as the system of electronic identity gives it."""

    consent_id: ShortText
    """Id of the request for consent."""
    outcome: ConsentOutcome
    """What the owner answered."""
    evidence: ShortText
    """Reference of the answer in the system of electronic identity (mã giao dịch)."""


class RecordConsent(RecordConsentBody, DossierCommand):
    """Command to record the answer of the owner of a dwelling (ghi nhận ý kiến chủ sở hữu chỗ ở)."""


class AcknowledgeStepBody(Body):
    """The next agency of a group has what it needs for its step (xác nhận tiếp nhận, NĐ 63/2024/NĐ-CP art 7.4)."""

    step_code: ShortText
    """Code of the step (bước xử lý) that has come to the agency."""


class AcknowledgeStep(AcknowledgeStepBody, DossierCommand):
    """Command to acknowledge a step that came from another agency (xác nhận tiếp nhận bước xử lý)."""
