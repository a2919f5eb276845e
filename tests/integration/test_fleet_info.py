# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What exists is read in the shape of a fleet, and the fleet with it changes nothing and warns of nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .ansible_runs import run_module

SECRET = "Planted-Secret-1"
EIPS = [f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in range(3)]
PERMISSION = st.sampled_from(["PUB", "SUB", "PUB|SUB", "DENY"])
PERMISSIONS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["aaa", "bbb"]), "perm": PERMISSION}),
    max_size=2,
    unique_by=lambda entry: entry["name"],
)


def some(**options: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of up to three objects with distinct names."""
    one = st.fixed_dictionaries({"name": st.sampled_from(["object-1", "object-2", "object-3"])}, optional=options)
    return st.lists(one, max_size=3, unique_by=lambda drawn: drawn["name"])


ESTATE = st.fixed_dictionaries(
    {
        "description": st.sampled_from(["", "text"]),
        "enable_acl": st.booleans(),
        "tags": st.sampled_from([{}, {"team": "shop", "stage": ""}]),
        "tls_mode": st.sampled_from(["PLAINTEXT", "SSL", "PERMISSIVE"]),
        "publicip_ids": st.sampled_from([[], EIPS]),
        "configs": st.sampled_from([{}, {"fileReservedTime": "72"}]),
        "enable_dns": st.booleans(),
        "volume_auto_expand": st.sampled_from(
            [
                {"auto_volume_expand_enable": False},
                {
                    "auto_volume_expand_enable": True,
                    "expand_threshold": 70,
                    "expand_increment": 20,
                    "max_volume_size": 1500,
                },
            ]
        ),
        "consumer_groups": some(
            enabled=st.booleans(),
            broadcast=st.booleans(),
            retry_max_time=st.integers(1, 16),
            description=st.sampled_from(["", "text"]),
        ),
        "users": some(
            white_remote_address=st.sampled_from(["", "10.0.0.*"]),
            admin=st.booleans(),
            default_topic_perm=PERMISSION,
            default_group_perm=st.sampled_from(["SUB", "DENY"]),
            topic_perms=PERMISSIONS,
        ),
    }
)
# What only an order sets, as the service shows it.
ORDERED = st.fixed_dictionaries(
    {
        "arch_type": st.sampled_from(["X86", "arm", ""]),
        "charging_mode": st.sampled_from([0, 1]),
        "disk_encrypted": st.booleans(),
    },
    optional={
        "ipv6_enable": st.just(True),
        "ipv6_broker_address": st.sampled_from(["", "FD00::1,fd00::2"]),
    },
)
QUEUES = st.lists(st.integers(1, 4), min_size=2, max_size=2)
TOPICS_4_8_0 = st.lists(st.tuples(st.sampled_from(["all", "pub", "sub"]), QUEUES, QUEUES), max_size=3)
TOPICS_5_X = some(message_type=st.sampled_from(["NORMAL", "FIFO"]), description=st.sampled_from(["", "text"]))
EDITIONS = st.sampled_from([("4.8.0", "c6.4u8g.cluster"), ("5.x", "rocketmq.p2.large.8")])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    estate=ESTATE,
    ordered=ORDERED,
    reached=st.integers(0, 8),
    edition=EDITIONS,
    data=st.data(),
    sparse=st.booleans(),
    omit=st.booleans(),
)
def test_round_trip(emulator_in_process, tmp_path_factory, estate, ordered, reached, edition, data, sparse, omit):
    emulator = emulator_in_process
    emulator.reset()
    emulator.settings(sparse_lists=sparse, omit_empty=sparse)
    environment = {**emulator.environment(), "XDG_CACHE_HOME": str(tmp_path_factory.getbasetemp())}
    version, product = edition
    if version == "5.x":
        topics = data.draw(TOPICS_5_X)
    else:
        topics = [
            {"name": f"topic-{index}", "permission": permission, "queues": unequal(reading, writing)}
            for index, (permission, reading, writing) in enumerate(data.draw(TOPICS_4_8_0))
        ]
    users = [{**user, "secret": SECRET} for user in estate["users"]] if estate["enable_acl"] else []
    key = {"disk_encrypted_key": "0b5a3c2e-6a7d-4a1b-9d2c-1f0e8b7a6c5d"} if ordered["disk_encrypted"] else {}
    fields = {"engine_version": version, "product_id": product, "broker_num": 2, **ordered, **key}
    instance_id = emulator.instance("orders", **fields)
    listeners = sorted(json.loads(emulator.control("GET", f"instances/{instance_id}")["fields"]["cross_vpc_info"]))
    accesses = [
        {"listener_ip": listener, "advertised_ip": f"198.51.100.{number}"}
        for number, listener in enumerate(listeners[:reached])
    ]
    wanted = {**estate, "name": "orders", "cross_vpc_accesses": accesses, "topics": topics, "users": users}
    made = run_module("fleet", {"instances": [wanted], "wait_interval": 1}, environment)
    assert not made.get("failed"), made
    fleet = run_module("fleet_info", {"omit_defaults": omit}, environment)
    assert not fleet.get("failed") and fleet["warnings"] == [], fleet
    assert SECRET not in str(fleet)
    emulator.forget_requests()
    for check in (True, False):
        purging = [{**entry, "purge": True} for entry in fleet["fleet"]]
        again = run_module("fleet", {"instances": purging, "wait_interval": 1}, environment, check=check)
        assert not again.get("failed") and not again["changed"], (fleet["fleet"], again)
        assert [text for text in again["warnings"] if "'purge' is true" not in text] == [], (fleet["fleet"], again)
    assert emulator.requests(writes=True) == []


def unequal(reading, writing):
    return [
        {"broker": f"broker-{index}", "read_queue_num": one, "write_queue_num": other}
        for index, (one, other) in enumerate(zip(reading, writing, strict=True))
    ]


def test_selection_by_name_tag_and_status(emulator, module):
    emulator.instance("orders", tags={"team": "shop"})
    emulator.instance("invoices", tags={"team": "billing", "stage": "test"})
    emulator.instance("failed-one", status="CREATEFAILED")

    def names(**options):
        return [entry["name"] for entry in module("fleet_info", options)["fleet"]]

    assert names() == ["invoices", "orders"]
    assert names(names=["orders"]) == ["orders"]
    assert names(tags={"team": "billing"}) == ["invoices"]
    assert names(status="running") == ["invoices", "orders"] and names(status="ERROR") == []
    told = module("fleet_info", {"names": ["orders", "nobody"]})
    assert told["warnings"] == ["There is no instance named nobody."]


def test_what_is_gathered(emulator, module):
    emulator.instance("orders", enable_acl=True, topics=[{"name": "order-events"}], groups=[{"name": "order-workers"}])
    [entry] = module("fleet_info", {"gather": ["topics"]})["fleet"]
    assert entry["topics"] and "consumer_groups" not in entry
    [entry] = module("fleet_info", {"gather": []})["fleet"]
    assert "topics" not in entry
    [entry] = module("fleet_info", {"omit_defaults": False})["fleet"]
    assert entry["description"] == "" and entry["topics"][0]["permission"] == "all"


def test_connections_are_repeated_without_credentials(emulator, module):
    emulator.instance("orders")
    connection = {"endpoint": emulator.url, "region": "eu-west-0", "secret_key": "emulator-secret-key"}
    connection["access_key"] = "EMULATORACCESSKEY001"
    found = module("fleet_info", {"connections": [connection]})
    [entry] = found["fleet"]
    assert (entry["endpoint"], entry["region"]) == (emulator.url, "eu-west-0")
    assert not {"secret_key", "access_key"} & set(entry) and "emulator-secret-key" not in str(found)


def test_wrong_connection_is_told_by_its_place(emulator, module):
    result = module("fleet_info", {"connections": [{"region": "eu-west-0"}, {"max_retries": -1}]})
    assert result["failed"] and "connections[1]" in result["msg"], result


def test_instances_of_one_name_are_told_apart_by_their_ids(emulator, module):
    ids = [emulator.instance("orders") for _count in range(2)]
    fleet = module("fleet_info", {})["fleet"]
    assert sorted(entry["instance_id"] for entry in fleet) == sorted(ids)
    assert not module("fleet", {"instances": fleet})["changed"]


@pytest.mark.parametrize("objects", [60])
def test_instances_are_read_side_by_side(emulator, module, objects):
    for number in range(4):
        emulator.instance(f"orders-{number}", topics=[{"name": f"topic-{index}"} for index in range(objects)])
    emulator.forget_requests()
    assert len(module("fleet_info", {})["fleet"]) == 4
    # The project, the list of instances, and of each its configs, disk expansion, topics (two pages) and groups.
    assert len(emulator.requests()) <= 2 + 4 * 6
