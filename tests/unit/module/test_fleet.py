# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet as data, its connections, and what is told of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import RocketMQError, ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.outcome import ChangeResult
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import CREATE, Change
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module import fleet, fleet_entries, fleet_results

TASK = {
    **{name: option.default for name, option in CONNECTION_OPTIONS.items()},
    "region": "eu-west-0",
    "access_key": "TASKKEY",
    "secret_key": "task-secret-key",
}


def entries(*instances, defaults=None, task=None):
    return fleet_entries.check_fleet(list(instances), defaults or {}, task or TASK, "present")


def mistake(*instances, **more):
    with pytest.raises(ValidationError) as caught:
        entries(*instances, **more)
    return caught.value.message


def test_entry_takes_precedence_and_tags_and_configs_are_merged_key_by_key():
    defaults = {"tags": {"a": "1", "b": "1"}, "configs": {"x": 1}, "topics": [{"name": "shared"}], "description": "all"}
    whole = fleet_entries.merged({"tags": {"b": "2"}, "topics": [], "description": ""}, defaults)
    assert whole == {"tags": {"a": "1", "b": "2"}, "configs": {"x": 1}, "topics": [], "description": ""}


@pytest.mark.parametrize(
    ("entry", "enabled"),
    [
        ({"users": [{"name": "producer"}]}, True),
        ({"users": []}, None),
        ({"users": [{"name": "producer"}], "enable_acl": False}, False),
    ],
)
def test_users_mean_access_control(entry, enabled):
    assert fleet_entries.merged(entry, {}).get("enable_acl") is enabled


def test_connection_of_an_entry_falls_back_to_that_of_the_task():
    own = {"name": "orders-b", "region": "eu-west-1", "max_retries": 0, "validate_certs": False, "project_name": " "}
    first, second = entries({"name": "orders-a"}, own)
    assert first.settings.endpoint == "https://dms.eu-west-0.myhuaweicloud.com"
    assert second.settings.endpoint == "https://dms.eu-west-1.myhuaweicloud.com"
    assert second.settings.access_key == "TASKKEY" and second.settings.project_name == "eu-west-1"
    assert (second.settings.max_retries, second.settings.verify) == (0, False)


def test_credentials_of_an_entry_are_not_mixed_with_those_of_the_task():
    [entry] = entries({"name": "orders", "auth_token": "own-token"}, task={**TASK, "security_token": "task-token"})
    assert entry.settings.auth_token == "own-token"
    assert not entry.settings.access_key and not entry.settings.security_token


def test_same_name_at_one_connection_is_refused_and_at_two_is_not():
    assert mistake({"name": "orders"}, {"name": "orders"}) == "instances[1] (orders): instances[0] has the same name."
    # However it is said, this is the connection of the task.
    spelled_out = {"name": "orders", "region": "eu-west-0"}
    assert "has the same name" in mistake({"name": "orders"}, spelled_out)
    assert "has the same instance_id" in mistake({"instance_id": "i-1"}, {"instance_id": "i-1", "name": "orders"})
    assert len(entries({"name": "orders"}, {"name": "orders", "region": "eu-west-1"})) == 2


def test_mistake_deep_in_a_long_list_is_told_by_all_its_places():
    good = [{"name": f"topic-{number}"} for number in range(100)]
    fleet_of_50 = [{"name": f"orders-{number:02}", "topics": list(good)} for number in range(50)]
    fleet_of_50[49]["topics"][73] = {"name": "topic-73", "permission": "write"}
    told = mistake(*fleet_of_50)
    assert told.startswith("instances[49] (orders-49): 'topics[73]': value of permission must be one of: all, pub, sub")


def test_everything_is_managed_that_is_listed_or_purged():
    kinds = {
        "": {},
        "topics": {"topics": False},
        "purge": {"topics": True, "consumer_groups": True},
        "purge users": {"topics": True, "consumer_groups": True, "users": True},
    }
    base = {"topics": None, "consumer_groups": None, "users": None, "purge": None}
    given = {
        "": base,
        "topics": {**base, "topics": [{"name": "one"}]},
        "purge": {**base, "purge": True},
        "purge users": {**base, "purge": True, "users": []},
    }
    assert {name: fleet._managed_kinds(options) for name, options in given.items()} == kinds


def test_clients_of_one_endpoint_share_a_limiter_and_others_do_not():
    module = SimpleNamespace(
        params={"concurrency": 7, "wait_timeout": 60.0, "wait_interval": 1.0},
        no_log_values=set(),
        warn=lambda text: None,
    )
    same = {"project_id": "1" * 32}
    other = {"region": "eu-west-1"}
    fleet_of_4 = [{"name": "west-1"}, {"name": "west-2", **same}, {"name": "east", **other}, {"name": "west-3"}]
    groups = fleet._group(module, entries(*fleet_of_4))
    assert [[member.entry.label for member in group.members] for group in groups] == [
        ["west-1", "west-3"],
        ["west-2"],
        ["east"],
    ]
    first, second, third = (group.client.limiter for group in groups)
    assert first is second and first is not third
    assert first.concurrency == third.concurrency == 7
    # Whatever one connection meets, it does not tell the secrets of another.
    assert all(group.client.secrets is module.no_log_values for group in groups)


def member(index, name):
    entry = fleet_entries.FleetEntry(index, {"name": name}, None)
    return fleet_results.FleetMember(entry, None)


def test_warning_that_many_instances_share_is_told_once_with_their_names():
    members = [member(index, f"orders-{index:02}") for index in range(12)]
    for one in members:
        one.warnings.append(("the service does not know 'permission'.", False))
    members[0].warnings.append(("Instance 'orders-00' is late.", True))
    assert fleet_results.warnings(members) == [
        "Instance 'orders-00' is late.",
        f"{', '.join(one.name for one in members[:10])} and 2 more: the service does not know 'permission'.",
    ]


def test_failures_are_told_by_index_instance_kind_and_name():
    first, second = member(0, "orders-a"), member(1, "orders-b")
    first.on_it["topics"] = [ChangeResult(Change("topic-a", CREATE, {}), "failed", error=RocketMQError("no room"))]
    second.errors["users"] = RocketMQError("no right", transient=True)
    found = [failure for one in (first, second) for failure in fleet_results.failures(one)]
    assert [
        (entry["index"], entry["instance"], entry["kind"], entry["name"], entry["msg"], entry["transient"])
        for entry in found
    ] == [(0, "orders-a", "topic", "topic-a", "no room", False), (1, "orders-b", "user", "", "no right", True)]
    assert fleet_results.summary(found, 5) == (
        "2 of 5 instances failed (orders-a, orders-b): orders-a: topic topic-a: no room (and 1 more, see failures)"
    )
    assert fleet_results.summary(found[1:], 5) == "1 of 5 instances failed: orders-b: user: no right"
