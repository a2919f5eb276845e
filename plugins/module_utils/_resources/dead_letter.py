# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Which dead letters there are, without what is in them: bodies may be large, and are not for everyone."""

from __future__ import annotations

from typing import Any, NamedTuple

from .._api.errors import ApiError
from .._api.pagination import parse_items, parse_total, read_pages
from .._api.response import reading
from .._engine.resource import InstanceContext
from .message import DEAD_LETTER_PREFIX, has_no_messages
from .routes import ROUTES


class DeadLetter(NamedTuple):
    """A message that could not be consumed. stored: milliseconds since 1970. attempts: how often it was delivered."""

    msg_id: str
    stored: int
    attempts: int


def list_dead_letters(context: InstanceContext, group: str, begin: int, end: int) -> list[DeadLetter]:
    """Return the dead letters of a group that were stored between two times (ms), the oldest first."""
    query = {"topic": DEAD_LETTER_PREFIX + group, "start_time": str(begin), "end_time": str(end)}

    def page(offset: int, limit: int) -> Any:
        answer = context.client.get(
            ROUTES["messages"], {**query, "offset": offset, "limit": limit}, instance_id=context.instance_id
        )
        with reading("messages"):
            return {
                "messages": [_in_short(one) for one in parse_items(answer, "messages")],
                "total": parse_total(answer),
            }

    try:
        found = read_pages(page, "messages", context.client.map_concurrently, item_key="msg_id")
    except ApiError as error:
        if has_no_messages(error):
            return []
        raise
    return sorted((DeadLetter(**one) for one in found), key=lambda letter: (letter.stored, letter.msg_id))


def _in_short(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "msg_id": str(message["msg_id"]),
        "stored": int(message.get("store_timestamp") or 0),
        "attempts": int(message.get("reconsume_times") or 0),
    }
