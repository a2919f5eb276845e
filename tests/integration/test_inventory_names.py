# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hosts and groups of the inventory plugin beside those of other sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from .inventory_runs import PLUGIN, Inventory

# Sources of others that name a host web-1, which is a server.
SERVERS = {
    "servers.ini": "[servers]\nweb-1\n",
    "servers.yml": "servers:\n  hosts:\n    web-1:\n      ansible_host: 192.0.2.1\n",
    "servers.sh": '#!/bin/sh\necho \'{"servers": {"hosts": ["web-1"]}, "_meta": {"hostvars": {}}}\'\n',
    "web-1,": "",
    "web-[1:2],": "",
}
ORDERS_OF_SOURCES = pytest.mark.parametrize("ours_first", [True, False], ids=["ours first", "ours last"])


@pytest.fixture
def sources(inventory, tmp_path) -> Callable[..., Inventory]:
    """Run ansible-inventory with this plugin's file and others, in one of the two orders."""

    def run(config: Mapping[str, Any], ours_first: bool, *others: str, **keywords: Any) -> Inventory:
        after = [word for other in others for word in ("-i", other)] if ours_first else []
        return inventory(config, *after, "--list", first=() if ours_first else others, **keywords)

    return run


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755 if text.startswith("#!") else 0o644)


@ORDERS_OF_SOURCES
@pytest.mark.parametrize("servers", SERVERS)
def test_server_of_another_source_keeps_its_name_and_gets_no_variable(emulator, sources, tmp_path, servers, ours_first):
    instance_id, other = emulator.instance("web-1", tags={"host": "broker"}), emulator.instance("orders")
    if SERVERS[servers]:
        write(tmp_path, servers, SERVERS[servers])
    enabled = {"ANSIBLE_INVENTORY_ENABLED": "advanced_host_list,host_list,script,auto,yaml,ini"}
    for hostnames, name in ((["name", "instance_id"], instance_id), (["name", "tag:host"], "broker")):
        told = sources({"hostnames": hostnames}, ours_first, servers, environment=enabled)
        assert told.code == 0, told.warnings
        assert {host: told.hosts[host]["instance_id"] for host in (name, "orders")} == {
            name: instance_id,
            "orders": other,
        }
        assert {told.hosts[host]["ansible_connection"] for host in (name, "orders")} == {"local"}
        assert "web-1" in told.group("servers") + told.group("ungrouped")
        assert told.hosts.get("web-1", {}).keys() <= {"ansible_host"}
        assert told.tells("all.rocketmq.yml: the instance 'web-1'", instance_id, f"is the host '{name}'"), told.warnings
        assert told.tells("since 'web-1' is a host of", servers), told.warnings


@ORDERS_OF_SOURCES
def test_task_for_a_server_does_not_run_on_the_controller(emulator, playbook, tmp_path, ours_first):
    emulator.instance("web-1")
    write(tmp_path, "all.rocketmq.yml", yaml.safe_dump({"plugin": PLUGIN}))
    write(tmp_path, "servers.ini", "[servers]\nweb-1 ansible_host=127.0.0.1 ansible_port=9\n")
    tasks = [{"name": "Touch", "ansible.builtin.command": f"touch {tmp_path / 'touched'}"}]
    files = ["all.rocketmq.yml", "servers.ini"]
    arguments = [word for name in (files if ours_first else files[::-1]) for word in ("-i", name)]
    for pattern in ("web-1", "servers"):
        run = playbook([{"hosts": pattern, "gather_facts": False, "tasks": tasks}], *arguments)
        assert run.code != 0 and "UNREACHABLE" in run.output, run.output
        assert "web-1' is a host of" in " ".join(run.output.split()), run.output
    assert not (tmp_path / "touched").exists()


@ORDERS_OF_SOURCES
def test_group_of_another_source_keeps_its_name_and_gets_no_variable(emulator, sources, tmp_path, ours_first):
    instance_id = emulator.instance("web")
    write(tmp_path, "servers.ini", "[web]\nserver-1\n[web:vars]\nweb_port=80\n")
    told = sources({}, ours_first, "servers.ini")
    assert set(told.hosts) == {"server-1", instance_id}
    assert told.hosts["server-1"] == {"web_port": 80} and "web_port" not in told.hosts[instance_id]
    assert told.group("web") == ["server-1"]
    assert told.tells(f"the instance 'web' ({instance_id})", "since 'web' is a group of"), told.warnings
    assert "same name" not in told.warnings


def test_group_of_this_plugin_keeps_its_name_too(emulator, inventory):
    emulator.instance("orders", tags={"team": "shop"})
    instance_id = emulator.instance("shop", tags={"team": "bank"})
    told = inventory(
        {
            "keyed_groups": [{"key": "rocketmq_tags.team", "prefix": "", "separator": "", "parent_group": "teams"}],
            "groups": {"all_of_them": True, "named": "inventory_hostname == instance_id"},
            "compose": {"same": "rocketmq_name"},
        }
    )
    assert set(told.hosts) == {"orders", instance_id}
    assert told.group("shop") == ["orders"] and told.group("bank") == told.group("named") == [instance_id]
    assert told.group("all_of_them") == sorted(["orders", instance_id])
    assert sorted(told.shown["teams"]["children"]) == ["bank", "shop"]
    assert told.hosts[instance_id]["same"] == "shop"
    assert told.tells(f"the instance 'shop' ({instance_id})", "a group of this inventory"), told.warnings
    assert "same name" not in told.warnings


@ORDERS_OF_SOURCES
def test_group_does_not_take_the_place_of_a_server_or_the_controller(emulator, sources, tmp_path, ours_first):
    # Ansible turns a hyphen in the name of a group into an underscore.
    for name, tag in (("one", "web_1"), ("two", "localhost"), ("three", "fine")):
        emulator.instance(name, tags={"group": tag})
    write(tmp_path, "servers.ini", "[servers]\nweb_1\n")
    keyed = {"key": "rocketmq_tags.group", "prefix": "", "separator": "", "parent_group": "tagged"}
    told = sources({"keyed_groups": [keyed]}, ours_first, "servers.ini")
    assert told.code == 0, told.warnings
    assert set(told.hosts) == {"one", "two", "three"}
    assert "web_1" not in told.shown and "localhost" not in told.shown
    assert told.group("fine") == ["three"] and told.group("servers") == ["web_1"]
    assert told.shown["tagged"]["children"] == ["fine"]
    assert told.tells("no group 'web_1'", "a host of") and told.tells("no group 'localhost'", "the controller")


@ORDERS_OF_SOURCES
def test_existing_groups_are_joined_on_purpose_and_else_with_a_warning(emulator, sources, tmp_path, ours_first):
    emulator.instance("orders", tags={"team": "web"})
    write(
        tmp_path,
        "servers.ini",
        "[web]\nserver-1\n[web:vars]\nweb_port=80\n[tag_team_web]\n[fleet:children]\ntag_team_web\n",
    )
    for config, warned in (
        ({"groups": {"web": "rocketmq_tags.team == 'web'"}}, False),
        ({"keyed_groups": [{"key": "rocketmq_tags.team", "prefix": "", "separator": ""}]}, True),
        ({"keyed_groups": [{"key": "rocketmq_tags", "prefix": "tag"}]}, False),
    ):
        told = sources(config, ours_first, "servers.ini")
        assert told.tells("name the group 'web', which another source has too") is warned, told.warnings
        assert (told.warnings.strip() == "") is not warned, told.warnings
        assert told.hosts["server-1"] == {"web_port": 80}
        group = "tag_team_web" if "prefix" in str(config) and not warned else "web"
        assert "orders" in told.group(group)
        assert told.hosts["orders"].get("web_port") == (None if group == "tag_team_web" else 80)


def test_constructed_sorts_hosts_that_stay_as_they_are(emulator, sources, tmp_path):
    emulator.instance("orders")
    emulator.instance("billing")
    keyed = [{"key": "rocketmq_status", "prefix": "status"}]
    text = yaml.safe_dump(
        {
            "plugin": "constructed",
            "groups": {"mine": "instance_id is defined"},
            "keyed_groups": keyed,
            "compose": {"a": "'x'"},
        }
    )
    write(tmp_path, "sorted.yml", text.replace("constructed", "ansible.builtin.constructed"))
    write(tmp_path, "host_vars/orders.yml", "owner: shop\n")
    told = sources({}, True, "sorted.yml")
    assert told.warnings.strip() == "", told.warnings
    assert told.group("mine") == told.group("status_RUNNING") == ["billing", "orders"]
    assert told.hosts["orders"]["a"] == "x" and told.hosts["orders"]["owner"] == "shop"
    # A server that is told after it has nothing of that.
    write(tmp_path, "servers.ini", "[servers]\norders\n")
    told = sources({}, True, "sorted.yml", "servers.ini")
    assert told.hosts["orders"] == {"owner": "shop"} and len(told.group("mine")) == 2
    assert "orders" not in told.group("mine")


@ORDERS_OF_SOURCES
def test_two_files_with_instances_of_the_same_name_or_with_the_same_instance(emulator, inventory, tmp_path, ours_first):
    region, project_id = "eu-west-1", "1" * 32
    emulator.control("POST", "projects", {"name": region, "id": project_id})
    here, there = emulator.instance("orders"), emulator.instance("orders", project_id=project_id)
    both = emulator.instance("billing")
    write(tmp_path, "b.rocketmq.yml", yaml.safe_dump({"plugin": PLUGIN, "region": region, "compose": {"b": "'x'"}}))
    same = {"plugin": PLUGIN, "filters": {"name": "billing"}, "hostnames": ["status"], "groups": {"seen": "a == 'x'"}}
    write(tmp_path, "c.rocketmq.yml", yaml.safe_dump(same))
    others = ["b.rocketmq.yml", "c.rocketmq.yml"]
    arguments = [word for name in others for word in ("-i", name)] if ours_first else []
    told = inventory({"compose": {"a": "'x'"}}, *arguments, "--list", first=() if ours_first else others)
    assert {told.hosts[name]["instance_id"] for name in (here, there)} == {here, there}
    (name,) = set(told.hosts) - {here, there}
    assert name == ("billing" if ours_first else "RUNNING") and told.hosts[name]["instance_id"] == both
    assert told.hosts[name]["a"] == "x" and told.group("seen") == ([name] if ours_first else [])
    assert told.tells(here, there, "'orders' is asked for by instances of", "all.rocketmq.yml and"), told.warnings


@ORDERS_OF_SOURCES
def test_instance_whose_id_is_taken_too_is_left_out(emulator, sources, tmp_path, ours_first):
    instance_id = emulator.instance("web-1")
    emulator.instance("orders")
    write(tmp_path, "servers.ini", f"[servers]\nweb-1\n{instance_id}\n")
    told = sources({}, ours_first, "servers.ini")
    assert set(told.hosts) == {"orders"} and told.group("servers") == sorted(["web-1", instance_id])
    assert told.tells(f"the instance 'web-1' ({instance_id}) is left out"), told.warnings


def test_names_that_are_ansibles_are_not_taken(emulator, inventory):
    names = ["all", "ungrouped", "localhost", "127.0.0.1", "::1", "LOCALHOST", "*", "-all", "a,b", "web[1:3]"]
    ids = [emulator.instance(f"orders-{number}", tags={"host": name}) for number, name in enumerate(names)]
    told = inventory({"hostnames": ["tag:host"]})
    assert set(told.hosts) == set(ids), told.warnings
    assert told.tells("'all' is a group of", "'ungrouped' is a group of")


def test_cache_and_refresh_keep_hosts_apart(emulator, sources, playbook, tmp_path):
    instance_id = emulator.instance("web-1")
    write(tmp_path, "servers.ini", "[servers]\nweb-1\n")
    config = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "lists")}
    for _round in range(2):
        for ours_first in (True, False):
            assert sources(config, ours_first, "servers.ini").hosts.keys() == {instance_id}
    tasks = [
        {"name": "Refresh", "ansible.builtin.meta": "refresh_inventory"},
        {
            "name": "Show",
            "ansible.builtin.debug": {"msg": "{{ hostvars['web-1'].ansible_connection | default('none') }}"},
        },
    ]
    plays = [{"hosts": instance_id, "gather_facts": False, "tasks": tasks}]
    run = playbook(plays, "-i", "all.rocketmq.yml", "-i", "servers.ini", "--flush-cache")
    assert run.code == 0 and run.named("Show").result["msg"] == "none", run.output
