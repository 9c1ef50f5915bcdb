"""People of the tests, and what happens to their dossiers."""

from contracts.accounts import Contact
from contracts.dossiers import DossierEvent, DossierStatus

PEOPLE = {
    contact.account_id: contact
    for contact in (
        Contact(account_id="an", full_name="Nguyễn Văn An", email="an@example.vn"),
        Contact(account_id="ben", full_name="Ben Tran", email="ben@example.vn", locale="en"),
        Contact(account_id="chi", full_name="Lê Thị Chi"),
        Contact(account_id="dung", full_name="Phạm Dũng", email="dung@refused.example"),
        Contact(account_id="giang", full_name="Võ Giang", email="giang@busy.example"),
        Contact(account_id="hoa", full_name="Đỗ Hoa", phone="0912345678"),
    )
}


def accepted_dossier(dossier_id: str, account_id: str, note: str | None = None) -> DossierEvent:
    """The payload of an event about the dossier of this person."""
    return DossierEvent(
        dossier_id=dossier_id,
        code="000.00.16.H05-261102-0001",
        status=DossierStatus.ACCEPTED,
        procedure_code="2.000635",
        procedure_name="Cấp bản sao trích lục hộ tịch",
        agency_code="000.00.16.H05",
        applicant_id=account_id,
        follower_ids=(account_id,),
        note=note,
    )
