# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the info modules tell, of every shape the service has."""

from __future__ import annotations

import pytest

from .emulator_process import consumer


def test_zones_brokers_and_products(emulator, module):
    emulator.instance("orders", broker_num=2)
    zones = module("availability_zone_info", {})["available_zones"]
    assert {"id", "code", "name"} <= set(zones[0])
    brokers = module("broker_info", {"instance_name": "orders"})["brokers"]
    assert [broker["broker_name"] for broker in brokers] == ["broker-0", "broker-1"]
    products = module("product_info", {})["products"]
    assert "c6.4u8g.cluster" in [product["product_id"] for product in products]
    (one,) = module("product_info", {"product_id": "c6.8u16g.cluster"})["products"]
    assert one["product_id"] == "c6.8u16g.cluster" and one["ios"]


@pytest.mark.parametrize("shape", ["array", "object"])
def test_topic_info_gather(emulator, module, shape):
    instance_id = emulator.instance("orders", enable_acl=True)
    emulator.settings(topic_status_shape=shape)
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "order-events"}])
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}])
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": 5})
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))
    secret = "Planted-Secret-1"
    perms = [{"name": "order-events", "perm": "PUB"}]
    module("user", {"instance_name": "orders", "name": "producer", "secret": secret, "topic_perms": perms})
    gather = ["consumer_groups", "status", "access_policy"]
    result = module("topic_info", {"instance_name": "orders", "name": "order-events", "gather": gather})
    (topic,) = result["topics"]
    assert topic["consumer_groups"] == ["billing"]
    assert [broker["broker_name"] for broker in topic["status"]["brokers"]] == ["broker-0"]
    assert sum(queue["max_offset"] for queue in topic["status"]["brokers"][0]["queues"]) == 5
    assert [(policy["access_key"], policy["perm"]) for policy in topic["access_policy"]] == [("producer", "PUB")]
    policies = module("access_policy_info", {"instance_name": "orders", "topic": "order-events"})["policies"]
    assert policies == topic["access_policy"]
    group_perms = [{"name": "billing", "perm": "SUB"}]
    module("user", {"instance_name": "orders", "name": "consumer", "secret": secret, "group_perms": group_perms})
    policies = module("access_policy_info", {"instance_name": "orders", "group": "billing"})["policies"]
    assert [(policy["access_key"], policy["perm"]) for policy in policies] == [("consumer", "SUB")]
    assert secret not in str(result["topics"]) and "secret_key" not in str(result["topics"])


def test_consumer_group_info_gather(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "order-events"}, {"name": "audit"}])
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}])
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": 7})
    consumers = consumer("billing", "order-events", "audit")
    emulator.control("POST", f"instances/{instance_id}/consumers", consumers)
    scope = {"instance_name": "orders", "name": "billing"}
    (group,) = module("consumer_group_info", {**scope, "gather": ["topics", "lag"]})["consumer_groups"]
    assert sorted(group["topics"]) == ["audit", "order-events"]
    lag = {entry["topic"]: entry["lag"] for entry in group["lag"]}
    assert lag == {"order-events": 7, "audit": 0} and group["total_lag"] == 7
    queues = [queue for entry in group["lag"] for broker in entry["brokers"] for queue in broker["queues"]]
    assert sum(queue["lag"] for queue in queues) == 7
    (one,) = module("consumer_group_info", {**scope, "gather": ["lag"], "topic": "audit"})["consumer_groups"]
    assert [entry["topic"] for entry in one["lag"]] == ["audit"]


def test_consumer_client_info_offline(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}, {"name": "sleepers"}])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))
    clients = module("consumer_client_info", {"instance_name": "orders", "group": "billing"})["clients"]
    assert len(clients) == 1 and clients[0]["client_id"]
    assert module("consumer_client_info", {"instance_name": "orders", "group": "sleepers"})["clients"] == []


@pytest.mark.parametrize("routes", ["both", "older"])
def test_message_info_filters(emulator, module, routes):
    instance_id = emulator.instance("orders")
    emulator.settings(routes=routes)
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "order-events"}])
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": 120})
    scope = {"instance_name": "orders", "topic": "order-events"}
    time = {"start_time": "2020-01-01T00:00:00Z", "end_time": "4102444800000"}
    found = module("message_info", {**scope, **time})["messages"]
    assert len({message["msg_id"] for message in found}) == 120
    emulator.forget_requests()
    assert len(module("message_info", {**scope, **time, "limit": 60})["messages"]) == 60
    assert len([entry for entry in emulator.requests() if "/messages" in entry["path"]]) == 2
    (one,) = module("message_info", {**scope, "msg_id": found[0]["msg_id"]})["messages"]
    assert one["msg_id"] == found[0]["msg_id"]
    assert module("message_info", {**scope, "msg_id": "0" * 32})["messages"] == []


@pytest.mark.parametrize("shape", ["array", "object"])
def test_message_trace_info(emulator, module, shape):
    instance_id = emulator.instance("orders")
    emulator.settings(trace_shape=shape)
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "order-events"}])
    sent = emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events"})
    msg_id = sent["msg_ids"][0]
    traces = module("message_trace_info", {"instance_name": "orders", "msg_id": msg_id})["traces"]
    assert traces and traces[0]["topic"] == "order-events"


@pytest.mark.parametrize("shape", ["array", "object"])
def test_dead_letter_info(emulator, module, shape):
    instance_id = emulator.instance("orders")
    emulator.settings(export_shape=shape)
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}])
    letters = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing", "count": 3})
    scope = {"instance_name": "orders", "group": "billing"}
    everything = module("dead_letter_info", scope)["dead_letters"]
    assert sorted(letter["msg_id"] for letter in everything) == sorted(letters["msg_ids"])
    (one,) = module("dead_letter_info", {**scope, "msg_ids": letters["msg_ids"][:1]})["dead_letters"]
    assert one["msg_id"] == letters["msg_ids"][0] and isinstance(one["property_list"], list)
    assert module("dead_letter_info", {"instance_name": "orders", "group": "nobody"})["dead_letters"] == []


def test_dead_letter_info_without_export_api(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.settings(export_api=False)
    letters = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing", "count": 3})
    scope = {"instance_name": "orders", "group": "billing"}
    found = module("dead_letter_info", {**scope, "msg_ids": letters["msg_ids"][:2]})["dead_letters"]
    assert [letter["msg_id"] for letter in found] == letters["msg_ids"][:2]
    by_key = module("dead_letter_info", {**scope, "uniq_keys": ["key"]})
    assert by_key["failed"] and "uniq_keys" in by_key["msg"]


def test_migration_task_info(emulator, module):
    emulator.instance("orders")
    tables = {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}}
    made = module(
        "migration_task",
        {"instance_name": "orders", "name": "move", "type": "rocketmq", "metadata": tables, "wait_interval": 0.1},
    )
    task_id = made["migration_task"]["id"]
    (task,) = module("migration_task_info", {"instance_name": "orders", "task_id": task_id})["migration_tasks"]
    assert task["status"] == "finished" and "json_content" in task
    assert module("migration_task_info", {"instance_name": "orders", "name": "other"})["migration_tasks"] == []


def test_consumer_group_info_lag_of_offline_group(emulator, module):
    instance_id = emulator.instance("orders", groups=[{"name": "billing"}, {"name": "asleep"}])
    emulator.fault(method="GET", path="/groups/asleep/topics$", status=400, code="DMS.50050004", times=-1)
    found = module("consumer_group_info", {"instance_id": instance_id, "gather": ["lag"]})["consumer_groups"]
    told = {group["name"]: group.get("total_lag") for group in found}
    assert told == {"billing": 0, "asleep": None}
