# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Diagnoses of consumer groups: started, waited for, read and deleted."""

from __future__ import annotations

import pytest

SCOPE = {"instance_name": "orders", "wait_interval": 1}
BILLING = {**SCOPE, "group": "billing"}
POST = {"method": "POST", "path": "/diagnosis$"}


@pytest.fixture
def instance_id(emulator):
    return emulator.instance("orders", broker_num=2, topics=["order-events"], groups=["billing", "shipping"])


def connect(emulator, instance_id, *clients, lag=0):
    """Connect clients of the group, with messages that they have not consumed."""
    if lag:
        emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": lag})
    emulator.control("POST", f"instances/{instance_id}/consumers", {"group": "billing", "clients": list(clients)})


def client(number, *topics, **more):
    return {"client_id": f"192.168.0.66@{number}", "subscriptions": list(topics or ["order-events"]), **more}


def reports(module, **options):
    return module("consumer_group_diagnosis_info", {"instance_name": "orders", **options})["diagnoses"]


def starts(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/diagnosis")]


def test_report_is_waited_for_and_tells_the_lag(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=30)
    connect(emulator, instance_id, client(1), client(2), lag=12)
    predicted = module("consumer_group_diagnosis", BILLING, check=True)
    assert predicted["changed"] and predicted["report"] == {} and not emulator.requests(writes=True)
    before = emulator.time()
    result = module("consumer_group_diagnosis", BILLING)
    report = result["report"]
    assert result["changed"] and result["instance_id"] == instance_id and 30 <= emulator.time() - before < 40
    assert report["status"] == "finished" and report["online"] and report["consumer_nums"] == 2
    assert report["message_accumulation"] == 12 and report["abnormal_item_sum"] == 0
    assert report["subscriptions"][0]["topic_name"] == "order-events"
    nodes = report["diagnosis_node_report_list"]
    assert len(nodes) == 6 and sum(node["message_accumulation"] for node in nodes) == 12
    assert "node_id_list" not in starts(emulator)[0]["body"]
    found = module("consumer_group_diagnosis_info", {"instance_name": "orders", "report_id": report["report_id"]})
    assert found["diagnoses"] == [report]


@pytest.mark.parametrize(
    ("clients", "problem"),
    [
        ([], {"online": False, "consumer_nums": 0}),
        ([client(1), client(2, "order-events", "order-audit")], {"subscription_consistency": False}),
        ([client(1), client(1)], {"duplicate_client_id": True}),
        ([client(1), client(2, consume_type="CONSUME_ACTIVELY")], {"different_consumer_type": True}),
    ],
)
def test_problems_are_told_and_are_no_failure(emulator, module, instance_id, clients, problem):
    emulator.settings(diagnosis_status="verdict")
    connect(emulator, instance_id, *clients)
    result = module("consumer_group_diagnosis", BILLING)
    assert not result.get("failed") and result["report"]["status"] == "abnormal", result
    assert {key: result["report"][key] for key in problem} == problem and result["report"]["abnormal_item_sum"] == 1


def test_report_without_problems_is_normal(emulator, module, instance_id):
    emulator.settings(diagnosis_status="verdict")
    connect(emulator, instance_id, client(1))
    assert module("consumer_group_diagnosis", BILLING)["report"]["status"] == "normal"


def test_nodes_are_given_by_broker_or_id(emulator, module, instance_id):
    nodes = module("instance_node_info", {"instance_name": "orders"})["nodes"]
    first = next(node for node in nodes if node["broker_name"] == "broker-0")
    result = module("consumer_group_diagnosis", {**BILLING, "nodes": ["broker-1", first["id"]]})
    wanted = {node["id"] for node in nodes if node["broker_name"] == "broker-1"} | {first["id"]}
    assert {node["node_id"] for node in result["report"]["diagnosis_node_report_list"]} == wanted


@pytest.mark.parametrize("check", [True, False])
def test_node_that_does_not_exist_is_refused(emulator, module, instance_id, check):
    result = module("consumer_group_diagnosis", {**BILLING, "nodes": ["broker-9"]}, check=check)
    assert result["failed"] and "'nodes'" in result["msg"] and "broker-1" in result["msg"]
    assert not emulator.requests(writes=True)


@pytest.mark.parametrize("family", ["400", "404"])
def test_group_that_does_not_exist_is_told(emulator, module, instance_id, family):
    emulator.settings(not_found_family=family)
    result = module("consumer_group_diagnosis", {**SCOPE, "group": "nobody"})
    assert result["failed"] and "'nobody'" in result["msg"] and result["error_code"], result
    assert not result.get("changed")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "group"),
        ({"group": " "}, "'group'"),
        ({"state": "absent"}, "report_ids"),
        ({"group": "billing", "report_ids": ["x"]}, "'report_ids' requires state=absent"),
        ({"report_ids": ["x"], "group": "billing", "state": "absent"}, "'group' requires state=present"),
    ],
)
def test_options_that_do_not_go_together_are_refused(emulator, module, instance_id, options, told):
    result = module("consumer_group_diagnosis", {**SCOPE, **options})
    assert result["failed"] and told in result["msg"] and not emulator.requests(), result


def test_diagnosis_that_fails_is_a_failure(emulator, module, instance_id):
    emulator.settings(diagnosis_status="failed")
    result = module("consumer_group_diagnosis", BILLING)
    assert result["failed"] and result["changed"] and result["status"] == "failed" and result["report_id"]


def test_diagnosis_that_takes_too_long_names_its_report(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=100)
    result = module("consumer_group_diagnosis", {**BILLING, "wait_timeout": 20})
    assert result["failed"] and result["status"] == "diagnosing"
    [running] = reports(module, report_id=result["report_id"])
    assert running["status"] == "diagnosing"


def test_report_that_is_deleted_meanwhile_is_not_waited_for(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=100)

    def delete():
        emulator.fault(method="GET", path="/diagnosis/[^/]*$", times=99, status=404, code="DMS.00500975")

    emulator.after("GET", "/diagnosis/[^/]*$", delete)
    before = emulator.time()
    result = module("consumer_group_diagnosis", BILLING)
    assert result["failed"] and "deleted by somebody else" in result["msg"] and emulator.time() - before < 10


def test_report_that_shows_late_is_waited_for(emulator, module, instance_id):
    emulator.fault(method="GET", path="/diagnosis/[^/]*$", times=3, status=404, code="DMS.00500975")
    assert module("consumer_group_diagnosis", BILLING)["report"]["status"] == "finished"


def test_diagnosis_without_wait_returns_the_id(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=30)
    result = module("consumer_group_diagnosis", {**BILLING, "wait": False})
    assert result["changed"] and list(result["report"]) == ["report_id"]
    [report] = reports(module)
    assert report["report_id"] == result["report"]["report_id"] and report["status"] == "diagnosing"


def test_diagnosis_whose_answer_is_lost_is_started_once(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=30)
    emulator.fault(**POST, action="drop_after")
    result = module("consumer_group_diagnosis", BILLING)
    assert result["report"]["status"] == "finished" and len(starts(emulator)) == 1 and len(reports(module)) == 1


def test_diagnosis_without_the_id_of_its_report_is_found(emulator, module, instance_id):
    emulator.settings(diagnosis_seconds=30)
    emulator.fault(**POST, action="answer_after", status=200, body="{}")
    result = module("consumer_group_diagnosis", BILLING)
    assert result["report"]["status"] == "finished" and len(starts(emulator)) == 1 and len(reports(module)) == 1


def test_diagnosis_that_was_lost_on_the_way_is_started_again(emulator, module, instance_id):
    module("consumer_group_diagnosis", {**SCOPE, "group": "shipping", "wait": False})
    emulator.fault(**POST, action="drop_before")
    result = module("consumer_group_diagnosis", BILLING)
    assert result["report"]["group_name"] == "billing" and len(reports(module, group="billing")) == 1


def test_reports_are_told_by_group_and_id_and_with_stacks(emulator, module, instance_id):
    connect(emulator, instance_id, client(1, dead_lock=True))
    first = module("consumer_group_diagnosis", BILLING)["report"]
    emulator.clock.sleep(5)
    second = module("consumer_group_diagnosis", {**SCOPE, "group": "shipping"})["report"]
    assert [one["report_id"] for one in reports(module)] == [second["report_id"], first["report_id"]]
    assert reports(module, group="billing") == [first] and reports(module, report_id=second["report_id"]) == [second]
    assert reports(module, report_id="nothing") == [] and reports(module, group="nobody") == []
    [report] = reports(module, group="billing", gather=["stacks"])
    locked = [node for node in report["diagnosis_node_report_list"] if node["dead_lock"]]
    assert len(locked) == report["faulted_node_sum"] == 2
    assert all(node["stack"]["thread_name"] == node["deadlock_thread"] for node in locked)
    assert all("stack" not in node for node in report["diagnosis_node_report_list"] if not node["dead_lock"])
    emulator.fault(method="GET", path="/stack/", times=9, status=404, code="DMS.00500975")
    [report] = reports(module, group="billing", gather=["stacks"])
    assert [node["stack"] for node in report["diagnosis_node_report_list"] if node["dead_lock"]] == [{}, {}]


def test_time_of_a_report_is_a_number_under_its_older_name_too(emulator, module, instance_id):
    body = '{"report_id": "a", "group_name": "billing", "status": "FINISHED", "creat_at": 1769860800000}'
    emulator.fault(method="GET", path="/diagnosis/[^/]*$", status=200, body=body)
    report = module("consumer_group_diagnosis", BILLING)["report"]
    assert report["created_at"] == 1769860800000 and report["status"] == "finished" and "creat_at" not in report


def test_reports_are_read_page_after_page(emulator, module, instance_id):
    for _count in range(60):
        module("consumer_group_diagnosis", {**BILLING, "wait": False})
    assert len({one["report_id"] for one in reports(module)}) == 60


def test_reports_are_deleted_once(emulator, module, instance_id):
    ids = [module("consumer_group_diagnosis", BILLING)["report"]["report_id"] for _count in range(3)]
    emulator.forget_requests()
    options = {**SCOPE, "report_ids": [*ids[:2], "nothing"], "state": "absent"}
    predicted = module("consumer_group_diagnosis", options, check=True)
    assert predicted["changed"] and predicted["deleted"] == ids[:2] and not emulator.requests(writes=True)
    result = module("consumer_group_diagnosis", options)
    assert result["changed"] and result["deleted"] == ids[:2] and len(emulator.requests(writes=True)) == 1
    assert [one["report_id"] for one in reports(module)] == ids[2:]
    emulator.forget_requests()
    again = module("consumer_group_diagnosis", options)
    assert not again["changed"] and again["deleted"] == [] and not emulator.requests(writes=True)


def test_many_reports_are_deleted_in_parts_and_a_lost_answer_is_read_up_on(emulator, module, instance_id):
    for _count in range(60):
        module("consumer_group_diagnosis", {**BILLING, "wait": False})
    emulator.clock.sleep(5)
    ids = [one["report_id"] for one in reports(module)]
    emulator.forget_requests()
    emulator.fault(method="POST", path="/batch-delete$", action="drop_after")
    result = module("consumer_group_diagnosis", {**SCOPE, "report_ids": ids, "state": "absent"})
    assert len(result["deleted"]) == 60 and reports(module) == []
    assert [len(entry["body"]["report_id_list"]) for entry in emulator.requests(writes=True)] == [50, 10]


def test_reports_that_the_service_does_not_delete_are_told(emulator, module, instance_id):
    report_id = module("consumer_group_diagnosis", BILLING)["report"]["report_id"]
    emulator.fault(method="POST", path="/batch-delete$", status=200, body='{"report_id_list": []}')
    result = module("consumer_group_diagnosis", {**SCOPE, "report_ids": [report_id], "state": "absent"})
    assert result["failed"] and report_id in result["msg"]
