# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Topics: create, list, show, change, delete."""

from __future__ import annotations

from typing import Any

from .batches import batch_delete
from .call import Call
from .catalogue import PRODUCTS
from .errors import ServiceError, invalid, not_found
from .fields import Field, at_most, object_name, one_of, read, within
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, no_content, ok
from .state import Instance, Record
from .system_objects import SYSTEM_TOPICS, system_topic, system_topics, topic_record
from .tasks import effect, require_ready, schedule, settle, start_task
from .visibility import is_listed, is_readable, note_creation

_QUEUES = within(1, 50)
_CREATE = {
    "name": Field("string", required=True, check=object_name),
    "brokers": Field("strings"),
    "queue_num": Field("integer", check=_QUEUES),
    "queues": Field(
        "objects",
        items={"broker": Field("string", required=True), "queue_num": Field("integer", required=True, check=_QUEUES)},
    ),
    "permission": Field("string", check=one_of("all", "pub", "sub")),
    "message_type": Field("string", check=one_of("NORMAL", "FIFO", "DELAY", "TRANSACTION")),
    "topic_desc": Field("string", check=at_most(200)),
}
_UPDATE = {
    "name": Field("string"),
    "read_queue_num": Field("integer"),
    "write_queue_num": Field("integer"),
    "permission": Field("string", check=one_of("all", "pub", "sub")),
    "queues": Field(
        "objects",
        items={
            "broker": Field("string", required=True),
            "read_queue_num": Field("integer", check=_QUEUES),
            "write_queue_num": Field("integer", check=_QUEUES),
        },
    ),
    "topic_desc": Field("string", check=at_most(200)),
}


def max_topics(instance: Instance) -> int:
    """How many topics the flavour and its brokers allow."""
    product = PRODUCTS.get(str(instance.fields.get("product_id")))
    return (product.max_topics if product else 4000) * len(instance.brokers)


def named_topic(call: Call, name: str) -> Record:
    """The topic, a system topic included, or the region's word for its absence."""
    topic = call.instance.topics.get(name) or system_topic(call.instance, name)
    if topic is None or not is_readable(call, topic):
        raise not_found("topic", call.settings.not_found_family)
    return topic


def _check_brokers(instance: Instance, names: list[str], field: str) -> None:
    unknown = [name for name in names if name not in instance.brokers]
    if unknown:
        raise invalid(f"{field}: there is no broker {unknown[0][:64]}.")
    if len(set(names)) != len(names):
        raise invalid(f"{field} names a broker twice.")


def new_topic(instance: Instance, body: Record, now: float, permission: bool = True) -> Record:
    """A topic record from a checked request body. On 5.x brokers, queues and permission do not apply.

    Without `permission` that of the body is passed over.
    """
    topic = topic_record(instance, body["name"], body.get("queue_num", 8))
    topic["created_at"] = int(now * 1000)
    topic["topic_desc"] = body.get("topic_desc", "")
    if instance.is_5x:
        topic["message_type"] = body.get("message_type", "NORMAL")
        return topic
    topic["permission"] = body.get("permission", "all") if permission else "all"
    if body.get("queues"):
        topic["queues"] = {item["broker"]: [item["queue_num"]] * 2 for item in body["queues"]}
    elif body.get("brokers"):
        topic["queues"] = {name: [body.get("queue_num", 8)] * 2 for name in body["brokers"]}
    return topic


def create_or_delete(call: Call) -> Answer:
    """POST topics: create one, or with action=delete remove many."""
    action = call.query.get("action")
    if action == "delete":
        return batch_delete(call, "topics", "batchDeleteTopic", "delete_topics")
    if action is not None:
        raise invalid("action must be delete.")
    body = read(call.json(), _CREATE)
    instance = call.instance
    if not instance.is_5x:
        _check_brokers(instance, body.get("brokers", []), "brokers")
        _check_brokers(instance, [item["broker"] for item in body.get("queues", [])], "queues")
    require_ready(call)
    name = body["name"]
    if name in instance.topics or name in SYSTEM_TOPICS:
        raise ServiceError("DMS.00400800", "Duplicate topic name.")
    if len(instance.topics) >= max_topics(instance):
        raise ServiceError("DMS.10240020")
    topic = new_topic(instance, body, call.now, call.settings.permission_at_creation)
    instance.topics[name] = note_creation(call, topic)
    return ok({"id": name})


@effect("delete_topics")
def _delete_topics(instance: Instance, data: Record, at: float) -> None:
    for name in data["names"]:
        instance.topics.pop(name, None)


def shown(call: Call, topic: Record, with_name: bool) -> Record:
    """A topic as the API shows it; the order of its brokers is not stable, unless the setting says so."""
    queues: dict[str, list[int]] = topic["queues"]
    brokers = [
        {"broker_name": name, "read_queue_num": counts[0], "write_queue_num": counts[1]}
        for name, counts in queues.items()
    ]
    turn = 0 if call.settings.stable_order else call.instance.turn(f"topics/{topic['name']}", len(brokers))
    result: dict[str, Any] = {"name": topic["name"]} if with_name else {}
    result["total_read_queue_num"] = sum(counts[0] for counts in queues.values())
    result["total_write_queue_num"] = sum(counts[1] for counts in queues.values())
    result["permission"] = topic["permission"]
    result["brokers"] = brokers[turn:] + brokers[:turn]
    result["created_at"] = topic["created_at"]
    if call.instance.is_5x:
        result["message_type"] = topic["message_type"]
        result["topic_desc"] = topic["topic_desc"]
    return result


def list_topics(call: Call) -> Answer:
    """GET topics: absent from older regions."""
    available = call.settings.topic_list
    if available is not True:
        raise ServiceError("DMS.00405001" if available == "405" else "DMS.00404001")
    instance = call.instance
    records = system_topics(instance, call.settings)
    records += [topic for topic in instance.topics.values() if is_listed(call, topic)]
    page = page_of(call, records)
    most = max_topics(instance)
    return ok(
        {
            "total": page.total,
            "max": most,
            "remaining": max(most - len(instance.topics), 0),
            "next_offset": page.next_offset,
            "previous_offset": page.previous_offset,
            "topics": [shown(call, topic, True) for topic in page.records],
        }
    )


def show_topic(call: Call) -> Answer:
    """GET topics/{topic}: without the name, unless the setting says so."""
    return ok(shown(call, named_topic(call, call.vars["topic"]), call.settings.topic_name_in_get))


def _spread(total: int, count: int) -> list[int]:
    return [total // count + (1 if index < total % count else 0) for index in range(count)]


def _set_queue_counts(call: Call, topic: Record, wanted: int, position: int, field: str) -> None:
    queues = topic["queues"]
    each = [wanted] * len(queues)
    if call.settings.topic_update_scope == "total":
        each = _spread(wanted, len(queues))
    if not all(1 <= count <= 50 for count in each):
        raise invalid(f"{field} must give each broker 1 to 50 queues.")
    for counts, count in zip(queues.values(), each, strict=True):
        counts[position] = count


def update_topic(call: Call) -> Answer:
    """PUT topics/{topic}: on 5.x only the description can be changed."""
    body = read(call.json(), _UPDATE)
    instance = call.instance
    topic = instance.topics.get(call.vars["topic"])
    if topic is None or not is_readable(call, topic):
        raise not_found("topic", call.settings.not_found_family)
    if body.get("name", topic["name"]) != topic["name"]:
        raise invalid("A topic cannot be renamed.")
    if not instance.is_5x:
        _check_brokers(instance, [item["broker"] for item in body.get("queues", [])], "queues")
    require_ready(call)
    changed = {**topic, "queues": {name: list(counts) for name, counts in topic["queues"].items()}}
    if "topic_desc" in body:
        changed["topic_desc"] = body["topic_desc"]
    if not instance.is_5x:
        changed["permission"] = body.get("permission", topic["permission"])
        for position, field in enumerate(("read_queue_num", "write_queue_num")):
            # Totals count only where the numbers on each broker are not given.
            if field in body and "queues" not in body:
                _set_queue_counts(call, changed, body[field], position, field)
            for item in body.get("queues", []):
                if field in item:
                    changed["queues"].setdefault(item["broker"], [8, 8])[position] = item[field]
    instance.topics[topic["name"]] = changed
    return no_content()


def delete(call: Call, task_name: str, effect_name: str, name: str) -> Answer:
    """Delete one object: at once with 204, or in some releases with 200 and a job, which may do it later."""
    style = call.settings.delete_answer
    seconds = call.settings.change_seconds if style == "later" else 0.0
    schedule(call.instance, call.now + seconds, effect_name, {"names": [name]})
    settle(call.instance, call.now)
    if style == "204":
        return no_content()
    return ok({"job_id": start_task(call.instance, task_name, call.now, seconds, "SUCCESS", blocking=False)})


def delete_topic(call: Call) -> Answer:
    """DELETE topics/{topic}: at once."""
    name = call.vars["topic"]
    topic = call.instance.topics.get(name)
    if topic is None or not is_readable(call, topic):
        if system_topic(call.instance, name):
            raise invalid("A system topic cannot be deleted.")
        raise not_found("topic", call.settings.not_found_family)
    require_ready(call)
    return delete(call, "deleteTopic", "delete_topics", name)


def list_groups_of_topic(call: Call) -> Answer:
    """GET topics/{topic}/groups: the groups that subscribe to it."""
    name = named_topic(call, call.vars["topic"])["name"]
    instance = call.instance
    groups = [
        group
        for group, clients in instance.consumers.items()
        if any(item["topic"] == name for client in clients for item in client["subscriptions"])
    ]
    page = page_of(call, groups)
    return ok({"groups": page.records, "total": page.total})


_BASE = "/v2/{project_id}/instances/{instance_id}/topics"
ROUTES = [
    Route("POST", _BASE, create_or_delete, query=("action",)),
    Route("GET", _BASE, list_topics, query=PAGE_QUERY),
    Route("GET", _BASE + "/{topic}", show_topic),
    Route("PUT", _BASE + "/{topic}", update_topic),
    Route("DELETE", _BASE + "/{topic}", delete_topic),
    Route("GET", _BASE + "/{topic}/groups", list_groups_of_topic, query=PAGE_QUERY),
]
