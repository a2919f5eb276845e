# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For each rule of the contract, a request that breaks it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract import checker

P = "/v2/0123456789abcdef0123456789abcdef"
INSTANCE = f"{P}/instances/68fdc9a8-805e-439d-8dd9-25adc1c58bf6"
R = "/v2/reliability/0123456789abcdef0123456789abcdef/instances/68fdc9a8-805e-439d-8dd9-25adc1c58bf6"
N = f"{P}/rocketmq/instances/68fdc9a8-805e-439d-8dd9-25adc1c58bf6"
TAGS = f"{P}/rocketmq/68fdc9a8-805e-439d-8dd9-25adc1c58bf6/tags/action"
CREATE = {
    "name": "orders",
    "engine": "reliability",
    "engine_version": "4.8.0",
    "storage_space": 600,
    "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
    "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
    "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
    "available_zones": ["9f1c5806706d4c1fb0eb72f0a9b18c77"],
    "product_id": "c6.4u8g.cluster",
    "storage_spec_code": "dms.physical.storage.ultra.v2",
    "broker_num": 1,
}
USER = {"access_key": "user_name", "secret_key": "Example-Secret-1"}
MIGRATE = {"overwrite": "true", "name": "task-1", "type": "rocketmq"}
METADATA = {"topicConfigTable": {"orders": {"topicName": "orders", "perm": 6, "readQueueNums": 16}}}
TOKEN_USER = {"name": "n", "password": "p", "domain": {"name": "d"}}


def problems(method: str, path: str, query: dict[str, str] | None = None, body: Any = None, **more: Any) -> list[str]:
    """Check a request whose body is given as a value."""
    raw = None if body is None else json.dumps(body).encode()
    return checker.check_request(method, path, list((query or {}).items()), raw, **more)


def without(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a copy that lacks one key."""
    return {key: value for key, value in values.items() if key != name}


def token(user: dict[str, Any], **scope: Any) -> dict[str, Any]:
    """Return the body that asks for a token."""
    return {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}


@pytest.mark.parametrize("name", sorted(CREATE))
def test_create_instance_without_a_required_key(name: str) -> None:
    assert problems("POST", f"{P}/instances", body=without(CREATE, name))


BAD_CREATE = [
    {"name": "abc"},
    {"name": "a" * 65},
    {"name": "1orders"},
    {"name": "or ders"},
    {"name": "orders\n"},
    {"description": "x" * 1025},
    {"engine": "kafka"},
    {"engine_version": "4.7.0"},
    {"storage_space": "600"},
    {"storage_space": 99},
    {"storage_space": 600.5},
    {"storage_space": 600.0},
    {"storage_space": True},
    {"vpc_id": ""},
    {"subnet_id": None},
    {"security_group_id": "a b"},
    {"available_zones": []},
    {"available_zones": ["a", "b"]},
    {"available_zones": ["a", "a", "b"]},
    {"available_zones": "a,b,c"},
    {"available_zones": ["a,b,c"]},
    {"product_id": ""},
    {"ssl_enable": "false"},
    {"storage_spec_code": "dms.physical.storage.huge"},
    {"enable_acl": 1},
    {"ipv6_enable": "no"},
    {"enable_publicip": True},
    {"enable_publicip": True, "publicip_id": ""},
    {"publicip_id": "a,,b"},
    {"publicip_id": ["a"]},
    {"broker_num": 0},
    {"disk_encrypted_enable": True},
    {"arch_type": "x86"},
    {"tls_mode": "TLS"},
    {"retention_policy": False},
    {"bss_param": {"charging_mode": "prePaid"}},
]


@pytest.mark.parametrize("change", BAD_CREATE, ids=str)
def test_bad_create_instance(change: dict[str, Any]) -> None:
    assert problems("POST", f"{P}/instances", body={**CREATE, **change})


BAD: list[tuple[str, str, dict[str, str], Any]] = [
    # Paths
    ("GET", f"{P}/instance", {}, None),
    ("PATCH", INSTANCE, {}, None),
    ("GET", f"{P}/instances/", {}, None),
    ("GET", f"{P}/instances?limit=10", {}, None),
    ("GET", "/v2/%7Bproject_id%7D/instances", {}, None),
    ("GET", f"{P}/instances/a%20b", {}, None),
    ("GET", f"{INSTANCE}/topics/ab", {}, None),
    ("GET", f"{INSTANCE}/topics/a%2Fb", {}, None),
    ("GET", f"{INSTANCE}/topics/%DLQ%group", {}, None),
    ("GET", f"{INSTANCE}/topics/team|orders", {}, None),
    ("GET", f"{INSTANCE}/topics/%FF%FE%FD", {}, None),
    ("GET", f"{INSTANCE}/topics/{'a' * 72}", {}, None),
    ("GET", f"{INSTANCE}/groups/{'a' * 65}", {}, None),
    ("GET", f"{INSTANCE}/groups/a.b.c", {}, None),
    ("GET", f"{INSTANCE}/users/short1", {}, None),
    ("GET", f"{INSTANCE}/users/1234567", {}, None),
    ("GET", R.replace("reliability", "kafka") + "/messages", {"topic": "orders", "msg_id": "A"}, None),
    # Bodies as such
    ("POST", f"{P}/instances", {}, None),
    ("POST", f"{P}/instances", {}, []),
    ("POST", f"{P}/instances", {}, "text"),
    ("GET", INSTANCE, {}, {}),
    ("DELETE", INSTANCE, {}, {"force": True}),
    # 5.1.2
    ("GET", f"{P}/instances", {"limit": "0"}, None),
    ("GET", f"{P}/instances", {"limit": "51"}, None),
    ("GET", f"{P}/instances", {"limit": "ten"}, None),
    ("GET", f"{P}/instances", {"limit": ""}, None),
    ("GET", f"{P}/instances", {"limit": "10.0"}, None),
    ("GET", f"{P}/instances", {"offset": "-1"}, None),
    ("GET", f"{P}/instances", {"engine": "kafka"}, None),
    ("GET", f"{P}/instances", {"status": "BROKEN"}, None),
    ("GET", f"{P}/instances", {"include_failure": "True"}, None),
    ("GET", f"{P}/instances", {"exact_match_name": "1"}, None),
    ("GET", f"{P}/instances", {"instance_id": ""}, None),
    ("GET", f"{P}/instances", {"page": "1"}, None),
    # 5.1.5
    ("PUT", INSTANCE, {}, {}),
    ("PUT", INSTANCE, {}, {"name": "with.dot"}),
    ("PUT", INSTANCE, {}, {"name": "abc"}),
    ("PUT", INSTANCE, {}, {"description": "x" * 1025}),
    ("PUT", INSTANCE, {}, {"description": None}),
    ("PUT", INSTANCE, {}, {"enable_publicip": True}),
    ("PUT", INSTANCE, {}, {"engine_version": "5.x"}),
    # 5.1.6
    ("POST", f"{P}/instances/action", {}, {"action": "delete"}),
    ("POST", f"{P}/instances/action", {}, {"instances": ["a"]}),
    ("POST", f"{P}/instances/action", {}, {"action": "restart", "instances": ["a"]}),
    ("POST", f"{P}/instances/action", {}, {"action": "delete", "instances": []}),
    ("POST", f"{P}/instances/action", {}, {"action": "delete", "instances": ["a", "a"]}),
    ("POST", f"{P}/instances/action", {}, {"action": "delete", "instances": [str(n) for n in range(51)]}),
    ("POST", f"{P}/instances/action", {}, {"action": "delete", "all_failure": "true"}),
    ("POST", f"{P}/instances/action", {}, {"action": "delete", "instances": ["a"], "force_delete": "yes"}),
    # 5.2
    ("GET", f"{INSTANCE}/groups", {"limit": "100"}, None),
    ("GET", f"{INSTANCE}/groups", {"name": "orders"}, None),
    ("POST", f"{INSTANCE}/groups", {}, {"brokers": ["broker-0"]}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "ab"}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "a" * 65}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "a.b.c"}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "retry_max_time": 0}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "retry_max_time": 17}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "retry_max_times": 16}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "enabled": "true"}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "brokers": "broker-0"}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "brokers": ["broker-0", "broker-0"]}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "group_desc": "x" * 201}),
    ("POST", f"{INSTANCE}/groups", {}, {"name": "orders", "topic": "orders"}),
    ("POST", f"{INSTANCE}/groups", {}, {"groups": ["orders"]}),
    ("POST", f"{INSTANCE}/groups", {"action": "create"}, {"name": "orders"}),
    ("POST", f"{INSTANCE}/groups", {"action": "delete"}, {"name": "orders"}),
    ("POST", f"{INSTANCE}/groups", {"action": "delete"}, {"groups": []}),
    ("POST", f"{INSTANCE}/groups", {"action": "delete"}, {"groups": ["a!"]}),
    ("PUT", f"{INSTANCE}/groups", {}, {}),
    ("PUT", f"{INSTANCE}/groups", {}, {"groups": []}),
    ("PUT", f"{INSTANCE}/groups", {}, {"groups": ["orders"]}),
    ("PUT", f"{INSTANCE}/groups", {}, {"groups": [{"enabled": True}]}),
    ("PUT", f"{INSTANCE}/groups", {}, {"groups": [{"name": "orders", "retry_max_time": 99}]}),
    ("PUT", f"{INSTANCE}/groups/orders", {}, {}),
    ("PUT", f"{INSTANCE}/groups/orders", {}, {"name": "other", "enabled": True}),
    ("PUT", f"{INSTANCE}/groups/orders", {}, {"retry_max_time": "16"}),
    ("GET", f"{INSTANCE}/groups/orders/topics", {"limit": "51"}, None),
    ("GET", f"{INSTANCE}/groups/orders/topics", {"topic": "x"}, None),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders", "timestamp": "now"}),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders", "timestamp": -2}),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders", "timestamp": 1.5}),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders", "time": 1}),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {}),
    # 5.3
    ("POST", f"{INSTANCE}/topics", {}, {"queue_num": 3}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "ab"}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "a" * 65}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "brokers": ["broker-0,broker-1"]}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "queue_num": 0}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "queue_num": 51}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "permission": "ALL"}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "message_type": "normal"}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "queues": [{"broker_name": "broker-0", "queue_num": 3}]}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "orders", "queues": [{"broker": "broker-0", "queue_num": 51}]}),
    ("POST", f"{INSTANCE}/topics", {}, {"topics": ["orders"]}),
    ("POST", f"{INSTANCE}/topics", {"action": "delete"}, {"name": "orders"}),
    ("POST", f"{INSTANCE}/topics", {"action": "delete"}, {"topics": []}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"read_queue_num": 0}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"write_queue_num": "3"}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"permission": "PUB"}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"queue_num": 3}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"queues": [{"broker_name": "broker-0"}]}),
    ("GET", f"{INSTANCE}/topics/orders/groups", {"limit": "51"}, None),
    ("GET", f"{INSTANCE}/topics/orders/status", {"limit": "10"}, None),
    # 5.4
    ("GET", f"{R}/messages", {"msg_id": "A"}, None),
    ("GET", f"{R}/messages", {"topic": "orders"}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "start_time": "1"}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "key": "k"}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "start_time": "today", "end_time": "1"}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "msg_id": ""}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "msg_id": "A", "queue": "one"}, None),
    ("GET", f"{R}/trace", {"msg_id": ""}, None),
    ("GET", f"{R}/trace", {"topic": "orders"}, None),
    ("POST", f"{INSTANCE}/messages/export", {}, {}),
    ("POST", f"{INSTANCE}/messages/export", {}, {"topic": "orders", "msg_id_list": "A"}),
    ("POST", f"{INSTANCE}/messages/export", {}, {"topic": "orders", "msg_ids": ["A"]}),
    ("POST", f"{R}/messages/deadletter-resend", {}, {"topic": "orders", "msg_id_list": []}),
    ("POST", f"{R}/messages/deadletter-resend", {}, {"topic": "orders", "uniq_key_list": ["A"]}),
    ("POST", f"{R}/messages/resend", {}, {"group": "g", "client_id": "c", "msg_id_list": ["A"]}),
    ("POST", f"{R}/messages/resend", {}, {"group": "orders", "client_id": "", "msg_id_list": ["A"]}),
    ("POST", f"{R}/messages", {}, {"topic": "orders"}),
    ("POST", f"{R}/messages", {}, {"topic": "orders", "body": "b", "property_list": [{"KEYS": "k"}]}),
    # 5.5
    ("POST", f"{INSTANCE}/users", {}, {}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "access_key": "short1"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "access_key": "1234567"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "access_key": "a" * 65}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "access_key": "user.name"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": ""}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "*****"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "********"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "Short-1"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "Example-1" + "x" * 24}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "only-lowercase"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "secret_key": "With space 1"}),
    ("POST", f"{INSTANCE}/users", {}, {"access_key": "User_name1", "secret_key": "User_name1"}),
    ("POST", f"{INSTANCE}/users", {}, {"access_key": "User_name1", "secret_key": "1eman_resU"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "admin": "no"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "default_topic_perm": "pub"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "default_group_perm": "SUB|PUB"}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "topic_perms": [{"name": "orders"}]}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "topic_perms": [{"name": "orders", "perm": "ALL"}]}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "group_perms": [{"group": "orders", "perm": "SUB"}]}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "group_perms": {"orders": "SUB"}}),
    ("POST", f"{INSTANCE}/users", {}, {**USER, "white_remote_address": None}),
    ("GET", f"{INSTANCE}/users", {"limit": "0"}, None),
    ("PUT", f"{INSTANCE}/users/other_name", {}, USER),
    ("PUT", f"{INSTANCE}/users/user_name", {}, {**USER, "secret_key": "*****"}),
    ("DELETE", f"{INSTANCE}/users/user_name", {}, USER),
    ("GET", f"{INSTANCE}/topics/orders/accesspolicy", {"limit": "x"}, None),
    ("GET", f"{R}/groups/orders/accesspolicy", {"offset": "x"}, None),
    # 5.6
    ("POST", f"{INSTANCE}/metadata", without(MIGRATE, "overwrite"), METADATA),
    ("POST", f"{INSTANCE}/metadata", without(MIGRATE, "name"), METADATA),
    ("POST", f"{INSTANCE}/metadata", without(MIGRATE, "type"), METADATA),
    ("POST", f"{INSTANCE}/metadata", {**MIGRATE, "overwrite": "yes"}, METADATA),
    ("POST", f"{INSTANCE}/metadata", {**MIGRATE, "name": "a b c d"}, METADATA),
    ("POST", f"{INSTANCE}/metadata", {**MIGRATE, "type": "kafka"}, METADATA),
    ("POST", f"{INSTANCE}/metadata", {**MIGRATE, "type": "rabbitToRocket"}, METADATA),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, {"vhosts": [{"name": "/"}]}),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, {}),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, json.dumps(METADATA)),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, {"topicConfigTable": {"orders": {"perm": "PUB"}}}),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, {"topicConfigTable": {"orders": {"queues": 1}}}),
    ("POST", f"{INSTANCE}/metadata", {**MIGRATE, "type": "rabbitToRocket"}, {"queues": [{"name": "q"}]}),
    (
        "POST",
        f"{INSTANCE}/metadata",
        {**MIGRATE, "type": "rabbitToRocket"},
        {"exchanges": [{"name": "e", "vhost": "/", "type": "x"}]},
    ),
    ("GET", f"{INSTANCE}/metadata", {"offset": "0"}, None),
    ("GET", f"{INSTANCE}/metadata", {"type": "binding"}, None),
    ("DELETE", f"{INSTANCE}/metadata", {}, {"ids": ["a"]}),
    ("DELETE", f"{INSTANCE}/metadata", {}, {"taskIds": ["a"], "task_ids": ["a"]}),
    ("DELETE", f"{INSTANCE}/metadata", {"id": "a"}, None),
    ("POST", f"{INSTANCE}/metadata/batch-delete", {}, {"taskIds": ["a"]}),
    # 5.7
    ("POST", TAGS, {}, {}),
    ("POST", TAGS, {}, {"action": "Create", "tags": [{"key": "k"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": []}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"value": "v"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": ""}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": " k"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "k "}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "a/b"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "a*b"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "a\tb"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "k" * 129}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "k", "value": "v" * 256}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "k", "value": "<v>"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": "k", "value": "a"}, {"key": "k", "value": "b"}]}),
    ("POST", TAGS, {}, {"action": "create", "tags": [{"key": f"k{n}"} for n in range(21)]}),
    ("POST", TAGS, {}, {"action": "create", "tags": {"k": "v"}}),
    # 5.8 and extras
    ("GET", "/v2/available-zones", {"engine": "kafka"}, None),
    ("GET", "/v2/available-zones", {"limit": "10"}, None),
    ("GET", "/v2/kafka/products", {}, None),
    ("GET", f"{INSTANCE}/tasks", {"start": "0"}, None),
    ("GET", f"{INSTANCE}/tasks", {"limit": "101"}, None),
    ("GET", f"{INSTANCE}/tasks", {"begin_time": "2026-01-01"}, None),
    ("GET", f"{N}/groups/orders/clients", {"is_detail": "yes"}, None),
    ("PUT", f"{N}/configs", {}, {"rocketmq_configs": [{"name": "fileReservedTime", "value": 72}]}),
    ("PUT", f"{N}/configs", {}, {"rocketmq_configs": []}),
    ("POST", f"{N}/extend", {}, {"new_storage_space": 700}),
    ("POST", f"{N}/extend", {}, {"oper_type": "storage"}),
    ("POST", f"{N}/extend", {}, {"oper_type": "vertical", "new_broker_num": 2}),
    ("POST", f"{N}/extend", {}, {"oper_type": "horizontal"}),
    ("POST", f"{N}/extend", {}, {"oper_type": "shrink", "new_storage_space": 1}),
    ("POST", f"{P}/rocketmq/instances", {}, {**CREATE, "bss_param": {"charging_mode": "prePaid"}}),
    ("PUT", f"{INSTANCE}/auto-volume-expand", {}, {"expand_threshold": 80}),
    ("PUT", f"{INSTANCE}/auto-volume-expand", {}, {"auto_volume_expand_enable": "true"}),
    ("POST", f"{INSTANCE}/crossvpc/modify", {}, {"advertised_ip_contents": {}}),
    ("POST", f"{INSTANCE}/crossvpc/modify", {}, {"advertised_ip_contents": {"192.168.0.1": ""}}),
    ("POST", f"{N}/dns", {}, {"enable": True}),
    ("GET", f"{INSTANCE}/scheduled-tasks", {"start": "0"}, None),
    ("PUT", f"{INSTANCE}/scheduled-tasks/{'0' * 32}", {"execute_at": "2040-01-01T02:00:00Z"}, None),
    ("PUT", f"{INSTANCE}/scheduled-tasks/{'0' * 32}", {"status": "RUNNING"}, None),
    ("PUT", f"{INSTANCE}/scheduled-tasks/{'0' * 32}", {}, {"status": "CANCELLED"}),
    ("GET", "/v2/config/features", {"limit": "10"}, None),
    ("POST", f"{P}/rocketmq/instances", {}, {**CREATE, "bss_param": {"period_num": 10}}),
    ("POST", "/v3/auth/tokens", {}, token(without(TOKEN_USER, "domain"), project={"name": "eu-west-0"})),
    ("POST", "/v3/auth/tokens", {}, token(TOKEN_USER, project={})),
    ("POST", "/v3/auth/tokens", {}, token(TOKEN_USER, project={"name": "p"}, domain={"name": "d"})),
    ("GET", "/v3/projects", {"region": "eu-west-0"}, None),
    ("GET", "/v3/projects", {"per_page": "5001"}, None),
]


@pytest.mark.parametrize(("method", "path", "query", "body"), BAD)
def test_refused(method: str, path: str, query: dict[str, str], body: Any) -> None:
    assert problems(method, path, query, body)


GOOD: list[tuple[str, str, dict[str, str], Any]] = [
    ("GET", f"{INSTANCE}/topics/%25DLQ%25group1", {}, None),
    ("GET", f"{INSTANCE}/groups/team%7Corders", {}, None),
    ("GET", f"{P}/instances", {"status": "RUNNING", "limit": "50", "offset": "100"}, None),
    ("GET", f"{P}/instances", {"exact_match_name": "true", "include_failure": "false"}, None),
    ("POST", f"{P}/instances", {}, {**CREATE, "available_zones": ["a", "b", "c"], "engine_version": "5.x"}),
    ("POST", f"{P}/instances", {}, {**CREATE, "enable_publicip": True, "publicip_id": "a-1,b-2,c-3"}),
    ("POST", f"{P}/rocketmq/instances", {}, {**CREATE, "bss_param": {"charging_mode": "postPaid"}}),
    ("POST", P.replace("/v2/", "/v2/reliability/") + "/instances", {}, CREATE),
    ("PUT", INSTANCE, {}, {"description": ""}),
    ("PUT", INSTANCE, {}, {"enable_publicip": False}),
    ("PUT", f"{INSTANCE}/groups/orders", {}, {"retry_max_time": 16}),
    (
        "PUT",
        f"{INSTANCE}/groups/orders",
        {},
        {"enabled": False, "broadcast": False, "retry_max_time": 1, "group_desc": ""},
    ),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders", "timestamp": "1662652800000"}),
    ("POST", f"{N}/groups/orders/reset-message-offset", {}, {"topic": "orders", "timestamp": -1}),
    ("POST", f"{INSTANCE}/topics", {}, {"name": "a|b%c", "queues": [{"broker": "broker-0", "queue_num": 50}]}),
    ("POST", f"{INSTANCE}/topics", {"action": "delete"}, {"topics": ["orders", "bills"]}),
    ("PUT", f"{INSTANCE}/topics/orders", {}, {"topic_desc": "text"}),
    ("GET", f"{N}/messages", {"topic": "%DLQ%group1", "msg_id": "A"}, None),
    ("GET", f"{R}/messages", {"topic": "orders", "key": "k", "start_time": "1", "end_time": "2"}, None),
    (
        "POST",
        f"{R}/messages/resend",
        {},
        {"group": "orders", "topic": "orders", "client_id": "c", "msg_id_list": ["A"]},
    ),
    ("PUT", f"{INSTANCE}/users/user_name", {}, {**USER, "white_remote_address": "192.168.1.*"}),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, METADATA),
    ("POST", f"{INSTANCE}/metadata", MIGRATE, {"subscription_group_table": {"orders": {"retry_max_times": 16}}}),
    ("DELETE", f"{INSTANCE}/metadata", {}, {"taskIds": ["6cf4dcd3-8471-4139-8b5b-8a3a71f704c7"]}),
    ("DELETE", f"{INSTANCE}/metadata", {}, {"task_ids": ["6cf4dcd3-8471-4139-8b5b-8a3a71f704c7"]}),
    ("POST", f"{INSTANCE}/metadata/batch-delete", {}, {"task_ids": ["a"]}),
    (
        "POST",
        TAGS,
        {},
        {"action": "create", "tags": [{"key": "équipe a:b=c", "value": "a/b @"}, {"key": "k", "value": ""}]},
    ),
    ("POST", TAGS, {}, {"action": "delete", "tags": [{"key": "k"}]}),
    ("GET", "/v2/available-zones", {}, None),
    ("GET", "/v2/reliability/products", {"limit": "100"}, None),
    ("GET", f"{INSTANCE}/tasks", {"start": "1", "limit": "100", "begin_time": "20260101000000"}, None),
    ("GET", f"{P}/rocketmq/68fdc9a8/tags", {}, None),
    ("GET", f"{P}/rocketmq/instances/68fdc9a8/nodes", {}, None),
    ("GET", f"{P}/reliability/instances/68fdc9a8/nodes", {}, None),
    (
        "GET",
        P.replace("/v2/", "/v2/rocketmq/") + "/instances/68fdc9a8/groups/orders/clients",
        {"is_detail": "true"},
        None,
    ),
    ("POST", f"{N}/extend", {}, {"oper_type": "storage", "new_storage_space": 700}),
    ("PUT", f"{N}/configs", {}, {"rocketmq_configs": [{"name": "fileReservedTime", "value": "72"}]}),
    ("POST", "/v3/auth/tokens", {"nocatalog": "true"}, token(TOKEN_USER, project={"name": "eu-west-0"})),
    ("GET", "/v3/projects", {"name": "eu-west-0"}, None),
]


@pytest.mark.parametrize(("method", "path", "query", "body"), GOOD)
def test_accepted(method: str, path: str, query: dict[str, str], body: Any) -> None:
    assert problems(method, path, query, body) == []


STRICT: list[tuple[str, str, dict[str, str], Any]] = [
    ("GET", f"{P}/instances", {}, None),
    ("PUT", f"{INSTANCE}/groups/orders", {}, {"retry_max_time": 16}),
    ("POST", f"{R}/groups/orders/reset-message-offset", {}, {"topic": "orders"}),
    ("GET", f"{R}/trace", {}, None),
    ("POST", f"{R}/messages/resend", {}, {"group": "orders", "msg_id_list": ["A"]}),
    ("POST", f"{INSTANCE}/users", {}, {"access_key": "user_name"}),
    ("PUT", f"{INSTANCE}/users/user_name", {}, {"admin": True}),
    ("POST", TAGS, {}, {"tags": [{"key": "k", "value": "v"}]}),
    ("POST", TAGS, {}, {"action": "delete", "tags": [{"key": "k"}]}),
]


@pytest.mark.parametrize(("method", "path", "query", "body"), STRICT)
def test_refused_by_newer_definitions_only(method: str, path: str, query: dict[str, str], body: Any) -> None:
    assert problems(method, path, query, body) == []
    assert problems(method, path, query, body, strict=True)
