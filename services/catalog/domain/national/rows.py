"""The shapes of the national catalogue's rows, as far as we read them. Fields that we do not read may change.

White space around a text is not content; around a code it is a defect, because codes are compared.
"""

from typing import Annotated, Literal

from contracts.catalog import ProcedureCode
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Named = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
State = Literal["ACTIVE", "UPDATED"]
Kind = Literal["STANDARD", "SPECIFIC", "STANDARD_INTERNAL"]
Unit = Literal["WORKING_DAY", "DAY", "HOUR", "MONTH", "OTHER"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Code = Annotated[ProcedureCode, StringConstraints(strip_whitespace=False)]


class Raw(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", str_strip_whitespace=True)


class ListRow(Raw):
    code: Code
    name: Named
    state: State
    type: Kind
    categories: list[Named]
    categoryIds: list[Named]
    departmentPromulgate: Named
    departmentPromulgateId: Named
    formalityTargetType: list[str]


class FeeRow(Raw):
    """`value` None: the source names a fee and states no number. No currency name means đồng."""

    type: Literal["FEE", "SERVICE_FEE", "PRICE_LEVEL"]
    value: Annotated[int, Field(ge=0)] | None
    currencyName: str | None = None
    description: str = ""

    @property
    def in_dong(self) -> bool:
        return self.currencyName in (None, "", "Việt Nam Đồng")


class MethodRow(Raw):
    submissionMethod: Literal["ONLINE", "POSTAL", "DIRECT"]
    processingTime: int | Number | str | None = None
    processingTimeUnit: Unit
    description: str = ""
    fees: list[FeeRow]


class PaperRow(Raw):
    code: Named
    name: Named
    required: bool
    originalQty: Annotated[int, Field(ge=0)]
    copyQty: Annotated[int, Field(ge=0)]
    hasElectronicForm: bool
    isProcessingResult: bool = False


class PaperGroupRow(Raw):
    name: str
    profileComponents: list[PaperRow]


class DurationRow(Raw):
    qty: int | Number
    type: Unit


class CaseRow(Raw):
    code: Code
    name: Named
    processingDay: DurationRow


class StepRow(Raw):
    name: str
    description: str


class CodedRow(Raw):
    code: Named
    name: Named


class LawRow(Raw):
    code: str
    name: str


class ProposalRow(Raw):
    proposalNumber: str


class DetailRow(Raw):
    code: Code
    name: Named
    state: State
    type: Kind
    executionSteps: list[StepRow]
    executionMethods: Annotated[list[MethodRow], Field(min_length=1)]
    executionCases: list[PaperGroupRow]
    cases: list[CaseRow]
    categoriesDetails: list[CodedRow]
    legalBasisesDetails: list[LawRow]
    resultsDetails: list[CodedRow]
    subjectTypesDetails: list[CodedRow]
    departmentPromulgateCode: Named
    departmentPromulgateName: Named
    procedureProposal: ProposalRow | None = None
    requirementsAndConditions: str = ""
    isWard: bool
    isProvince: bool
    isMinistry: bool
    isOtherAgency: bool
    isVertical: bool
    isFullProcess: bool


class DetailAnswer(Raw):
    """The answer of the national portal around one detail."""

    code: Literal["OK"]
    data: DetailRow
