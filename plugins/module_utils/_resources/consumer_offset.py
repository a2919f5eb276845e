# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Consumer offsets (chapter 5.2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._client.errors import InputError, LostAnswer, ServiceError
from .._client.pace import backoff
from .._convergence.resource import Scope
from .consumer_group_details import OFFLINE_CODES
from .moment import milliseconds, now

RESET_PATHS = (
    "/v2/{engine}/{project_id}/instances/{instance_id}/groups/{group}/reset-message-offset",
    "/v2/{project_id}/rocketmq/instances/{instance_id}/groups/{group}/reset-message-offset",
)

EARLIEST, LATEST = 0, -1
WORDS = {"earliest": EARLIEST, "latest": LATEST}


def timestamp_of(value: str) -> int:
    """Return the service's timestamp for what the user wrote. Raises InputError, for a time to come too."""
    if str(value).lower() in WORDS:
        return WORDS[str(value).lower()]
    moment = milliseconds("timestamp", value)
    if moment > now():
        raise InputError(f"'timestamp' is in the future: {value}; use latest to skip what is there.")
    return moment


def check_timestamp(params: Mapping[str, Any]) -> None:
    """Raise InputError if `timestamp` cannot be what an offset is set to."""
    timestamp_of(params["timestamp"])


def reset_offset(scope: Scope, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Set a group's offsets in a topic to a point in time; return the queues and their new offsets."""
    begun = now(scope.client.clock)
    body = {"topic": params["topic"], "timestamp": timestamp_of(params["timestamp"])}
    names = {"instance_id": scope.instance_id, "group": params["group"]}
    attempt = 0
    while True:
        attempt += 1
        try:
            answer = scope.client.post(RESET_PATHS, body, **names)
            break
        except LostAnswer:
            if attempt > scope.client.settings.max_retries:
                raise
            scope.client.sleep(backoff(attempt))
            # The same point in time twice gives the same offsets, so this write may be repeated. The latest is another
            # point each time: what has come in since the first request is not to be skipped.
            if body["timestamp"] == LATEST:
                body["timestamp"] = begun
        except ServiceError as error:
            if error.code in OFFLINE_CODES:
                error.message = f"The offset of group {params['group']!r} was not reset: {error.message}"
            raise
    queues: list[dict[str, Any]] = (answer or {}).get("queues") or []
    return queues
