"""The page for people who come back from a payment provider: the state of their payment."""

from html import escape
from string import Template

from contracts.accounts import Locale
from contracts.i18n import Text
from contracts.payments import OrderState, PaymentReturn

_PAGE = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 18px/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #f3f4f6; }
main { max-width: 32rem; margin: 12vh auto; padding: 2rem; background: #fff; border-top: 6px solid $colour; }
h1 { margin-top: 0; font-size: 1.5rem; }
a { color: #0b5cad; }
</style>
</head>
<body><main><h1>$title</h1><p>$text</p><p><a href="$portal">$back</a></p></main></body>
</html>
""")

_WORDS: dict[str, tuple[Text, Text]] = {
    "paid": (
        Text("Đã nộp tiền", "Paid"),
        Text(
            "Chúng tôi đã nhận được khoản tiền. Hồ sơ được giải quyết tiếp.",
            "We have received the money. Your dossier goes on.",
        ),
    ),
    "waiting": (
        Text("Chưa có xác nhận", "Not confirmed yet"),
        Text(
            "$provider chưa xác nhận khoản tiền. Thường chỉ mất vài phút; đừng nộp lại, hãy xem lại hồ sơ sau.",
            "$provider has not confirmed the money yet. It will in minutes; do not pay again, look later.",
        ),
    ),
    "failed": (
        Text("Chưa nộp được tiền", "Not paid"),
        Text(
            "Giao dịch không thành công. Hãy mở lại hồ sơ để nộp lần nữa.",
            "The payment did not go through. Open your dossier to try again.",
        ),
    ),
    "unknown": (
        Text("Không đọc được kết quả", "Cannot be read"),
        Text(
            "Đường dẫn này không phải do $provider tạo ra, hoặc đã bị sửa.",
            "This address was not made by $provider, or was changed on the way.",
        ),
    ),
}
"""Title and text of the page, by what it shows."""
_COLOURS = {"paid": "#1a7f37", "waiting": "#b58900", "failed": "#b3261e", "unknown": "#6e6e6e"}
_PROVIDER = Text("đơn vị thanh toán", "the payment provider")
_BACK = Text("Về cổng dịch vụ công", "Back to the portal")


def payment_page(found: PaymentReturn, lang: Locale, portal: str) -> str:
    """HTML in this language; every value in it is escaped."""
    state = _page_state(found)
    title, text = _WORDS[state]
    provider = found.provider_title or _PROVIDER[lang]
    return _PAGE.substitute(
        lang=lang,
        title=escape(title[lang]),
        text=escape(Template(text[lang]).substitute(provider=provider)),
        portal=escape(portal),
        back=escape(_BACK[lang]),
        colour=_COLOURS[state],
    )


def _page_state(found: PaymentReturn) -> str:
    if not found.signature_valid or found.state is None:
        return "unknown"
    return {OrderState.PAID: "paid", OrderState.CREATED: "waiting"}.get(found.state, "failed")
