# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances that come back from the recycle bin while somebody else is at it, or the bin is behind."""

from __future__ import annotations

import json

import pytest

from .test_recycle_bin import BIN, delete, in_bin

NOT_IN_BIN = "The instance is not in the recycle bin."


@pytest.mark.parametrize("unreadable", [0, 20])
@pytest.mark.parametrize("name", ["instance", "instance_restore"])
def test_instance_that_another_run_brings_back_meanwhile_is_waited_for(emulator, module, name, unreadable):
    instance_id = emulator.instance("orders")
    delete(module, "orders")
    emulator.settings(unreadable_seconds=unreadable, change_seconds=40)
    refusal = {"results": [{"instance_id": instance_id, "job_id": None, "error_msg": NOT_IN_BIN}]}
    emulator.fault(method="POST", path=BIN, action="answer_after", status=200, body=json.dumps(refusal))
    options = {"names": ["orders"]} if name == "instance_restore" else {"name": "orders", "restore": True}
    result = module(name, {**options, "wait_interval": 5})
    assert not result.get("failed") and not result["changed"], result
    assert module("instance_info", {"name": "orders"})["instances"][0]["status"] == "RUNNING"


def test_refusal_to_bring_an_instance_back_is_told(emulator, module):
    instance_id = emulator.instance("orders")
    delete(module, "orders")
    refusal = {"results": [{"instance_id": instance_id, "job_id": None, "error_msg": NOT_IN_BIN}]}
    emulator.fault(method="POST", path=BIN, status=200, body=json.dumps(refusal))
    result = module("instance", {"name": "orders", "restore": True, "wait_interval": 5})
    assert result["failed"] and NOT_IN_BIN in result["msg"] and not result["changed"], result


def test_living_instance_that_the_bin_still_shows_keeps_its_new_name(emulator, module):
    emulator.instance("orders")
    delete(module, "orders")
    shown = in_bin(emulator, module)["orders"]
    binned = [{name: value for name, value in shown.items() if name != "restorable_until"}]
    bin_with_it = {"retention_days": 7, "default_use_recycle": True, "recycle_instances": binned}
    module("instance_restore", {"names": ["orders"], "wait_interval": 1})
    [one] = module("instance_info", {"name": "orders"})["instances"]
    module("instance", {"instance_id": one["instance_id"], "name": "invoices"})
    emulator.fault(method="GET", path=BIN, times=-1, status=200, body=json.dumps(bin_with_it))
    emulator.forget_requests()
    result = module("instance_restore", {"names": ["orders"]})
    assert not result["changed"] and not result.get("failed"), result
    assert module("instance", {"name": "orders", "restore": True})["failed"]
    assert [entry["path"].split("/")[-1] for entry in emulator.requests(writes=True)] == ["recycle"]
    assert [entry["name"] for entry in module("instance_info", {})["instances"]] == ["invoices"]
