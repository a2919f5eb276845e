# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input is refused with the option, the value and the rule, and before anything is sent."""

from __future__ import annotations

import pytest

from .sample_instances import order

SCOPE = {"instance_id": "8959ab1c-7001-4b01-a05a-93dfc361b32d"}
SECRET = "Planted-Secret-1"

# What is wanted of which module, and what the refusal must tell.
REFUSED = {
    "instance name": ("instance", order("o"), ["'o'", "4 to 64"]),
    "instance name that starts with a digit": ("instance", order("1orders"), ["'1orders'", "letter"]),
    "two zones": ("instance", order(available_zones=["a", "b"]), ["available_zones", "2 zones", "3 or more"]),
    "no zone": ("instance", order(available_zones=[]), ["available_zones", "0 zones"]),
    "neither name nor id": ("instance", {}, ["name", "instance_id"]),
    "long description": ("instance", order(description="x" * 1025), ["description", "1025", "1024"]),
    "public access without addresses": ("instance", order(enable_publicip=True, publicip_ids=[]), ["publicip_ids"]),
    "tag key": ("instance", order(tags={" a": "b"}), ["' a'", "space"]),
    "tag value": ("instance_tags", {**SCOPE, "tags": {"a": "b;c"}}, ["'b;c'", "'a'"]),
    "both names of the instance": (
        "topic",
        {**SCOPE, "instance_name": "orders", "name": "abc"},
        ["mutually exclusive"],
    ),
    "no name of the instance": ("topic", {"name": "abc"}, ["instance_id", "instance_name"]),
    "instance id": ("topic", {"instance_id": "a/b", "name": "abc"}, ["instance_id", "'a/b'"]),
    "topic name": ("topic", {**SCOPE, "name": "a b"}, ["'a b'", "3 to 64"]),
    "short topic name": ("topic", {**SCOPE, "name": "ab"}, ["'ab'", "3 to 64"]),
    "queues": ("topic", {**SCOPE, "name": "abc", "queue_num": 51}, ["queue_num", "51", "1 to 50"]),
    "permission": ("topic", {**SCOPE, "name": "abc", "permission": "PUB"}, ["permission", "PUB"]),
    "topic listed twice": (
        "topics",
        {**SCOPE, "topics": [{"name": "abc"}, {"name": "abd"}, {"name": "abc"}]},
        ["'abc'", "twice", "0 and 2"],
    ),
    "unknown key of an item": ("topics", {**SCOPE, "topics": [{"name": "abc", "queues": 3}]}, ["queues"]),
    "item of a list": ("topics", {**SCOPE, "topics": [{"name": "abc"}, {"name": "a!"}]}, ["topics[1]", "'a!'"]),
    "no concurrency": ("topics", {**SCOPE, "topics": [], "concurrency": 0}, ["concurrency", "0", "1 to 50"]),
    "too much concurrency": ("topics", {**SCOPE, "topics": [], "concurrency": 1000}, ["concurrency", "1000"]),
    "purge of what is absent": ("topics", {**SCOPE, "topics": [], "purge": True, "state": "absent"}, ["purge"]),
    "group name": ("consumer_group", {**SCOPE, "name": "a.b.c"}, ["'a.b.c'", "3 to 64"]),
    "retries": ("consumer_group", {**SCOPE, "name": "abc", "retry_max_time": 17}, ["retry_max_time", "17", "1 to 16"]),
    "user name": ("user", {**SCOPE, "name": "short", "secret": SECRET}, ["'short'", "7 to 64"]),
    "short secret": ("user", {**SCOPE, "name": "producer", "secret": "Ab1!"}, ["secret", "8 to 32"]),
    "secret of two classes": ("user", {**SCOPE, "name": "producer", "secret": "abcdefgh12"}, ["secret", "three"]),
    "secret that is the name backwards": ("user", {**SCOPE, "name": "Abcdef12", "secret": "21fedcbA"}, ["backwards"]),
    "user permission": (
        "user",
        {**SCOPE, "name": "producer", "default_topic_perm": "READ"},
        ["default_topic_perm", "READ", "PUB|SUB"],
    ),
    "permission in a list": (
        "user",
        {**SCOPE, "name": "producer", "topic_perms": [{"name": "abc", "perm": "ALL"}]},
        ["topic_perms[0].perm", "ALL"],
    ),
    "secret always, but none": ("user", {**SCOPE, "name": "producer", "update_secret": "always"}, ["secret"]),
    "interval": ("topic", {**SCOPE, "name": "abc", "wait_interval": 0}, ["wait_interval", "0"]),
    "timestamp": ("consumer_offset", {**SCOPE, "group": "abc", "topic": "abc", "timestamp": "noon"}, ["'noon'"]),
    "timestamp to come": (
        "consumer_offset",
        {**SCOPE, "group": "abc", "topic": "abc", "timestamp": "2999-01-01T00:00:00Z"},
        ["future", "2999"],
    ),
    "messages of no time": ("message_info", {**SCOPE, "topic": "abc"}, ["msg_id", "start_time", "end_time"]),
    "messages of a time that runs backwards": (
        "message_info",
        {**SCOPE, "topic": "abc", "start_time": "2026-01-02", "end_time": "2026-01-01"},
        ["end_time", "before"],
    ),
    "blank name of an instance": ("topic", {"instance_name": "", "name": "abc"}, ["'instance_name' is blank"]),
    "blank id of an instance": ("topic", {"instance_id": "", "name": "abc"}, ["'instance_id' is blank"]),
    "addresses of an instance that is not to be public": (
        "instance",
        order(enable_publicip=False, publicip_ids=["x"]),
        ["'enable_publicip' is false", "publicip_ids"],
    ),
    "no message": ("dead_letter_resend", {**SCOPE, "group": "abc", "msg_ids": []}, ["msg_ids"]),
    "metadata that is no JSON": (
        "migration_task",
        {**SCOPE, "name": "move", "type": "rocketmq", "metadata": "topics: [a"},
        ["metadata"],
    ),
    "metadata of the wrong kind": (
        "migration_task",
        {**SCOPE, "name": "move", "type": "rocketmq", "metadata": {"vhosts": []}},
        ["metadata", "topicConfigTable"],
    ),
    "instances to make and to clean up": ("instances", {"all_failed": True}, ["all_failed", "absent"]),
    "instance listed twice": (
        "instances",
        {"instances": [order(), order()]},
        ["'orders'", "twice", "'instances[0]' and 'instances[1]'"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_refused_before_any_request(emulator, module, case):
    name, options, told = REFUSED[case]
    result = module(name, options)
    assert result.get("failed"), result
    for word in told:
        assert word in result["msg"]
    assert emulator.requests() == []


def test_migration_id_unknown(emulator, module):
    emulator.instance("orders")
    result = module("migration_task", {"instance_name": "orders", "task_id": "nope"})
    assert result["failed"] and "there is no migration task 'nope'" in result["msg"]


@pytest.mark.parametrize("state", ["present", "absent"])
def test_migration_id_and_name_of_different_tasks(emulator, module, state):
    emulator.instance("orders")
    tables = {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}}
    start = {"instance_name": "orders", "type": "rocketmq", "metadata": tables, "wait_interval": 0.1}
    names = ("move-one", "move-two")
    ids = {name: module("migration_task", {**start, "name": name})["migration_task"]["id"] for name in names}
    emulator.forget_requests()
    for task_id, name in ((ids["move-one"], "move-two"), ("nope", "move-two")):
        result = module("migration_task", {**start, "state": state, "task_id": task_id, "name": name})
        assert result["failed"] and f"'task_id' is '{task_id}' and 'name' is '{name}'" in result["msg"], result
    unknown = module("migration_task", {**start, "state": state, "task_id": "nope", "name": "move-three"})
    assert bool(unknown.get("failed")) == (state == "present"), unknown
    assert emulator.requests(writes=True) == []
    agreed = module("migration_task", {**start, "state": state, "task_id": ids["move-one"], "name": "move-one"})
    assert agreed["changed"] == (state == "absent"), agreed


def test_user_without_acl(emulator, module):
    emulator.instance("orders", enable_acl=False)
    result = module("user", {"instance_name": "orders", "name": "producer", "secret": "Planted-Secret-1"})
    assert result["failed"] and "set its 'enable_acl' to true first" in result["msg"]


def test_zone_unknown(emulator, module):
    result = module("instance", order(available_zones=["AZ 9"]))
    assert result["failed"] and "AZ 9" in result["msg"] and "9f1c5806706d4c1fb0eb72f0a9b18c77" in result["msg"]
    assert emulator.requests(writes=True) == []


def test_order_lacks_options(emulator, module):
    result = module("instance", {"name": "orders", "storage_space": 600})
    assert result["failed"]
    for option in ("product_id", "vpc_id", "subnet_id", "security_group_id", "available_zones"):
        assert option in result["msg"]
    assert emulator.requests(writes=True) == []


def test_user_creation_without_secret(emulator, module):
    emulator.instance("orders", enable_acl=True)
    result = module("user", {"instance_name": "orders", "name": "producer"})
    assert result["failed"] and "'secret' must be given" in result["msg"]
    assert emulator.requests(writes=True) == []


@pytest.mark.parametrize("module_name", ["topic", "consumer_group", "user", "topic_info", "broker_info"])
def test_missing_instance_fails(emulator, module, module_name):
    named = {} if module_name == "broker_info" else {"name": "order-events"}
    by_name = module(module_name, {"instance_name": "nothing", **named})
    assert by_name["failed"] and "'nothing' does not exist" in by_name["msg"]
    if not module_name.endswith("_info"):
        named["state"] = "absent"
    by_id = module(module_name, {**SCOPE, **named})
    assert by_id["failed"] and by_id["error_code"] == "DMS.00404022"
    assert by_id["http_status"] == 404 and by_id["request_id"] and by_id["hint"]
