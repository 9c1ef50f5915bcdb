"""What people call the values of the contracts, in both languages: on documents, in messages, in answers, and for front ends
(`GET /v1/labels`). One table of all enums that an answer may show; a test names those without words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from contracts.accounts import (
    AccountKind,
    AgencyRole,
    AuthenticationMethod,
    BreachAct,
    BreachAddressee,
    BreachDutyKind,
    BreachState,
    ConsentAct,
    ContactProofMethod,
    DataRequestKind,
    DataRequestState,
    Disposition,
    HolderKind,
    IncidentSeverity,
    LegalBasis,
    MachineScope,
    ProcessingPurpose,
    ProofMethod,
    RepresentationPaperKind,
    RepresentationSide,
    RepresentationState,
    RetentionMoment,
    RetentionRunState,
    RetentionScheduleState,
    SecondFactorKind,
)
from contracts.bank_transfers import BankTransferOutcome
from contracts.base import ActorKind, Model, OfficerRole, RepresentationGround, RepresentationScope
from contracts.catalog import (
    AdministrativeLevel,
    ConditionStatus,
    FeeKind,
    FeeReductionGround,
    HostKind,
    OfficeAct,
    OnlineLevel,
    ProcedureSource,
    QuestionKind,
    QuestionState,
    ReceptionArea,
    RegimeDraftState,
    SubmissionChannel,
    TimeUnit,
    UnitKind,
    VersionState,
)
from contracts.data_readings import ReadingGround, ReadPart
from contracts.dossiers import (
    ApplicantKind,
    ArchivalState,
    AwaitedKind,
    ClockCause,
    ClockMoveKind,
    ConsentOutcome,
    ConsultationState,
    DocumentKind,
    DossierAction,
    DossierStatus,
    ErrorKind,
    FilePlanState,
    IdentityType,
    KioskIdentityCheck,
    Lateness,
    ObligationKind,
    OutageEffect,
    OutageKind,
    PassingCause,
    Relation,
    ResultOutcome,
    ReturnMethod,
    Satisfaction,
    SupplementReason,
    TransferOutcome,
    TransferState,
)
from contracts.i18n import Text
from contracts.notifications import ProblemKind
from contracts.payment_ledger import LedgerFault
from contracts.payments import BillState, OrderState, ProviderVerdict
from contracts.personal_data import DataCategory, RetentionGround
from contracts.receipts import ReceiptKind, ReceiptState
from contracts.reconciliation import CaseAction, CaseResolution, CaseState, StatementOutcome
from contracts.records import (
    AccessKind,
    CertificateHolder,
    DecisionKind,
    DigitisedField,
    DocumentStanding,
    FileMatch,
    FileState,
    KeyPlace,
    PaperOrigin,
    PaperStatus,
    SignatureLevel,
    SigningCapacity,
)
from contracts.refunds import RefundAct, RefundMethod, RefundReason, RefundState
from contracts.retention import RecordKind
from contracts.subjects import SubjectRelation
from contracts.sync import Anomaly, BatchKind, ItemOutcome, PushState
from contracts.tax_summaries import TaxSummaryState


class Labels(Model):
    """What people call each value of each enum, in one language."""

    enums: dict[str, dict[str, str]]
    """By the name of the enum (`dossier_status`) and its value (`accepted`)."""


DOSSIER_STATUSES: dict[DossierStatus, Text] = {
    DossierStatus.SUBMITTED: Text("Mới đăng ký", "Submitted"),
    DossierStatus.ACCEPTED: Text("Được tiếp nhận", "Accepted"),
    DossierStatus.NOT_ACCEPTED: Text("Không được tiếp nhận", "Not accepted"),
    DossierStatus.PROCESSING: Text("Đang xử lý", "Being processed"),
    DossierStatus.SUPPLEMENT_REQUESTED: Text("Yêu cầu bổ sung giấy tờ", "Supplement requested"),
    DossierStatus.PAYMENT_DUE: Text("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment due"),
    DossierStatus.WITHDRAWN: Text("Công dân yêu cầu rút hồ sơ", "Withdrawn"),
    DossierStatus.STOPPED: Text("Dừng xử lý", "Stopped"),
    DossierStatus.PROCESSED: Text("Đã xử lý xong", "Processed"),
    DossierStatus.RETURNED: Text("Đã trả kết quả", "Result returned"),
}
"""The ten official states, as the ministries name them (TrangThaiHoSo)."""

DOSSIER_ACTIONS: dict[DossierAction, Text] = {
    action: Text(action.vietnamese, english)
    for action, english in {
        DossierAction.ACCEPT: "accept",
        DossierAction.REFUSE_RECEPTION: "refuse reception",
        DossierAction.SERVE_AT_ONCE: "serve at once",
        DossierAction.PASS_ON: "pass on to the competent agency",
        DossierAction.REQUEST_SUPPLEMENT: "request a supplement",
        DossierAction.SUPPLEMENT: "supplement",
        DossierAction.START_PROCESSING: "start processing",
        DossierAction.COMPLETE_STEP: "complete a step",
        DossierAction.IMPOSE_OBLIGATION: "ask for a financial obligation",
        DossierAction.ACKNOWLEDGE_STEP: "acknowledge a step",
        DossierAction.REQUEST_CONSENT: "ask for the owner's consent",
        DossierAction.RECORD_CONSENT: "record the owner's consent",
        DossierAction.EXTEND: "apologise and give a new date",
        DossierAction.REQUEST_CONSULTATION: "ask for an opinion",
        DossierAction.ANSWER_CONSULTATION: "give an opinion",
        DossierAction.SCHEDULE_VERIFICATION: "schedule a verification",
        DossierAction.RECORD_VERIFICATION: "record a verification",
        DossierAction.STOP: "stop",
        DossierAction.RESUME: "resume",
        DossierAction.PROPOSE_RESULT: "submit the result for signature",
        DossierAction.ISSUE_RESULT: "issue the result",
        DossierAction.RETURN_RESULT: "return the result",
        DossierAction.WITHDRAW: "withdraw",
        DossierAction.RECORD_ERROR: "record an error",
        DossierAction.CORRECT_RESULT: "correct the result",
        DossierAction.ADOPT_LAW: "move to the rules of today",
        DossierAction.CLAIM: "claim",
        DossierAction.RELEASE: "give back to the queue",
        DossierAction.ASSIGN: "assign",
        DossierAction.HAND_OVER: "hand over",
        DossierAction.RATE: "rate",
    }.items()
}
"""As in a sentence, in lower case."""

TIME_UNITS: dict[TimeUnit, Text] = {
    TimeUnit.SAME_DAY: Text("trong ngày", "the same day"),
    TimeUnit.HOUR: Text("giờ làm việc", "working hours"),
    TimeUnit.WORKING_DAY: Text("ngày làm việc", "working days"),
    TimeUnit.DAY: Text("ngày", "days"),
    TimeUnit.MONTH: Text("tháng", "months"),
    TimeUnit.TEXT: Text("khác", "other"),
}
"""Đơn vị tính thời hạn, as it follows a number: 10 ngày làm việc."""

RETURN_METHODS: dict[ReturnMethod, Text] = {
    ReturnMethod.COUNTER: Text("Trực tiếp", "At the counter"),
    ReturnMethod.POST: Text("Bưu chính", "By post"),
    ReturnMethod.ONLINE: Text("Trực tuyến", "Online"),
}
"""Hình thức trả kết quả, in the width of a table's column."""

RETURN_METHODS_IN_FULL: dict[ReturnMethod, Text] = {
    ReturnMethod.COUNTER: Text("Trực tiếp tại nơi tiếp nhận", "At the counter where it was received"),
    ReturnMethod.POST: Text("Qua dịch vụ bưu chính công ích", "By the public postal service"),
    ReturnMethod.ONLINE: Text("Trực tuyến qua Cổng dịch vụ công", "Online, on the public service portal"),
}
"""Hình thức trả kết quả, as the receipt states it (Mẫu 01)."""

LATENESS: dict[Lateness, Text] = {
    Lateness.NO_DUE_DATE: Text("không có ngày hẹn trả", "no due date"),
    Lateness.IN_TIME: Text("trong hạn", "in time"),
    Lateness.DUE_SOON: Text("sắp đến hạn", "due soon"),
    Lateness.OVERDUE: Text("đã quá hạn", "overdue"),
    Lateness.EARLY: Text("trước hạn", "early"),
    Lateness.ON_TIME: Text("đúng hạn", "on time"),
    Lateness.LATE: Text("quá hạn", "late"),
}
"""How a dossier stands to its due date."""

DOCUMENT_KINDS: dict[DocumentKind, Text] = {
    DocumentKind.RECEIPT: Text(
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt of the dossier with its due date"
    ),
    DocumentKind.SUPPLEMENT_REQUEST: Text(
        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request for a supplement"
    ),
    DocumentKind.REFUSAL: Text("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Notice of refusal"),
    DocumentKind.APOLOGY_EXTENSION: Text(
        "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology with a new due date"
    ),
    DocumentKind.STOP_NOTICE: Text("Thông báo dừng giải quyết hồ sơ", "Notice that processing is stopped"),
    DocumentKind.CONTROL_SHEET: Text("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control sheet"),
    DocumentKind.REGISTER: Text("Sổ theo dõi hồ sơ", "Register of dossiers"),
}

LABELS: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    DossierStatus: DOSSIER_STATUSES,
    DossierAction: DOSSIER_ACTIONS,
    TimeUnit: TIME_UNITS,
    ReturnMethod: RETURN_METHODS_IN_FULL,
    Lateness: LATENESS,
    DocumentKind: DOCUMENT_KINDS,
    ResultOutcome: {
        ResultOutcome.APPROVED: Text("Được giải quyết", "Granted"),
        ResultOutcome.REFUSED: Text("Không đủ điều kiện giải quyết", "Refused"),
    },
    ConsultationState: {
        ConsultationState.OPEN: Text("Đang chờ ý kiến", "Awaited"),
        ConsultationState.ANSWERED: Text("Đã có ý kiến", "Answered"),
    },
    ErrorKind: {
        ErrorKind.ERROR: Text("Sai sót", "Error"),
        ErrorKind.LOSS: Text("Mất, hư hỏng hồ sơ", "Loss or damage"),
    },
    Satisfaction: {
        Satisfaction.VERY_SATISFIED: Text("Rất hài lòng", "Very satisfied"),
        Satisfaction.SATISFIED: Text("Hài lòng", "Satisfied"),
        Satisfaction.DISSATISFIED: Text("Không hài lòng", "Dissatisfied"),
    },
    ApplicantKind: {
        ApplicantKind.PERSON: Text("Cá nhân", "Person"),
        ApplicantKind.BUSINESS: Text("Doanh nghiệp", "Business"),
        ApplicantKind.STATE_AGENCY: Text("Cơ quan nhà nước", "State agency"),
        ApplicantKind.ORGANISATION: Text("Tổ chức khác", "Other organisation"),
    },
    IdentityType: {
        IdentityType.PERSONAL_NUMBER: Text("Số định danh cá nhân", "Personal identification number"),
        IdentityType.OLD_ID: Text("Chứng minh nhân dân", "Old identity card"),
        IdentityType.PASSPORT: Text("Hộ chiếu", "Passport"),
        IdentityType.TAX_CODE: Text("Mã số thuế", "Tax code"),
        IdentityType.OTHER: Text("Giấy tờ khác", "Other document"),
    },
    Relation: {
        Relation.AUTHORISED: Text("Người được ủy quyền", "Authorised person"),
        Relation.LEGAL_REPRESENTATIVE: Text("Người đại diện theo pháp luật", "Legal representative"),
        Relation.PARENT_OR_GUARDIAN: Text("Cha, mẹ hoặc người giám hộ", "Parent or guardian"),
        Relation.POSTAL_SERVICE: Text("Nhân viên bưu chính công ích", "Public postal service"),
    },
    SubjectRelation: {
        SubjectRelation.APPLICANT: Text("Chính người nộp", "The applicant"),
        SubjectRelation.CHILD: Text("Con", "Child"),
        SubjectRelation.SPOUSE: Text("Vợ, chồng", "Spouse"),
        SubjectRelation.PARENT: Text("Cha, mẹ", "Parent"),
        SubjectRelation.WARD: Text("Người được giám hộ", "Ward"),
        SubjectRelation.RELATIVE: Text("Người thân thích khác", "Other relative"),
        SubjectRelation.OTHER: Text("Người khác", "Other person"),
    },
    ClockMoveKind: {
        ClockMoveKind.STARTED: Text("Bắt đầu tính thời hạn", "The time began"),
        ClockMoveKind.STATED: Text("Ấn định ngày hẹn trả", "The due date was stated"),
        ClockMoveKind.STOPPED: Text("Tạm dừng tính thời hạn", "The time was stopped"),
        ClockMoveKind.RESUMED: Text("Tính tiếp thời hạn", "The time goes on"),
        ClockMoveKind.RESTARTED: Text("Tính lại thời hạn từ đầu", "The time began anew"),
        ClockMoveKind.EXTENDED: Text("Hẹn lại ngày trả", "A new date was given"),
        ClockMoveKind.LAW_CHANGED: Text("Tính theo quy định mới", "By the new rules"),
        ClockMoveKind.ENDED: Text("Kết thúc tính thời hạn", "The time ended"),
    },
    ClockCause: {
        ClockCause.RECEPTION: Text("Tiếp nhận", "Reception"),
        ClockCause.SUPPLEMENT: Text("Bổ sung hồ sơ", "Supplement"),
        ClockCause.PAYMENT: Text("Nộp phí, lệ phí", "Payment"),
        ClockCause.STOP: Text("Dừng xử lý", "Stop"),
        ClockCause.EXTENSION: Text("Xin lỗi và hẹn lại", "Extension"),
        ClockCause.LAW: Text("Quy định thay đổi", "Change of the law"),
        ClockCause.RESULT: Text("Có kết quả", "Result"),
        ClockCause.WITHDRAWAL: Text("Rút hồ sơ", "Withdrawal"),
        ClockCause.CONSENT: Text("Chờ chủ sở hữu chỗ ở đồng ý", "Consent of the owner of the dwelling"),
        ClockCause.OUTAGE: Text("Sự cố hệ thống", "Outage"),
    },
    FilePlanState: {
        FilePlanState.DRAFT: Text("Dự thảo", "Draft"),
        FilePlanState.ENACTED: Text("Đã ban hành", "Enacted"),
    },
    TransferState: {
        TransferState.LISTED: Text("Đã lập mục lục", "Listed"),
        TransferState.CONFIRMED: Text("Đã phê duyệt, đang giao", "Confirmed, being delivered"),
        TransferState.CANCELLED: Text("Đã hủy", "Cancelled"),
        TransferState.RECEIPTED: Text("Đã có biên bản giao nhận", "Receipted"),
    },
    TransferOutcome: {
        TransferOutcome.AWAITED: Text("Chưa có trả lời", "Awaited"),
        TransferOutcome.ACCEPTED: Text("Đã nhận", "Accepted"),
        TransferOutcome.REFUSED: Text("Không nhận", "Refused"),
    },
    ArchivalState: {
        ArchivalState.UNPLANNED: Text("Chưa có danh mục hồ sơ", "No file plan"),
        ArchivalState.UNCLASSIFIED: Text("Chưa xếp mục", "Unclassified"),
        ArchivalState.CLASSIFIED: Text("Chờ đóng gói", "To be packaged"),
        ArchivalState.PACKAGED: Text("Đã đóng gói", "Packaged"),
        ArchivalState.LISTED: Text("Trong mục lục nộp lưu", "In a transfer list"),
        ArchivalState.HANDED_OVER: Text("Đã nộp lưu", "Handed over"),
    },
    ConsentOutcome: {
        ConsentOutcome.GIVEN: Text("Đồng ý", "Given"),
        ConsentOutcome.REFUSED: Text("Không đồng ý", "Refused"),
    },
    AwaitedKind: {
        AwaitedKind.CONSENT: Text("Chủ sở hữu chỗ ở đồng ý", "Consent of the owner of the dwelling"),
        AwaitedKind.SYNCHRONISATION: Text("Đồng bộ kết quả", "Synchronisation of the result"),
        AwaitedKind.ACKNOWLEDGEMENT: Text(
            "Cơ quan tiếp theo xác nhận tiếp nhận", "Acknowledgement by the next agency"
        ),
    },
    OutageKind: {
        OutageKind.FAULT: Text("Sự cố", "Fault"),
        OutageKind.PLANNED: Text("Tạm ngừng có kế hoạch", "Planned"),
    },
    OutageEffect: {
        OutageEffect.LASTS: Text("Chưa khắc phục", "It lasts"),
        OutageEffect.MOVES: Text("Thời hạn tính tiếp từ khi khắc phục", "Time goes on from the restoration"),
        OutageEffect.NOT_ANNOUNCED: Text(
            "Không thông báo, thời hạn không đổi", "Not announced: no limit moves"
        ),
        OutageEffect.ANNOUNCED_LATE: Text(
            "Thông báo chậm, thời hạn không đổi", "Announced too late: no limit moves"
        ),
        OutageEffect.ANNOUNCED_AFTER_END: Text(
            "Thông báo sau khi khắc phục, thời hạn không đổi", "Announced when it was over: no limit moves"
        ),
    },
    SubmissionChannel: {
        SubmissionChannel.DIRECT: Text("Trực tiếp", "In person"),
        SubmissionChannel.ONLINE: Text("Trực tuyến", "Online"),
        SubmissionChannel.POSTAL: Text("Bưu chính công ích", "By post"),
    },
    OfficerRole: {
        OfficerRole.RECEPTION: Text("Cán bộ tiếp nhận", "Reception"),
        OfficerRole.PROCESSING: Text("Chuyên viên xử lý", "Processing"),
        OfficerRole.LEADER: Text("Lãnh đạo", "Leader"),
        OfficerRole.MANAGER: Text("Người đứng đầu Bộ phận Một cửa", "Head of the one-stop shop"),
        OfficerRole.CATALOGUE: Text("Quản trị thủ tục hành chính", "Catalogue of procedures"),
    },
    AgencyRole: {
        AgencyRole.RECEPTION: Text("Cán bộ tiếp nhận", "Reception"),
        AgencyRole.PROCESSING: Text("Chuyên viên xử lý", "Processing"),
        AgencyRole.LEADER: Text("Lãnh đạo", "Leader"),
        AgencyRole.MANAGER: Text("Người đứng đầu Bộ phận Một cửa", "Head of the one-stop shop"),
        AgencyRole.CATALOGUE: Text("Quản trị thủ tục hành chính", "Catalogue of procedures"),
        AgencyRole.ACCOUNTS: Text("Quản trị tài khoản của cơ quan", "Accounts of the agency"),
        AgencyRole.DATA_PROTECTION: Text("Nhân sự bảo vệ dữ liệu cá nhân", "Protection of personal data"),
    },
    AccountKind: {
        AccountKind.CITIZEN: Text("Công dân", "Citizen"),
        AccountKind.OFFICER: Text("Cán bộ", "Officer"),
        AccountKind.ADMINISTRATOR: Text("Quản trị hệ thống", "Administrator"),
        AccountKind.SYSTEM: Text("Hệ thống thông tin của cơ quan", "System of an agency"),
    },
    MachineScope: {
        MachineScope.SYNC_WRITE: Text("Gửi tiến độ hồ sơ lên cổng", "Report the status of dossiers"),
        MachineScope.SYNC_READ: Text("Đọc hồ sơ đã đồng bộ và đối soát", "Read reported dossiers"),
        MachineScope.DOSSIERS_READ: Text("Đọc hồ sơ của cơ quan", "Read dossiers of the agency"),
    },
    HolderKind: {
        HolderKind.CITIZEN: Text("Công dân", "Citizen"),
        HolderKind.FOREIGNER: Text("Người nước ngoài", "Foreigner"),
        HolderKind.ORGANISATION: Text("Tổ chức", "Organisation"),
        HolderKind.BUSINESS: Text("Doanh nghiệp", "Business"),
        HolderKind.HOUSEHOLD_BUSINESS: Text("Hộ kinh doanh", "Household business"),
    },
    RepresentationGround: {
        RepresentationGround.LEGAL_REPRESENTATIVE: Text(
            "Người đại diện theo pháp luật", "Legal representative"
        ),
        RepresentationGround.MEMBER: Text("Thành viên của tổ chức", "Member of the organisation"),
        RepresentationGround.PARENT: Text("Cha, mẹ", "Parent"),
        RepresentationGround.GUARDIAN: Text("Người giám hộ", "Guardian"),
        RepresentationGround.AUTHORISED: Text("Người được ủy quyền", "Authorised person"),
        RepresentationGround.HEIR: Text("Người thừa kế", "Heir"),
    },
    RepresentationScope: {
        RepresentationScope.READ: Text("Xem hồ sơ", "See dossiers"),
        RepresentationScope.FILE: Text("Nộp, bổ sung, rút hồ sơ", "File, supplement, withdraw"),
        RepresentationScope.PAY: Text("Thanh toán", "Pay"),
        RepresentationScope.MANAGE: Text(
            "Quản lý thành viên, thông tin liên hệ", "Manage members and contacts"
        ),
    },
    RepresentationSide: {
        RepresentationSide.PRINCIPAL: Text("Người được đại diện", "Represented"),
        RepresentationSide.REPRESENTATIVE: Text("Người đại diện", "Representative"),
    },
    RepresentationState: {
        RepresentationState.ASKED: Text("Chờ xác nhận", "Waits for confirmation"),
        RepresentationState.CONFIRMED: Text("Đã xác nhận", "Confirmed"),
        RepresentationState.CHECKED: Text("Đã đối chiếu giấy tờ", "Paper checked"),
        RepresentationState.REFUSED: Text("Bị từ chối", "Refused"),
        RepresentationState.ENDED: Text("Đã chấm dứt", "Ended"),
        RepresentationState.EXPIRED: Text("Hết thời hạn", "Expired"),
    },
    RepresentationPaperKind: {
        RepresentationPaperKind.BIRTH_CERTIFICATE: Text("Giấy khai sinh", "Birth certificate"),
        RepresentationPaperKind.GUARDIANSHIP_DECISION: Text(
            "Quyết định công nhận giám hộ", "Guardianship decision"
        ),
        RepresentationPaperKind.POWER_OF_ATTORNEY: Text(
            "Văn bản ủy quyền có công chứng, chứng thực", "Certified power of attorney"
        ),
        RepresentationPaperKind.INHERITANCE: Text("Văn bản về thừa kế", "Document of inheritance"),
        RepresentationPaperKind.COURT_DECISION: Text("Bản án, quyết định của tòa án", "Court decision"),
    },
    ProofMethod: {
        ProofMethod.EID: Text("Tài khoản định danh điện tử", "Electronic identity"),
        ProofMethod.DESK: Text("Đối chiếu giấy tờ tại Bộ phận Một cửa", "Paper seen at a one-stop desk"),
    },
    ProcessingPurpose: {
        ProcessingPurpose.DOSSIERS: Text("Giải quyết thủ tục hành chính", "Handling of dossiers"),
        ProcessingPurpose.ACCOUNT: Text("Tài khoản, xác thực danh tính", "Account and proof of identity"),
        ProcessingPurpose.PAYMENTS: Text("Thu phí, lệ phí", "Fees and charges"),
        ProcessingPurpose.PAPER_STORE: Text("Kho quản lý dữ liệu điện tử", "Store of papers"),
        ProcessingPurpose.LAWFUL_NOTICES: Text("Thông báo theo luật", "Notices that the law asks for"),
        ProcessingPurpose.SECURITY: Text("An toàn, theo dõi truy cập", "Security and records of access"),
        ProcessingPurpose.REMINDERS: Text("Nhắc hạn", "Reminders"),
    },
    LegalBasis: {
        LegalBasis.LAW: Text("Theo quy định của luật", "By law"),
        LegalBasis.CONSENT: Text("Theo sự đồng ý", "By consent"),
    },
    ConsentAct: {
        ConsentAct.GIVEN: Text("Đồng ý", "Given"),
        ConsentAct.WITHDRAWN: Text("Rút lại sự đồng ý", "Withdrawn"),
    },
    DataRequestKind: {
        DataRequestKind.COPY: Text("Cung cấp bản sao dữ liệu", "Copy of the data"),
        DataRequestKind.CORRECT: Text("Chỉnh sửa dữ liệu", "Correction"),
        DataRequestKind.WITHDRAW_CONSENT: Text("Rút lại sự đồng ý", "Withdrawal of consents"),
        DataRequestKind.RESTRICT: Text("Hạn chế xử lý dữ liệu", "Restriction"),
        DataRequestKind.OBJECT: Text("Phản đối xử lý dữ liệu", "Objection"),
        DataRequestKind.ERASE: Text("Xóa dữ liệu", "Erasure"),
        DataRequestKind.PROTECT: Text("Biện pháp bảo vệ dữ liệu", "Measure of protection"),
    },
    DataRequestState: {
        DataRequestState.RECEIVED: Text("Chờ trả lời", "To be answered"),
        DataRequestState.ACCEPTED: Text("Đang thực hiện", "Being done"),
        DataRequestState.DONE: Text("Đã thực hiện", "Done"),
        DataRequestState.REFUSED: Text("Đã từ chối", "Refused"),
    },
    RecordKind: {
        RecordKind.DOSSIERS: Text(
            "Dữ liệu cá nhân trong hồ sơ đã kết thúc", "Personal data of ended dossiers"
        ),
        RecordKind.BILLS: Text("Khoản thu, giao dịch thanh toán", "Bills and payments"),
        RecordKind.MESSAGES: Text("Thông báo", "Messages"),
        RecordKind.UPLOADS: Text("Tệp không thuộc hồ sơ nào", "Uploads that no dossier holds"),
        RecordKind.SYNCED_DOSSIERS: Text("Hồ sơ do cơ quan khác đồng bộ", "Dossiers of other agencies"),
        RecordKind.DATA_REQUESTS: Text("Yêu cầu của chủ thể dữ liệu đã xong", "Requests about data, done"),
    },
    Disposition: {
        Disposition.DESTROY: Text("Tiêu hủy", "Destroyed"),
        Disposition.ANONYMISE: Text("Khử nhận dạng", "Anonymised"),
        Disposition.KEEP: Text("Lưu giữ vĩnh viễn", "Kept for ever"),
    },
    RetentionMoment: {
        RetentionMoment.ENDED: Text("Từ khi kết thúc", "From the end"),
        RetentionMoment.OPENED: Text("Từ khi lập khoản thu", "From when the bill was opened"),
        RetentionMoment.CREATED: Text("Từ khi tạo", "From when it was made"),
        RetentionMoment.LAST_EVENT: Text("Từ lần cập nhật cuối", "From the last report"),
    },
    RetentionScheduleState: {
        RetentionScheduleState.DRAFT: Text("Dự thảo", "Draft"),
        RetentionScheduleState.ENACTED: Text("Đã ban hành", "Enacted"),
    },
    RetentionRunState: {
        RetentionRunState.SURVEYING: Text("Đang rà soát", "Being counted"),
        RetentionRunState.SURVEYED: Text("Đã rà soát", "Counted"),
        RetentionRunState.PROPOSED: Text("Chờ phê duyệt", "To be approved"),
        RetentionRunState.REJECTED: Text("Không được phê duyệt", "Rejected"),
        RetentionRunState.RUNNING: Text("Đang thực hiện", "Running"),
        RetentionRunState.DONE: Text("Đã thực hiện", "Done"),
    },
    IncidentSeverity: {
        IncidentSeverity.NONE: Text("Không phải sự cố an ninh mạng", "No cyber incident"),
        IncidentSeverity.SERIOUS: Text("Nghiêm trọng", "Serious"),
        IncidentSeverity.INTERRUPTING: Text("Gây gián đoạn nghiêm trọng", "Interrupts seriously"),
    },
    BreachAddressee: {
        BreachAddressee.DATA_PROTECTION_AUTHORITY: Text(
            "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân", "Authority for the protection of personal data"
        ),
        BreachAddressee.CYBER_SECURITY_AUTHORITY: Text(
            "Lực lượng chuyên trách bảo vệ an ninh mạng", "Authority for cyber security"
        ),
        BreachAddressee.DATA_SUBJECTS: Text("Chủ thể dữ liệu bị ảnh hưởng", "Affected persons"),
    },
    BreachDutyKind: {
        BreachDutyKind.CYBER_FIRST_NOTICE: Text(
            "Thông báo ban đầu về sự cố an ninh mạng", "First notice of the cyber incident"
        ),
        BreachDutyKind.CYBER_REPORT: Text("Báo cáo sự cố an ninh mạng", "Report of the cyber incident"),
        BreachDutyKind.DATA_PROTECTION_NOTICE: Text(
            "Thông báo vi phạm bảo vệ dữ liệu cá nhân", "Notice of the breach of personal data"
        ),
        BreachDutyKind.PERSONS_TOLD: Text("Thông báo cho chủ thể dữ liệu", "Affected persons are told"),
    },
    BreachState: {
        BreachState.OPEN: Text("Đang xử lý", "Open"),
        BreachState.CLOSED: Text("Đã kết thúc", "Closed"),
    },
    BreachAct: {
        BreachAct.RECORDED: Text("Ghi nhận vi phạm", "Entered"),
        BreachAct.AMENDED: Text("Bổ sung dữ kiện", "Facts amended"),
        BreachAct.NOTICE_GIVEN: Text("Đã thông báo", "Notice given"),
        BreachAct.PERSONS_TOLD: Text("Đã thông báo cho chủ thể dữ liệu", "Affected persons told"),
        BreachAct.SHEET_MADE: Text("Đã lập thông báo", "Sheet made"),
        BreachAct.CLOSED: Text("Kết thúc xử lý", "Closed"),
    },
    DataCategory: {
        DataCategory.PROFILE: Text("Thông tin tài khoản", "Account"),
        DataCategory.IDENTITY_EVIDENCE: Text("Chứng cứ xác thực danh tính", "Evidence of identity"),
        DataCategory.SESSIONS: Text("Phiên đăng nhập, tài khoản liên kết", "Sessions and linked identities"),
        DataCategory.CONSENTS: Text("Nhật ký đồng ý", "Ledger of consents"),
        DataCategory.DATA_REQUESTS: Text("Yêu cầu về dữ liệu", "Requests about data"),
        DataCategory.REPRESENTATIONS: Text("Việc đại diện, ủy quyền", "Acts of representation"),
        DataCategory.DOSSIERS: Text("Hồ sơ", "Dossiers"),
        DataCategory.DATA_READINGS: Text("Lượt truy cập dữ liệu", "Readings of data"),
        DataCategory.PAPERS: Text("Giấy tờ trong kho", "Papers of the store"),
        DataCategory.FILES: Text("Tệp đã tải lên", "Uploads"),
        DataCategory.MESSAGES: Text("Thông báo", "Messages"),
        DataCategory.BILLS: Text("Khoản thu, thanh toán", "Bills and payments"),
        DataCategory.SYNCED_DOSSIERS: Text("Hồ sơ của cơ quan khác", "Dossiers of other agencies"),
    },
    RetentionGround: {
        RetentionGround.DOSSIER_UNDER_WAY: Text("Hồ sơ đang được giải quyết", "A dossier is in work"),
        RetentionGround.DOSSIER_RECORD: Text("Hồ sơ lưu trữ theo luật", "Record of a dossier"),
        RetentionGround.ACCOUNTING: Text("Chứng từ kế toán", "Accounting voucher"),
        RetentionGround.ISSUED_PAPER: Text("Giấy tờ cơ quan đã cấp", "Paper of an agency"),
        RetentionGround.NOTICE_EVIDENCE: Text("Chứng cứ đã thông báo", "Evidence of a notice"),
        RetentionGround.IDENTITY_EVIDENCE: Text("Chứng cứ xác thực danh tính", "Evidence of identity"),
        RetentionGround.LAWFUL_PROCESSING_EVIDENCE: Text(
            "Chứng minh việc xử lý đúng luật", "Evidence of lawful processing"
        ),
        RetentionGround.SOURCE_AGENCY: Text("Dữ liệu của cơ quan nguồn", "Data of the agency it comes from"),
        RetentionGround.HOLD: Text("Tạm dừng tiêu hủy", "On hold"),
    },
    ContactProofMethod: {
        ContactProofMethod.CODE: Text("Mã xác nhận gửi đến địa chỉ", "Code sent to the address"),
    },
    OfficeAct: {
        OfficeAct.RECEIVE: Text("Tiếp nhận", "Reception"),
        OfficeAct.PROCESS: Text("Thẩm định, xử lý", "Processing"),
        OfficeAct.SIGN: Text("Ký duyệt kết quả", "Signature"),
        OfficeAct.TAKE_MONEY: Text("Thu phí, lệ phí", "Taking money"),
        OfficeAct.APPROVE_REFUND: Text("Duyệt hoàn trả", "Approval of a refund"),
    },
    SecondFactorKind: {
        SecondFactorKind.TOTP: Text("Ứng dụng tạo mã dùng một lần", "App that makes one-time passwords"),
        SecondFactorKind.WEBAUTHN: Text("Khóa bảo mật", "Security key"),
    },
    AuthenticationMethod: {
        AuthenticationMethod.PASSWORD: Text("Mật khẩu", "Password"),
        AuthenticationMethod.ONE_TIME_PASSWORD: Text("Mã dùng một lần", "One-time password"),
        AuthenticationMethod.HARDWARE_KEY: Text("Khóa bảo mật", "Security key"),
        AuthenticationMethod.SOFTWARE_KEY: Text("Khóa truy cập (passkey)", "Passkey"),
        AuthenticationMethod.RECOVERY_CODE: Text("Mã khôi phục", "Recovery code"),
        AuthenticationMethod.ELECTRONIC_IDENTITY: Text("Tài khoản định danh điện tử", "Electronic identity"),
        AuthenticationMethod.MULTIPLE_FACTORS: Text("Nhiều yếu tố", "Several factors"),
    },
    ActorKind: {
        ActorKind.ANONYMOUS: Text("Người chưa đăng nhập", "Not logged in"),
        ActorKind.CITIZEN: Text("Công dân", "Citizen"),
        ActorKind.OFFICER: Text("Cán bộ", "Officer"),
        ActorKind.ADMINISTRATOR: Text("Quản trị hệ thống", "Administrator"),
        ActorKind.OPERATOR: Text("Bộ phận vận hành", "Operators"),
        ActorKind.SYSTEM: Text("Hệ thống thông tin của cơ quan", "System of an agency"),
        ActorKind.SERVICE: Text("Hệ thống", "The system"),
    },
    UnitKind: {
        UnitKind.PROVINCE: Text("Tỉnh, thành phố", "Province or city"),
        UnitKind.DISTRICT: Text("Quận, huyện", "District"),
        UnitKind.COMMUNE: Text("Phường, xã, đặc khu", "Commune"),
    },
    AdministrativeLevel: {
        AdministrativeLevel.MINISTRY: Text("Cấp bộ", "Ministry"),
        AdministrativeLevel.PROVINCE: Text("Cấp tỉnh", "Province"),
        AdministrativeLevel.DISTRICT: Text("Cấp huyện", "District"),
        AdministrativeLevel.COMMUNE: Text("Cấp xã", "Commune"),
        AdministrativeLevel.OTHER: Text("Cơ quan khác", "Other"),
    },
    OnlineLevel: {
        OnlineLevel.FULL: Text("Dịch vụ công trực tuyến toàn trình", "Fully online"),
        OnlineLevel.PARTIAL: Text("Dịch vụ công trực tuyến một phần", "Partly online"),
        OnlineLevel.NONE: Text("Chưa nộp được trực tuyến", "Not online"),
    },
    ProcedureSource: {
        ProcedureSource.NATIONAL_LIST: Text("Danh sách quốc gia", "National list"),
        ProcedureSource.NATIONAL_DETAIL: Text("Cơ sở dữ liệu quốc gia", "National database"),
        ProcedureSource.STARTER: Text("Bộ thủ tục mẫu", "Starter set"),
        ProcedureSource.DECISION: Text("Quyết định công bố", "Decision"),
    },
    QuestionKind: {
        QuestionKind.TIME_WORDS_DIFFER: Text(
            "Số ngày khác với phần mô tả", "A number beside words with other days"
        ),
        QuestionKind.TIME_UNIT_DIFFERS: Text(
            "Đơn vị thời gian khác với phần mô tả", "The words have another unit"
        ),
        QuestionKind.TIME_NUMBERS_DIFFER: Text("Các số ngày không thống nhất", "Two numbers disagree"),
        QuestionKind.TIME_UNIT_UNKNOWN: Text("Chưa rõ đơn vị thời gian", "The unit is unknown"),
        QuestionKind.TIME_MISSING: Text("Thiếu thời hạn giải quyết", "No time limit"),
        QuestionKind.CASES_ALIKE: Text("Các trường hợp trùng tên hoặc trùng mã", "Cases are alike"),
        QuestionKind.PAPERS_UNMARKED: Text("Chưa rõ giấy tờ nào bắt buộc", "No paper is marked as required"),
        QuestionKind.PAPER_UNNAMED: Text("Giấy tờ không có tên", "A paper has no name"),
        QuestionKind.FEE_BESIDE_WORDS: Text(
            "Mức thu bằng 0 nhưng mô tả có số tiền", "0 beside words with an amount"
        ),
        QuestionKind.FEE_TOO_SMALL: Text("Mức thu dưới 1.000 đồng", "Less than 1,000 VND"),
        QuestionKind.PROMULGATOR_MISSING: Text(
            "Thiếu tên cơ quan công bố", "The promulgating agency has no name"
        ),
    },
    RegimeDraftState: {
        RegimeDraftState.DRAFT: Text("Dự thảo", "Draft"),
        RegimeDraftState.ENACTED: Text("Đã ban hành", "Enacted"),
        RegimeDraftState.DISCARDED: Text("Đã hủy", "Discarded"),
    },
    QuestionState: {
        QuestionState.OPEN: Text("Chờ trả lời", "Open"),
        QuestionState.ANSWERED: Text("Đã trả lời", "Answered"),
        QuestionState.WITHDRAWN: Text("Nguồn không còn đặt ra", "No longer raised"),
    },
    ConditionStatus: {
        ConditionStatus.KEPT: Text("Giữ nguyên", "Kept"),
        ConditionStatus.CUT: Text("Cắt giảm", "Cut"),
        ConditionStatus.SIMPLIFIED: Text("Đơn giản hóa", "Simplified"),
    },
    VersionState: {
        VersionState.DRAFT: Text("Dự thảo", "Draft"),
        VersionState.PROPOSED: Text("Trình công bố", "Proposed"),
        VersionState.PUBLISHED: Text("Đã công bố", "Published"),
        VersionState.PUBLIC: Text("Đã công khai", "Public"),
        VersionState.REPLACED: Text("Được thay thế", "Replaced"),
        VersionState.ABOLISHED: Text("Bị bãi bỏ", "Abolished"),
    },
    FeeKind: {
        FeeKind.FIXED: Text("Mức cố định", "Fixed"),
        FeeKind.PER_UNIT: Text("Theo số lượng", "By number"),
        FeeKind.TIERED: Text("Theo bậc", "By tiers"),
        FeeKind.TEXT: Text("Theo quy định của địa phương", "As the province provides"),
    },
    ReceptionArea: {
        ReceptionArea.NONE: Text("Chỉ tại cơ quan có thẩm quyền", "At the competent agency only"),
        ReceptionArea.PROVINCE: Text("Trong toàn tỉnh, thành phố", "In the whole province"),
        ReceptionArea.NATION: Text("Trên toàn quốc", "In the whole country"),
    },
    HostKind: {
        HostKind.NATIONAL_PORTAL: Text("Cổng Dịch vụ công quốc gia", "National public service portal"),
        HostKind.MINISTRY: Text("Hệ thống của bộ, ngành", "System of a ministry"),
        HostKind.PROVINCE: Text("Hệ thống của tỉnh, thành phố", "System of a province"),
    },
    KioskIdentityCheck: {
        KioskIdentityCheck.EID: Text("Tài khoản định danh điện tử", "Electronic identity"),
        KioskIdentityCheck.CHIP_CARD: Text("Thẻ căn cước gắn chíp", "Identity card with a chip"),
    },
    ObligationKind: {
        ObligationKind.PHI: Text("Phí", "Fee for a service"),
        ObligationKind.LE_PHI: Text("Lệ phí", "State charge"),
        ObligationKind.TAX: Text("Thuế, lệ phí trước bạ", "Tax, registration charge"),
        ObligationKind.LAND: Text("Tiền sử dụng đất, tiền thuê đất", "Payment for land"),
        ObligationKind.OTHER: Text("Khoản khác", "Other"),
    },
    PassingCause: {
        PassingCause.DESK: Text(
            "Tiếp nhận không phụ thuộc địa giới hành chính", "Received regardless of boundary"
        ),
        PassingCause.WRONG_AGENCY: Text("Không thuộc thẩm quyền", "Not the competent agency"),
        PassingCause.SUCCESSION: Text("Cơ quan kết thúc hoạt động", "The agency has ended"),
    },
    SupplementReason: {
        SupplementReason.MISSING: Text("Còn thiếu", "Missing"),
        SupplementReason.INEXACT: Text("Chưa chính xác", "Inexact"),
        SupplementReason.NOT_COMPETENT: Text("Không thuộc thẩm quyền", "Another agency is competent"),
        SupplementReason.DATA_UNAVAILABLE: Text(
            "Không khai thác được dữ liệu", "The database did not answer"
        ),
        SupplementReason.DATA_WRONG: Text("Dữ liệu thiếu hoặc sai", "The data are incomplete or wrong"),
    },
    FeeReductionGround: {
        FeeReductionGround.POOR_HOUSEHOLD: Text("Hộ nghèo", "Poor household"),
        FeeReductionGround.NEAR_POOR_HOUSEHOLD: Text("Hộ cận nghèo", "Nearly poor household"),
        FeeReductionGround.MERIT: Text("Người có công với cách mạng", "Person of merit"),
        FeeReductionGround.DISABLED: Text("Người khuyết tật", "Person with a disability"),
        FeeReductionGround.CHILD: Text("Trẻ em", "Child"),
        FeeReductionGround.ELDERLY: Text("Người cao tuổi", "Elderly person"),
        FeeReductionGround.ETHNIC_MINORITY: Text(
            "Đồng bào dân tộc thiểu số ở vùng khó khăn", "Ethnic minority in a poor region"
        ),
        FeeReductionGround.EID_LEVEL_2: Text("Định danh mức độ 2", "Electronic identity of level 2"),
    },
    ProblemKind: {
        ProblemKind.SURPLUS_PAYMENT: Text("Khoản nộp thừa", "Surplus payment"),
        ProblemKind.REFUND_DUE: Text("Xem xét hoàn trả", "Refund due"),
        ProblemKind.WRONG_AMOUNT: Text("Số tiền không khớp", "Wrong amount"),
        ProblemKind.PAYMENT_HELD: Text("Thanh toán chưa có kết quả cuối cùng", "Payment held"),
        ProblemKind.ORDER_EXPIRED: Text("Lần thanh toán hết hạn", "Payment expired"),
        ProblemKind.PAYMENT_OVERDUE: Text("Quá thời hạn nộp phí, lệ phí", "Payment overdue"),
        ProblemKind.DOCUMENT_FAILED: Text("Văn bản chưa lập được", "Document not made"),
        ProblemKind.SEAL_FAILED: Text("Kết quả chưa ký số được", "Result not sealed"),
        ProblemKind.MESSAGE_FAILED: Text("Thông báo không gửi được", "Message not delivered"),
        ProblemKind.PUSH_FAILED: Text("Chưa đồng bộ lên Cổng quốc gia", "Not pushed to the national portal"),
    },
    ReceiptKind: {
        ReceiptKind.SERVICE_FEE: Text("Biên lai thu phí", "Receipt for a service fee"),
        ReceiptKind.STATE_CHARGE: Text("Biên lai thu lệ phí", "Receipt for a state charge"),
    },
    ReceiptState: {
        ReceiptState.ISSUED: Text("Đã lập", "Issued"),
        ReceiptState.CANCELLED: Text("Đã hủy", "Cancelled"),
        ReceiptState.REPLACED: Text("Đã bị thay thế", "Replaced"),
    },
    TaxSummaryState: {
        TaxSummaryState.PREPARED: Text("Đã lập, chờ gửi", "Waits to be sent"),
        TaxSummaryState.ACCEPTED: Text("Cơ quan thuế đã nhận", "Accepted"),
        TaxSummaryState.REFUSED: Text("Cơ quan thuế từ chối", "Refused"),
        TaxSummaryState.HANDED_OVER: Text("Đã nộp trực tiếp", "Handed over"),
    },
    DocumentStanding: {
        DocumentStanding.CANCELLED: Text("Đã hủy", "Cancelled"),
        DocumentStanding.REPLACED: Text("Đã bị thay thế", "Replaced"),
    },
    BillState: {
        BillState.OPEN: Text("Chờ nộp", "To be paid"),
        BillState.PAID: Text("Đã nộp", "Paid"),
        BillState.CANCELLED: Text("Đã hủy", "Cancelled"),
    },
    OrderState: {
        OrderState.CREATED: Text("Chờ thanh toán", "Waiting"),
        OrderState.PAID: Text("Đã thanh toán", "Paid"),
        OrderState.FAILED: Text("Không thành công", "Failed"),
        OrderState.EXPIRED: Text("Hết hạn", "Expired"),
        OrderState.CANCELLED: Text("Đã hủy", "Cancelled"),
    },
    ProviderVerdict: {
        ProviderVerdict.PAID: Text("Đã thanh toán", "Paid"),
        ProviderVerdict.NOT_PAID: Text("Chưa thanh toán", "Not paid"),
        ProviderVerdict.PENDING: Text("Đang chờ kết quả", "Not finished"),
        ProviderVerdict.HELD: Text("Tiền có thể đã bị trừ, đang kiểm tra", "Money may be held"),
    },
    LedgerFault: {
        LedgerFault.MISSING: Text("Thiếu bút toán", "Missing entry"),
        LedgerFault.CHANGED: Text("Bút toán khác chứng từ", "Changed entry"),
        LedgerFault.UNEXPLAINED: Text("Bút toán không có chứng từ", "Unexplained entry"),
        LedgerFault.UNBALANCED: Text("Số dư không khớp khoản thu", "Balance differs"),
    },
    StatementOutcome: {
        StatementOutcome.MATCHED: Text("Khớp", "Matched"),
        StatementOutcome.AMOUNT_MISMATCH: Text("Lệch số tiền", "Amount differs"),
        StatementOutcome.MISSING_OURS: Text("Đơn vị thanh toán có, cổng chưa ghi nhận", "Missing here"),
        StatementOutcome.MISSING_THEIRS: Text(
            "Cổng có, đơn vị thanh toán không có", "Missing at the provider"
        ),
        StatementOutcome.DUPLICATE: Text("Trùng giao dịch", "Duplicate"),
    },
    CaseState: {
        CaseState.OPEN: Text("Chưa xử lý", "Open"),
        CaseState.CLOSED: Text("Đã xử lý", "Closed"),
    },
    CaseAction: {
        CaseAction.NONE: Text("Không", "None"),
        CaseAction.TRACE_PAYER: Text("Tìm người nộp", "Trace the payer"),
        CaseAction.SETTLE_DIFFERENCE: Text("Xử lý số tiền lệch", "Settle the difference"),
        CaseAction.QUERY_PROVIDER: Text("Tra soát với đơn vị thanh toán", "Query the provider"),
        CaseAction.RETURN_DUPLICATE: Text("Hoàn trả giao dịch trùng", "Return the duplicate"),
    },
    CaseResolution: {
        CaseResolution.CONFIRMED_LATE: Text("Ghi nhận muộn", "Confirmed late"),
        CaseResolution.FOUND_LATER: Text("Có trong tệp sau", "Found in a later file"),
        CaseResolution.DECIDED: Text("Cán bộ kết luận", "Decided"),
    },
    RefundReason: {
        RefundReason.SURPLUS: Text("Nộp thừa", "Surplus"),
        RefundReason.WITHDRAWN: Text("Hồ sơ được rút", "Dossier withdrawn"),
        RefundReason.REFUSED: Text("Hồ sơ bị từ chối", "Dossier refused"),
        RefundReason.OVERCHARGED: Text("Thu cao hơn mức quy định", "Overcharged"),
        RefundReason.OTHER_CHANNEL: Text("Đã nộp bằng cách khác", "Paid in another way"),
    },
    RefundState: {
        RefundState.DUE: Text("Phải hoàn trả", "Due"),
        RefundState.REQUESTED: Text("Đã đề nghị, chờ duyệt", "Requested"),
        RefundState.APPROVED: Text("Đã duyệt", "Approved"),
        RefundState.SENT: Text("Đơn vị thanh toán đang hoàn trả", "Sent to the provider"),
        RefundState.REFUNDED: Text("Đã hoàn trả", "Refunded"),
        RefundState.PARKED: Text("Tạm giữ", "Parked"),
    },
    BankTransferOutcome: {
        BankTransferOutcome.SETTLED: Text("Đủ số tiền", "Settled"),
        BankTransferOutcome.PARTIAL: Text("Chuyển thiếu, được hoàn trả", "Too little, returned"),
        BankTransferOutcome.OVERPAID: Text(
            "Chuyển thừa, phần thừa được hoàn trả", "Too much, the rest returned"
        ),
        BankTransferOutcome.DOUBLED: Text("Chuyển lặp, được hoàn trả", "Came again, returned"),
        BankTransferOutcome.UNKNOWN: Text("Chưa rõ nộp cho khoản nào", "Not recognised"),
        BankTransferOutcome.AMBIGUOUS: Text("Có nhiều mã thanh toán", "Several payment codes"),
        BankTransferOutcome.OUTGOING: Text("Tiền ra khỏi tài khoản", "Money that went out"),
    },
    RefundMethod: {
        RefundMethod.PROVIDER: Text("Qua đơn vị thanh toán", "By the provider"),
        RefundMethod.TRANSFER: Text("Cơ quan chi trả", "By the agency"),
    },
    RefundAct: {
        RefundAct.REQUEST: Text("Đề nghị hoàn trả", "Request"),
        RefundAct.APPROVE: Text("Duyệt", "Approve"),
        RefundAct.REJECT: Text("Trả lại đề nghị", "Reject"),
        RefundAct.PAY_OUT: Text("Xác nhận đã chi trả", "Confirm the payment"),
        RefundAct.PARK: Text("Tạm giữ", "Park"),
        RefundAct.RESUME: Text("Xử lý tiếp", "Resume"),
    },
    FileState: {
        FileState.PENDING: Text("Chưa tải xong", "Not complete"),
        FileState.STORED: Text("Đã lưu", "Stored"),
    },
    CertificateHolder: {
        CertificateHolder.AGENCY: Text("Con dấu của cơ quan", "Seal of the agency"),
        CertificateHolder.OFFICIAL: Text("Chữ ký số của cá nhân", "Signature of an official"),
    },
    SigningCapacity: {
        SigningCapacity.HEAD: Text("Người đứng đầu", "Head"),
        SigningCapacity.COLLECTIVE: Text("Thay mặt tập thể (TM.)", "For the body"),
        SigningCapacity.ACTING: Text("Quyền (Q.)", "Acting head"),
        SigningCapacity.DEPUTY: Text("Ký thay (KT.)", "Deputy"),
        SigningCapacity.BY_ORDER: Text("Thừa lệnh (TL.)", "By order"),
        SigningCapacity.MANDATED: Text("Thừa ủy quyền (TUQ.)", "By mandate"),
        SigningCapacity.STAFF: Text("Công chức", "Staff"),
    },
    KeyPlace: {
        KeyPlace.FILE: Text("Tệp khóa", "File"),
        KeyPlace.TOKEN: Text("Thiết bị lưu khóa", "Token"),
        KeyPlace.SERVICE: Text("Dịch vụ ký số từ xa", "Remote signing service"),
    },
    DecisionKind: {
        DecisionKind.RESULT: Text("Kết quả giải quyết", "Result"),
        DecisionKind.APOLOGY_EXTENSION: Text("Văn bản xin lỗi và hẹn lại", "Apology and extension"),
        DecisionKind.STOP_NOTICE: Text("Thông báo dừng giải quyết", "Stop notice"),
        DecisionKind.REFUSAL: Text("Văn bản từ chối giải quyết", "Refusal"),
    },
    FileMatch: {
        FileMatch.SAME: Text("Đúng tệp đã ban hành", "The same as issued"),
        FileMatch.CHANGED: Text("Đã bị sửa đổi", "Changed"),
        FileMatch.UNKNOWN: Text("Không do hệ thống này ban hành", "Not issued here"),
    },
    SignatureLevel: {
        SignatureLevel.B: Text("Chữ ký cơ bản", "Signature alone"),
        SignatureLevel.T: Text("Có dấu thời gian", "With a trusted time"),
        SignatureLevel.LT: Text("Kiểm tra được lâu dài", "With all proofs"),
        SignatureLevel.LTA: Text("Lưu trữ lâu dài", "With all proofs, and renewable"),
    },
    PaperStatus: {
        PaperStatus.VALID: Text("Còn hiệu lực", "Valid"),
        PaperStatus.REPLACED: Text("Đã được thay thế", "Replaced"),
        PaperStatus.REVOKED: Text("Đã bị thu hồi", "Revoked"),
        PaperStatus.EXPIRED: Text("Hết hiệu lực", "Expired"),
    },
    PaperOrigin: {
        PaperOrigin.RESULT: Text("Kết quả giải quyết thủ tục", "Result of a procedure"),
        PaperOrigin.DIGITISED: Text("Bản số hóa", "Digitised"),
        PaperOrigin.UPLOADED: Text("Tự tải lên", "Uploaded"),
    },
    DigitisedField: {
        DigitisedField.NUMBER: Text("Số, ký hiệu", "Number"),
        DigitisedField.ISSUED_ON: Text("Ngày cấp", "Day of issue"),
        DigitisedField.ISSUER: Text("Nơi cấp", "Issuer"),
        DigitisedField.TITLE: Text("Trích yếu", "Title"),
        DigitisedField.OWNER: Text("Chủ sở hữu", "Owner"),
        DigitisedField.VALID_UNTIL: Text("Thời hạn", "Valid until"),
    },
    ReadPart: {
        ReadPart.DOSSIER: Text("Toàn bộ hồ sơ", "The whole dossier"),
        ReadPart.MATTER: Text(
            "Nội dung hồ sơ, không có số định danh và địa chỉ liên hệ",
            "The matter, without numbers and addresses",
        ),
        ReadPart.HISTORY: Text("Quá trình giải quyết", "The history"),
        ReadPart.CLOCK: Text("Cách tính thời hạn", "How the due date came about"),
        ReadPart.CONTROL_SHEET: Text("Phiếu kiểm soát", "The control sheet"),
        ReadPart.LINE: Text("Một dòng trong danh sách hồ sơ", "A line of a list"),
        ReadPart.REGISTER_ROW: Text("Một dòng trong sổ theo dõi hồ sơ", "A row of the register"),
        ReadPart.FILE: Text("Nội dung một tệp", "The content of a file"),
        ReadPart.LOOK_UP: Text("Tra cứu theo số định danh", "A look-up by number of identity"),
        ReadPart.PAPER: Text("Giấy tờ trong kho dữ liệu điện tử", "A paper of the store"),
    },
    ReadingGround: {
        ReadingGround.OWN_TASK: Text("Được giao giải quyết hồ sơ", "In charge of the dossier"),
        ReadingGround.AGENCY_TASK: Text("Cơ quan đang giải quyết hồ sơ", "The agency works on the dossier"),
        ReadingGround.CONSULTATION: Text("Cơ quan được lấy ý kiến", "The agency's opinion is asked for"),
        ReadingGround.SUPERVISION: Text("Lãnh đạo cơ quan giải quyết", "Head or leader of the agency"),
        ReadingGround.AGENCY_SYSTEM: Text(
            "Hệ thống thông tin của cơ quan", "The agency's information system"
        ),
        ReadingGround.ISSUER: Text(
            "Cơ quan cấp hoặc số hóa giấy tờ", "The agency issued or digitised the paper"
        ),
        ReadingGround.DOSSIER: Text(
            "Tệp thuộc hồ sơ mà cơ quan tham gia giải quyết", "A file of a dossier of the agency"
        ),
        ReadingGround.REPRESENTATION: Text("Người đại diện", "A representative"),
        ReadingGround.INSPECTION: Text("Thanh tra, kiểm tra", "Inspection"),
        ReadingGround.COMPLAINT: Text(
            "Giải quyết khiếu nại, tố cáo, phản ánh, kiến nghị", "Complaint, denunciation or feedback"
        ),
        ReadingGround.DATA_SUBJECT: Text("Theo yêu cầu của chủ thể dữ liệu", "At the person's own request"),
        ReadingGround.PROCEEDINGS: Text("Yêu cầu của cơ quan tiến hành tố tụng", "Legal proceedings"),
        ReadingGround.SUPPORT: Text("Khắc phục sự cố kỹ thuật", "Technical support"),
        ReadingGround.NOT_STATED: Text("Không nêu căn cứ", "No ground was stated"),
    },
    AccessKind: {
        AccessKind.REUSED: Text("Dùng lại trong hồ sơ", "Used in a dossier"),
        AccessKind.READ: Text("Xem", "Read"),
        AccessKind.DOWNLOADED: Text("Tải xuống", "Downloaded"),
    },
    BatchKind: {
        BatchKind.DOSSIERS: Text("Hồ sơ", "Dossiers"),
        BatchKind.PROGRESS: Text("Tiến độ xử lý", "Progress"),
        BatchKind.STATUSES: Text("Tình trạng hồ sơ", "States"),
        BatchKind.NEW_DOSSIERS: Text("Hồ sơ (chuẩn mới)", "Dossiers, new contract"),
        BatchKind.NEW_PROGRESS: Text("Tiến trình xử lý (chuẩn mới)", "Progress, new contract"),
        BatchKind.NEW_STATUSES: Text("Tình trạng hồ sơ (chuẩn mới)", "States, new contract"),
    },
    ItemOutcome: {
        ItemOutcome.STORED: Text("Đã lưu", "Stored"),
        ItemOutcome.UPDATED: Text("Đã cập nhật", "Updated"),
        ItemOutcome.UNCHANGED: Text("Không thay đổi", "Unchanged"),
        ItemOutcome.STALE: Text("Cũ hơn thông tin đã có", "Older than what is known"),
        ItemOutcome.REFUSED: Text("Không nhận", "Refused"),
    },
    PushState: {
        PushState.WAITING: Text("Đang chờ", "Waiting"),
        PushState.ACKNOWLEDGED: Text("Đã nhận", "Acknowledged"),
        PushState.REFUSED: Text("Bị từ chối", "Refused"),
        PushState.GIVEN_UP: Text("Đã ngừng gửi", "Given up"),
    },
    Anomaly: {
        Anomaly.BAD_CODE: Text("Sai mã hồ sơ", "Wrong code"),
        Anomaly.UNKNOWN_PROCEDURE: Text("Không có thủ tục này", "Unknown procedure"),
        Anomaly.ILLEGAL_TRANSITION: Text("Thứ tự xử lý không hợp lệ", "Impossible order of states"),
        Anomaly.NO_DUE_DATE: Text("Không có ngày hẹn trả", "No due date"),
        Anomaly.DUMMY_ID: Text("Số giấy tờ giả", "Invented number of identity"),
        Anomaly.RESULT_EQUALS_INPUT: Text("Kết quả trùng giấy tờ nộp", "The result is a paper handed in"),
        Anomaly.DUE_BEFORE_RECEIVED: Text("Hẹn trả trước ngày tiếp nhận", "Due before it was received"),
        Anomaly.LATE_SYNC: Text("Đồng bộ muộn", "Late"),
        Anomaly.BAD_DATE: Text("Sai ngày", "Wrong date"),
        Anomaly.EMPTY_DATE: Text("Ngày để trống", "Empty date"),
        Anomaly.UNKNOWN_STATUS: Text("Không có tình trạng này", "Unknown state"),
        Anomaly.UNKNOWN_DOSSIER: Text("Không có hồ sơ này", "Unknown dossier"),
        Anomaly.FOREIGN_AGENCY: Text("Cơ quan khác gửi", "Another agency's"),
        Anomaly.MALFORMED: Text("Sai cấu trúc", "Malformed"),
        Anomaly.STALE: Text("Cũ hơn thông tin đã có", "Older than what is known"),
        Anomaly.BAD_VALUE: Text("Giá trị không có trong danh mục", "A value that the contract does not have"),
        Anomaly.DATES_CONTRADICT: Text("Các ngày mâu thuẫn nhau", "Dates that contradict each other"),
        Anomaly.CODE_DAY_DIFFERS: Text(
            "Ngày trong mã hồ sơ khác ngày nộp, tiếp nhận", "The day in the code is another one"
        ),
        Anomaly.UNIT_DIFFERS: Text(
            "madonvi khác đơn vị trong mã hồ sơ", "Told for another unit than the code names"
        ),
    },
}
"""By enum and value."""


def labels_in(locale: str) -> Labels:
    """All of them in one language, by the names that the API document gives the enums, in small letters."""
    return Labels(
        enums={
            _snake_case(enum.__name__): {value.value: text[locale] for value, text in words.items()}
            for enum, words in LABELS.items()
        }
    )


def _snake_case(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
