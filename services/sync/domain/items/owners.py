"""Owners of a dossier (chủ hồ sơ): numbers of identity papers, and dummies that only fill the field."""

import re

from contracts.sync import Anomaly
from sync.domain.items.parsed_item import Fields
from sync.domain.items.raw_item import RawItem

PERSONAL_NUMBER = re.compile(r"\d{12}", re.ASCII)
KINDS = {"1": "person", "2": "business", "3": "state_agency", "4": "organisation"}
NEW_KINDS = {"0": "person", "1": "business", "2": "household_business"}
"""LoaiDoiTuong: the newer style counts otherwise."""
_DUMMY = re.compile(r"0*\d?|(\d)\1+|0*1?23456789(0(12)?)?", re.ASCII)


def is_dummy(number: str) -> bool:
    """000000001, 999999999, 123456789: typed to get past a check."""
    return _DUMMY.fullmatch(number) is not None


def parse_owner(item: RawItem) -> Fields:
    """`numbers` are the personal numbers by which the owner finds the dossier."""
    papers = [(row.text("LoaiDinhDanh"), row.text("SoDinhDanh")) for row in item.rows("DinhDanhCHS")]
    single = item.text("SoGiayToChuHoSo")
    numbers = [number for _, number in papers if number]
    if single:
        numbers.append(single)
    dummies = [number for number in numbers if is_dummy(number)]
    if dummies:
        item.add_anomaly(Anomaly.DUMMY_ID)
    return {
        "name": item.text("ChuHoSo"),
        "kind": KINDS.get(item.one_of("LoaiDoiTuong", KINDS)),
        "account": item.text("MaDoiTuong"),
        "papers": [{"kind": kind, "number": number} for kind, number in papers],
        "number": single,
        "numbers": sorted({n for n in numbers if PERSONAL_NUMBER.fullmatch(n) and n not in dummies}),
        "email": item.text("Email"),
        "phone": item.text("SoDienThoai"),
        "fax": item.text("Fax"),
        "more": item.text("ThongTinKhac"),
    }
