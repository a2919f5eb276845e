# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Migration of metadata: topics and groups from a file of another RocketMQ or of a RabbitMQ."""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timezone
from typing import Any

from .call import Call, parse_json
from .consumer_groups import new_group
from .errors import ServiceError, invalid
from .fields import NAME, Field, one_of, read, whole_number, within
from .paging import limit_of
from .routing import Answer, Route, ok
from .state import Instance, Record
from .tasks import effect, require_ready, schedule
from .topics import new_topic
from .visibility import is_listed, is_readable, note_creation

_TASK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{3,63}")
_TYPES = ("rocketmq", "rabbitToRocket")
_PARTS = ("vhost", "exchange", "queue", "all")


def _both(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields under their snake_case and camelCase names: releases differ."""
    result = dict(fields)
    for name, described in fields.items():
        head, *rest = name.split("_")
        result[head + "".join(word.capitalize() for word in rest)] = described
    return result


_QUEUES = within(1, 1024)


def _perm(name: str, value: Any) -> None:
    if value not in (2, 4, 6):
        raise invalid(f"{name} must be 2, 4 or 6.")


_TOPIC = _both(
    {
        "topic_name": Field("string"),
        "order": Field("boolean"),
        "perm": Field("integer", check=_perm),
        "read_queue_nums": Field("integer", check=_QUEUES),
        "write_queue_nums": Field("integer", check=_QUEUES),
        "topic_filter_type": Field("string", check=one_of("SINGLE_TAG", "MULTI_TAG")),
        "topic_sys_flag": Field("integer"),
        "attributes": Field("anything"),
    }
)
_GROUP = _both(
    {
        "group_name": Field("string"),
        "consume_broadcast_enable": Field("boolean"),
        "consume_enable": Field("boolean"),
        "consume_from_min_enable": Field("boolean"),
        "consume_message_orderly": Field("boolean"),
        "notify_consumer_ids_changed_enable": Field("boolean"),
        "retry_max_times": Field("integer", check=within(0, 10_000)),
        "retry_queue_nums": Field("integer"),
        "which_broker_when_consume_slow": Field("integer"),
        "broker_id": Field("integer"),
        "attributes": Field("anything"),
        "group_sys_flag": Field("integer"),
        "consume_timeout_minute": Field("integer"),
        "group_retry_policy": Field("anything"),
        "subscription_data_set": Field("anything"),
    }
)
_ROCKETMQ = _both(
    {
        "topic_config_table": Field("mapping", items=_TOPIC),
        "subscription_group_table": Field("mapping", items=_GROUP),
        "data_version": Field("anything"),
        "forbidden_table": Field("anything"),
    }
)
# An export of RabbitMQ holds more than is used; only the lists are looked at.
_RABBIT_LISTS = ("vhosts", "queues", "exchanges", "bindings")
_RABBIT_KEYS = (
    "rabbit_version", "rabbitmq_version", "product_name", "product_version", "users", "permissions",
    "topic_permissions", "parameters", "global_parameters", "policies", "rabbitmq_definition_format", "original_vhost",
)  # fmt: skip
_RABBIT = {name: Field("anything") for name in _RABBIT_LISTS + _RABBIT_KEYS}


def _metadata(call: Call, type_: str) -> Any:
    document = call.json()
    if isinstance(document, str):
        # The reference calls the body a string: a file's text is as good as its content.
        document = parse_json(document.encode("utf-8", "surrogatepass"))
    if type_ == "rocketmq":
        checked = read(document, _ROCKETMQ)
        topics, groups = _tables(checked)
        if not topics and not groups:
            raise invalid("topic_config_table or subscription_group_table is required.")
        for name in [*topics, *groups]:
            if not NAME.fullmatch(name):
                raise ServiceError("DMS.10240007", f"The name {name[:64]} is not valid.")
        return document
    _check_rabbit(read(document, _RABBIT))
    return document


def _check_rabbit(checked: Record) -> None:
    if not any(key in checked for key in _RABBIT_LISTS):
        raise invalid("vhosts, queues, exchanges and bindings are required.")
    for key in _RABBIT_LISTS:
        items = checked.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise invalid(f"{key} must be an array of objects.")
        if key != "bindings" and not all(isinstance(item.get("name"), str) for item in items):
            raise invalid(f"{key}: name is required.")


def _tables(document: Record) -> tuple[Record, Record]:
    topics = document.get("topic_config_table") or document.get("topicConfigTable") or {}
    groups = document.get("subscription_group_table") or document.get("subscriptionGroupTable") or {}
    return topics, groups


def _either(item: Record, snake: str, camel: str, default: Any) -> Any:
    for key in (snake, camel):
        if item.get(key) is not None:
            return item[key]
    return default


def create_migration(call: Call) -> Answer:
    """POST metadata: begins a task; the answer is its bare id, or in some regions an object."""
    query = call.query
    for name in ("overwrite", "name", "type"):
        if not query.get(name):
            raise invalid(f"{name} is required.")
    if query["overwrite"] not in ("true", "false"):
        raise invalid("overwrite must be true or false.")
    if query["type"] not in _TYPES:
        raise invalid("type must be rocketmq or rabbitToRocket.")
    if not _TASK_NAME.fullmatch(query["name"]):
        raise invalid("name must have 4 to 64 letters, digits, - and _, and begin with a letter.")
    document = _metadata(call, query["type"])
    require_ready(call)
    task = {
        "id": str(uuid.uuid4()),
        "name": query["name"],
        "start": call.now,
        "status": "creating",
        "type": query["type"],
        "overwrite": query["overwrite"] == "true",
        "document": document,
        "result": {},
    }
    call.instance.migrations.append(note_creation(call, task))
    seconds = call.settings.change_seconds
    schedule(call.instance, call.now + seconds / 3, "migration_starts", {"id": task["id"]})
    schedule(call.instance, call.now + seconds, "migration_ends", {"id": task["id"]})
    if call.settings.migration_answer == "object":
        return ok({"task_id": task["id"]})
    return Answer(200, str(task["id"]).encode(), content_type="text/plain")


def _task(instance: Instance, task_id: str) -> Record | None:
    return next((task for task in instance.migrations if task["id"] == task_id), None)


@effect("migration_starts")
def _starts(instance: Instance, data: Record, at: float) -> None:
    task = _task(instance, data["id"])
    if task is not None:
        task["status"] = "starting"


@effect("migration_ends")
def _ends(instance: Instance, data: Record, at: float) -> None:
    task = _task(instance, data["id"])
    if task is None:
        return
    topics, groups = _tables(task["document"]) if task["type"] == "rocketmq" else ({}, {})
    taken = [name for name in topics if name in instance.topics] + [name for name in groups if name in instance.groups]
    if taken and not task["overwrite"]:
        task["status"] = "failed"
        task["result"] = {"error_code": "DMS.00400800", "reason": f"These names exist already: {', '.join(taken[:20])}"}
        return
    for name, item in topics.items():
        instance.topics[name] = _migrated_topic(instance, name, item, at)
    for name, item in groups.items():
        instance.groups[name] = _migrated_group(instance, name, item, at)
    task["status"] = "finished"
    task["result"] = {"topics": list(topics), "groups": list(groups)}


def _migrated_topic(instance: Instance, name: str, item: Record, at: float) -> Record:
    topic = new_topic(instance, {"name": name}, at)
    topic["permission"] = {2: "pub", 4: "sub", 6: "all"}[_either(item, "perm", "perm", 6)]
    reads = _either(item, "read_queue_nums", "readQueueNums", 16)
    writes = _either(item, "write_queue_nums", "writeQueueNums", 16)
    topic["queues"] = {broker: [reads, writes] for broker in instance.brokers}
    return topic


def _migrated_group(instance: Instance, name: str, item: Record, at: float) -> Record:
    body = {
        "name": name,
        "enabled": _either(item, "consume_enable", "consumeEnable", True),
        "broadcast": _either(item, "consume_broadcast_enable", "consumeBroadcastEnable", False),
        "retry_max_time": _either(item, "retry_max_times", "retryMaxTimes", 16),
        "from_beginning": _either(item, "consume_from_min_enable", "consumeFromMinEnable", True),
    }
    return new_group(instance, body, at)


def _shown(task: Record) -> Record:
    start = datetime.fromtimestamp(task["start"], timezone.utc)
    return {
        "id": task["id"],
        "name": task["name"],
        "start_date": start.strftime("%Y-%m-%d %H:%M:%S.%f")[:-4],
        "status": task["status"],
        "type": task["type"],
    }


def _part(task: Record, part: str, name: str) -> Any:
    """The part of a RabbitMQ document that `type` and `name` select."""
    document = task["document"]
    vhost, _sep, exchange = name.partition("-")
    if part == "vhost":
        # A client reads the whole definition back with this one call.
        return {key: document.get(key, []) for key in _RABBIT_LISTS}
    if part == "exchange":
        return [item for item in document.get("exchanges", []) if not name or item.get("vhost") == name]
    if part == "queue":
        bound = (
            {item.get("destination") for item in document.get("bindings", []) if item.get("source") == exchange}
            if exchange
            else None
        )
        return [
            item
            for item in document.get("queues", [])
            if (not vhost or item.get("vhost") == vhost) and (bound is None or item.get("name") in bound)
        ]
    return document


def _one(call: Call, task_id: str) -> Answer:
    task, type_ = _task(call.instance, task_id), call.query.get("type")
    if task is None or not is_readable(call, task) or (task["type"] == "rabbitToRocket" and not type_):
        raise ServiceError("DMS.00405011")
    document = task["document"]
    if task["type"] == "rabbitToRocket":
        document = _part(task, str(type_), call.query.get("name", ""))
    answer = {
        **_shown(task),
        "json_content": json.dumps(document, separators=(",", ":")),
        "result": json.dumps(task["result"], separators=(",", ":")),
    }
    if call.settings.migration_get == "list":
        return ok({"total": 1, "task": [answer]})
    return ok(answer)


def list_migrations(call: Call) -> Answer:
    """GET metadata: all tasks, where `offset` is a page number from 1; or with `id` one of them."""
    query = call.query
    type_ = query.get("type")
    if type_ and type_ not in _TYPES + _PARTS:
        raise invalid("type is not known.")
    if query.get("id"):
        return _one(call, query["id"])
    limit, number = limit_of(call), whole_number(query.get("offset", "1"), "offset", 1, 10**9)
    found = [
        task
        for task in call.instance.migrations
        if (type_ not in _TYPES or task["type"] == type_)
        and query.get("name") in (None, "", task["name"])
        and is_listed(call, task)
    ]
    page = found[(number - 1) * limit : number * limit]
    return ok({"total": len(found), "task": [_shown(task) for task in page]})


def _deleted(call: Call) -> list[str]:
    body = read(call.json(), {"task_ids": Field("strings"), "taskIds": Field("strings")})
    ids = _either(body, "task_ids", "taskIds", None)
    if ids is None:
        raise invalid("task_ids is required.")
    known = {task["id"] for task in call.instance.migrations}
    gone = [task_id for task_id in dict.fromkeys(ids) if task_id in known]
    call.instance.migrations[:] = [task for task in call.instance.migrations if task["id"] not in gone]
    return gone


def delete_migrations(call: Call) -> Answer:
    """DELETE metadata: the older way, with a body and without an answer."""
    if call.settings.migration_delete == "batch":
        raise ServiceError("DMS.00405001")
    _deleted(call)
    return Answer(200)


def batch_delete_migrations(call: Call) -> Answer:
    """POST metadata/batch-delete: unknown ids are passed over."""
    if call.settings.migration_delete == "delete":
        raise ServiceError("DMS.00404001")
    return ok({"success_task_list": _deleted(call)})


_PATH = "/v2/{project_id}/instances/{instance_id}/metadata"
ROUTES = [
    Route("POST", _PATH, create_migration, query=("overwrite", "name", "type")),
    Route("GET", _PATH, list_migrations, query=("id", "type", "offset", "limit", "name")),
    Route("DELETE", _PATH, delete_migrations),
    Route("POST", _PATH + "/batch-delete", batch_delete_migrations),
]
