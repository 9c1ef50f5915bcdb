"""Terms of the portal's contract of 2018: channels, times and money."""

from contracts.catalog import Fee, FeeKind, SubmissionChannel, TimeLimit, TimeUnit

CHANNEL_NUMBERS = {
    SubmissionChannel.DIRECT: "1",
    SubmissionChannel.ONLINE: "2",
    SubmissionChannel.POSTAL: "3",
}
"""KENH: 1 trực tiếp, 2 trực tuyến, 3 bưu chính."""
UNITS = {
    TimeUnit.SAME_DAY: "Trong ngày",
    TimeUnit.HOUR: "Giờ làm việc",
    TimeUnit.WORKING_DAY: "Ngày làm việc",
    TimeUnit.DAY: "Ngày",
    TimeUnit.MONTH: "Tháng",
    TimeUnit.TEXT: "Khác",
}
DONG = "đồng"


def span(limit: TimeLimit) -> tuple[str, str]:
    """THOIGIANGIAIQUYET and DONVITINH: "10", "Ngày làm việc". Within the day, or in words: no number."""
    return ("" if limit.quantity is None else f"{limit.quantity:g}"), UNITS[limit.unit]


def money(fee: Fee) -> tuple[str, str, str]:
    """SOTIEN, DONVI and what the number leaves out. Tiers have no one amount, words have none at all."""
    if fee.kind is FeeKind.TEXT:
        return "", "", ""
    if fee.kind is FeeKind.TIERED:
        return "", DONG, tiers_in_words(fee)
    if fee.kind is FeeKind.PER_UNIT:
        return str(fee.amount), f"{DONG}/đơn vị", _cap_in_words(fee)
    return str(fee.amount), DONG, ""


def tiers_in_words(fee: Fee) -> str:
    """The tiers of a fee, and its cap, as one text."""
    tiers = [f"từ đơn vị thứ {tier.first}: {in_dong(tier.amount)}/đơn vị" for tier in fee.tiers]
    return "; ".join(filter(None, (*tiers, _cap_in_words(fee))))


def in_dong(amount: int) -> str:
    """8000 -> 8.000 đồng."""
    return f"{amount:,}".replace(",", ".") + f" {DONG}"


def _cap_in_words(fee: Fee) -> str:
    return "" if fee.cap is None else f"tối đa {in_dong(fee.cap)}"
