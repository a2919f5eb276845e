# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recycle bin: its policy, what deletion tells of it, and the ways back out of it."""

from __future__ import annotations

import json

import pytest

from .sample_instances import order, patient_order

BIN = "/recycle$"
DAY = 86400
NO_BIN = {"status": 404, "code": "DMS.00404001"}


def delete(module, *names, **options):
    result = module("instances", {"names": list(names), "state": "absent", "wait_interval": 1, **options})
    assert not result.get("failed"), result
    return result


def in_bin(emulator, module):
    return {one["name"]: one for one in module("recycle_bin_info", {})["recycled_instances"]}


def bin_reads(emulator):
    return [entry for entry in emulator.requests() if entry["method"] == "GET" and entry["path"].endswith("/recycle")]


def orders_sent(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]


# The policy.


def test_policy_is_shown_and_holds_for_what_is_deleted_then(emulator, module):
    emulator.instance("orders")
    emulator.instance("invoices")
    delete(module, "orders")
    changed = module("recycle_bin", {"retention_days": 2})
    assert changed["changed"] and changed["policy"] == {"retention_days": 2, "default_use_recycle": True}
    [request] = [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/recycle")]
    assert request["body"] == {"retention_days": 2, "default_use_recycle": True}
    delete(module, "invoices")
    found = in_bin(emulator, module)
    assert found["orders"]["save_time"] == 7 and found["invoices"]["save_time"] == 2
    assert module("recycle_bin_info", {})["policy"] == changed["policy"]
    assert [one["name"] for one in module("recycle_bin_info", {"name": "orders"})["recycled_instances"]] == ["orders"]
    assert module("recycle_bin_info", {"instance_id": "nothing"})["recycled_instances"] == []


def test_policy_in_texts_is_no_difference(emulator, module):
    shown = {"retention_days": "3", "default_use_recycle": "true", "recycle_instances": None}
    emulator.fault(method="GET", path=BIN, times=-1, status=200, body=json.dumps(shown))
    result = module("recycle_bin", {"retention_days": 3, "default_use_recycle": True})
    assert not result["changed"] and not result["warnings"] and not emulator.requests(writes=True), result


@pytest.mark.parametrize("days", [0, 8])
def test_days_that_no_bin_keeps_are_refused(emulator, module, days):
    result = module("recycle_bin", {"retention_days": days})
    assert result["failed"] and "'retention_days'" in result["msg"] and not emulator.requests()


def test_policy_that_the_service_ignores_is_told(emulator, module):
    emulator.fault(method="PUT", path=BIN, status=200, body="{}")
    result = module("recycle_bin", {"default_use_recycle": False})
    assert not result["changed"] and result["policy"]["default_use_recycle"] is True
    assert "'default_use_recycle'" in str(result["warnings"])


def test_policy_whose_answer_is_lost_is_read_before_it_is_sent_again(emulator, module):
    emulator.fault(method="PUT", path=BIN, action="drop_after")
    assert module("recycle_bin", {"retention_days": 3})["changed"]
    assert len(emulator.requests(writes=True)) == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [("recycle_bin", {"retention_days": 3}), ("recycle_bin_info", {}), ("instance_restore", {"names": ["orders"]})],
)
def test_region_without_a_recycle_bin_is_told(emulator, module, name, options):
    emulator.settings(recycle_bin=False)
    result = module(name, options)
    assert result["failed"] and "no recycle bin" in result["msg"], result


def test_bin_shows_this_engine_alone_and_what_is_not_told_is_left_out(emulator, module):
    entries = [{"instance_id": "a", "name": "orders", "engine": "rocketmq"}, {"instance_id": "b", "name": "x"}]
    entries.append({"instance_id": "c", "name": "rabbits", "engine": "rabbitmq", "auto_delete_time": 1770465600000})
    body = json.dumps({"retention_days": 7, "default_use_recycle": True, "recycle_instances": entries})
    emulator.fault(method="GET", path=BIN, status=200, body=body)
    found = module("recycle_bin_info", {})["recycled_instances"]
    assert [(one["name"], one["restorable_until"]) for one in found] == [("orders", ""), ("x", "")]


# What deletion tells.


def test_deletion_tells_until_when_an_instance_can_be_brought_back(emulator, module):
    instance_id = emulator.instance("orders")
    before = emulator.time()
    result = module("instance", {"name": "orders", "state": "absent", "wait_interval": 1})
    assert result["recycled"]["instance_id"] == instance_id and result["recycled"]["name"] == "orders"
    [entry] = module("recycle_bin_info", {})["recycled_instances"]
    assert result["recycled"]["restorable_until"] == entry["restorable_until"]
    assert before + 7 * DAY <= entry["auto_delete_time"] / 1000 < before + 7 * DAY + 60
    assert module("instance", {"name": "orders", "state": "absent"})["recycled"] == {}


def test_bin_is_read_once_and_only_for_what_may_be_in_it(emulator, module):
    for name in ("orders-a", "orders-b", "orders-c"):
        emulator.instance(name)
    predicted = module("instances", {"names": ["orders-a", "orders-b"], "state": "absent"}, check=True)
    assert predicted["recycled"] == [] and not bin_reads(emulator)
    result = delete(module, "orders-a", "orders-b")
    assert {one["name"] for one in result["recycled"]} == {"orders-a", "orders-b"}
    assert all(one["restorable_until"].endswith("Z") for one in result["recycled"])
    assert len(bin_reads(emulator)) == 1
    forced = {"instances": [{"name": "orders-c", "force_delete": True}], "state": "absent", "wait_interval": 1}
    assert module("instances", forced)["recycled"] == []
    assert delete(module, "orders-a")["recycled"] == [] and len(bin_reads(emulator)) == 1
    assert set(in_bin(emulator, module)) == {"orders-a", "orders-b"}


def test_policy_without_recycle_bin_deletes_for_good(emulator, module):
    emulator.instance("orders")
    module("recycle_bin", {"default_use_recycle": False})
    assert delete(module, "orders")["recycled"] == [] and in_bin(emulator, module) == {}


@pytest.mark.parametrize("fault", [NO_BIN, {"status": 403, "code": "DMS.00403003"}])
def test_bin_that_cannot_be_read_is_no_failure(emulator, module, fault):
    emulator.instance("orders")
    emulator.fault(method="GET", path=BIN, times=10, **fault)
    result = module("instance", {"name": "orders", "state": "absent", "wait_interval": 1})
    assert result["changed"] and not result.get("failed") and result["recycled"] == {} and not result.get("warnings")


def test_bin_that_fails_is_no_failure_and_is_told(emulator, module):
    emulator.instance("orders")
    emulator.fault(method="GET", path=BIN, times=20, status=500)
    result = module("instance", {"name": "orders", "state": "absent", "wait_interval": 1})
    assert result["changed"] and not result.get("failed") and "recycle bin" in str(result["warnings"])


def test_fleet_tells_it_too(emulator, module):
    emulator.instance("orders")
    emulator.instance("invoices")
    fleet = {"instances": [{"name": "orders"}, {"name": "invoices", "force_delete": True}], "state": "absent"}
    result = module("fleet", {**fleet, "wait_interval": 1})
    assert [one["name"] for one in result["recycled"]] == ["orders"]


# instance_restore


def test_instance_comes_back_with_all_that_is_on_it(emulator, module):
    emulator.settings(change_seconds=40)
    instance_id = emulator.instance("orders", topics=["order-events"], tags={"team": "shop"})
    emulator.instance("invoices")
    delete(module, "orders")
    emulator.forget_requests()
    options = {"names": ["orders", "invoices"], "wait_interval": 1}
    predicted = module("instance_restore", options, check=True)
    assert predicted["restored"] == ["orders"] and predicted["unchanged"] == ["invoices"]
    assert predicted["changed"] and not emulator.requests(writes=True)
    before = emulator.time()
    result = module("instance_restore", options)
    assert {key: result[key] for key in ("changed", "restored", "unchanged", "diff")} == {
        key: predicted[key] for key in ("changed", "restored", "unchanged", "diff")
    }
    assert 40 <= emulator.time() - before < 60
    assert {one["status"] for one in result["instances"]} == {"RUNNING"}
    assert instance_id in [one["instance_id"] for one in result["instances"]]
    assert [one["name"] for one in module("topic_info", {"instance_name": "orders"})["topics"]] == ["order-events"]
    emulator.forget_requests()
    again = module("instance_restore", {"instance_ids": [instance_id], "wait_interval": 1})
    assert not again["changed"] and again["unchanged"] == ["orders"] and not emulator.requests(writes=True)
    assert in_bin(emulator, module) == {}


def test_what_is_in_the_bin_no_longer_and_nowhere_else_is_refused_while_others_come_back(emulator, module):
    emulator.instance("orders")
    emulator.instance("invoices")
    delete(module, "orders")
    emulator.control("POST", "clock", {"advance": 8 * DAY})
    delete(module, "invoices")
    result = module("instance_restore", {"names": ["orders", "invoices"], "wait_interval": 1})
    assert result["failed"] and result["changed"] and result["restored"] == ["invoices"]
    [failure] = result["failures"]
    assert failure["name"] == "orders" and "not in the recycle bin" in failure["msg"]


def test_namesake_that_is_alive_keeps_the_deleted_one_in_the_bin(emulator, module):
    deleted = emulator.instance("orders")
    delete(module, "orders")
    alive = emulator.instance("orders")
    emulator.forget_requests()
    for options in ({"names": ["orders"]}, {"instance_ids": [deleted]}):
        for check in (True, False):
            result = module("instance_restore", options, check=check)
            assert result["failed"] and not result["changed"], result
            assert deleted in result["msg"] and alive in result["msg"] and not emulator.requests(writes=True)


def test_namesakes_in_the_bin_are_told_apart_by_their_ids(emulator, module):
    ids = []
    for _count in range(2):
        ids.append(emulator.instance("orders"))
        delete(module, "orders")
    emulator.forget_requests()
    refused = module("instance_restore", {"names": ["orders"]})
    assert refused["failed"] and all(one in refused["msg"] for one in ids) and not emulator.requests(writes=True)
    assert module("instance_restore", {"instance_ids": [ids[0]], "wait_interval": 1})["restored"] == ["orders"]
    assert in_bin(emulator, module)["orders"]["instance_id"] == ids[1]


def test_instance_told_by_name_and_id_comes_back_once(emulator, module):
    instance_id = emulator.instance("orders")
    delete(module, "orders")
    result = module("instance_restore", {"names": ["orders"], "instance_ids": [instance_id], "wait_interval": 1})
    assert result["restored"] == ["orders"] and not result.get("failed")


def test_instance_that_the_bin_still_shows_is_waited_for_and_not_asked_for_again(emulator, module):
    instance_id = emulator.instance("orders", status="STARTING")
    emulator.clock.later(20, lambda: emulator.control("PUT", f"instances/{instance_id}", {"status": "RUNNING"}))
    entry = {"instance_id": instance_id, "name": "orders", "engine": "reliability"}
    body = json.dumps({"retention_days": 7, "default_use_recycle": True, "recycle_instances": [entry]})
    emulator.fault(method="GET", path=BIN, status=200, body=body, times=9)
    before = emulator.time()
    result = module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    assert result["unchanged"] == ["orders"] and not result["changed"] and not emulator.requests(writes=True)
    assert 19 < emulator.time() - before < 30


def test_refusal_of_the_service_is_told(emulator, module):
    instance_id = emulator.instance("orders")
    delete(module, "orders")
    body = f'{{"results": [{{"instance_id": "{instance_id}", "error_msg": "The quota is used up."}}]}}'
    emulator.fault(method="POST", path=BIN, status=200, body=body)
    result = module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    assert result["failed"] and "The quota is used up." in result["msg"] and not result["changed"]


def test_restoration_whose_answer_is_lost_is_sent_once(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    emulator.forget_requests()
    emulator.fault(method="POST", path=BIN, action="drop_after")
    assert module("instance_restore", {"names": ["orders"], "wait_interval": 1})["restored"] == ["orders"]
    assert len(emulator.requests(writes=True)) == 1


def test_restoration_that_was_lost_on_the_way_is_sent_again(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    emulator.forget_requests()
    emulator.fault(method="POST", path=BIN, action="drop_before")
    assert module("instance_restore", {"names": ["orders"], "wait_interval": 1})["restored"] == ["orders"]
    assert len(emulator.requests(writes=True)) == 2


def test_restoration_that_fails_ends_the_wait_and_tells_why(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    emulator.settings(task_outcome="FAILED", change_seconds=5)
    before = emulator.time()
    result = module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    assert result["failed"] and "could not be started" in result["msg"] and emulator.time() - before < 30, result


def test_restoration_that_shows_late_is_waited_for(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    emulator.settings(invisible_seconds=20, change_seconds=5)
    result = module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    assert result["restored"] == ["orders"] and result["instances"][0]["status"] == "RUNNING"


def test_restoration_that_is_not_waited_for_goes_on_in_the_next_run(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    emulator.settings(change_seconds=60, invisible_seconds=10)
    first = module("instance_restore", {"names": ["orders"], "wait": False, "wait_interval": 1})
    # The next task finds it.
    assert first["restored"] == ["orders"] and module("instance_info", {"name": "orders"})["instances"]
    before = emulator.time()
    again = module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    assert not again["changed"] and again["instances"][0]["status"] == "RUNNING" and emulator.time() - before > 20


@pytest.mark.parametrize("options", [{"names": ["orders", "orders"]}, {"instance_ids": [""]}])
def test_lists_that_cannot_be_meant_are_refused(emulator, module, options):
    result = module("instance_restore", options)
    assert result["failed"] and not emulator.requests()


# The option `restore`


def test_instance_is_brought_back_instead_of_ordered_and_then_changed(emulator, module):
    instance_id = emulator.instance("orders", topics=["order-events"], description="old", tags={"team": "shop"})
    delete(module, "orders")
    emulator.forget_requests()
    wanted = patient_order(restore=True, description="new", tags={"team": "sales"}, storage_space=600)
    predicted = module("instance", wanted, check=True)
    assert predicted["restored"] and predicted["changed"] and not emulator.requests(writes=True)
    assert "recycle bin" in str(predicted["warnings"])
    real = module("instance", wanted)
    assert real["restored"] and real["diff"] == predicted["diff"] and not orders_sent(emulator)
    assert real["instance_id"] == instance_id and real["instance"]["description"] == "new"
    assert real["instance"]["tags"] == [{"key": "team", "value": "sales"}] and real["instance"]["status"] == "RUNNING"
    assert len(module("topic_info", {"instance_name": "orders"})["topics"]) == 1
    emulator.forget_requests()
    again = module("instance", wanted)
    assert not again["changed"] and not again["restored"] and not emulator.requests(writes=True)
    assert not bin_reads(emulator)


def test_restore_needs_no_more_than_the_name(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    result = module("instance", {"name": "orders", "restore": True, "wait_interval": 1})
    # What is not asked for has the values it had, and no defaults.
    assert result["restored"] and result["diff"] == {"before": {}, "after": {"name": "orders"}}


def test_restore_by_id_renames_too(emulator, module):
    instance_id = emulator.instance("orders")
    delete(module, "orders")
    emulator.instance("invoices")
    wanted = {"instance_id": instance_id, "name": "orders-2025", "restore": True, "wait_interval": 1}
    result = module("instance", wanted)
    assert result["instance_id"] == instance_id and result["instance"]["name"] == "orders-2025"
    unknown = module("instance", {**wanted, "instance_id": "0f1fcf0a-f019-458d-b9e5-301867394d50"})
    assert unknown["failed"] and "recycle bin" in unknown["msg"]


@pytest.mark.parametrize("region", [{}, {"recycle_bin": False}])
def test_what_the_bin_does_not_hold_is_ordered(emulator, module, region):
    emulator.settings(**region)
    result = module("instance", patient_order(restore=True))
    assert result["changed"] and not result["restored"] and len(orders_sent(emulator)) == 1
    missing = module("instance", {"name": "invoices", "restore": True})
    assert missing["failed"] and "recycle bin" in missing["msg"]


def test_bin_that_may_not_be_read_orders_nothing(emulator, module):
    emulator.fault(method="GET", path=BIN, times=10, status=403, code="DMS.00403003")
    assert module("instance", patient_order(restore=True))["failed"] and not emulator.requests(writes=True)


def test_namesakes_in_the_bin_order_nothing(emulator, module):
    for _count in range(2):
        emulator.instance("orders")
        delete(module, "orders")
    emulator.forget_requests()
    result = module("instance", patient_order(restore=True))
    assert result["failed"] and "2 instances" in result["msg"] and not emulator.requests(writes=True)


def test_living_namesakes_bring_nothing_back(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    for _count in range(2):
        emulator.instance("orders")
    emulator.forget_requests()
    result = module("instance", patient_order(restore=True))
    assert result["failed"] and "'instance_id'" in result["msg"] and not emulator.requests(writes=True)


def test_instance_that_is_still_being_deleted_is_not_ordered_anew(emulator, module):
    emulator.settings(delete_seconds=60)
    emulator.instance("orders")
    delete(module, "orders", wait=False)
    emulator.forget_requests()
    result = module("instance", patient_order(restore=True))
    assert result["failed"] and "being deleted" in result["msg"] and not emulator.requests(writes=True)


@pytest.mark.parametrize(
    ("wanted", "told"), [({"vpc_id": "another"}, "'vpc_id'"), ({"storage_space": 900}, "'allow_resize'")]
)
def test_instance_that_comes_back_as_something_else_is_told(emulator, module, wanted, told):
    emulator.instance("orders")
    delete(module, "orders")
    result = module("instance", patient_order(restore=True, **wanted))
    assert result["failed"] and result["changed"] and told in result["msg"], result
    assert result["msg"].startswith("The instance was restored, but then: ")


def test_many_are_brought_back_or_ordered(emulator, module):
    emulator.instance("orders")
    emulator.instance("stock")
    delete(module, "orders")
    wanted = {"instances": [order(name, restore=True) for name in ("orders", "invoices", "stock")], "wait_interval": 1}
    predicted = module("instances", wanted, check=True)
    result = module("instances", wanted)
    for one in (predicted, result):
        assert one["restored"] == ["orders"] and one["created"] == ["invoices"] and one["unchanged"] == ["stock"]
    assert predicted["diff"] == result["diff"]


def test_fleet_brings_back_what_is_on_it(emulator, module):
    emulator.instance("orders", topics=["order-events"])
    delete(module, "orders")
    topics = [{"name": "order-events"}, {"name": "order-audit"}]
    fleet = {"instances": [order(restore=True, topics=topics)], "wait_interval": 1}
    predicted = module("fleet", fleet, check=True)
    assert predicted["restored"] == ["orders"] and "recycle bin" in str(predicted["warnings"])
    result = module("fleet", fleet)
    assert result["restored"] == ["orders"] and result["changed"]
    assert result["instances"][0]["topics"]["created"] == ["order-audit"]
    assert not module("fleet", fleet)["changed"]
