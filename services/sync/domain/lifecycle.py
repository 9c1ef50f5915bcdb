"""The ten statuses (trạng thái hồ sơ) by their numbers on the wire: which may follow which, which is later, how far along
each is."""

LEGAL: dict[int, frozenset[int]] = {
    1: frozenset({2, 3, 5, 6, 7}),
    2: frozenset({4, 5, 6, 7, 8, 9}),
    4: frozenset({5, 6, 7, 8, 9}),
    5: frozenset({1, 2, 3, 4, 7, 8}),
    6: frozenset({2, 4, 7, 8, 9}),
    8: frozenset({4}),
    9: frozenset({6, 10}),
    3: frozenset(),
    7: frozenset(),
    10: frozenset(),
}
"""From NĐ 61/2018 art 17 to 20. Enforced for our own dossiers; those of others are only marked as anomalies."""

STAGES = {1: 0, 2: 1, 4: 2, 5: 2, 6: 2, 8: 2, 3: 3, 7: 3, 9: 3, 10: 4}
"""Which of two statuses of the same time is the later one. Within a stage it is the one that arrived later."""

_MOMENT = 14
"""Digits of a sequence that tell its moment."""

COMPLETION = {1: 0, 2: 20, 4: 50, 5: 50, 6: 50, 8: 50, 9: 90, 3: 100, 7: 100, 10: 100}
"""Mức độ hoàn thành in percent (TT 01/2018/TT-VPCP art 16 asks for it and does not say how it is counted)."""


def is_legal(before: int, after: int) -> bool:
    """The same status again is no transition."""
    return before == after or after in LEGAL[before]


def undated_stands(dated: tuple[str, int] | None, undated: tuple[str, int] | None) -> bool:
    """Whether of two statuses, each with its sequence (see `parsed_item.sequence`), that without a moment of its own counts.

    It is not later than it arrived. So a status with a later moment counts instead, and one of a later stage, unless the law
    knows the step from it to the one without a moment.
    """
    if undated is None or dated is None:
        return undated is not None
    (dated_at, before), (undated_at, after) = dated, undated
    if dated_at[:_MOMENT] > undated_at[:_MOMENT]:
        return False
    return STAGES[after] >= STAGES[before] or is_legal(before, after)


def completion(status: int | None) -> int:
    return COMPLETION.get(status or 1, 0)
