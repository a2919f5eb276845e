# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What today's service has beside the API reference: the disk, access, orders, planned jobs, monitoring, routes."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from emulator_client import PROJECT, Client, order

EXPANSION = {
    "auto_volume_expand_enable": True, "expand_threshold": 80, "max_volume_size": 1000, "expand_increment": 10,
}  # fmt: skip
PREPAID = {"charging_mode": "prePaid", "period_type": "month", "period_num": 1}


def shown(dms: Client, instance_id: str) -> Any:
    return dms.good("GET", f"instances/{instance_id}")


# Automatic expansion of the disk


def test_expansion_is_set_and_shown(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}/auto-volume-expand"
    assert dms.good("GET", path)["auto_volume_expand_enable"] is False
    assert dms.call("PUT", path, EXPANSION).body == b"success"
    assert dms.good("GET", path) == EXPANSION and shown(dms, instance_id)["auto_volume_expand_enable"] is True
    assert "auto_volume_expand_enable" not in dms.good("GET", "instances")["instances"][0]
    dms.settings(volume_expansion_answer="204")
    assert dms.call("PUT", path, {"auto_volume_expand_enable": False}).status == 204
    assert dms.good("GET", path) == {**EXPANSION, "auto_volume_expand_enable": False}


@pytest.mark.parametrize(
    "change",
    [
        {"expand_threshold": 19}, {"expand_threshold": 81}, {"expand_increment": 9}, {"expand_increment": 101},
        {"max_volume_size": 1050}, {"max_volume_size": 600}, {"max_volume_size": 30000},
        {"auto_volume_expand_enable": None}, {"expand_threshold": None},
    ],
)  # fmt: skip
def test_expansion_out_of_range(dms: Client, change: dict[str, Any]) -> None:
    path = f"instances/{dms.instance()}/auto-volume-expand"
    assert dms.refused("PUT", path, {**EXPANSION, **change})[0] == 400
    assert dms.good("GET", path)["auto_volume_expand_enable"] is False


def test_region_without_a_call(dms: Client) -> None:
    instance_id = dms.instance()
    dms.settings(missing_paths=["/auto-volume-expand"])
    assert dms.refused("GET", f"instances/{instance_id}/auto-volume-expand") == (404, "DMS.00404001")
    dms.settings(missing_route_code="APIGW.0101")
    assert dms.refused("GET", f"instances/{instance_id}/auto-volume-expand") == (404, "APIGW.0101")
    assert shown(dms, instance_id)


# Access


def test_domain_names_are_enabled_once(dms: Client) -> None:
    instance_id = dms.instance(engine_version="5.x", publicip_id="e1,e2")
    assert dms.call("POST", f"rocketmq/instances/{instance_id}/dns").status == 204
    assert shown(dms, instance_id)["dns_enable"] is False
    assert dms.refused("PUT", f"instances/{instance_id}", {"enable_acl": True}) == (400, "DMS.00400017")
    dms.advance(1.1)
    names = {key for key in shown(dms, instance_id) if key.endswith("domain_name")}
    assert names == {
        "namesrv_domain_name", "grpc_domain_name", "public_namesrv_domain_name", "public_grpc_domain_name",
    }  # fmt: skip
    assert dms.call("POST", f"rocketmq/instances/{instance_id}/dns").status == 204
    assert dms.good("GET", f"instances/{instance_id}/tasks")["task_count"] == "1"


def nodes_of(dms: Client, instance_id: str) -> dict[str, dict[str, str]]:
    return dict(json.loads(shown(dms, instance_id)["cross_vpc_info"]))


def test_nodes_in_the_cross_vpc_information(dms: Client) -> None:
    instance_id = dms.instance()
    nodes = nodes_of(dms, instance_id)
    assert len(nodes) == shown(dms, instance_id)["node_num"] == 5
    ports = [(node["broker_port"], node["namesrv_port"]) for node in nodes.values()]
    assert ports == [("-", "8100"), ("-", "8101"), ("10100", ""), ("10101", ""), ("10102", "-")]
    listed = dms.good("GET", f"rocketmq/instances/{instance_id}/nodes")["nodes"]
    assert {node["address"].partition(":")[0] for node in listed} < set(nodes)
    single = dms.instance(engine_version="5.x", product_id="rocketmq.b1.large.1")
    assert len(nodes_of(dms, single)) == 3


@pytest.mark.parametrize("left_out", ["reset", "kept"])
def test_addresses_for_other_vpcs(dms: Client, left_out: str) -> None:
    dms.settings(cross_vpc_left_out=left_out)
    instance_id = dms.instance()
    path = f"instances/{instance_id}/crossvpc/modify"
    first, second = list(nodes_of(dms, instance_id))[:2]
    answer = dms.good("POST", path, {"advertised_ip_contents": {first: "10.0.0.1", second: "mq.example"}})
    assert answer["success"] and {result["ip"] for result in answer["results"]} == {first, second}
    dms.good("POST", path, {"advertised_ip_contents": {second: "10.0.0.2"}})
    nodes = nodes_of(dms, instance_id)
    assert nodes[second]["advertised_ip"] == "10.0.0.2"
    assert nodes[first]["advertised_ip"] == ("10.0.0.1" if left_out == "kept" else first)
    dms.good("POST", f"/v2/{PROJECT}/rocketmq/instances/{instance_id}/plain-ssl-switch", {"tls_mode": "SSL"})
    dms.advance(1.1)
    assert nodes_of(dms, instance_id)[second]["advertised_ip"] == "10.0.0.2"


def test_addresses_for_other_vpcs_are_refused(dms: Client) -> None:
    instance_id = dms.instance()
    path, before = f"instances/{instance_id}/crossvpc/modify", nodes_of(dms, instance_id)
    own = dict.fromkeys(list(before)[:1], "10.0.0.1")
    answer = dms.good("POST", path, {"advertised_ip_contents": {**own, "10.9.9.9": "10.0.0.2"}})
    assert not answer["success"] and [result["success"] for result in answer["results"]] == [True, False]
    for contents in ({}, {"10.9.9.9": 1}, []):
        assert dms.refused("POST", path, {"advertised_ip_contents": contents})[0] == 400
    dms.settings(cross_vpc_left_out="refused")
    assert dms.refused("POST", path, {"advertised_ip_contents": own})[0] == 400
    assert nodes_of(dms, instance_id) == before


# Orders


@pytest.mark.parametrize("path", ["/v2/reliability/{}/instances", "/v2/{}/rocketmq/instances"])
def test_instance_that_is_paid_in_advance(dms: Client, path: str) -> None:
    dms.settings(order_seconds=5)
    body = order(bss_param=PREPAID, arch_type="ARM", disk_encrypted_enable=True, disk_encrypted_key="key-1")
    instance_id = dms.good("POST", path.format(PROJECT), body)["instance_id"]
    assert dms.refused("GET", f"instances/{instance_id}") == (404, "DMS.00404022")
    assert dms.good("GET", "instances")["instance_num"] == 0
    dms.advance(5.1)
    new = shown(dms, instance_id)
    assert (new["charging_mode"], new["status"], new["order_id"][:2]) == (0, "CREATING", "CS")
    assert (new["arch_type"], new["disk_encrypted"], new["disk_encrypted_key"]) == ("ARM", True, "key-1")
    dms.advance(2)
    assert shown(dms, instance_id)["status"] == "RUNNING"
    assert dms.refused("DELETE", f"instances/{instance_id}") == (400, "DMS.00400062")
    batch = {"action": "delete", "instances": [instance_id]}
    assert dms.good("POST", "instances/action", batch)["results"][0]["result"] == "failed"


def test_resize_of_an_instance_that_is_paid_in_advance(dms: Client) -> None:
    dms.settings(order_seconds=5, order_code="DMS.00400108")
    instance_id = dms.instance(charging_mode=0)
    larger = {"oper_type": "storage", "new_storage_space": 700}
    dms.good("POST", f"rocketmq/instances/{instance_id}/extend", larger)
    dms.advance(1.1)
    assert shown(dms, instance_id)["status"] == "RUNNING"
    assert dms.refused("PUT", f"instances/{instance_id}", {"description": "x"}) == (400, "DMS.00400108")
    dms.advance(4)
    assert dms.call("PUT", f"instances/{instance_id}", {"description": "x"}).status == 204


@pytest.mark.parametrize("code", ["CBC.99003651", "DMS.00400107"])
def test_pending_order(dms: Client, code: str) -> None:
    instance_id = dms.instance()
    dms.control("POST", f"/instances/{instance_id}/orders", {"seconds": 5, "code": code})
    larger = {"oper_type": "storage", "new_storage_space": 700}
    assert dms.refused("POST", f"rocketmq/instances/{instance_id}/extend", larger) == (400, code)
    assert dms.good("POST", f"instances/{instance_id}/topics", {"name": "order-events"})
    dms.advance(5.1)
    assert dms.good("POST", f"rocketmq/instances/{instance_id}/extend", larger)["job_id"]


@pytest.mark.parametrize("change", [{"period_num": 10}, {"period_type": "year", "period_num": 4}, {"period_num": None}])
def test_period_that_cannot_be_ordered(dms: Client, change: dict[str, Any]) -> None:
    body = order(bss_param={**PREPAID, **change})
    assert dms.refused("POST", f"/v2/{PROJECT}/rocketmq/instances", body) == (400, "DMS.00400062")


@pytest.mark.parametrize("field", [{"bss_param": PREPAID}, {"ipv6_broker_address": "fd00::1"}])
def test_oldest_route_orders_what_is_paid_by_use_alone(dms: Client, field: dict[str, Any]) -> None:
    assert dms.refused("POST", "instances", order(**field)) == (400, "DMS.00400062")


def test_ipv6_addresses(dms: Client) -> None:
    path = f"/v2/{PROJECT}/rocketmq/instances"
    body = order(ipv6_enable=True, ipv6_namesrv_address="fd00::1")
    new = shown(dms, dms.good("POST", path, body)["instance_id"])
    assert new["ipv6_namesrv_address"] == "fd00::1" and new["ipv6_broker_address"].startswith("fd00::")


# Planned jobs


def test_planned_job_is_moved_and_carried_out(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}/scheduled-tasks"
    plan = {"schedule_at": "2040-01-01T00:00:00Z"}
    task_id = dms.control("POST", f"/instances/{instance_id}/scheduled-tasks", plan)["id"]
    listed = dms.good("GET", path)
    assert (listed["job_count"], listed["jobs"][0]["status"]) == (1, "CREATED")
    assert listed["jobs"][0]["schedule_at"] == "2040-01-01T00:00:00.000Z"
    soon = int((datetime.now(timezone.utc).timestamp() + 60) * 1000)
    assert dms.call("PUT", f"{path}/{task_id}", execute_at=soon).status == 204
    dms.settings(schedule_at_form="milliseconds")
    assert dms.good("GET", path)["jobs"][0]["schedule_at"] == str(soon)
    dms.advance(61)
    assert dms.good("GET", path)["jobs"][0]["status"] == "SUCCESS"
    assert dms.refused("PUT", f"{path}/{task_id}", status="CANCELLED") == (400, "DMS.00400026")


def test_planned_job_is_cancelled_and_deleted(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}/scheduled-tasks"
    task_id = dms.control("POST", f"/instances/{instance_id}/scheduled-tasks", {"seconds": 10})["id"]
    for query in ({}, {"status": "RUNNING"}, {"execute_at": "20400101000000"}, {"execute_at": 1000000000000}):
        assert dms.refused("PUT", f"{path}/{task_id}", **query) == (400, "DMS.00400062")
    assert dms.call("PUT", f"{path}/{task_id}", status="CANCELLED").status == 204
    dms.advance(11)
    assert [job["status"] for job in dms.good("GET", path)["jobs"]] == ["CANCELLED"]
    assert dms.call("DELETE", f"{path}/{task_id}").status == 204
    assert dms.refused("DELETE", f"{path}/{task_id}") == (400, "DMS.00400070")
    assert dms.good("GET", path) == {"job_count": 0, "jobs": []}


# Monitoring and features


def test_hierarchy_and_features(dms: Client) -> None:
    instance_id = dms.instance(topics=["order-events"], groups=["billing"], broker_num=2)
    dms.control("POST", f"/instances/{instance_id}/dead-letters", {"group": "billing"})
    found = dms.good("GET", f"instances/{instance_id}/ces-hierarchy")
    assert found["instance_ids"] == [{"name": instance_id}]
    assert [node["name"] for node in found["nodes"]] == ["broker-0", "broker-1"]
    assert (found["topics"], found["dlq"]) == ([{"name": "order-events"}], [{"name": "%DLQ%billing"}])
    assert found["groups"] == [{"name": "billing", "topics": []}]
    assert found["dimensions"][0]["key_name"] and found["dimensions"][-1]["children"]
    features = dms.good("GET", "/v2/config/features")
    assert features["totalRecord"] == len(features["features"]) > 1 and "featureId" in features["features"][0]


# Routes


@pytest.mark.parametrize(
    ("routes", "good", "missing"),
    [
        ("older", "/v2/rocketmq/{}/instances/{}/extend", "/v2/{}/rocketmq/instances/{}/extend"),
        ("newer", "/v2/{}/rocketmq/instances/{}/extend", "/v2/rocketmq/{}/instances/{}/extend"),
        ("older", "/v2/{}/reliability/instances/{}/nodes", "/v2/{}/rocketmq/instances/{}/nodes"),
        ("newer", "/v2/{}/rocketmq/instances/{}/nodes", "/v2/{}/reliability/instances/{}/nodes"),
        ("newer", "/v2/{}/instances/{}", "/v2/reliability/{}/instances/{}/trace"),
    ],
)
def test_region_with_one_route_of_each_pair(dms: Client, routes: str, good: str, missing: str) -> None:
    instance_id = dms.instance()
    dms.settings(routes=routes)
    assert dms.good("GET", good.format(PROJECT, instance_id))
    assert dms.refused("GET", missing.format(PROJECT, instance_id)) == (404, "DMS.00404001")


@pytest.mark.parametrize("stay", [False, True])
def test_permissions_that_a_change_of_a_user_leaves_out(dms: Client, stay: bool) -> None:
    dms.settings(omitted_permissions_stay=stay)
    user = {"access_key": "reader-key", "secret_key": "Planted-Secret-1"}
    given = {**user, "name": "reader-key", "default_topic_perm": "SUB"}
    instance_id = dms.instance(enable_acl=True, users=[given])
    dms.good("PUT", f"instances/{instance_id}/users/reader-key", user)
    found = dms.good("GET", f"instances/{instance_id}/users/reader-key")
    assert found["default_topic_perm"] == ("SUB" if stay else "DENY")


def test_order_of_brokers_turns_in_no_rhythm(dms: Client) -> None:
    instance_id = dms.instance(broker_num=2, topics=["order-events"])
    path = f"instances/{instance_id}/topics/order-events"
    first = [dms.good("GET", path)["brokers"][0]["broker_name"] for _count in range(24)]
    assert len({tuple(first[at::2]) for at in (0, 1)} | {tuple(first[at::4]) for at in range(4)}) > 4
    assert len(set(first)) == len(set(first[::2])) == len(set(first[1::2])) == 2
