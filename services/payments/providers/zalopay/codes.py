"""ZaloPay's `return_code`: what create, query and callback say, and what it means for people.

Source: docs.zalopay.vn, API v2. The sub code names the reason and never another verdict.
"""

from contracts.i18n import Text
from contracts.payments import ProviderVerdict
from payments.domain.outcome import CodeMeaning, CodeTable

RETURN_CODE = "return_code"
SUB_CODE = "sub_return_code"
SUCCEEDED, FAILED, PROCESSING = "1", "2", "3"
NOT_FOUND = "-101"
"""The payment is not known to ZaloPay."""
AWAY = frozenset({"-429", "-500", "-999"})
"""Too many calls, error of the server, maintenance: the same call may be made later."""

CODES = CodeTable(
    {
        RETURN_CODE: {
            SUCCEEDED: CodeMeaning(
                ProviderVerdict.PAID, Text("Giao dịch thành công", "The payment succeeded")
            ),
            FAILED: CodeMeaning(
                ProviderVerdict.NOT_PAID, Text("Giao dịch không thành công", "The payment failed")
            ),
            PROCESSING: CodeMeaning(
                ProviderVerdict.PENDING, Text("Giao dịch đang được xử lý", "The payment is being processed")
            ),
        }
    }
)
