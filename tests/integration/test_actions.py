# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions: they do what they say, tell of each message, and send nothing in check mode."""

from __future__ import annotations

import pytest

from .emulator_process import consumer

SCOPE = {"instance_name": "orders", "wait_interval": 0.1}


@pytest.fixture
def instance_id(emulator):
    made = emulator.instance("orders")
    emulator.control("POST", f"instances/{made}/topics", [{"name": "order-events"}])
    emulator.control("POST", f"instances/{made}/groups", [{"name": "billing"}])
    emulator.control("POST", f"instances/{made}/consumers", consumer("billing", "order-events"))
    return made


@pytest.mark.parametrize("routes", ["both", "older"])
@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("earliest", 0),
        ("latest", -1),
        ("1662652800000", 1662652800000),
        ("2022-09-08T16:00:00Z", 1662652800000),
        ("2022-09-08T18:00:00+02:00", 1662652800000),
    ],
)
def test_offset_reset(emulator, module, instance_id, written, sent, routes):
    emulator.settings(routes=routes)
    options = {**SCOPE, "group": "billing", "topic": "order-events", "timestamp": written}
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": 3})
    assert module("consumer_offset", options, check=True)["changed"]
    assert emulator.requests(writes=True) == []
    result = module("consumer_offset", options)
    assert result["changed"] and {"broker_name", "queue_id", "timestamp_offset"} <= set(result["queues"][0])
    assert [entry["body"] for entry in emulator.requests(writes=True)] == [{"topic": "order-events", "timestamp": sent}]


@pytest.mark.parametrize("written", ["1662652800", "20220908"])
def test_offset_reset_refuses_seconds(emulator, module, instance_id, written):
    options = {**SCOPE, "group": "billing", "topic": "order-events", "timestamp": written}
    result = module("consumer_offset", options)
    assert result["failed"] and f"'timestamp' is {written}, which would be a moment of 1970" in result["msg"]
    assert emulator.requests() == []


@pytest.mark.parametrize("module_name", ["dead_letter_resend", "consumption_verify"])
def test_action_duplicate_and_blank_ids(emulator, module, instance_id, module_name):
    made = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing", "count": 2})
    first, second = made["msg_ids"]
    client = {"client_id": "192.168.0.66@1", "topic": "%DLQ%billing"} if module_name == "consumption_verify" else {}
    options = {**SCOPE, "group": "billing", **client}
    result = module(module_name, {**options, "msg_ids": [first, second, first]})
    assert not result.get("failed") and len(result["results"]) == 2, result
    [sent] = emulator.requests(writes=True)
    assert sent["body"]["msg_id_list"] == [first, second]
    emulator.forget_requests()
    blank = module(module_name, {**options, "msg_ids": [first, " "]})
    assert blank["failed"] and "'msg_ids[1]' is blank" in blank["msg"] and emulator.requests() == []


def test_offset_reset_of_missing_group(emulator, module, instance_id):
    options = {**SCOPE, "group": "nobody", "topic": "order-events", "timestamp": "earliest"}
    result = module("consumer_offset", options)
    assert result["failed"] and result["error_code"] == "DMS.00050012"


def test_dead_letter_resend(emulator, module, instance_id):
    made = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing", "count": 2})
    options = {**SCOPE, "group": "billing", "msg_ids": made["msg_ids"]}
    assert module("dead_letter_resend", options, check=True)["changed"]
    assert emulator.requests(writes=True) == []
    result = module("dead_letter_resend", options)
    assert result["changed"]
    assert [(entry["msg_id"], entry["error_code"]) for entry in result["results"]] == [
        (msg_id, "DMS.00000000") for msg_id in made["msg_ids"]
    ]
    assert emulator.requests(writes=True)[0]["body"]["topic"] == "%DLQ%billing"


def test_dead_letter_resend_one_fails(emulator, module, instance_id):
    made = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing"})
    unknown = "0" * 32
    result = module("dead_letter_resend", {**SCOPE, "group": "billing", "msg_ids": [*made["msg_ids"], unknown]})
    assert result["failed"] and result["changed"] and unknown in result["msg"] and "msg_ids" in result["msg"]
    assert len(result["results"]) == 2
    assert {entry["msg_id"]: entry["error_code"] == "DMS.00000000" for entry in result["results"]} == {
        made["msg_ids"][0]: True,
        unknown: False,
    }


def test_dead_letter_resend_offline_group(emulator, module, instance_id):
    made = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "sleepers"})
    result = module("dead_letter_resend", {**SCOPE, "group": "sleepers", "msg_ids": made["msg_ids"]})
    assert result["failed"] and "no consumer of the group is connected" in result["msg"]


def test_dead_letter_resend_without_dead_letters(emulator, module, instance_id):
    result = module("dead_letter_resend", {**SCOPE, "group": "billing", "msg_ids": ["0" * 32]})
    assert result["failed"] and "%DLQ%billing" in result["msg"]


def test_consumption_verify(emulator, module, instance_id):
    sent = emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events"})
    (client,) = module("consumer_client_info", {"instance_name": "orders", "group": "billing"})["clients"]
    options = {
        **SCOPE,
        "group": "billing",
        "topic": "order-events",
        "client_id": client["client_id"],
        "msg_ids": sent["msg_ids"],
    }
    assert module("consumption_verify", options, check=True)["changed"]
    result = module("consumption_verify", options)
    assert result["changed"] and result["results"][0]["error_code"] == "DMS.00000000"
    failed = module("consumption_verify", {**options, "msg_ids": ["0" * 32]})
    assert failed["failed"] and not failed.get("changed") and failed["results"]


RABBIT = {
    "rabbit_version": "3.8.35",
    "vhosts": [{"name": "shop"}],
    "queues": [{"vhost": "shop", "name": "orders", "durable": False}],
    "exchanges": [{"vhost": "shop", "name": "direct", "type": "direct", "durable": False}],
    "bindings": [
        {
            "vhost": "shop",
            "source": "direct",
            "destination": "orders",
            "destination_type": "queue",
            "routing_key": "orders",
        }
    ],
}


@pytest.mark.parametrize("answer", ["text", "object"])
@pytest.mark.parametrize("get", ["object", "list"])
@pytest.mark.parametrize("delete", ["batch", "delete"])
def test_migration_from_rabbitmq(emulator, module, answer, get, delete):
    emulator.instance("orders")
    emulator.settings(migration_answer=answer, migration_get=get, migration_delete=delete)
    options = {**SCOPE, "name": "from-rabbit", "type": "rabbitToRocket", "metadata": RABBIT}
    result = module("migration_task", options)
    assert result["changed"] and result["migration_task"]["status"] == "finished"
    assert not module("migration_task", options)["changed"]
    gone = {**SCOPE, "name": "from-rabbit", "state": "absent"}
    assert module("migration_task", gone)["changed"]
    assert not module("migration_task", gone)["changed"]


def test_migration_fails(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "moved"}])
    tables = {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}}
    options = {**SCOPE, "name": "move", "type": "rocketmq", "metadata": tables, "overwrite": False}
    result = module("migration_task", options)
    assert result["failed"] and result["changed"] and "moved" in result["msg"]
    assert result["migration_task"]["status"] == "failed"
    again = module("migration_task", options)
    assert again["failed"] and not again["changed"]
    module("migration_task", {**SCOPE, "name": "move", "state": "absent"})
    assert module("migration_task", {**options, "overwrite": True})["migration_task"]["status"] == "finished"
