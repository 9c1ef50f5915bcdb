"""What is wrong with a field, in words: one table of all codes, in Vietnamese and English.

Codes are those of pydantic, of JSON Schema and of our own rules. `{limit}` and the like are filled from the params of
the error; `{title}` of a form's field goes before the sentence. No text shows a regular expression or a name that only
a programmer knows.
"""

from typing import Any

from contracts.digitisation_messages import OF_DIGITISATION
from contracts.errors import FieldError
from contracts.i18n import Text

_NUMBER = Text("Phải là số nguyên, viết bằng chữ số.", "A whole number is needed, in digits alone.")
_TEXT = Text("Phải là chữ.", "Text is needed.")
_YES_OR_NO = Text("Chỉ nhận có hoặc không.", "Only yes or no (true, false) is taken.")
_ONE_OF_A_LIST = Text("Hãy chọn một trong các giá trị được nhận.", "Choose one of the values that are taken.")
_FORM = Text("Không đúng dạng được yêu cầu.", "Not in the form that is asked for.")
_MOMENT = Text(
    "Thời điểm viết đủ ngày, giờ và múi giờ, ví dụ 2026-07-01T08:00:00+07:00.",
    "A moment has day, time and offset, as in 2026-07-01T08:00:00+07:00.",
)
_DAY = Text("Ngày viết theo dạng năm-tháng-ngày, ví dụ 2026-07-01.", "A day is written 2026-07-01.")
_TIME = Text("Giờ viết theo dạng 07:30.", "A time of day is written 07:30.")
_OBJECT = Text("Phải là một nhóm thông tin có tên từng mục.", "A group of named fields is needed.")
_LIST = Text("Phải là một danh sách.", "A list is needed.")
_AT_LEAST = Text("Không được nhỏ hơn {limit}.", "Not less than {limit}.")
_AT_MOST = Text("Không được lớn hơn {limit}.", "Not more than {limit}.")
_MORE_THAN = Text("Phải lớn hơn {limit}.", "More than {limit} is needed.")
_LESS_THAN = Text("Phải nhỏ hơn {limit}.", "Less than {limit} is needed.")
_LONG_ENOUGH = Text("Cần ít nhất {limit} ký tự.", "At least {limit} characters are needed.")
_SHORT_ENOUGH = Text("Nhiều nhất {limit} ký tự.", "At most {limit} characters.")
_ENOUGH = Text("Cần ít nhất {limit} mục.", "At least {limit} items are needed.")
_NOT_TOO_MANY = Text("Nhiều nhất {limit} mục.", "At most {limit} items.")
_MULTIPLE = Text("Phải là bội số của {limit}.", "A multiple of {limit} is needed.")
_REQUIRED = Text("Thông tin này là bắt buộc.", "This is required.")
_UNKNOWN_FIELD = Text("Không có mục thông tin này.", "There is no such field.")
_TWICE = Text("Đã nêu một lần rồi.", "This is stated twice.")
_NOT_VALID = Text("Giá trị không hợp lệ.", "The value is not valid.")
_UNUSABLE = Text("Không đọc được giá trị này.", "The value cannot be read.")

OF_PYDANTIC: dict[str, Text] = {
    "missing": _REQUIRED,
    "extra_forbidden": _UNKNOWN_FIELD,
    "none_required": Text("Hãy để trống.", "Leave this out."),
    "string_type": _TEXT,
    "string_sub_type": _TEXT,
    "string_unicode": _UNUSABLE,
    "string_not_ascii": Text(
        "Chỉ gồm chữ không dấu, chữ số và dấu câu.", "Only plain letters, digits and marks."
    ),
    "string_too_short": _LONG_ENOUGH,
    "string_too_long": _SHORT_ENOUGH,
    "string_pattern_mismatch": _FORM,
    "enum": _ONE_OF_A_LIST,
    "literal_error": _ONE_OF_A_LIST,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": Text("Số quá lớn.", "The number is too large."),
    "int_from_float": _NUMBER,
    "float_type": Text("Phải là số.", "A number is needed."),
    "float_parsing": Text("Phải là số.", "A number is needed."),
    "finite_number": Text("Phải là số.", "A number is needed."),
    "multiple_of": _MULTIPLE,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "greater_than": _MORE_THAN,
    "greater_than_equal": _AT_LEAST,
    "less_than": _LESS_THAN,
    "less_than_equal": _AT_MOST,
    "too_short": _ENOUGH,
    "too_long": _NOT_TOO_MANY,
    "iterable_type": _LIST,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _OBJECT,
    "mapping_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "invalid_key": _UNKNOWN_FIELD,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": Text(
        "Thời điểm phải có múi giờ, ví dụ +07:00.", "The moment needs its offset, as +07:00."
    ),
    "union_tag_invalid": _ONE_OF_A_LIST,
    "union_tag_not_found": _REQUIRED,
    "json_type": _UNUSABLE,
    "json_invalid": _UNUSABLE,
    "value_error": _NOT_VALID,
    "assertion_error": _NOT_VALID,
}
"""Kinds of errors that the models of the contracts can bring."""

OF_JSON_SCHEMA: dict[str, Text] = {
    "additionalItems": _NOT_TOO_MANY,
    "additionalProperties": _UNKNOWN_FIELD,
    "anyOf": _ONE_OF_A_LIST,
    "const": _ONE_OF_A_LIST,
    "contains": Text("Danh sách thiếu mục bắt buộc.", "The list lacks an item that is required."),
    "contentEncoding": _UNUSABLE,
    "contentMediaType": _UNUSABLE,
    "dependentRequired": _REQUIRED,
    "enum": _ONE_OF_A_LIST,
    "exclusiveMaximum": _LESS_THAN,
    "exclusiveMinimum": _MORE_THAN,
    "falseSchema": Text("Mục này để trống trong trường hợp đã chọn.", "Leave this out in the case chosen."),
    "format": _FORM,
    "format.date": Text(
        "Không phải ngày có thật; viết theo dạng 2026-07-01.", "There is no such day; write 2026-07-01."
    ),
    "format.email": Text(
        "Không phải địa chỉ thư điện tử, ví dụ an.nguyen@vidu.vn.",
        "Not an e-mail address, as an.nguyen@vidu.vn.",
    ),
    "format.phone": Text(
        "Không phải số điện thoại, ví dụ 0912 345 678.", "Not a telephone number, as 0912 345 678."
    ),
    "maxItems": _NOT_TOO_MANY,
    "maxLength": _SHORT_ENOUGH,
    "maxProperties": _NOT_TOO_MANY,
    "maximum": _AT_MOST,
    "minItems": _ENOUGH,
    "minLength": _LONG_ENOUGH,
    "minProperties": _ENOUGH,
    "minimum": _AT_LEAST,
    "multipleOf": _MULTIPLE,
    "not": Text("Giá trị này không được nhận.", "This value is not taken."),
    "oneOf": _ONE_OF_A_LIST,
    "pattern": _FORM,
    "propertyNames": _UNKNOWN_FIELD,
    "required": _REQUIRED,
    "type": Text("Sai loại thông tin.", "Another kind of value is needed."),
    "type.array": _LIST,
    "type.boolean": _YES_OR_NO,
    "type.integer": _NUMBER,
    "type.number": Text("Phải là số.", "A number is needed."),
    "type.object": _OBJECT,
    "type.string": _TEXT,
    "unevaluatedItems": _NOT_TOO_MANY,
    "unevaluatedProperties": _UNKNOWN_FIELD,
    "uniqueItems": Text("Có mục bị lặp lại.", "An item is repeated."),
    "$ref": _NOT_VALID,
    "date_too_early": Text("Ngày sớm nhất được nhận là {limit}.", "The first day that is taken is {limit}."),
    "date_too_late": Text("Ngày muộn nhất được nhận là {limit}.", "The last day that is taken is {limit}."),
    "date_in_future": Text("Ngày này chưa đến.", "This day has not come yet."),
}
"""Keywords of the forms of procedures; one with a point is a keyword and its value."""

FOR_FORM_AUTHORS: dict[str, Text] = {
    "schema": Text("Biểu mẫu không phải JSON Schema hợp lệ.", "The form is no valid JSON Schema."),
    "dialect": Text(
        "Biểu mẫu phải viết theo JSON Schema 2020-12.", "A form is written in JSON Schema 2020-12."
    ),
    "type_missing": Text("Mỗi mục phải có type.", "A field without type gets no control: name one type."),
    "one_type": Text("Chỉ nêu một type.", "Name one type, not a list."),
    "title_missing": Text(
        "Mỗi mục phải có title, là nhãn của mục.", "A field needs a title, which is its label."
    ),
    "open_object": Text(
        "Đặt additionalProperties: false, hoặc nêu lý do để mở trong x-open.",
        "Close the object with additionalProperties: false, or say in x-open why it is open.",
    ),
    "items_missing": Text("Danh sách phải nêu items.", "A list says in items what it holds."),
    "pattern_without_message": Text(
        "Nêu bằng lời trong errorMessage.pattern điều mà pattern đòi hỏi.",
        "Say in errorMessage.pattern, in words, what the pattern asks for.",
    ),
    "pattern_lookaround": Text(
        "Không dùng look-around hay tham chiếu ngược trong pattern.",
        "No look-around or back reference in a pattern.",
    ),
    "choice_without_title": Text("Mỗi lựa chọn phải có const và title.", "Each choice has const and title."),
    "unknown_field": Text("Biểu mẫu không có mục này.", "The form has no such field."),
    "order_incomplete": Text("x-order nêu mỗi mục đúng một lần.", "x-order names every field once."),
    "unknown_widget": Text(
        "x-widget không có giá trị này; xem docs/forms.md.", "x-widget has no such value; see docs/forms.md."
    ),
    "unknown_prefill": Text(
        "x-prefill không có giá trị này; xem docs/forms.md.",
        "x-prefill has no such value; see docs/forms.md.",
    ),
}
"""What is wrong with the schema of a form: for who writes it, and knows its keywords."""

OF_OUR_RULES: dict[str, Text] = {
    **OF_DIGITISATION,
    # requests about personal data
    "not_on_consent": Text(
        "Mục đích này thực hiện theo quy định của luật, không dựa trên sự đồng ý.",
        "This purpose rests on the law, not on consent.",
    ),
    "details_needed": Text("Hãy nêu rõ nội dung yêu cầu.", "Say in words what you ask for."),
    "not_of_this_kind": Text(
        "Chỉ yêu cầu chỉnh sửa mới có mục này.", "Only a request for a correction has this field."
    ),
    "kind_twice": Text("Loại dữ liệu này đã nêu một lần rồi.", "This kind of records is stated twice."),
    "moment_of_another_kind": Text(
        "Thời hạn của loại dữ liệu này tính từ thời điểm khác.",
        "The period of this kind of records runs from another moment.",
    ),
    "disposition_of_another_kind": Text(
        "Loại dữ liệu này không xử lý theo hình thức đó.", "Records of this kind do not go that way."
    ),
    "shorter_than_the_law": Text(
        "Luật yêu cầu lưu giữ loại dữ liệu này lâu hơn.", "The law keeps records of this kind for longer."
    ),
    "day_has_passed": Text("Ngày này đã qua.", "This day has passed."),
    "one_of_two": Text(
        "Nêu một người hoặc một hồ sơ, không nêu cả hai.", "Name a person or a dossier, and not both."
    ),
    "too_many_holds": Text("Đang có quá nhiều lệnh tạm dừng tiêu hủy.", "Too many holds are in force."),
    "of_a_trial_alone": Text("Chỉ đợt chạy thử mới chọn bảng thời hạn.", "Only a trial names its schedule."),
    "not_to_be_told": Text(
        "Vi phạm này không có nghĩa vụ thông báo đó.", "Of this breach nothing of the kind is to be told."
    ),
    "not_a_person": Text("Có tài khoản không phải của người dân.", "One of the accounts is of no person."),
    "in_time_to_come": Text("Thời điểm này chưa đến.", "This moment is still to come."),
    "before_discovery": Text("Trước thời điểm phát hiện vi phạm.", "Before the breach was discovered."),
    "after_discovery": Text("Sau thời điểm phát hiện vi phạm.", "After the breach was discovered."),
    "extension_too_long": Text(
        "Chỉ được gia hạn thêm tối đa bằng thời hạn ban đầu.",
        "An extension is no longer than the first time.",
    ),
    "extension_too_short": Text(
        "Ngày gia hạn phải sau hạn hiện tại.", "The new day is after the present due date."
    ),
    # texts, numbers, contacts
    "unprintable": Text(
        "Có dấu xuống dòng, ký tự điều khiển hoặc ký tự không nhìn thấy được.",
        "Holds a line break, a control character or a character that nobody sees.",
    ),
    "no_letter": Text("Phải có ít nhất một chữ cái.", "At least one letter is needed."),
    "not_a_phone_number": Text(
        "Không phải số điện thoại; ví dụ: 0912 345 678 hoặc +84 912 345 678.",
        "Not a telephone number, as 0912 345 678 or +84 912 345 678.",
    ),
    "not_an_email_address": Text(
        "Không phải địa chỉ thư điện tử; ví dụ: an.nguyen@vidu.vn.",
        "Not an e-mail address, as an.nguyen@vidu.vn.",
    ),
    "email_not_ascii": Text(
        "Phần trước dấu @ chỉ gồm chữ cái không dấu, chữ số và dấu câu; máy chủ thư không nhận ký tự khác.",
        "Before the @ only plain letters, digits and marks: mail servers take nothing else.",
    ),
    "tax_code": Text("Mã số thuế sai số kiểm tra.", "The check digit of the tax code is wrong."),
    "identity_number": Text(
        "Số không đúng dạng của loại giấy tờ đã chọn.", "Not the form of this kind of document."
    ),
    "ip_address": Text("Không phải địa chỉ mạng (IP).", "Not a network address (IP)."),
    "too_large": Text("Số quá lớn.", "The number is too large."),
    "too_deep": Text("Thông tin lồng nhau quá nhiều lớp.", "The fields are nested too deep."),
    "too_many": Text("Quá nhiều mục; hãy chia nhỏ.", "Too many items; send them in parts."),
    "not_a_number": Text("Phải là số.", "A number is needed."),
    "reserved_name": Text("Tên mục không được bắt đầu bằng dấu $.", "A name does not begin with $."),
    "day_or_moment": Text(
        "Ngày viết theo dạng 2026-07-01; thời điểm viết đủ ngày, giờ và múi giờ, ví dụ 2026-07-01T08:00:00+07:00.",
        "A day is written 2026-07-01; a moment has day, time and offset, as in 2026-07-01T08:00:00+07:00.",
    ),
    "date_out_of_range": Text("Năm phải từ 1800 đến 2199.", "The year is from 1800 to 2199."),
    "cursor": Text(
        "Không xem tiếp được từ vị trí này; hãy mở lại danh sách từ đầu.",
        "The list does not go on here; begin anew.",
    ),
    "positional": Text("Yêu cầu gửi sai dạng.", "Send named arguments only."),
    "content": _UNUSABLE,
    # accounts
    "password_weak": Text(
        "Mật khẩu dễ đoán: đừng dùng tên đăng nhập, từ thông dụng hay dãy phím liền nhau.",
        "The password is easily guessed: no login, common words or runs of keys.",
    ),
    "password_unchanged": Text(
        "Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ from the one before."
    ),
    "no_first_password": Text(
        "Đây không phải mật khẩu ban đầu hay mã thiết lập; hãy đăng nhập.",
        "This is no first password and no set-up code; log in.",
    ),
    "network": Text(
        "Phải là một địa chỉ IP hoặc một mạng, ví dụ 203.0.113.0/24.",
        "An IP address or a network is needed, as in 203.0.113.0/24.",
    ),
    "scope_not_given": Text(
        "Đây không phải phạm vi được cấp cho ứng dụng.", "The client does not have this scope."
    ),
    "no_role": Text("Hãy nêu ít nhất một vai trò.", "Name at least one role."),
    "role_ends_first": Text(
        "Thời điểm kết thúc phải sau thời điểm bắt đầu.", "It must end after it has begun."
    ),
    "role_overlaps": Text(
        "Vai trò này đã được nêu cho khoảng thời gian trùng nhau.",
        "The role is named twice for the same time.",
    ),
    "unknown_desk_code": Text(
        "Mã không đúng, đã dùng hoặc đã hết hạn; hãy lấy mã mới từ tài khoản.",
        "The code is wrong, used or expired; get a new one from the account.",
    ),
    "unknown_provider": Text(
        "Không có hệ thống định danh này.", "There is no such identity provider; see GET /v1/eid/providers."
    ),
    "page_not_allowed": Text(
        "Trang quay về này chưa được cho phép.", "This page is none that people may come back to."
    ),
    "eid_answer": Text(
        "Cần đúng một trong hai: mã đăng nhập hoặc lý do từ chối.", "Exactly one of code and error is needed."
    ),
    "wrong_password": Text("Mật khẩu hiện tại không đúng.", "The current password is wrong."),
    "wrong_code": Text(
        "Mã không đúng, đã dùng hoặc đã hết hạn; hãy yêu cầu mã mới.",
        "The code is wrong, used or expired; ask for a new one.",
    ),
    "nothing_to_prove": Text("Không có địa chỉ nào chờ xác thực.", "No address waits for its proof."),
    "phone_codes_off": Text(
        "Cổng chưa xác thực số điện thoại bằng tin nhắn.", "This portal proves no telephone numbers."
    ),
    "wrong_factor": Text(
        "Mã hoặc khóa không đúng, hoặc đã dùng.", "The code or the key is wrong, or was used before."
    ),
    "one_factor": Text(
        "Cần đúng một trong ba: mã của ứng dụng, mã khôi phục hoặc khóa bảo mật.",
        "Exactly one of code, recovery_code and assertion is needed.",
    ),
    "other_factor": Text(
        "Hãy gửi mã nếu là ứng dụng, gửi thông tin khóa nếu là khóa bảo mật.",
        "An app shows a code, a security key a credential: send that one alone.",
    ),
    "no_second_factor": Text(
        "Tài khoản chưa có yếu tố xác thực thứ hai.", "The account has no second factor."
    ),
    "too_many_factors": Text(
        "Tài khoản đã có đủ số yếu tố xác thực; hãy bỏ bớt.",
        "The account has as many factors as may be; remove one.",
    ),
    "unknown_enrolment": Text(
        "Lần đăng ký này đã dùng, đã hết hạn hoặc sai quá nhiều lần; hãy đăng ký lại.",
        "This enrolment was used, has expired or was tried too often; begin anew.",
    ),
    "security_keys_off": Text("Cổng chưa dùng khóa bảo mật.", "This portal takes no security keys."),
    "key_known": Text("Khóa này đã được đăng ký.", "This key is enrolled already."),
    "login_reserved": Text(
        "Tên đăng nhập chỉ gồm chữ số dành cho công dân.", "A login of digits alone is reserved for citizens."
    ),
    "other_agency": Text("Chứng thư này của cơ quan khác.", "This certificate is that of another agency."),
    "certificate_in_force": Text(
        "Đang có chứng thư khác còn hiệu lực; hãy thu hồi chứng thư đó trước.",
        "Another certificate is in force; end that one first.",
    ),
    "certificate_ended": Text("Chứng thư đã bị thu hồi.", "The certificate was ended before."),
    "ends_later": Text("Thời điểm thu hồi không ở tương lai.", "The end is not in the future."),
    "unknown_officer": Text("Cơ quan không có cán bộ này.", "The agency has no such officer."),
    "ground_of_other_side": Text(
        "Không đề nghị được với căn cứ đại diện này.", "Your side cannot ask for an act by this right."
    ),
    "scope_of_other_ground": Text(
        "Căn cứ đại diện này không có phạm vi quản lý.", "An act by this right does not let manage."
    ),
    "same_person": Text("Không thể ủy quyền cho chính mình.", "Nobody delegates to himself."),
    # dossiers
    "unexpected": Text("Tờ khai không có mục này.", "The form has no such field."),
    "unknown": Text("Thủ tục không có mã này.", "The procedure has no such code."),
    "unknown.result": Text(
        "Thủ tục không có loại kết quả này. Các loại kết quả: {choices}.",
        "The procedure has no result of this kind. Its kinds: {choices}.",
    ),
    "required.result": Text(
        "Hãy nêu loại kết quả: {choices}.", "Name the kind of the result, one of: {choices}."
    ),
    "required.fees": Text(
        "Hãy nêu số tiền của từng khoản: {choices}.", "State the amount of each: {choices}."
    ),
    "not_expected": Text("Pháp luật đã quy định, không cần nêu.", "The law states this; leave it out."),
    "already_used": Text(
        "Số biên lai này đã được dùng cho lần thu khác của cơ quan.",
        "The agency has used this receipt number before.",
    ),
    "not_closed": Text(
        "Hồ sơ chưa kết thúc nên chưa được nộp lưu.", "The dossier is not closed; it cannot be archived."
    ),
    "not_offered": Text("Thủ tục không có hình thức này.", "The procedure does not offer this."),
    "not_at_desk": Text(
        "Hồ sơ nộp tại quầy là nộp trực tiếp hoặc qua bưu chính.",
        "What comes to the desk is brought or sent by post.",
    ),
    "not_claimed": Text("Người nộp không đề nghị ưu tiên này.", "The applicant has not made this claim."),
    "not_later": Text(
        "Phải muộn hơn hạn hiện tại và muộn hơn bây giờ.",
        "It must be later than the date before, and than now.",
    ),
    "one_field": Text("Chỉ trả lời đúng một nội dung.", "An answer has exactly one field."),
    "not_the_question": Text("Câu hỏi hỏi về nội dung khác.", "The question asks for something else."),
    "not_the_cases": Text(
        "Nêu đủ tên của từng trường hợp trong câu hỏi.", "Name each of the cases that are listed, once."
    ),
    "not_distinct": Text("Mỗi trường hợp phải có tên riêng.", "Each case has a name of its own."),
    "not_of_the_unit": Text(
        "Số lượng không phù hợp với đơn vị thời gian.", "The number does not fit the unit of time."
    ),
    "too_small": Text("Mức thu không thể dưới 1.000 đồng.", "No fee is below 1,000 VND."),
    "regime_in_force": Text(
        "Chế độ đang có hiệu lực thì không viết lại; hãy lập chế độ mới sửa đổi nó.",
        "A regime in force is amended by another one.",
    ),
    "later_than_words": Text(
        "Muộn hơn thời hạn dài nhất mà quy định nêu.", "Later than the longest time that the law names."
    ),
    "not_working_time": Text("Phải nằm trong giờ làm việc.", "Nobody works at that time."),
    "own_agency": Text("Đây chính là cơ quan của hồ sơ.", "This is the agency of the dossier itself."),
    "no_desk_role": Text("Cán bộ này không làm việc với hồ sơ.", "This officer does not work with dossiers."),
    "component_missing": Text("Hồ sơ còn thiếu giấy tờ này.", "This paper is missing."),
    "no_paper": Text(
        "Hồ sơ chưa có giấy tờ nào trong thành phần hồ sơ của thủ tục.",
        "The dossier has none of the procedure's papers.",
    ),
    "unknown_piece": Text("Hồ sơ không có giấy tờ này.", "The dossier has no such paper."),
    "not_competent": Text(
        "Cơ quan này không có thẩm quyền giải quyết thủ tục.",
        "This agency is not competent for the procedure.",
    ),
    "outside_area": Text(
        "Thủ tục không thuộc danh mục được tiếp nhận tại đây; đề nghị nộp tại nơi có thẩm quyền hoặc trực tuyến.",
        "The procedure is not on the list of those received here: file it where it is decided, or online.",
    ),
    "outside_area.named": Text(
        "Thủ tục không thuộc danh mục được tiếp nhận tại đây. Cơ quan có thẩm quyền: {agencies}.",
        "The procedure is not on the list of those received here. Competent: {agencies}.",
    ),
    "held_by_database": Text(
        "Cơ sở dữ liệu đã có thông tin này; chỉ được yêu cầu khi tra cứu không có kết quả và phải ghi lại.",
        "A database holds this: it may be asked for only where a look-up failed, which is recorded.",
    ),
    "not_of_this_dossier": Text(
        "Lần tra cứu này không thuộc hồ sơ.", "This look-up is not one for the dossier."
    ),
    "identity_not_seen": Text(
        "Cán bộ phải kiểm tra giấy tờ định danh của người nộp.",
        "An officer has to see the identity of who filed at the kiosk.",
    ),
    "not_competent.named": Text(
        "Cơ quan này không có thẩm quyền giải quyết thủ tục. Cơ quan có thẩm quyền: {agencies}.",
        "This agency is not competent for the procedure. Competent: {agencies}.",
    ),
    "agency_ended": Text("Cơ quan này đã kết thúc hoạt động.", "This agency has ended."),
    "agency_ended.named": Text(
        "Cơ quan này đã kết thúc hoạt động. Cơ quan thay thế: {agencies}.",
        "This agency has ended. Its place took: {agencies}.",
    ),
    "agency_not_begun": Text("Cơ quan này chưa bắt đầu hoạt động.", "This agency has not begun its work."),
    "passed_on": Text(
        "Hồ sơ đã được chuyển đến cơ quan khác.", "The dossier has passed on to another agency."
    ),
    "in_other_hands": Text(
        "Hồ sơ đang do cán bộ khác xử lý.", "The dossier is in the hands of another officer."
    ),
    "separated_acts": Text(
        "Người đã làm việc này với hồ sơ: {done_title}, thì không làm việc: {excluded_title}. Căn cứ: {ground}.",
        "One officer does not do both to one dossier: {done_title}, {excluded_title}. Ground: {ground}.",
    ),
    "other_role": Text("Việc này thuộc vai trò khác.", "This belongs to another role."),
    "file_not_usable": Text(
        "Tệp không có, chưa tải xong, không mở được hoặc không phải của người nộp; hãy tải lại.",
        "The file is not there, not complete, cannot be opened or is not the applicant's; upload it again.",
    ),
    # papers
    "not_owned": Text(
        "Giấy tờ không có trong kho của chủ hồ sơ.",
        "The owner of the dossier has no such paper in the store.",
    ),
    "unknown_issuer": Text("Không có cơ quan nào mang mã này.", "No agency has this code."),
    "other_name": Text(
        "Đây không phải tên của cơ quan mang mã này.", "The agency of this code has another name."
    ),
    "unknown_account": Text("Không có tài khoản công dân này.", "There is no such account of a citizen."),
    "unknown_dossier": Text("Cơ quan không có hồ sơ này.", "The agency has no such dossier."),
    "not_verified": Text("Chưa có cơ quan nào xác nhận giấy tờ này.", "No agency has verified the paper."),
    "wrong_kind": Text(
        "Giấy tờ không đúng loại được yêu cầu.", "The paper is of another kind than asked for."
    ),
    "wrong_subject": Text(
        "Giấy tờ nói về người khác, không phải chủ hồ sơ hay chủ thể của hồ sơ.",
        "The paper is about a person whom the dossier is not about.",
    ),
    "revoked": Text("Giấy tờ đã bị thu hồi.", "The paper has been revoked."),
    "replaced": Text("Giấy tờ đã có bản thay thế.", "The paper has been replaced."),
    "expired": Text("Giấy tờ đã hết hiệu lực.", "The paper is no longer valid."),
    "sha256_mismatch": Text(
        "Nội dung nhận được khác nội dung đã khai; hãy tải tệp lên lại.",
        "The bytes are not those announced; upload again.",
    ),
    "one_of": Text("Phải nêu đúng một trong hai.", "Name exactly one of the two."),
    # catalogue
    "mistyped_number": Text(
        "Số biên nhận có ký tự sai; hãy xem lại từng ký tự.",
        "A character of the number is wrong; look at each of them.",
    ),
    "unknown_code": Text("Không có mã này.", "There is nothing of this code."),
    "unknown_kind": Text("Không có loại này.", "There is no such kind."),
    "unknown_procedure": Text("Không có thủ tục này.", "There is no such procedure."),
    "repeated": _TWICE,
    "cycle": Text("Cơ quan không thể trực thuộc chính mình.", "An agency cannot be above itself."),
    "taken": Text("Đã thuộc cơ quan khác.", "This is another agency's."),
    "not_yet": Text("Thời điểm này chưa đến.", "This time has not come yet."),
    "permanent_or_years": Text(
        "Hãy nêu vĩnh viễn hoặc số năm, một trong hai.", "State permanent or the years, one of them."
    ),
    "heading_twice": Text("Ký hiệu này đã dùng cho một mục khác.", "This code is that of another heading."),
    "procedure_twice": Text("Thủ tục này đã có ở một mục khác.", "This procedure is under another heading."),
    "plan_not_enacted": Text("Danh mục hồ sơ chưa được ban hành.", "The file plan is not enacted."),
    "no_such_heading": Text("Danh mục hồ sơ không có mục này.", "The file plan has no such heading."),
    "no_archive": Text(
        "Danh mục hồ sơ hiện hành chưa nêu lưu trữ tiếp nhận.", "The file plan in force names no archive."
    ),
    "nothing_due": Text("Không có gói tin nào đến hạn nộp lưu.", "No package is due to be handed over."),
    "not_packaged": Text("Hồ sơ này chưa được đóng gói.", "This dossier is not packaged yet."),
    "package_outdated": Text(
        "Hồ sơ đã thay đổi sau khi đóng gói.", "The dossier has changed since it was packaged."
    ),
    "on_hold": Text(
        "Hồ sơ đang bị tạm dừng tiêu hủy theo yêu cầu của cơ quan có thẩm quyền.",
        "The dossier is held as an authority requires.",
    ),
    "listed_already": Text("Hồ sơ đã có trong một đợt nộp lưu.", "The dossier is in a transfer already."),
    "signature_not_good": Text(
        "Chữ ký không phải của lưu trữ tiếp nhận.", "The signature is not that of the archive."
    ),
    "no_receipt": Text("Nội dung không phải biên bản giao nhận.", "The text is no receipt."),
    "other_list": Text("Biên bản là của mục lục khác.", "The receipt is that of another list."),
    "other_packages": Text(
        "Biên bản không nêu đúng từng gói tin của mục lục.",
        "The receipt does not name each package of the list once.",
    ),
    "outage_ended": Text("Sự cố đã được ghi nhận khắc phục xong.", "The outage is recorded as over."),
    "announced_late": Text(
        "Kế hoạch tạm ngừng phải được thông báo trước ít nhất bảy ngày làm việc, trừ trường hợp bất khả kháng.",
        "A planned interruption is announced seven working days before, unless force majeure.",
    ),
    "announced_already": Text("Sự cố đã có thông báo.", "The outage has an announcement already."),
    "backwards": Text("Kết thúc trước khi bắt đầu.", "The end is before the beginning."),
    "before_valid_from": Text("Kết thúc trước khi bắt đầu.", "Ends before it begins."),
    "overlap": Text("Các ca làm việc chồng lên nhau.", "Two shifts of one day overlap."),
    "not_covered": Text("Lịch làm việc chưa đến ngày này.", "The calendar does not reach to this day."),
    "no_working_day": Text(
        "Lịch sẽ không có ngày làm việc nào trong hơn một tháng.",
        "There would be no working day for more than a month.",
    ),
    "too_far": Text("Chỉ được đặt trước tối đa năm năm.", "A decision reaches five years ahead at most."),
    "national_only": Text("Chỉ dành cho lịch chung cả nước.", "This is for the national calendar alone."),
    "not_simpler": Text(
        "Đơn giản hóa thì chi phí không được cao hơn trước.",
        "A simplification does not cost more than before.",
    ),
    "in_future": Text("Ngày quyết định chưa đến.", "The day of the decision has not come."),
    "in_the_future": Text("Ngày quyết định chưa đến.", "The day of the decision has not come."),
    "too_early": Text(
        "Quyết định có hiệu lực từ ngày ký trở đi.", "A decision takes effect on or after its day."
    ),
    "out_of_order": Text("Đã có quyết định muộn hơn về điều kiện này.", "There is a later decision on this."),
    "with_version": Text("Nêu cả hai hoặc không nêu.", "Name both or neither."),
    "not_the_path": Text("Mã khác mã trên địa chỉ.", "Not the code of the address."),
    "province": Text("Mã của cấp tỉnh, ví dụ H26.", "The code of a province, as H26."),
    "text": Text("Biểu phí phải ghi số tiền.", "A table states amounts."),
    "digest_mismatch": Text(
        "Các dòng không khớp số lượng và mã băm đã khai.",
        "The rows are not those whose number and hash were announced.",
    ),
    "kind_registered_twice": Text("Mỗi loại biên lai nêu một lần.", "Each kind of receipts is stated once."),
    "fee_twice": Text("Khoản thu này đã nêu một lần rồi.", "This fee is stated twice."),
    "day_is_over": Text("Ngày này đã qua.", "This day is over."),
    "provider": Text("Không có đơn vị thanh toán này.", "There is no such payment provider."),
    "bank_transfer_not_open": Text(
        "Khoản chuyển này đã được tính cho một khoản thu, hoặc là tiền ra khỏi tài khoản.",
        "This transfer was counted for a bill already, or went out of the account.",
    ),
    "too_much": Text("Số tiền lớn hơn phần còn lại.", "More than what is left."),
    "not_by_provider": Text(
        "Đơn vị thanh toán này không hoàn tiền trực tiếp.",
        "This payment provider returns no money by itself.",
    ),
    "return_to": Text(
        "Địa chỉ quay lại không thuộc danh sách được phép.", "This address of return is not allowed here."
    ),
    **FOR_FORM_AUTHORS,
}

MESSAGES: dict[str, Text] = {**OF_JSON_SCHEMA, **OF_PYDANTIC, **OF_OUR_RULES}


class _Params(dict[str, Any]):
    """Params of an error; one that was not given reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def wrong_field(pointer: str, code: str) -> FieldError:
    """The error of one field, with the English words of its code; its reader gets them in his own language."""
    return FieldError(pointer=pointer, code=code, detail=MESSAGES[code]["en"])


def field_error_detail(error: FieldError, locale: str) -> str:
    """The sentence of a field error for a person: after the label of the field, where it has one.

    A form's own words for a pattern (`errorMessage`) come as the param `message`, in the language of the form.
    """
    params = error.params or {}
    variant = f"{error.code}.{params.get('expected')}"
    text = MESSAGES.get(variant) or MESSAGES.get(error.code) or _NOT_VALID
    sentence = params.get("message") or text[locale].format_map(_Params(params))
    return f"{params['title']}: {sentence}" if "title" in params else str(sentence)
