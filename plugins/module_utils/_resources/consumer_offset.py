# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Consumer offsets (chapter 5.2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import ApiError, ValidationError
from .._engine.resource import InstanceContext
from .._engine.write import Write, confirmed_write
from .endpoints import OFFLINE_CODES
from .routes import ROUTES
from .timestamps import now_ms, parse_timestamp_ms

EARLIEST, LATEST = 0, -1
KEYWORDS = {"earliest": EARLIEST, "latest": LATEST}


def parse_reset_target(value: str) -> int:
    """Return the service's timestamp for what the user wrote. Raises ValidationError, for a time to come too."""
    if str(value).lower() in KEYWORDS:
        return KEYWORDS[str(value).lower()]
    moment = parse_timestamp_ms("timestamp", value)
    if moment > now_ms():
        raise ValidationError(f"'timestamp' is in the future: {value}; use latest to skip what is there.")
    return moment


def check_timestamp(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if `timestamp` cannot be what an offset is set to."""
    parse_reset_target(params["timestamp"])


def reset_offset(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Set a group's offsets in a topic to a point in time; return the queues and their new offsets."""
    started = now_ms(context.client.clock)
    timestamp = parse_reset_target(params["timestamp"])
    body = {"topic": params["topic"], "timestamp": timestamp}
    # The same point in time twice gives the same offsets, so this write may be repeated. The latest is another point
    # each time: what has come in since the first request is not to be skipped.
    again = {**body, "timestamp": started if timestamp == LATEST else timestamp}
    names = {"instance_id": context.instance_id, "group": params["group"]}
    write = Write(
        action=lambda sent: "the offset was reset",
        send=lambda sent: context.client.post(ROUTES["reset_offset"], sent, **names),
        read=lambda sent, error: None,
        next_request=lambda state: again,
        is_same=lambda sent, following: True,
    )
    written = confirmed_write(context.client, write, body)
    if isinstance(written.error, ApiError) and written.error.code in OFFLINE_CODES:
        raise written.error.with_context(f"The offset of group {params['group']!r} was not reset: ")
    queues: list[dict[str, Any]] = (written.or_raise().answer or {}).get("queues") or []
    return queues


def no_effect(params: Mapping[str, Any], queues: list[dict[str, Any]]) -> str:
    """Return a warning if a reset has moved no queue, or ""."""
    if queues:
        return ""
    return (
        f"The service took the request, and moved the offset of group {params['group']!r} in no queue of topic "
        f"{params['topic']!r}. Check that the group consumes this topic, and that the topic has messages."
    )
