# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pages of lists: `limit` and `offset` of the query, and what the answer says about its place in the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import ServiceError
from .fields import whole_number

if TYPE_CHECKING:
    from .call import Call

PAGE_QUERY = ("limit", "offset")


@dataclass(slots=True)
class Page:
    """A part of a list."""

    records: Sequence[Any]
    total: int
    next_offset: int
    previous_offset: int

    def counts(self) -> dict[str, int]:
        """The three numbers that newer lists carry."""
        return {"total": self.total, "next_offset": self.next_offset, "previous_offset": self.previous_offset}


def limit_of(call: Call) -> int:
    """How many records are wanted: 10 unless said, 50 at most."""
    text = call.query.get("limit")
    if text is None:
        return 10
    number = whole_number(text, "limit", -(10**18), 10**18)
    if not 1 <= number <= 50:
        raise ServiceError("DMS.10240042", "limit must be from 1 to 50.")
    return number


def page_of(call: Call, records: Sequence[Any], strict: bool = False) -> Page:
    """The page that the query asks for. Offsets count records; a strict list refuses those beyond its end."""
    limit = limit_of(call)
    offset = whole_number(call.query.get("offset", "0"), "offset", 0, 10**18)
    total = len(records)
    settings = call.settings
    strict = settings.strict_offset == "all" or (strict and settings.strict_offset == "group_topics")
    if strict and offset and offset >= total:
        raise ServiceError("DMS.40050010")
    if settings.max_page:
        limit = min(limit, settings.max_page)
    part = records[offset : offset + limit]
    following = offset + len(part)
    return Page(
        part,
        total,
        following if following < total else -1,
        max(offset - limit, 0) if offset else -1,
    )
