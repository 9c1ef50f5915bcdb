"""What people call the values of the contracts: on documents, in messages, in answers."""

from contracts.catalog import TimeUnit
from contracts.dossiers import Lateness, ReturnMethod
from contracts.i18n import Text

TIME_UNITS: dict[TimeUnit, Text] = {
    TimeUnit.SAME_DAY: Text("trong ngày", "the same day"),
    TimeUnit.HOUR: Text("giờ làm việc", "working hours"),
    TimeUnit.WORKING_DAY: Text("ngày làm việc", "working days"),
    TimeUnit.DAY: Text("ngày", "days"),
    TimeUnit.MONTH: Text("tháng", "months"),
    TimeUnit.TEXT: Text("khác", "other"),
}
"""Đơn vị tính thời hạn, as it follows a number: 10 ngày làm việc."""

RETURN_METHODS: dict[ReturnMethod, Text] = {
    ReturnMethod.COUNTER: Text("Trực tiếp", "At the counter"),
    ReturnMethod.POST: Text("Bưu chính", "By post"),
    ReturnMethod.ONLINE: Text("Trực tuyến", "Online"),
}
"""Hình thức trả kết quả, in the width of a table's column."""

RETURN_METHODS_IN_FULL: dict[ReturnMethod, Text] = {
    ReturnMethod.COUNTER: Text("Trực tiếp tại nơi tiếp nhận", "At the counter where it was received"),
    ReturnMethod.POST: Text("Qua dịch vụ bưu chính công ích", "By the public postal service"),
    ReturnMethod.ONLINE: Text("Trực tuyến qua Cổng dịch vụ công", "Online, on the public service portal"),
}
"""Hình thức trả kết quả, as the receipt states it (Mẫu 01)."""

LATENESS: dict[Lateness, Text] = {
    Lateness.NO_DUE_DATE: Text("không có ngày hẹn trả", "no due date"),
    Lateness.IN_TIME: Text("trong hạn", "in time"),
    Lateness.DUE_SOON: Text("sắp đến hạn", "due soon"),
    Lateness.OVERDUE: Text("đã quá hạn", "overdue"),
    Lateness.EARLY: Text("trước hạn", "early"),
    Lateness.ON_TIME: Text("đúng hạn", "on time"),
    Lateness.LATE: Text("quá hạn", "late"),
}
"""How a dossier stands to its due date."""
