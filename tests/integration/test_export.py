# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An estate that exists is written as YAML, with which the playbooks change nothing."""

from __future__ import annotations

import pytest
import yaml

COLLECTION = "huaweicloud.rocketmq"
SECRET = "Planted-Secret-1"
QUEUES = [{"broker": "broker-0", "queue_num": 16}, {"broker": "broker-1", "queue_num": 4}]
USER = {"access_key": "shop-producer", "secret_key": SECRET, "default_topic_perm": "PUB", "default_group_perm": "SUB"}


@pytest.fixture
def estate(emulator):
    """Make three instances, one of them of 5.x."""
    emulator.instance(
        "orders",
        broker_num=2,
        enable_acl=True,
        tags={"team": "shop"},
        topics=[{"name": "order-events", "queues": QUEUES}, {"name": "%DLQ%order", "permission": "sub"}],
        groups=[{"name": "order-workers", "retry_max_time": 3}],
        users=[USER],
    )
    emulator.instance("invoices", description="yes", tags={"team": "billing"})
    emulator.instance("news", engine_version="5.x", topics=[{"name": "all-news", "topic_desc": "What is new"}])


def changed(run):
    return [task.name for task in run.tasks if task.changed]


def export(playbook, folder, **variables):
    run = playbook(f"{COLLECTION}.export", extra_vars={"export_folder": str(folder), **variables})
    assert run.code == 0, run.output
    return run


def test_exported_fleet_changes_nothing(emulator, playbook, tmp_path, estate):
    export(playbook, tmp_path / "estate")
    written = tmp_path / "estate" / "fleet.yml"
    document = yaml.safe_load(written.read_text())
    assert [entry["name"] for entry in document["fleet"]] == ["invoices", "news", "orders"]
    assert document["fleet"][0]["description"] == "yes" and SECRET not in written.read_text()
    assert document["fleet_defaults"]["storage_spec_code"]
    emulator.forget_requests()
    for more in (["--check"], []):
        run = playbook(f"{COLLECTION}.fleet", "-e", f"@{written}", *more)
        assert run.code == 0 and not changed(run) and "WARNING]: '" not in run.output, run.output
    assert emulator.requests(writes=True) == []
    before = written.stat().st_mtime_ns
    assert not changed(export(playbook, tmp_path / "estate")) and written.stat().st_mtime_ns == before


def test_exported_hosts_change_nothing(emulator, playbook, tmp_path, estate):
    folder = tmp_path / "estate"
    export(playbook, folder, export_format="host_vars", export_names=["orders", "news"])
    assert sorted(path.name for path in (folder / "host_vars").iterdir()) == ["news.yml", "orders.yml"]
    emulator.forget_requests()
    run = playbook(f"{COLLECTION}.fleet", "-i", str(folder / "hosts.yml"), extra_vars={"fleet_hosts": "rocketmq"})
    assert run.code == 0 and not changed(run), run.output
    assert emulator.requests(writes=True) == []


def test_export_by_tag(emulator, playbook, tmp_path, estate):
    export(playbook, tmp_path, export_tags={"team": "billing"})
    assert [entry["name"] for entry in yaml.safe_load((tmp_path / "fleet.yml").read_text())["fleet"]] == ["invoices"]


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "'export_folder' is missing"),
        ({"export_folder": "here", "export_format": "json"}, "'export_format' must be fleet or host_vars"),
        ({"export_folder": "here", "export_names": ["nobody"]}, "no instance to export"),
    ],
)
def test_export_of_nothing_fails(emulator, playbook, tmp_path, variables, told):
    run = playbook(f"{COLLECTION}.export", extra_vars=variables)
    assert run.code != 0 and told in run.output, run.output
