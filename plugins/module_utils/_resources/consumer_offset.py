# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Consumer offsets (chapter 5.2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.errors import ApiError, OutcomeUnknown, ValidationError
from .._api.retry import backoff
from .._engine.resource import InstanceContext
from .consumer_group_info import OFFLINE_CODES
from .timestamps import now_ms, parse_timestamp_ms

RESET_PATHS = (
    "/v2/{engine}/{project_id}/instances/{instance_id}/groups/{group}/reset-message-offset",
    "/v2/{project_id}/rocketmq/instances/{instance_id}/groups/{group}/reset-message-offset",
)

EARLIEST, LATEST = 0, -1
WORDS = {"earliest": EARLIEST, "latest": LATEST}


def parse_reset_target(value: str) -> int:
    """Return the service's timestamp for what the user wrote. Raises ValidationError, for a time to come too."""
    if str(value).lower() in WORDS:
        return WORDS[str(value).lower()]
    moment = parse_timestamp_ms("timestamp", value)
    if moment > now_ms():
        raise ValidationError(f"'timestamp' is in the future: {value}; use latest to skip what is there.")
    return moment


def check_timestamp(params: Mapping[str, Any]) -> None:
    """Raise ValidationError if `timestamp` cannot be what an offset is set to."""
    parse_reset_target(params["timestamp"])


def reset_offset(scope: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Set a group's offsets in a topic to a point in time; return the queues and their new offsets."""
    begun = now_ms(scope.client.clock)
    body = {"topic": params["topic"], "timestamp": parse_reset_target(params["timestamp"])}
    names = {"instance_id": scope.instance_id, "group": params["group"]}
    attempt = 0
    while True:
        attempt += 1
        try:
            answer = scope.client.post(RESET_PATHS, body, **names)
            break
        except OutcomeUnknown:
            if attempt > scope.client.settings.max_retries:
                raise
            scope.client.sleep(backoff(attempt))
            # The same point in time twice gives the same offsets, so this write may be repeated. The latest is another
            # point each time: what has come in since the first request is not to be skipped.
            if body["timestamp"] == LATEST:
                body["timestamp"] = begun
        except ApiError as error:
            if error.code in OFFLINE_CODES:
                raise error.with_context(f"The offset of group {params['group']!r} was not reset: ") from error
            raise
    queues: list[dict[str, Any]] = (answer or {}).get("queues") or []
    return queues
