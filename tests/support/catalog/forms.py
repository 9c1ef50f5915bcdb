"""Forms of the starter procedures, filled in with invented people."""

from typing import Any

FORMS: dict[str, dict[str, Any]] = {
    "1.001193": {
        "child_name": "Trẻ Em Mẫu", "child_sex": "female", "birth_date": "2016-05-04", "birth_place": "Trạm y tế mẫu",
        "hometown": "Xã mẫu", "ethnicity": "Kinh", "mother_name": "Người Mẹ Mẫu",
        "mother_personal_number": "001190000001", "relation": "Mẹ",
    },
    "1.000894": {
        "groom_name": "Bên Nam Mẫu", "groom_personal_number": "001090000001", "groom_birth_date": "1990-01-02",
        "bride_name": "Bên Nữ Mẫu", "bride_personal_number": "001190000001", "bride_birth_date": "1991-01-02",
        "groom_marriage_count": 1, "bride_marriage_count": 1,
    },
    "1.000656": {
        "deceased_name": "Người Mất Mẫu", "death_date": "2026-11-01", "death_place": "Xã mẫu", "relation": "Con",
    },
    "2.000635": {
        "record_kind": "birth", "holder_name": "Người Dân Mẫu", "registered_at": "Xã mẫu", "copies": 3,
    },
    "2.000815": {"document_name": "Bằng mẫu", "issuer": "Trường mẫu", "pages": 4, "copies": 2},
    "1.004222": {
        "full_name": "Nguyễn Văn Mẫu", "personal_number": "001090000001", "birth_date": "1990-01-02",
        "new_address": "Số 1 phố mẫu", "housing": "owned",
    },
    "1.004194": {
        "full_name": "Nguyễn Văn Mẫu", "personal_number": "001090000001", "temporary_address": "Số 2 phố mẫu",
        "from_date": "2026-11-01", "to_date": "2027-10-31",
    },
    "1.001456": {
        "full_name": "Nguyễn Văn Mẫu", "personal_number": "001090000001", "birth_date": "1990-01-02",
        "birth_place": "Hà Nội", "phone": "0900000000", "chip": True,
    },
    "2.001610": {
        "business_name": "Doanh nghiệp tư nhân Mẫu", "owner_name": "Chủ Mẫu",
        "owner_personal_number": "001090000001", "head_office": "Số 3 phố mẫu", "capital_vnd": 100_000_000,
        "industries": ["4711"],
    },
    "3.000347": {
        "full_name": "Nguyễn Văn Mẫu", "personal_number": "001090000001", "licence_number": "010203040506",
        "licence_class": "B", "reason": "expiring", "health_certificate_number": "SK-0001",
    },
    "2.000986": {
        "child_name": "Trẻ Em Mẫu", "child_sex": "female", "birth_date": "2026-10-20", "birth_place": "Trạm y tế mẫu",
        "hometown": "Xã mẫu", "ethnicity": "Kinh", "mother_name": "Người Mẹ Mẫu",
        "mother_personal_number": "001190000001", "relation": "Mẹ", "residence_address": "Số 1 phố mẫu",
        "householder_name": "Chủ Hộ Mẫu", "householder_personal_number": "001090000001", "clinic": "Trạm y tế mẫu",
    },
}  # fmt: skip
