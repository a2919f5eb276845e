# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every managing module leads its objects through the same life: predicted, made, kept, changed, told, deleted."""

from __future__ import annotations

import pytest

from .life_cycle import assert_life_cycle

SCOPE = {"instance_name": "orders", "wait_interval": 0.2}
SECRET = "Planted-Secret-1"
NETWORK = {
    "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
    "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
    "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
}
ORDER = {
    "name": "orders",
    "description": "first",
    "product_id": "c6.4u8g.cluster",
    "storage_space": 600,
    "storage_spec_code": "dms.physical.storage.ultra.v2",
    "available_zones": ["AZ 1"],
    "tags": {"team": "shop", "stage": ""},
    "wait_interval": 0.2,
    **NETWORK,
}


def test_instance_life_cycle(emulator, run_tasks):
    assert_life_cycle(
        emulator,
        run_tasks,
        module="instance",
        made=ORDER,
        changed={**ORDER, "description": "", "enable_acl": True, "tags": {"stage": "test"}},
        info=("instance_info", {"name": "orders"}, "instances"),
        told={
            "name": "orders",
            "status": "RUNNING",
            "description": "",
            "enable_acl": True,
            "total_storage_space": 600,
            "tags": [{"key": "stage", "value": "test"}],
        },
        absent={"name": "orders", "wait_interval": 0.2},
    )


def test_topic_life_cycle(emulator, run_tasks):
    emulator.instance("orders")
    topic = {**SCOPE, "name": "order-events"}
    assert_life_cycle(
        emulator,
        run_tasks,
        module="topic",
        made={**topic, "brokers": ["broker-0"], "queue_num": 3},
        changed={**topic, "permission": "sub", "queue_num": 4},
        info=("topic_info", {"instance_name": "orders", "name": "order-events"}, "topics"),
        told={"name": "order-events", "permission": "sub", "total_read_queue_num": 4, "total_write_queue_num": 4},
        absent=topic,
    )


def test_topic_life_cycle_on_5_x(emulator, run_tasks):
    emulator.instance("orders", engine_version="5.x")
    topic = {**SCOPE, "name": "order-events", "message_type": "FIFO"}
    assert_life_cycle(
        emulator,
        run_tasks,
        module="topic",
        made={**topic, "description": "what happens to orders"},
        changed={**topic, "description": ""},
        info=("topic_info", {"instance_name": "orders", "name": "order-events"}, "topics"),
        told={"name": "order-events", "message_type": "FIFO", "topic_desc": ""},
        absent={**SCOPE, "name": "order-events"},
    )


def test_topic_life_cycle_with_reserved_characters(emulator, run_tasks):
    emulator.instance("orders")
    topic = {**SCOPE, "name": "%a|b%25"}
    assert_life_cycle(
        emulator,
        run_tasks,
        module="topic",
        made=topic,
        changed={**topic, "permission": "pub"},
        info=("topic_info", {"instance_name": "orders", "name": "%a|b%25"}, "topics"),
        told={"name": "%a|b%25", "permission": "pub"},
        absent=topic,
    )


@pytest.mark.parametrize("family", ["400", "404"])
def test_consumer_group_life_cycle(emulator, run_tasks, family):
    emulator.instance("orders")
    emulator.settings(not_found_family=family)
    group = {**SCOPE, "name": "billing", "description": "sends bills", "brokers": ["broker-0"]}
    assert_life_cycle(
        emulator,
        run_tasks,
        module="consumer_group",
        made={**group, "retry_max_time": 3, "broadcast": True},
        changed={**SCOPE, "name": "billing", "enabled": False},
        info=("consumer_group_info", {"instance_name": "orders", "name": "billing"}, "consumer_groups"),
        # What the change left out is as it was, though the service forgets what a modification does not carry.
        told={"enabled": False, "broadcast": True, "retry_max_time": 3, "group_desc": "sends bills"},
        absent={**SCOPE, "name": "billing"},
    )


@pytest.mark.parametrize("masked", [True, False], ids=["masked secrets", "secrets in clear"])
def test_user_life_cycle(emulator, run_tasks, masked):
    emulator.instance("orders", enable_acl=True)
    emulator.settings(mask_secrets=masked)
    user = {**SCOPE, "name": "producer", "secret": SECRET}
    run = assert_life_cycle(
        emulator,
        run_tasks,
        module="user",
        made={
            **user,
            "white_remote_address": "10.0.0.*",
            "default_topic_perm": "sub|pub",
            "topic_perms": [{"name": "order-events", "perm": "PUB"}, {"name": "audit", "perm": "deny"}],
        },
        changed={**user, "white_remote_address": "", "topic_perms": [], "default_group_perm": "SUB"},
        info=("user_info", {"instance_name": "orders", "name": "producer"}, "users"),
        told={"default_topic_perm": "PUB|SUB", "default_group_perm": "SUB", "topic_perms": [], "admin": False},
        absent={**SCOPE, "name": "producer"},
    )
    assert SECRET not in run.output
    assert SECRET not in str([task.result for task in run.tasks])


def test_tags_life_cycle(emulator, run_tasks):
    instance_id = emulator.instance("orders", tags={"kept": "yes"})
    tags = {"instance_name": "orders", "wait_interval": 0.2}
    run = assert_life_cycle(
        emulator,
        run_tasks,
        module="instance_tags",
        made={**tags, "tags": {"team": "shop", "stage": "test"}},
        changed={**tags, "tags": {"team": "billing"}},
        info=("instance_info", {"instance_id": instance_id}, "instances"),
        told={"name": "orders"},
        absent={**tags, "tags": {"team": "", "stage": ""}},
        stays=True,
    )
    assert run.named("changed").result["tags"] == {"kept": "yes", "team": "billing", "stage": "test"}
    assert run.named("absent").result["tags"] == {"kept": "yes"}


def test_migration_task_life_cycle(emulator, run_tasks):
    emulator.instance("orders")
    migration = {**SCOPE, "name": "from-old-cluster"}
    metadata = {
        "topicConfigTable": {"moved": {"topicName": "moved", "perm": 6, "readQueueNums": 8, "writeQueueNums": 8}},
        "subscriptionGroupTable": {"movers": {"groupName": "movers", "consumeEnable": True, "retryMaxTimes": 16}},
    }
    run = assert_life_cycle(
        emulator,
        run_tasks,
        module="migration_task",
        made={**migration, "type": "rocketmq", "metadata": metadata},
        changed=None,
        info=("migration_task_info", {"instance_name": "orders", "name": "from-old-cluster"}, "migration_tasks"),
        told={"name": "from-old-cluster", "status": "finished", "type": "rocketmq"},
        absent=migration,
    )
    assert run.named("made").result["migration_task"]["status"] == "finished"


def test_life_cycle_in_a_playbook(emulator, play_tasks):
    emulator.instance("orders", enable_acl=True)
    topic, user = {**SCOPE, "name": "%a|b%25"}, {**SCOPE, "name": "producer", "secret": SECRET}
    assert_life_cycle(
        emulator,
        play_tasks,
        module="topic",
        made=topic,
        changed={**topic, "permission": "pub"},
        info=("topic_info", {"instance_name": "orders", "name": "%a|b%25"}, "topics"),
        told={"name": "%a|b%25", "permission": "pub"},
        absent=topic,
    )
    run = assert_life_cycle(
        emulator,
        play_tasks,
        module="user",
        made={**user, "white_remote_address": "10.0.0.*"},
        changed={**user, "white_remote_address": ""},
        info=("user_info", {"instance_name": "orders", "name": "producer"}, "users"),
        told={"access_key": "producer", "white_remote_address": ""},
        absent={**SCOPE, "name": "producer"},
    )
    assert SECRET not in run.output
