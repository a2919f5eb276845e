# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong after something has been written: the result tells what was changed, whatever else it tells."""

from __future__ import annotations

import pytest

from .sample_instances import patient_order
from .write_cases import MIGRATION, instances

SCOPE = {"instance_name": "orders", "wait_interval": 0.1, "max_retries": 0}
READ = {"method": "GET", "path": "/topics", "status": 500, "code": "DMS.00500000", "times": -1}


@pytest.fixture
def topics(emulator):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": f"topic-{number}"} for number in range(4)])
    return lambda: emulator.control("GET", f"instances/{instance_id}")["topics"]


def test_bulk_not_readable_after_write(emulator, module, topics):
    wanted = [{"name": name, "permission": "sub"} for name in ("topic-0", "topic-1", "new")]
    emulator.fault(**READ, skip=1)
    result = module("topics", {**SCOPE, "topics": wanted})
    assert not result.get("failed") and result["changed"], result
    assert (result["created"], result["updated"]) == (["new"], ["topic-0", "topic-1"])
    assert "could not be read back" in str(result["warnings"])
    assert topics()["topic-1"]["permission"] == "sub"


def test_topic_not_readable_after_update(emulator, module, topics):
    emulator.fault(**READ, skip=1)
    result = module("topic", {**SCOPE, "name": "topic-0", "permission": "sub"})
    assert not result.get("failed") and result["changed"], result
    assert result["topic"]["permission"] == "sub" and "could not be read back" in str(result["warnings"])


@pytest.mark.parametrize(
    ("looks", "patience"), [(1, 0.5), (2, 0.05), (-1, 0.8)], ids=["at first", "while it is waited for", "at all"]
)
def test_batch_deletion_not_readable(emulator, module, topics, looks, patience):
    emulator.fault(**{**READ, "times": looks}, skip=1)
    names = [{"name": f"topic-{number}"} for number in range(4)]
    result = module("topics", {**SCOPE, "topics": names, "state": "absent", "wait_timeout": patience})
    assert result["changed"] and topics() == {}
    told = result["deleted"] + [failure["name"] for failure in result["failures"]]
    assert sorted(told) == ["topic-0", "topic-1", "topic-2", "topic-3"]
    assert bool(result.get("failed")) == bool(result["failures"]) == (looks == -1), result


@pytest.mark.parametrize("module_name", ["instance_tags", "instance", "instances"])
def test_tag_removed_but_not_rewritten(emulator, module, module_name):
    emulator.instance("orders", tags={"stage": "old"})
    fault = {"status": 400, "code": "DMS.10240038", "message": "bad value"}
    emulator.fault(method="POST", path="/tags/action$", skip=1, **fault)
    wanted = {"name": "orders", "tags": {"stage": "new"}}
    options = {
        "instance_tags": {"instance_name": "orders", "tags": wanted["tags"]},
        "instance": wanted,
        "instances": {"instances": [wanted]},
    }[module_name]
    result = module(module_name, {"wait_interval": 0.1, **options})
    assert result["failed"] and result["changed"], result
    assert "stage were removed" in result["msg"] and "bad value" in result["msg"]


def test_creation_lost_and_not_readable(emulator, module):
    emulator.instance("orders")
    emulator.fault(method="POST", path="/topics$", action="drop_after")
    emulator.fault(**READ, skip=1)
    result = module("topic", {**SCOPE, "name": "made", "max_retries": 1})
    assert result["failed"] and "It is not known whether the topic was created" in result["msg"], result


LOST_AND_NOT_TO_BE_SEEN = {
    "order": ("POST", "/instances$", "/instances$", 1, "instance", patient_order(), "the instance was ordered"),
    "deletion": (
        "DELETE",
        "/instances/[^/]+$",
        "/instances/[^/]+$",
        0,
        "instance",
        {"name": "orders", "state": "absent", "wait_interval": 0.1},
        "the instance was deleted",
    ),
    "modification": (
        "PUT",
        "/instances/[^/]+$",
        "/instances/[^/]+$",
        0,
        "instance",
        {"name": "orders", "description": "new", "wait_interval": 0.1, "wait_timeout": 0.5},
        "the last request (modify)",
    ),
    "tags": (
        "POST",
        "/tags/action$",
        "/tags$",
        1,
        "instance_tags",
        {**SCOPE, "tags": {"a": "b"}},
        "the tags were written",
    ),
    "migration": ("POST", "/metadata$", "/metadata$", 1, "migration_task", MIGRATION, "the migration was started"),
}


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("write", LOST_AND_NOT_TO_BE_SEEN)
def test_write_lost_and_not_readable(emulator, module, write, wait):
    method, path, look, looks, name, options, whether = LOST_AND_NOT_TO_BE_SEEN[write]
    if write != "order":
        emulator.instance("orders")
    emulator.forget_requests()
    emulator.fault(method=method, path=path, action="drop_after")
    emulator.fault(method="GET", path=look, skip=looks, status=503, times=-1)
    options = {**options, "max_retries": 1}
    result = module(name, options if name == "instance_tags" else {**options, "wait": wait})
    assert result["failed"] and "not known whether " + whether in result["msg"], result
    assert len([entry for entry in emulator.requests(writes=True) if entry["method"] == method]) == 1


def test_recreate_failed_order_refused(emulator, module):
    emulator.instance("orders", status="CREATEFAILED")
    emulator.fault(method="POST", path="/instances$", status=400, code="DMS.00400055", message="sold out")
    result = module("instance", patient_order(recreate_failed=True))
    assert result["failed"] and result["changed"] and "was deleted, but then" in result["msg"], result
    assert instances(emulator) == []


def test_recreate_failed_survives_failed_polls(emulator, module):
    emulator.instance("orders", status="CREATEFAILED")
    emulator.fault(method="GET", path="/instances/[^/]+$", times=4, status=503)
    result = module("instance", {**patient_order(recreate_failed=True), "max_retries": 1})
    assert not result.get("failed") and result["instance"]["status"] == "RUNNING", result


def test_migration_timeout_is_a_change(emulator, module):
    emulator.instance("orders")
    emulator.settings(change_seconds=3)
    result = module("migration_task", {**MIGRATION, "wait_timeout": 0.3})
    assert result["failed"] and result["changed"] and "has not ended after 0.3 s" in result["msg"], result


def test_migration_wait_survives_failed_polls(emulator, module):
    emulator.instance("orders")
    emulator.settings(change_seconds=1)
    emulator.fault(method="GET", path="/metadata$", skip=1, times=6, status=503)
    result = module("migration_task", {**MIGRATION, "max_retries": 1})
    assert not result.get("failed") and result["migration_task"]["status"] == "finished", result


def test_deletion_job_not_finished_in_time(emulator, module, topics):
    emulator.settings(delete_answer="later", change_seconds=5)
    absent = {**SCOPE, "name": "topic-0", "state": "absent", "wait_timeout": 0.5}
    result = module("topic", absent)
    assert result["failed"] and result["changed"] and "has not been deleted yet" in result["msg"], result
    assert "topic-0" in topics()
