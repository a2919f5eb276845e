# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scheduled tasks, the features of the region, and the dimensions of an instance for monitoring."""

from __future__ import annotations

import pytest

SCOPE = {"instance_name": "orders", "wait_interval": 1}
READ = {"instance_name": "orders"}
SUNDAY, MONDAY = "2040-01-01T02:00:00Z", "2040-01-02T02:00:00Z"
SUNDAY_MS = 2208996000000


@pytest.fixture
def instance_id(emulator):
    return emulator.instance("orders")


@pytest.fixture
def task_id(emulator, instance_id):
    return emulator.control("POST", f"instances/{instance_id}/scheduled-tasks", {"schedule_at": SUNDAY})["id"]


def statuses(emulator, instance_id):
    return [task["status"] for task in emulator.control("GET", f"instances/{instance_id}")["scheduled_tasks"]]


# What is scheduled.


def test_scheduled_tasks_are_listed(emulator, module, instance_id):
    for number in range(130):
        emulator.control("POST", f"instances/{instance_id}/scheduled-tasks", {"name": f"job-{number}"})
    tasks = module("scheduled_task_info", READ)["tasks"]
    assert len({task["id"] for task in tasks}) == 130 and tasks[0]["name"] == "job-129"
    [one] = module("scheduled_task_info", {**READ, "task_id": tasks[7]["id"]})["tasks"]
    assert one == tasks[7] and one["status"] == "CREATED"
    assert module("scheduled_task_info", {**READ, "task_id": "0" * 32})["tasks"] == []
    assert module("scheduled_task_info", {**READ, "end_time": "2020-01-01"})["tasks"] == []
    refused = module("scheduled_task_info", {**READ, "begin_time": "tonight"})
    assert refused["failed"] and "'begin_time'" in refused["msg"]


# Rescheduling.


@pytest.mark.parametrize("form", ["iso", "milliseconds"])
def test_task_is_rescheduled(emulator, module, task_id, form):
    emulator.settings(schedule_at_form=form)
    options = {**SCOPE, "task_id": task_id, "execute_at": MONDAY}
    predicted = module("scheduled_task", options, check=True)
    assert predicted["changed"] and not emulator.requests(writes=True)
    made = module("scheduled_task", options)
    assert made["changed"] and made["diff"] == predicted["diff"]
    assert (made["diff"]["before"]["schedule_at"], made["diff"]["after"]["schedule_at"]) == (SUNDAY, MONDAY)
    emulator.forget_requests()
    again = module("scheduled_task", options)
    assert not again["changed"] and not emulator.requests(writes=True) and again["task"] == made["task"]
    assert module("scheduled_task", {**options, "execute_at": SUNDAY_MS})["changed"]
    assert not module("scheduled_task", {**options, "execute_at": "2040-01-01T03:00:00+01:00"})["changed"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "'execute_at' is required"),
        ({"execute_at": "tonight"}, "'execute_at'"),
        ({"execute_at": "2209000000000000"}, "'execute_at' is 2209000000000000, which is after the year 9999"),
        ({"execute_at": MONDAY, "state": "cancelled"}, "requires state=present"),
        ({"execute_at": MONDAY, "task_id": "0" * 32}, "scheduled_task_info"),
        ({"state": "cancelled", "task_id": "0" * 32}, "scheduled_task_info"),
    ],
)
def test_wrong_wish_is_refused(emulator, module, task_id, options, told):
    result = module("scheduled_task", {**SCOPE, "task_id": task_id, **options})
    assert result["failed"] and told in result["msg"] and not emulator.requests(writes=True), result


def test_change_that_the_service_ignores_is_told(emulator, module, task_id):
    emulator.fault(method="PUT", path="/scheduled-tasks/", status=200, body="{}")
    result = module("scheduled_task", {**SCOPE, "task_id": task_id, "execute_at": MONDAY})
    assert result["failed"] and "ignored 'execute_at'" in result["msg"], result


# Cancelling and deleting.


def test_task_is_cancelled_and_not_done(emulator, module, instance_id, task_id):
    options = {**SCOPE, "task_id": task_id, "state": "cancelled"}
    predicted = module("scheduled_task", options, check=True)
    assert predicted["changed"] and statuses(emulator, instance_id) == ["CREATED"]
    made = module("scheduled_task", options)
    assert made["changed"] and made["diff"] == predicted["diff"] and made["task"]["status"] == "CANCELLED"
    assert not module("scheduled_task", options)["changed"]
    refused = module("scheduled_task", {**SCOPE, "task_id": task_id, "execute_at": SUNDAY})
    assert refused["failed"] and "cannot be scheduled again" in refused["msg"]


def test_task_is_deleted(emulator, module, instance_id, task_id):
    options = {**SCOPE, "task_id": task_id, "state": "absent"}
    predicted = module("scheduled_task", options, check=True)
    assert predicted["changed"] and statuses(emulator, instance_id) == ["CREATED"]
    made = module("scheduled_task", options)
    assert made["changed"] and made["diff"] == predicted["diff"] and made["task"] == {}
    assert statuses(emulator, instance_id) == []
    assert not module("scheduled_task", options)["changed"]


def test_task_that_has_been_done_is_not_changed(emulator, module, instance_id):
    made = emulator.control("POST", f"instances/{instance_id}/scheduled-tasks", {"seconds": 5})
    emulator.clock.sleep(10)
    options = {**SCOPE, "task_id": made["id"]}
    for wish in ({"state": "cancelled"}, {"execute_at": MONDAY}):
        result = module("scheduled_task", {**options, **wish})
        assert result["failed"] and "has ended: its status is SUCCESS" in result["msg"], result
    assert module("scheduled_task", {**options, "state": "absent"})["changed"]


# Answers that are lost.


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
@pytest.mark.parametrize("wish", [{"execute_at": MONDAY}, {"state": "cancelled"}, {"state": "absent"}])
def test_change_whose_answer_is_lost(emulator, module, task_id, wish, action):
    emulator.fault(method="DELETE" if wish == {"state": "absent"} else "PUT", path="/scheduled-tasks/", action=action)
    options = {**SCOPE, "task_id": task_id, **wish}
    assert module("scheduled_task", options)["changed"]
    assert len(emulator.requests(writes=True)) == (2 if action == "drop_before" else 1)
    assert not module("scheduled_task", options)["changed"]


# Features and dimensions.


def test_features_of_the_region(emulator, module):
    features = {feature["featureId"]: feature["status"] for feature in module("feature_info", {})["features"]}
    assert features["rocketmq.acl"] == 1 and 0 in features.values()
    assert [one["featureId"] for one in module("feature_info", {"name": "rocketmq.acl"})["features"]] == [
        "rocketmq.acl"
    ]
    assert module("feature_info", {"name": "nothing-here"})["features"] == []


def test_dimensions_of_an_instance(emulator, module, instance_id):
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "order-events"}])
    found = module("monitoring_dimension_info", READ)
    assert "rocketmq_topics" in [dimension["name"] for dimension in found["dimensions"]]
    assert found["monitored"]["topics"] == [{"name": "order-events"}]
    assert found["monitored"]["instance_ids"] == [{"name": instance_id}] and found["monitored"]["groups"] == []
    predicted = {"instance_id": "00000000-0000-0000-0000-000000000000"}
    ordered = module("monitoring_dimension_info", predicted, check=True)
    assert ordered["dimensions"] == ordered["monitored"]["nodes"] == []
