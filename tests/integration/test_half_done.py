# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong after something has been written: the result tells what was changed, whatever else it tells."""

from __future__ import annotations

import pytest

SCOPE = {"instance_name": "orders", "wait_interval": 0.1, "max_retries": 0}
READ = {"method": "GET", "path": "/topics", "status": 500, "code": "DMS.00500000", "times": -1}


@pytest.fixture
def topics(emulator):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": f"topic-{number}"} for number in range(4)])
    return lambda: emulator.control("GET", f"instances/{instance_id}")["topics"]


def test_update_and_creation_that_cannot_be_read_back_are_changes(emulator, module, topics):
    wanted = [{"name": name, "permission": "sub"} for name in ("topic-0", "topic-1", "new")]
    emulator.fault(**READ, skip=1)
    result = module("topics", {**SCOPE, "topics": wanted})
    assert not result.get("failed") and result["changed"], result
    assert (result["created"], result["updated"]) == (["new"], ["topic-0", "topic-1"])
    assert "could not be read back" in str(result["warnings"])
    assert topics()["topic-1"]["permission"] == "sub"


def test_single_update_that_cannot_be_read_back_shows_what_was_asked_for(emulator, module, topics):
    emulator.fault(**READ, skip=1)
    result = module("topic", {**SCOPE, "name": "topic-0", "permission": "sub"})
    assert not result.get("failed") and result["changed"], result
    assert result["topic"]["permission"] == "sub" and "could not be read back" in str(result["warnings"])


@pytest.mark.parametrize(
    ("looks", "patience"), [(1, 0.5), (2, 0.05), (-1, 0.8)], ids=["at first", "while it is waited for", "at all"]
)
def test_batch_whose_effect_cannot_be_seen_is_told_as_a_change(emulator, module, topics, looks, patience):
    emulator.fault(**{**READ, "times": looks}, skip=1)
    names = [{"name": f"topic-{number}"} for number in range(4)]
    result = module("topics", {**SCOPE, "topics": names, "state": "absent", "wait_timeout": patience})
    assert result["changed"] and topics() == {}
    told = result["deleted"] + [failure["name"] for failure in result["failures"]]
    assert sorted(told) == ["topic-0", "topic-1", "topic-2", "topic-3"]
    assert bool(result.get("failed")) == bool(result["failures"]) == (looks == -1), result


@pytest.mark.parametrize("module_name", ["instance_tags", "instance", "instances"])
def test_tag_that_was_removed_and_cannot_be_written_anew_is_told(emulator, module, module_name):
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


def test_lost_creation_that_cannot_be_looked_after_is_not_known(emulator, module):
    emulator.instance("orders")
    emulator.fault(method="POST", path="/topics$", action="drop_after")
    emulator.fault(**READ, skip=1)
    result = module("topic", {**SCOPE, "name": "made", "max_retries": 1})
    assert result["failed"] and "It is not known whether the topic was created" in result["msg"], result
