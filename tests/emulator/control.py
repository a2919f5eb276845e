# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The control path: what a test may do to the service from behind. No authentication; loopback only."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from .call import Call, parse_json
from .catalogue import zone_ids
from .consumer_groups import new_group
from .errors import ServiceError
from .fields import whole_number
from .instance_fields import new_fields
from .instances import settled_instances
from .messages import DLQ, new_client, new_message
from .orders import new_order_id, place_order
from .request_log import Entry
from .routing import Answer, Route, no_content, ok
from .scheduled_tasks import plan_task, planned_at
from .settings import ORDER_CODES
from .state import DEFAULT_PROJECT_ID, Instance, Project, Record
from .system_objects import system_topic, topic_record
from .tasks import settle, start_task
from .topics import new_topic
from .users import user_record

_MOST = 1_000_000


def _body(call: Call) -> Any:
    return parse_json(call.body) if call.body.strip() else {}


def _instance(call: Call) -> Instance:
    found = call.state.instance_anywhere(call.vars["instance_id"])
    if found is None:
        raise ServiceError("DMS.00404022")
    settle(found[1], call.now)
    return found[1]


# Settings, clock, everything


def show_settings(call: Call) -> Answer:
    """GET settings."""
    return ok(call.settings.as_dict())


def change_settings(call: Call) -> Answer:
    """PUT settings: merge."""
    call.settings.merge(_body(call))
    return ok(call.settings.as_dict())


def reset(call: Call) -> Answer:
    """POST reset."""
    call.service.reset()
    return no_content()


def advance_clock(call: Call) -> Answer:
    """POST clock: {"advance": seconds}."""
    call.state.clock_offset += float(_body(call).get("advance", 0))
    return ok({"now": call.state.now(), "offset": call.state.clock_offset})


def show_state(call: Call) -> Answer:
    """GET state: everything, settled."""
    for project in call.state.projects.values():
        settled_instances(project, call.now)
    return ok({**call.state.dump(), "now": call.now, "region": call.state.region})


# Requests


def list_requests(call: Call) -> Answer:
    """GET requests: the log; writes=true leaves only those that may change something."""
    query = call.query
    after = whole_number(query.get("after", "0"), "after", 0, 10**15)
    tests: list[Callable[[Entry], bool]] = [lambda entry: entry.id > after]
    if query.get("writes") == "true":
        tests.append(lambda entry: entry.is_write)
    if "method" in query:
        tests.append(lambda entry: entry.method == query["method"].upper())
    if "path" in query:
        tests.append(lambda entry: query["path"] in entry.path)
    if "project_id" in query:
        tests.append(lambda entry: entry.project_id == query["project_id"])
    if "instance_id" in query:
        tests.append(lambda entry: entry.instance_id == query["instance_id"])
    return ok([entry.as_dict() for entry in call.service.log if all(test(entry) for test in tests)])


def clear_requests(call: Call) -> Answer:
    """DELETE requests: the log and its counts."""
    call.service.log.clear()
    return no_content()


def show_statistics(call: Call) -> Answer:
    """GET statistics."""
    log = call.service.log
    return ok({"count": log.count, "in_flight": log.in_flight, "max_in_flight": log.max_in_flight})


# Faults


def add_faults(call: Call) -> Answer:
    """POST faults: one, or a list."""
    orders = _body(call)
    faults = [call.service.faults.add(order) for order in (orders if isinstance(orders, list) else [orders])]
    return ok([fault.as_dict() for fault in faults] if isinstance(orders, list) else faults[0].as_dict(), 201)


def list_faults(call: Call) -> Answer:
    """GET faults: what is left of each."""
    return ok([fault.as_dict() for fault in call.service.faults])


def clear_faults(call: Call) -> Answer:
    """DELETE faults, or one of them."""
    text = call.vars.get("fault_id")
    call.service.faults.clear(None if text is None else int(text))
    return no_content()


# Projects and instances


def add_project(call: Call) -> Answer:
    """POST projects: {"name", "id"?}."""
    body = _body(call)
    project_id, name = body.get("id") or uuid.uuid4().hex, body["name"]
    if not isinstance(name, str) or not isinstance(project_id, str):
        raise ValueError("name and id must be strings")
    existing = call.state.projects.get(project_id)
    if existing is None:
        call.state.projects[project_id] = Project(project_id, name)
    else:
        existing.name = name
    return ok({"id": project_id, "name": name}, 201)


_ORDER: Record = {
    "name": "rocketmq-emulated",
    "engine_version": "4.8.0",
    "storage_space": 600,
    "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
    "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
    "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
    "storage_spec_code": "dms.physical.storage.ultra.v2",
    "broker_num": 1,
}


# Told apart from raw fields: what is handled by itself, or only asked for.
_NOT_FIELDS = (
    "topics", "groups", "users", "tags", "storage_space", "name", "instance_id", "bss_param", "count", "project_id",
)  # fmt: skip


def _built(call: Call, given: Record, name: str) -> Instance:
    zone = zone_ids(call.project.name.split("_")[0])[2]
    order = {**_ORDER, "available_zones": [zone], **given, "name": name}
    # What is read under another name than it is ordered by.
    order["storage_space"] = given.get("total_storage_space", order["storage_space"])
    order.setdefault("product_id", "rocketmq.b2.large.4" if order["engine_version"] == "5.x" else "c6.4u8g.cluster")
    order["enable_publicip"] = bool(order.get("publicip_id"))
    instance_id = str(given.get("instance_id") or uuid.uuid4())
    fields = new_fields(instance_id, order, call.now, (call.user_id, call.settings.user_name))
    fields["status"] = "RUNNING"
    fields.update({key: value for key, value in given.items() if key not in _NOT_FIELDS})
    if fields["charging_mode"] == 0:
        fields.setdefault("order_id", new_order_id())
    instance = Instance(fields)
    tags = given.get("tags") or {}
    instance.tags = dict(tags) if isinstance(tags, dict) else {tag["key"]: tag.get("value", "") for tag in tags}
    for kind, make in _MAKERS.items():
        if given.get(kind):
            _fill(call, instance, kind, make, given[kind])
    return instance


def add_instances(call: Call) -> Answer:
    """POST instances: running at once; `count` of them, and with topics, groups and users when asked."""
    body = _body(call)
    project = call.state.projects.get(body.get("project_id") or DEFAULT_PROJECT_ID)
    if project is None:
        raise ValueError("there is no such project")
    call.project = project
    count = int(body.get("count", 1))
    if not 0 <= count <= _MOST:
        raise ValueError(f"count must be from 0 to {_MOST}")
    base = str(body.get("name", _ORDER["name"]))
    made = [_built(call, body, base if count == 1 else f"{base}-{number}") for number in range(count)]
    for instance in made:
        project.instances[instance.id] = instance
    shown = made[0].fields if len(made) == 1 else None
    return ok({"instance_ids": [instance.id for instance in made], "instance": shown}, 201)


def _end_work(instance: Instance) -> None:
    """Nothing runs in the background any more, neither a deletion nor a task."""
    instance.changes[:] = [change for change in instance.changes if change["kind"] not in ("gone", "task")]
    for task in instance.tasks:
        if task["status"] == "EXECUTING":
            task["status"] = "SUCCESS"


def force_instance(call: Call) -> Answer:
    """PUT instances/{id}: set raw fields; what was planned for these fields does not happen any more."""
    instance, forced = _instance(call), _body(call)
    if not isinstance(forced, dict) or "instance_id" in forced:
        raise ValueError("give an object of fields, without instance_id")
    if "status" in forced:
        _end_work(instance)
    for change in instance.changes:
        if change["kind"] == "set":
            change["data"] = {key: value for key, value in change["data"].items() if key not in forced}
    tags = forced.pop("tags", None)
    if tags is not None:
        instance.tags = dict(tags)
    instance.fields.update(forced)
    return ok(instance.fields)


def show_instance(call: Call) -> Answer:
    """GET instances/{id}: everything about it."""
    return ok(_instance(call).dump())


# What lies in an instance

Maker = Callable[[Call, Instance, Record], Record]


def _make_topic(call: Call, instance: Instance, given: Record) -> Record:
    return {**new_topic(instance, given, call.now), **{key: given[key] for key in ("created_at",) if key in given}}


def _make_group(call: Call, instance: Instance, given: Record) -> Record:
    return new_group(instance, given, call.now)


def _make_user(call: Call, instance: Instance, given: Record) -> Record:
    call.instance = instance
    return user_record(call, {"secret_key": "Emulator-secret-1", "access_key": given.get("name"), **given})


_MAKERS: dict[str, Maker] = {"topics": _make_topic, "groups": _make_group, "users": _make_user}
_PREFIXES = {"topics": "topic", "groups": "group", "users": "user-key"}


def _fill(call: Call, instance: Instance, kind: str, make: Maker, body: Any) -> list[str]:
    store: dict[str, Record] = getattr(instance, kind)
    key = "access_key" if kind == "users" else "name"
    names = []
    for given in _items(body, kind, key):
        record = make(call, instance, given)
        name = record[key]
        if not isinstance(name, str):
            raise ValueError(f"{key} must be a string")
        store[name] = record
        names.append(name)
    return names


def _items(body: Any, kind: str, key: str) -> list[Record]:
    """A number, a list of names or objects, {"count", "prefix", ...}, or one object."""
    if isinstance(body, int) and not isinstance(body, bool):
        body = {"count": body}
    if isinstance(body, dict) and kind in body:
        body = body[kind]
    if isinstance(body, list):
        return [{key: item} if isinstance(item, str) else dict(item) for item in body]
    if "count" not in body:
        return [dict(body)]
    count, prefix = int(body["count"]), body.get("prefix", _PREFIXES[kind])
    if not 0 <= count <= _MOST:
        raise ValueError(f"count must be from 0 to {_MOST}")
    rest = {name: value for name, value in body.items() if name not in ("count", "prefix")}
    return [{**rest, key: f"{prefix}-{number:05d}"} for number in range(count)]


def _filler(kind: str) -> Callable[[Call], Answer]:
    def fill(call: Call) -> Answer:
        return ok({"names": _fill(call, _instance(call), kind, _MAKERS[kind], _body(call))}, 201)

    return fill


def _message_items(body: Any) -> list[Record]:
    if isinstance(body, dict) and "messages" in body:
        body = body["messages"]
    if isinstance(body, list):
        return [dict(item) for item in body]
    rest = {name: value for name, value in body.items() if name != "count"}
    return [dict(rest) for _count in range(int(body.get("count", 1)))]


def add_task(call: Call) -> Answer:
    """POST tasks: {"seconds", "name"?, "outcome"?, "blocking"?}: keep the instance busy."""
    body = _body(call)
    seconds, name = float(body.get("seconds", 1)), str(body.get("name", "emulatedTask"))
    outcome, blocking = str(body.get("outcome", "SUCCESS")), bool(body.get("blocking", True))
    return ok({"id": start_task(_instance(call), name, call.now, seconds, outcome, blocking)}, 201)


def add_scheduled_task(call: Call) -> Answer:
    """POST scheduled-tasks: {"id"?, "name"?, "seconds" or "schedule_at"}: plan a job."""
    body, now = _body(call), call.now
    at = planned_at(body["schedule_at"]) if "schedule_at" in body else now + float(body.get("seconds", 3600))
    name, task_id = str(body.get("name", "restartInstance")), str(body.get("id", ""))
    return ok({"id": plan_task(_instance(call), name, now, at, task_id)}, 201)


def add_order(call: Call) -> Answer:
    """POST orders: {"seconds", "code"?}: an order that keeps the instance from changes."""
    body = _body(call)
    code = str(body.get("code", call.settings.order_code))
    if code not in ORDER_CODES:
        raise ValueError(f"code must be one of {', '.join(ORDER_CODES)}")
    place_order(_instance(call), code, call.now + float(body.get("seconds", 1)))
    return no_content()


def add_messages(call: Call) -> Answer:
    """POST messages: {"topic", "body"?, ...}, with `count` many, or a list."""
    instance, ids = _instance(call), []
    for given in _message_items(_body(call)):
        topic = instance.topics.get(given["topic"]) or system_topic(instance, given["topic"])
        if topic is None:
            topic = instance.topics[given["topic"]] = topic_record(instance, given["topic"])
        message = new_message(instance, topic, given, call.now)
        instance.messages.append(message)
        ids.append(message["msg_id"])
    return ok({"msg_ids": ids}, 201)


def add_dead_letters(call: Call) -> Answer:
    """POST dead-letters: as messages, but with `group`; `resend_error` makes a resend of it fail."""
    instance, ids = _instance(call), []
    for given in _message_items(_body(call)):
        group = given.pop("group", None) or str(given.get("topic", "")).removeprefix(DLQ)
        if group not in instance.groups:
            instance.groups[group] = new_group(instance, {"name": group}, call.now)
        topic = topic_record(instance, DLQ + group, 1)
        message = new_message(instance, topic, {**given, "topic": DLQ + group}, call.now)
        instance.dead_letters.append(message)
        ids.append(message["msg_id"])
    return ok({"msg_ids": ids}, 201)


def set_consumers(call: Call) -> Answer:
    """POST consumers: {"group", "clients": [{"client_id", "subscriptions": [topic]}]}; no clients puts it offline."""
    instance, body = _instance(call), _body(call)
    group, clients = body["group"], [new_client(dict(client)) for client in body.get("clients", [{}])]
    if not isinstance(group, str):
        raise ValueError("group must be a string")
    instance.groups.setdefault(group, new_group(instance, {"name": group}, call.now))
    instance.consumers[group] = clients
    for topic, offsets in (body.get("offsets") or {}).items():
        instance.offsets.setdefault(group, {})[topic] = {str(key): int(value) for key, value in offsets.items()}
    return ok({"client_ids": [client["client_id"] for client in clients]}, 201)


_I = "/_emulator/instances/{instance_id}"
_LOG_QUERY = ("writes", "after", "method", "path", "project_id", "instance_id")
ROUTES = [
    Route("GET", "/_emulator/settings", show_settings),
    Route("PUT", "/_emulator/settings", change_settings),
    Route("POST", "/_emulator/reset", reset),
    Route("POST", "/_emulator/clock", advance_clock),
    Route("GET", "/_emulator/state", show_state),
    Route("GET", "/_emulator/requests", list_requests, query=_LOG_QUERY),
    Route("DELETE", "/_emulator/requests", clear_requests),
    Route("GET", "/_emulator/statistics", show_statistics),
    Route("POST", "/_emulator/faults", add_faults),
    Route("GET", "/_emulator/faults", list_faults),
    Route("DELETE", "/_emulator/faults", clear_faults),
    Route("DELETE", "/_emulator/faults/{fault_id}", clear_faults),
    Route("POST", "/_emulator/projects", add_project),
    Route("POST", "/_emulator/instances", add_instances),
    Route("GET", _I, show_instance),
    Route("PUT", _I, force_instance),
    *[Route("POST", f"{_I}/{kind}", _filler(kind)) for kind in _MAKERS],
    Route("POST", _I + "/tasks", add_task),
    Route("POST", _I + "/scheduled-tasks", add_scheduled_task),
    Route("POST", _I + "/orders", add_order),
    Route("POST", _I + "/messages", add_messages),
    Route("POST", _I + "/dead-letters", add_dead_letters),
    Route("POST", _I + "/consumers", set_consumers),
]
