"""What is wrong with a scan or with its fields, in words that say what to do (TT 01/2023/TT-VPCP)."""

from contracts.i18n import Text

_SCAN_AGAIN = Text("hãy quét lại và lưu dạng PDF/A.", "scan it again and save it as PDF/A.")


def _again(vi: str, en: str) -> Text:
    return Text(f"{vi}; {_SCAN_AGAIN['vi']}", f"{en}; {_SCAN_AGAIN['en']}")


OF_DIGITISATION: dict[str, Text] = {
    "scan_not_pdf": Text(
        "Bản quét phải là tệp PDF/A; ảnh không được chuyển đổi. Hãy quét lại và chọn lưu dạng PDF/A.",
        "A scan is a PDF/A file, images are not converted; scan it again and save it as PDF/A.",
    ),
    "scan_not_pdf_a": _again("Tệp không phải PDF/A", "The file is no PDF/A"),
    "scan_encrypted": Text(
        "Tệp bị mã hóa hoặc khóa quyền, PDF/A không cho phép; hãy bỏ khóa hoặc quét lại.",
        "The file is encrypted or locked, which PDF/A forbids; take the lock off or scan it again.",
    ),
    "scan_no_file_id": _again(
        "Tệp ghi là PDF/A nhưng thiếu mã định danh tệp",
        "It claims to be PDF/A and has no identifier of the file",
    ),
    "scan_output_intent": _again(
        "Tệp ghi là PDF/A nhưng thiếu hồ sơ màu phù hợp (output intent)",
        "It claims to be PDF/A and has no output intent that fits its colours",
    ),
    "scan_font_not_embedded": _again(
        "Tệp ghi là PDF/A nhưng có phông chữ không nhúng", "It claims to be PDF/A and a font is not embedded"
    ),
    "scan_filter": _again(
        "Tệp ghi là PDF/A nhưng dùng cách nén không được phép (LZW)",
        "It claims to be PDF/A and is packed by LZW, which that forbids",
    ),
    "scan_script": _again(
        "Tệp ghi là PDF/A nhưng có lệnh tự chạy", "It claims to be PDF/A and holds a script"
    ),
    "scan_transparency": _again(
        "Tệp ghi là PDF/A-1 nhưng có lớp trong suốt", "It claims to be PDF/A-1 and has transparency"
    ),
    "scan_resolution": Text(
        "Trang {page}: độ phân giải {found} dpi, cần ít nhất {limit} dpi; hãy quét lại trang này.",
        "Page {page} has {found} dpi, at least {limit} dpi are needed; scan it again.",
    ),
    "scan_grey": Text(
        "Trang {page}: quét đen trắng hoặc xám, cần quét màu; hãy chọn chế độ màu rồi quét lại.",
        "Page {page} is in black and white or grey; set the scanner to colour and scan it again.",
    ),
    "scan_page_empty": Text(
        "Trang {page}: không có ảnh quét; hãy bỏ trang trống hoặc quét lại.",
        "Page {page} has no scan on it; leave it out or scan it again.",
    ),
    "scan_pages_differ": Text(
        "Tệp có {found} trang, giấy tờ có {limit} trang; hãy quét đủ các trang.",
        "The file has {found} pages, the paper has {limit}; scan every page.",
    ),
    "scan_too_long": Text(
        "Tệp có {found} trang, nhiều nhất {limit} trang; hãy chia thành nhiều giấy tờ.",
        "The file has {found} pages, at most {limit} are taken; scan it as several papers.",
    ),
    "paper_in_store": Text(
        "Kho đã có giấy tờ loại này còn hiệu lực của người đó; hãy dùng lại, hoặc nêu giấy tờ và lý do quét lại.",
        "The store has a valid paper of this kind of that person: reuse it, or name it and say why it is scanned again.",
    ),
    "reason_needed": Text("Hãy nêu lý do quét lại.", "Say why it is scanned again."),
    "field_confirmed": Text(
        "Mục này đã được xác nhận với đúng nội dung đó.",
        "This field was confirmed with the same words before.",
    ),
    "field_unconfirmed": Text("Mục này chưa được người xác nhận.", "Nobody has confirmed this field yet."),
    "digitisation_ended": Text("Việc số hóa này đã hoàn tất.", "This digitisation has been completed."),
    "field_twice": Text("Một mục được nêu hai lần.", "A field is named twice."),
    "field_needed": Text("Giấy tờ nào cũng có mục này.", "Every paper has this field."),
}
