"""What became of a transfer, as the table of codes that every provider has."""

from contracts.bank_transfers import BankTransferOutcome
from contracts.i18n import Text
from contracts.payments import ProviderVerdict
from payments.domain.outcome import CodeMeaning, CodeTable

OUTCOME = "outcome"
NEVER_CAME = "never_came"
"""No transfer came for the order; no feed says so, an order ends by its time."""

CODES = CodeTable(
    {
        OUTCOME: {
            BankTransferOutcome.SETTLED: CodeMeaning(
                ProviderVerdict.PAID, Text("Đã nhận đủ tiền chuyển khoản", "The transfer has come in full")
            ),
            BankTransferOutcome.PARTIAL: CodeMeaning(
                ProviderVerdict.PAID,
                Text(
                    "Số tiền chuyển ít hơn số phải nộp: khoản này được hoàn trả, vui lòng chuyển lại đúng số tiền",
                    "The transfer was less than is due: it is returned, please transfer the right amount",
                ),
            ),
            BankTransferOutcome.OVERPAID: CodeMeaning(
                ProviderVerdict.PAID,
                Text(
                    "Số tiền chuyển nhiều hơn số phải nộp: phần thừa được hoàn trả",
                    "The transfer was more than is due: the rest is returned",
                ),
            ),
            BankTransferOutcome.DOUBLED: CodeMeaning(
                ProviderVerdict.PAID,
                Text("Khoản chuyển lặp: được hoàn trả", "The money came again: it is returned"),
            ),
            NEVER_CAME: CodeMeaning(
                ProviderVerdict.NOT_PAID, Text("Không nhận được tiền chuyển khoản", "No transfer has come")
            ),
        }
    }
)
