# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guides that go step by step show, run as it stands: plays in check mode and for real, and commands."""

from __future__ import annotations

import re
import shlex

import pytest

from .ansible_runs import COLLECTION
from .test_examples import ROOT, plays_of

GUIDES = ROOT / "docs" / "docsite" / "rst"
CLIENTS = {"group": "billing", "clients": [{"client_id": "10.0.0.7@1", "subscriptions": ["order-events"]}]}
COMMAND = re.compile(rf"^   \$ ansible localhost -m {re.escape(COLLECTION)}\.(\w+)(?: -a (.*))?$", re.MULTILINE)


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


def run_commands(module, guide):
    """Run what a guide shows as commands, and return the results by module; those that fail fail the test."""
    results = {}
    for name, words in COMMAND.findall((GUIDES / f"{guide}.rst").read_text()):
        options = dict(word.split("=", 1) for word in shlex.split(" ".join(shlex.split(words))))
        results.setdefault(name, []).append(module(name, options))
        assert not results[name][-1].get("failed"), (name, options, results[name][-1])
    return results


def test_a_deleted_instance_comes_back(emulator, module):
    instance_id = emulator.instance("orders", topics=["order-events"])
    results = run_commands(module, "guide_recycle_bin")
    assert results["instance"][0]["recycled"]["instance_id"] == instance_id
    assert results["recycle_bin_info"][0]["recycled_instances"][0]["name"] == "orders"
    assert results["instance_restore"][0]["restored"] == ["orders"]
    assert not results["recycle_bin"][0]["changed"]


@pytest.mark.parametrize("lag", [0, 30])
def test_a_group_that_lags_is_diagnosed(emulator, module, lag):
    instance_id = emulator.instance("orders", topics=["order-events"], groups=["billing"])
    client = {"client_id": "192.168.0.66@1", "subscriptions": ["order-events"], "dead_lock": bool(lag)}
    emulator.control("POST", f"instances/{instance_id}/consumers", {"group": "billing", "clients": [client]})
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": lag})
    results = run_commands(module, "guide_lag")
    assert results["consumer_group_info"][0]["consumer_groups"][0]["total_lag"] == lag
    assert [one["report"]["message_accumulation"] for one in results["consumer_group_diagnosis"]] == [lag, lag]
    [report] = results["consumer_group_diagnosis_info"][0]["diagnoses"]
    assert [bool(node.get("stack")) for node in report["diagnosis_node_report_list"]] == [bool(lag), False, False]
