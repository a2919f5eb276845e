# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances on their way, without HTTP: next step, lost answer, busy, terminal failure, timeout, adoption."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    TransportFailure,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine import write
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.apply import apply_changes
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.resource import InstanceContext
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.instance import (
    INSTANCE_RESOURCE,
    plan_instance,
)
from engine_fakes import FakeClient

LOST = OutcomeUnknown("no answer")
BUSY = ApiError(400, "DMS.00400026", "busy", "", "PUT", "/")
NOT_FOUND = ApiError(404, "DMS.00404022", "gone", "", "GET", "/")
DOWN = TransportFailure("no connection")

ORDER = {
    "name": "orders",
    "product_id": "p",
    "storage_space": 300,
    "storage_spec_code": "ssd",
    "vpc_id": "v",
    "subnet_id": "s",
    "security_group_id": "g",
    "available_zones": ["z"],
}
PRESENT = {"instance_id": "1", "name": "orders", "status": "RUNNING", "description": "old", "enable_publicip": False}


class Service(FakeClient):
    """Instances by id. `faults` maps a method to what meets its next requests: (error, whether it is carried out)."""

    def __init__(self, *instances, faults=None, changing=0, **more):
        super().__init__(**more)
        self.instances = {one["instance_id"]: dict(one) for one in instances}
        self.faults = {method: list(listed) for method, listed in (faults or {}).items()}
        self.changing, self.writes, self.ready_at = changing, [], {}

    def fault(self, method):
        listed = self.faults.get(method)
        return listed.pop(0) if listed else (None, True)

    def meet(self, method, body, carry_out):
        self.writes.append((method, body))
        error, is_carried_out = self.fault(method)
        answer = carry_out() if is_carried_out else None
        if error is not None:
            raise error
        return answer

    def settle(self):
        for instance_id, moment in list(self.ready_at.items()):
            if self.now >= moment:
                self.instances[instance_id]["status"] = "RUNNING"

    def get_object(self, path, instance_id):
        error, _carried_out = self.fault("GET")
        if error is not None:
            raise error
        self.settle()
        if instance_id not in self.instances:
            raise NOT_FOUND
        return dict(self.instances[instance_id])

    def list_all(self, path, key, query=None, **more):
        error, _carried_out = self.fault("LIST")
        if error is not None:
            raise error
        self.settle()
        return [dict(one) for one in self.instances.values() if query.get("name") in (None, one["name"])]

    def post(self, path, body, wait_if_busy=True, **names):
        def carry_out():
            number = str(len(self.instances) + 1)
            self.instances[number] = {**body, "instance_id": number, "status": "CREATING"}
            self.ready_at[number] = self.now + self.changing
            return {"instance_id": number}

        return self.meet("POST", body, carry_out)

    def put(self, path, body, instance_id, wait_if_busy=True):
        def carry_out():
            self.instances[instance_id].update(body)
            if self.changing:
                self.instances[instance_id]["status"] = "CHANGING"
                self.ready_at[instance_id] = self.now + self.changing

        return self.meet("PUT", body, carry_out)

    def delete(self, path, instance_id, wait_if_busy=True):
        return self.meet("DELETE", instance_id, lambda: self.instances.pop(instance_id, None))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(write, "MIN_DELAY", 0.0)


def run(service, *wanted, state="present", wait=True, on_poll=None):
    by_name = {one["name"]: one for one in service.instances.values()}
    changes = [plan_instance(one, by_name.get(one["name"]), state) for one in wanted]
    return apply_changes(INSTANCE_RESOURCE, InstanceContext(service, ""), changes, wait=wait, on_poll=on_poll)


def kinds(service):
    return [method for method, _body in service.writes]


def test_change_is_sent_once_and_waited_for():
    service = Service(PRESENT, changing=25)
    [result] = run(service, {"name": "orders", "description": "new"})
    assert (result.result, result.changed, result.error) == ("updated", True, None)
    assert kinds(service) == ["PUT"] and result.object["description"] == "new" and service.now == 30


def test_new_instance_is_created_and_waited_for():
    service = Service(changing=45)
    [result] = run(service, ORDER)
    assert (result.result, result.object["status"]) == ("created", "RUNNING")
    assert kinds(service) == ["POST"] and service.now >= 45


def test_without_waiting_a_new_instance_is_left_as_soon_as_it_is_listed():
    service = Service(changing=600)
    [result] = run(service, ORDER, wait=False)
    assert (result.result, result.object["status"]) == ("created", "CREATING") and service.now < 1


@pytest.mark.parametrize("carried_out", [True, False])
def test_lost_creation_is_made_once(carried_out):
    service = Service(faults={"POST": [(LOST, carried_out)]})
    [result] = run(service, ORDER)
    assert result.result == "created" and len(service.instances) == 1
    assert kinds(service) == ["POST"] * (1 if carried_out else 2)


def test_instance_that_somebody_else_creates_meanwhile_is_adopted():
    service = Service(faults={"POST": [(ApiError(409, "DMS.1", "exists", "", "POST", "/"), True)]})
    [result] = run(service, ORDER)
    assert (result.result, result.changed, result.error) == ("unchanged", False, None)
    assert result.object["instance_id"] == "1" and kinds(service) == ["POST"]


def test_lost_change_that_took_effect_is_not_repeated():
    service = Service(PRESENT, faults={"PUT": [(LOST, True)]})
    [result] = run(service, {"name": "orders", "description": "new"})
    assert (result.result, result.error) == ("updated", None) and kinds(service) == ["PUT"]


def test_lost_change_without_effect_is_repeated_after_some_polls():
    service = Service(PRESENT, faults={"PUT": [(LOST, False)]})
    [result] = run(service, {"name": "orders", "description": "new"})
    assert (result.result, result.error) == ("updated", None)
    assert kinds(service) == ["PUT", "PUT"] and service.now >= 30


def test_lost_change_without_effect_is_not_known_when_the_time_is_over():
    service = Service(PRESENT, timeout=15, faults={"PUT": [(LOST, False)] * 9})
    [result] = run(service, {"name": "orders", "description": "new"})
    assert "not known whether the last request (modify)" in result.error.message and kinds(service) == ["PUT"]


def test_busy_instance_is_tried_again_and_keeps_no_other_waiting():
    other = {**PRESENT, "instance_id": "2", "name": "billing"}
    service = Service(PRESENT, other, faults={"PUT": [(BUSY, False)]})
    results = run(service, *({"name": name, "description": "new"} for name in ("orders", "billing")))
    assert [result.result for result in results] == ["updated", "updated"]
    assert [body for _method, body in service.writes] == [{"description": "new"}] * 3 and service.now == 10


def test_instance_that_stays_busy_is_told_as_busy():
    service = Service(PRESENT, timeout=25, faults={"PUT": [(BUSY, False)] * 99})
    [result] = run(service, {"name": "orders", "description": "new"})
    assert isinstance(result.error, ApiError) and result.error.is_busy
    assert result.error.details["instance_id"] == "1" and not result.error.is_transient


def test_terminal_status_ends_the_wait_at_once():
    service = Service(PRESENT, changing=600)
    service.put = lambda path, body, instance_id, wait_if_busy: service.instances["1"].update(status="CHANGE FAILED")
    [result] = run(service, {"name": "orders", "description": "new"})
    assert "CHANGE FAILED" in result.error.message and result.changed
    assert result.error.details["status"] == "CHANGE FAILED" and service.now < 60


def test_polls_that_fail_do_not_end_the_wait():
    service = Service(changing=25, faults={"GET": [(DOWN, False)] * 2, "LIST": [(DOWN, False)] * 2})
    [result] = run(service, ORDER)
    assert (result.result, result.error) == ("created", None)


def test_wait_ends_with_the_time_of_the_task_and_names_the_status():
    service = Service(changing=600, timeout=60)
    [result] = run(service, ORDER)
    assert "is not ready after 60 s: its status is CREATING" in result.error.message
    assert result.changed and result.error.details["instance_id"] == "1" and service.now == 60


def test_instance_that_is_deleted_while_it_is_waited_for_is_told():
    service = Service(PRESENT, {**PRESENT, "instance_id": "2", "name": "other"}, changing=30)

    def take_away(progress):
        service.instances.pop("1", None)

    [result] = run(service, {"name": "orders", "description": "new"}, on_poll=take_away)
    assert "deleted by somebody else" in result.error.message


@pytest.mark.parametrize("carried_out", [True, False])
def test_lost_deletion_is_made_once(carried_out):
    service = Service(PRESENT, faults={"DELETE": [(LOST, carried_out)]})
    [result] = run(service, {"name": "orders"}, state="absent")
    assert (result.result, result.object, service.instances) == ("deleted", None, {})
    assert kinds(service) == ["DELETE"] * (1 if carried_out else 2)


def test_deletion_that_never_gets_an_answer_is_not_known():
    service = Service(PRESENT, max_retries=1, faults={"DELETE": [(LOST, False)] * 9})
    [result] = run(service, {"name": "orders"}, state="absent")
    assert result.error.message == "It is not known whether the instance was deleted: no answer"
    assert not result.error.is_transient and kinds(service) == ["DELETE"] * 2


def test_progress_is_told_at_each_poll():
    told = []
    run(Service(changing=45), ORDER, on_poll=told.append)
    assert [progress.polls for progress in told] == [1, 2, 3, 4]
    assert {waiting for progress in told for waiting in progress.waiting_for} == {("orders", "CREATING")}


def test_failed_instance_is_removed_before_it_is_created_anew():
    failed = {**PRESENT, "instance_id": "9", "status": "CREATEFAILED"}
    service = Service(failed)
    [result] = run(service, {**ORDER, "recreate_failed": True})
    assert result.result == "created" and kinds(service) == ["DELETE", "POST"] and "9" not in service.instances
