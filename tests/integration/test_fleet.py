# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet as data, and a fleet whose instances are hosts."""

from __future__ import annotations

import re
import subprocess
import textwrap

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.fleet_entries import check_fleet

from .ansible_runs import COLLECTION
from .emulator_process import ROOT
from .sample_instances import order

SECRET = "Planted-Secret-1"
REGIONS = {"eu-west-0": "0123456789abcdef0123456789abcdef", "eu-west-1": "1" * 32, "eu-west-2": "2" * 32}
TOPICS = [{"name": f"topic-{number}"} for number in range(3)]


def fleet(zones=None):
    entries = []
    for region, project_id in REGIONS.items():
        for number in range(2):
            entry = {
                "name": f"orders-{region}-{number}",
                "region": region,
                "project_id": project_id,
                "tags": {"number": str(number)},
                "available_zones": [(zones or {}).get(region, "AZ 1")],
                "topics": TOPICS,
                "consumer_groups": [{"name": "billing"}],
            }
            if number:
                entry["users"] = [{"name": "producer", "secret": SECRET, "default_topic_perm": "PUB"}]
            entries.append(entry)
    return entries


DEFAULTS = {**{name: value for name, value in order().items() if name != "name"}, "tags": {"team": "shop"}}
WAITING = {"fleet_wait_interval": 1}


@pytest.fixture
def regions(emulator):
    for name, project_id in REGIONS.items():
        emulator.control("POST", "projects", {"name": name, "id": project_id})
    return emulator


def test_fleet_of_three_regions_is_predicted_converged_and_kept(regions, playbook, module):
    # Zones that are told by their ids need not be looked up.
    zones = {
        region: module("availability_zone_info", {"project_id": project_id})["available_zones"][0]["id"]
        for region, project_id in REGIONS.items()
    }
    variables = {"fleet": fleet(zones), "fleet_defaults": DEFAULTS, **WAITING}
    check = playbook(f"{COLLECTION}.fleet", "--check", "--diff", extra_vars=variables)
    assert check.code == 0, check.output
    assert regions.requests(writes=True) == []
    made = playbook(f"{COLLECTION}.fleet", "-v", "--diff", extra_vars=variables)
    assert made.code == 0, made.output
    assert SECRET not in made.output and SECRET not in str([task.result for task in made.tasks])
    orders = [entry for entry in regions.requests(writes=True) if entry["path"].endswith("/instances")]
    assert sorted(entry["project_id"] for entry in orders) == sorted(
        project for project in REGIONS.values() for _n in "12"
    )

    regions.forget_requests()
    kept = playbook(f"{COLLECTION}.fleet", extra_vars=variables)
    assert kept.code == 0 and "changed=0" in kept.output, kept.output
    assert regions.requests(writes=True) == []
    # For each region one list of instances; for each instance one of topics, one of groups, and one of users if any.
    assert len(regions.requests()) == 3 + 6 + 6 + 3

    changed = [
        {**entry, "topics": [*TOPICS, {"name": "one-more"}]} if index == 4 else entry
        for index, entry in enumerate(fleet(zones))
    ]
    run = playbook(f"{COLLECTION}.fleet", extra_vars={**variables, "fleet": changed})
    assert run.code == 0 and "changed=1" in run.output, run.output


@pytest.mark.parametrize(
    ("index", "change", "told"),
    [
        (3, {"storage": 600}, ["instances[3] (orders-eu-west-1-1)", "storage"]),
        (1, {"available_zones": ["a", "b"]}, ["instances[1] (orders-eu-west-0-1)", "available_zones", "2 zones"]),
        (2, {"topics": [{"name": "good"}, {"name": "b!"}]}, ["instances[2]", "topics[1]", "'b!'"]),
        (5, {"name": "orders-eu-west-2-0"}, ["instances[5]", "instances[4]"]),
        (0, {"users": [{"name": "producer", "secret": "weak"}]}, ["instances[0]", "users[0]", "secret"]),
        (0, {"users": [{"name": "producer", "secret": [SECRET], "perm": 1}]}, ["instances[0]", "users"]),
        (4, {"name": None}, ["instances[4] (without name)", "name"]),
        (4, "text", ["instances[4]", "dictionary"]),
    ],
)
def test_mistake_anywhere_is_told_by_index_and_name_before_anything_is_sent(regions, playbook, index, change, told):
    entries = fleet()
    entries[index] = {**entries[index], **change} if isinstance(change, dict) else change
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": entries, "fleet_defaults": DEFAULTS})
    assert run.code != 0
    for word in told:
        assert word in run.output, run.output
    assert regions.requests() == []
    assert SECRET not in run.output


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fleet": "- name: [orders"}, ["'instances' must be a list, such as [{name: orders", "not a text"]),
        ({"fleet_defaults": ["orders"]}, ["'defaults' must be a dictionary, such as", "not a list"]),
    ],
)
def test_what_is_no_fleet_at_all_is_told_with_what_to_write_instead(regions, playbook, change, told):
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": fleet(), "fleet_defaults": DEFAULTS, **change})
    assert run.code != 0 and regions.requests() == []
    for words in told:
        assert words in run.output, run.output


def test_purge_deletes_users_only_where_an_entry_lists_them(emulator, playbook):
    user = {"access_key": "producer", "secret_key": SECRET}
    ids = {
        name: emulator.instance(name, enable_acl=True, users=[user], topics=["old"], groups=["old"])
        for name in ("silent", "empty")
    }
    entries = [{"name": "silent", "purge": True}, {"name": "empty", "purge": True, "users": []}]
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": entries, **WAITING})
    assert run.code == 0 and "changed=1" in run.output, run.output
    there = {name: emulator.control("GET", f"instances/{instance_id}")["users"] for name, instance_id in ids.items()}
    assert len(there["silent"]) == 1 and len(there["empty"]) == 0


def test_purge_that_is_switched_off_by_a_text_is_off(emulator, playbook):
    emulator.instance("orders", topics=["kept"])
    # Extra variables of the command line, and what a template makes of them, are texts.
    variables = {"fleet": [{"name": "orders"}], "fleet_defaults": {"purge": "{{ purge_all }}"}, "purge_all": "false"}
    run = playbook(f"{COLLECTION}.fleet", "--check", extra_vars=variables)
    assert run.code == 0 and "changed=0" in run.output, run.output


def test_instance_that_fails_once_more_is_not_ordered_once_more(emulator, playbook):
    emulator.settings(create_outcome="CREATEFAILED")
    failed = {**order("orders"), "recreate_failed": True}
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": [failed], **WAITING})
    assert run.code != 0 and "CREATEFAILED" in run.output, run.output
    assert "Unknown error" not in run.output and "waiting does not change" in run.output, run.output
    orders = [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]
    assert [entry["method"] for entry in orders] == ["POST"]


def test_fleet_that_waited_too_long_tells_who_is_late(emulator, playbook):
    emulator.settings(create_seconds=60)
    fleet = [order("orders-a"), order("orders-b")]
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": fleet, **WAITING, "fleet_wait_timeout": 2})
    result = run.tasks[-1].result
    assert run.code != 0 and result["msg"].startswith(
        "2 of 2 instances failed (orders-a, orders-b): orders-a: The instance was created, but then: Instance "
        "'orders-a' is not ready after 2 s: its status is CREATING. Run the task again to go on waiting."
    )
    assert [failure["name"] for failure in result["failures"]] == ["orders-a", "orders-b"]


@pytest.mark.parametrize("answer", [{"status": 503}, {"status": 429}, {"action": "drop_before"}])
def test_fleet_waits_on_where_looks_fail_for_a_while(emulator, playbook, answer):
    emulator.settings(create_seconds=4)
    # The first looks belong to the order.
    emulator.fault(method="GET", path="/instances$", skip=2, times=2, **answer)
    fleet = [order("orders-a"), order("orders-b")]
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": fleet, "fleet_defaults": {"max_retries": 0}, **WAITING})
    assert run.code == 0, run.output
    assert len([entry for entry in emulator.requests() if entry["method"] == "GET" and entry["status"] != 200]) == 2
    orders = [entry["body"]["name"] for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]
    assert sorted(orders) == ["orders-a", "orders-b"]


def test_fleet_does_not_wait_for_longer_than_it_is_told_though_the_service_stays_busy(emulator, playbook):
    instance_id = emulator.instance("orders")
    emulator.fault(method="PUT", path=f"/instances/{instance_id}$", status=400, code="DMS.00400017", times=-1)
    fleet = [{"name": "orders", "description": "new"}]
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": fleet, **WAITING, "fleet_wait_timeout": 4})
    assert run.code != 0 and "DMS.00400017" in run.output
    assert sum(task.ended - task.started for task in run.tasks) < 15


def test_fleet_does_not_wait_where_no_later_look_can_be_answered_otherwise(emulator, playbook):
    emulator.settings(create_seconds=600)
    emulator.fault(method="GET", path="/instances$", skip=2, times=-1, status=403, code="DMS.00403003")
    run = playbook(f"{COLLECTION}.fleet", extra_vars={"fleet": [order("orders-a"), order("orders-b")], **WAITING})
    assert run.code != 0 and "DMS.00403003" in run.tasks[-1].result["msg"], run.output
    assert len([entry for entry in emulator.requests() if entry["method"] == "GET" and entry["status"] != 200]) == 1


def test_worked_example_of_the_guide_is_a_fleet():
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_fleet.rst").read_text()
    [block] = [one for one in re.findall(r"code-block:: yaml\n\n((?:   .*\n|\n)+)", guide) if "fleet_defaults:" in one]
    shown = yaml.safe_load(re.sub(r"{{ vault_\w+ }}", SECRET, textwrap.dedent(block)))
    task = {name: option.default for name, option in CONNECTION_OPTIONS.items()}
    keys = {"access_key": "AK", "secret_key": SECRET}
    entries = check_fleet(shown["fleet"], shown["fleet_defaults"], {**task, **keys}, "present")
    assert len({entry.settings for entry in entries}) == 3


def test_fleet_of_many_topics_is_checked_in_no_time(emulator, playbook):
    topics = [{"name": f"topic-{number}", "queue_num": 3} for number in range(160)]
    fleet = [{"name": f"orders-{number}", "topics": topics} for number in range(4)]
    for entry in fleet:
        emulator.instance(entry["name"], topics=[topic["name"] for topic in topics])
    run = playbook(f"{COLLECTION}.fleet", "--check", extra_vars={"fleet": fleet})
    assert run.code == 0, run.output
    check = run.named("Ensure the instances and what is on them")
    assert check.ended - check.started < 10


def test_secrets_of_a_fleet_may_be_templates_and_vaulted(emulator, playbook, tmp_path):
    (tmp_path / "password").write_text("vault-password\n")
    vault = ["ansible-vault", "encrypt_string", "--vault-password-file", "password", "--name", "secret", SECRET]
    sealed = subprocess.run(vault, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    # The secret of the one user stands in the fleet itself, that of the other is a template.
    users = "".join(f"    {line}\n" for line in ("- name: producer", *(f"  {line}" for line in sealed.splitlines())))
    users += "    - {name: consumer, secret: '{{ shop_secret }}'}\n"
    text = f"shop_{sealed.strip()}\nfleet:\n- name: \"{{{{ 'orders' }}}}\"\n  users:\n{users}"
    (tmp_path / "fleet.yml").write_text(text)
    instance_id = emulator.instance("orders", enable_acl=True)
    run = playbook(f"{COLLECTION}.fleet", "-e", "@fleet.yml", "--vault-password-file", "password")
    assert run.code == 0 and SECRET not in run.output, run.output
    there = emulator.control("GET", f"instances/{instance_id}")["users"]
    assert {user["secret_key"] for user in there.values()} == {SECRET} and len(there) == 2


def test_hosts_that_are_instances_are_converged_host_by_host(emulator, playbook, tmp_path):
    # The one is there already, the other is ordered.
    emulator.instance("orders-a")
    new = {f"rocketmq_instance_{option}": value for option, value in order("orders-b").items()}
    hosts = {"orders-a": {"rocketmq_instance_name": "orders-a"}, "orders-b": new}
    shared = {
        "rocketmq_instance_topics": TOPICS,
        "rocketmq_acl_users": [{"name": "producer", "secret": SECRET}],
        "rocketmq_acl_wait_interval": 1,
        "rocketmq_instance_wait_interval": 1,
    }
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts, "vars": shared}}))
    arguments = ("-i", str(inventory))
    run = playbook(f"{COLLECTION}.fleet", *arguments, extra_vars={"fleet_hosts": "all:!localhost"})
    assert run.code == 0, run.output
    assert {task.host for task in run.tasks if task.name.endswith("Ensure the topics") and task.changed} == set(hosts)
    orders = [entry["body"]["name"] for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]
    assert orders == ["orders-b"]
    again = playbook(f"{COLLECTION}.fleet", *arguments, extra_vars={"fleet_hosts": "all:!localhost", "fleet_serial": 1})
    assert again.code == 0 and "changed=1" not in again.output, again.output


def test_host_that_tells_its_id_as_the_variable_of_the_role_is_that_instance(emulator, playbook, tmp_path):
    instance_id = emulator.instance("orders")
    variables = {f"rocketmq_instance_{option}": value for option, value in order("orders-2").items()}
    variables |= {"rocketmq_instance_instance_id": instance_id, "rocketmq_instance_wait_interval": 1}
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": {"orders": variables}}}))
    run = playbook(f"{COLLECTION}.fleet", "-i", str(inventory), extra_vars={"fleet_hosts": "orders"})
    assert run.code == 0, run.output
    [instance] = emulator.control("GET", "state")["projects"][0]["instances"]
    assert instance["fields"]["name"] == "orders-2"
