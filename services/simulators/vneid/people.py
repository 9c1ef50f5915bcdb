"""Who has an electronic identity in the simulator. All of them are invented."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Holder:
    """An account at the provider: `level` is its `acr`; an organisation has a tax code and no personal number, and
    `representative` is the number of its legal representative."""

    key: str
    subject: str
    full_name: str
    personal_number: str = ""
    level: str = "2"
    tax_code: str = ""
    representative: str = ""
    foreign: bool = False

    @property
    def claims(self) -> dict[str, Any]:
        """As VNeID is taken to say it, and under the names of the national portal's older SSO."""
        kind = "2" if self.tax_code else "4" if self.foreign else "1"
        old = {"TechID": f"tech-{self.subject}", "LoaiTaiKhoan": kind, "HoVaTen": self.full_name}
        new = {"name": self.full_name, "account_type": kind}
        if self.tax_code:
            new |= {"tax_code": self.tax_code, "representative_number": self.representative}
            return {**new, **old, "MaSoThue": self.tax_code, "SoDinhDanhNguoiDaiDien": self.representative}
        number = self.personal_number
        return {**new, **old, "personal_number": number, "SoDinhDanh": number}


@dataclass
class Register:
    """The holders by key; tests add their own."""

    holders: dict[str, Holder] = field(default_factory=dict)

    @classmethod
    def of_development(cls) -> "Register":
        holders = (
            Holder("an", "s-0001", "Nguyễn Văn An", "001199000011"),
            Holder("binh", "s-0002", "Trần Thị Bình", "001299000022", level="1"),
            Holder(
                "cong-ty",
                "s-0003",
                "Công ty Cổ phần Mẫu",
                tax_code="0101243150",
                representative="001199000011",
            ),
        )
        return cls({each.key: each for each in holders})
