# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wanted of an instance, step by step."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.operation import Step
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import (
    CREATE,
    DELETE,
    NO_OP,
    REJECT,
    UPDATE,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources import instance, instance_steps
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.instance_api import read_instance
from hypothesis import given
from hypothesis import strategies as st

ACTUAL = {
    "instance_id": "id",
    "name": "orders",
    "status": "RUNNING",
    "description": "old",
    "engine": "reliability",
    "engine_version": "4.8.0",
    "product_id": "c6.4u8g.cluster",
    "broker_num": 1,
    "storage_space": 558,
    "total_storage_space": 600,
    "available_zones": ["b", "a", "c"],
    "enable_acl": False,
    "enable_publicip": False,
    "publicip_id": "",
    "tags": [{"key": "team", "value": "shop"}],
}


SAME = object()


def plan_object(state="present", actual=SAME, **desired):
    actual = ACTUAL if actual is SAME else actual
    return instance.plan_instance({"name": "orders", **desired}, actual, state)


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"engine": "rocketmq"},
        {"engine_version": "4.x"},
        {"storage_space": 600},
        {"available_zones": ["c", "b", "a"]},
        {"tags": {"team": "shop"}},
        {"tags": {}, "purge_tags": False},
        {"enable_publicip": False, "publicip_ids": ["x"]},
        {"enterprise_project_id": "unknown to the service"},
    ],
)
def test_nothing_to_do(same):
    assert plan_object(**same).action == NO_OP


@pytest.mark.parametrize(
    "different",
    [{"description": ""}, {"enable_acl": True}, {"tags": {}}, {"tags": {"team": "billing"}, "purge_tags": False}],
)
def test_something_to_do(different):
    assert plan_object(**different).action == UPDATE


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ({"engine_version": "5.x"}, "engine_version"),
        ({"available_zones": ["a"]}, "available_zones"),
        ({"storage_space": 558}, "cannot shrink"),
        ({"storage_space": 700}, "allow_resize"),
        ({"broker_num": 2}, "allow_resize"),
        ({"product_id": "c6.8u16g.cluster"}, "allow_resize"),
    ],
)
def test_refused(refused, told):
    change = plan_object(**refused)
    assert change.action == REJECT and told in change.reason


def test_missing_options_of_an_order_are_named():
    change = plan_object(actual=None, storage_space=600)
    assert change.action == REJECT and "vpc_id" in change.reason and "storage_space" not in change.reason


@pytest.mark.parametrize(
    ("status", "state", "action"),
    [
        ("RUNNING", "absent", DELETE),
        ("CREATEFAILED", "absent", DELETE),
        ("DELETING", "absent", NO_OP),
        ("CREATEFAILED", "present", REJECT),
        ("CREATING", "present", NO_OP),
    ],
)
def test_status_decides(status, state, action):
    assert plan_object(state, {**ACTUAL, "status": status}).action == action


def test_failed_instance_is_ordered_again_if_that_is_allowed():
    order = dict.fromkeys(instance.REQUIRED_TO_CREATE, "x")
    change = plan_object(actual={**ACTUAL, "status": "CREATEFAILED"}, recreate_failed=True, **order)
    assert change.action == CREATE


def steps(desired, actual):
    """Return the kinds of the requests that bring an instance to what is wanted, applying each to a copy of it."""
    actual, taken = dict(actual), []
    for _step in range(10):
        step = instance_steps.next_step(desired, actual)
        if step is None:
            return taken
        taken.append(step)
        if step.kind == "modify":
            actual.update(step.body)
        elif step.kind == "tags":
            actual["tags"] = step.body
        elif step.kind == "configs":
            actual["configs"] = {**actual["configs"], **{e["name"]: e["value"] for e in step.body["rocketmq_configs"]}}
        else:
            names = {
                "new_storage_space": "total_storage_space",
                "new_broker_num": "broker_num",
                "new_product_id": "product_id",
            }
            actual.update({names[key]: value for key, value in step.body.items() if key in names})
    raise AssertionError(f"no end: {taken}")


def test_steps_go_from_settings_to_resizing_one_kind_at_a_time():
    desired = {
        "name": "orders",
        "description": "new",
        "enable_acl": True,
        "tags": {"a": "b"},
        "configs": {"fileReservedTime": 72},
        "storage_space": 1200,
        "broker_num": 2,
        "product_id": "larger",
        "allow_resize": True,
    }
    taken = steps(desired, {**ACTUAL, "configs": {"fileReservedTime": "48"}})
    assert [(step.kind, step.body) for step in taken] == [
        ("modify", {"description": "new", "enable_acl": True}),
        ("tags", {"a": "b"}),
        ("configs", {"rocketmq_configs": [{"name": "fileReservedTime", "value": "72"}]}),
        ("extend", {"oper_type": "vertical", "new_product_id": "larger"}),
        ("extend", {"oper_type": "horizontal", "new_broker_num": 2}),
        ("extend", {"oper_type": "storage", "new_storage_space": 1200}),
    ]


def test_product_of_5_x_is_extended_horizontally():
    desired = {"name": "orders", "product_id": "larger", "allow_resize": True}
    (step,) = steps(desired, {**ACTUAL, "engine_version": "5.1.0"})
    assert step.body == {"oper_type": "horizontal", "new_product_id": "larger"}


def test_addresses_are_unbound_before_others_are_bound():
    desired = {"name": "orders", "enable_publicip": True, "publicip_ids": ["x", "y"]}
    taken = steps(desired, {**ACTUAL, "enable_publicip": True, "publicip_id": "a,b"})
    assert [step.body for step in taken] == [
        {"enable_publicip": False},
        {"enable_publicip": True, "publicip_id": "x,y"},
    ]
    assert steps(desired, {**ACTUAL, "enable_publicip": True, "publicip_id": "y,x"}) == []


@pytest.mark.parametrize("shown", ["a,b", None], ids=["another is bound", "not shown"])
def test_addresses_that_cannot_stay_are_unbound_before_brokers_are_added_and_bound_after(shown):
    desired = {
        "name": "orders",
        "enable_publicip": True,
        "publicip_ids": ["a", "x"],
        "broker_num": 2,
        "allow_resize": True,
        "description": "new",
    }
    taken = steps(desired, {**ACTUAL, "enable_publicip": True, "publicip_id": shown})
    assert [step.body for step in taken] == [
        {"description": "new", "enable_publicip": False},
        {"oper_type": "horizontal", "new_broker_num": 2},
        {"enable_publicip": True, "publicip_id": "a,x"},
    ]


def test_addresses_that_are_not_shown_are_told_and_not_compared():
    actual = {**ACTUAL, "enable_publicip": True, "publicip_id": None}
    change = plan_object(actual=actual, publicip_ids=["a"])
    assert change.action == NO_OP and "'publicip_ids'" in change.warnings[0]


def test_request_whose_effect_is_not_visible_yet_is_not_due_again():
    sent = Step("modify", {"description": "new", "enable_acl": True})
    assert instance_steps.is_covered_by(sent, Step("modify", {"enable_acl": True}))
    assert not instance_steps.is_covered_by(sent, Step("modify", {"enable_acl": False}))
    assert not instance_steps.is_covered_by(sent, Step("tags", {}))
    assert not instance_steps.is_covered_by(None, sent)


def test_order_carries_what_was_said_and_defaults_for_the_rest():
    body = instance_steps.creation_body(
        {"name": "orders", "publicip_ids": ["x", "y"], "ssl_enable": False, "tags": {"a": "b"}}
    )
    assert body == {
        "name": "orders",
        "publicip_id": "x,y",
        "ssl_enable": False,
        "engine": "reliability",
        "engine_version": "4.8.0",
        "broker_num": 1,
    }


ZONES = st.lists(st.sampled_from("abcd"), max_size=6)


@given(ZONES)
def test_one_zone_or_three_and_more(zones):
    allowed = len(set(zones)) == 1 or len(set(zones)) >= 3
    try:
        instance.validate({"name": "orders", "available_zones": zones}, "present")
    except ValidationError:
        assert not allowed
    else:
        assert allowed


class Answering:
    """A client whose single instance is what a test says."""

    def __init__(self, instance):
        self.instance = instance

    def get_object(self, path, **names):
        return self.instance


def test_status_is_told_in_capitals_whatever_the_edition():
    assert read_instance(Answering({"instance_id": "a", "status": "Running"}), "a")["status"] == "RUNNING"
    assert read_instance(Answering({"instance_id": "a", "status": "Deleted"}), "a") is None


def test_instance_told_by_its_id_keeps_its_name_when_it_is_ordered_once_more():
    order = dict.fromkeys(instance.REQUIRED_TO_CREATE, "x")
    failed = {**ACTUAL, "status": "CREATEFAILED"}
    change = instance.plan_instance({**order, "instance_id": "id", "recreate_failed": True}, failed, "present")
    assert change.action == CREATE and instance_steps.creation_body(change.desired)["name"] == "orders"


def test_instance_told_by_its_id_that_is_being_deleted_is_not_replaced():
    change = plan_object(actual={**ACTUAL, "status": "DELETING"}, instance_id="id")
    assert change.action == REJECT and "is being deleted" in change.reason


def test_what_is_still_empty_of_an_instance_that_is_created_is_no_difference():
    empty = {"total_storage_space": 0, "broker_num": 0, "available_zones": [], "product_id": "", "engine_version": ""}
    wanted = {"storage_space": 600, "broker_num": 1, "available_zones": ["a"], "engine_version": "4.8.0"}
    wanted["product_id"] = "c6.4u8g.cluster"
    change = plan_object(actual={**ACTUAL, **empty, "status": "CREATING"}, **wanted)
    assert change.action == NO_OP and change.actual["total_storage_space"] == 0
    assert plan_object(actual={**ACTUAL, **empty}, **wanted).action == REJECT


@pytest.mark.parametrize("status", ["Faulty", "FAULTY", "CHANGE FAILED", "Change failed", "CREATE_FAILED", "ERROR"])
def test_statuses_that_are_failures_for_good(status):
    assert instance.is_terminal_failure(status)
    assert not instance.is_terminal_failure("RESTARTING")


def test_truths_configs_and_addresses_are_understood_however_they_are_shown():
    shown = {**ACTUAL, "enable_acl": "false", "enable_publicip": "true", "publicip_id": "a, b"}
    assert [item.field.option for item in plan_object(actual=shown, enable_acl=True).differences] == ["enable_acl"]
    assert plan_object(actual=shown, publicip_ids=["b", "a"]).action == NO_OP
    assert [instance.config_text(value) for value in (True, None, 48, "x")] == ["true", "", "48", "x"]
