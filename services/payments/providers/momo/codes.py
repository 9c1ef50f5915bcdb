"""MoMo's `resultCode` in one table: what create, query, IPN and the return page say, and what it means for people.

Source: developers.momo.vn, "Result codes". 99 ("unknown") is listed as final there; a payment that MoMo cannot name is
queried on all the same. 9000 is an authorisation: with automatic capture it is followed by 0.
"""

from contracts.i18n import Text
from contracts.payments import ProviderVerdict
from payments.domain.outcome import CodeMeaning, CodeTable

RESULT_CODE = "resultCode"
NOT_FOUND = "42"
"""The order is not known to MoMo."""
IN_PROCESS = frozenset({"7000", "7002"})
"""A repeated call that meets the first one still running."""
AWAY = frozenset({"10", "99"})
"""Maintenance, unknown error: the same call may be made later."""

_PAID, _NOT_PAID = ProviderVerdict.PAID, ProviderVerdict.NOT_PAID
_PENDING = ProviderVerdict.PENDING


def _means(verdict: ProviderVerdict, vi: str, en: str) -> CodeMeaning:
    return CodeMeaning(verdict, Text(vi, en))


_UNFINISHED = _means(_PENDING, "Giao dịch đang được xử lý", "The payment is being processed")

CODES = CodeTable(
    {
        RESULT_CODE: {
            "0": _means(_PAID, "Giao dịch thành công", "The payment succeeded"),
            "9000": _means(
                _PENDING, "Giao dịch đã được xác nhận, đang chờ hoàn tất", "Authorised, not yet captured"
            ),
            "1000": _means(_PENDING, "Đang chờ người nộp xác nhận", "Waiting for the payer's confirmation"),
            "7000": _UNFINISHED,
            "7002": _UNFINISHED,
            "8000": _UNFINISHED,
            "10": _means(_PENDING, "Hệ thống MoMo đang bảo trì", "MoMo is under maintenance"),
            "99": _means(
                _PENDING, "Chưa xác định được kết quả giao dịch", "The outcome is not determined yet"
            ),
            "98": _means(_NOT_PAID, "Không tạo được mã QR", "The QR code could not be made"),
            "1001": _means(_NOT_PAID, "Tài khoản không đủ số dư", "The balance of the account is too low"),
            "1002": _means(_NOT_PAID, "Đơn vị phát hành từ chối giao dịch", "The issuer refused the payment"),
            "1003": _means(_NOT_PAID, "Giao dịch đã bị hủy", "The payment was cancelled"),
            "1004": _means(
                _NOT_PAID, "Số tiền vượt hạn mức thanh toán", "The limit of the account is exceeded"
            ),
            "1005": _means(_NOT_PAID, "Liên kết hoặc mã QR đã hết hạn", "The address or QR code has ended"),
            "1006": _means(_NOT_PAID, "Người nộp từ chối giao dịch", "The payer refused the payment"),
            "1007": _means(_NOT_PAID, "Tài khoản không hoạt động", "The account is not active"),
            "1017": _means(_NOT_PAID, "Đơn vị chấp nhận thanh toán đã hủy", "The merchant cancelled"),
            "1026": _means(
                _NOT_PAID, "Giao dịch bị hạn chế theo quy định", "The payment is restricted by rule"
            ),
            "2019": _means(_NOT_PAID, "Yêu cầu không hợp lệ", "The request is not valid"),
            "4001": _means(_NOT_PAID, "Tài khoản chưa được xác thực", "The account is not verified"),
            "4002": _means(
                _NOT_PAID, "Tài khoản chưa xác thực sinh trắc học", "The account lacks biometric verification"
            ),
            "4100": _means(_NOT_PAID, "Người nộp đăng nhập không thành công", "The payer could not log in"),
        }
    }
)
