# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Consumer groups: create, list, show, change, delete; what they consume, how far they are, and who is connected."""

from __future__ import annotations

import re
from typing import Any

from .batches import batch_delete, require_batch_apis, start_batch
from .call import Call
from .catalogue import PRODUCTS
from .errors import OFFLINE, ServiceError, invalid, not_found
from .fields import Field, at_most, object_name, read, within
from .offsets import broker_details, queue_counts, totals
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, no_content, ok, spellings, without_empty
from .state import Instance, Record
from .system_objects import SYSTEM_GROUPS, system_groups
from .tasks import effect, require_ready
from .topics import delete, named_topic
from .visibility import is_listed, is_readable, note_creation

_RETRIES = within(1, 16)
_COMMON = {
    "enabled": Field("boolean"),
    "broadcast": Field("boolean"),
    "brokers": Field("strings"),
    "retry_max_time": Field("integer", check=_RETRIES),
    "from_beginning": Field("boolean"),
    "consume_orderly": Field("boolean"),
    "group_desc": Field("string", check=at_most(200)),
}
_CREATE = {**_COMMON, "name": Field("string", required=True, check=object_name)}
_UPDATE = {
    **_COMMON,
    "name": Field("string"),
    "enabled": Field("boolean", required=True),
    "broadcast": Field("boolean", required=True),
    "retry_max_time": Field("integer", required=True, check=_RETRIES),
}
_BATCH = {"groups": Field("objects", required=True, items=_CREATE)}
_RESET = {"topic": Field("string", required=True), "timestamp": Field("anything", required=True)}
_MILLISECONDS = re.compile(r"-?[0-9]{1,15}")


def max_groups(instance: Instance) -> int:
    """How many groups the flavour and its brokers allow."""
    product = PRODUCTS.get(str(instance.fields.get("product_id")))
    return (product.max_groups if product else 4000) * len(instance.brokers)


def named_group(call: Call, name: str) -> Record:
    """The group, or the region's word for its absence."""
    group = call.instance.groups.get(name)
    if group is None or not is_readable(call, group):
        raise not_found("group", call.settings.not_found_family)
    return group


def new_group(instance: Instance, body: Record, now: float) -> Record:
    """A group record from a checked request body."""
    return {
        "name": body["name"],
        "enabled": body.get("enabled", True),
        "broadcast": body.get("broadcast", False),
        "brokers": (body.get("brokers") or instance.brokers) if not instance.is_5x else instance.brokers,
        "retry_max_time": body.get("retry_max_time", 16),
        "group_desc": body.get("group_desc", ""),
        "created_at": int(now * 1000),
        "consume_orderly": body.get("consume_orderly", False),
        "from_beginning": body.get("from_beginning", False),
    }


def _check_brokers(instance: Instance, body: Record) -> None:
    unknown = [name for name in body.get("brokers", []) if name not in instance.brokers]
    if unknown and not instance.is_5x:
        raise invalid(f"brokers: there is no broker {unknown[0][:64]}.")


def create_or_delete(call: Call) -> Answer:
    """POST groups: create one, or with action=delete remove many."""
    action = call.query.get("action")
    if action == "delete":
        return batch_delete(call, "groups", "batchDeleteGroup", "delete_groups")
    if action is not None:
        raise invalid("action must be delete.")
    body = read(call.json(), _CREATE)
    instance, name = call.instance, body["name"]
    _check_brokers(instance, body)
    require_ready(call)
    if name in instance.groups or name in SYSTEM_GROUPS:
        raise ServiceError("DMS.10240018")
    if len(instance.groups) >= max_groups(instance):
        raise ServiceError("DMS.10240019")
    instance.groups[name] = note_creation(call, new_group(instance, body, call.now))
    return ok({"name": name})


@effect("delete_groups")
def _delete_groups(instance: Instance, data: Record, at: float) -> None:
    for name in data["names"]:
        instance.groups.pop(name, None)
        instance.offsets.pop(name, None)


def shown(call: Call, group: Record, alone: bool) -> Record:
    """A group as the list or the single GET shows it."""
    instance = call.instance
    result: dict[str, Any] = {key: group[key] for key in ("enabled", "broadcast", "name", "retry_max_time")}
    brokers = group["brokers"]
    turn = instance.turn(f"groups/{group['name']}", len(brokers))
    result["brokers"] = brokers[turn:] + brokers[:turn]
    result["created_at"] = group["created_at"]
    result["permissions"] = []
    if call.settings.show_group_online:
        result["group_online"] = bool(instance.consumers.get(group["name"]))
    if alone or not call.settings.sparse_lists:
        result["group_desc"] = group["group_desc"]
        if instance.is_5x:
            result["consume_orderly"] = group["consume_orderly"]
    if not alone:
        result["topic_subscription_count"] = len(topics_of(instance, group["name"]))
    if call.settings.legacy_fields:
        legacy = {"app_id": None, "app_name": None} if alone else {"from_beginning": group.get("from_beginning", False)}
        result.update(legacy)
    return without_empty(result) if call.settings.omit_empty else result


def list_groups(call: Call) -> Answer:
    """GET groups; `group` finds by a part of the name."""
    instance, part = call.instance, call.query.get("group", "")
    records = [
        group
        for group in system_groups(instance, call.settings) + list(instance.groups.values())
        if part in group["name"] and is_listed(call, group)
    ]
    page = page_of(call, records)
    most = max_groups(instance)
    return ok(
        {
            "total": page.total,
            "groups": [shown(call, group, False) for group in page.records],
            "max": most,
            "remaining": max(most - len(instance.groups), 0),
            "next_offset": page.next_offset,
            "previous_offset": page.previous_offset,
        }
    )


def show_group(call: Call) -> Answer:
    """GET groups/{group}."""
    return ok(shown(call, named_group(call, call.vars["group"]), True))


def update_group(call: Call) -> Answer:
    """PUT groups/{group}: replaces; a description that is left out is cleared."""
    body = read(call.json(), _UPDATE)
    group = named_group(call, call.vars["group"])
    if body.get("name", group["name"]) != group["name"]:
        raise invalid("A consumer group cannot be renamed.")
    _check_brokers(call.instance, body)
    require_ready(call)
    call.instance.groups[group["name"]] = _replaced(group, body)
    return no_content()


def _replaced(group: Record, body: Record) -> Record:
    return {
        **group,
        # Only the single update demands these.
        **{key: body.get(key, group[key]) for key in ("enabled", "broadcast", "retry_max_time")},
        "group_desc": body.get("group_desc", ""),
        "consume_orderly": body.get("consume_orderly", False),
    }


def update_groups(call: Call) -> Answer:
    """PUT groups: changes many, later."""
    require_batch_apis(call)
    bodies = read(call.json(), _BATCH)["groups"]
    if not bodies:
        raise invalid("groups is empty.")
    for body in bodies:
        named_group(call, body["name"])
        _check_brokers(call.instance, body)
    return start_batch(call, "batchUpdateGroup", "update_groups", {"groups": bodies})


@effect("update_groups")
def _update_groups(instance: Instance, data: Record, at: float) -> None:
    for body in data["groups"]:
        group = instance.groups.get(body["name"])
        if group is not None:
            instance.groups[body["name"]] = _replaced(group, body)


def delete_group(call: Call) -> Answer:
    """DELETE groups/{group}: at once."""
    name = named_group(call, call.vars["group"])["name"]
    require_ready(call)
    return delete(call, "deleteGroup", "delete_groups", name)


def topics_of(instance: Instance, group: str) -> list[str]:
    """The topics that a group subscribes to, or has consumed from."""
    found = dict.fromkeys(instance.offsets.get(group, {}))
    for client in instance.consumers.get(group, []):
        found.update(dict.fromkeys(item["topic"] for item in client["subscriptions"]))
    return [name for name in found if name in instance.topics]


def list_topics_of_group(call: Call) -> Answer:
    """GET groups/{group}/topics: the list, or with `topic` how far the group is in it."""
    group = named_group(call, call.vars["group"])["name"]
    instance = call.instance
    wanted = call.query.get("topic")
    if wanted is None:
        page = page_of(call, topics_of(instance, group), strict=True)
        return ok({"topics": page.records, "total": page.total})
    topic = named_topic(call, wanted)
    brokers = broker_details(instance, group, topic)
    if call.settings.unknown_lag:
        for broker in brokers:
            broker["queues"][0]["lag"] = -1
    return ok({**totals(brokers), "brokers": brokers})


def _timestamp(call: Call, value: Any) -> int:
    if isinstance(value, str) and _MILLISECONDS.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ServiceError("DMS.00400142", "timestamp must be milliseconds.")
    # A minute's grace: clocks differ.
    if not -1 <= value <= (call.now + 60) * 1000:
        raise ServiceError("DMS.00400142")
    return value


def reset_offset(call: Call) -> Answer:
    """POST reset-message-offset: -1 is the end, 0 the beginning, else the first message not older than that."""
    body = read(call.json(), _RESET)
    timestamp = _timestamp(call, body["timestamp"])
    group = named_group(call, call.vars["group"])["name"]
    topic = named_topic(call, body["topic"])
    require_ready(call)
    if call.settings.reset_without_queues:
        return ok({"queues": []})
    offsets = call.instance.offsets.setdefault(group, {}).setdefault(topic["name"], {})
    answers = []
    for broker, queue, stored in queue_counts(call.instance, topic):
        target = len(stored) if timestamp == -1 else sum(1 for at in stored if at < timestamp)
        offsets[f"{broker}:{queue}"] = target
        answers.append({"broker_name": broker, "queue_id": queue, "timestamp_offset": target})
    return ok({"queues": answers})


def list_clients(call: Call) -> Answer:
    """GET groups/{group}/clients: only a group that is online has some."""
    group = named_group(call, call.vars["group"])["name"]
    detail = call.query.get("is_detail", "false")
    if detail not in ("true", "false"):
        raise ServiceError("DMS.10540014", "is_detail must be true or false.")
    clients = call.instance.consumers.get(group, [])
    if not clients:
        raise ServiceError(OFFLINE, "The consumer group is not online.")
    if detail == "false":
        clients = [{key: value for key, value in client.items() if key != "subscriptions"} for client in clients]
    page = page_of(call, clients)
    return ok(
        {
            "group_name": group,
            "online": True,
            "subscription_consistency": True,
            **page.counts(),
            "clients": page.records,
        }
    )


_BASE = "/v2/{project_id}/instances/{instance_id}/groups"
_ONE = "/{instance_id}/groups/{group}"
_CLIENT_QUERY = ("is_detail", *PAGE_QUERY)
ROUTES = [
    Route("GET", _BASE, list_groups, query=("group", *PAGE_QUERY)),
    Route("POST", _BASE, create_or_delete, query=("action",)),
    Route("PUT", _BASE, update_groups),
    Route("GET", _BASE + "/{group}", show_group),
    Route("PUT", _BASE + "/{group}", update_group),
    Route("DELETE", _BASE + "/{group}", delete_group),
    Route("GET", _BASE + "/{group}/topics", list_topics_of_group, query=("topic", *PAGE_QUERY)),
    *spellings("POST", _ONE + "/reset-message-offset", reset_offset, "er"),
    Route("GET", "/v2/rocketmq/{project_id}/instances" + _ONE + "/clients", list_clients, query=_CLIENT_QUERY),
    Route("GET", "/v2/{project_id}/rocketmq/instances" + _ONE + "/clients", list_clients, _CLIENT_QUERY, twin=True),
]
