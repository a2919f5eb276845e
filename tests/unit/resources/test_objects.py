# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Topics, consumer groups, users, tags: what is compared and what is sent."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ApiError, ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import NO_OP, UPDATE, plan_object
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.resource import InstanceContext
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources import (
    access_policy,
    consumer_group,
    message,
    migration_changes,
    migration_task,
    tag,
    topic,
    user,
    validation,
)
from hypothesis import given
from hypothesis import strategies as st


def plan(resource, desired, actual):
    return plan_object(resource.fields, "name", desired, actual, "present", resource.customize_diff)


TOPIC = {
    "name": "name",
    "total_read_queue_num": 6,
    "total_write_queue_num": 6.0,
    "permission": "all",
    "brokers": [{"broker_name": "broker-1"}, {"broker_name": "broker-0"}],
}


@pytest.mark.parametrize(
    ("desired", "action"),
    [
        ({"queue_num": 3}, NO_OP),
        ({"queue_num": 4}, UPDATE),
        ({"queue_num": 9, "read_queue_num": 6, "write_queue_num": 6}, NO_OP),
        ({"brokers": ["broker-0", "broker-1"]}, NO_OP),
        ({"permission": "sub"}, UPDATE),
    ],
)
def test_queues_of_a_topic_are_counted_on_each_broker(desired, action):
    assert plan(topic.TOPIC_RESOURCE, desired, TOPIC).action == action


def test_topic_of_5_x_takes_no_notice_of_what_4_8_0_has_and_says_so_once():
    actual = {"name": "name", "message_type": "NORMAL", "permission": "all", "total_read_queue_num": 8}
    change = plan(topic.TOPIC_RESOURCE, {"write_queue_num": 4, "read_queue_num": 4}, actual)
    assert change.action == NO_OP
    assert len(change.warnings) == 1 and "read_queue_num" in change.warnings[0]
    # Who may do what is written, and read back.
    assert plan(topic.TOPIC_RESOURCE, {"permission": "sub"}, actual).action == UPDATE
    assert plan(topic.TOPIC_RESOURCE, {"permission": "all"}, actual).warnings == []


@pytest.mark.parametrize(
    ("shown", "planned"),
    [
        ({"group_desc": ""}, UPDATE),
        ({"group_desc": None}, UPDATE),
        ({"consume_orderly": False}, UPDATE),
        ({}, UPDATE),
        ({"from_beginning": False}, NO_OP),
        ({"app_id": None, "app_name": None}, NO_OP),
        ({"app_id": None, "group_desc": "text"}, NO_OP),
    ],
)
def test_description_of_a_group_is_compared_unless_the_edition_has_none(shown, planned):
    change = plan(consumer_group.GROUP_RESOURCE, {"description": "text"}, {"name": "name", **shown})
    assert change.action == planned
    assert bool(change.warnings) == (planned == NO_OP and "group_desc" not in shown)


def test_group_is_sent_whole():
    actual = {
        "name": "name",
        "enabled": False,
        "broadcast": True,
        "brokers": ["broker-0"],
        "retry_max_time": 3,
        "group_desc": "text",
        "from_beginning": True,
        "permissions": [],
    }
    change = plan(consumer_group.GROUP_RESOURCE, {"retry_max_time": 5}, actual)
    assert consumer_group.full_payload(change) == {
        "name": "name",
        "enabled": False,
        "broadcast": True,
        "brokers": ["broker-0"],
        "retry_max_time": 5,
        "from_beginning": True,
        "group_desc": "text",
    }
    bare = plan(consumer_group.GROUP_RESOURCE, {"enabled": False}, {"name": "name", "enabled": True})
    assert {"enabled", "broadcast", "retry_max_time"} <= set(consumer_group.full_payload(bare))


USER = {
    "access_key": "name",
    "secret_key": "*****",
    "white_remote_address": "10.0.0.1",
    "admin": False,
    "default_topic_perm": "PUB|SUB",
    "default_group_perm": "SUB",
    "topic_perms": [{"name": "b", "perm": "SUB|PUB"}, {"name": "a", "perm": "DENY"}],
    "group_perms": [],
}


@pytest.mark.parametrize(
    ("desired", "action"),
    [
        ({"default_topic_perm": "sub|pub"}, NO_OP),
        ({"topic_perms": [{"name": "a", "perm": "deny"}, {"name": "b", "perm": "pub|sub"}]}, NO_OP),
        ({"topic_perms": [{"name": "a", "perm": "DENY"}]}, UPDATE),
        ({"topic_perms": []}, UPDATE),
        ({"white_remote_address": ""}, UPDATE),
    ],
)
def test_permissions_are_sets_in_any_spelling(desired, action):
    assert plan(user.USER_RESOURCE, desired, USER).action == action


SECRET = "Planted-Secret-1"


@pytest.mark.parametrize(
    ("shown", "policy", "action", "warned"),
    [
        ("*****", "auto", NO_OP, True),
        (None, "auto", NO_OP, True),
        ("", "auto", NO_OP, True),
        (SECRET, "auto", NO_OP, False),
        ("Other-Secret-1", "auto", UPDATE, False),
        ("Pl*****-1", "auto", NO_OP, True),
        ("*****", "always", UPDATE, False),
        (None, "always", UPDATE, False),
        (SECRET, "always", NO_OP, False),
        ("*****", "on_create", NO_OP, False),
        ("Other-Secret-1", "on_create", NO_OP, False),
    ],
)
def test_secret_is_compared_where_it_is_shown_and_written_where_that_is_wanted(shown, policy, action, warned):
    change = plan(user.USER_RESOURCE, {"secret": SECRET, "update_secret": policy}, {**USER, "secret_key": shown})
    assert change.action == action and bool(change.warnings) == warned
    assert SECRET not in str(change.warnings)


@pytest.mark.parametrize(
    ("shown", "desired", "sent"),
    [
        ("Other-Secret-1", {}, "Other-Secret-1"),
        ("Other-Secret-1", {"secret": SECRET, "update_secret": "on_create"}, "Other-Secret-1"),
        ("Other-Secret-1", {"secret": SECRET, "update_secret": "auto"}, SECRET),
        ("*****", {"secret": SECRET, "update_secret": "auto"}, SECRET),
        ("*****", {"secret": SECRET, "update_secret": "on_create"}, None),
        ("*****", {}, None),
    ],
)
def test_modification_of_a_user_carries_the_secret_that_shall_be(shown, desired, sent):
    change = plan(user.USER_RESOURCE, {"admin": True, **desired}, {**USER, "secret_key": shown})
    whole = user.full_payload(change)
    assert whole.get("secret_key") == sent
    assert whole["white_remote_address"] == "10.0.0.1" and whole["admin"] is True


@pytest.mark.parametrize(
    "read",
    [
        lambda scope: user.read_users(scope, {"name": None}),
        lambda scope: user.read_users(scope, {"name": "name"}),
        lambda scope: access_policy.read_policies(scope, {"topic": "topic", "group": None}),
        lambda scope: access_policy.read_policies(scope, {"topic": None, "group": "group"}),
    ],
)
@pytest.mark.parametrize(
    ("shown", "kept"), [(SECRET, {SECRET}), ("*****", set()), ("***", set()), ("Short-1", set()), (None, set())]
)
def test_secret_that_the_service_shows_is_kept_from_errors_and_results(read, shown, kept):
    seen = {**USER, "secret_key": shown, "admin": False}
    client = SimpleNamespace(
        redacted_secrets=set(), get_object=lambda *path, **names: seen, list_all=lambda *path, **names: [seen]
    )
    found = read(InstanceContext(client, "id"))
    assert client.redacted_secrets == kept
    assert len(found) == 1 and "secret_key" not in found[0]


@given(st.text(min_size=12))
def test_secret_never_stands_in_a_refusal(secret):
    try:
        user.validate("producer", {"secret": secret}, "present")
    except ValidationError as error:
        assert secret not in error.message


def error(status, code):
    return ApiError(status, code, "", "", "GET", "/")


@pytest.mark.parametrize("resource", [topic.TOPIC_RESOURCE, consumer_group.GROUP_RESOURCE, user.USER_RESOURCE])
@pytest.mark.parametrize(
    "code", ["DMS.10240407", "DMS.00404001", "DMS.10240406", "DMS.00404022", "", "DMS.00403003", "DMS.00400026"]
)
def test_flow_control_wrong_urls_and_missing_instances_are_no_absent_objects(resource, code):
    assert not resource.is_not_found(error(404, code))


def test_each_object_has_codes_of_its_own_for_absent():
    topics, groups, users = topic.TOPIC_RESOURCE, consumer_group.GROUP_RESOURCE, user.USER_RESOURCE
    codes = {"DMS.00050004": topics, "DMS.10240401": topics, "DMS.00050012": groups, "DMS.00500972": users}
    for code, owner in codes.items():
        for resource in (topics, groups, users):
            assert resource.is_not_found(error(400, code)) == (resource is owner)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz")),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz")),
    st.booleans(),
)
def test_tags_become_as_wanted_with_no_key_created_twice(present, tags, purge):
    calls = []

    class Client:
        def post(self, path, body, **names):
            calls.append((body["action"], {entry["key"]: entry["value"] for entry in body["tags"]}))

    wanted = tag.merge_tags(present, tags, purge)
    tag.set_tags(Client(), "id", present, lambda there: wanted)
    state = dict(present)
    for action, entries in calls:
        for key, value in entries.items():
            if action == "delete":
                del state[key]
            else:
                assert key not in state
                state[key] = value
    assert state == wanted
    assert bool(calls) == (present != wanted)


@pytest.mark.parametrize(
    "name", ["%RETRY%group", "%DLQ%group", "TBW102", "SELF_TEST_TOPIC", "rmq_sys_wheel", "CID_ONSAPI_X"]
)
def test_the_services_own_objects_are_known(name):
    assert validation.is_system_name(name)


def test_other_names_are_the_users():
    assert not any(validation.is_system_name(name) for name in ("orders", "my%DLQ%", "RETRY", "tbw"))


TABLES = {"topicConfigTable": {"aB_c": {"topicName": "aB_c", "readQueueNums": 3}}, "subscriptionGroupTable": {}}


def test_metadata_is_respelled_and_back_but_for_the_names_in_it():
    snake = migration_changes.swap_key_case(TABLES)
    assert snake == {
        "topic_config_table": {"aB_c": {"topic_name": "aB_c", "read_queue_nums": 3}},
        "subscription_group_table": {},
    }
    assert migration_changes.swap_key_case(snake) == TABLES


def test_refused_change_of_a_user_whose_secret_is_not_known_is_told_what_to_give():
    class Client:
        def put(self, path, body, **names_in_path):
            raise ApiError(400, "DMS.00400062", "", "", "PUT", path)

    change = plan(user.USER_RESOURCE, {"default_topic_perm": "SUB"}, {**USER, "default_topic_perm": "PUB"})
    with pytest.raises(ApiError) as rejected_result:
        user.update(InstanceContext(Client(), "id"), change)
    assert "give it as 'secret' along with the change" in rejected_result.value.message


@pytest.mark.parametrize("largest_page", [50, 10, 7])
def test_migration_tasks_are_all_found_whatever_the_size_of_the_pages(largest_page):
    tasks = [{"id": str(number), "name": f"move-{number}"} for number in range(45)]

    class Client:
        def get(self, path, query, **names_in_path):
            size = min(query["limit"], largest_page)
            first = (query["offset"] - 1) * size
            return {"task": tasks[first : first + size], "total": len(tasks)}

        def map_concurrently(self, function, arguments):
            return [function(argument) for argument in arguments]

    assert migration_task.list_tasks(InstanceContext(Client(), "id")) == tasks


def test_hashes_of_passwords_are_left_out_of_metadata():
    export = {"users": [{"name": "shop", "password_hash": "SENSITIVE"}], "vhosts": [{"name": "shop"}]}
    assert "SENSITIVE" not in str(migration_task.redact_passwords(export))
    assert migration_task.redact_passwords(export)["vhosts"] == [{"name": "shop"}]


def test_permissions_the_service_leaves_empty_are_none():
    assert user.permissions([{"name": "orders", "perm": None}, {"name": "bills", "perm": "sub"}]) == [
        {"name": "bills", "perm": "SUB"}
    ]
    wanted = {"enabled": True, "broadcast": False}
    shown = {"name": "name", "enabled": "true", "broadcast": "false"}
    assert plan(consumer_group.GROUP_RESOURCE, wanted, shown).action == NO_OP


ACTIVE = "\x1b[31m\u202e"


def test_what_the_service_says_of_a_message_is_told_as_a_terminal_may_show_it():
    result = {"msg_id": "1", "error_code": f"DMS.1{ACTIVE}", "error_message": f"no {ACTIVE}"}
    told = message.message_failure({"client_id": "c"}, [result])
    assert "1: DMS.1\ufffd[31m\ufffd no" in told.message and told.message.isprintable()
    assert told.result()["error_code"].isprintable()


@pytest.mark.parametrize("reason", [f"no {ACTIVE}", {"topics": [f"no {ACTIVE}"]}], ids=["text", "object"])
def test_what_the_service_says_of_a_migration_is_told_as_a_terminal_may_show_it(reason):
    told = migration_task.failure_error({"status": "failed", "name": "a", "id": "1", "result": reason})
    assert "The service says: " in told.message and "no " in told.message and told.message.isprintable()


def test_detail_of_a_migration_that_is_nested_without_end_stays_a_text():
    assert migration_task._parsed('{"a": [1]}') == {"a": [1]}
    assert migration_task._parsed("[" * 100_000) == "[" * 100_000
