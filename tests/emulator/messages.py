# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Messages: send, find, trace; dead letters: export and resend; verification of consumption."""

from __future__ import annotations

import secrets
import uuid
import zlib
from typing import Any

from .call import Call
from .consumer_groups import named_group
from .errors import OFFLINE, ServiceError, invalid
from .fields import Field, filled, read, whole_number
from .instance_fields import private_address
from .offsets import topic_status
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, ok, spellings
from .state import Instance, Record
from .tasks import require_ready
from .topics import named_topic

SUCCESS = "DMS.00000000"
MESSAGE_ABSENT = "DMS.00050005"
DLQ = "%DLQ%"

_PROPERTY = {"name": Field("string", required=True), "value": Field("string", required=True)}
_SEND = {
    "topic": Field("string", required=True),
    "body": Field("string", required=True),
    "property_list": Field("objects", items=_PROPERTY),
}
_EXPORT = {
    "topic": Field("string", required=True),
    "msg_id_list": Field("strings"),
    "uniq_key_list": Field("strings"),
}
_RESEND = {
    "topic": Field("string", required=True),
    "msg_id_list": Field("strings", required=True, check=filled),
}
_VERIFY = {
    "group": Field("string", required=True),
    "topic": Field("string"),
    "client_id": Field("string", required=True),
    "msg_id_list": Field("strings", required=True, check=filled),
}
# Kept of each message, but not part of what the API shows.
_HIDDEN = ("broker_name", "resend_error", "trace")


def new_message(instance: Instance, topic: Record, given: Record, now: float) -> Record:
    """A message as the brokers would store it. Whatever is given is kept; the rest is made up."""
    broker = given.get("broker_name") or next(iter(topic["queues"]), "broker-0")
    body = str(given.get("body", ""))
    queues = max(topic["queues"].get(broker, [1]))
    stored = int(now * 1000)
    number = sum(1 for message in instance.messages if message["topic"] == topic["name"])
    queue = int(given.get("queue_id", number % queues))
    offset = sum(
        1
        for message in instance.messages
        if (message["topic"], message["queue_id"], message["broker_name"]) == (topic["name"], queue, broker)
    )
    properties = [dict(item) for item in given.get("property_list", [])]
    if not any(item["name"] == "UNIQ_KEY" for item in properties):
        properties.append({"name": "UNIQ_KEY", "value": secrets.token_hex(16).upper()})
    return {
        "msg_id": secrets.token_hex(16).upper(),
        "instance_id": instance.id,
        "topic": topic["name"],
        "store_timestamp": stored,
        "born_timestamp": stored,
        "reconsume_times": 0,
        "body": body,
        "body_crc": zlib.crc32(body.encode("utf-8", "surrogatepass")),
        "store_size": len(body) + 91,
        "born_host": "192.168.0.66:50098",
        "store_host": f"{private_address(instance.id, 2)}:10100",
        "queue_offset": offset,
        **given,
        "property_list": properties,
        "queue_id": queue,
        "broker_name": broker,
    }


def shown(message: Record) -> Record:
    """A message as the API shows it."""
    return {key: value for key, value in message.items() if key not in _HIDDEN}


def _property(message: Record, name: str) -> str:
    return next((str(item["value"]) for item in message["property_list"] if item["name"] == name), "")


def send(call: Call) -> Answer:
    """POST messages: produce one."""
    body = read(call.json(), _SEND)
    topic = named_topic(call, body["topic"])
    require_ready(call)
    message = new_message(call.instance, topic, body, call.now)
    call.instance.messages.append(message)
    answer = {key: message[key] for key in ("topic", "body", "msg_id", "queue_id", "queue_offset", "broker_name")}
    return ok({**answer, "property_list": body.get("property_list", [])})


def _milliseconds(call: Call, name: str) -> int:
    text = call.query.get(name, "")
    if not text:
        raise invalid(f"{name} is required when msg_id is not given.")
    return whole_number(text, name, 0, 10**15)


def list_messages(call: Call) -> Answer:
    """GET messages: by id, or by time and perhaps key and queue."""
    query = call.query
    if not query.get("topic"):
        raise invalid("topic is required.")
    if query.get("msg_id"):
        begin, end = 0, 10**15
    else:
        begin, end = _milliseconds(call, "start_time"), _milliseconds(call, "end_time")
    if begin > end:
        raise ServiceError("DMS.00400142", "start_time is after end_time.")
    topic = named_topic(call, query["topic"])["name"]
    found = [
        message
        for message in call.instance.messages + call.instance.dead_letters
        if message["topic"] == topic
        and begin <= message["store_timestamp"] <= end
        and query.get("msg_id") in (None, "", message["msg_id"], _property(message, "UNIQ_KEY"))
        and query.get("key") in (None, "", _property(message, "KEYS"))
        and query.get("queue") in (None, "", str(message["queue_id"]))
    ]
    page = page_of(call, found)
    return ok({"messages": [shown(message) for message in page.records], "total": page.total})


def _trace(message: Record) -> Record:
    return {
        "success": True,
        "trace_type": "Pub",
        "timestamp": message["born_timestamp"],
        "group_name": "ProducerGroupName",
        "cost_time": 47,
        "request_id": _property(message, "UNIQ_KEY"),
        "consume_status": 0,
        "topic": message["topic"],
        "msg_id": message["msg_id"],
        "offset_msg_id": message["msg_id"],
        "tags": _property(message, "TAGS"),
        "keys": _property(message, "KEYS"),
        "store_host": message["store_host"],
        "client_host": message["born_host"].partition(":")[0],
        "retry_times": 0,
        "body_length": len(message["body"]),
        "msg_type": "Normal_Msg",
        "transaction_state": None,
        "transaction_id": None,
        "from_transaction_check": False,
    }


def list_trace(call: Call) -> Answer:
    """GET trace: written a while after the message; a bare array in some regions."""
    wanted = call.query.get("msg_id")
    if not wanted:
        raise invalid("msg_id is required.")
    traces: list[Record] = []
    for message in call.instance.messages:
        written = message["store_timestamp"] / 1000 + call.settings.trace_lag_seconds <= call.now
        if wanted in (message["msg_id"], _property(message, "UNIQ_KEY")) and written:
            traces.extend([_trace(message), *message.get("trace", [])])
    page = page_of(call, traces)
    if call.settings.trace_shape == "array":
        return ok(page.records)
    return ok({"trace": page.records, **page.counts()})


def export(call: Call) -> Answer:
    """POST messages/export: dead letters by id or by key; gone from newer regions."""
    if not call.settings.export_api:
        raise ServiceError("DMS.00405001")
    body = read(call.json(), _EXPORT)
    letters = [message for message in call.instance.dead_letters if message["topic"] == body["topic"]]
    if not letters and body["topic"] not in call.instance.topics:
        reason = f"Query topic failed. No topic route info in name server for topic: {body['topic'][:70]}"
        raise ServiceError("DMS.00050004", reason)
    ids, keys = body.get("msg_id_list", []), body.get("uniq_key_list", [])
    found = [
        shown(message)
        for message in letters
        if not (ids or keys) or message["msg_id"] in ids or _property(message, "UNIQ_KEY") in keys
    ]
    if call.settings.export_shape == "array":
        return ok(found)
    if not found:
        return ok({})
    return ok({**found[0], "property_list": found[0]["property_list"][0] if found[0]["property_list"] else {}})


def _require_online(call: Call, group: str) -> list[Record]:
    clients = call.instance.consumers.get(group, [])
    if not clients:
        raise ServiceError(OFFLINE, "The consumer group is not online.")
    return clients


def _result(msg_id: str, code: str, message: str) -> Record:
    return {"msg_id": msg_id, "error_code": code, "error_message": message}


def _results(ids: list[str], known: dict[str, Record]) -> list[Record]:
    results = []
    for msg_id in ids:
        message = known.get(msg_id)
        if message is None:
            results.append(_result(msg_id, MESSAGE_ABSENT, "The message does not exist."))
        elif message.get("resend_error"):
            results.append(_result(msg_id, str(message["resend_error"]), "The message could not be processed."))
        else:
            results.append(_result(msg_id, SUCCESS, "Success."))
    return results


def resend_dead_letters(call: Call) -> Answer:
    """POST messages/deadletter-resend: 200 even when single messages fail."""
    body = read(call.json(), _RESEND)
    topic = named_topic(call, body["topic"])["name"]
    if not topic.startswith(DLQ):
        raise invalid("topic must be a dead letter topic.")
    require_ready(call)
    _require_online(call, topic[len(DLQ) :])
    known = {message["msg_id"]: message for message in call.instance.dead_letters if message["topic"] == topic}
    results = _results(body["msg_id_list"], known)
    for result in results:
        if result["error_code"] == SUCCESS:
            known[result["msg_id"]]["reconsume_times"] += 1
    return ok({"resend_results": results})


def verify_consumption(call: Call) -> Answer:
    """POST messages/resend: hand messages to one client of a group."""
    body = read(call.json(), _VERIFY)
    group = named_group(call, body["group"])["name"]
    if "topic" in body:
        named_topic(call, body["topic"])
    clients = _require_online(call, group)
    if body["client_id"] not in [client["client_id"] for client in clients]:
        raise ServiceError(OFFLINE, "This client is not online.")
    known: dict[str, Record] = {
        message["msg_id"]: message
        for message in call.instance.messages + call.instance.dead_letters
        if body.get("topic") in (None, message["topic"])
    }
    return ok({"resend_results": _results(body["msg_id_list"], known)})


def show_topic_status(call: Call) -> Answer:
    """GET topics/{topic}/status: `brokers` is a list, or in some regions the first of it."""
    status: dict[str, Any] = topic_status(call.instance, named_topic(call, call.vars["topic"]))
    if call.settings.topic_status_shape == "object":
        return ok({"brokers": status["brokers"][0] if status["brokers"] else {}})
    return ok(status)


def new_client(given: Record) -> Record:
    """A connected consumer, from the little that a test says about it."""
    client_id = str(given.get("client_id") or f"192.168.0.66@{uuid.uuid4().hex[:8]}")
    return {
        "language": "JAVA",
        "version": "V4_9_0",
        "client_addr": "192.168.0.66:50098",
        "consume_type": "CONSUME_PASSIVELY",
        **given,
        "client_id": client_id,
        "subscriptions": [
            {"type": "TAG", "expression": "*", **({"topic": item} if isinstance(item, str) else item)}
            for item in given.get("subscriptions", [])
        ],
    }


_FIND_QUERY = ("topic", "queue", "key", "start_time", "end_time", "msg_id", *PAGE_QUERY)
_BASE = "/{instance_id}/messages"
ROUTES = [
    *spellings("GET", _BASE, list_messages, "er", query=_FIND_QUERY),
    *spellings("POST", _BASE, send, "er"),
    *spellings("GET", "/{instance_id}/trace", list_trace, "er", query=("msg_id", *PAGE_QUERY)),
    *spellings("POST", _BASE + "/deadletter-resend", resend_dead_letters, "er"),
    *spellings("POST", _BASE + "/resend", verify_consumption, "er"),
    Route("POST", "/v2/{project_id}/instances/{instance_id}/messages/export", export),
    Route("GET", "/v2/{project_id}/instances/{instance_id}/topics/{topic}/status", show_topic_status),
]
