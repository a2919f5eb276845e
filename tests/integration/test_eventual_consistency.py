# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was made a moment ago is not shown yet: by the single read, by the list, or by neither."""

from __future__ import annotations

import pytest

from .sample_instances import order

SCOPE = {"instance_name": "orders", "wait_interval": 0.1}
SECRET = "Planted-Secret-1"
# For each kind: what is made, and what is changed of it.
KINDS = {
    "topic": ({"name": "order-events", "queue_num": 3}, {"permission": "sub"}),
    "consumer_group": ({"name": "order-workers"}, {"retry_max_time": 3}),
    "user": ({"name": "shop-producer", "secret": SECRET}, {"white_remote_address": "10.0.0.*"}),
}
# How long (s) the list and the single read take to show what was made.
DELAYS = {"single": (0, 4), "list": (4, 0), "both": (4, 4)}


@pytest.fixture(params=DELAYS)
def slow(request, emulator):
    """Return an instance on which new objects take their time to show."""
    invisible, unreadable = DELAYS[request.param]
    instance_id = emulator.instance("orders", enable_acl=True)
    emulator.settings(object_invisible_seconds=invisible, object_unreadable_seconds=unreadable)
    return instance_id


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def objects(emulator, instance_id, kind):
    return emulator.control("GET", f"instances/{instance_id}")[
        {"topic": "topics", "consumer_group": "groups", "user": "users"}[kind]
    ]


def task(kind, plural, **options):
    """Return the name and the options of the task for one object."""
    if not plural:
        return kind, {**SCOPE, **options}
    state = {key: options.pop(key) for key in ("state",) if key in options}
    return kind + "s", {**SCOPE, kind + "s": [options, {**options, "name": options["name"] + "-2"}], **state}


@pytest.mark.parametrize("plural", [False, True])
def test_made_again_at_once_is_unchanged(emulator, module, slow, kind, plural):
    made, _changed = KINDS[kind]
    name, wanted = task(kind, plural, **made)
    assert module(name, wanted)["changed"]
    again = module(name, wanted)
    assert not again.get("failed") and not again["changed"], again


@pytest.mark.parametrize("plural", [False, True])
def test_changed_at_once(emulator, module, slow, kind, plural):
    made, changed = KINDS[kind]
    name, wanted = task(kind, plural, **made)
    module(name, wanted)
    result = module(*task(kind, plural, **made, **changed))
    assert result["changed"] and not result.get("failed"), result
    [(option, value)] = changed.items()
    found = objects(emulator, slow, kind)
    assert {one[option] for one in found.values()} == {value} and len(found) == 1 + plural


# What no read shows at all is no different from what was never made.
@pytest.mark.parametrize("slow", ["single", "list"], indirect=True)
@pytest.mark.parametrize("plural", [False, True])
def test_deleted_at_once_is_gone(emulator, module, slow, kind, plural):
    made, _changed = KINDS[kind]
    name, wanted = task(kind, plural, **made)
    module(name, wanted)
    names = {"name": made["name"], "state": "absent"}
    assert module(*task(kind, plural, **names))["changed"]
    assert objects(emulator, slow, kind) == {}


def test_info_tells_what_the_list_shows(emulator, module, kind):
    emulator.instance("orders", enable_acl=True)
    emulator.settings(object_unreadable_seconds=60)
    made, _changed = KINDS[kind]
    module(kind, {**SCOPE, **made})
    found = module(f"{kind}_info", {"instance_name": "orders", "name": made["name"]})
    assert len(found[f"{kind}s"]) == 1, found


def test_refusal_of_another_kind_is_told_at_once(emulator, module):
    emulator.instance("orders")
    emulator.forget_requests()
    result = module("topic", {**SCOPE, "name": "order-events", "brokers": ["broker-9"]})
    assert result["failed"] and "broker-9" in result["msg"]
    assert len([entry for entry in emulator.requests() if "/topics/" in entry["path"]]) <= 2


def test_instance_that_the_list_alone_shows_is_deleted(emulator, module):
    emulator.settings(unreadable_seconds=5.0, create_seconds=0.1)
    made = module("instance", order("orders", wait=False))
    wanted = {"instance_id": made["instance_id"], "state": "absent", "wait_interval": 0.5}
    assert module("instance", wanted)["changed"]
    assert module("instance_info", {"name": "orders"})["instances"] == []


def test_instance_that_the_list_alone_shows_is_changed(emulator, module):
    emulator.settings(unreadable_seconds=5.0, create_seconds=0.1)
    made = module("instance", order("orders", wait=False))
    result = module("instance", {"instance_id": made["instance_id"], "description": "new", "wait_interval": 0.5})
    assert result["changed"] and result["instance"]["description"] == "new", result


def test_instances_that_the_list_does_not_show_are_deleted_by_their_ids(emulator, module):
    ids = [emulator.instance(name) for name in ("orders", "invoices")]
    nothing = '{"instances": [], "instance_num": 0}'
    emulator.fault(method="GET", path="/instances$", status=200, times=3, body=nothing)
    result = module("instances", {"instance_ids": ids, "state": "absent", "wait_interval": 0.5})
    assert result["changed"], result
    assert module("instance_info", {})["instances"] == []


METADATA = {
    "rocketmq": {"topic_config_table": {"order-events": {"topic_name": "order-events"}}},
    "rabbitToRocket": {"vhosts": [{"name": "/"}], "queues": [], "exchanges": [], "bindings": []},
}


@pytest.mark.parametrize("type_", METADATA)
def test_migration_that_the_list_does_not_show_is_told_and_deleted_by_its_id(emulator, module, type_):
    emulator.instance("orders")
    emulator.settings(object_invisible_seconds=60)
    scope = {"instance_name": "orders", "wait_interval": 0.1}
    options = {"name": "from-onpremises", "type": type_, "metadata": METADATA[type_], "wait": False}
    task_id = module("migration_task", {**scope, **options})["migration_task"]["id"]
    found = module("migration_task_info", {"instance_name": "orders", "task_id": task_id})
    assert [task["id"] for task in found["migration_tasks"]] == [task_id]
    assert module("migration_task", {**scope, "task_id": task_id, "state": "absent"})["changed"]
    assert module("migration_task_info", {"instance_name": "orders", "task_id": task_id})["migration_tasks"] == []


def test_migration_that_was_just_started_is_not_started_again(emulator, module):
    emulator.instance("orders")
    emulator.settings(object_invisible_seconds=20)
    options = {"name": "from-onpremises", "type": "rocketmq", "metadata": METADATA["rocketmq"], "wait": False}
    made, again = (module("migration_task", {**SCOPE, **options}) for _run in range(2))
    assert made["changed"] and not again["changed"], again
    assert len(emulator.requests(writes=True)) == 1


def test_field_that_the_creation_ignored_is_told(emulator, module):
    emulator.settings(create_seconds=1)

    def lose_ipv6():
        found = module("instance_info", {"name": "orders"})["instances"]
        emulator.control("PUT", f"instances/{found[0]['instance_id']}", {"ipv6_enable": False})

    emulator.after("POST", "/instances$", lose_ipv6)
    result = module("instance", order("orders", ipv6_enable=True, available_zones=["AZ 2"], wait_interval=1))
    [warning] = result["warnings"]
    assert "'ipv6_enable'" in warning and "created" in warning, result
