# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Messages, dead letters, offsets, consumers and migration."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from emulator_client import PROJECT, Client


@pytest.fixture
def instance_id(dms: Client) -> str:
    return dms.instance(broker_num=2, topics=["orders"], groups=["team"])


def _engine(instance_id: str, tail: str, twin: bool = False) -> str:
    head = f"/v2/{PROJECT}/rocketmq" if twin else f"/v2/reliability/{PROJECT}"
    return f"{head}/instances/{instance_id}/{tail}"


def _now() -> int:
    return int(time.time() * 1000)


@pytest.mark.parametrize("twin", [False, True])
def test_send_and_find(dms: Client, instance_id: str, twin: bool) -> None:
    body = {"topic": "orders", "body": "hello", "property_list": [{"name": "KEYS", "value": "k1"}]}
    sent = dms.good("POST", _engine(instance_id, "messages", twin), body)
    assert (sent["topic"], sent["queue_offset"], sent["broker_name"]) == ("orders", 0, "broker-0")
    path = _engine(instance_id, "messages", twin)
    found = dms.good("GET", path, topic="orders", msg_id=sent["msg_id"])
    assert (found["total"], found["messages"][0]["body"]) == (1, "hello")
    assert "broker_name" not in found["messages"][0]
    found = dms.good("GET", path, topic="orders", start_time=_now() - 5000, end_time=_now() + 5000, key="k1")
    assert found["total"] == 1
    assert dms.refused("GET", path, topic="orders")[0] == 400
    assert dms.refused("GET", path, topic="orders", start_time=1)[0] == 400
    assert dms.refused("GET", path, topic="absent", msg_id="x") == (400, "DMS.00050004")
    trace = dms.good("GET", _engine(instance_id, "trace", twin), msg_id=sent["msg_id"])
    assert (trace["total"], trace["trace"][0]["trace_type"]) == (1, "Pub")


def test_pages_of_messages(dms: Client, instance_id: str) -> None:
    dms.control("POST", f"/instances/{instance_id}/messages", {"topic": "orders", "count": 12})
    path = _engine(instance_id, "messages")
    span = {"topic": "orders", "start_time": 0, "end_time": _now() + 5000}
    assert len(dms.good("GET", path, **span)["messages"]) == 10
    assert len(dms.good("GET", path, **span, offset=10)["messages"]) == 2
    assert dms.good("GET", path, **span, offset=12)["messages"] == []
    dms.settings(strict_offset="all")
    assert dms.refused("GET", path, **span, offset=12) == (400, "DMS.40050010")


def test_trace_shapes(dms: Client, instance_id: str) -> None:
    msg_id = dms.control("POST", f"/instances/{instance_id}/messages", {"topic": "orders"})["msg_ids"][0]
    dms.settings(trace_shape="array", trace_lag_seconds=5)
    assert dms.good("GET", _engine(instance_id, "trace"), msg_id=msg_id) == []
    dms.advance(6)
    assert len(dms.good("GET", _engine(instance_id, "trace"), msg_id=msg_id)) == 1
    assert dms.refused("GET", _engine(instance_id, "trace"))[0] == 400


def test_topic_status(dms: Client, instance_id: str) -> None:
    dms.control("POST", f"/instances/{instance_id}/messages", {"topic": "orders", "count": 9})
    path = f"instances/{instance_id}/topics/orders/status"
    status = dms.good("GET", path)
    assert (status["max_offset"], len(status["brokers"])) == (9, 2)
    assert status["brokers"][0]["queues"][0]["max_offset"] == 2
    dms.settings(topic_status_shape="object")
    assert dms.good("GET", path)["brokers"]["broker_name"] == "broker-0"


def test_dead_letters(dms: Client, instance_id: str) -> None:
    control = f"/instances/{instance_id}"
    ids = dms.control("POST", control + "/dead-letters", {"group": "team", "count": 3})["msg_ids"]
    bad = dms.control("POST", control + "/dead-letters", {"group": "team", "resend_error": "DMS.00500000"})["msg_ids"]
    export = f"instances/{instance_id}/messages/export"
    found = dms.good("POST", export, {"topic": "%DLQ%team", "msg_id_list": ids[:2]})
    assert [message["msg_id"] for message in found] == ids[:2]
    reply = dms.call("POST", export, {"topic": "%DLQ%absent"})
    assert reply.status == 400
    route = "Query topic failed. No topic route info in name server for topic: %DLQ%absent"
    assert reply.json["error_msg"].startswith(route)
    dms.settings(export_shape="object")
    assert isinstance(dms.good("POST", export, {"topic": "%DLQ%team"})["property_list"], dict)
    body = {"topic": "%DLQ%team", "msg_id_list": [ids[0], bad[0], "absent"]}
    resend = _engine(instance_id, "messages/deadletter-resend")
    assert dms.refused("POST", resend, body) == (400, "DMS.00050004")
    dms.control("POST", control + "/consumers", {"group": "team", "clients": [{"client_id": "c1"}]})
    codes = [item["error_code"] for item in dms.good("POST", resend, body)["resend_results"]]
    assert codes == ["DMS.00000000", "DMS.00500000", "DMS.00050005"]
    verify = {"group": "team", "client_id": "c1", "msg_id_list": [ids[0], "absent"]}
    results = dms.good("POST", _engine(instance_id, "messages/resend"), verify)["resend_results"]
    assert [item["error_code"] for item in results] == ["DMS.00000000", "DMS.00050005"]
    assert dms.refused("POST", _engine(instance_id, "messages/resend"), {**verify, "client_id": "c2"})[0] == 400


def test_clients(dms: Client, instance_id: str) -> None:
    path = f"/v2/rocketmq/{PROJECT}/instances/{instance_id}/groups/team/clients"
    assert dms.refused("GET", path) == (400, "DMS.00050004")
    clients = [{"client_id": "c1", "subscriptions": ["orders"]}]
    dms.control("POST", f"/instances/{instance_id}/consumers", {"group": "team", "clients": clients})
    assert "subscriptions" not in dms.good("GET", path)["clients"][0]
    shown = dms.good("GET", path, is_detail="true")
    assert (shown["online"], shown["clients"][0]["subscriptions"][0]["topic"]) == (True, "orders")
    assert dms.good("GET", f"instances/{instance_id}/topics/orders/groups") == {"groups": ["team"], "total": 1}
    assert dms.good("GET", f"instances/{instance_id}/groups/team")["group_online"] is True
    dms.control("POST", f"/instances/{instance_id}/consumers", {"group": "team", "clients": []})
    assert dms.refused("GET", path) == (400, "DMS.00050004")


@pytest.mark.parametrize("twin", [False, True])
def test_reset_offset(dms: Client, instance_id: str, twin: bool) -> None:
    dms.control("POST", f"/instances/{instance_id}/messages", {"topic": "orders", "count": 9})
    path = _engine(instance_id, "groups/team/reset-message-offset", twin)
    details = f"instances/{instance_id}/groups/team/topics"
    queues = dms.good("POST", path, {"topic": "orders", "timestamp": -1})["queues"]
    assert sum(queue["timestamp_offset"] for queue in queues) == 9
    shown = dms.good("GET", details, topic="orders")
    assert (shown["lag"], shown["max_offset"], shown["consumer_offset"]) == (0, 9, 9)
    dms.good("POST", path, {"topic": "orders", "timestamp": "0"})
    assert dms.good("GET", details, topic="orders")["lag"] == 9
    assert dms.good("GET", details) == {"topics": ["orders"], "total": 1}
    for timestamp in (_now() + 600_000, -2, "soon", True, 1.5):
        assert dms.refused("POST", path, {"topic": "orders", "timestamp": timestamp}) == (400, "DMS.00400142")
    assert dms.refused("POST", path, {"topic": "absent", "timestamp": 0}) == (400, "DMS.00050004")


METADATA: dict[str, Any] = {
    "topic_config_table": {"orders-new": {"topic_name": "orders-new", "perm": 4, "read_queue_nums": 3}},
    "subscription_group_table": {"team-new": {"group_name": "team-new", "retry_max_times": 5}},
}
QUERY = {"overwrite": "false", "name": "task-1", "type": "rocketmq"}


def test_migration(dms: Client, instance_id: str) -> None:
    path = f"instances/{instance_id}/metadata"
    reply = dms.call("POST", path, METADATA, **QUERY)
    task_id = reply.body.decode()
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert dms.good("GET", path, id=task_id)["status"] == "creating"
    dms.advance(0.5)
    assert dms.good("GET", path, id=task_id)["status"] == "starting"
    dms.advance(1)
    shown = dms.good("GET", path, id=task_id)
    assert shown["status"] == "finished"
    assert json.loads(shown["json_content"]) == METADATA
    topic = dms.good("GET", f"instances/{instance_id}/topics/orders-new")
    assert (topic["permission"], topic["total_read_queue_num"], topic["total_write_queue_num"]) == ("sub", 6, 32)
    assert dms.good("GET", f"instances/{instance_id}/groups/team-new")["retry_max_time"] == 5
    assert dms.good("GET", path)["task"][0]["id"] == task_id
    assert dms.good("POST", f"{path}/batch-delete", {"task_ids": [task_id, "absent"]}) == {
        "success_task_list": [task_id]
    }
    assert dms.refused("GET", path, id=task_id) == (400, "DMS.00405011")


def test_migration_in_camel_case_over_existing_names(dms: Client, instance_id: str) -> None:
    dms.settings(migration_answer="object")
    path = f"instances/{instance_id}/metadata"
    body = {"topicConfigTable": {"orders": {"topicName": "orders", "readQueueNums": 1, "writeQueueNums": 1}}}
    task_id = dms.good("POST", path, body, **QUERY)["task_id"]
    dms.advance(1.1)
    shown = dms.good("GET", path, id=task_id)
    assert (shown["status"], "orders" in json.loads(shown["result"])["reason"]) == ("failed", True)
    task_id = dms.good("POST", path, body, **{**QUERY, "overwrite": "true"})["task_id"]
    dms.advance(1.1)
    assert dms.good("GET", path, id=task_id)["status"] == "finished"
    assert dms.good("GET", f"instances/{instance_id}/topics/orders")["total_read_queue_num"] == 2


def test_migration_from_rabbit(dms: Client, instance_id: str) -> None:
    dms.settings(migration_answer="object")
    path = f"instances/{instance_id}/metadata"
    lists = {
        "vhosts": [{"name": "v1"}, {"name": "v2"}],
        "queues": [{"vhost": "v1", "name": "q1"}, {"vhost": "v1", "name": "q2"}],
        "exchanges": [{"vhost": "v1", "name": "e1", "type": "topic"}, {"vhost": "v2", "name": "e2", "type": "direct"}],
        "bindings": [{"vhost": "v1", "source": "e1", "destination": "q1"}],
    }
    body = {"rabbit_version": "3.8.35", **lists}
    task_id = dms.good("POST", path, body, **{**QUERY, "type": "rabbitToRocket"})["task_id"]
    assert dms.refused("GET", path, id=task_id) == (400, "DMS.00405011")

    def part(**query: str) -> Any:
        return json.loads(dms.good("GET", path, id=task_id, **query)["json_content"])

    assert part(type="vhost") == lists
    assert part(type="exchange", name="v1") == lists["exchanges"][:1]
    assert part(type="queue", name="v1-e1") == lists["queues"][:1]
    assert part(type="all") == body
    assert dms.call("DELETE", path, {"taskIds": [task_id]}).status == 200
    dms.settings(migration_delete="batch")
    assert dms.refused("DELETE", path, {"taskIds": [task_id]}) == (405, "DMS.00405001")


def test_pages_of_migrations(dms: Client, instance_id: str) -> None:
    path = f"instances/{instance_id}/metadata"
    for number in range(12):
        dms.call("POST", path, METADATA, **{**QUERY, "name": f"task-{number}"})
    assert len(dms.good("GET", path)["task"]) == 10
    assert [len(dms.good("GET", path, offset=page)["task"]) for page in (1, 2, 3)] == [10, 2, 0]
    assert dms.refused("GET", path, offset=0) == (400, "DMS.10540014")


@pytest.mark.parametrize(
    "query,body",
    [
        ({"overwrite": "yes"}, METADATA),
        ({"type": "kafka"}, METADATA),
        ({"name": "x"}, METADATA),
        ({}, {}),
        ({}, {"topic_config_table": {"a b": {}}}),
        ({}, {"topic_config_table": {"orders-new": {"perm": 5}}}),
        ({}, {"something": {}}),
        ({"type": "rabbitToRocket"}, {"vhosts": 3}),
    ],
)
def test_bad_migrations(dms: Client, instance_id: str, query: dict[str, str], body: Any) -> None:
    assert dms.refused("POST", f"instances/{instance_id}/metadata", body, **{**QUERY, **query})[0] == 400
