# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What today's service has and the API reference of 2022 does not."""

from __future__ import annotations

import pytest

SCOPE = {"instance_name": "orders", "wait_interval": 1}


# Nodes and restarts.


def test_nodes_are_listed(emulator, module):
    emulator.instance("orders", broker_num=2)
    nodes = module("instance_node_info", {"instance_name": "orders"})["nodes"]
    assert len(nodes) == 6 and {node["broker_name"] for node in nodes} == {"broker-0", "broker-1"}


@pytest.mark.parametrize("wanted", [None, ["broker-1"]])
def test_restart_is_waited_for(emulator, module, wanted):
    emulator.settings(change_seconds=40)
    instance_id = emulator.instance("orders", broker_num=2)
    options = {**SCOPE, **({"nodes": wanted} if wanted else {})}
    predicted = module("instance_restart", options, check=True)
    assert predicted["changed"] and not emulator.requests(writes=True)
    before = emulator.time()
    result = module("instance_restart", options)
    assert result["changed"] and len(result["nodes"]) == (3 if wanted else 0) and result["nodes"] == predicted["nodes"]
    assert 40 <= emulator.time() - before < 60
    assert emulator.control("GET", f"instances/{instance_id}")["fields"]["status"] == "RUNNING"
    [request] = emulator.requests(writes=True)
    assert (request["body"] or {}).get("nodes", []) == result["nodes"]


def test_restart_whose_answer_is_lost_is_sent_once(emulator, module):
    emulator.settings(change_seconds=10)
    emulator.instance("orders")
    emulator.fault(method="POST", path="/restart$", action="drop_after")
    assert module("instance_restart", SCOPE)["changed"]
    assert len(emulator.requests(writes=True)) == 1


def test_restart_whose_answer_is_lost_and_that_shows_late_is_sent_once(emulator, module):
    emulator.settings(change_seconds=10)
    instance_id = emulator.instance("orders")

    def show(status):
        emulator.control("PUT", f"instances/{instance_id}", {"status": status})

    def show_late():
        show("RUNNING")
        emulator.clock.later(5, lambda: show("RESTARTING"))
        emulator.clock.later(15, lambda: show("RUNNING"))

    emulator.after("POST", "/restart$", show_late)
    emulator.fault(method="POST", path="/restart$", action="drop_after")
    assert module("instance_restart", SCOPE)["changed"]
    assert len(emulator.requests(writes=True)) == 1


def test_instance_that_is_deleted_while_it_restarts_is_not_waited_for(emulator, module):
    emulator.settings(change_seconds=60)
    instance_id = emulator.instance("orders")
    gone = {"status": "DELETED"}
    emulator.after("POST", "/restart$", lambda: emulator.control("PUT", f"instances/{instance_id}", gone))
    before = emulator.time()
    result = module("instance_restart", SCOPE)
    assert result["failed"] and "deleted" in result["msg"] and emulator.time() - before < 10, result


def test_restart_that_never_ends_tells_the_status(emulator, module):
    emulator.settings(change_seconds=100)
    emulator.instance("orders")
    result = module("instance_restart", {**SCOPE, "wait_timeout": 20})
    assert result["failed"] and result["changed"] and result["status"] == "RESTARTING", result


def test_restart_of_a_node_that_does_not_exist_is_refused(emulator, module):
    emulator.instance("orders")
    result = module("instance_restart", {**SCOPE, "nodes": ["broker-9"]})
    assert result["failed"] and "'nodes'" in result["msg"] and "broker-0" in result["msg"]
    assert not emulator.requests(writes=True)


# Messages.


def test_message_is_sent_and_found(emulator, module):
    emulator.instance("orders", topics=[{"name": "order-events"}])
    options = {**SCOPE, "topic": "order-events", "body": "{}", "properties": {"KEYS": "order-4711"}}
    assert module("message_send", options, check=True)["message"] == {} and not emulator.requests(writes=True)
    sent = module("message_send", options)
    assert sent["changed"] and sent["message"]["topic"] == "order-events"
    found = module(
        "message_info", {"instance_name": "orders", "topic": "order-events", "msg_id": sent["message"]["msg_id"]}
    )
    assert len(found["messages"]) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [({"topic": "nothing-here"}, "nothing-here"), ({"topic": "order-events", "properties": {"KEYS": None}}, "KEYS")],
)
def test_message_that_cannot_be_sent_is_told(emulator, module, options, told):
    emulator.instance("orders", topics=[{"name": "order-events"}])
    result = module("message_send", {**SCOPE, "body": "{}", **options})
    assert result["failed"] and told in str(result["msg"]) + str(result.get("invocation")), result


def test_message_whose_answer_is_lost_is_not_sent_again(emulator, module):
    instance_id = emulator.instance("orders", topics=[{"name": "order-events"}])
    emulator.fault(method="POST", path="/messages$", action="drop_after")
    result = module("message_send", {**SCOPE, "topic": "order-events", "body": "{}"})
    assert result["failed"] and "not known whether the message was sent" in result["msg"]
    assert len(emulator.control("GET", f"instances/{instance_id}")["messages"]) == 1


# Background tasks.


def test_background_tasks_are_told_with_their_progress(emulator, module):
    emulator.settings(change_seconds=30)
    emulator.instance("orders")
    module("instance", {"name": "orders", "enable_acl": True, "wait": False})
    [running] = module("background_task_info", {"instance_name": "orders", "gather": ["progress"]})["tasks"]
    assert running["name"] == "modifyInstanceAcl" and running["progress"]["progress_percentage"] == 50
    one = module("background_task_info", {"instance_name": "orders", "task_id": running["id"]})["tasks"]
    assert [task["id"] for task in one] == [running["id"]] and "progress" not in one[0]
    assert module("background_task_info", {"instance_name": "orders", "task_id": "0" * 32})["tasks"] == []
    past = {"instance_name": "orders", "end_time": "2020-01-01T00:00:00Z"}
    assert module("background_task_info", past)["tasks"] == []
    refused = module("background_task_info", {**past, "begin_time": "yesterday"})
    assert refused["failed"] and "'begin_time'" in refused["msg"]


@pytest.mark.parametrize("code", ["DMS.00400070", "DMS.00404001"])
def test_background_task_without_progress_does_not_hide_the_others(emulator, module, code):
    instance_id = emulator.instance("orders")
    for _count in range(2):
        emulator.control("POST", f"instances/{instance_id}/tasks", {"name": "extendInstance", "seconds": 0})
    emulator.fault(method="GET", path="/progress$", status=404, code=code)
    tasks = module("background_task_info", {"instance_name": "orders", "gather": ["progress"]})["tasks"]
    assert [bool(task["progress"]) for task in tasks].count(False) == 1, tasks


def test_background_tasks_are_read_page_after_page(emulator, module):
    instance_id = emulator.instance("orders")
    for _count in range(130):
        emulator.control("POST", f"instances/{instance_id}/tasks", {"name": "extendInstance", "seconds": 0})
    tasks = module("background_task_info", {"instance_name": "orders"})["tasks"]
    assert len({task["id"] for task in tasks}) == 130


def test_record_of_a_task_is_deleted_once_it_has_ended(emulator, module):
    emulator.settings(change_seconds=30)
    emulator.instance("orders")
    module("instance", {"name": "orders", "enable_acl": True, "wait": False})
    [running] = module("background_task_info", {"instance_name": "orders"})["tasks"]
    options = {**SCOPE, "task_id": running["id"]}
    refused = module("background_task", options)
    assert refused["failed"] and "has not ended" in refused["msg"]
    emulator.clock.sleep(60)
    emulator.forget_requests()
    predicted = module("background_task", options, check=True)
    assert predicted["changed"] and not emulator.requests(writes=True)
    made = module("background_task", options)
    assert made["changed"] and made["diff"] == predicted["diff"]
    assert not module("background_task", options)["changed"]
    assert module("background_task_info", {"instance_name": "orders"})["tasks"] == []


# The project, and sizes.


def test_quotas_and_tags_of_the_project(emulator, module):
    emulator.instance("orders", tags={"team": "shop"})
    emulator.instance("invoices", tags={"team": "billing", "stage": "test"})
    quotas = {quota["type"]: quota for quota in module("quota_info", {})["quotas"]}
    assert quotas["rocketmqInstance"]["used"] == 2
    tags = {tag["key"]: sorted(tag["tag_values"]) for tag in module("tag_info", {})["tags"]}
    assert tags == {"team": ["billing", "shop"], "stage": ["test"]}


def test_sizes_that_an_instance_can_become(emulator, module):
    emulator.instance("orders")
    options = {"instance_name": "orders", "product_id": "c6.8u16g.cluster", "broker_num": 2}
    found = module("instance_resize_info", options)
    assert found["precheck"]["success"] and found["cores"]["core_num"] == 8
    assert "c6.8u16g.cluster" in [product["product_id"] for product in found["products"]]
    emulator.fault(method="GET", path="/extend-check$", status=404, code="DMS.00404001")
    assert module("instance_resize_info", {"instance_name": "orders"})["precheck"] == {}


@pytest.mark.parametrize("fault", [{"status": 403, "code": "DMS.00403003"}, {"status": 500}])
def test_resize_does_not_depend_on_the_precheck(emulator, module, fault):
    emulator.instance("orders")
    emulator.fault(method="GET", path="/extend-check$", times=10, **fault)
    assert module("instance", {"name": "orders", "storage_space": 900, "allow_resize": True})["changed"]


def test_resize_that_the_service_would_refuse_is_not_sent(emulator, module):
    emulator.instance("orders")
    body = '{"name": "check", "success": false, "reason": "The disk is damaged.", "risk": "high"}'
    emulator.fault(method="GET", path="/extend-check$", status=200, body=body)
    result = module("instance", {"name": "orders", "storage_space": 900, "allow_resize": True, "wait_interval": 1})
    assert result["failed"] and result["msg"].endswith("The disk is damaged.") and not emulator.requests(writes=True)
