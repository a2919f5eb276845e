# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Topics, consumer groups and users."""

from __future__ import annotations

from typing import Any

import pytest
from emulator_client import PROJECT, Client

GROUP = {"enabled": True, "broadcast": False, "retry_max_time": 16}


def test_topic(dms: Client) -> None:
    path = f"instances/{dms.instance(broker_num=2)}/topics"
    assert dms.good("POST", path, {"name": "orders", "queue_num": 3}) == {"id": "orders"}
    shown = dms.good("GET", f"{path}/orders")
    assert "name" not in shown
    assert (shown["total_read_queue_num"], shown["total_write_queue_num"], shown["permission"]) == (6, 6, "all")
    assert isinstance(shown["created_at"], int)
    orders = {
        tuple(item["broker_name"] for item in dms.good("GET", f"{path}/orders")["brokers"]) for _count in range(4)
    }
    assert len(orders) == 2
    assert dms.call("PUT", f"{path}/orders", {"read_queue_num": 9, "permission": "sub"}).status == 204
    shown = dms.good("GET", f"{path}/orders")
    assert (shown["total_read_queue_num"], shown["total_write_queue_num"], shown["permission"]) == (9, 6, "sub")
    dms.settings(topic_update_scope="per_broker", topic_name_in_get=True)
    dms.good("PUT", f"{path}/orders", {"read_queue_num": 9})
    shown = dms.good("GET", f"{path}/orders")
    assert (shown["total_read_queue_num"], shown["name"]) == (18, "orders")
    assert dms.refused("POST", path, {"name": "orders"}) == (400, "DMS.00400800")
    for heeded, shown in ((True, "pub"), (False, "all")):
        dms.settings(permission_at_creation=heeded)
        dms.good("POST", path, {"name": f"invoices-{heeded}", "permission": "pub"})
        assert dms.good("GET", f"{path}/invoices-{heeded}")["permission"] == shown
    assert dms.call("DELETE", f"{path}/orders").status == 204
    assert dms.refused("DELETE", f"{path}/orders") == (400, "DMS.00050004")


def test_stable_order(dms: Client) -> None:
    path = f"instances/{dms.instance(broker_num=3, topics=['orders'], enable_acl=True)}"
    dms.good("POST", f"{path}/users", {**USER, "topic_perms": PERMS, "group_perms": PERMS})
    dms.settings(stable_order=True)
    for _count in range(3):
        brokers = dms.good("GET", f"{path}/topics/orders")["brokers"]
        assert [item["broker_name"] for item in brokers] == ["broker-0", "broker-1", "broker-2"]
        user = dms.good("GET", f"{path}/users/someone")
        assert (user["topic_perms"], user["group_perms"]) == (PERMS, PERMS)


@pytest.mark.parametrize(
    "body,code",
    [
        ({}, "DMS.00400062"),
        ({"name": "ab"}, "DMS.00400062"),
        ({"name": "a" * 65}, "DMS.00400062"),
        ({"name": "a b c"}, "DMS.10240007"),
        ({"name": "orders", "queue_num": 0}, "DMS.00400062"),
        ({"name": "orders", "queue_num": 51}, "DMS.00400062"),
        ({"name": "orders", "queue_num": True}, "DMS.00400062"),
        ({"name": "orders", "brokers": ["broker-9"]}, "DMS.00400062"),
        ({"name": "orders", "permission": "ALL"}, "DMS.00400062"),
        ({"name": "orders", "message_type": "Normal"}, "DMS.00400062"),
        ({"name": "orders", "other": 1}, "DMS.00400062"),
        ([], "DMS.00400062"),
    ],
)
def test_bad_topics(dms: Client, body: Any, code: str) -> None:
    assert dms.refused("POST", f"instances/{dms.instance()}/topics", body) == (400, code)


def test_topic_on_5x(dms: Client) -> None:
    path = f"instances/{dms.instance(engine_version='5.x')}/topics"
    dms.good("POST", path, {"name": "orders", "message_type": "FIFO", "permission": "pub", "brokers": ["broker-9"]})
    shown = dms.good("GET", f"{path}/orders")
    assert (shown["message_type"], shown["permission"], shown["topic_desc"]) == ("FIFO", "all", "")
    dms.good("PUT", f"{path}/orders", {"topic_desc": "new", "read_queue_num": 3, "permission": "sub"})
    shown = dms.good("GET", f"{path}/orders")
    assert (shown["topic_desc"], shown["total_read_queue_num"], shown["permission"]) == ("new", 8, "all")


def test_queues_by_broker(dms: Client) -> None:
    path = f"instances/{dms.instance(broker_num=2)}/topics"
    dms.good("POST", path, {"name": "orders", "queues": [{"broker": "broker-1", "queue_num": 4}]})
    shown = dms.good("GET", f"{path}/orders")
    assert shown["brokers"] == [{"broker_name": "broker-1", "read_queue_num": 4, "write_queue_num": 4}]


def test_topic_list(dms: Client) -> None:
    path = f"instances/{dms.instance(topics=12, groups=['g01'])}/topics"
    page = dms.good("GET", path)
    assert (page["total"], page["max"], page["remaining"]) == (12, 4000, 3988)
    assert (page["next_offset"], page["previous_offset"], len(page["topics"])) == (10, -1, 10)
    page = dms.good("GET", path, offset=10, limit=50)
    assert (page["next_offset"], page["previous_offset"], len(page["topics"])) == (-1, 0, 2)
    assert dms.good("GET", path, offset=12)["topics"] == []
    dms.settings(strict_offset="all")
    assert dms.refused("GET", path, offset=12) == (400, "DMS.40050010")
    dms.settings(show_system_topics=True)
    names = [item["name"] for item in dms.good("GET", path, limit=50)["topics"]]
    assert {"TBW102", "%RETRY%g01", "%DLQ%g01", "topic-00000"} <= set(names)
    groups = dms.good("GET", path.replace("topics", "groups"))["groups"]
    assert "CID_ONSAPI_OWNER" in [item["name"] for item in groups]
    dms.settings(topic_list=False)
    assert dms.refused("GET", path) == (404, "DMS.00404001")
    dms.settings(topic_list="405")
    assert dms.refused("GET", path) == (405, "DMS.00405001")


def test_not_found_families(dms: Client) -> None:
    path = f"instances/{dms.instance(enable_acl=True)}"
    user = {"access_key": "someone", "secret_key": "Secret-123"}
    calls = [
        ("GET", "/topics/none", None), ("PUT", "/topics/none", {}), ("DELETE", "/topics/none", None),
        ("GET", "/groups/none", None), ("PUT", "/groups/none", GROUP), ("DELETE", "/groups/none", None),
        ("GET", "/users/someone", None), ("PUT", "/users/someone", user), ("DELETE", "/users/someone", None),
    ]  # fmt: skip
    found = [dms.refused(method, path + tail, body) for method, tail, body in calls]
    assert found == [(400, code) for code in ("DMS.00050004", "DMS.00050012", "DMS.00500972") for _count in range(3)]
    dms.settings(not_found_family="404")
    found = [dms.refused(method, path + tail, body) for method, tail, body in calls]
    assert found == [(404, code) for code in ("DMS.10240401", "DMS.10240405", "DMS.10240401") for _count in range(3)]


@pytest.mark.parametrize("kind", ["topics", "groups"])
def test_batch_delete(dms: Client, kind: str) -> None:
    instance_id = dms.instance(topics=["one", "two", "three"], groups=["one", "two", "three"])
    path = f"instances/{instance_id}/{kind}"
    job = dms.good("POST", path, {kind: ["one", "two", "absent"]}, action="delete")["job_id"]
    assert dms.good("GET", path)["total"] == 3
    assert dms.good("GET", f"instances/{instance_id}/tasks/{job}")["tasks"][0]["status"] == "CREATED"
    dms.advance(1.1)
    assert [item["name"] for item in dms.good("GET", path)[kind]] == ["three"]
    dms.settings(batch_apis=False)
    assert dms.refused("POST", path, {kind: ["three"]}, action="delete") == (405, "DMS.00405001")
    dms.settings(batch_apis="400")
    assert dms.refused("POST", path, {kind: ["three"]}, action="delete") == (400, "DMS.00400062")


def test_group(dms: Client) -> None:
    path = f"instances/{dms.instance()}/groups"
    body = {"name": "team|orders", "group_desc": "first", "from_beginning": True}
    assert dms.good("POST", path, body) == {"name": "team|orders"}
    shown = dms.good("GET", f"{path}/team%7Corders")
    assert (shown["enabled"], shown["broadcast"], shown["retry_max_time"], shown["group_desc"]) == (
        True,
        False,
        16,
        "first",
    )
    assert "from_beginning" not in shown
    assert dms.refused("POST", path, body) == (400, "DMS.10240018")
    for left_out in GROUP:
        part = {key: value for key, value in GROUP.items() if key != left_out}
        assert dms.refused("PUT", f"{path}/team%7Corders", part) == (400, "DMS.00400062")
    assert dms.call("PUT", f"{path}/team%7Corders", {**GROUP, "retry_max_time": 3}).status == 204
    shown = dms.good("GET", f"{path}/team%7Corders")
    assert (shown["retry_max_time"], shown["group_desc"]) == (3, "")
    for retries in (0, 17, "3", True):
        assert dms.refused("POST", path, {"name": "other", "retry_max_time": retries})[0] == 400
    listed = dms.good("GET", path, group="orders")
    assert (listed["total"], listed["max"], listed["next_offset"]) == (1, 4000, -1)
    dms.settings(legacy_fields=True)
    assert dms.good("GET", path)["groups"][0]["from_beginning"] is True
    assert dms.call("DELETE", f"{path}/team%7Corders").status == 204


def test_batch_update(dms: Client) -> None:
    path = f"instances/{dms.instance(groups=['one', 'two'])}/groups"
    assert dms.refused("PUT", path, {"groups": [{"name": "absent"}]}) == (400, "DMS.00050012")
    assert dms.good("PUT", path, {"groups": [{"name": "one", "retry_max_time": 2}]})["job_id"]
    assert dms.good("GET", f"{path}/one")["retry_max_time"] == 16
    dms.advance(1.1)
    assert dms.good("GET", f"{path}/one")["retry_max_time"] == 2


def test_orderly_on_5x(dms: Client) -> None:
    path = f"instances/{dms.instance(engine_version='5.x')}/groups"
    dms.good("POST", path, {"name": "orders", "consume_orderly": True})
    assert dms.good("GET", f"{path}/orders")["consume_orderly"] is True
    dms.good("PUT", f"{path}/orders", GROUP)
    assert dms.good("GET", f"{path}/orders")["consume_orderly"] is False


def test_delete_answer(dms: Client) -> None:
    path = f"instances/{dms.instance(topics=['orders'], groups=['orders'])}"
    dms.settings(delete_answer="200")
    for kind in ("topics", "groups"):
        reply = dms.call("DELETE", f"{path}/{kind}/orders")
        assert (reply.status, list(reply.json)) == (200, ["job_id"])


def test_deletion_that_a_job_does_later(dms: Client) -> None:
    path = f"instances/{dms.instance(topics=['orders'], groups=['orders'])}"
    dms.settings(delete_answer="later", change_seconds=5)
    for kind in ("topics", "groups"):
        dms.call("DELETE", f"{path}/{kind}/orders")
        assert dms.good("GET", f"{path}/{kind}")["total"] == 1
    dms.advance(6)
    for kind in ("topics", "groups"):
        assert dms.good("GET", f"{path}/{kind}")["total"] == 0


def test_what_is_empty_may_be_left_out(dms: Client) -> None:
    path = f"instances/{dms.instance(groups=['billing'])}"
    assert dms.good("GET", f"{path}/groups/billing")["group_desc"] == ""
    dms.settings(omit_empty=True)
    assert "group_desc" not in dms.good("GET", f"{path}/groups/billing")


def test_quota(dms: Client) -> None:
    path = f"instances/{dms.instance(topics=4000, groups=4000)}"
    assert dms.refused("POST", f"{path}/topics", {"name": "more"}) == (400, "DMS.10240020")
    assert dms.refused("POST", f"{path}/groups", {"name": "more"}) == (400, "DMS.10240019")


USER: dict[str, Any] = {"access_key": "someone", "secret_key": "Secret-123"}
PERMS = [{"name": "orders", "perm": "PUB"}, {"name": "bills", "perm": "SUB"}]


def test_user(dms: Client) -> None:
    path = f"instances/{dms.instance(enable_acl=True)}/users"
    created = dms.good("POST", path, {**USER, "white_remote_address": "10.0.0.*", "topic_perms": PERMS})
    assert created["secret_key"] == "*****"
    assert (created["default_topic_perm"], created["default_group_perm"], created["admin"]) == ("DENY", "DENY", False)
    orders = {tuple(item["name"] for item in dms.good("GET", f"{path}/someone")["topic_perms"]) for _count in range(4)}
    assert orders == {("orders", "bills"), ("bills", "orders")}
    dms.settings(mask_secrets=False)
    assert dms.good("GET", f"{path}/someone", offset=0, limit=10)["secret_key"] == "Secret-123"
    reply = dms.call("PUT", f"{path}/someone", {**USER, "secret_key": "Other-123", "default_topic_perm": "PUB|SUB"})
    assert reply.status == 200
    shown = dms.good("GET", f"{path}/someone")
    assert (shown["secret_key"], shown["topic_perms"], shown["white_remote_address"]) == ("Other-123", [], "10.0.0.*")
    dms.good("PUT", f"{path}/someone", {**USER, "white_remote_address": ""})
    assert dms.good("GET", f"{path}/someone")["white_remote_address"] == ""
    assert dms.refused("PUT", f"{path}/someone", {**USER, "secret_key": ""}) == (400, "DMS.00400012")
    without = {key: value for key, value in USER.items() if key != "secret_key"}
    assert dms.refused("PUT", f"{path}/someone", without)[0] == 400
    dms.settings(empty_secret_keeps=True)
    for body in ({**USER, "secret_key": ""}, without):
        dms.good("PUT", f"{path}/someone", body)
        assert dms.good("GET", f"{path}/someone")["secret_key"] == "Secret-123"
    assert dms.good("GET", path) == {"users": [dms.good("GET", f"{path}/someone")], "total": 1}
    assert dms.good("DELETE", f"{path}/someone") == {"message": "success"}


@pytest.mark.parametrize(
    "changes,code",
    [
        ({"access_key": "short"}, "DMS.00400015"),
        ({"access_key": "1234567"}, "DMS.00400015"),
        ({"secret_key": "short1A"}, "DMS.00400012"),
        ({"secret_key": "onlylower1"}, "DMS.00400012"),
        ({"secret_key": "With Space1"}, "DMS.00400012"),
        ({"access_key": "Someone-1", "secret_key": "1-enoemoS"}, "DMS.00400012"),
        ({"secret_key": None}, "DMS.00400062"),
        ({"admin": "true"}, "DMS.00400062"),
        ({"default_topic_perm": "sub"}, "DMS.00400062"),
        ({"topic_perms": [{"name": "orders"}]}, "DMS.00400062"),
        ({"topic_perms": PERMS + PERMS}, "DMS.00400062"),
        ({"white_remote_address": "no address"}, "DMS.00400062"),
    ],
)
def test_bad_users(dms: Client, changes: dict[str, Any], code: str) -> None:
    assert dms.refused("POST", f"instances/{dms.instance(enable_acl=True)}/users", {**USER, **changes}) == (400, code)


def test_group_permissions(dms: Client) -> None:
    path = f"instances/{dms.instance(enable_acl=True)}/users"
    dms.settings(group_permissions="sub_deny")
    assert dms.refused("POST", path, {**USER, "default_group_perm": "PUB|SUB"}) == (400, "DMS.00400062")
    assert dms.refused("POST", path, {**USER, "group_perms": PERMS}) == (400, "DMS.00400062")
    dms.settings(group_permissions="all")
    assert dms.good("POST", path, {**USER, "default_group_perm": "PUB|SUB"})


def test_users_need_acl(dms: Client) -> None:
    path = f"instances/{dms.instance()}/users"
    assert dms.refused("POST", path, USER) == (400, "DMS.00400062")
    dms.settings(acl_off_code="DMS.00400026")
    assert dms.refused("POST", path, USER) == (400, "DMS.00400026")


def test_permissions_ignored_on_5x(dms: Client) -> None:
    path = f"instances/{dms.instance(engine_version='5.x', enable_acl=True)}/users"
    wanted = {**USER, "admin": False, "default_topic_perm": "SUB", "topic_perms": PERMS}
    created = dms.good("POST", path, wanted)
    found = (created["admin"], created["default_topic_perm"], created["default_group_perm"], created["topic_perms"])
    assert found == (True, "PUB|SUB", "SUB", [])
    dms.settings(fixed_permissions="none")
    assert dms.good("PUT", f"{path}/someone", wanted)["default_topic_perm"] == "SUB"


def test_policies(dms: Client) -> None:
    instance_id = dms.instance(topics=["orders"], groups=["team"])
    path = f"instances/{instance_id}"
    dms.control("POST", f"/instances/{instance_id}/users", {"count": 12, "default_topic_perm": "SUB"})
    dms.control("POST", f"/instances/{instance_id}/users", [{"access_key": "special", "topic_perms": PERMS}])
    page = dms.good("GET", f"{path}/topics/orders/accesspolicy", offset=10)
    assert (page["total"], page["name"], len(page["policies"])) == (13, "orders", 3)
    assert page["policies"][-1] == {
        "access_key": "special",
        "white_remote_address": "",
        "admin": False,
        "secret_key": "*****",
        "perm": "PUB",
    }
    for target in (f"/v2/rocketmq/{PROJECT}/", f"/v2/reliability/{PROJECT}/", f"/v2/{PROJECT}/rocketmq/"):
        assert dms.good("GET", f"{target}instances/{instance_id}/groups/team/accesspolicy")["policies"] == []
