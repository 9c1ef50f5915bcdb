"""VNPAY's codes in one table: what the IPN, the return page and querydr say, and what it means for people.

`vnp_ResponseCode` answers the attempt to pay; `vnp_TransactionStatus` is the state of the transaction. querydr has the
second only: its own `vnp_ResponseCode` is about the query (`query`). Source: sandbox.vnpayment.vn, "Bảng mã lỗi".
"""

from contracts.i18n import Text
from contracts.payments import ProviderVerdict
from payments.domain.outcome import CodeMeaning, CodeTable

RESPONSE_CODE = "vnp_ResponseCode"
TRANSACTION_STATUS = "vnp_TransactionStatus"

_PAID, _NOT_PAID = ProviderVerdict.PAID, ProviderVerdict.NOT_PAID
_PENDING, _HELD = ProviderVerdict.PENDING, ProviderVerdict.HELD


def _means(verdict: ProviderVerdict, vi: str, en: str) -> CodeMeaning:
    return CodeMeaning(verdict, Text(vi, en))


_RESPONSE_CODES = {
    "00": _means(_PAID, "Giao dịch thành công", "The payment succeeded"),
    "01": _means(_NOT_PAID, "Giao dịch đã tồn tại tại VNPAY", "The payment exists at VNPAY already"),
    "02": _means(_NOT_PAID, "Đơn vị chấp nhận thanh toán không hợp lệ", "The merchant is not valid"),
    "03": _means(
        _NOT_PAID, "Dữ liệu gửi sang VNPAY không đúng định dạng", "The data sent to VNPAY are malformed"
    ),
    "04": _means(
        _NOT_PAID, "Đơn vị chấp nhận thanh toán đang bị tạm khóa", "The merchant is locked for the time being"
    ),
    "05": _means(
        _NOT_PAID, "Nhập sai mật khẩu thanh toán quá số lần quy định", "The password was wrong too often"
    ),
    "06": _means(_NOT_PAID, "Nhập sai mã xác thực giao dịch (OTP)", "The one-time password (OTP) was wrong"),
    "07": _means(
        _HELD,
        "Đã trừ tiền, giao dịch bị nghi ngờ gian lận và đang được kiểm tra",
        "The money was debited; the payment is suspected of fraud and being checked",
    ),
    "08": _means(_NOT_PAID, "Hệ thống ngân hàng đang bảo trì", "The bank's system is under maintenance"),
    "09": _means(
        _NOT_PAID,
        "Thẻ hoặc tài khoản chưa đăng ký dịch vụ ngân hàng điện tử (InternetBanking)",
        "The card or account is not registered for Internet banking",
    ),
    "10": _means(
        _NOT_PAID,
        "Xác thực thông tin thẻ hoặc tài khoản không đúng quá 3 lần",
        "The card or account was authenticated wrongly more than 3 times",
    ),
    "11": _means(_NOT_PAID, "Đã hết thời gian chờ thanh toán", "The time to pay is over"),
    "12": _means(_NOT_PAID, "Thẻ hoặc tài khoản bị khóa", "The card or account is locked"),
    "13": _means(
        _NOT_PAID, "Nhập sai mật khẩu xác thực giao dịch (OTP)", "The one-time password (OTP) was wrong"
    ),
    "24": _means(_NOT_PAID, "Người nộp đã hủy giao dịch", "The payer cancelled the payment"),
    "51": _means(_NOT_PAID, "Tài khoản không đủ số dư", "The balance of the account is too low"),
    "65": _means(
        _NOT_PAID,
        "Tài khoản đã vượt hạn mức giao dịch trong ngày",
        "The daily limit of the account is exceeded",
    ),
    "75": _means(_NOT_PAID, "Ngân hàng thanh toán đang bảo trì", "The bank is under maintenance"),
    "79": _means(
        _NOT_PAID, "Nhập sai mật khẩu thanh toán quá số lần quy định", "The password was wrong too often"
    ),
    "99": _means(_PENDING, "Chưa xác định được kết quả giao dịch", "The outcome is not determined yet"),
}

_TRANSACTION_STATUSES = {
    "00": _means(_PAID, "Giao dịch thành công", "The payment succeeded"),
    "01": _means(_PENDING, "Giao dịch chưa hoàn tất", "The payment is not completed"),
    "02": _means(_NOT_PAID, "Giao dịch bị lỗi", "The payment failed"),
    "04": _means(
        _HELD,
        "Giao dịch đảo: ngân hàng đã trừ tiền nhưng giao dịch chưa thành công ở VNPAY",
        "Reversed: the bank debited the money, but the payment did not succeed at VNPAY",
    ),
    "05": _means(_HELD, "VNPAY đang xử lý giao dịch hoàn tiền", "VNPAY is returning the money"),
    "06": _means(
        _HELD,
        "VNPAY đã gửi yêu cầu hoàn tiền sang ngân hàng",
        "VNPAY asked the bank to return the money",
    ),
    "07": _means(
        _HELD,
        "Giao dịch bị nghi ngờ gian lận và đang được kiểm tra",
        "The payment is suspected of fraud and being checked",
    ),
    "09": _means(_HELD, "Yêu cầu hoàn tiền bị từ chối", "The return of the money was refused"),
}

CODES = CodeTable({RESPONSE_CODE: _RESPONSE_CODES, TRANSACTION_STATUS: _TRANSACTION_STATUSES})
