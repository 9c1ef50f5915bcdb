"""The page for people who come back from a payment provider: the state of their payment."""

from html import escape
from string import Template

from contracts.accounts import Locale
from contracts.i18n import Text, format_vnd
from contracts.payments import OrderState, PaymentReturn, ProviderVerdict

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
dt { color: #595959; }
dd { margin: 0 0 .5rem; }
</style>
</head>
<body><main><h1>$title</h1><p>$text</p>$facts<p><a href="$portal">$back</a></p></main></body>
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
    "held": (
        Text("Giao dịch đang được kiểm tra", "Being checked"),
        Text(
            "$provider đang kiểm tra giao dịch này; có thể tiền đã được trừ. Xin đừng nộp lại. "
            "Chúng tôi sẽ báo khi có kết quả.",
            "$provider is checking this payment; the money may have been debited. Please do not pay again. "
            "We will tell you the outcome.",
        ),
    ),
    "surplus": (
        Text("Đã nhận tiền, khoản nộp thừa", "Paid more than needed"),
        Text(
            "Chúng tôi đã nhận được khoản tiền này, nhưng hồ sơ không còn phải nộp. "
            "Cơ quan thu sẽ liên hệ để hoàn trả.",
            "We have received this money, but the dossier did not need it any more. "
            "The agency will contact you to return it.",
        ),
    ),
    "expired": (
        Text("Đã hết thời gian nộp tiền", "The time to pay is over"),
        Text(
            "Chúng tôi chưa nhận được khoản tiền của lần nộp này. Hãy mở lại hồ sơ để xem khoản phải nộp.",
            "We have not received the money of this attempt. Open your dossier to see what is to be paid.",
        ),
    ),
    "cancelled": (
        Text("Khoản thu đã được hủy", "Nothing to pay any more"),
        Text(
            "Hồ sơ đã được rút nên không còn phải nộp khoản tiền này.",
            "The dossier was withdrawn, so this fee is not to be paid any more.",
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
_COLOURS = {
    "paid": "#1a7f37",
    "surplus": "#b58900",
    "waiting": "#b58900",
    "held": "#b58900",
    "failed": "#b3261e",
    "expired": "#6e6e6e",
    "cancelled": "#6e6e6e",
    "unknown": "#6e6e6e",
}
_DOSSIER, _AMOUNT, _REASON = Text("Hồ sơ", "Dossier"), Text("Số tiền", "Amount"), Text("Lý do", "Reason")
_WITH_REASON = frozenset({"failed", "held", "waiting"})
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
        facts=_facts(found, state, lang),
        portal=escape(portal),
        back=escape(_BACK[lang]),
        colour=_COLOURS[state],
    )


def _facts(found: PaymentReturn, state: str, lang: Locale) -> str:
    """What the payment was for, and why it is as it is, where that is known."""
    if state == "unknown":
        return ""
    message = found.provider_message if state in _WITH_REASON else None
    rows = (
        (_DOSSIER, found.dossier_code or found.submission_number),
        (_AMOUNT, None if found.amount is None else format_vnd(found.amount)),
        (_REASON, None if message is None else message[lang]),
    )
    shown = "".join(f"<dt>{escape(name[lang])}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return f"<dl>{shown}</dl>" if shown else ""


def _page_state(found: PaymentReturn) -> str:
    """A payment of ours is the last word; then what the provider says; then the order's own end."""
    if not found.signature_valid or found.state is None:
        return "unknown"
    if found.state is OrderState.PAID:
        return "surplus" if found.surplus else "paid"
    match found.verdict:
        case ProviderVerdict.HELD:
            return "held"
        case ProviderVerdict.PENDING | ProviderVerdict.PAID:
            return "waiting"
    if found.state is OrderState.CREATED and found.verdict is None:
        return "waiting"
    return _OF_ENDED.get(found.state, "failed")


_OF_ENDED = {OrderState.EXPIRED: "expired", OrderState.CANCELLED: "cancelled"}
