# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The recycle bin of a project: its policy, and the deleted instances in it (not in the API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import ApiError, ValidationError
from .._api.pagination import parse_items
from .._api.response import reading
from .._engine.field import as_bool
from .._engine.wait import read_back
from .._engine.write import Write, confirmed_write

RECYCLE_BIN = "/v2/{project_id}/recycle"
POLICY_OPTIONS = ("retention_days", "default_use_recycle")
RETENTION_DAYS = (1, 7)
# The bin may show instances of the service's other engines, too.
ENGINES = ("reliability", "rocketmq", "")


class RecycleBin(NamedTuple):
    """The policy (`retention_days`, `default_use_recycle`), and the deleted instances as the service shows them."""

    policy: dict[str, Any]
    instances: list[dict[str, Any]]


@reading("the recycle bin")
def read_bin(client: Client) -> RecycleBin:
    """Return the recycle bin. Raises ApiError, which says so where the region has none, and TransportFailure."""
    try:
        answer = client.get_object(RECYCLE_BIN)
    except ApiError as error:
        raise _explained(error) from error
    found = parse_items(answer, "recycle_instances")
    instances = [dict(one) for one in found if str(one.get("engine") or "").lower() in ENGINES]
    days, by_default = (answer.get(option) for option in POLICY_OPTIONS)
    policy = {
        "retention_days": None if days is None else int(days),
        "default_use_recycle": None if by_default is None else as_bool(by_default),
    }
    return RecycleBin(policy, instances)


def find_bin(client: Client) -> RecycleBin | None:
    """Return the recycle bin, or None where the region has none. Raises as `read_bin` does."""
    try:
        return read_bin(client)
    except ApiError as error:
        if not error.is_unsupported_endpoint:
            raise
        return None


def _explained(error: ApiError) -> ApiError:
    return error.with_context(suffix=" This region has no recycle bin.") if error.is_unsupported_endpoint else error


def check_policy(params: Mapping[str, Any]) -> None:
    """Raise ValidationError for a policy that no recycle bin can have."""
    days, (low, high) = params["retention_days"], RETENTION_DAYS
    if days is not None and not low <= days <= high:
        raise ValidationError(f"'retention_days' is {days}; it must be from {low} to {high}.")


def set_policy(client: Client, policy: Mapping[str, Any]) -> dict[str, Any]:
    """Write the whole policy, and return it as the service then shows it. Raises what a write or a read raises."""
    write = Write(
        action=lambda sent: "the policy was changed",
        send=lambda sent: client.put(RECYCLE_BIN, {key: value for key, value in sent.items() if value is not None}),
        read=lambda sent, error: read_bin(client).policy,
        next_request=lambda shown: None if shown == policy else dict(policy),
    )
    confirmed_write(client, write, dict(policy)).or_raise()
    return read_back(client, lambda: read_bin(client).policy, lambda shown: shown == policy)


def restorable_until(entry: Mapping[str, Any]) -> str:
    """Return when the service deletes an instance in the bin for good, in ISO 8601 (UTC); "" where it does not tell."""
    try:
        moment = datetime.fromtimestamp(int(entry["auto_delete_time"]) / 1000, timezone.utc)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
