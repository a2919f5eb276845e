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
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources import (
    instance,
    instance_fields,
    instance_status,
    instance_steps,
)
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
        ({"storage_space": 700}, "allow_resize"),
        ({"broker_num": 2}, "allow_resize"),
        ({"product_id": "c6.8u16g.cluster"}, "allow_resize"),
    ],
)
def test_refused(refused, told):
    change = plan_object(**refused)
    assert change.action == REJECT and told in change.reason


def test_more_than_what_is_wanted_meets_the_wish_where_it_cannot_be_taken_back():
    change = plan_object(actual={**ACTUAL, "broker_num": 2}, storage_space=558, broker_num=1, description="new")
    assert change.action == UPDATE and [item.field.option for item in change.differences] == ["description"]
    assert len(change.warnings) == 2
    assert "600" in " ".join(change.warnings) and "558" in " ".join(change.warnings)
    assert plan_object(storage_space=558).action == NO_OP


def test_tls_is_switched_by_the_mode_or_by_its_short_form():
    shown = {**ACTUAL, "ssl_enable": True, "tls_mode": "PERMISSIVE"}
    assert plan_object(actual=shown, ssl_enable=True).action == NO_OP
    for wanted, mode in (({"ssl_enable": False}, "PLAINTEXT"), ({"tls_mode": "SSL"}, "SSL")):
        (step,) = steps({"name": "orders", **wanted}, shown)
        assert (step.kind, step.body) == ("tls", {"tls_mode": mode})
    older = {**ACTUAL, "ssl_enable": False}
    assert plan_object(actual=older, tls_mode="PLAINTEXT").action == NO_OP
    assert [step.body for step in steps({"name": "orders", "ssl_enable": True}, older)] == [{"tls_mode": "SSL"}]
    with pytest.raises(ValidationError, match="tls_mode"):
        instance.validate({"name": "orders", "ssl_enable": False, "tls_mode": "PERMISSIVE"}, "present")


@pytest.mark.parametrize("option", ["configs", "tags"])
def test_entry_without_a_value_is_refused_by_name(option):
    with pytest.raises(ValidationError, match=f"{option}.fileReservedTime"):
        instance.validate({"name": "orders", option: {"fileReservedTime": None}}, "present")


def test_tags_of_the_service_are_neither_set_nor_purged():
    with pytest.raises(ValidationError, match="_sys_"):
        instance.validate({"name": "orders", "tags": {"_sys_team": "a"}}, "present")
    actual = {**ACTUAL, "tags": [{"key": "_sys_enterprise", "value": "0"}, {"key": "team", "value": "shop"}]}
    assert plan_object(actual=actual, tags={"team": "shop"}).action == NO_OP


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
            if step.body.get("enable_publicip") is False:
                actual["publicip_id"] = ""
        elif step.kind == "tags":
            actual["tags"] = step.body
        elif step.kind == "configs":
            actual["configs"] = {**actual["configs"], **{e["name"]: e["value"] for e in step.body["rocketmq_configs"]}}
        elif step.kind == "tls":
            actual.update(tls_mode=step.body["tls_mode"], ssl_enable=step.body["tls_mode"] != "PLAINTEXT")
        else:
            if "publicip_id" in step.body and actual["publicip_id"]:
                actual["publicip_id"] += "," + step.body["publicip_id"]
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


@pytest.mark.parametrize(
    ("shown", "handed_over", "exchanged"),
    [("a,b", "x", [{"enable_publicip": False}, {"enable_publicip": True, "publicip_id": "a,x"}]), (None, "a,x", [])],
    ids=["another is bound", "not shown"],
)
def test_nothing_is_unbound_before_brokers_are_added(shown, handed_over, exchanged):
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
        {"description": "new"},
        {"oper_type": "horizontal", "new_broker_num": 2, "publicip_id": handed_over},
        *exchanged,
    ]


def test_larger_product_of_5_x_takes_its_addresses_along():
    desired = {
        "name": "orders",
        "product_id": "larger",
        "enable_publicip": True,
        "publicip_ids": ["a", "b", "x", "y"],
        "allow_resize": True,
    }
    actual = {**ACTUAL, "engine_version": "5.x", "enable_publicip": True, "publicip_id": "b,a"}
    taken = steps(desired, actual)
    assert taken[0].body == {"oper_type": "horizontal", "new_product_id": "larger", "publicip_id": "x,y"}
    assert not [step for step in taken if step.body.get("enable_publicip") is False]


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
    assert instance_status.is_terminal_failure(status)
    assert not instance_status.is_terminal_failure("RESTARTING")


def test_truths_configs_and_addresses_are_understood_however_they_are_shown():
    shown = {**ACTUAL, "enable_acl": "false", "enable_publicip": "true", "publicip_id": "a, b"}
    assert [item.field.option for item in plan_object(actual=shown, enable_acl=True).differences] == ["enable_acl"]
    assert plan_object(actual=shown, publicip_ids=["b", "a"]).action == NO_OP
    assert [instance_fields.config_text(value) for value in (True, None, 48, "x")] == ["true", "", "48", "x"]


def test_what_a_resize_brings_along_is_waited_for_before_it_is_undone_or_repeated():
    resize = Step("extend", {"oper_type": "horizontal", "new_broker_num": 2, "publicip_id": "x"})
    assert instance_steps.may_show_late(resize, Step("modify", {"enable_publicip": False}))
    assert instance_steps.may_show_late(resize, Step("extend", {"oper_type": "storage", "new_storage_space": 900}))
    vertical = Step("extend", {"oper_type": "vertical", "new_product_id": "larger"})
    assert not instance_steps.may_show_late(vertical, Step("modify", {"enable_publicip": False}))
    assert not instance_steps.may_show_late(None, Step("modify", {"enable_publicip": False}))
