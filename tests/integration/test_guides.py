# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plays of the guides that go step by step, run as they stand: in check mode and for real."""

from __future__ import annotations

import pytest

from .test_examples import ROOT, plays_of

GUIDES = ROOT / "docs" / "docsite" / "rst"
CLIENTS = {"group": "billing", "clients": [{"client_id": "10.0.0.7@1", "subscriptions": ["order-events"]}]}


@pytest.fixture
def orders(emulator):
    emulator.settings(change_seconds=0.2)
    instance_id = emulator.instance("orders", topics=["order-events"], groups=["billing"])
    emulator.control("POST", f"instances/{instance_id}/consumers", CLIENTS)
    return instance_id


@pytest.mark.parametrize(
    ("guide", "shown"),
    [
        ("tls", {"tls_mode": "SSL", "ssl_enable": True}),
        ("disk", {"total_storage_space": 900, "auto_volume_expand_enable": True}),
        ("resize", {"product_id": "c6.8u16g.cluster", "broker_num": 2, "total_storage_space": 1200}),
    ],
)
def test_steps_of_a_guide_do_what_it_says(emulator, playbook, orders, guide, shown):
    fast = {"huaweicloud.rocketmq.instance": {"wait_interval": 0.2}}
    plays = [{**play, "module_defaults": fast} for play in plays_of(GUIDES / f"guide_{guide}.rst")]
    checked = playbook(plays, "--connection", "local", "--check", "--diff")
    assert checked.code == 0 and not emulator.requests(writes=True), checked.output
    done = playbook(plays, "--connection", "local")
    assert done.code == 0 and any(task.changed for task in done.tasks), done.output
    fields = emulator.control("GET", f"instances/{orders}")["fields"]
    assert {name: fields[name] for name in shown} == shown
