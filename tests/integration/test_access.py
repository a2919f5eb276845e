# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has access is what the task says, or the task fails; and a failure never leaves less access than before."""

from __future__ import annotations

import pytest

SCOPE = {"instance_name": "orders", "wait_interval": 0.1}
SECRET = "Planted-Secret-1"
USER = {
    "access_key": "shop-producer",
    "secret_key": SECRET,
    "white_remote_address": "10.0.0.*",
    "topic_perms": [{"name": "order-events", "perm": "PUB"}],
    "group_perms": [{"name": "order-workers", "perm": "SUB"}],
}
EIPS = [f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in range(6)]


@pytest.mark.parametrize("plural", [False, True])
@pytest.mark.parametrize("taken", [{"topic_perms": []}, {"group_perms": []}, {"white_remote_address": ""}])
def test_right_that_the_service_does_not_take_away_is_a_failure(emulator, module, plural, taken):
    emulator.settings(ignore_emptied_permissions=True, mask_secrets=False)
    emulator.instance("orders", enable_acl=True, users=[USER])
    options = {"name": "shop-producer", **taken}
    name, wanted = ("users", {**SCOPE, "users": [options]}) if plural else ("user", {**SCOPE, **options})
    for _run in range(2):
        emulator.forget_requests()
        result = module(name, wanted)
        assert result["failed"] and not result["changed"], result
        told = result["failures"][0]["msg"] if plural else result["msg"]
        assert f"ignored '{next(iter(taken))}' of 'shop-producer'" in told
        assert len(emulator.requests(writes=True)) == 1
    emulator.settings(ignore_emptied_permissions=False)
    assert module(name, wanted)["changed"] and not module(name, wanted)["changed"]


def test_one_field_ignored_of_two_is_told_as_changed_and_failed(emulator, module):
    emulator.settings(ignore_emptied_permissions=True, mask_secrets=False)
    emulator.instance("orders", enable_acl=True, users=[USER])
    result = module("user", {**SCOPE, "name": "shop-producer", "topic_perms": [], "default_topic_perm": "SUB"})
    assert result["failed"] and result["changed"] and "The user was updated, but" in result["msg"], result


@pytest.mark.parametrize("product", ["rocketmq.b2.large.4", "rocketmq.p2.large.8"])
def test_only_administrator_of_5_x_is_demoted(emulator, module, product):
    everything = {"admin": True, "default_topic_perm": "PUB|SUB", "default_group_perm": "SUB"}
    users = [{"access_key": "root-user", "secret_key": SECRET, **everything}]
    emulator.instance("orders", engine_version="5.x", product_id=product, enable_acl=True, users=users)
    result = module(
        "user", {**SCOPE, "name": "root-user", "secret": SECRET, "admin": False, "default_topic_perm": "DENY"}
    )
    assert len(emulator.requests(writes=True)) == 1
    if product == "rocketmq.p2.large.8":
        assert result["changed"] and result["user"]["admin"] is False, result
    else:
        # The basic edition makes every user an administrator.
        assert result["failed"] and not result["changed"] and "'admin'" in result["msg"], result


def test_each_new_user_is_read_back(emulator, module):
    emulator.instance("orders", engine_version="5.x", product_id="rocketmq.b2.large.4", enable_acl=True)
    users = [{"name": f"shop-user-{number}", "secret": SECRET} for number in range(2)]
    users.append({"name": "shop-user-2", "secret": SECRET, "admin": False})
    result = module("users", {**SCOPE, "users": users})
    assert result["failed"] and [failure["name"] for failure in result["failures"]] == ["shop-user-2"], result
    assert result["created"] == ["shop-user-0", "shop-user-1"]


@pytest.mark.parametrize("plural", [False, True])
@pytest.mark.parametrize("hidden", ["object_unreadable_seconds", "object_invisible_seconds"])
def test_access_of_what_does_not_show_at_once_is_read_back(emulator, module, hidden, plural):
    emulator.settings(permission_at_creation=False, **{hidden: 4})
    instance_id = emulator.instance(
        "orders", engine_version="4.8.0" if plural else "5.x", product_id="c6.4u8g.cluster", enable_acl=True
    )
    made = [{"name": f"order-events-{number}", "permission": "sub"} for number in range(1 + plural)]
    result = module("topics", {**SCOPE, "topics": made}) if plural else module("topic", {**SCOPE, **made[0]})
    if plural:
        topics = emulator.control("GET", f"instances/{instance_id}")["topics"]
        assert result["changed"] and {topic["permission"] for topic in topics.values()} == {"sub"}, result
    else:
        # 5.x knows no permission of a topic.
        assert result["failed"] and "'permission'" in result["msg"], result


def test_access_of_what_never_shows_is_told(emulator, module):
    emulator.settings(object_unreadable_seconds=60, object_invisible_seconds=60)
    emulator.instance("orders", enable_acl=True)
    result = module("user", {**SCOPE, "name": "shop-producer", "secret": SECRET, "default_topic_perm": "PUB"})
    [warning] = result["warnings"]
    assert result["changed"] and "could not be read back" in warning, result


def test_permission_of_a_topic_of_5_x_is_a_failure(emulator, module):
    emulator.instance("orders", engine_version="5.x")
    result = module("topic", {**SCOPE, "name": "order-events", "permission": "sub"})
    assert result["failed"] and result["changed"] and "'permission'" in result["msg"], result


def test_other_field_that_is_ignored_beside_the_access_is_told_too(emulator, module):
    instance_id = emulator.instance("orders", topics=["order-events"])

    def restore():
        emulator.control("POST", f"instances/{instance_id}/topics", ["order-events"])

    emulator.after("PUT", "/topics/order-events$", restore)
    result = module("topic", {**SCOPE, "name": "order-events", "permission": "sub", "read_queue_num": 3})
    [warning] = result["warnings"]
    assert result["failed"] and "'permission'" in result["msg"] and "'read_queue_num'" in warning, result


# Public access.


def public_5x(emulator, **fields):
    options = {"engine_version": "5.x", "product_id": "rocketmq.b2.large.4", "publicip_id": ",".join(EIPS[:3])}
    return emulator.instance("orders", **{**options, **fields})


def larger(**options):
    wanted = {"product_id": "rocketmq.b2.large.8", "publicip_ids": EIPS, "allow_resize": True, "wait_interval": 0.1}
    return {"name": "orders", **wanted, **options}


@pytest.mark.parametrize("shown", [True, False])
def test_larger_product_of_5_x_takes_new_addresses_along(emulator, module, shown):
    emulator.settings(show_public_ips=shown)
    instance_id = public_5x(emulator)
    result = module("instance", larger())
    assert result["changed"], result
    [extension] = [entry["body"] for entry in emulator.requests(writes=True)]
    assert extension["oper_type"] == "horizontal"
    assert sorted(extension["publicip_id"].split(",")) == (EIPS[3:] if shown else EIPS)
    fields = emulator.control("GET", f"instances/{instance_id}")["fields"]
    assert fields["enable_publicip"] and sorted(fields["publicip_id"].split(",")) == EIPS
    assert not module("instance", larger())["changed"]


def test_addresses_that_show_later_than_the_resize_are_not_unbound(emulator, module):
    instance_id = public_5x(emulator)

    def hide():
        emulator.control("PUT", f"instances/{instance_id}", {"publicip_id": ",".join(EIPS[:3])})

    def show():
        emulator.control("PUT", f"instances/{instance_id}", {"publicip_id": ",".join(EIPS)})

    emulator.settings(change_seconds=15)
    emulator.after("POST", "/extend$", lambda: (emulator.clock.later(16, hide), emulator.clock.later(40, show)))
    result = module("instance", larger(wait_interval=10))
    assert result["changed"], result
    assert [entry["method"] for entry in emulator.requests(writes=True)] == ["POST"]


def test_resize_that_is_refused_leaves_public_access_alone(emulator, module):
    instance_id = public_5x(emulator)
    result = module("instance", larger(publicip_ids=EIPS[:3]))
    assert result["failed"] and result["error_code"] == "DMS.00400128" and "'publicip_ids'" in result["msg"], result
    assert len(emulator.requests(writes=True)) == 1
    assert emulator.control("GET", f"instances/{instance_id}")["fields"]["publicip_id"] == ",".join(EIPS[:3])


def test_addresses_that_cannot_be_exchanged_are_bound_again(emulator, module):
    instance_id = emulator.instance("orders", publicip_id=",".join(EIPS[:3]))
    emulator.fault(method="PUT", path="/instances/[^/]*$", skip=1, status=400, code="DMS.00400128")
    result = module("instance", {"name": "orders", "publicip_ids": EIPS[3:], "wait_interval": 0.1})
    assert result["failed"] and "bound again" in result["msg"], result
    emulator.clock.sleep(10)
    fields = emulator.control("GET", f"instances/{instance_id}")["fields"]
    assert fields["enable_publicip"] and fields["publicip_id"] == ",".join(EIPS[:3])


@pytest.mark.parametrize("plural", [False, True])
def test_addresses_are_exchanged_to_the_end_without_a_wait(emulator, module, plural):
    emulator.settings(change_seconds=20)
    ids = [emulator.instance(name, publicip_id=",".join(EIPS[:3])) for name in ("orders", "invoices")[: 1 + plural]]
    items = [{"name": name, "publicip_ids": EIPS[3:]} for name in ("orders", "invoices")]
    if plural:
        result = module("instances", {"instances": items, "wait": False, "wait_interval": 1})
    else:
        result = module("instance", {**items[0], "wait": False, "wait_interval": 1})
    assert result["changed"], result
    emulator.clock.sleep(30)
    for instance_id in ids:
        fields = emulator.control("GET", f"instances/{instance_id}")["fields"]
        assert fields["enable_publicip"] and fields["publicip_id"] == ",".join(EIPS[3:])


def test_addresses_whose_exchange_never_ends_are_bound_again(emulator, module):
    instance_id = emulator.instance("orders", publicip_id=",".join(EIPS[:3]))
    emulator.after("PUT", f"/instances/{instance_id}$", lambda: emulator.settings(task_outcome="FAILED"))
    emulator.clock.later(90, lambda: emulator.settings(task_outcome="SUCCESS"))
    wanted = {"name": "orders", "publicip_ids": EIPS[3:], "wait_interval": 5, "wait_timeout": 100}
    result = module("instance", wanted)
    assert result["failed"] and "'publicip_ids'" in result["msg"] and "bound again" in result["msg"], result
    emulator.clock.sleep(10)
    fields = emulator.control("GET", f"instances/{instance_id}")["fields"]
    assert fields["enable_publicip"] and fields["publicip_id"] == ",".join(EIPS[:3])


# TLS.


def test_region_that_cannot_switch_tls_says_so(emulator, module):
    emulator.instance("orders", tls_mode="SSL", ssl_enable=True)
    emulator.fault(method="POST", path="/plain-ssl-switch$", times=10, status=404, code="DMS.00404001")
    result = module("instance", {"name": "orders", "ssl_enable": False})
    assert result["failed"] and not result["changed"] and "cannot change 'tls_mode'" in result["msg"], result


@pytest.mark.parametrize(
    ("present", "wanted", "mode"),
    [
        ("SSL", {"ssl_enable": False}, "PLAINTEXT"),
        ("PLAINTEXT", {"ssl_enable": True}, "SSL"),
        ("PLAINTEXT", {"tls_mode": "PERMISSIVE"}, "PERMISSIVE"),
        ("PERMISSIVE", {"tls_mode": "SSL"}, "SSL"),
    ],
)
def test_tls_is_switched_and_waited_for(emulator, module, present, wanted, mode):
    emulator.settings(change_seconds=30)
    emulator.instance("orders", tls_mode=present, ssl_enable=present != "PLAINTEXT")
    predicted = module("instance", {"name": "orders", **wanted}, check=True)
    result = module("instance", {"name": "orders", **wanted})
    assert result["changed"] and result["instance"]["tls_mode"] == mode, result
    assert predicted["diff"] == result["diff"]
    assert [entry["body"] for entry in emulator.requests(writes=True)] == [{"tls_mode": mode}]
    assert not module("instance", {"name": "orders", **wanted})["changed"]
