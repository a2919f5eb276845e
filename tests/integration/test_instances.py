# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances: adopted, waited for, resized, told apart; many at once; and what never happens, a second order."""

from __future__ import annotations

import pytest

from .sample_instances import order, patient_order
from .write_cases import instances


def orders_sent(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]


def test_creation_timeout_then_adopted(emulator, module):
    emulator.settings(create_seconds=2.0)
    first = module("instance", patient_order(wait_timeout=0.5, tags={"a": "b"}))
    assert first["failed"] and first["changed"]
    assert first["instance_id"] and "CREATING" in first["msg"]
    second = module("instance", patient_order(tags={"a": "b"}))
    assert second["instance_id"] == first["instance_id"]
    assert second["instance"]["status"] == "RUNNING"
    assert second["instance"]["tags"] == [{"key": "a", "value": "b"}]
    assert len(orders_sent(emulator)) == 1


def test_creation_without_wait_then_finished(emulator, module):
    emulator.settings(create_seconds=0.5)
    first = module("instance", patient_order(wait=False, tags={"a": "b"}))
    assert first["changed"] and first["instance"]["status"] == "CREATING"
    second = module("instance", patient_order(tags={"a": "b"}))
    assert second["instance"]["tags"] == [{"key": "a", "value": "b"}]
    assert not module("instance", patient_order(tags={"a": "b"}))["changed"]


def test_creation_visible_late(emulator, module):
    emulator.settings(invisible_seconds=0.4)
    result = module("instance", patient_order())
    assert result["changed"] and result["instance"]["status"] == "RUNNING"


@pytest.mark.parametrize("status", ["CREATEFAILED", "ERROR"])
def test_creation_fails(emulator, module, status):
    emulator.settings(create_outcome=status)
    started = emulator.time()
    result = module("instance", patient_order(wait_timeout=60))
    assert emulator.time() - started < 10
    assert result["failed"] and status in result["msg"] and "after 60 s" not in result["msg"] and result["instance_id"]


def test_recreate_failed(emulator, module):
    emulator.settings(create_outcome="CREATEFAILED")
    failed = module("instance", patient_order())
    emulator.settings(create_outcome="RUNNING")
    refused = module("instance", patient_order())
    assert refused["failed"] and "CREATEFAILED" in refused["msg"] and "recreate_failed" in refused["msg"]
    predicted = module("instance", patient_order(recreate_failed=True), check=True)
    result = module("instance", patient_order(recreate_failed=True))
    assert predicted["changed"] and result["changed"]
    assert result["instance"]["status"] == "RUNNING"
    assert result["instance_id"] != failed["instance_id"]


def test_unknown_status_is_waited_for(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("PUT", f"instances/{instance_id}", {"status": "POLISHING"})
    result = module("instance", {"name": "orders", "wait_timeout": 0.3, "wait_interval": 0.1})
    assert result["failed"] and "POLISHING" in result["msg"] and "after 0.3 s" in result["msg"]

    def polish():
        emulator.control("PUT", f"instances/{instance_id}", {"status": "RUNNING"})

    emulator.before("GET", "/instances/[^/]+$", polish, skip=3)
    result = module("instance", {"name": "orders", "wait_timeout": 20, "wait_interval": 0.1})
    assert not result.get("failed") and result["instance"]["status"] == "RUNNING", result


def test_frozen_instance_fails(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("PUT", f"instances/{instance_id}", {"status": "FROZEN"})
    result = module("instance", {"name": "orders", "description": "new", "wait_interval": 0.1})
    assert result["failed"] and "FROZEN" in result["msg"]


def test_create_only_field_differs(emulator, module):
    emulator.instance("orders")
    result = module("instance", order(vpc_id="ffffffff-4d6d-4d8f-8d3f-047b0de4c5cf"))
    assert result["failed"]
    for told in ("'vpc_id'", "3db8490c", "ffffffff"):
        assert told in result["msg"]
    assert not emulator.requests(writes=True)


@pytest.mark.parametrize("plural", [False, True])
@pytest.mark.parametrize("allowed", [False, True])
def test_disk_that_has_grown_meets_the_wish(emulator, module, plural, allowed):
    emulator.instance("orders", total_storage_space=700, broker_num=2)
    options = {"name": "orders", "storage_space": 600, "broker_num": 1, "allow_resize": allowed, "description": "new"}
    name, wanted = ("instances", {"instances": [options]}) if plural else ("instance", options)
    predicted, result, again = module(name, wanted, check=True), module(name, wanted), module(name, wanted)
    assert predicted["changed"] and result["changed"] and not again["changed"], (predicted, result, again)
    assert predicted["diff"] == result["diff"]
    for told in (predicted, result, again):
        assert len(told["warnings"]) == 2, told
        assert "'storage_space' of instance 'orders' is 700, more than the 600" in str(told["warnings"])
    assert [entry["body"] for entry in emulator.requests(writes=True)] == [{"description": "new"}]


def test_resize_needs_allow_resize(emulator, module):
    emulator.instance("orders")
    larger = patient_order(product_id="c6.8u16g.cluster", broker_num=2, storage_space=1200)
    refused = module("instance", larger)
    assert refused["failed"] and "allow_resize" in refused["msg"]
    for told in ("'product_id'", "'broker_num'", "'storage_space'"):
        assert told in refused["msg"]
    result = module("instance", {**larger, "allow_resize": True})
    assert result["changed"], result
    shown = {key: result["instance"][key] for key in ("product_id", "broker_num", "total_storage_space", "status")}
    assert shown == {
        "product_id": "c6.8u16g.cluster",
        "broker_num": 2,
        "total_storage_space": 1200,
        "status": "RUNNING",
    }
    sent = [entry["body"]["oper_type"] for entry in emulator.requests(writes=True) if "extend" in entry["path"]]
    assert sent == ["vertical", "horizontal", "storage"][: len(sent)]
    assert not module("instance", {**larger, "allow_resize": True})["changed"]


def test_resize_fails(emulator, module):
    emulator.instance("orders")
    emulator.settings(extend_outcome="EXTENDEDFAILED")
    result = module("instance", patient_order(storage_space=700, allow_resize=True))
    assert result["failed"] and "EXTENDEDFAILED" in result["msg"]


def test_configs_named_only(emulator, module):
    emulator.instance("orders")
    wanted = {"name": "orders", "configs": {"fileReservedTime": 72}, "wait_interval": 0.1}
    check = module("instance", wanted, check=True)
    result = module("instance", wanted)
    assert check["diff"] == result["diff"]
    assert result["diff"]["before"]["configs"] == {"fileReservedTime": "48"}
    assert result["diff"]["after"]["configs"] == {"fileReservedTime": "72"}
    assert not module("instance", wanted)["changed"]
    unknown = module("instance", {**wanted, "configs": {"fileReserved": 72}})
    assert unknown["failed"] and "fileReserved" in unknown["msg"] and "fileReservedTime" in unknown["msg"]


def test_rename_by_id(emulator, module):
    instance_id = emulator.instance("orders")
    result = module("instance", {"instance_id": instance_id, "name": "orders-2", "wait_interval": 0.1})
    assert result["changed"] and result["instance"]["name"] == "orders-2"
    again = module("instance", {"instance_id": instance_id, "name": "orders_3", "wait_interval": 0.1})
    assert again["changed"] and again["instance"]["name"] == "orders_3"


def test_service_decides_whether_a_new_name_has_an_underscore(emulator, module):
    emulator.settings(rename_with_underscore=False)
    instance_id = emulator.instance("orders")
    refused = module("instance", {"instance_id": instance_id, "name": "orders_3"})
    assert refused["failed"] and refused["error_code"] == "DMS.00400010"


def test_name_ambiguous(emulator, module):
    ids = [emulator.instance("orders") for _count in range(2)]
    result = module("topic", {"instance_name": "orders", "name": "order-events"})
    assert result["failed"] and all(instance_id in result["msg"] for instance_id in ids)


def test_name_matches_exactly(emulator, module):
    emulator.instance("orders-archive")
    result = module("topic", {"instance_name": "orders", "name": "order-events"})
    assert result["failed"] and "'orders' does not exist" in result["msg"]


def test_public_addresses_as_set(emulator, module):
    emulator.instance("orders")
    first, second = (
        [f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in numbers] for numbers in ("123", "45")
    )
    public = {"name": "orders", "enable_publicip": True, "wait_interval": 0.1}
    assert module("instance", {**public, "publicip_ids": first})["instance"]["enable_publicip"] is True
    assert not module("instance", {**public, "publicip_ids": first[::-1]})["changed"]
    emulator.forget_requests()
    module("instance", {**public, "publicip_ids": second})
    sent = [entry["body"] for entry in emulator.requests(writes=True)]
    assert sent == [{"enable_publicip": False}, {"enable_publicip": True, "publicip_id": ",".join(second)}]


def test_instances_created_and_polled_together(emulator, module):
    emulator.settings(create_seconds=1.0)
    names = [f"orders-{number:02}" for number in range(20)]
    wanted = {"instances": [order(name) for name in names], "wait_interval": 0.2}
    assert module("instances", wanted, check=True)["created"] == names
    emulator.forget_requests()
    result = module("instances", wanted)
    assert result["created"] == names
    assert {instance["status"] for instance in result["instances"]} == {"RUNNING"}
    assert len(orders_sent(emulator)) == 20
    assert not [entry for entry in emulator.requests() if entry["method"] == "GET" and entry["instance_id"]]
    assert result["phases"]["write"]["seconds"] < 4
    emulator.forget_requests()
    assert not module("instances", wanted)["changed"]
    assert len(emulator.requests()) == 1
    gone = module("instances", {"names": names, "state": "absent", "wait_interval": 0.2})
    assert gone["deleted"] == names
    assert [entry["path"].rsplit("/", 1)[-1] for entry in emulator.requests(writes=True)] == ["action"]


def test_instances_one_order_refused(emulator, module):
    emulator.fault(method="POST", path="/instances$", skip=1, status=400, code="DMS.00400055", message="sold out")
    names = [f"orders-{number}" for number in range(3)]
    result = module("instances", {"instances": [order(name) for name in names], "wait_interval": 0.1})
    assert result["failed"] and result["changed"]
    assert len(result["created"]) == 2
    assert result["failures"][0]["error_code"] == "DMS.00400055"
    assert result["failures"][0]["hint"]


def test_instances_one_fails_during_wait(emulator, module):
    emulator.settings(create_seconds=60)
    names = [f"orders-{number}" for number in range(3)]

    def one_fails():
        (project,) = emulator.control("GET", "state")["projects"]
        ids = {one["fields"]["name"]: one["fields"]["instance_id"] for one in project["instances"]}
        emulator.control("PUT", f"instances/{ids['orders-1']}", {"status": "CREATEFAILED"})
        emulator.control("POST", "clock", {"advance": 60})

    emulator.after("POST", "/instances$", one_fails, skip=2)
    wanted = {"instances": [order(name) for name in names], "wait_timeout": 20, "wait_interval": 0.1}
    result = module("instances", wanted)
    assert result["failed"] and result["changed"]
    assert result["created"] == ["orders-0", "orders-2"]
    (failure,) = result["failures"]
    assert failure["name"] == "orders-1" and "CREATEFAILED, which waiting does not change" in failure["msg"]
    assert {one["name"]: one["status"] for one in result["instances"]} == {
        "orders-0": "RUNNING",
        "orders-1": "CREATEFAILED",
        "orders-2": "RUNNING",
    }
    assert len(orders_sent(emulator)) == 3


def test_instances_all_failed_absent(emulator, module):
    emulator.settings(create_outcome="CREATEFAILED")
    module("instances", {"instances": [order("broken-1"), order("broken-2")], "wait_interval": 0.1})
    emulator.settings(create_outcome="RUNNING")
    emulator.instance("orders")
    wanted = {"state": "absent", "all_failed": True, "wait_interval": 0.1}
    assert sorted(module("instances", wanted, check=True)["deleted"]) == ["broken-1", "broken-2"]
    assert sorted(module("instances", wanted)["deleted"]) == ["broken-1", "broken-2"]
    assert not module("instances", wanted)["changed"]
    assert [one["name"] for one in module("instance_info", {"include_failure": True})["instances"]] == ["orders"]


def test_force_delete(emulator, module):
    instance_id = emulator.instance("orders")
    result = module("instance", {"name": "orders", "state": "absent", "force_delete": True, "wait_interval": 0.1})
    assert result["changed"]
    sent = [entry["body"] for entry in emulator.requests(writes=True)]
    assert sent == [{"action": "delete", "instances": [instance_id], "force_delete": True}]


def test_instance_info_pages_and_filters(emulator, module):
    emulator.control("POST", "instances", {"name": "many", "count": 120})
    assert len({one["instance_id"] for one in module("instance_info", {})["instances"]}) == 120
    assert [one["name"] for one in module("instance_info", {"name": "many-7"})["instances"]] == ["many-7"]
    assert module("instance_info", {"name": "nothing"})["instances"] == []
    assert module("instance_info", {"instance_id": "8959ab1c-7001-4b01-a05a-93dfc361b32d"})["instances"] == []


def test_changes_deferred_without_wait(emulator, module):
    emulator.settings(create_seconds=60)
    instance_id = module("instance", patient_order(wait=False))["instance_id"]
    emulator.forget_requests()
    wanted = patient_order(description="new", tags={"team": "shop"}, wait=False)
    for status in ("CREATING", "EXTENDING"):
        emulator.control("PUT", f"instances/{instance_id}", {"status": status})
        for result in (module("instance", wanted, check=True), module("instance", wanted)):
            assert not result.get("failed") and not result["changed"] and result["instance"]["status"] == status
            warning = "'orders' is EXTENDING: changes of 'description', 'tags' wait for a run"
            assert (warning in str(result.get("warnings"))) == (status == "EXTENDING"), result
    assert emulator.requests(writes=True) == []


def test_instances_some_invalid(emulator, module):
    for name in ("orders-a", "orders-b", "orders-c", "twins", "twins"):
        emulator.instance(name)
    wanted = [
        {"name": "orders-a", "configs": {"nope": 8}},
        {"name": "orders-b", "available_zones": ["nowhere"]},
        {"instance_id": "00000000-0000-0000-0000-00000000000a"},
        {"name": "twins", "description": "new"},
        {"name": "orders-c", "description": "new"},
    ]
    result = module("instances", {"instances": wanted, "wait_interval": 0.1})
    assert result["failed"] and result["updated"] == ["orders-c"]
    told = {failure["name"]: failure["msg"] for failure in result["failures"]}
    assert "'configs': the instance has no nope" in told["orders-a"]
    assert "nowhere does not exist in this region" in told["orders-b"]
    assert "does not exist in project" in told["00000000-0000-0000-0000-00000000000a"]
    assert "2 instances are named 'twins'" in told["twins"]


def test_instances_absent_with_failed_namesake(emulator, module):
    alive, failed = emulator.instance("twins"), emulator.instance("twins")
    emulator.control("PUT", f"instances/{failed}", {"status": "CREATEFAILED"})
    wanted = {"names": ["twins"], "all_failed": True, "state": "absent", "wait_interval": 0.1}
    result = module("instances", wanted)
    assert not result.get("failed") and instances(emulator) == []
    assert len(result["deleted"]) == 2 and alive != failed


def test_zones_counted_after_lookup(emulator, module):
    two = module("instance", order(available_zones=["AZ 1", "eu-west-0a", "eu-west-0b"]), check=True)
    assert two["failed"] and "'available_zones' has 2 zones" in two["msg"]
    # A survey's answer, and what the command line gives, is one text with commas.
    made = module("instance", patient_order(available_zones="eu-west-0a, eu-west-0b, eu-west-0c"))
    assert made["changed"] and len(made["instance"]["available_zones"]) == 3


def test_instances_absent_empty(module):
    for option in ("names", "instance_ids", "instances"):
        result = module("instances", {option: [], "state": "absent"})
        assert not result.get("failed") and not result["changed"]
    nothing = module("instances", {"state": "absent"})
    assert nothing["failed"] and "state=absent requires 'instances'" in nothing["msg"]


def test_instances_error_names_index(module):
    bad = module("instances", {"instance_ids": ["id"], "names": ["good-name", "b"], "state": "absent"})
    assert "'names[1]': Instance name 'b' is not allowed" in bad["msg"]
    twice = module("instances", {"instances": [{"name": "orders"}], "names": ["orders"], "state": "absent"})
    assert "listed twice, as 'instances[0]' and 'names[0]'" in twice["msg"]


def test_configs_during_creation(emulator, module):
    emulator.settings(create_seconds=1.0)
    assert module("instance", patient_order(wait=False))["changed"]
    wanted = patient_order(configs={"fileReservedTime": 72})
    check, real = module("instance", wanted, check=True), module("instance", wanted)
    assert check["changed"] and real["changed"], (check, real)
    assert check["diff"] == real["diff"] and real["diff"]["after"]["configs"] == {"fileReservedTime": "72"}
    assert not module("instance", wanted)["changed"]


def test_deferred_changes_in_next_run(emulator, module):
    emulator.instance("orders", enable_acl=False)
    emulator.settings(change_seconds=0.5)
    wanted = {"name": "orders", "enable_acl": True, "tags": {"a": "b"}, "configs": {"fileReservedTime": 72}}
    first = module("instance", {**wanted, "wait": False, "wait_interval": 0.1})
    assert first["changed"] and "'orders': 'tags', 'configs' could not be changed yet" in str(first["warnings"])
    second = module("instance", {**wanted, "wait_interval": 0.1})
    assert second["changed"] and second["instance"]["enable_acl"] is True, second
    assert not module("instance", {**wanted, "wait": False, "wait_interval": 0.1})["changed"]
