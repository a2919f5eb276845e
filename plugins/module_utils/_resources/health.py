# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The present state of an instance and of what is on it. What cannot be read does not hide the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._api.errors import ApiError, RocketMQError
from .._api.pagination import parse_total
from .._api.response import reading
from .._engine.field import as_bool
from .._engine.resource import InstanceContext
from . import consumer_group
from .background_task import read_tasks
from .consumer_group_info import with_details
from .endpoints import GROUP_ENDPOINT
from .instance_api import read_instance
from .message import DEAD_LETTER_PREFIX, has_no_messages
from .node import list_nodes
from .routes import ROUTES
from .timestamps import now_ms
from .user import list_users
from .validation import is_system_name

GATHER = ("nodes", "users", "tasks", "lag", "dead_letters", "quotas")
# On these there is nothing to read yet, or any more.
NOTHING_ON_IT = ("CREATING", "CREATEFAILED", "DELETING")
FIELDS = (
    "instance_id",
    "name",
    "status",
    "engine_version",
    "broker_num",
    "storage_space",
    "used_storage_space",
    "enable_publicip",
    "publicip_address",
    "enable_acl",
    "ssl_enable",
    "tls_mode",
)
# Some API variants show these as texts, of which "false" is one.
SWITCHES = ("enable_publicip", "enable_acl", "ssl_enable")
USER_FIELDS = ("access_key", "admin", "white_remote_address")
TASK_FIELDS = ("id", "name", "status", "created_at", "updated_at")
ENDED_WELL = ("SUCCESS", "SUCCEEDED", "DELETED")
# What a group has when nothing more was read of it.
UNKNOWN: dict[str, Any] = {
    "lag": None,
    "unknown_queues": None,
    "topics": None,
    "dead_letters": None,
    "new_dead_letters": None,
}
MS_PER_HOUR = 3_600_000


def read_health(context: InstanceContext, listed: Mapping[str, Any], gather: Sequence[str], hours: int) -> Any:
    """Return the state of an instance: its own fields, what `gather` asks for, and `failures`.

    hours: how far back (h) tasks are listed, and dead letters count as new. A part that was not asked for, or that
    this API variant does not have, is None; one that could not be read is None and among the failures.
    """
    found = _Parts()
    whole = found.read("instance", lambda: read_instance(context.client, context.instance_id)) or listed
    state: dict[str, Any] = {name: whole.get(name, listed.get(name)) for name in FIELDS}
    state |= {name: as_bool(state[name]) for name in SWITCHES if state[name] is not None}
    state |= dict.fromkeys(("nodes", "users", "tasks", "consumer_groups"))
    if str(whole.get("status")) not in NOTHING_ON_IT:
        since = now_ms(context.client.clock) - hours * MS_PER_HOUR
        readers: dict[str, Callable[[], Any]] = {
            "nodes": lambda: list_nodes(context),
            "users": lambda: _users(context) if state["enable_acl"] else [],
            "tasks": lambda: _tasks(context, since),
        }
        wanted = {part: read for part, read in readers.items() if part in gather}
        wanted["consumer_groups"] = lambda: _groups(context, gather, since, found)
        parts = list(wanted)
        answers = context.client.map_concurrently(lambda part: found.read(part, wanted[part]), parts)
        state |= dict(zip(parts, answers, strict=True))
    return {**state, "failures": sorted(found.failures, key=lambda one: str(one["part"]))}


class _Parts:
    """Reads one part after the other, and notes those that could not be read."""

    def __init__(self) -> None:
        self.failures: list[dict[str, Any]] = []

    def read(self, part: str, function: Callable[[], Any]) -> Any:
        """Return what a function returns, or None if it fails."""
        try:
            with reading(part):
                return function()
        except RocketMQError as error:
            if not (isinstance(error, ApiError) and error.is_unsupported_endpoint):
                self.failures.append(failure_of_part(part, error))
            return None


def failure_of_part(part: str, error: RocketMQError) -> dict[str, Any]:
    """Return an error as an entry of `failures`."""
    result = error.result()
    return {
        "part": part,
        "msg": result["msg"],
        "error_code": str(result.get("error_code") or ""),
        "transient": bool(result["transient"]),
    }


def _users(context: InstanceContext) -> list[dict[str, Any]]:
    return [{name: user.get(name) for name in USER_FIELDS} for user in list_users(context)]


def _tasks(context: InstanceContext, since: int) -> list[dict[str, Any]]:
    tasks = read_tasks(context, {"task_id": None, "begin_time": str(since), "end_time": None, "gather": None})
    unfinished = [task for task in tasks if task.get("status") not in ENDED_WELL]
    return [{name: task.get(name) for name in TASK_FIELDS} for task in unfinished]


def _groups(context: InstanceContext, gather: Sequence[str], since: int, found: _Parts) -> list[dict[str, Any]]:
    listed = [group for group in GROUP_ENDPOINT.list_all(context) if not is_system_name(str(group["name"]))]

    def state_of(group: Mapping[str, Any]) -> dict[str, Any]:
        name = str(group["name"])
        state = {"name": name, "enabled": as_bool(group.get("enabled", True)), **UNKNOWN}
        state["online"] = found.read(f"clients of {name}", lambda: consumer_group.is_in_use(context, group))
        if "lag" in gather:
            state |= found.read(f"lag of {name}", lambda: _lag(context, group)) or {}
        if "dead_letters" in gather:
            state |= found.read(f"dead letters of {name}", lambda: _dead_letters(context, name, since)) or {}
        return state

    return sorted(context.client.map_concurrently(state_of, listed), key=lambda one: str(one["name"]))


def _lag(context: InstanceContext, group: Mapping[str, Any]) -> dict[str, Any]:
    """Return `lag` in all, None where it is not known of any queue that has some; by topic; and `unknown_queues`."""
    read = with_details(context, group, ["lag"], None)
    topics = [{key: one[key] for key in ("topic", "lag", "unknown_queues")} for one in read.get("lag", ())]
    unknown = sum(one["unknown_queues"] for one in topics)
    lag = sum(one["lag"] for one in topics)
    is_unknown = "lag" not in read or (unknown > 0 and lag == 0)
    return {"lag": None if is_unknown else lag, "unknown_queues": unknown, "topics": topics}


def _dead_letters(context: InstanceContext, group: str, since: int) -> dict[str, Any]:
    kept = count_dead_letters(context, group, 0)
    new = count_dead_letters(context, group, since) if kept else kept
    return {"dead_letters": kept, "new_dead_letters": new}


def count_dead_letters(context: InstanceContext, group: str, since: int) -> int | None:
    """Return how many dead letters a group got since a time (ms); None if the service does not count them."""
    query = {
        "topic": DEAD_LETTER_PREFIX + group,
        "start_time": str(since),
        "end_time": str(now_ms(context.client.clock)),
        "offset": 0,
        "limit": 1,
    }
    try:
        return parse_total(context.client.get(ROUTES["messages"], query, instance_id=context.instance_id))
    except ApiError as error:
        if has_no_messages(error):
            return 0
        raise
