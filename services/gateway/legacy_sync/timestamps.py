"""Timestamps of the contract of 2018: yyyyMMddHHmmss in local time, empty for none."""

from datetime import datetime

from contracts.time import VIETNAM


def format_timestamp(at: datetime | None) -> str:
    """`20261102153000`"""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S") if at else ""
