# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every write of every module, for the tests that let something go wrong on its way.

The plural modules send what their singulars send, by the same code; of theirs there is only what they send otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from .ansible_runs import run_module
from .emulator_process import PROJECT_ID, EmulatorControl, consumer
from .sample_instances import order, patient_order

SCOPE = {"instance_name": "orders", "wait_interval": 0.1}
SECRET = "Planted-Secret-1"
OTHER_SECRET = "Planted-Secret-2"
PLAN = {"id": "0" * 31 + "1", "seconds": 500_000_000}
MONDAY = "2040-01-02T02:00:00Z"


class Write(NamedTuple):
    """One kind of write.

    prepare: brings the service to where the write is due.
    module, options: the task that writes.
    method, path: the request that is meant (a regular expression on the path).
    holds: whether the service is as it shall be afterwards.
    skip: how many requests like it come before the one that is meant.
    """

    prepare: Callable[[EmulatorControl], Any]
    module: str
    options: Mapping[str, Any]
    method: str
    path: str
    holds: Callable[[EmulatorControl], bool]
    skip: int = 0


def _instance(emulator: EmulatorControl, **fields: Any) -> str:
    return emulator.instance("orders", enable_acl=True, **fields)


def _nothing(emulator: EmulatorControl) -> None:
    return None


def _two_instances(emulator: EmulatorControl) -> None:
    for name in TWO:
        emulator.instance(name)


def _with(kind: str, *items: Mapping[str, Any]) -> Callable[[EmulatorControl], None]:
    def prepare(emulator: EmulatorControl) -> None:
        emulator.control("POST", f"instances/{_instance(emulator)}/{kind}", list(items))

    return prepare


def _with_readers(emulator: EmulatorControl) -> None:
    instance_id = _instance(emulator)
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "there"}])
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "readers"}])
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "there", "count": 3})
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("readers", "there"))


def _with_migration(emulator: EmulatorControl) -> None:
    _instance(emulator)
    made = _run(emulator, "migration_task", MIGRATION)
    assert made["migration_task"]["status"] == "finished", made


def _run(emulator: EmulatorControl, module: str, options: Mapping[str, Any]) -> dict[str, Any]:
    # With the project's id nothing is remembered on disk, where this has no folder of its own.
    environment = {**emulator.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
    result = run_module(module, options, environment)
    assert not result.get("failed"), result
    return result


def _in_the_recycle_bin(emulator: EmulatorControl) -> None:
    _instance(emulator)
    _run(emulator, "instance", {"name": "orders", "state": "absent", "wait_interval": 0.1})


def _slowly_diagnosed(emulator: EmulatorControl) -> None:
    _with("groups", {"name": "readers"})(emulator)
    emulator.settings(diagnosis_seconds=30)


def instances(emulator: EmulatorControl) -> list[dict[str, Any]]:
    """Return all instances of the service, with what is on them."""
    state = emulator.control("GET", "state")
    return [one for project in state["projects"] for one in project["instances"] if not one["gone"]]


def _things(emulator: EmulatorControl, kind: str) -> dict[str, dict[str, Any]]:
    (instance,) = instances(emulator)
    return dict(instance[kind])


def _one(emulator: EmulatorControl, kind: str, name: str, **fields: Any) -> bool:
    thing = _things(emulator, kind).get(name)
    return thing is not None and all(thing.get(key) == value for key, value in fields.items())


def _none(emulator: EmulatorControl, kind: str, *names: str) -> bool:
    return not set(names) & set(_things(emulator, kind))


def _fields(emulator: EmulatorControl, **fields: Any) -> bool:
    found = instances(emulator)
    return len(found) == 1 and all(found[0]["fields"].get(key) == value for key, value in fields.items())


def _scheduled(emulator: EmulatorControl, **fields: Any) -> bool:
    """Whether there is the one scheduled task with these fields, or none if no field is told."""
    (instance,) = instances(emulator)
    found = [{key: task[key] for key in fields} for task in instance["scheduled_tasks"]]
    return found == ([fields] if fields else [])


def _only(emulator: EmulatorControl, *names: str) -> bool:
    return sorted(one["fields"]["name"] for one in instances(emulator)) == sorted(names)


def _addresses(emulator: EmulatorControl, *addresses: str) -> bool:
    (instance,) = instances(emulator)
    bound = {address for address in str(instance["fields"]["publicip_id"] or "").split(",") if address}
    return bound == set(addresses) and instance["fields"]["enable_publicip"] is bool(addresses)


def _queues(emulator: EmulatorControl, topic: str) -> list[int]:
    """Return how many queues a topic has for reading and for writing."""
    queues = _things(emulator, "topics")[topic]["queues"].values()
    return [sum(counts[side] for counts in queues) for side in (0, 1)]


def _tags(emulator: EmulatorControl, tags: Mapping[str, str]) -> bool:
    (instance,) = instances(emulator)
    return bool(instance["tags"] == tags)


THREE = [{"name": f"thing-{number}"} for number in range(3)]
NAMES = tuple(item["name"] for item in THREE)
TWO = ("orders-1", "orders-2")
TABLES = {"topicConfigTable": {"moved": {"topicName": "moved"}}, "subscriptionGroupTable": {}}
MIGRATION = {**SCOPE, "name": "move", "type": "rocketmq", "metadata": TABLES}
ADDRESS, OTHER_ADDRESS = (f"{number}e6b7beb-ef13-4805-878d-285890b17a12" for number in (1, 2))

WRITES: dict[str, Write] = {
    "order an instance": Write(
        _nothing, "instance", patient_order(), "POST", "/instances$", lambda it: _fields(it, name="orders")
    ),
    "order many instances": Write(
        _nothing,
        "instances",
        {"instances": [order(name) for name in TWO], "wait_interval": 0.1},
        "POST",
        "/instances$",
        lambda it: _only(it, *TWO),
    ),
    "remove an instance that failed, to order it again": Write(
        lambda it: _instance(it, status="CREATEFAILED"),
        "instance",
        patient_order(recreate_failed=True),
        "DELETE",
        "/instances/[^/]+$",
        lambda it: _fields(it, name="orders", status="RUNNING"),
    ),
    "modify an instance": Write(
        _instance,
        "instance",
        {"name": "orders", "description": "new", "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        lambda it: _fields(it, description="new"),
    ),
    "modify an instance without waiting": Write(
        _instance,
        "instance",
        {"name": "orders", "description": "new", "wait": False, "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        lambda it: _fields(it, description="new"),
    ),
    "resize an instance": Write(
        _instance,
        "instance",
        {"name": "orders", "storage_space": 700, "allow_resize": True, "wait_interval": 0.1},
        "POST",
        "/extend$",
        lambda it: _fields(it, total_storage_space=700, extend_times=1),
    ),
    "configure an instance": Write(
        _instance,
        "instance",
        {"name": "orders", "configs": {"fileReservedTime": 72}, "wait_interval": 0.1},
        "PUT",
        "/configs$",
        lambda it: instances(it)[0]["configs"].get("fileReservedTime") == "72",
    ),
    "bind public addresses": Write(
        _instance,
        "instance",
        {"name": "orders", "publicip_ids": [ADDRESS], "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        lambda it: _addresses(it, ADDRESS),
    ),
    "exchange public addresses": Write(
        lambda it: _instance(it, publicip_id=ADDRESS),
        "instance",
        {"name": "orders", "publicip_ids": [OTHER_ADDRESS], "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        lambda it: _addresses(it, OTHER_ADDRESS),
    ),
    "unbind public addresses": Write(
        lambda it: _instance(it, publicip_id=ADDRESS),
        "instance",
        {"name": "orders", "enable_publicip": False, "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        _addresses,
    ),
    "tag an instance while it is modified": Write(
        lambda it: _instance(it, tags={"a": "old", "b": "gone"}),
        "instance",
        {"name": "orders", "tags": {"a": "new"}, "wait_interval": 0.1},
        "POST",
        "/tags/action$",
        lambda it: _tags(it, {"a": "new"}),
    ),
    "tag an instance without waiting": Write(
        lambda it: _instance(it, tags={"a": "old"}),
        "instance",
        {"name": "orders", "tags": {"a": "new"}, "wait": False, "wait_interval": 0.1},
        "POST",
        "/tags/action$",
        lambda it: _tags(it, {"a": "new"}),
    ),
    "delete an instance": Write(
        _instance,
        "instance",
        {"name": "orders", "state": "absent", "wait_interval": 0.1},
        "DELETE",
        "/instances/[^/]+$",
        lambda it: instances(it) == [],
    ),
    "delete an instance past the recycle bin": Write(
        _instance,
        "instance",
        {"name": "orders", "state": "absent", "force_delete": True, "wait_interval": 0.1},
        "POST",
        "/instances/action$",
        lambda it: instances(it) == [],
    ),
    "delete many instances": Write(
        _two_instances,
        "instances",
        {"names": list(TWO), "state": "absent", "wait_interval": 0.1},
        "POST",
        "/instances/action$",
        lambda it: instances(it) == [],
    ),
    "tag an instance": Write(
        lambda it: _instance(it, tags={"a": "old", "b": "kept"}),
        "instance_tags",
        {**SCOPE, "tags": {"a": "new", "c": ""}},
        "POST",
        "/tags/action$",
        lambda it: _tags(it, {"a": "new", "b": "kept", "c": ""}),
    ),
    "remove tags": Write(
        lambda it: _instance(it, tags={"a": "gone", "b": "kept"}),
        "instance_tags",
        {**SCOPE, "tags": {"a": ""}, "state": "absent"},
        "POST",
        "/tags/action$",
        lambda it: _tags(it, {"b": "kept"}),
    ),
    "purge tags": Write(
        lambda it: _instance(it, tags={"a": "old", "b": "gone"}),
        "instance_tags",
        {**SCOPE, "tags": {"a": "new"}, "purge": True},
        "POST",
        "/tags/action$",
        lambda it: _tags(it, {"a": "new"}),
    ),
    "create a topic": Write(
        _instance,
        "topic",
        {**SCOPE, "name": "made", "permission": "sub"},
        "POST",
        "/topics$",
        lambda it: _one(it, "topics", "made", permission="sub"),
    ),
    "modify a topic": Write(
        _with("topics", {"name": "there"}),
        "topic",
        {**SCOPE, "name": "there", "permission": "sub"},
        "PUT",
        "/topics/there$",
        lambda it: _one(it, "topics", "there", permission="sub"),
    ),
    "delete a topic": Write(
        _with("topics", {"name": "there"}),
        "topic",
        {**SCOPE, "name": "there", "state": "absent"},
        "DELETE",
        "/topics/there$",
        lambda it: _none(it, "topics", "there"),
    ),
    "delete many topics": Write(
        _with("topics", *THREE),
        "topics",
        {**SCOPE, "topics": THREE, "state": "absent"},
        "POST",
        "/topics$",
        lambda it: _none(it, "topics", *NAMES),
    ),
    "create a consumer group": Write(
        _instance,
        "consumer_group",
        {**SCOPE, "name": "made", "retry_max_time": 3},
        "POST",
        "/groups$",
        lambda it: _one(it, "groups", "made", retry_max_time=3),
    ),
    "modify a consumer group": Write(
        _with("groups", {"name": "there", "broadcast": True}),
        "consumer_group",
        {**SCOPE, "name": "there", "retry_max_time": 3},
        "PUT",
        "/groups/there$",
        lambda it: _one(it, "groups", "there", retry_max_time=3, broadcast=True),
    ),
    "delete a consumer group": Write(
        _with("groups", {"name": "there"}),
        "consumer_group",
        {**SCOPE, "name": "there", "state": "absent"},
        "DELETE",
        "/groups/there$",
        lambda it: _none(it, "groups", "there"),
    ),
    "modify many consumer groups": Write(
        _with("groups", *THREE),
        "consumer_groups",
        {**SCOPE, "consumer_groups": [{**item, "retry_max_time": 3} for item in THREE]},
        "PUT",
        "/groups$",
        lambda it: all(_one(it, "groups", name, retry_max_time=3) for name in NAMES),
    ),
    "delete many consumer groups": Write(
        _with("groups", *THREE),
        "consumer_groups",
        {**SCOPE, "consumer_groups": THREE, "state": "absent"},
        "POST",
        "/groups$",
        lambda it: _none(it, "groups", *NAMES),
    ),
    "create a user": Write(
        _instance,
        "user",
        {**SCOPE, "name": "made-user", "secret": SECRET, "default_topic_perm": "PUB"},
        "POST",
        "/users$",
        lambda it: _one(it, "users", "made-user", default_topic_perm="PUB", secret_key=SECRET),
    ),
    "modify a user": Write(
        _with("users", {"access_key": "there-user", "secret_key": SECRET}),
        "user",
        {**SCOPE, "name": "there-user", "secret": OTHER_SECRET, "update_secret": "always"},
        "PUT",
        "/users/there-user$",
        lambda it: _one(it, "users", "there-user", secret_key=OTHER_SECRET),
    ),
    "delete a user": Write(
        _with("users", {"access_key": "there-user", "secret_key": SECRET}),
        "user",
        {**SCOPE, "name": "there-user", "state": "absent"},
        "DELETE",
        "/users/there-user$",
        lambda it: _none(it, "users", "there-user"),
    ),
    "start a migration": Write(
        _instance,
        "migration_task",
        MIGRATION,
        "POST",
        "/metadata$",
        lambda it: len(instances(it)[0]["migrations"]) == 1 and _one(it, "topics", "moved"),
    ),
    "delete a migration": Write(
        _with_migration,
        "migration_task",
        {**SCOPE, "name": "move", "state": "absent"},
        "POST",
        "/batch-delete$",
        # What was migrated stays.
        lambda it: instances(it)[0]["migrations"] == [] and _one(it, "topics", "moved"),
    ),
    "reset an offset": Write(
        _with_readers,
        "consumer_offset",
        {**SCOPE, "group": "readers", "topic": "there", "timestamp": "earliest"},
        "POST",
        "/reset-message-offset$",
        lambda it: set(instances(it)[0]["offsets"]["readers"]["there"].values()) == {0},
    ),
    "change the policy of the recycle bin": Write(
        _nothing,
        "recycle_bin",
        {"retention_days": 3, "wait_interval": 0.1},
        "PUT",
        "/recycle$",
        lambda it: it.control("GET", "state")["projects"][0]["recycle_policy"]["retention_days"] == 3,
    ),
    "bring an instance back": Write(
        _in_the_recycle_bin,
        "instance_restore",
        {"names": ["orders"], "wait_interval": 0.1},
        "POST",
        "/recycle$",
        lambda it: _fields(it, name="orders", status="RUNNING"),
    ),
    "bring an instance back instead of ordering it": Write(
        _in_the_recycle_bin,
        "instance",
        patient_order(restore=True),
        "POST",
        "/recycle$",
        lambda it: _fields(it, name="orders", status="RUNNING"),
    ),
    "diagnose a consumer group": Write(
        _slowly_diagnosed,
        "consumer_group_diagnosis",
        {**SCOPE, "group": "readers"},
        "POST",
        "/diagnosis$",
        lambda it: [report["status"] for report in instances(it)[0]["diagnoses"]] == ["finished"],
    ),
}

MANY = [{"name": f"thing-{number:02}"} for number in range(60)]

WRITES.update(
    (
        what,
        Write(
            lambda it: it.control("POST", f"instances/{_instance(it)}/scheduled-tasks", PLAN),
            "scheduled_task",
            {**SCOPE, "task_id": PLAN["id"], **wish},
            "DELETE" if wish == {"state": "absent"} else "PUT",
            "/scheduled-tasks/[^/]+$",
            partial(_scheduled, **left),
        ),
    )
    for what, wish, left in (
        ("reschedule a scheduled task", {"execute_at": MONDAY}, {"at": 2209082400.0, "status": "CREATED"}),
        ("cancel a scheduled task", {"state": "cancelled"}, {"status": "CANCELLED"}),
        ("delete a scheduled task", {"state": "absent"}, {}),
    )
)

# Requests that come behind another one of the same task, which was carried out.
LATER_WRITES: dict[str, Write] = {
    "bind the new public addresses": WRITES["exchange public addresses"]._replace(skip=1),
    "write tags anew": WRITES["tag an instance"]._replace(skip=1),
    "write tags of an instance anew": WRITES["tag an instance while it is modified"]._replace(skip=1),
    "write tags of an instance anew without waiting": WRITES["tag an instance without waiting"]._replace(skip=1),
    "order the second of many instances": WRITES["order many instances"]._replace(skip=1),
    "order an instance again that failed": WRITES["remove an instance that failed, to order it again"]._replace(
        method="POST", path="/instances$"
    ),
    "set the queues of a topic that was created": Write(
        _instance,
        "topic",
        {**SCOPE, "name": "made", "read_queue_num": 2, "write_queue_num": 4},
        "PUT",
        "/topics/made$",
        lambda it: _queues(it, "made") == [2, 4],
    ),
    "delete the second fifty topics": Write(
        _with("topics", *MANY),
        "topics",
        {**SCOPE, "topics": MANY, "state": "absent"},
        "POST",
        "/topics$",
        lambda it: _none(it, "topics", *(item["name"] for item in MANY)),
        skip=1,
    ),
    "switch access control on": Write(
        lambda it: it.instance("orders", enable_acl=False),
        "instance",
        {"name": "orders", "enable_acl": True, "wait_interval": 0.1},
        "PUT",
        "/instances/[^/]+$",
        lambda it: _fields(it, enable_acl=True),
    ),
    "resize an instance by its product": Write(
        _instance,
        "instance",
        {"name": "orders", "product_id": "c6.8u16g.cluster", "allow_resize": True, "wait_interval": 0.1},
        "POST",
        "/extend$",
        lambda it: _fields(it, product_id="c6.8u16g.cluster", extend_times=1),
    ),
    "resize an instance by its brokers": Write(
        _instance,
        "instance",
        {"name": "orders", "broker_num": 2, "allow_resize": True, "wait_interval": 0.1},
        "POST",
        "/extend$",
        lambda it: _fields(it, broker_num=2, extend_times=1),
    ),
}
