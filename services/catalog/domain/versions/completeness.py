"""Completeness of a procedure (bộ phận tạo thành thủ tục hành chính, NĐ 63/2010/NĐ-CP art 8.2).

A procedure without one of the first seven parts is legally incomplete. Forms, results, requirements and fees are
added where they apply, so their absence proves nothing. The number of sets is always there.
"""

from collections.abc import Callable

from contracts.catalog import ProcedureContent


def _names_the_ways(content: ProcedureContent) -> bool:
    """Either whether it is done online, or a channel at a time limit or a fee."""
    channels = {limit.channel for limit in content.time_limits} | {fee.channel for fee in content.fees}
    return content.online_level is not None or bool(channels - {None})


PARTS: dict[str, Callable[[ProcedureContent], bool]] = {
    "name": lambda content: bool(content.name.strip()),  # a) tên thủ tục
    "sequence": lambda content: bool(content.sequence),  # b) trình tự thực hiện
    "online_level": _names_the_ways,  # c) cách thức thực hiện
    "components": lambda content: bool(content.components),  # d) thành phần, số lượng hồ sơ
    "time_limits": lambda content: bool(content.time_limits),  # đ) thời hạn giải quyết
    "subjects": lambda content: bool(content.subjects),  # e) đối tượng thực hiện
    "agencies": lambda content: bool(content.agencies),  # g) cơ quan thực hiện
}
"""By the field of the content that holds the part."""


def missing_parts(content: ProcedureContent) -> tuple[str, ...]:
    """The fields of the parts that are not there; empty for a complete procedure."""
    return tuple(field for field, is_there in PARTS.items() if not is_there(content))
