"""What an agency's system told of a dossier beside its summary: owner, papers, fees, supplements, results, course."""

from contracts.base import Instant, Model


class ValueAsSent(Model):
    """A field that the contract does not have, or a value that it does not have, as it came (giá trị như đã gửi)."""

    name: str
    """Name of the field."""
    value: str
    """The text, or what is no text as JSON."""


class SyncedIdentityPaper(Model):
    """A paper of identity of the owner (định danh chủ hồ sơ)."""

    kind: str = ""
    """Kind (LoaiDinhDanh): 1 CCCD, 2 CMND."""
    number: str = ""
    """Its number (SoDinhDanh)."""


class SyncedOwner(Model):
    """The owner of a synced dossier (chủ hồ sơ)."""

    name: str = ""
    """Name (ChuHoSo)."""
    kind: str | None = None
    """Person, business, household business, organisation or state agency (LoaiDoiTuong)."""
    account: str = ""
    """Account on the national portal (MaDoiTuong)."""
    number: str = ""
    """Number of a paper of identity (SoGiayToChuHoSo), of the newer contract that of who filed."""
    papers: tuple[SyncedIdentityPaper, ...] = ()
    """Papers of identity (DinhDanhCHS)."""
    email: str = ""
    """Address of mail."""
    phone: str = ""
    """Number of phone (SoDienThoai)."""
    fax: str = ""
    """Number of fax."""
    more: str = ""
    """What else was told (ThongTinKhac)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedPaper(Model):
    """A paper that was handed in (tài liệu nộp)."""

    component: str = ""
    """Code of the component (MaThanhPhanHoSo)."""
    component_name: str = ""
    """Name of the component (TenThanhPhanHoSo)."""
    count: int | None = None
    """How many (SoLuong)."""
    copy_kind: str = ""
    """LoaiBan: 0 original, 1 copy, 2 electronic."""
    file: str = ""
    """Id of the file (TepDinhKemId, IdGiayTo)."""
    name: str = ""
    """Name (TenTepDinhKem, TenGiayTo)."""
    place: str = ""
    """Where the file is (DuongDanTaiTepTin)."""
    hash: str = ""
    """Hash of the file (HashTepTin)."""
    result: str = ""
    """Code of the result that it is (MaKetQua)."""
    replaces_result: str = ""
    """Code of the result that stands for it (MaKetQuaThayThe)."""
    deleted: bool = False
    """It was taken out (IsDeleted)."""
    digitised: bool = False
    """It was digitised (DuocSoHoa)."""
    reused: bool = False
    """It was reused (DuocTaiSuDung)."""
    from_store: bool = False
    """It is from the person's store on the national portal (DuocLayTuKhoDMQG)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedFee(Model):
    """A fee (phí, lệ phí)."""

    name: str = ""
    """Name (TenPhiLePhi)."""
    code: str = ""
    """Code (MaPhiLePhi)."""
    taken: str = ""
    """When it is paid (HinhThucThu)."""
    amount: int | None = None
    """Whole đồng (Gia)."""
    kind: str = ""
    """LoaiPhiLePhi: 1 phí, 2 lệ phí."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedOtherFile(Model):
    """A paper that no component names (tệp đính kèm khác)."""

    name: str = ""
    """Name (TenGiayTo)."""
    count: int | None = None
    """How many (SoLuong)."""
    kind: str = ""
    """Kind (LoaiGiayTo)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedSupplement(Model):
    """A request for a supplement (hồ sơ bổ sung)."""

    supplement: str = ""
    """Its id (HoSoBoSungId)."""
    asked_by: str = ""
    """Who asked (NguoiYeuCauBoSung)."""
    asked_for: str = ""
    """What for (NoiDungBoSung)."""
    asked_at: Instant | None = None
    """When (NgayBoSung) (UTC)."""
    received_by: str = ""
    """Who received the supplement (NguoiTiepNhanBoSung)."""
    received_note: str = ""
    """What was said of it (ThongTinTiepNhan)."""
    received_at: Instant | None = None
    """When it was received (NgayTiepNhanBoSung) (UTC)."""
    state: str = ""
    """State (TrangThaiBoSung)."""
    due_before: Instant | None = None
    """Due date before (NgayHenTraTruoc) (UTC)."""
    due_after: Instant | None = None
    """Due date after (NgayHenTraMoi) (UTC)."""
    papers: tuple[SyncedPaper, ...] = ()
    """Its papers (DanhSachGiayToBoSung)."""
    fees: tuple[SyncedFee, ...] = ()
    """Its fees (DanhSachLePhiBoSung)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedResult(Model):
    """A result (giấy tờ kết quả)."""

    name: str = ""
    """Name (TenGiayTo)."""
    component: str = ""
    """Code of the component (MaThanhPhanHoSo)."""
    paper: str = ""
    """Id of the paper (GiayToId)."""
    place: str = ""
    """Where its file is (DuongDanTepTinKetQua)."""
    code: str = ""
    """Code of the kind of result (MaGiayToKetQua)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedStep(Model):
    """One line of the course, whole (tiến trình xử lý)."""

    at: Instant | None = None
    """When (ThoiDiemXuLy) (UTC); none where no moment was told."""
    status_number: int | None = None
    """Number of the state then (TrangThai), 1 to 10."""
    unit: str = ""
    """Unit that did it (PhongBanXuLy)."""
    content: str = ""
    """What was done (NoiDungXuLy)."""
    by: str = ""
    """Who did it (NguoiXuLy)."""
    position: str = ""
    """His or her position (ChucDanh)."""
    started_at: Instant | None = None
    """When it began (NgayBatDau) (UTC)."""
    due_at: Instant | None = None
    """When it was to end (NgayKetThucTheoQuyDinh) (UTC)."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of it no field above shows."""


class SyncedParts(Model):
    """What of a synced dossier stands beside its summary."""

    receipt_number: str = ""
    """Number of the receipt (SoBienNhan)."""
    service_code: str = ""
    """Code of the public service (MaDichVuCong)."""
    field_name: str = ""
    """Name of the field (TenLinhVuc)."""
    summary: str = ""
    """What it is about (TrichYeuHoSo)."""
    note: str = ""
    """Note (GhiChu)."""
    return_note: str = ""
    """Note on the return (ThongTinTra)."""
    return_by: str = ""
    """HinhThuc: 0 fetched, 1 by post."""
    filed_at_place: str = ""
    """NoiNopHoSo: 1 the national portal, 2 the local one."""
    refused_at: Instant | None = None
    """When it was refused (NgayTuChoi) (UTC)."""
    content_status_number: int | None = None
    """State that was told with the whole dossier (TrangThaiHoSo); `status_number` is the one that stands."""
    digitised: bool = False
    """It has digitised components (HoSoCoThanhPhanSoHoa)."""
    owner_verified: bool = False
    """The account was verified by VNeID (TaiKhoanDuocXacThucVoiVNeID)."""
    paid_online: str = ""
    """DuocThanhToanTrucTuyen: 0 no, 1 on the national portal, 2 at a local gateway."""
    databases: tuple[str, ...] = ()
    """National databases that were used (DSKetNoiCSDL)."""
    owner: SyncedOwner = SyncedOwner()
    """Its owner."""
    papers: tuple[SyncedPaper, ...] = ()
    """Papers that were handed in (TaiLieuNop, ThanhPhanHoSo)."""
    fees: tuple[SyncedFee, ...] = ()
    """Its fees (DanhSachLePhi)."""
    other_files: tuple[SyncedOtherFile, ...] = ()
    """Other papers (DanhSachTepDinhKemKhac)."""
    supplements: tuple[SyncedSupplement, ...] = ()
    """Requests for a supplement (DanhSachHoSoBoSung)."""
    results: tuple[SyncedResult, ...] = ()
    """Its results (DanhSachGiayToKetQua)."""
    steps: tuple[SyncedStep, ...] = ()
    """Its course, oldest first."""
    as_sent: tuple[ValueAsSent, ...] = ()
    """What of the dossier no field above shows."""
