# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of an instance that the service has had since the reference: what they ask for, and what they refuse."""

from __future__ import annotations

import json

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.operation import Step
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import CREATE, DELETE, NO_OP, REJECT
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources import instance, instance_steps
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.instance_fields import cross_vpc_accesses

NODES = {"10.0.0.4": {"advertised_ip": "10.0.0.4"}, "10.0.0.5": {"advertiseds_ip": "172.16.0.5"}}
GROWING = {
    "auto_volume_expand_enable": True,
    "expand_threshold": 80,
    "max_volume_size": 1000,
    "expand_increment": 10,
}
ACTUAL = {
    "instance_id": "id",
    "name": "orders",
    "status": "RUNNING",
    "charging_mode": 1,
    "arch_type": "X86",
    "disk_encrypted": False,
    "dns_enable": False,
    "cross_vpc_info": json.dumps(NODES),
    "volume_auto_expand": GROWING,
}
ORDER = {"name": "orders", **dict.fromkeys(instance.REQUIRED_TO_CREATE, "x")}


SAME = object()


def plan(actual=SAME, state="present", **desired):
    return instance.plan_instance({"name": "orders", **desired}, ACTUAL if actual is SAME else actual, state)


def step(actual=SAME, **desired):
    return instance_steps.next_step({"name": "orders", **desired}, ACTUAL if actual is SAME else actual)


@pytest.mark.parametrize(
    "same",
    [
        {"arch_type": "X86", "disk_encrypted_enable": False, "enable_dns": False},
        {"bss_param": {"charging_mode": "postPaid", "is_auto_renew": True}},
        {"proxy_enable": True},
        {"cross_vpc_accesses": []},
        {"cross_vpc_accesses": [{"listener_ip": "10.0.0.5", "advertised_ip": "172.16.0.5"}]},
        {"volume_auto_expand": {"auto_volume_expand_enable": True, "expand_threshold": None}},
        {"volume_auto_expand": {**GROWING}},
    ],
)
def test_what_an_instance_has_is_no_difference(same):
    assert plan(**same).action == NO_OP
    assert step(**same) is None


@pytest.mark.parametrize(
    ("fixed", "told"),
    [
        ({"arch_type": "ARM"}, "'arch_type' is 'X86' and cannot become 'ARM'"),
        ({"disk_encrypted_enable": True, "disk_encrypted_key": "k"}, "'disk_encrypted_enable' is False"),
        ({"bss_param": {"charging_mode": "prePaid"}}, "'bss_param' is {'charging_mode': 'postPaid'}"),
    ],
)
def test_what_only_an_order_sets_is_refused_with_both_values(fixed, told):
    change = plan(**fixed)
    assert change.action == REJECT and told in change.reason and "recreate" in change.reason


def test_domain_names_are_switched_on_and_never_off():
    assert step(enable_dns=True) == Step("enable_dns", {})
    change = plan({**ACTUAL, "dns_enable": True}, enable_dns=False)
    assert change.action == REJECT and "'enable_dns' is true" in change.reason


def test_nodes_that_are_not_listed_keep_their_address():
    wanted = [{"listener_ip": "10.0.0.4", "advertised_ip": "172.16.0.4"}]
    sent = step(cross_vpc_accesses=wanted)
    assert sent.kind == "cross_vpc_accesses"
    assert sent.body == {"advertised_ip_contents": {"10.0.0.4": "172.16.0.4", "10.0.0.5": "172.16.0.5"}}


@pytest.mark.parametrize("shown", ["", None, "{}", {}])
def test_addresses_that_are_not_shown_are_unknown(shown):
    assert cross_vpc_accesses({"cross_vpc_info": shown}) is None


def test_node_without_an_address_for_others_tells_its_own():
    shown = {"cross_vpc_info": {"10.0.0.4": {"advertised_ip": ""}, "10.0.0.5": {}}}
    told = {entry["listener_ip"]: entry["advertised_ip"] for entry in cross_vpc_accesses(shown)}
    assert told == {"10.0.0.4": "10.0.0.4", "10.0.0.5": "10.0.0.5"}


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        (
            {"volume_auto_expand": {**{name: str(value).lower() for name, value in GROWING.items()}, "id": "x"}},
            {"volume_auto_expand": GROWING},
        ),
        ({"volume_auto_expand": {}}, {"volume_auto_expand": {"auto_volume_expand_enable": False}}),
        ({"charging_mode": "0"}, {"bss_param": {"charging_mode": "prePaid"}}),
        ({"arch_type": "arm"}, {"arch_type": "ARM"}),
        ({"tls_mode": "permissive"}, {"tls_mode": "PERMISSIVE"}),
        ({"disk_encrypted": "false", "dns_enable": "true"}, {"disk_encrypted_enable": False, "enable_dns": True}),
        *(
            ({"ipv6_broker_address": form}, {"ipv6_broker_address": "fd00::2, FD00:0::1"})
            for form in ("fd00::1,fd00::2", ["fd00::2", "fd00::1"], "[fd00::1]:10100,[fd00::2]:10101")
        ),
    ],
)
def test_values_in_the_forms_of_other_api_variants_are_no_difference(shown, same):
    assert plan({**ACTUAL, **shown}, **same).action == NO_OP
    assert step({**ACTUAL, **shown}, **same) is None


def test_field_that_the_api_does_not_describe_is_not_sent_back():
    shown = {**GROWING, "instance_id": "id"}
    sent = step({**ACTUAL, "volume_auto_expand": shown}, volume_auto_expand={**GROWING, "expand_threshold": 70})
    assert sent.body == {**GROWING, "expand_threshold": 70}


def test_domain_names_that_the_service_gives_by_itself_are_told():
    actual = {**ACTUAL, "dns_enable": True}
    assert step(actual, enable_dns=False) is None
    change = plan(None, **{**ORDER, "storage_space": 600}, enable_dns=False)
    assert ["ignored 'enable_dns'" in text for text in instance.finish_warnings(change, actual)] == [True]


def test_what_is_not_shown_is_told_once_the_instance_is_there():
    creating = {**ACTUAL, "status": "CREATING", "cross_vpc_info": "", "charging_mode": 0, "volume_auto_expand": {}}
    accesses = [{"listener_ip": "10.0.0.4", "advertised_ip": "172.16.0.4"}]
    wanted = {"bss_param": {"charging_mode": "prePaid"}, "cross_vpc_accesses": accesses, "volume_auto_expand": GROWING}
    assert not plan(creating, **wanted).warnings
    assert plan(creating, bss_param={"charging_mode": "postPaid"}).action == REJECT
    change = plan(None, **{**ORDER, "storage_space": 600}, cross_vpc_accesses=accesses)
    told = instance.finish_warnings(change, {**ACTUAL, "cross_vpc_info": ""})
    assert ["does not show 'cross_vpc_accesses'" in text for text in told] == [True]


def test_settings_of_the_disk_are_written_whole():
    sent = step(volume_auto_expand={"auto_volume_expand_enable": True, "expand_threshold": 70})
    assert sent == Step("volume_auto_expand", {**GROWING, "expand_threshold": 70})


def test_of_a_disk_that_shall_not_grow_the_other_settings_do_not_matter():
    off = {"auto_volume_expand_enable": False, "expand_threshold": 50}
    # A limit that the disk has reached would be refused.
    assert step(volume_auto_expand=off).body == {"auto_volume_expand_enable": False}
    assert step({**ACTUAL, "volume_auto_expand": {"auto_volume_expand_enable": False}}, volume_auto_expand=off) is None


def test_disk_is_resized_before_its_limit_is_set():
    wanted = {"storage_space": 900, "allow_resize": True, "volume_auto_expand": {**GROWING, "max_volume_size": 2000}}
    actual = {**ACTUAL, "total_storage_space": 600}
    assert step(actual, **wanted).kind == "extend"
    assert step({**actual, "total_storage_space": 900}, **wanted).kind == "volume_auto_expand"


def test_prepaid_instance_is_ordered_with_its_period_and_not_deleted():
    billing = {"charging_mode": "prePaid", "period_type": "month", "period_num": None, "is_auto_pay": True}
    change = plan(None, **ORDER, bss_param=billing)
    assert change.action == REJECT and "bss_param.period_num" in change.reason
    change = plan(None, **ORDER, bss_param={**billing, "period_num": 1})
    assert change.action == CREATE
    ordered = instance_steps.creation_body(change.desired)["bss_param"]
    assert ordered == {"charging_mode": "prePaid", "period_type": "month", "period_num": 1, "is_auto_pay": True}
    prepaid = plan({**ACTUAL, "charging_mode": 0}, "absent")
    assert prepaid.action == REJECT and "billing center" in prepaid.reason
    assert plan(state="absent").action == DELETE


def test_order_by_the_hour_is_the_plain_one():
    order = {**ORDER, "bss_param": {"charging_mode": "postPaid"}, "proxy_enable": True, "enable_dns": True}
    body = instance_steps.creation_body(order)
    assert "bss_param" not in body and "enable_dns" not in body and body["proxy_enable"] is True


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"disk_encrypted_enable": True}, "'disk_encrypted_key' must be"),
        ({"volume_auto_expand": {"expand_threshold": 19}}, "'expand_threshold' is 19; it must be from 20 to 80"),
        ({"volume_auto_expand": {"expand_increment": 101}}, "'expand_increment' is 101; it must be from 10 to 100"),
        ({"volume_auto_expand": {"max_volume_size": 650}}, "'max_volume_size' is 650; it must be a multiple of 100"),
        ({"volume_auto_expand": {"max_volume_size": 0}}, "'max_volume_size' is 0; it must be at least 100"),
        (
            {"cross_vpc_accesses": [{"listener_ip": "10.0.0.4", "advertised_ip": end} for end in "ab"]},
            "lists 'listener_ip' '10.0.0.4' twice",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_with_option_value_and_rule(wrong, told):
    with pytest.raises(ValidationError, match=told):
        instance.validate({"name": "orders", **wrong}, "present")
