# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of an instance that the service has had since the reference, from the order to a run without change."""

from __future__ import annotations

import json

import pytest

from .sample_instances import order

VOLUME = {
    "auto_volume_expand_enable": True,
    "expand_threshold": 80,
    "expand_increment": 10,
    "max_volume_size": 1000,
}
ORDERED = {
    "arch_type": "X86",
    "disk_encrypted_enable": True,
    "disk_encrypted_key": "0b5a3c2e-6a7d-4a1b-9d2c-1f0e8b7a6c5d",
    "proxy_enable": True,
    "ipv6_enable": True,
}
LATER = {"enable_dns": True, "volume_auto_expand": VOLUME}
# Nobody has these but for tests of what happens then.
UNKNOWN_ADDRESS = [{"listener_ip": "203.0.113.9", "advertised_ip": "198.51.100.9"}]


def check_apply_apply(emulator, module, options, name="instance"):
    """Run in check mode, then for real, then again: the check writes nothing and predicts, the last run is idle."""
    emulator.forget_requests()
    predicted = module(name, options, check=True)
    assert predicted["changed"] and not emulator.requests(writes=True), predicted
    done = module(name, options)
    assert done["changed"] and not done.get("failed"), done
    assert done["diff"]["before"] == predicted["diff"]["before"]
    assert done["diff"]["after"] == predicted["diff"]["after"]
    emulator.forget_requests()
    again = module(name, options)
    assert not again["changed"] and not again.get("failed") and not again["warnings"], again
    assert not emulator.requests(writes=True)
    return done


def test_order_with_every_option(emulator, module):
    emulator.settings(create_seconds=30, change_seconds=30)
    done = check_apply_apply(emulator, module, order(**ORDERED, **LATER, wait_interval=5))
    instance = done["instance"]
    assert instance["arch_type"] == "X86" and instance["disk_encrypted"] is True and instance["dns_enable"] is True
    assert instance["auto_volume_expand_enable"] is True and instance["volume_auto_expand"] == VOLUME


def test_run_without_change_costs_one_read_more_for_the_disk_and_none_for_the_rest(emulator, module):
    everything = order(**ORDERED, **LATER)
    module("instance", {**everything, "wait_interval": 1})
    counts = {}
    for name, options in (("plain", order()), ("everything", everything)):
        emulator.forget_requests()
        assert not module("instance", options)["changed"]
        counts[name] = len(emulator.requests())
    # The key of the disk is shown by the list alone, domain names by both.
    assert counts["everything"] <= counts["plain"] + 2


@pytest.mark.parametrize("answer", ["text", "204"])
def test_disk_expansion_is_set_changed_and_switched_off(emulator, module, answer):
    emulator.settings(volume_expansion_answer=answer)
    emulator.instance("orders")
    wanted = {"name": "orders", "volume_auto_expand": VOLUME}
    check_apply_apply(emulator, module, wanted)
    check_apply_apply(emulator, module, {"name": "orders", "volume_auto_expand": {**VOLUME, "expand_threshold": 70}})
    # What is left out stays.
    some = {"auto_volume_expand_enable": True, "expand_increment": 20}
    done = check_apply_apply(emulator, module, {"name": "orders", "volume_auto_expand": some})
    assert done["instance"]["volume_auto_expand"] == {**VOLUME, "expand_threshold": 70, "expand_increment": 20}
    check_apply_apply(emulator, module, {"name": "orders", "volume_auto_expand": {"auto_volume_expand_enable": False}})


@pytest.mark.parametrize("option", ["description", "volume_auto_expand"])
def test_what_a_run_that_does_not_wait_cannot_see_is_told(emulator, module, option):
    emulator.instance("orders")
    emulator.fault(method="PUT", path="/instances/", action="answer", status=204, body="", times=-1)
    wanted = {"name": "orders", option: "new" if option == "description" else VOLUME}
    result = module("instance", {**wanted, "wait": False})
    [told] = result["warnings"]
    assert f"took '{option}'" in told and "does not show it yet" in told
    emulator.control("DELETE", "faults")
    assert module("instance", {**wanted, "wait": False})["warnings"] == []


def test_disk_that_never_grew_is_as_one_that_shall_not(emulator, module):
    emulator.instance("orders")
    off = {"auto_volume_expand_enable": False, "expand_threshold": 50}
    assert not module("instance", {"name": "orders", "volume_auto_expand": off})["changed"]
    assert not emulator.requests(writes=True)


def test_limit_of_the_disk_is_the_service_s_to_judge(emulator, module):
    emulator.instance("orders", total_storage_space=600)
    wanted = {**VOLUME, "max_volume_size": 600}
    result = module("instance", {"name": "orders", "volume_auto_expand": wanted})
    assert result["failed"] and not result["changed"] and "max_volume_size" in result["msg"], result


@pytest.mark.parametrize(
    ("path", "option", "value"),
    [
        ("/auto-volume-expand", "volume_auto_expand", VOLUME),
        ("/dns", "enable_dns", True),
        ("/crossvpc/modify", "cross_vpc_accesses", None),
    ],
)
def test_option_that_a_region_does_not_have_is_told_by_name(emulator, module, path, option, value):
    emulator.settings(missing_paths=[path])
    instance_id = emulator.instance("orders")
    value = value or [{"listener_ip": nodes(emulator, instance_id)[0], "advertised_ip": "198.51.100.1"}]
    for _run in range(2):
        result = module("instance", {"name": "orders", option: value})
        assert result["failed"] and not result["changed"] and f"'{option}'" in result["msg"], result


def test_disk_that_shall_not_grow_is_as_desired_where_none_can(emulator, module):
    emulator.settings(missing_paths=["/auto-volume-expand"])
    emulator.instance("orders")
    result = module("instance", {"name": "orders", "volume_auto_expand": {"auto_volume_expand_enable": False}})
    assert not result.get("failed") and not result["changed"] and not result["warnings"], result


def nodes(emulator, instance_id):
    shown = emulator.control("GET", f"instances/{instance_id}")["fields"]["cross_vpc_info"]
    return sorted(json.loads(shown))


@pytest.mark.parametrize("left_out", ["reset", "kept", "refused"])
def test_nodes_are_reached_from_other_vpcs(emulator, module, left_out):
    emulator.settings(cross_vpc_left_out=left_out)
    first, second, *_others = nodes(emulator, emulator.instance("orders"))
    for listener, advertised in ((first, "198.51.100.1"), (second, "198.51.100.2"), (first, "198.51.100.3")):
        accesses = [{"listener_ip": listener, "advertised_ip": advertised}]
        done = check_apply_apply(emulator, module, {"name": "orders", "cross_vpc_accesses": accesses})
    shown = json.loads(done["instance"]["cross_vpc_info"])
    assert shown[first]["advertised_ip"] == "198.51.100.3" and shown[second]["advertised_ip"] == "198.51.100.2"


def test_node_that_does_not_exist_is_refused_before_anything_is_written(emulator, module):
    first, *_others = nodes(emulator, emulator.instance("orders"))
    wanted = {"name": "orders", "description": "new", "cross_vpc_accesses": UNKNOWN_ADDRESS}
    for check in (True, False):
        result = module("instance", wanted, check=check)
        assert result["failed"] and "has no node 203.0.113.9" in result["msg"] and first in result["msg"], result
    assert not emulator.requests(writes=True)


def test_domain_names_are_waited_for_and_stay(emulator, module):
    emulator.settings(change_seconds=40)
    emulator.instance("orders")
    before = emulator.time()
    check_apply_apply(emulator, module, {"name": "orders", "enable_dns": True, "wait_interval": 5})
    assert 40 <= emulator.time() - before < 60
    result = module("instance", {"name": "orders", "enable_dns": False})
    assert result["failed"] and "'enable_dns' is true" in result["msg"] and not emulator.requests(writes=True)


def test_what_only_an_order_sets_is_refused_with_both_values(emulator, module):
    emulator.instance("orders")
    key = "0b5a3c2e-6a7d-4a1b-9d2c-1f0e8b7a6c5d"
    options = {"arch_type": "ARM", "disk_encrypted_enable": True, "disk_encrypted_key": key}
    result = module("instance", {"name": "orders", **options})
    assert result["failed"] and "'arch_type' is 'X86' and cannot become 'ARM'" in result["msg"], result
    assert "'disk_encrypted_enable' is False" in result["msg"] and not emulator.requests(writes=True)


# Prepaid instances.

PREPAID = {"charging_mode": "prePaid", "period_type": "month", "period_num": 1, "is_auto_pay": True}


def test_prepaid_instance_is_ordered_once_and_not_deleted(emulator, module):
    emulator.settings(order_seconds=20, create_seconds=30)
    done = check_apply_apply(emulator, module, order(bss_param=PREPAID, wait_interval=5))
    assert done["instance"]["charging_mode"] == 0
    emulator.forget_requests()
    for name, options in (
        ("instance", {"name": "orders"}),
        ("instances", {"names": ["orders"]}),
        ("fleet", {"instances": [{"name": "orders"}]}),
    ):
        for check in (True, False):
            result = module(name, {**options, "state": "absent"}, check=check)
            assert result["failed"] and not result["changed"] and "billing center" in str(result), result
    assert not emulator.requests(writes=True)


def test_prepaid_order_whose_answer_is_lost_is_not_placed_twice(emulator, module):
    emulator.settings(order_seconds=5)
    emulator.fault(method="POST", path="/instances$", action="drop_after")
    result = module("instance", order(bss_param=PREPAID, wait_interval=5))
    assert result["changed"] and result["instance"]["charging_mode"] == 0, result
    assert len([one for one in emulator.requests(writes=True) if one["method"] == "POST"]) == 1


def orders_sent(emulator):
    return [one for one in emulator.requests(writes=True) if one["method"] == "POST" and one["status"] != 404]


def test_prepaid_order_that_shows_late_is_not_placed_again_after_a_lost_answer(emulator, module):
    emulator.settings(order_seconds=900)
    emulator.fault(method="POST", path="/instances$", action="drop_after")
    result = module("instance", order(bss_param=PREPAID, wait_interval=5))
    assert result["failed"] and "not known whether" in result["msg"] and "billing center" in result["msg"], result
    assert len(orders_sent(emulator)) == 1


@pytest.mark.parametrize("wait", [True, False])
def test_run_that_does_not_see_its_prepaid_instance_warns_of_another_order(emulator, module, wait):
    emulator.settings(order_seconds=900)
    result = module("instance", order(bss_param=PREPAID, wait=wait, wait_timeout=300))
    assert result["changed"] and bool(result.get("failed")) is wait and result["instance_id"]
    told = result["msg"] if wait else " ".join(result["warnings"])
    assert result["instance_id"] in told and "another instance may be ordered" in told, result
    assert "go on waiting" not in told and "billing center" in told


def test_region_that_cannot_order_prepaid_instances_is_told_with_the_option(emulator, module):
    emulator.fault(method="POST", path="(reliability|rocketmq)", times=-1, status=404, code="DMS.00404001")
    result = module("instance", order(bss_param=PREPAID))
    assert result["failed"] and "cannot create an instance with 'bss_param'" in result["msg"], result
    assert orders_sent(emulator) == []


def test_prepaid_instance_that_is_being_created_is_recognized(emulator, module):
    emulator.settings(order_seconds=5, create_seconds=600)
    wanted = order(bss_param=PREPAID, volume_auto_expand=VOLUME, wait=False)
    assert module("instance", wanted)["changed"]
    for check in (True, False):
        again = module("instance", wanted, check=check)
        assert not again["changed"] and not again.get("failed") and not again["warnings"], again


@pytest.mark.parametrize("failed", [False, True])
def test_refused_order_is_told_as_it_is(emulator, module, failed):
    if failed:
        emulator.instance("orders", status="CREATEFAILED")
    emulator.fault(method="POST", path="/instances$", status=404, code="DMS.00404022")
    result = module("instance", order(recreate_failed=True, wait_interval=1))
    assert result["failed"] and "DMS.00404022" in result["msg"] and "somebody else" not in result["msg"], result
    assert not [one for one in emulator.requests() if one["path"].endswith("/")]


def test_disk_that_has_grown_to_its_limit_can_be_kept_from_growing(emulator, module):
    instance_id = emulator.instance("orders", total_storage_space=600)
    module("instance", {"name": "orders", "volume_auto_expand": VOLUME})
    emulator.control("PUT", f"instances/{instance_id}", {"total_storage_space": VOLUME["max_volume_size"]})
    check_apply_apply(emulator, module, {"name": "orders", "volume_auto_expand": {"auto_volume_expand_enable": False}})


@pytest.mark.parametrize("done", [True, False])
def test_partial_success_of_accesses_tells_whether_anything_changed(emulator, module, done):
    first, second, *_others = nodes(emulator, emulator.instance("orders"))
    answer = {"success": False, "results": [{"advertised_ip": "198.51.100.2", "success": False, "ip": second}]}
    action = "answer_after" if done else "answer"
    emulator.fault(method="POST", path="/modify$", action=action, status=200, body=json.dumps(answer))
    accesses = [{"listener_ip": first, "advertised_ip": "198.51.100.1"}]
    result = module("instance", {"name": "orders", "cross_vpc_accesses": accesses})
    assert result["failed"] and "refused 198.51.100.2" in result["msg"] and result["changed"] is done, result


@pytest.mark.parametrize("code", ["CBC.99003651", "DMS.00400107", "DMS.00400108"])
def test_pending_order_is_waited_out(emulator, module, code):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/orders", {"seconds": 30, "code": code})
    before = emulator.time()
    result = module("instance", {"name": "orders", "description": "new", "wait_interval": 5})
    assert result["changed"] and not result.get("failed"), result
    assert 30 <= emulator.time() - before < 60


def test_period_that_is_missing_is_told_before_the_order(emulator, module):
    result = module("instance", order(bss_param={"charging_mode": "prePaid"}), check=True)
    assert result["failed"] and "bss_param.period_type, bss_param.period_num" in result["msg"], result


@pytest.mark.parametrize("omit", [True, False])
def test_what_is_exported_changes_nothing(emulator, module, omit):
    first, *_others = nodes(emulator, emulator.instance("plain"))
    accesses = [{"listener_ip": first, "advertised_ip": "198.51.100.1"}]
    module("instance", {"name": "plain", "cross_vpc_accesses": accesses})
    module("instance", {**order(**ORDERED, **LATER), "wait_interval": 1})
    fleet = module("fleet_info", {"omit_defaults": omit})["fleet"]
    exported = {entry["name"]: entry for entry in fleet}
    assert exported["plain"]["cross_vpc_accesses"] == accesses
    assert exported["orders"]["volume_auto_expand"] == VOLUME and exported["orders"]["enable_dns"] is True
    assert ("volume_auto_expand" in exported["plain"]) is not omit
    assert ("enable_dns" in exported["plain"]) is not omit
    emulator.forget_requests()
    result = module("fleet", {"instances": fleet})
    assert not result["changed"] and not result.get("failed") and not result["warnings"], result
    assert not emulator.requests(writes=True)
