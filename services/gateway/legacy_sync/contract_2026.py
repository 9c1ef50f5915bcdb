"""The answer to a batch of the newer style: its own names, and an HTTP status for the whole."""

from typing import Any

from gateway.legacy_sync import error_codes

Reply = dict[str, Any]


def batch_response(receipt: Reply) -> tuple[int, Reply]:
    """200 when anything was taken. When nothing was: 403 where all of it is another agency's, else 400."""
    rows = [
        {
            "MaHoSo": item["code"],
            "MaLoi": item["error_code"],
            "ThongBao": item["message"],
            "BatThuong": item["anomalies"],
        }
        for item in receipt["results"]
    ]
    body = {
        "TongSo": receipt["received"],
        "DaLuu": receipt["stored"],
        "KhongThayDoi": receipt["unchanged"],
        "TuChoi": receipt["refused"],
        "KetQua": rows,
    }
    if receipt["refused"] < receipt["received"]:
        return 200, body
    foreign = all(row["MaLoi"] == error_codes.ACCESS_DENIED for row in rows)
    return (403 if foreign else 400), body
