"""The codes of the old contract for a whole call, and which of our errors each stands for. docs/sync.md explains them.

The contract's own document is lost; 0, -1, -3 and 3 are what its clients know.
"""

from contracts.errors import Code, ServiceError
from gateway import words

OK = 0
EXISTS = 1  # hồ sơ đã tồn tại
BUSY = 3  # hệ thống bận, gửi lại sau
BAD = -1  # nội dung sai
NOT_YOURS = -3  # phiên sai hoặc hết hạn, hoặc không thuộc đơn vị

_NOT_YOURS = frozenset({Code.UNAUTHENTICATED, Code.TOKEN_EXPIRED, Code.CREDENTIALS_INVALID, Code.FORBIDDEN})
_BUSY = frozenset(
    {Code.RATE_LIMITED, Code.UNAVAILABLE, Code.UNKNOWN_SERVICE, Code.DEADLINE_EXCEEDED, Code.INTERNAL_ERROR}
)
_WORDS = {
    Code.UNAUTHENTICATED: "Phiên làm việc không hợp lệ, hãy đăng nhập lại",
    Code.TOKEN_EXPIRED: "Phiên làm việc đã hết hạn, hãy đăng nhập lại",
    Code.FORBIDDEN: "Tài khoản không được dùng dịch vụ này",
}


def code_of(error: ServiceError) -> int:
    if error.code in _NOT_YOURS:
        return NOT_YOURS
    return BUSY if error.code in _BUSY else BAD


def message_of(error: ServiceError) -> str:
    return _WORDS.get(error.code) or words.detail(error, "vi")
