"""A provider's file is read line by line: a broken one is named, the rest goes on."""

from io import BytesIO

import pytest

from cli.reconciliation import sheet
from cli.statement_files import MOST_BYTES, BrokenLine, OtherLine, UnreadableFile, read_statement
from contracts.reconciliation import SettlementRow, StatementLine

HEADER = "transaction_no,txn_ref,amount,status,bank"
GOOD = "14226112,01930001,8000,paid,NCB"


def read(*lines: str | bytes) -> list[object]:
    found = [line if isinstance(line, bytes) else line.encode() for line in (HEADER, *lines)]
    return list(read_statement(BytesIO(b"\n".join(found))))


def line(row: int) -> StatementLine:
    return StatementLine(row=row, transaction_no="14226112", txn_ref="01930001", amount=8000, bank="NCB")


@pytest.mark.parametrize(
    "broken",
    [
        "14226112,01930001,8000,paid",
        "14226112,01930001,8.000,paid,NCB",
        "14226112,01930001,-8000,paid,NCB",
        "14226112,01930001,٨٠٠٠,paid,NCB",
        "14226112,01930001,,paid,NCB",
        "14226112,01930001,9999999999999,paid,NCB",
        ",01930001,8000,paid,NCB",
        "14226112,0193 0001,8000,paid,NCB",
        "14226112,01930001,8000,perhaps,NCB",
        '14226112,"01930001,8000,paid,NCB',
        '14226112,"0193"0001,8000,paid,NCB',
        b"14226112,01930001,8000,paid,\xff",
        "x" * (MOST_BYTES * 3),
        "14226112,01930001,8000,paid,N\x00B",
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(broken: str | bytes) -> None:
    first, second, third = read(GOOD, broken, GOOD)
    assert (first, third) == (line(2), line(4))
    assert isinstance(second, BrokenLine)
    assert second.row == 3
    assert "01930001" not in second.reason


def test_columns_by_name_in_any_order_and_lines_of_no_money() -> None:
    text = "\ufeffStatus,more,amount,txn_ref,transaction_no\r\npaid,x,8000,01930001,14226112\r\n\r\nrefunded,x,1,a,b\r\n"
    found = list(read_statement(BytesIO(text.encode())))
    assert found == [line(2).model_copy(update={"bank": None}), OtherLine(4)]


@pytest.mark.parametrize(
    "header", ["", "transaction_no,txn_ref,amount", f"{HEADER},amount", "\ufeff\ufeff", '"a']
)
def test_a_file_without_its_header_is_not_read(header: str) -> None:
    with pytest.raises(UnreadableFile):
        list(read_statement(BytesIO(f"{header}\n{GOOD}".encode())))


def test_a_month_is_the_sum_of_its_days_by_treasury_office() -> None:
    def row(treasury: str, collected: int, returned: int) -> SettlementRow:
        return SettlementRow(
            agency_code="H26.31", treasury_code=treasury, legal_kind="phi", fee_code="P1",
            collected=collected, returned=returned,
        )  # fmt: skip

    assert sheet([row("0011", 100, 0), row("0012", 5, 0), row("0011", 20, 30)]) == [
        ("H26.31", "0011", "phi", "P1", 120, 30, 90),
        ("H26.31", "0012", "phi", "P1", 5, 0, 5),
    ]
