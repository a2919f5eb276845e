# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user did not mean, or the service did not do, is never done or passed over without a word."""

from __future__ import annotations

import pytest

from .sample_instances import order

SCOPE = {"instance_name": "orders", "wait_interval": 0.1}


def put_online(emulator, instance_id, group):
    clients = [{"client_id": "10.0.0.1@1", "subscriptions": ["order-events"]}]
    emulator.control("POST", f"instances/{instance_id}/consumers", {"group": group, "clients": clients})


def layout(emulator, instance_id, topic="order-events"):
    return emulator.control("GET", f"instances/{instance_id}")["topics"][topic]["queues"]


def unequal(emulator):
    queues = [{"broker": "broker-0", "queue_num": 16}, {"broker": "broker-1", "queue_num": 4}]
    return emulator.instance("orders", broker_num=2, topics=[{"name": "order-events", "queues": queues}])


# Queues of a topic.


@pytest.mark.parametrize("plural", [False, True])
def test_change_of_a_permission_leaves_unequal_queues_alone(emulator, module, plural):
    instance_id = unequal(emulator)
    topic = {"name": "order-events", "permission": "sub"}
    name, wanted = ("topics", {**SCOPE, "topics": [topic]}) if plural else ("topic", {**SCOPE, **topic})
    result = module(name, wanted)
    assert result["changed"], result
    assert layout(emulator, instance_id) == {"broker-0": [16, 16], "broker-1": [4, 4]}
    assert not module(name, wanted)["changed"]


def test_change_of_one_total_leaves_the_other_layout_alone(emulator, module):
    instance_id = unequal(emulator)
    result = module("topic", {**SCOPE, "name": "order-events", "read_queue_num": 10})
    assert result["changed"] and layout(emulator, instance_id) == {"broker-0": [5, 16], "broker-1": [5, 4]}, result
    assert not module("topic", {**SCOPE, "name": "order-events", "read_queue_num": 10})["changed"]


def test_total_below_the_number_of_brokers_is_refused(emulator, module):
    instance_id = unequal(emulator)
    result = module("topic", {**SCOPE, "name": "order-events", "write_queue_num": 1})
    assert result["failed"] and "'write_queue_num'" in result["msg"] and not emulator.requests(writes=True), result
    assert layout(emulator, instance_id) == {"broker-0": [16, 16], "broker-1": [4, 4]}


def test_number_for_each_broker_is_not_met_by_the_right_sum(emulator, module):
    instance_id = unequal(emulator)
    wanted = {**SCOPE, "name": "order-events", "queue_num": 10}
    assert module("topic", wanted)["changed"] and not module("topic", wanted)["changed"]
    assert layout(emulator, instance_id) == {"broker-0": [10, 10], "broker-1": [10, 10]}


@pytest.mark.parametrize("plural", [False, True])
def test_queues_are_created_compared_and_changed_on_each_broker(emulator, module, plural):
    instance_id = emulator.instance("orders", broker_num=2)

    def run(check=False, **second):
        queues = [{"broker": "broker-1", "read_queue_num": 4}, {"broker": "broker-0", "write_queue_num": 6, **second}]
        topic = {"name": "order-events", "queues": queues}
        wanted = {**SCOPE, "topics": [topic]} if plural else {**SCOPE, **topic}
        return module("topics" if plural else "topic", wanted, check=check)

    predicted, made = run(True), run()
    assert predicted["changed"] and made["changed"] and predicted["diff"] == made["diff"], (predicted, made)
    assert layout(emulator, instance_id) == {"broker-0": [6, 6], "broker-1": [4, 4]}
    assert not run()["changed"]
    predicted, changed = run(True, read_queue_num=8), run(read_queue_num=8)
    assert changed["changed"] and predicted["diff"] == changed["diff"], changed
    assert layout(emulator, instance_id) == {"broker-0": [8, 6], "broker-1": [4, 4]}
    assert not run(read_queue_num=8)["changed"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"queues": []}, "'queues' is empty"),
        ({"queues": [{"broker": "broker-0"}]}, "neither"),
        ({"queues": [{"broker": "broker-0", "read_queue_num": 51}]}, "from 1 to 50"),
        ({"queues": [{"broker": "a", "read_queue_num": 1}, {"broker": "a", "read_queue_num": 1}]}, "twice"),
        ({"queues": [{"broker": "broker-0", "read_queue_num": 1}], "queue_num": 3}, "leave out 'queue_num'"),
    ],
)
def test_queues_that_make_no_sense_are_refused(emulator, module, options, told):
    emulator.instance("orders")
    emulator.forget_requests()
    result = module("topic", {**SCOPE, "name": "order-events", **options})
    assert result["failed"] and told in result["msg"] and emulator.requests() == [], result


# Settings.


@pytest.mark.parametrize(
    ("module_name", "options", "told"),
    [
        ("instance", {"name": "orders", "configs": {"fileReservedTime": None}}, "configs.fileReservedTime"),
        ("instance", {"name": "orders", "tags": {"team": None}}, "tags.team"),
        ("instance_tags", {"instance_name": "orders", "tags": {"team": None}}, "tags.team"),
        ("instances", {"instances": [{"name": "orders", "configs": {"a": None}}]}, "instances[0]"),
    ],
)
def test_entry_without_a_value_is_refused_before_any_request(emulator, module, module_name, options, told):
    emulator.instance("orders")
    emulator.forget_requests()
    result = module(module_name, options)
    assert result["failed"] and told in result["msg"] and emulator.requests() == [], result


def test_setting_that_needs_a_restart_ends_the_task_with_a_warning(emulator, module):
    emulator.instance("orders")
    wanted = {"name": "orders", "configs": {"maxMessageSize": 2048, "fileReservedTime": 72}, "wait_interval": 10}
    before = emulator.time()
    predicted, result = module("instance", wanted, check=True), module("instance", wanted)
    assert result["changed"] and emulator.time() - before < 60, result
    for told in (predicted, result):
        [warning] = told["warnings"]
        assert "'maxMessageSize'" in warning and "restarted" in warning
    alone = module("instance", {"name": "orders", "configs": {"fileReservedTime": 72}})
    assert not alone["changed"] and alone["warnings"] == []


@pytest.mark.parametrize("plural", [False, True])
@pytest.mark.parametrize("acl", [False, True])
def test_instance_field_that_the_service_ignores_is_told(emulator, module, plural, acl):
    instance_id = emulator.instance("orders")
    options = {"name": "orders", "enterprise_project_id": "abc", **({"enable_acl": True} if acl else {})}
    name, wanted = ("instances", {"instances": [options]}) if plural else ("instance", options)

    def forget():
        emulator.control("PUT", f"instances/{instance_id}", {"enterprise_project_id": "0"})

    for _run in range(2):
        emulator.after("PUT", f"/instances/{instance_id}$", forget)
        before = emulator.time()
        result = module(name, wanted)
        assert result["changed"] == acl and not result.get("failed") and emulator.time() - before < 120, result
        [warning] = result["warnings"]
        assert "ignored 'enterprise_project_id' of instance 'orders'" in warning
        acl = False


def test_tags_that_the_service_ignores_are_no_change_and_told(emulator, module):
    emulator.instance("orders")
    emulator.fault(method="POST", path="/tags/action$", status=204, times=-1)
    for _run in range(2):
        result = module("instance_tags", {"instance_name": "orders", "tags": {"team": "shop"}})
        assert not result["changed"] and result["tags"] == {} and "still shows others" in str(result["warnings"]), (
            result
        )
    whole = module("instance", {"name": "orders", "tags": {"team": "shop"}})
    assert not whole["changed"] and "ignored 'tags' of instance 'orders'" in str(whole["warnings"]), whole


# Offsets and lag.


def test_reset_that_moves_nothing_is_told_and_no_change(emulator, module):
    emulator.instance("orders", topics=[{"name": "order-events"}], groups=[{"name": "order-workers"}])
    emulator.settings(reset_without_queues=True)
    wanted = {**SCOPE, "group": "order-workers", "topic": "order-events", "timestamp": "latest"}
    result = module("consumer_offset", wanted)
    assert not result["changed"] and result["queues"] == []
    [warning] = result["warnings"]
    assert "'order-workers'" in warning and "'order-events'" in warning
    emulator.settings(reset_without_queues=False)
    assert module("consumer_offset", wanted)["changed"]


def test_unknown_lag_is_no_number(emulator, module):
    emulator.instance(
        "orders", broker_num=2, topics=[{"name": "order-events", "queue_num": 3}], groups=[{"name": "order-workers"}]
    )
    module("consumer_offset", {**SCOPE, "group": "order-workers", "topic": "order-events", "timestamp": "earliest"})
    emulator.settings(unknown_lag=True)
    wanted = {"instance_name": "orders", "name": "order-workers", "gather": ["lag"]}
    [group] = module("consumer_group_info", wanted)["consumer_groups"]
    assert (group["total_lag"], group["unknown_queues"]) == (0, 2), group
    assert [(one["lag"], one["unknown_queues"]) for one in group["lag"]] == [(0, 2)]


# Purge.


@pytest.mark.parametrize("online_is_shown", [True, False])
def test_purge_names_the_groups_whose_clients_are_connected(emulator, module, online_is_shown):
    emulator.settings(show_group_online=online_is_shown)
    groups = [{"name": name} for name in ("busy-one", "idle-one", "kept-one")]
    instance_id = emulator.instance("orders", topics=[{"name": "order-events"}], groups=groups)
    put_online(emulator, instance_id, "busy-one")
    wanted = {**SCOPE, "consumer_groups": [{"name": "kept-one"}], "purge": True}
    for check in (True, False):
        result = module("consumer_groups", wanted, check=check)
        [warning] = result["warnings"]
        assert "busy-one" in warning and "idle-one" not in warning and result["deleted"] == ["busy-one", "idle-one"]


@pytest.mark.parametrize("fault", [{"status": 404, "code": "DMS.00404001"}, {"status": 500}])
def test_purge_does_not_go_on_asking_a_service_that_cannot_tell(emulator, module, fault):
    emulator.settings(show_group_online=False)
    emulator.instance("orders", groups=100)
    emulator.fault(method="GET", path="/clients$", times=1000, **fault)
    wanted = {**SCOPE, "consumer_groups": [{"name": "kept-one"}], "purge": True}
    result = module("consumer_groups", wanted, check=True)
    asked = [entry for entry in emulator.requests() if entry["path"].endswith("/clients")]
    assert len(result["deleted"]) == 100 and len(asked) <= 80, len(asked)


def test_purge_names_the_topics_that_groups_have_subscribed_to(emulator, module):
    instance_id = emulator.instance(
        "orders", topics=[{"name": "order-events"}, {"name": "old-events"}], groups=[{"name": "busy-one"}]
    )
    put_online(emulator, instance_id, "busy-one")
    result = module("topics", {**SCOPE, "topics": [{"name": "new-events"}], "purge": True})
    [warning] = result["warnings"]
    assert "order-events" in warning and "old-events" not in warning, result


# Zones.


def test_name_of_several_zones_is_refused_with_their_ids(emulator, module):
    emulator.settings(zones_of_one_name=True)
    result = module("instance", order("orders", available_zones=["AZ 1"]))
    assert result["failed"] and "is the name of 3 zones" in result["msg"] and result["msg"].count(",") >= 2, result
    assert not emulator.requests(writes=True)
    zones = module("availability_zone_info", {})["available_zones"]
    assert module("instance", order("orders", available_zones=[zones[0]["id"]]))["changed"]
