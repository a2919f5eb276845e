# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of an estate is read side by side, shown on one page, and told by the exit code."""

from __future__ import annotations

import pytest

from .emulator_process import consumer

SECRET = "Planted-Secret-1"
USER = {"access_key": "shop-producer", "secret_key": SECRET, "white_remote_address": "*"}
EIP = "1e6b7beb-ef13-4805-878d-285890b17a12"


def put(emulator, instance_id, what, body):
    return emulator.control("POST", f"instances/{instance_id}/{what}", body)


@pytest.fixture
def orders(emulator):
    """Make an instance with a group that is behind, one that is offline, a user, a failed task and dead letters."""
    instance_id = emulator.instance(
        "orders",
        broker_num=2,
        enable_acl=True,
        enable_publicip=True,
        publicip_id=EIP,
        topics=["order-events"],
        groups=["billing", "idle"],
        users=[USER],
    )
    put(emulator, instance_id, "consumers", consumer("billing", "order-events"))
    put(emulator, instance_id, "messages", {"topic": "order-events", "count": 7})
    put(emulator, instance_id, "dead-letters", {"group": "billing", "count": 3})
    put(emulator, instance_id, "tasks", {"seconds": 0, "name": "extendInstance", "outcome": "FAILED"})
    put(emulator, instance_id, "tasks", {"seconds": 0, "name": "createTopic"})
    return instance_id


def named(entries, name):
    return next(entry for entry in entries if entry["name"] == name)


def test_state_of_an_instance(emulator, module, orders):
    result = module("health_info", {})
    [instance] = result["instances"]
    assert instance["failures"] == [] and not result["changed"]
    assert (instance["status"], instance["enable_acl"], instance["enable_publicip"]) == ("RUNNING", True, True)
    assert instance["used_storage_space"] < instance["storage_space"] and len(instance["nodes"]) == 6
    assert instance["users"] == [{"access_key": "shop-producer", "admin": False, "white_remote_address": "*"}]
    assert [task["name"] for task in instance["tasks"]] == ["extendInstance"]
    billing, idle = (named(instance["consumer_groups"], name) for name in ("billing", "idle"))
    assert (billing["online"], billing["lag"], billing["unknown_queues"]) == (True, 7, 0)
    assert (billing["dead_letters"], billing["new_dead_letters"]) == (3, 3)
    assert billing["topics"] == [{"topic": "order-events", "lag": 7, "unknown_queues": 0}]
    assert (idle["online"], idle["dead_letters"]) == (False, 0)
    [connection] = result["connections"]
    assert {"type", "quota", "used"} <= set(connection["quotas"][0]) and connection["failures"] == []
    assert SECRET not in str(result) and not emulator.requests(writes=True)
