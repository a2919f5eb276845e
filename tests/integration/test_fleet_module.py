# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module fleet: order, overlap, failures, check mode, regions, requests, secrets."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from .emulator_in_process import OTHER_URL
from .emulator_process import PROJECT_ID
from .sample_instances import ZONE_ID, order
from .test_check_mode_properties import FEW_EXAMPLES, assert_truth, item, items

SECRET = "Planted-Secret-1"
OTHER_PROJECT = "1" * 32
TOPICS = [{"name": f"topic-{number}"} for number in range(3)]
USERS = [{"name": "producer", "secret": SECRET, "default_topic_perm": "PUB"}]
DEFAULTS = {name: value for name, value in order().items() if name != "name"}
QUICK = {"wait_interval": 0.1}


def fleet(count=3, **more):
    """Return entries of instances with something of each kind on them."""
    entry = {"topics": TOPICS, "consumer_groups": [{"name": "billing"}], "users": USERS, **more}
    return [{"name": f"orders-{number}", **entry} for number in range(count)]


def options(entries, **more):
    return {"instances": entries, "defaults": DEFAULTS, **QUICK, **more}


def requests_to(emulator, path, method="POST"):
    return [entry for entry in emulator.requests() if entry["method"] == method and entry["path"].endswith(path)]


def ordered(emulator):
    return sorted(entry["body"]["name"] for entry in requests_to(emulator, "/instances"))


@pytest.fixture
def two_projects(emulator):
    emulator.control("POST", "projects", {"name": "eu-west-1", "id": OTHER_PROJECT})
    return emulator


def test_fleet_is_predicted_created_kept_and_changed(emulator, module):
    check = module("fleet", options(fleet()), check=True)
    assert emulator.requests(writes=True) == []
    made = module("fleet", options(fleet()))
    assert not made.get("failed"), made
    assert check["changed"] and made["changed"] and check["diff"] == made["diff"]
    kinds = ("topics", "consumer_groups", "users", "changed", "name")
    assert [{key: one[key] for key in kinds} for one in check["instances"]] == [
        {key: one[key] for key in kinds} for one in made["instances"]
    ]
    first = made["instances"][0]
    assert first["name"] == "orders-0" and first["status"] == "RUNNING" and first["instance_id"]
    assert first["topics"] == {"created": [one["name"] for one in TOPICS], "updated": [], "deleted": [], "unchanged": 0}
    assert first["users"]["created"] == ["producer"] and first["consumer_groups"]["created"] == ["billing"]
    assert made["failures"] == [] and made["phases"]["read"]["count"] == 3

    emulator.forget_requests()
    kept = module("fleet", options(fleet()))
    assert not kept["changed"] and kept["diff"] == {"before": {}, "after": {}}
    assert [one["topics"]["unchanged"] for one in kept["instances"]] == [3, 3, 3]
    # One list of instances, and one read of each kind for each instance.
    assert len(emulator.requests()) == 1 + 3 * 3
    assert kept["phases"]["read"]["requests"] == 1 and kept["phases"]["write"]["requests"] == 9

    entries = fleet()
    entries[1] = {**entries[1], "topics": [*TOPICS, {"name": "one-more"}], "description": "new"}
    changed = module("fleet", options(entries))
    assert [one["changed"] for one in changed["instances"]] == [False, True, False]
    assert changed["diff"]["after"] == {
        "orders-1": {
            **changed["diff"]["after"]["orders-1"],
            "description": "new",
            "topics": {"one-more": {"name": "one-more"}},
        }
    }


def test_users_switch_access_control_on(emulator, module):
    instance_id = emulator.instance("orders")
    result = module("fleet", options([{"name": "orders", "users": USERS}], defaults={}))
    assert not result.get("failed"), result
    there = emulator.control("GET", f"instances/{instance_id}")
    assert there["fields"]["enable_acl"] is True and set(there["users"]) == {"producer"}


def test_what_is_on_an_instance_comes_as_soon_as_that_one_is_ready(emulator, module):
    ids = {name: emulator.instance(name) for name in ("slow", "ready", "soon")}
    for name in ("slow", "soon"):
        emulator.control("PUT", f"instances/{ids[name]}", {"status": "CREATING"})

    def become_ready(name):
        return lambda: emulator.control("PUT", f"instances/{ids[name]}", {"status": "RUNNING"})

    # Each of these waits for the topics of the one before it: a task that waits for all instances first never ends.
    emulator.after("POST", f"/{ids['ready']}/topics$", become_ready("soon"))
    emulator.after("POST", f"/{ids['soon']}/topics$", become_ready("slow"))
    entries = [{"name": name, "topics": TOPICS[:1]} for name in ids]
    result = module("fleet", {"instances": entries, "wait_timeout": 600, "wait_interval": 1})
    assert not result.get("failed"), result
    assert [one["name"] for one in result["instances"]] == list(ids)
    assert all(one["topics"]["created"] == ["topic-0"] for one in result["instances"])


def test_new_instances_are_ordered_side_by_side_and_waited_for_with_one_list(emulator, module):
    emulator.settings(create_seconds=30)
    result = module("fleet", options(fleet(4), wait_interval=10))
    assert not result.get("failed"), result
    assert ordered(emulator) == [f"orders-{number}" for number in range(4)]
    # The list by which they are found, and one for each of at most six looks.
    assert len(requests_to(emulator, "/instances", "GET")) <= 7


def test_one_failing_item_or_instance_stops_no_other(emulator, module):
    instance_id = emulator.instance("orders-0", enable_acl=True)
    emulator.instance("orders-2", vpc_id="ffffffff-4d6d-4d8f-8d3f-047b0de4c5cf")
    emulator.fault(method="POST", path=f"/{instance_id}/topics$", status=400, code="DMS.00400035", times=1)
    result = module("fleet", options(fleet()))
    assert result["failed"] and result["changed"]
    by_kind = {failure["kind"]: failure for failure in result["failures"]}
    topic, instance = by_kind["topic"], by_kind["instance"]
    assert (topic["index"], topic["instance"], topic["error_code"]) == (0, "orders-0", "DMS.00400035")
    assert (
        topic["name"] in {one["name"] for one in TOPICS} and topic["transient"] is False and topic["http_status"] == 400
    )
    assert (instance["index"], instance["name"]) == (2, "orders-2") and "'vpc_id'" in instance["msg"]
    assert result["msg"].startswith(f"2 of 3 instances failed (orders-0, orders-2): orders-0: topic {topic['name']}: ")
    first, second, third = result["instances"]
    assert len(first["topics"]["created"]) == 2 and first["users"]["created"] == ["producer"]
    assert len(second["topics"]["created"]) == 3 and second["status"] == "RUNNING"
    assert not third["changed"] and third["topics"]["created"] == []


def test_kind_that_cannot_be_read_is_told_once_and_the_others_are_managed(emulator, module):
    emulator.instance("orders", enable_acl=True)
    emulator.fault(method="GET", path="/topics$", status=403, code="DMS.00403002", times=-1)
    result = module("fleet", {"instances": fleet(1, name="orders"), **QUICK})
    [failure] = result["failures"]
    assert (failure["kind"], failure["name"], failure["error_code"]) == ("topic", "", "DMS.00403002")
    assert result["instances"][0]["users"]["created"] == ["producer"]


def test_instance_that_fails_to_be_created_is_told_and_not_ordered_again(emulator, module):
    emulator.settings(create_outcome="CREATEFAILED")
    result = module("fleet", options([{"name": "orders", "topics": TOPICS, "recreate_failed": True}]))
    [failure] = result["failures"]
    assert failure["kind"] == "instance" and "CREATEFAILED" in failure["msg"]
    assert ordered(emulator) == ["orders"] and not requests_to(emulator, "/topics")


def test_instance_that_is_deleted_meanwhile_fails_alone(emulator, module):
    ids = [emulator.instance(f"orders-{number}", enable_acl=True) for number in range(2)]
    emulator.fault(path=f"/{ids[0]}/", status=404, code="DMS.00404022", times=-1)
    result = module("fleet", options(fleet(2)))
    assert {failure["instance"] for failure in result["failures"]} == {"orders-0"}
    assert {failure["kind"] for failure in result["failures"]} == {"topic", "consumer_group", "user"}
    assert all(failure["error_code"] == "DMS.00404022" for failure in result["failures"])
    assert len(result["instances"][1]["topics"]["created"]) == 3


def test_entries_of_two_regions_may_have_one_name(two_projects, module):
    entries = [
        {"name": "orders", "project_id": PROJECT_ID, "topics": TOPICS},
        {"name": "orders", "project_id": OTHER_PROJECT, "region": "eu-west-1", "topics": TOPICS[:1]},
    ]
    zones = module("availability_zone_info", {"project_id": OTHER_PROJECT})["available_zones"]
    entries[1]["available_zones"] = [zones[0]["id"]]
    check = module("fleet", options(entries), check=True)
    made = module("fleet", options(entries))
    assert not made.get("failed"), made
    assert check["diff"] == made["diff"]
    assert set(made["diff"]["after"]) == {"orders (instances[0])", "orders (instances[1])"}
    assert [len(one["topics"]["created"]) for one in made["instances"]] == [3, 1]
    assert {entry["project_id"] for entry in requests_to(two_projects, "/instances")} == {PROJECT_ID, OTHER_PROJECT}
    two_projects.forget_requests()
    assert not module("fleet", options(entries))["changed"]
    # Each connection has one list of instances.
    assert len(requests_to(two_projects, "/instances", "GET")) == 2


def test_entries_of_one_connection_that_mean_one_instance_are_refused(emulator, module):
    instance_id = emulator.instance("orders")
    result = module("fleet", {"instances": [{"name": "orders"}, {"instance_id": instance_id, "description": "new"}]})
    [failure] = result["failures"]
    assert failure["index"] == 1 and "instances[0]" in failure["msg"] and instance_id in failure["msg"]
    assert emulator.requests(writes=True) == []


def test_wrong_credentials_of_one_connection_fail_its_entries_alone(emulator, module):
    emulator.instance("orders-0")
    entries = [
        {"name": "orders-0", "topics": TOPICS},
        {"name": "orders-1", "access_key": "WRONGACCESSKEY000001", "secret_key": "wrong-secret-key-1"},
        {"name": "orders-2", "access_key": "WRONGACCESSKEY000001", "secret_key": "wrong-secret-key-1"},
    ]
    result = module("fleet", options(entries, defaults={}))
    assert [failure["index"] for failure in result["failures"]] == [1, 2]
    assert all(failure["kind"] == "instance" and failure["http_status"] == 401 for failure in result["failures"])
    assert len(result["instances"][0]["topics"]["created"]) == 3
    assert "wrong-secret-key-1" not in json.dumps(result) and "WRONGACCESSKEY000001" not in json.dumps(result)


def test_endpoint_that_throttles_or_fails_holds_up_no_other(two_projects, module):
    busy = two_projects.instance("orders", project_id=OTHER_PROJECT)
    two_projects.instance("orders")
    two_projects.fault(
        method="GET", path=f"/{OTHER_PROJECT}/instances$", status=429, times=1, headers={"Retry-After": "100"}
    )
    # The throttled list is answered only after the other endpoint has got its topics.
    two_projects.fault(method="GET", path=f"/{busy}/topics$", status=429, times=-1)
    entries = [
        {"name": "orders", "project_id": OTHER_PROJECT, "endpoint": OTHER_URL, "topics": TOPICS},
        {"name": "orders", "project_id": PROJECT_ID, "topics": TOPICS},
    ]
    result = module("fleet", {"instances": entries, **QUICK})
    [failure] = result["failures"]
    assert (failure["index"], failure["kind"], failure["transient"]) == (0, "topic", True) and result["transient"]
    assert len(result["instances"][1]["topics"]["created"]) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"storage": 600}, ["instances[2] (orders-2): 'storage' is not an option", "storage_space"]),
        ({"topics": [*TOPICS, {"name": "b!"}]}, ["instances[2] (orders-2): 'topics[3]'", "'b!'"]),
        ({"topics": [{"name": "good", "queue": 3}]}, ["instances[2] (orders-2): 'topics[0].queue' is not an option"]),
        ({"topics": [{"name": "good"}, {"name": "bad", "queue_num": "x"}]}, ["'topics[1]'", "queue_num", "int"]),
        ({"topics": [{"name": "twice"}, {"name": "twice"}]}, ["'topics[1]'", "'twice' is listed twice"]),
        ({"topics": [{"queue_num": 3}]}, ["instances[2] (orders-2): 'topics[0]'", "name"]),
        ({"topics": "orders"}, ["instances[2] (orders-2): 'topics' must be a list", "not a text"]),
        ({"topics": ["orders"]}, ["instances[2] (orders-2): 'topics[0]' must be a dictionary", "not a text"]),
        ({"available_zones": ["a", "b"]}, ["instances[2] (orders-2)", "available_zones", "2 zones"]),
        ({"users": [{"name": "producer", "secret": "weak"}]}, ["instances[2] (orders-2)", "users[0]", "8 to 32"]),
        ({"users": [{"name": "producer", "secret": [SECRET]}]}, ["instances[2] (orders-2)", "users[0].secret"]),
        ({"name": "orders-0"}, ["instances[2] (orders-0): instances[0] has the same name"]),
        ({"name": None}, ["instances[2] (without name)", "name"]),
        ({"description": True}, ["instances[2] (orders-2): 'description' is the boolean true", "quotes"]),
        ({"tags": "team"}, ["instances[2] (orders-2)", "tags"]),
        ({"region": "no region!", "endpoint": " "}, ["instances[2] (orders-2)", "'region'"]),
        ({"ca_path": "/nowhere"}, ["instances[2] (orders-2)", "'ca_path'"]),
        ({"max_retries": -1}, ["instances[2] (orders-2)", "'max_retries'"]),
        ("orders", ["'instances[2]' must be a dictionary", "not a text"]),
        (None, ["'instances[2]' must be a dictionary", "not nothing"]),
    ],
)
def test_mistake_is_told_by_index_and_name_before_anything_is_sent(emulator, module, change, told):
    entries = fleet()
    entries[2] = {**entries[2], **change} if isinstance(change, dict) else change
    # Without an endpoint of the environment, an entry has to say where it is.
    result = module(
        "fleet", options(entries), HUAWEICLOUD_ROCKETMQ_ENDPOINT="" if "region" in str(change) else emulator.url
    )
    assert result["failed"] and emulator.requests() == []
    for words in told:
        assert words in result["msg"], result["msg"]
    assert SECRET not in json.dumps(result)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"instances": "orders"},
            "'instances' must be a list, such as [{name: orders, region: eu-west-0}], not a text.",
        ),
        ({"instances": {"name": "orders"}}, "'instances' must be a list, such as"),
        ({"defaults": ["tags"]}, "'defaults' must be a dictionary"),
        ({"defaults": {"tagz": {}}}, "instances[0] (orders-0): 'tagz' is not an option"),
        ({"concurrency": 0}, "'concurrency' is 0; it must be from 1 to 50."),
        ({"wait_interval": 0}, "'wait_interval' must be more than 0"),
    ],
)
def test_mistake_of_the_whole_is_told(emulator, module, change, told):
    result = module("fleet", {**options(fleet()), **change})
    assert result["failed"] and told in result["msg"], result["msg"]
    assert emulator.requests() == []


def test_entry_without_a_connection_is_told_by_its_name(emulator, module):
    entries = [
        {"name": "orders-0", "access_key": "SOMEACCESSKEY0000001", "secret_key": "some-secret-key-1"},
        {"name": "orders-1"},
    ]
    none = {"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}
    result = module("fleet", {"instances": entries}, **none)
    assert result["msg"].startswith("instances[1] (orders-1): No credentials"), result["msg"]
    assert emulator.requests() == []


def test_defaults_are_merged_and_an_entry_takes_precedence(emulator, module):
    defaults = {**DEFAULTS, "tags": {"team": "shop", "tier": "1"}, "topics": TOPICS, "purge": "false"}
    entries = [{"name": "orders-0", "tags": {"tier": "2"}}, {"name": "orders-1", "topics": []}]
    result = module("fleet", options(entries, defaults=defaults))
    assert not result.get("failed"), result
    after = result["diff"]["after"]
    assert after["orders-0"]["tags"] == {"team": "shop", "tier": "2"} and len(after["orders-0"]["topics"]) == 3
    assert after["orders-1"]["tags"] == {"team": "shop", "tier": "1"} and "topics" not in after["orders-1"]


def test_purge_deletes_users_only_where_an_entry_lists_them(emulator, module):
    user = {"access_key": "producer", "secret_key": SECRET}
    for name in ("silent", "empty"):
        emulator.instance(name, enable_acl=True, users=[user], topics=["old"], groups=["old"])
    entries = [{"name": "silent", "purge": True}, {"name": "empty", "purge": True, "users": []}]
    check = module("fleet", {"instances": entries, **QUICK}, check=True)
    result = module("fleet", {"instances": entries, **QUICK})
    assert check["diff"] == result["diff"]
    silent, empty = result["instances"]
    assert silent["topics"]["deleted"] == ["old"] and silent["users"] == {
        "created": [],
        "updated": [],
        "deleted": [],
        "unchanged": 0,
    }
    assert empty["users"]["deleted"] == ["producer"]
    assert "silent, empty: 'topics' is empty and 'purge' is true" in str(result["warnings"])


def test_absent_deletes_the_instances_in_a_batch(emulator, module):
    for number in range(3):
        emulator.instance(f"orders-{number}", topics=["old"])
    entries = [*fleet(3, purge=True), {"name": "never-there"}]
    check = module("fleet", options(entries, state="absent"), check=True)
    assert emulator.requests(writes=True) == []
    result = module("fleet", options(entries, state="absent"))
    assert not result.get("failed"), result
    assert check["diff"] == result["diff"] and set(result["diff"]["before"]) == {f"orders-{n}" for n in range(3)}
    assert [one["changed"] for one in result["instances"]] == [True, True, True, False]
    assert [entry["path"].rpartition("/")[2] for entry in emulator.requests(writes=True)] == ["action"]
    again = module("fleet", options(entries, state="absent"))
    assert not again["changed"]


def test_without_wait_what_is_on_a_new_instance_is_left_for_a_later_run(emulator, module):
    emulator.settings(create_seconds=60)
    emulator.instance("ready")
    entries = [{"name": "ready", "topics": TOPICS}, {"name": "orders", "topics": TOPICS}]
    started = emulator.time()
    result = module("fleet", options(entries, wait=False, defaults=DEFAULTS))
    assert not result.get("failed") and emulator.time() - started < 30
    ready, new = result["instances"]
    assert len(ready["topics"]["created"]) == 3
    assert new["status"] == "CREATING" and new["topics"]["created"] == []
    assert "'orders' is CREATING: what is on it is left" in str(result["warnings"])


def test_too_short_a_wait_tells_who_is_late_and_the_next_run_goes_on(emulator, module):
    emulator.settings(create_seconds=60)
    late = module("fleet", options(fleet(2), wait_timeout=5, wait_interval=1))
    assert len(late["failures"]) == 2 and all("CREATING" in failure["msg"] for failure in late["failures"])
    assert all(one["instance_id"] and one["status"] == "CREATING" for one in late["instances"])
    done = module("fleet", options(fleet(2), wait_interval=10))
    assert not done.get("failed") and [len(one["topics"]["created"]) for one in done["instances"]] == [3, 3]
    assert ordered(emulator) == ["orders-0", "orders-1"]


def test_check_mode_predicts_what_is_on_an_instance_that_is_still_being_created(emulator, module):
    emulator.settings(create_seconds=600)
    module("fleet", options([{"name": "orders"}], wait=False))
    check = module("fleet", options([{"name": "orders", "topics": TOPICS}]), check=True)
    assert not check.get("failed") and len(check["instances"][0]["topics"]["created"]) == 3, check


def test_secrets_are_nowhere(emulator, module, monkeypatch):
    logged = []
    from ansible.module_utils.basic import AnsibleModule

    monkeypatch.setattr(AnsibleModule, "log", lambda self, msg, log_args=None: logged.append(str(msg)))
    users = [{"name": f"member-{number}", "secret": f"Planted-{number:03}-Secret"} for number in range(60)]
    shared = [{"name": "shared-user", "secret": "Shared-Secret-1"}]
    keys = {"access_key": "EMULATORACCESSKEY001", "secret_key": "emulator-secret-key"}
    # What is a secret of somebody else is not shown, wherever it stands.
    entries = [{"name": "orders-0", "users": users}, {"name": "orders-1", **keys, "description": "Planted-007-Secret"}]
    emulator.fault(
        method="POST", path="/users$", status=400, code="DMS.00400002", times=3, message="no Planted-001-Secret"
    )
    results = [
        module("fleet", options(entries, defaults={**DEFAULTS, "users": shared}), check=check)
        for check in (True, False)
    ]
    results.append(module("fleet", options([*entries, {"name": "x"}], defaults={**DEFAULTS, "users": shared})))
    told = json.dumps([results, logged])
    assert logged and results[1]["failures"]
    assert "Planted-" not in told and "Shared-Secret-1" not in told and "emulator-secret-key" not in told
    assert results[0]["invocation"]["module_args"]["instances"] == []


ENTRIES = items(
    item(
        ["orders-a", "orders-b"],
        description=st.sampled_from(["", "new"]),
        purge=st.booleans(),
        topics=items(item(["topic-a", "topic-b"], read_queue_num=st.sampled_from([3, 6]))),
        consumer_groups=items(item(["group-a", "group-b"], retry_max_time=st.sampled_from([3, 16]))),
        users=st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(["producer", "consumer"]), "secret": st.just(SECRET)},
                optional={"admin": st.booleans()},
            ),
            max_size=2,
            unique_by=lambda user: user["name"],
        ),
    )
)


@FEW_EXAMPLES
@example(have=[], want=[{"name": "orders-a", "purge": True, "users": []}])
@given(have=ENTRIES, want=ENTRIES)
def test_check_mode_tells_what_the_run_does(emulator_in_process, tmp_path_factory, have, want):
    emulator_in_process.reset()
    for entry in (*have, *want):
        entry.setdefault("available_zones", [ZONE_ID])
    cache = str(tmp_path_factory.getbasetemp())
    assert_truth(emulator_in_process, cache, "fleet", options(have), options(want))
