"""Parameters of paths."""

from typing import Annotated

from fastapi import Path

from contracts.accounts import AgencyCode
from contracts.catalog import ProcedureCode, UnitCode

_ID = Path(
    min_length=1,
    max_length=64,
    pattern=r"^[A-Za-z0-9._:-]+$",
    examples=["0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"],
)

DossierId = Annotated[str, _ID]
FileId = Annotated[str, _ID]
BillId = Annotated[str, _ID]
OrderId = Annotated[str, _ID]
DelegationId = Annotated[str, _ID]
PaperId = Annotated[str, _ID]
MessageId = Annotated[str, _ID]
Code = Annotated[ProcedureCode, Path(examples=["1.001193"])]
ProvinceCode = Annotated[AgencyCode, Path(description="Mã định danh of the province.", examples=["H26"])]
VersionNumber = Annotated[int, Path(ge=1, le=999_999, examples=[1])]
Agency = Annotated[AgencyCode, Path(description="Any of its codes.", examples=["H26.31.05"])]
Unit = Annotated[UnitCode, Path(examples=["01"])]
