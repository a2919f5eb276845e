# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For random states: check mode writes nothing, and tells what the real run then does, which needs no second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from .ansible_runs import run_module
from .emulator_process import EmulatorControl
from .recorder import record_number
from .sample_instances import order

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# For what takes long, because something has to happen in the background at each.
FEW_EXAMPLES = settings(EXAMPLES, max_examples=10)
SCOPE = {"instance_name": "orders", "wait_interval": 0.1}
SECRETS = ("Planted-Secret-1", "Planted-Secret-2")


def item(names: list[str], **options: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return items of one of the names, each with some of the options."""
    return st.fixed_dictionaries({"name": st.sampled_from(names)}, optional=options)


def items(one: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of such items with distinct names."""
    return st.lists(one, max_size=4, unique_by=lambda drawn: drawn["name"])


def assert_truth(
    emulator: EmulatorControl, cache: str, module: str, have: Mapping[str, Any] | None, want: Mapping[str, Any]
) -> None:
    """Bring the service to `have`, then want `want`: predicted, done, and done with."""
    environment = {**emulator.environment(), "XDG_CACHE_HOME": cache}
    if have is not None:
        made = run_module(module, have, environment)
        assert not made.get("failed"), made
    emulator.forget_requests()
    predicted = run_module(module, want, environment, check=True)
    assert emulator.requests(writes=True) == []
    real = run_module(module, want, environment)
    assert bool(predicted.get("failed")) == bool(real.get("failed")), (predicted, real)
    keys = ("changed", "diff", "created", "restored", "updated", "deleted", "unchanged", "tags", "policy")
    assert {key: predicted.get(key) for key in keys} == {key: real.get(key) for key in keys}
    # Whoever does not wait sees an instance that is on its way.
    is_seen = want.get("state") != "absent" and want.get("wait", True) and not real.get("failed")
    for noun in set(NOUNS) & set(real) if is_seen else ():
        assert_foreseen(predicted[noun], real[noun], {*want, *SHOWN_AS})
    assert bool(emulator.requests(writes=True)) == bool(real["changed"])
    emulator.forget_requests()
    again = run_module(module, want, environment)
    assert not again["changed"] and emulator.requests(writes=True) == []
    record_number("property examples", 1)


NOUNS = {"topic": "name", "consumer_group": "name", "user": "access_key", "instance": "name"}
# The names under which the service shows what is managed under others. Storage is not among them: the service takes
# some for itself, and brokers bring some.
SHOWN_AS = ("access_key", "topic_desc", "group_desc", "total_read_queue_num", "total_write_queue_num")


def assert_foreseen(predicted: Mapping[str, Any], real: Mapping[str, Any], managed: set[str]) -> None:
    """Require that the object that check mode returns is the one that then is there, as far as it is managed."""
    assert set(NOUNS.values()) & set(predicted), "the object has no name"
    both = (set(predicted) & set(real) & managed) - {"storage_space"}
    assert {key: plain(predicted[key]) for key in both} == {key: plain(real[key]) for key in both}


def plain(value: Any) -> Any:
    """Return a value without the order of lists, in which the service is free."""
    return sorted(map(str, value)) if isinstance(value, list) else value


STATES = st.sampled_from(["present", "present", "absent"])
# In what editions of the service differ, as far as it is seen by whoever only looks.
EDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "sparse_lists": st.booleans(),
        "omit_empty": st.booleans(),
        "legacy_fields": st.booleans(),
        "not_found_family": st.sampled_from(["400", "404"]),
        "max_page": st.sampled_from([0, 2]),
        "tag_overwrite": st.booleans(),
        "stable_order": st.booleans(),
        "topic_list": st.booleans(),
        "batch_apis": st.sampled_from([True, False, "400"]),
        "delete_answer": st.sampled_from(["204", "200", "later"]),
    },
)
TOPIC = item(
    ["topic-a", "topic-b", "%c|d%"],
    queue_num=st.integers(1, 3),
    permission=st.sampled_from(["all", "pub", "sub"]),
    read_queue_num=st.integers(1, 4),
)


@EXAMPLES
@given(have=items(TOPIC), want=items(TOPIC), state=STATES, purge=st.booleans())
def test_topics_properties(emulator_in_process, tmp_path_factory, have, want, state, purge):
    emulator_in_process.reset()
    emulator_in_process.instance("orders")
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "topics",
        {**SCOPE, "topics": have},
        {**SCOPE, "topics": want, "state": state, "purge": purge and state == "present"},
    )


TOPIC_OF_5_X = item(["topic-a", "topic-b"], description=st.sampled_from(["", "text"]), read_queue_num=st.integers(1, 4))


@EXAMPLES
@given(have=items(TOPIC_OF_5_X), want=items(TOPIC_OF_5_X))
def test_topics_on_5_x_properties(emulator_in_process, tmp_path_factory, have, want):
    emulator_in_process.reset()
    emulator_in_process.instance("orders", engine_version="5.x")
    cache = str(tmp_path_factory.getbasetemp())
    assert_truth(emulator_in_process, cache, "topics", {**SCOPE, "topics": have}, {**SCOPE, "topics": want})


GROUP = item(
    ["group-a", "group-b", "group-c", "group-d"],
    enabled=st.booleans(),
    broadcast=st.booleans(),
    retry_max_time=st.integers(1, 16),
    description=st.sampled_from(["", "text"]),
)


@EXAMPLES
@given(have=items(GROUP), want=items(GROUP), state=STATES, purge=st.booleans())
def test_consumer_groups_properties(emulator_in_process, tmp_path_factory, have, want, state, purge):
    emulator_in_process.reset()
    emulator_in_process.instance("orders")
    emulator_in_process.settings(change_seconds=0.05)
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "consumer_groups",
        {**SCOPE, "consumer_groups": have},
        {**SCOPE, "consumer_groups": want, "state": state, "purge": purge and state == "present"},
    )


PERMISSION = st.sampled_from(["PUB", "SUB", "PUB|SUB", "DENY", "sub|pub"])
PERMISSIONS = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["aaa", "bbb", "ccc"]), "perm": PERMISSION}),
    max_size=3,
    unique_by=lambda entry: entry["name"],
)
USER = item(
    ["user-aaa", "user-bbb"],
    white_remote_address=st.sampled_from(["", "10.0.0.*"]),
    admin=st.booleans(),
    default_topic_perm=PERMISSION,
    default_group_perm=st.sampled_from(["SUB", "DENY"]),
    topic_perms=PERMISSIONS,
    group_perms=PERMISSIONS,
)


@EXAMPLES
@given(
    have=items(USER), want=items(USER), masked=st.booleans(), data=st.data(), version=st.sampled_from(["4.8.0", "5.x"])
)
def test_users_properties(emulator_in_process, tmp_path_factory, have, want, masked, data, version):
    emulator_in_process.reset()
    emulator_in_process.instance("orders", enable_acl=True, engine_version=version)
    emulator_in_process.settings(mask_secrets=masked, fixed_permissions="none")

    def with_secrets(users):
        return [{**user, "secret": data.draw(st.sampled_from(SECRETS))} for user in users]

    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "users",
        {**SCOPE, "users": with_secrets(have)},
        {**SCOPE, "users": with_secrets(want), "purge": data.draw(st.booleans())},
    )


SINGULAR = {
    "topic": (TOPIC, {}),
    "consumer_group": (GROUP, {}),
    "user": (USER, {"secret": SECRETS[0]}),
}


@EXAMPLES
@given(kind=st.sampled_from(sorted(SINGULAR)), data=st.data(), state=STATES)
def test_single_object_properties(emulator_in_process, tmp_path_factory, kind, data, state):
    one, always = SINGULAR[kind]
    have, want = data.draw(one), data.draw(one)
    emulator_in_process.reset()
    emulator_in_process.instance("orders", enable_acl=True)
    # A user may also come without a secret: then it cannot be created, and check mode says so. Whether a service that
    # masks secrets lets it be changed is known only when it is asked (test_editions has both), so here it does.
    emulator_in_process.settings(mask_secrets=data.draw(st.booleans()), empty_secret_keeps=True)
    given_secret = always if data.draw(st.booleans()) else {}
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        kind,
        data.draw(st.sampled_from([None, {**SCOPE, **have, **always}])),
        {**SCOPE, **want, **given_secret, "state": state},
    )


TAGS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y/z"]))


@EXAMPLES
@given(have=TAGS, want=TAGS, state=STATES, purge=st.booleans())
def test_tags_properties(emulator_in_process, tmp_path_factory, have, want, state, purge):
    emulator_in_process.reset()
    emulator_in_process.instance("orders", tags=have)
    wanted = {**SCOPE, "tags": want, "state": state, "purge": purge and state == "present"}
    assert_truth(emulator_in_process, str(tmp_path_factory.getbasetemp()), "instance_tags", None, wanted)


LISTS = {"topics": TOPIC, "consumer_groups": GROUP, "users": USER}


@EXAMPLES
@given(kind=st.sampled_from(sorted(LISTS)), edition=EDITIONS, state=STATES, data=st.data())
def test_objects_by_api_variant_properties(emulator_in_process, tmp_path_factory, kind, edition, state, data):
    have, want = data.draw(items(LISTS[kind])), data.draw(items(LISTS[kind]))
    update = data.draw(st.sampled_from(["auto", "on_create"]))
    secret = {"secret": SECRETS[0], "update_secret": update} if kind == "users" else {}
    emulator_in_process.reset()
    emulator_in_process.settings(change_seconds=0.05, empty_secret_keeps=True, **edition)
    emulator_in_process.instance("orders", enable_acl=True)
    # Where topics cannot be listed, what is not wanted cannot be found.
    can_purge = state == "present" and (kind != "topics" or edition.get("topic_list", True))
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        kind,
        {**SCOPE, kind: [{**one, **secret} for one in have]},
        {
            **SCOPE,
            kind: [{**one, **secret} for one in want],
            "state": state,
            "purge": can_purge and data.draw(st.booleans()),
        },
    )


INSTANCES = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from(["", "text"]),
        "enable_acl": st.booleans(),
        "tags": TAGS,
        "purge_tags": st.booleans(),
        "broker_num": st.integers(1, 2),
        "storage_space": st.sampled_from([600, 800, 1200]),
        "allow_resize": st.booleans(),
        "configs": st.dictionaries(st.sampled_from(["fileReservedTime"]), st.sampled_from([48, 72])),
        "available_zones": st.sampled_from([["AZ 3"], ["9f1c5806706d4c1fb0eb72f0a9b18c77"]]),
    },
)


# What an instance is to be configured to is applied only when it runs, and has to be predicted when there is none.
@EXAMPLES
@example(have=None, want={"configs": {"fileReservedTime": 72}}, state="present")
@given(have=st.none() | INSTANCES, want=INSTANCES, state=STATES)
def test_instance_properties(emulator_in_process, tmp_path_factory, have, want, state):
    emulator_in_process.reset()
    emulator_in_process.settings(create_seconds=0.05, change_seconds=0.05, delete_seconds=0.05, extend_lag_seconds=0.02)
    if have is not None:
        have = {key: value for key, value in have.items() if key != "configs"}
    quick = {"wait_interval": 0.03}
    want = {**order(), **want} if have is None or "storage_space" in want else {"name": "orders", **want}
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "instance",
        None if have is None else {**order(), **have, **quick},
        {**want, **quick, "state": state},
    )


ADDRESSES = [f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in range(4)]
PUBLIC = st.just({}) | st.just({"enable_publicip": False})
PUBLIC |= st.builds(
    lambda addresses, told: {"publicip_ids": addresses, **({"enable_publicip": True} if told else {})},
    st.lists(st.sampled_from(ADDRESSES), min_size=3, max_size=3, unique=True),
    st.booleans(),
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from(["", "text"]),
        "enable_acl": st.booleans(),
        "tags": TAGS,
        "configs": st.dictionaries(st.sampled_from(["fileReservedTime"]), st.sampled_from([48, 72])),
        "product_id": st.sampled_from(["c6.4u8g.cluster", "c6.8u16g.cluster"]),
        "security_group_id": st.sampled_from(
            ["23c5977f-ff33-4b95-a73e-08d8a0bc4e6c", "33c5977f-ff33-4b95-a73e-08d8a0bc4e6c"]
        ),
    },
)
STATUSES = ["RUNNING", "RUNNING", "RUNNING", "CREATEFAILED", "ERROR", "FROZEN", "EXTENDEDFAILED"]


@EXAMPLES
@given(
    have=PUBLIC,
    want=SETTINGS,
    public=PUBLIC,
    edition=EDITIONS,
    state=STATES,
    status=st.sampled_from(STATUSES),
    data=st.data(),
)
def test_instance_by_api_variant_and_status_properties(
    emulator_in_process, tmp_path_factory, have, want, public, edition, state, status, data
):
    emulator_in_process.reset()
    # What needs a running instance is left to a later run by one that does not wait, and a run that comes before the
    # work has been done cannot know of it.
    ways = {"wait": status != "RUNNING" or data.draw(st.booleans()), "recreate_failed": data.draw(st.booleans())}
    work = 0.05 if ways["wait"] else 0.0
    emulator_in_process.settings(create_seconds=work, change_seconds=work, delete_seconds=work, **edition)
    addresses = ",".join(have.get("publicip_ids", ()))
    emulator_in_process.instance("orders", status=status, publicip_id=addresses)
    resize = {"allow_resize": True} if "product_id" in want and ways["wait"] else {}
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "instance",
        None,
        {**order(), **want, **public, **ways, **resize, "wait_interval": 0.03, "state": state},
    )


SMALL_INSTANCE = item(
    ["orders-a", "orders-b", "orders-c"],
    description=st.sampled_from(["", "text"]),
    enable_acl=st.booleans(),
    tags=TAGS,
)


@FEW_EXAMPLES
@given(have=items(SMALL_INSTANCE), want=items(SMALL_INSTANCE), state=STATES)
def test_instances_properties(emulator_in_process, tmp_path_factory, have, want, state):
    emulator_in_process.reset()
    emulator_in_process.settings(create_seconds=0.05, change_seconds=0.05, delete_seconds=0.05)
    for instance in have:
        emulator_in_process.instance(**instance)
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "instances",
        None,
        {"instances": [order(**instance) for instance in want], "state": state, "wait_interval": 0.03},
    )


METADATA = {
    "rocketmq": {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}},
    "rabbitToRocket": {"vhosts": [{"name": "shop"}], "queues": [], "exchanges": [], "bindings": []},
}
# Without `overwrite` a migration of names that are taken fails, and whether it does is known when it has run.
MIGRATIONS = st.builds(
    lambda name, kind: {"name": name, "type": kind, "metadata": METADATA[kind], "overwrite": True},
    st.sampled_from(["move-a", "move-b"]),
    st.sampled_from(sorted(METADATA)),
)


@FEW_EXAMPLES
@given(have=st.none() | MIGRATIONS, want=MIGRATIONS, state=STATES)
def test_migration_task_properties(emulator_in_process, tmp_path_factory, have, want, state):
    emulator_in_process.reset()
    emulator_in_process.settings(change_seconds=0.05)
    emulator_in_process.instance("orders")
    assert_truth(
        emulator_in_process,
        str(tmp_path_factory.getbasetemp()),
        "migration_task",
        None if have is None else {**SCOPE, **have},
        {**SCOPE, **want, "state": state},
    )


@pytest.mark.parametrize("known", [True, False])
def test_background_task_truth(emulator_in_process, tmp_path_factory, known):
    emulator_in_process.reset()
    instance_id = emulator_in_process.instance("orders")
    made = emulator_in_process.control("POST", f"instances/{instance_id}/tasks", {"seconds": 5})
    emulator_in_process.clock.sleep(10)
    want = {**SCOPE, "task_id": made["id"] if known else "0" * 32}
    assert_truth(emulator_in_process, str(tmp_path_factory.getbasetemp()), "background_task", None, want)


@pytest.mark.parametrize("want", [{"retention_days": 3}, {"default_use_recycle": False}, {"retention_days": 7}])
def test_recycle_bin_truth(emulator_in_process, tmp_path_factory, want):
    emulator_in_process.reset()
    assert_truth(emulator_in_process, str(tmp_path_factory.getbasetemp()), "recycle_bin", None, want)


@pytest.mark.parametrize("wait", [True, False])
def test_instance_restore_truth(emulator_in_process, tmp_path_factory, wait):
    emulator_in_process.reset()
    emulator_in_process.instance("orders")
    cache = str(tmp_path_factory.getbasetemp())
    gone = {"name": "orders", "state": "absent", "wait_interval": 1}
    run_module("instance", gone, {**emulator_in_process.environment(), "XDG_CACHE_HOME": cache})
    want = {"names": ["orders"], "wait": wait, "wait_interval": 1}
    assert_truth(emulator_in_process, cache, "instance_restore", None, want)


@pytest.mark.parametrize("wish", [{"state": "absent"}, {"state": "cancelled"}, {"execute_at": "2040-01-02T02:00:00Z"}])
def test_scheduled_task_truth(emulator_in_process, tmp_path_factory, wish):
    emulator_in_process.reset()
    instance_id = emulator_in_process.instance("orders")
    made = emulator_in_process.control("POST", f"instances/{instance_id}/scheduled-tasks", {"seconds": 500})
    want = {**SCOPE, "task_id": made["id"], **wish}
    assert_truth(emulator_in_process, str(tmp_path_factory.getbasetemp()), "scheduled_task", None, want)
