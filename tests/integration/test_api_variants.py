# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Editions of the service differ in what they show, when they show it, and how they say no."""

from __future__ import annotations

import itertools
import json

import pytest

from .sample_instances import order, patient_order

EIPS = [f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in range(6)]
SECRET = "Planted-Secret-1"


def orders_sent(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]


def bodies(emulator, method="POST"):
    return [entry["body"] for entry in emulator.requests(writes=True) if entry["method"] == method]


# What lists leave out.


def test_sparse_instance_list(emulator, module):
    emulator.settings(sparse_lists=True)
    emulator.instance("orders", enable_acl=False, tags={"team": "shop"})
    wanted = {"name": "orders", "enable_acl": True, "tags": {"team": "shop"}}
    assert module("instance", {**wanted, "wait_interval": 0.1}, check=True)["changed"]
    assert module("instance", {**wanted, "wait_interval": 0.1})["instance"]["enable_acl"] is True
    assert not module("instance", {**wanted, "wait_interval": 0.1})["changed"]
    emulator.instance("invoices", enable_acl=False)
    several = {"instances": [wanted, {"name": "invoices", "enable_acl": True}], "wait_interval": 0.1}
    assert module("instances", several)["updated"] == ["invoices"]
    assert module("instances", several)["unchanged"] == ["orders", "invoices"]


def test_sparse_instance_list_by_id(emulator, module):
    emulator.settings(sparse_lists=True)
    ids = [emulator.instance(name, enable_acl=True) for name in ("orders", "invoices")]

    def wanted(**options):
        listed = [{"instance_id": instance_id, **options} for instance_id in ids]
        return {"instances": listed, "wait_interval": 0.1}

    assert module("instances", wanted(enable_acl=True))["unchanged"] == ["orders", "invoices"]
    assert bodies(emulator, "PUT") == []
    off = module("instances", wanted(enable_acl=False))
    assert off["updated"] == ["orders", "invoices"], off
    assert module("instances", wanted(enable_acl=False))["unchanged"] == ["orders", "invoices"]


def test_addresses_not_shown_by_id(emulator, module):
    instance_id = emulator.instance("orders", publicip_id=EIPS[0])
    emulator.control("PUT", f"instances/{instance_id}", {"publicip_id": "", "enable_publicip": True})
    emulator.fault(
        method="GET",
        path=f"/instances/{instance_id}$",
        status=200,
        times=-1,
        body=json.dumps({"instance_id": instance_id, "name": "orders", "status": "RUNNING", "enable_publicip": True}),
    )
    result = module("instance", {"instance_id": instance_id, "publicip_ids": [EIPS[0]]})
    assert not result["changed"] and not [key for key in result["instance"] if key.startswith("_")], result
    assert len([entry for entry in emulator.requests() if entry["path"].endswith(instance_id)]) == 1


@pytest.mark.parametrize("wanted", [{"publicip_ids": []}, {"enable_publicip": False}])
def test_addresses_not_shown_are_unbound(emulator, module, wanted):
    instance_id = emulator.instance("orders", publicip_id=EIPS[0])
    emulator.control("PUT", f"instances/{instance_id}", {"publicip_id": "", "enable_publicip": True})
    options = {"name": "orders", "wait_interval": 0.1, **wanted}
    assert module("instance", options, check=True)["changed"]
    assert module("instance", options)["changed"]
    assert bodies(emulator, "PUT") == [{"enable_publicip": False}]
    assert not module("instance", options)["changed"]


def test_sparse_group_list_update(emulator, module):
    emulator.settings(sparse_lists=True)
    names = ["billing", "shipping", "returns", "audit"]
    groups = [{"name": name, "group_desc": f"About {name}"} for name in names]
    instance_id = emulator.instance("orders", engine_version="5.1.4", groups=groups)
    wanted = {"instance_id": instance_id, "consumer_groups": [{"name": name, "retry_max_time": 3} for name in names]}
    assert module("consumer_groups", wanted)["updated"] == names
    found = module("consumer_group_info", {"instance_id": instance_id, "name": "returns"})["consumer_groups"]
    assert [(group["retry_max_time"], group["group_desc"]) for group in found] == [(3, "About returns")]
    two = {**wanted, "consumer_groups": [{"name": name, "enabled": False} for name in names[:2]]}
    assert module("consumer_groups", two)["updated"] == names[:2]
    found = module("consumer_group_info", {"instance_id": instance_id, "name": "billing"})["consumer_groups"]
    assert found[0]["group_desc"] == "About billing"


def test_sparse_group_list_purge(emulator, module):
    emulator.settings(sparse_lists=True)
    groups = [{"name": "billing", "group_desc": "About billing"}]
    instance_id = emulator.instance("orders", engine_version="5.1.4", groups=groups)
    wanted = {"instance_id": instance_id, "consumer_groups": [{"name": "billing", "retry_max_time": 5}], "purge": True}
    assert module("consumer_groups", wanted)["updated"] == ["billing"]
    (found,) = module("consumer_group_info", {"instance_id": instance_id, "name": "billing"})["consumer_groups"]
    assert (found["group_desc"], found["retry_max_time"]) == ("About billing", 5)


# What shows up late.


def test_orders_without_wait_not_repeated(emulator, module):
    emulator.settings(invisible_seconds=1.0, create_seconds=2.0)
    wanted = {"instances": [order("orders"), order("invoices")], "wait": False, "wait_interval": 0.1}
    assert module("instances", wanted)["created"] == ["orders", "invoices"]
    again = module("instances", wanted)
    assert again["unchanged"] == ["orders", "invoices"]
    assert len(orders_sent(emulator)) == 2


def test_order_lost_and_visible_late(emulator, module):
    emulator.settings(invisible_seconds=2.0, create_seconds=0.1)
    emulator.fault(method="POST", path="/instances$", action="answer_after", status=502, body="<html>")
    result = module("instance", order("orders", wait_interval=0.5))
    assert result["changed"] and result["instance"]["status"] == "RUNNING"
    assert len(orders_sent(emulator)) == 1


def test_order_lost_with_short_interval(emulator, module):
    emulator.settings(invisible_seconds=25.0, create_seconds=0.1)
    emulator.fault(method="POST", path="/instances$", action="answer_after", status=502, body="<html>")
    result = module("instance", order("orders", wait_interval=0.05))
    assert result["changed"] and result["instance"]["status"] == "RUNNING"
    assert len(orders_sent(emulator)) == 1


@pytest.mark.parametrize("before", ["an order whose answer was lost", "an order that was not waited for"])
def test_instance_listed_before_readable(emulator, module, before):
    emulator.settings(unreadable_seconds=1.0, create_seconds=1.5)
    if before == "an order that was not waited for":
        assert module("instance", patient_order("orders", wait=False))["changed"]
    else:
        emulator.fault(method="POST", path="/instances$", action="answer_after", status=502, body="<html>")
    result = module("instance", patient_order("orders"))
    assert not result.get("failed") and result["instance"]["status"] == "RUNNING", result
    assert len(orders_sent(emulator)) == 1


@pytest.mark.parametrize(
    ("module_name", "option", "several"), [("topic", "topics", False), ("consumer_groups", "consumer_groups", True)]
)
def test_deletion_done_later(emulator, module, module_name, option, several):
    instance_id = emulator.instance("orders")
    emulator.settings(delete_answer="later", change_seconds=0.5)
    kind = "topics" if option == "topics" else "groups"
    emulator.control("POST", f"instances/{instance_id}/{kind}", [{"name": "old-a"}, {"name": "old-b"}])
    scope = {"instance_name": "orders", "wait_interval": 0.1}
    wanted = {option: [{"name": "old-a"}, {"name": "old-b"}]} if several else {"name": "old-a"}
    assert module(module_name, {**scope, **wanted, "state": "absent"})["changed"]
    again = module(module_name, {**scope, **wanted, "state": "present"})
    assert again["changed"], "what is about to go was taken for there"


def test_group_description_omitted_when_empty(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}])
    emulator.settings(omit_empty=True)
    group = {"instance_name": "orders", "name": "billing", "description": "who pays"}
    result = module("consumer_group", group)
    assert result["changed"] and result["consumer_group"]["group_desc"] == "who pays"
    assert not module("consumer_group", group)["changed"]


def test_order_answered_without_id(emulator, module):
    emulator.fault(method="POST", path="/instances$", action="answer_after", status=200, body="{}")
    result = module("instance", patient_order("orders"))
    assert result["changed"] and result["instance_id"] == result["instance"]["instance_id"]
    assert len(orders_sent(emulator)) == 1


# Brokers and their public addresses.


def test_brokers_added_to_public_instance(emulator, module):
    emulator.instance("orders", publicip_id=",".join(EIPS[:3]))
    wanted = {"name": "orders", "publicip_ids": EIPS, "broker_num": 2, "allow_resize": True, "wait_interval": 0.1}
    result = module("instance", wanted)
    assert result["instance"]["broker_num"] == 2
    extend = {"oper_type": "horizontal", "new_broker_num": 2, "publicip_id": ",".join(EIPS[3:])}
    assert bodies(emulator) == [extend] and bodies(emulator, "PUT") == []
    assert not module("instance", wanted)["changed"]


def test_brokers_added_before_public_access(emulator, module):
    emulator.instance("orders")
    wanted = {"name": "orders", "publicip_ids": EIPS, "broker_num": 2, "allow_resize": True, "wait_interval": 0.1}
    assert module("instance", wanted)["instance"]["enable_publicip"] is True
    writes = [entry["body"] for entry in emulator.requests(writes=True)]
    assert writes == [
        {"oper_type": "horizontal", "new_broker_num": 2},
        {"enable_publicip": True, "publicip_id": ",".join(EIPS)},
    ]


def test_brokers_added_on_5_x(emulator, module):
    emulator.instance("orders", engine_version="5.x", product_id="rocketmq.b2.large.4", type="cluster.basic")
    wanted = {"name": "orders", "broker_num": 2, "allow_resize": True, "wait_interval": 0.1}
    result = module("instance", wanted)
    assert not result.get("failed"), result["msg"]
    assert result["instance"]["broker_num"] == 2
    assert bodies(emulator)[0]["new_product_id"] == "rocketmq.b2.large.4"


def test_storage_grown_with_brokers(emulator, module):
    emulator.instance("orders", total_storage_space=600)
    wanted = {"name": "orders", "broker_num": 2, "storage_space": 600, "allow_resize": True, "wait_interval": 0.1}
    result = module("instance", wanted)
    assert result["changed"], result
    assert "'storage_space' of instance 'orders' is 1200, more than the 600" in str(result["warnings"])
    again = module("instance", wanted)
    assert not again["changed"] and len(again["warnings"]) == 1, again


# Forced deletion.


def test_force_delete_waits_until_deletable(emulator, module):
    emulator.settings(create_seconds=1.0)
    module("instance", order("orders", wait=False))
    emulator.forget_requests()
    result = module("instance", {"name": "orders", "state": "absent", "force_delete": True, "wait_interval": 0.2})
    assert result["changed"], result
    writes = emulator.requests(writes=True)
    assert len(writes) > 1 and {entry["method"] for entry in writes} == {"POST"}
    assert all(entry["body"]["force_delete"] is True for entry in writes)


# Users.


def test_user_loses_admin_on_5_x(emulator, module):
    everything = {"admin": True, "default_topic_perm": "PUB|SUB", "default_group_perm": "SUB"}
    users = [
        {"access_key": "root-user", "secret_key": SECRET, **everything},
        {"access_key": "shop-consumer", "secret_key": SECRET, "default_topic_perm": "SUB"},
    ]
    instance_id = emulator.instance("orders", engine_version="5.1.4", enable_acl=True, users=users)
    wanted = {"instance_id": instance_id, "name": "root-user", "secret": SECRET, "admin": False}
    assert module("user", wanted)["user"]["admin"] is False
    assert not module("user", wanted)["changed"]


@pytest.mark.parametrize("family", ["400", "404"])
def test_missing_user_by_list(emulator, module, family):
    emulator.settings(not_found_family=family)
    instance_id = emulator.instance("orders", enable_acl=True)
    wanted = {"instance_id": instance_id, "name": "shop-producer", "secret": SECRET}
    assert module("user", wanted)["changed"]
    assert module("user", {"instance_id": instance_id, "name": "shop-producer", "state": "absent"})["changed"]
    assert not module("user", {"instance_id": instance_id, "name": "shop-producer", "state": "absent"})["changed"]


@pytest.mark.parametrize("keeps", [True, False])
def test_user_update_without_masked_secret(emulator, module, keeps):
    emulator.settings(empty_secret_keeps=keeps)
    users = [{"access_key": "shop-producer", "secret_key": SECRET}]
    instance_id = emulator.instance("orders", enable_acl=True, users=users)
    result = module("user", {"instance_id": instance_id, "name": "shop-producer", "default_topic_perm": "PUB"})
    if keeps:
        assert result["changed"] and result["user"]["default_topic_perm"] == "PUB"
        emulator.settings(mask_secrets=False)
        assert not module("user", {"instance_id": instance_id, "name": "shop-producer", "secret": SECRET})["changed"]
    else:
        assert result["failed"] and "give it as 'secret' along with the change" in result["msg"]
    emulator.reset()  # What was asked breaks the contract: it is as strict as the service that does not keep secrets.


def test_unreadable_user_is_not_absent(emulator, module):
    users = [{"access_key": "shop-producer", "secret_key": SECRET}]
    instance_id = emulator.instance("orders", enable_acl=True, users=users)
    emulator.fault(method="GET", path="/users/shop-producer", status=400, code="DMS.00400002", times=-1)
    result = module("user", {"instance_id": instance_id, "name": "shop-producer", "state": "absent"})
    assert result["failed"] and result["error_code"] == "DMS.00400002"
    assert emulator.requests(writes=True) == []


# Statuses, and refusals that pass.


def test_status_deleted_is_absent(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("PUT", f"instances/{instance_id}", {"status": "DELETED"})
    assert module("instance_info", {"instance_id": instance_id})["instances"] == []
    assert not module("instance", {"name": "orders", "state": "absent", "wait_interval": 0.1})["changed"]


def test_gateway_timeout_is_retried(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.fault(status=408, code="DMS.00408001", times=1)
    emulator.fault(method="POST", path="/topics$", status=408, code="DMS.00408001", times=1)
    assert module("topic", {"instance_id": instance_id, "name": "order-events"})["changed"]
    assert len(bodies(emulator)) == 2


def test_unavailable_with_retry_after(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.fault(method="GET", path="/topics", status=503, headers={"Retry-After": "2"}, times=1)
    assert module("topic_info", {"instance_id": instance_id})["topics"] == []
    times = [entry["time"] for entry in emulator.requests() if "/topics" in entry["path"]]
    assert [later - earlier >= 1.9 for earlier, later in itertools.pairwise(times)] == [True]


def test_poll_refused_for_good(emulator, module):
    emulator.settings(create_seconds=5.0)
    # The first lists find that nothing is there; what comes while the orders are waited for is refused.
    emulator.fault(method="GET", path="/instances$", skip=1, times=-1, status=403, code="DMS.00403002")
    wanted = {"instances": [order("orders"), order("invoices")], "wait_interval": 0.1}
    result = module("instances", wanted)
    assert result["failed"] and [failure["name"] for failure in result["failures"]] == ["orders", "invoices"]
    assert all(failure["error_code"] == "DMS.00403002" for failure in result["failures"])
    assert len({failure["instance_id"] for failure in result["failures"]}) == 2


@pytest.mark.parametrize("plural", [False, True])
@pytest.mark.parametrize(
    ("version", "options", "told"),
    [
        ("4.8.0", {"message_type": "FIFO"}, "does not show 'message_type'"),
        ("4.8.0", {"description": "text"}, "does not show 'description'"),
        ("5.x", {"read_queue_num": 3}, "ignore these options of topics: read_queue_num"),
    ],
)
def test_topic_ignored_fields_warn(emulator, module, plural, version, options, told):
    emulator.instance("orders", engine_version=version)
    topic = {"name": "made", **options}
    scope = {"instance_name": "orders", "wait_interval": 0.1}
    wanted = {**scope, "topics": [topic, {"name": "plain"}]} if plural else {**scope, **topic}
    result = module("topics" if plural else "topic", wanted)
    assert result["changed"] and told in str(result["warnings"]), result


@pytest.mark.parametrize("names", [["made"], ["made-a", "made-b", "made-c"]])
def test_topic_permission_ignored_by_creation(emulator, module, names):
    instance_id = emulator.instance("orders")
    emulator.settings(permission_at_creation=False)
    wanted = {"instance_name": "orders", "topics": [{"name": name, "permission": "sub"} for name in names]}
    made = module("topics", wanted)
    assert made["created"] == names, made
    topics = emulator.control("GET", f"instances/{instance_id}")["topics"]
    assert {topic["permission"] for topic in topics.values()} == {"sub"}
    assert not module("topics", wanted)["changed"]


def test_topic_permission_ignored_fails(emulator, module):
    emulator.instance("orders")
    emulator.settings(permission_at_creation=False)
    emulator.fault(method="PUT", path="/topics/made$", status=204, times=-1)
    result = module("topic", {"instance_name": "orders", "name": "made", "permission": "sub"})
    assert result["failed"] and result["changed"] and "was created, but" in result["msg"], result
    again = module("topic", {"instance_name": "orders", "name": "made", "permission": "sub"})
    assert again["failed"] and not again["changed"] and "ignored 'permission'" in again["msg"], again


def test_topic_created_but_update_refused(emulator, module):
    emulator.instance("orders")
    emulator.settings(permission_at_creation=False)
    emulator.fault(method="PUT", path="/topics/made$", status=403, code="DMS.00403003")
    result = module("topic", {"instance_name": "orders", "name": "made", "permission": "sub"})
    assert result["failed"] and result["changed"] and "was created, but then" in result["msg"], result


# Migration of metadata.

MOVE = {"instance_name": "orders", "name": "move", "wait_interval": 0.1}
METADATA = {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}}


@pytest.mark.parametrize(("code", "sent"), [("DMS.00400062", 2), ("DMS.00400081", 1), ("DMS.00400800", 1)])
def test_migration_key_case(emulator, module, code, sent):
    emulator.instance("orders")
    emulator.fault(method="POST", path="/metadata$", status=400, code=code)
    result = module("migration_task", {**MOVE, "type": "rocketmq", "metadata": METADATA})
    assert len(bodies(emulator)) == sent
    assert bool(result.get("failed")) == (sent == 1) and bool(result.get("changed")) == (sent == 2), result


def test_migration_not_deleted(emulator, module):
    emulator.instance("orders")
    assert module("migration_task", {**MOVE, "type": "rocketmq", "metadata": METADATA})["changed"]
    emulator.fault(method="POST", path="/batch-delete$", status=200, body='{"task_ids": []}')
    result = module("migration_task", {**MOVE, "state": "absent", "wait_timeout": 1})
    assert result["failed"] and "still exists" in result["msg"], result
    assert module("migration_task", {**MOVE, "state": "absent"})["changed"]


# Background tasks.


def test_update_whose_background_task_fails(emulator, module):
    emulator.instance("orders", enable_acl=False)
    emulator.settings(task_outcome="FAILED")
    result = module("instance", {"name": "orders", "enable_acl": True, "wait_interval": 5, "wait_timeout": 60})
    assert result["failed"] and "shows no effect of the last request (modify)" in result["msg"], result


def test_batch_deletion_whose_background_task_fails(emulator, module):
    emulator.instance("orders", topics=["order-a", "order-b", "order-c"])
    emulator.settings(task_outcome="FAILED")
    wanted = {"topics": [{"name": f"order-{one}"} for one in "abc"], "state": "absent", "wait_interval": 5}
    result = module("topics", {"instance_name": "orders", **wanted})
    # What the task did not do is done by single requests.
    assert not result.get("failed") and result["deleted"] == ["order-a", "order-b", "order-c"], result
    assert [entry["method"] for entry in emulator.requests(writes=True)].count("DELETE") == 3


@pytest.mark.parametrize("grows", [True, False])
def test_storage_after_brokers_are_added(emulator, module, grows):
    emulator.instance("orders", total_storage_space=600)
    emulator.settings(horizontal_grows_storage=grows)
    wanted = {"name": "orders", "broker_num": 2, "storage_space": 1200, "allow_resize": True, "wait_interval": 0.1}
    result = module("instance", wanted)
    assert not result.get("failed") and result["instance"]["total_storage_space"] == 1200, result
    kinds = [entry["body"]["oper_type"] for entry in emulator.requests(writes=True)]
    assert kinds == (["horizontal"] if grows else ["horizontal", "storage"])
    assert not module("instance", wanted)["changed"]


@pytest.mark.parametrize("needs_unbind", [True, False])
def test_addresses_exchanged(emulator, module, needs_unbind):
    emulator.instance("orders", publicip_id=",".join(EIPS[:3]))
    emulator.settings(rebind_needs_unbind=needs_unbind)
    wanted = {"name": "orders", "publicip_ids": EIPS[3:], "wait_interval": 0.1}
    assert module("instance", wanted)["changed"]
    bind = {"enable_publicip": True, "publicip_id": ",".join(EIPS[3:])}
    assert bodies(emulator, "PUT") == [{"enable_publicip": False}, bind]
    assert not module("instance", wanted)["changed"]


@pytest.mark.parametrize("shown", [True, False])
def test_access_policy_with_and_without_secrets(emulator, module, shown):
    perms = [{"name": "order-events", "perm": "PUB"}]
    users = [{"access_key": "producer", "secret_key": SECRET, "topic_perms": perms}]
    emulator.instance("orders", enable_acl=True, topics=["order-events"], users=users)
    emulator.settings(policy_secrets=shown, mask_secrets=False)
    result = module("access_policy_info", {"instance_name": "orders", "topic": "order-events"})
    assert [(policy["access_key"], policy["perm"]) for policy in result["policies"]] == [("producer", "PUB")]
    assert SECRET not in str(result) and "secret_key" not in str(result["policies"])


@pytest.mark.parametrize("stay", [False, True])
def test_permissions_stay_whatever_a_change_without_them_does(emulator, module, stay):
    emulator.settings(omitted_permissions_stay=stay, mask_secrets=False)
    given = {
        "name": "reader-key",
        "default_topic_perm": "SUB",
        "topic_perms": [{"name": "order-events", "perm": "PUB"}],
    }
    instance_id = emulator.instance("orders", enable_acl=True, users=[{**given, "secret_key": "Planted-Secret-1"}])
    options = {"instance_name": "orders", "name": "reader-key", "secret": "Planted-Secret-1", "wait_interval": 0.1}
    assert module("user", {**options, "white_remote_address": "10.0.0.1"})["changed"]
    user = emulator.control("GET", f"instances/{instance_id}")["users"]["reader-key"]
    assert user["default_topic_perm"] == "SUB" and user["topic_perms"] == given["topic_perms"]
    assert module("user", {**options, "topic_perms": []})["changed"]
    assert emulator.control("GET", f"instances/{instance_id}")["users"]["reader-key"]["topic_perms"] == []
