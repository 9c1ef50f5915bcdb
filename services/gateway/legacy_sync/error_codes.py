"""The codes of the old contract for a whole call, and which of our errors each stands for. docs/sync.md explains them.

The contract's own document is lost; 0, -1, -3 and 3 are what its clients know.
"""

from contracts.errors import ErrorCode, ServiceError
from gateway.http import translations

OK = 0
EXISTS = 1  # hồ sơ đã tồn tại
BUSY = 3  # hệ thống bận, gửi lại sau
INVALID = -1  # nội dung sai
ACCESS_DENIED = -3  # phiên sai hoặc hết hạn, hoặc không thuộc đơn vị

_ACCESS_DENIED = frozenset(
    {
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.CREDENTIALS_INVALID,
        ErrorCode.PASSWORD_LOG_IN_OFF,
        ErrorCode.FORBIDDEN,
        ErrorCode.INSUFFICIENT_SCOPE,
    }
)
_BUSY = frozenset(
    {
        ErrorCode.RATE_LIMITED,
        ErrorCode.UNAVAILABLE,
        ErrorCode.UNKNOWN_SERVICE,
        ErrorCode.DEADLINE_EXCEEDED,
        ErrorCode.INTERNAL_ERROR,
    }
)
_WORDS = {
    ErrorCode.UNAUTHENTICATED: "Phiên làm việc không hợp lệ, hãy đăng nhập lại",
    ErrorCode.TOKEN_EXPIRED: "Phiên làm việc đã hết hạn, hãy đăng nhập lại",
    ErrorCode.FORBIDDEN: "Tài khoản không được dùng dịch vụ này",
}


def code_of(error: ServiceError) -> int:
    if error.code in _ACCESS_DENIED:
        return ACCESS_DENIED
    return BUSY if error.code in _BUSY else INVALID


def message_of(error: ServiceError) -> str:
    return _WORDS.get(error.code) or translations.detail(error, "vi")
