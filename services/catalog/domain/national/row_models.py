"""Models of the national catalogue's rows, of the fields that are read. Other fields may change.

White space around a text is not content; around a code it is a defect, because codes are compared.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from contracts.catalog.codes import ExactProcedureCode

Named = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
Line = Annotated[str, StringConstraints(max_length=5000)]
State = Literal["ACTIVE", "UPDATED"]
Kind = Literal["STANDARD", "SPECIFIC", "STANDARD_INTERNAL"]
Unit = Literal["WORKING_DAY", "DAY", "HOUR", "MONTH", "OTHER"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Milliseconds = Annotated[int, Field(ge=0, lt=4_102_444_800_000)]
"""Milliseconds since 1970, before 2100."""
Code = Annotated[ExactProcedureCode, StringConstraints(strip_whitespace=False)]


class NationalModel(BaseModel):
    """Field names in camel case on the wire, as the source writes them."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="ignore", str_strip_whitespace=True, alias_generator=to_camel
    )


class ListRow(NationalModel):
    """A procedure in the national list."""

    code: Code
    name: Named
    state: State
    type: Kind
    categories: list[Named]
    category_ids: list[Named]
    department_promulgate: Line
    department_promulgate_id: Named
    formality_target_type: list[str]


class AttachedRow(NationalModel):
    """A file attached to a fee, known by its id."""

    file_id: Named
    file_name: Named


class FileRow(NationalModel):
    """A file in the source's store: a form to fill in (mẫu đơn, mẫu tờ khai)."""

    id: Named
    file_name: Named
    file_path: str = ""
    bucket_name: str = ""


class FeeRow(NationalModel):
    """`value` None: the source names a fee and states no number. No currency name means đồng."""

    type: Literal["FEE", "SERVICE_FEE", "PRICE_LEVEL"]
    value: Annotated[int, Field(ge=0)] | None
    currency_name: str | None = None
    description: str = ""
    attachment: AttachedRow | None = None

    @property
    def in_dong(self) -> bool:
        """Whether the amount is in Vietnamese dong."""
        return self.currency_name in (None, "", "Việt Nam Đồng")


class MethodRow(NationalModel):
    """A way of submission, with its time and fees."""

    submission_method: Literal["ONLINE", "POSTAL", "DIRECT"]
    processing_time: int | Number | str | None = None
    processing_time_unit: Unit
    description: str = ""
    fees: list[FeeRow]


class PaperRow(NationalModel):
    """A paper of the dossier (thành phần hồ sơ); without a name an editor is asked what it is."""

    code: Line
    name: Line
    required: bool
    original_qty: Annotated[int, Field(ge=0)]
    copy_qty: Annotated[int, Field(ge=0)]
    has_electronic_form: bool
    is_processing_result: bool = False
    attachments: list[FileRow] = []


class PaperGroupRow(NationalModel):
    """Papers under one heading."""

    name: str
    profile_components: list[PaperRow]


class DurationRow(NationalModel):
    """A time limit as number and unit."""

    qty: int | Number
    type: Unit


class CaseRow(NationalModel):
    """A case of the procedure, with its time limit."""

    code: Code
    name: Named
    processing_day: DurationRow


class StepRow(NationalModel):
    """A step of the sequence (trình tự thực hiện)."""

    name: str
    description: str


class CodedRow(NationalModel):
    """A thing with a code and a name."""

    code: Named
    name: Named


class AgencyRow(NationalModel):
    """An agency, or a kind of agencies, which has no code."""

    name: str
    code: str = ""


class LawRow(NationalModel):
    """A legal basis (căn cứ pháp lý)."""

    code: str
    name: str


class IssuerRow(NationalModel):
    """The agency that issued a decision."""

    name: str = ""


class ProposalRow(NationalModel):
    """The decision that published the procedure. Days are milliseconds since 1970."""

    proposal_number: str
    decision_date: Milliseconds | None = None
    publication_date: Milliseconds | None = None
    issuing_agency: IssuerRow | None = None


class ReturnRow(NationalModel):
    """How the result of a dossier comes back that was handed in one way."""

    type: Literal["ONLINE", "OFFLINE"]
    value: list[Literal["ONLINE", "AT_SUBMISSION_PLACE", "AT_HOME"]]


class EventRow(NationalModel):
    """A group of services: an event of a life or a business."""

    name: Named
    type: Literal["CITIZEN", "CORPORATE"]


class DetailRow(NationalModel):
    """A procedure in full."""

    code: Code
    name: Named
    state: State
    type: Kind
    execution_steps: list[StepRow]
    execution_methods: Annotated[list[MethodRow], Field(min_length=1)]
    execution_cases: list[PaperGroupRow]
    cases: list[CaseRow]
    categories_details: list[CodedRow]
    legal_basises_details: list[LawRow]
    results_details: list[CodedRow]
    subject_types_details: list[CodedRow]
    department_promulgate_code: Named
    department_promulgate_name: Line
    procedure_proposal: ProposalRow | None = None
    requirements_and_conditions: str = ""
    description: str | None = None
    note: str | None = None
    keywords: str | None = None
    formality_type: Literal["ASSIGNED_REGULATION", "NOT_ASSIGNED_REGULATION", "OTHER"] | None = None
    is_ward: bool
    is_province: bool
    is_ministry: bool
    is_other_agency: bool
    is_vertical: bool
    is_full_process: bool
    is_non_territorial: bool = False
    is_shared_service: bool = False
    departments_executing: list[AgencyRow] = []
    unit_groups_executing: list[AgencyRow] = []
    departments_authority: list[AgencyRow] = []
    unit_groups_authority: list[AgencyRow] = []
    departments_authorized: list[AgencyRow] = []
    unit_groups_authorized: list[AgencyRow] = []
    departments_coordinating: list[AgencyRow] = []
    unit_groups_coordinating: list[AgencyRow] = []
    dossier_receiving_addresses: str | None = None
    returning_methods: list[ReturnRow] = []
    service_groups_details: list[EventRow] = []


class DetailAnswer(NationalModel):
    """The answer of the national portal around one detail."""

    code: Literal["OK"]
    data: DetailRow
