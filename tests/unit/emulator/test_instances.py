# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The life of instances."""

from __future__ import annotations

from typing import Any

import pytest
from emulator_client import ZONES, Client, order


def _created(dms: Client, **changes: Any) -> str:
    return str(dms.good("POST", "instances", order(**changes))["instance_id"])


def test_create_takes_its_time(dms: Client) -> None:
    instance_id = _created(dms)
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "CREATING"
    dms.advance(2.1)
    shown = dms.good("GET", f"instances/{instance_id}")
    assert shown["status"] == "RUNNING"
    assert (shown["storage_space"], shown["total_storage_space"]) == (558, 600)
    assert isinstance(shown["created_at"], str)
    assert shown["node_num"] == 5
    assert shown["charging_mode"] == 1
    assert "tags" not in shown


@pytest.mark.parametrize(
    "path",
    ["/v2/{p}/instances", "/v2/reliability/{p}/instances", "/v2/rocketmq/{p}/instances", "/v2/{p}/rocketmq/instances"],
)
def test_create_paths(dms: Client, path: str) -> None:
    from emulator_client import PROJECT

    assert dms.good("POST", path.replace("{p}", PROJECT), order())["instance_id"]


@pytest.mark.parametrize(
    "changes,code",
    [
        ({"name": "abc"}, "DMS.00400010"),
        ({"name": "1abc"}, "DMS.00400010"),
        ({"name": None}, "DMS.00400062"),
        ({"description": "x" * 1025}, "DMS.00400011"),
        ({"engine": "kafka"}, "DMS.00400007"),
        ({"engine_version": "9"}, "DMS.00400008"),
        ({"product_id": "nothing"}, "DMS.00400009"),
        ({"product_id": "rocketmq.b2.large.4"}, "DMS.00400022"),
        ({"storage_space": 299}, "DMS.00400500"),
        ({"storage_space": "600"}, "DMS.00400062"),
        ({"vpc_id": ""}, "DMS.00400013"),
        ({"subnet_id": ""}, "DMS.00400016"),
        ({"security_group_id": ""}, "DMS.00400014"),
        ({"available_zones": []}, "DMS.00400067"),
        ({"available_zones": ZONES[:2]}, "DMS.00400067"),
        ({"available_zones": ["eu-west-0a"]}, "DMS.00400042"),
        ({"storage_spec_code": "fast"}, "DMS.00400125"),
        ({"ssl_enable": "true"}, "DMS.00400062"),
        ({"enable_publicip": True}, "DMS.00400128"),
        ({"unknown": 1}, "DMS.00400062"),
        ({"broker_num": 0}, "DMS.00400062"),
        ({"ipv6_enable": True, "available_zones": [ZONES[0]]}, "DMS.00400049"),
        ({"disk_encrypted_enable": True}, "DMS.00400136"),
    ],
)
def test_bad_orders(dms: Client, changes: dict[str, Any], code: str) -> None:
    assert dms.refused("POST", "instances", order(**changes)) == (400, code)


def test_the_first_example_has_no_broker_num(dms: Client) -> None:
    wanted = order()
    del wanted["broker_num"]
    assert dms.good("POST", "instances", wanted)


def test_zone_order_is_not_the_callers(dms: Client) -> None:
    for zones in (ZONES, ZONES[::-1], sorted(ZONES)):
        instance_id = _created(dms, available_zones=zones)
        shown = dms.good("GET", f"instances/{instance_id}")["available_zones"]
        assert shown != zones
        assert sorted(shown) == sorted(zones)


def test_sold_out(dms: Client) -> None:
    dms.settings(sold_out_zones=[ZONES[2]])
    assert dms.refused("POST", "instances", order()) == (400, "DMS.00400055")
    zones = dms.good("GET", "/v2/available-zones")["available_zones"]
    assert [zone["soldOut"] for zone in zones] == [False, False, True]


def test_failed_creation_is_hidden(dms: Client) -> None:
    dms.settings(create_outcome="CREATEFAILED")
    instance_id = _created(dms)
    dms.advance(3)
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "CREATEFAILED"
    assert dms.good("GET", "instances", engine="reliability")["instance_num"] == 0
    assert dms.good("GET", "instances", engine="reliability", include_failure="true")["instance_num"] == 1
    results = dms.good("POST", "instances/action", {"action": "delete", "all_failure": "reliability"})["results"]
    assert results == [{"result": "success", "instance": instance_id}]


def test_invisible_at_first(dms: Client) -> None:
    dms.settings(invisible_seconds=1)
    instance_id = _created(dms)
    assert dms.refused("GET", f"instances/{instance_id}") == (404, "DMS.00404022")
    dms.advance(1.1)
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "CREATING"


def test_listed_before_it_can_be_read(dms: Client) -> None:
    dms.settings(unreadable_seconds=1)
    instance_id = _created(dms)
    assert dms.refused("GET", f"instances/{instance_id}") == (404, "DMS.00404022")
    assert dms.good("GET", "instances", engine="reliability")["instance_num"] == 1
    dms.advance(1.1)
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "CREATING"


def test_names(dms: Client) -> None:
    for name in ("orders-1", "orders_1", "orders-10"):
        _created(dms, name=name)
    _created(dms, name="orders-1")
    found = dms.good("GET", "instances", engine="reliability", name="orders-1")["instances"]
    assert sorted(item["name"] for item in found) == ["orders-1", "orders-1", "orders-10"]
    assert dms.good("GET", "instances", name="orders-1", exact_match_name="true")["instance_num"] == 2
    dms.settings(unique_names=True)
    assert dms.refused("POST", "instances", order()) == (400, "DMS.00400060")


def test_list_pages(dms: Client) -> None:
    dms.control("POST", "/instances", {"count": 12})
    first = dms.good("GET", "instances", engine="reliability")
    assert (len(first["instances"]), first["instance_num"]) == (10, 12)
    assert len(dms.good("GET", "instances", offset=10)["instances"]) == 2
    assert dms.refused("GET", "instances", limit=51) == (400, "DMS.10240042")
    assert dms.refused("GET", "instances", limit=0) == (400, "DMS.10240042")
    assert dms.good("GET", "instances", offset=12)["instances"] == []
    dms.settings(strict_offset="all")
    assert dms.refused("GET", "instances", offset=12) == (400, "DMS.40050010")
    assert dms.refused("GET", "instances", offset="x") == (400, "DMS.10540014")
    assert dms.refused("GET", "instances", page=1) == (400, "DMS.10540014")
    dms.settings(max_page=5)
    assert len(dms.good("GET", "instances", limit=50)["instances"]) == 5


def test_update_at_once(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}"
    assert dms.call("PUT", path, {"name": "new-name", "description": ""}).status == 204
    assert dms.good("GET", path)["name"] == "new-name"
    dms.settings(rename_with_underscore=False)
    assert dms.refused("PUT", path, {"name": "new_name"}) == (400, "DMS.00400010")
    dms.settings(rename_with_underscore=True)
    assert dms.call("PUT", path, {"name": "new_name"}).status == 204
    assert dms.refused("PUT", path, {"broker_num": 2}) == (400, "DMS.00400062")
    assert dms.refused("PUT", path) == (400, "DMS.00400004")


def test_acl_is_switched_later(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}"
    dms.good("PUT", path, {"enable_acl": True, "description": "now"})
    shown = dms.good("GET", path)
    assert (shown["status"], shown["enable_acl"], shown["description"]) == ("RUNNING", False, "now")
    assert dms.refused("POST", path + "/topics", {"name": "orders"}) == (400, "DMS.00400017")
    assert dms.refused("PUT", path, {"enable_publicip": True, "publicip_id": "e1"}) == (400, "DMS.00400017")
    assert dms.call("PUT", path, {"description": "still possible"}).status == 204
    dms.advance(1.1)
    assert dms.good("GET", path)["enable_acl"] is True
    assert dms.good("POST", path + "/topics", {"name": "orders"})
    assert dms.good("GET", path + "/tasks")["tasks"][0]["status"] == "SUCCESS"


def test_public_access(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}"
    assert dms.refused("PUT", path, {"enable_publicip": True}) == (400, "DMS.00400128")
    dms.good("PUT", path, {"enable_publicip": True, "publicip_id": "e2,e1,e3"})
    assert dms.good("GET", path + "/tasks")["tasks"][0]["name"] == "bindInstancePublicIp"
    assert dms.good("GET", path)["enable_publicip"] is False
    dms.advance(1.1)
    shown = dms.good("GET", path)
    assert (shown["enable_publicip"], shown["publicip_id"]) == (True, "e2,e1,e3")
    assert shown["public_namesrv_address"]
    dms.good("PUT", path, {"enable_publicip": True, "publicip_id": "e1,e2,e3"})
    assert len(dms.good("GET", path + "/tasks")["tasks"]) == 1
    dms.good("PUT", path, {"enable_publicip": False})
    dms.advance(1.1)
    shown = dms.good("GET", path)
    assert (shown["enable_publicip"], shown["publicip_id"], shown["public_broker_address"]) == (False, "", "")


def test_delete(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}"
    assert dms.call("DELETE", path).status == 204
    assert dms.good("GET", path)["status"] == "DELETING"
    assert dms.refused("DELETE", path) == (400, "DMS.00400026")
    dms.advance(1.1)
    assert dms.refused("GET", path) == (404, "DMS.00404022")
    assert dms.refused("DELETE", path) == (404, "DMS.00404022")
    for kind in ("topics", "groups", "users"):
        assert dms.refused("GET", f"{path}/{kind}") == (404, "DMS.00404022")


@pytest.mark.parametrize(
    "status,code", [("CREATING", "DMS.00400099"), ("RESTARTING", "DMS.00400099"), ("EXTENDING", "DMS.00400026")]
)
def test_not_deletable(dms: Client, status: str, code: str) -> None:
    instance_id = dms.instance()
    dms.control("PUT", f"/instances/{instance_id}", {"status": status})
    assert dms.refused("DELETE", f"instances/{instance_id}") == (400, code)
    for method, path, body in (
        ("POST", "topics", {"name": "orders"}),
        ("POST", "groups", {"name": "orders"}),
        ("POST", "users", {"access_key": "someone", "secret_key": "Secret-123"}),
    ):
        assert dms.refused(method, f"instances/{instance_id}/{path}", body) == (400, "DMS.00400026")


def test_batch_delete(dms: Client) -> None:
    good, creating = dms.instance(), _created(dms)
    absent = "8959ab1c-0000-4000-8000-93dfc361b32d"
    body = {"action": "delete", "instances": [good, creating, absent]}
    results = dms.good("POST", "instances/action", body)["results"]
    assert [item["result"] for item in results] == ["success", "failed", "failed"]
    dms.settings(batch_delete_refusal="whole")
    assert dms.refused("POST", "instances/action", body) == (400, "DMS.00400099")


@pytest.mark.parametrize(
    "body,code",
    [
        ({"action": "stop", "instances": []}, "DMS.00400064"),
        ({"action": "delete", "instances": []}, "DMS.00400065"),
        ({"action": "delete"}, "DMS.00400065"),
        ({"action": "delete", "instances": ["x"]}, "DMS.00400061"),
        ({"action": "delete", "instances": ["x"] * 51}, "DMS.00400100"),
        ({"action": "delete", "all_failure": "kafka"}, "DMS.00400062"),
    ],
)
def test_bad_batches(dms: Client, body: dict[str, Any], code: str) -> None:
    assert dms.refused("POST", "instances/action", body) == (400, code)


def test_brokers_and_nodes(dms: Client) -> None:
    instance_id = dms.instance(broker_num=2)
    brokers = dms.good("GET", f"instances/{instance_id}/brokers")["brokers"]
    assert brokers == [{"ids": [0, 1, 2], "broker_name": name} for name in ("broker-0", "broker-1")]
    assert dms.good("GET", f"rocketmq/instances/{instance_id}/nodes")["total"] == 6


def test_restart(dms: Client) -> None:
    instance_id = dms.instance()
    assert dms.good("POST", f"rocketmq/instances/{instance_id}/restart")["instance_id"] == instance_id
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "RESTARTING"
    dms.advance(1.1)
    assert dms.good("GET", f"instances/{instance_id}")["status"] == "RUNNING"


def test_tls(dms: Client) -> None:
    instance_id = dms.instance(ssl_enable=True)
    job = dms.good("POST", f"rocketmq/instances/{instance_id}/plain-ssl-switch", {"tls_mode": "PLAINTEXT"})["job_id"]
    dms.advance(1.1)
    task = dms.good("GET", f"instances/{instance_id}/tasks/{job}")
    assert (task["task_count"], task["tasks"][0]["status"]) == ("1", "SUCCESS")
    assert dms.good("GET", f"instances/{instance_id}")["ssl_enable"] is False


def _extend(dms: Client, instance_id: str, **body: Any) -> Any:
    from emulator_client import PROJECT

    return dms.call("POST", f"/v2/rocketmq/{PROJECT}/instances/{instance_id}/extend", body)


def test_extend_storage(dms: Client) -> None:
    instance_id = dms.instance(broker_num=2)
    path = f"instances/{instance_id}"
    assert _extend(dms, instance_id, oper_type="storage", new_storage_space=799).code == "DMS.00400500"
    reply = _extend(dms, instance_id, oper_type="storage", new_storage_space=800)
    assert reply.json["job_id"]
    assert dms.good("GET", path)["status"] == "RUNNING"
    assert _extend(dms, instance_id, oper_type="storage", new_storage_space=1000).code == "DMS.00400017"
    dms.advance(0.3)
    assert dms.good("GET", path)["status"] == "EXTENDING"
    assert dms.refused("PUT", path, {"name": "new-name"}) == (400, "DMS.00400026")
    dms.advance(1)
    shown = dms.good("GET", path)
    assert (shown["status"], shown["total_storage_space"], shown["storage_space"]) == ("RUNNING", 800, 744)
    assert shown["extend_times"] == 1


def test_extend_brokers_and_flavour(dms: Client) -> None:
    instance_id = dms.instance()
    assert _extend(dms, instance_id, oper_type="horizontal", new_broker_num=1).status == 400
    assert _extend(dms, instance_id, oper_type="horizontal", new_broker_num=2).status == 200
    dms.advance(1.1)
    shown = dms.good("GET", f"instances/{instance_id}")
    assert (shown["broker_num"], shown["total_storage_space"]) == (2, 1200)
    assert _extend(dms, instance_id, oper_type="vertical", new_product_id="rocketmq.b2.large.8").code == "DMS.00400009"
    assert _extend(dms, instance_id, oper_type="vertical", new_product_id="c6.8u16g.cluster").status == 200
    dms.advance(1.1)
    assert dms.good("GET", f"instances/{instance_id}")["product_id"] == "c6.8u16g.cluster"


def test_extend_fails(dms: Client) -> None:
    dms.settings(extend_outcome="EXTENDEDFAILED")
    instance_id = dms.instance()
    _extend(dms, instance_id, oper_type="storage", new_storage_space=800)
    dms.advance(1.1)
    shown = dms.good("GET", f"instances/{instance_id}")
    assert (shown["status"], shown["total_storage_space"]) == ("EXTENDEDFAILED", 600)


def test_configs(dms: Client) -> None:
    path = f"rocketmq/instances/{dms.instance()}/configs"
    assert dms.good("GET", path)["rocketmq_configs"][0]["value"] == "48"
    body = {"rocketmq_configs": [{"name": "fileReservedTime", "value": "72"}]}
    assert dms.call("PUT", path, body).status == 204
    assert dms.good("GET", path, limit=1)["rocketmq_configs"][0]["value"] == "72"
    body["rocketmq_configs"][0]["value"] = "721"
    assert dms.refused("PUT", path, body) == (400, "DMS.00400066")
    body["rocketmq_configs"][0]["name"] = "nothing"
    assert dms.refused("PUT", path, body) == (400, "DMS.00400063")


def test_tags(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"rocketmq/{instance_id}/tags/action"

    def act(action: str, *keys: str) -> Any:
        return dms.call("POST", path, {"action": action, "tags": [{"key": key, "value": "v/1"} for key in keys]})

    assert act("create", "a", "b").status == 204
    assert dms.good("GET", f"instances/{instance_id}")["tags"] == [
        {"key": "a", "value": "v/1"},
        {"key": "b", "value": "v/1"},
    ]
    assert act("create", "c", "c").code == "DMS.10240045"
    assert act("create", "a").code == "DMS.10240045"
    assert (act("delete", "x").status, act("delete", "x").code) == (404, "DMS.10240426")
    assert act("create", *[f"k{number}" for number in range(19)]).code == "DMS.10240044"
    assert act("create", " a").code == "DMS.10240036"
    assert act("create", "").code == "DMS.10240035"
    assert act("update", "a").code == "DMS.10240040"
    assert dms.good("GET", f"rocketmq/{instance_id}/tags")["total"] == 2
    assert dms.good("GET", "rocketmq/tags")["tags"][0] == {"key": "a", "values": ["v/1"]}
    assert act("delete", "a", "b").status == 204
    assert "tags" not in dms.good("GET", f"instances/{instance_id}")
    creating = dms.good("POST", "instances", order())["instance_id"]
    body = {"action": "create", "tags": [{"key": "a", "value": ""}]}
    assert dms.refused("POST", f"rocketmq/{creating}/tags/action", body) == (400, "DMS.00400026")


def test_tags_do_not_wait_for_the_background(dms: Client) -> None:
    instance_id = dms.instance()
    dms.good("PUT", f"instances/{instance_id}", {"enable_acl": True})
    for action in ("create", "delete"):
        body = {"action": action, "tags": [{"key": "a", "value": "b"}]}
        assert dms.call("POST", f"rocketmq/{instance_id}/tags/action", body).status == 204


def test_brokers_of_a_single_node(dms: Client) -> None:
    single = dms.instance(engine_version="5.x", product_id="rocketmq.b1.large.1")
    cluster = dms.instance(engine_version="5.x")
    assert dms.good("GET", f"instances/{single}")["broker_num"] == 1
    dms.settings(single_broker_num=False)
    listed = {item["instance_id"]: item for item in dms.good("GET", "instances")["instances"]}
    for shown in (listed, {name: dms.good("GET", f"instances/{name}") for name in (single, cluster)}):
        assert "broker_num" not in shown[single]
        assert shown[cluster]["broker_num"] == 1


def test_catalogue(dms: Client) -> None:
    zones = dms.good("GET", "/v2/available-zones", engine="reliability")
    assert (zones["region_id"], [zone["id"] for zone in zones["available_zones"]]) == ("eu-west-0", ZONES)
    assert {zone["remain_time"] for zone in zones["available_zones"]} == {2**63 - 1}
    [small] = dms.good("GET", "/v2/rocketmq/products", type="cluster.small")["products"]
    assert small["product_id"] == "c6.4u8g.cluster.small"
    products = dms.good("GET", "/v2/rocketmq/products", type="cluster")["products"]
    assert products[0]["product_id"] == "c6.4u8g.cluster"
    assert products[0]["ios"][0]["available_zones"] == ["eu-west-0a", "eu-west-0b", "eu-west-0c"]
    extend = dms.good("GET", f"rocketmq/instances/{dms.instance()}/extend")
    assert {item["type"] for item in extend["products"]} == {"cluster", "cluster.small"}
