"""The page that shows how to pay an order by transfer: the VietQR code, and the same in words to type."""

import io
from html import escape
from string import Template

import segno

from contracts.accounts import Locale
from contracts.bank_transfers import TransferInstructions
from contracts.i18n import Text, format_vnd

_PAGE = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
body { font: 18px/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #f3f4f6; }
main { max-width: 32rem; margin: 4vh auto; padding: 2rem; background: #fff; border-top: 6px solid #0b5cad; }
h1 { margin-top: 0; font-size: 1.5rem; }
svg { display: block; width: 15rem; height: 15rem; margin: 0 auto 1rem; }
dt { color: #595959; }
dd { margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere; }
</style>
</head>
<body><main><h1>$title</h1>$code<dl>$facts</dl><p>$text</p></main></body>
</html>
""")
_TITLE = Text("Chuyển khoản để nộp phí, lệ phí", "Pay the fee by transfer")
_OVER = Text("Lệnh thanh toán này không còn chờ tiền", "This order does not wait for money any more")
_TEXT = Text(
    "Quét mã bằng ứng dụng ngân hàng, hoặc chuyển khoản với đúng số tiền và nội dung trên. "
    "Hồ sơ được cập nhật khi ngân hàng báo có, thường trong vài phút.",
    "Scan the code with the app of your bank, or transfer this amount with this text exactly. "
    "Your dossier goes on when the bank tells us, in minutes as a rule.",
)
_OVER_TEXT = Text(
    "Hãy mở lại hồ sơ để xem khoản phải nộp. Tiền chuyển muộn vẫn được ghi nhận, hoặc được hoàn trả.",
    "Open your dossier to see what is to be paid. Money that comes late is counted, or returned.",
)
_FACTS = (
    (Text("Số tiền", "Amount"), lambda how: format_vnd(how.amount)),
    (Text("Nội dung chuyển khoản", "Text of the transfer"), lambda how: how.payment_code),
    (Text("Số tài khoản", "Account"), lambda how: how.account_number),
    (Text("Chủ tài khoản", "Holder"), lambda how: how.account_holder),
    (Text("Mã ngân hàng (BIN)", "Bank (BIN)"), lambda how: how.bank_bin),
)


def transfer_page(how: TransferInstructions, language: Locale) -> str:
    """HTML. Without the code once the order does not wait any more."""
    facts = "".join(
        f"<dt>{escape(name[language])}</dt><dd>{escape(value(how))}</dd>" for name, value in _FACTS
    )
    return _PAGE.substitute(
        lang=language,
        title=escape((_TITLE if how.payable else _OVER)[language]),
        code=qr_svg(how.qr_payload) if how.payable else "",
        facts=facts if how.payable else "",
        text=escape((_TEXT if how.payable else _OVER_TEXT)[language]),
    )


def qr_svg(payload: str) -> str:
    """As an element of a page, of no size of its own."""
    return segno.make_qr(payload, error="m").svg_inline(omitsize=True, border=4)


def qr_png(payload: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(payload, error="m").save(out, kind="png", scale=8, border=4)
    return out.getvalue()
