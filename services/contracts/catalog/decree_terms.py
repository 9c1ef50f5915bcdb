"""What a decree says of lists of procedures, with its days: groups of interlinked procedures, exemptions from fees."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from contracts.catalog.calendars import LocalTime
from contracts.catalog.codes import ProcedureCode, SubmissionChannel
from contracts.catalog.dated_rules import DatedRule
from contracts.catalog.terms import FeeReductionGround
from contracts.printable import MendedLine


class InterlinkedTerms(DatedRule):
    """The clock of a group of interlinked procedures (nhóm thủ tục hành chính liên thông): NĐ 63/2024/NĐ-CP as amended by
    NĐ 301/2026/NĐ-CP.

    What is received before its first day stays under the law of then, unless the applicant asks for this one
    (NĐ 301/2026/NĐ-CP art 18.1).
    """

    decree: MendedLine
    """Number of the decree."""
    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(min_length=1, max_length=50)]
    """Codes of the group's procedures."""
    answer_clock_hours: Annotated[int, Field(ge=1, le=720)] | None = None
    """Hours of the clock, days off too, to say what is missing or to refuse (art 6.1b); none: `answer_working_days`."""
    answer_working_days: Annotated[int, Field(ge=1, le=30)] = 1
    """Working days to say so, where no hours of the clock are set."""
    late_reception_time: LocalTime = time(15)
    """Last local minute of reception from which time runs on that day; later it runs from the next working day (63.7.2)."""
    supplement_answer_working_days: Annotated[int, Field(ge=1, le=365)] = 7
    """Working days that the applicant has to supplement before the case is stopped (art 6.1b, 10)."""
    consent_working_days: Annotated[int, Field(ge=1, le=365)] = 5
    """Working days that an owner has to consent by electronic identity (art 6.3)."""
    sync_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    """Minutes of the clock until a finished procedure has been synchronised (63.7.4)."""
    acknowledge_working_hours: Annotated[int, Field(ge=1, le=80)] = 2
    """Working hours until the next agency has acknowledged (63.7.4)."""
    repair_clock_hours: Annotated[int, Field(ge=1, le=720)] = 24
    """Hours of the clock from the announcement of a fault until it is repaired (art 3.4)."""


class FeeExemption(DatedRule):
    """An exemption or reduction for a list of procedures, beside what their own fees say: NQ 66.22/2026/NQ-CP.

    Of several reductions the greatest counts (art 5.2). Which day decides, the text that is at hand does not say.
    """

    code: MendedLine
    """Code of the exemption."""
    name: MendedLine
    """Name of the exemption (miễn, giảm)."""
    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(min_length=1, max_length=500)]
    """Codes of the procedures."""
    percent: Annotated[int, Field(ge=1, le=100)] = 100
    """Percent off; 100 is an exemption (miễn)."""
    channel: SubmissionChannel | None = None
    """How the dossier must come; none: any way."""
    claim: FeeReductionGround | None = None
    """Ground that an applicant must claim; none: for everybody."""
    decided_by: Literal["filing", "reception"] = "filing"
    """Whose day decides whether it applies."""
