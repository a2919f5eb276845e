# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instances that are paid in advance, and orders that keep an instance from changes."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("plural", [False, True])
def test_instance_that_is_paid_in_advance_is_not_deleted(emulator, module, plural, check):
    emulator.instance("orders", charging_mode=0)
    options = {"names": ["orders"], "state": "absent"} if plural else {"name": "orders", "state": "absent"}
    result = module("instances" if plural else "instance", options, check=check)
    told = str(result.get("failures")) + result["msg"]
    assert result["failed"] and "unsubscribe" in told and not result["changed"], result
    assert emulator.requests(writes=True) == []


@pytest.mark.parametrize("code", ["CBC.99003651", "DMS.00400107", "DMS.00400108"])
def test_change_waits_for_a_pending_order(emulator, module, code):
    instance_id = emulator.instance("orders", charging_mode=0)
    emulator.control("POST", f"instances/{instance_id}/orders", {"seconds": 30, "code": code})
    options = {"name": "orders", "description": "new", "wait_interval": 5}
    before = emulator.time()
    assert module("instance", options)["changed"] and 30 <= emulator.time() - before < 60
    emulator.control("POST", f"instances/{instance_id}/orders", {"seconds": 300, "code": code})
    result = module("instance", {**options, "description": "newer", "wait_timeout": 20})
    assert result["failed"] and result["error_code"] == code and "order" in result["hint"], result
