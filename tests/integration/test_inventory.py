# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as ansible-inventory, playbooks and AWX use it."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from .ansible_runs import COLLECTION, COLLECTIONS_PATH, HERE
from .concurrent_actor import token_for
from .emulator_process import ACCESS_KEY, PROJECT_ID, REGION, SECRET_KEY
from .inventory_runs import PLUGIN, Inventory

OTHER_REGIONS = {"eu-west-1": "1" * 32, "eu-west-2": "2" * 32}


@pytest.fixture
def regions(emulator):
    """Three regions with an instance each, and a second one of the same name in the first."""
    emulator.instance("orders", tags={"team": "shop", "host": "alpha"})
    for region, project_id in OTHER_REGIONS.items():
        emulator.control("POST", "projects", {"name": region, "id": project_id})
        emulator.instance(f"orders-{region}", project_id=project_id, tags={"team": "bank"})
    return emulator


THREE_REGIONS = {"sources": [{"region": REGION}, *({"region": region} for region in OTHER_REGIONS)]}


def test_three_regions_are_shown_as_a_graph(regions, inventory):
    config = {
        **THREE_REGIONS,
        "keyed_groups": [
            {"key": "rocketmq_region", "prefix": "region"},
            {"key": "rocketmq_status", "prefix": "status"},
            {"key": "rocketmq_tags", "prefix": "", "separator": ""},
        ],
        "groups": {"shop": "rocketmq_tags.team == 'shop'"},
        "leading_separator": False,
    }
    shown = inventory(config, "--graph")
    assert shown.code == 0, shown.warnings
    assert shown.warnings.strip() == "", shown.warnings
    for line in ("@region_eu_west_0:", "@region_eu_west_2:", "@status_RUNNING:", "@shop:", "--orders-eu-west-1"):
        assert line in shown.output, shown.output
    assert shown.output.count("|--orders\n") == 5


def test_host_has_all_fields_and_no_secret(regions, inventory):
    shown = inventory({"compose": {"team": "rocketmq_tags.team", "ansible_host": "rocketmq_namesrv_address"}})
    host = shown.hosts["orders"]
    actual = regions.control("GET", f"instances/{host['instance_id']}")
    assert host["rocketmq_name"] == "orders" and host["rocketmq_status"] == "RUNNING"
    assert host["rocketmq_tags"] == {"team": "shop", "host": "alpha"} and host["team"] == "shop"
    assert host["rocketmq_region"] == host["rocketmq_instance_region"] == REGION
    assert host["rocketmq_project_id"] == PROJECT_ID
    assert host["rocketmq_endpoint"] == host["rocketmq_acl_endpoint"] == regions.url
    assert host["ansible_connection"] == "local"
    assert host["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
    assert actual
    for secret in (SECRET_KEY, ACCESS_KEY):
        assert secret not in shown.output + shown.warnings


def test_one_list_for_fifty_instances_and_no_request_for_one(emulator, inventory):
    emulator.instance("orders", count=120)
    emulator.forget_requests()
    assert len(inventory({}).hosts) == 120
    requests = [entry for entry in emulator.requests() if "/v3/" not in entry["path"]]
    queries = sorted(str(entry["query"]) for entry in requests)
    assert len(queries) == 3, queries
    for query, offset in zip(queries, ("0", "100", "50"), strict=True):
        assert f"offset={offset}" in query and "limit=50" in query, query


def test_filters_are_applied_by_the_service_and_by_the_plugin(emulator, inventory):
    first = emulator.instance("orders-a", tags={"team": "shop", "reviewed": ""})
    emulator.instance("orders-b", tags={"team": "bank"})
    failed = emulator.instance("orders-c")
    emulator.control("PUT", f"instances/{failed}", {"status": "CREATEFAILED"})
    emulator.instance("billing", enterprise_project_id="0")

    def names(**filters):
        shown = inventory({"filters": filters})
        assert shown.code == 0, shown.warnings
        return sorted(host["rocketmq_name"] for host in shown.hosts.values())

    assert names() == ["billing", "orders-a", "orders-b"]
    assert names(name="orders-*") == ["orders-a", "orders-b"]
    assert names(name="orders-a") == ["orders-a"]
    assert names(name="orders") == []
    assert names(status=["CREATEFAILED", "RUNNING"], name="orders-[bc]") == ["orders-b", "orders-c"]
    assert names(tags={"team": "shop"}) == names(tags={"reviewed": None}) == ["orders-a"]
    assert names(tags={"team": "none"}) == []
    emulator.control("PUT", f"instances/{first}", {"status": "ERROR"})
    assert names(status="error") == ["orders-a"]


def test_hosts_of_the_same_name_are_all_there(emulator, inventory):
    ids = [emulator.instance("orders", tags={"host": "{{ 7 * 7 }}"}) for _number in range(2)]
    assert set(inventory({}).hosts) == set(ids)
    assert set(inventory({"hostnames": ["tag:host", "name"]}).hosts) == set(ids)


@pytest.mark.parametrize("unreachable", ["warn", "fail"])
def test_region_that_cannot_be_reached_is_a_warning_or_a_failure(regions, inventory, unreachable):
    sources = [
        *THREE_REGIONS["sources"],
        {"region": "eu-west-9", "endpoint": "http://127.0.0.1:9", "project_id": "9" * 32, "unreachable": unreachable},
    ]
    shown = inventory({"sources": sources, "max_retries": 0})
    assert shown.tells("sources[3] (eu-west-9 at http://127.0.0.1:9)")
    assert shown.tells("is left out") is (unreachable == "warn")
    assert shown.code == 0 if unreachable == "warn" else shown.code != 0
    assert len(shown.hosts if shown.code == 0 else ()) == (3 if unreachable == "warn" else 0)


def test_region_that_answers_with_errors_is_left_out_too_but_refused_credentials_are_not(regions, inventory):
    config = {**THREE_REGIONS, "unreachable": "warn", "max_retries": 0}
    regions.fault(path=OTHER_REGIONS["eu-west-1"], status=500, code="DMS.00500000", times=-1)
    shown = inventory(config)
    assert shown.code == 0 and set(shown.hosts) == {"orders", "orders-eu-west-2"}
    assert "eu-west-1" in shown.warnings and "500" in shown.warnings
    refused = inventory(config, environment={"HUAWEICLOUD_SDK_SK": "wrong"})
    assert refused.code != 0 and "sources[0]" in refused.warnings and "401" in refused.warnings
    assert "wrong" not in refused.warnings


def test_sources_are_read_side_by_side(regions, inventory):
    # The first answer of each comes after two seconds: one after the other, there were never three on the way.
    regions.settings(latency=2.0)
    shown = inventory(
        {"sources": [{**source, "project_name": source["region"]} for source in THREE_REGIONS["sources"]]}
    )
    assert len(shown.hosts) == 3
    assert regions.control("GET", "statistics")["max_in_flight"] >= 3


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("- plugin: x\n", ["plugin"]),
        ("plugin: [\n", ["all.rocketmq.yml"]),
        ({"regoin": "eu-west-0"}, ["'regoin'", "region"]),
        ({"filters": {"tag": {"team": "shop"}}}, ["filters", "'tag'", "tags"]),
        ({"filters": {"tags": ["team"]}}, ["filters", "tags"]),
        ({"sources": ["eu-west-0"]}, ["sources[0]", "{region: eu-west-0}"]),
        ({"sources": [{"region": "eu-west-0"}, {"region": "eu-west-1", "zone": "a"}]}, ["sources[1]", "'zone'"]),
        ({"hostnames": ["{{ name }}"]}, ["hostnames[0]", "{name}.{region}"]),
        ({"validate_certs": "perhaps"}, ["validate_certs"]),
        ({"unreachable": "ignore"}, ["unreachable"]),
        ({"region": "{{ nowhere }}"}, ["nowhere"]),
        ({"strict": True, "compose": {"team": "no_such_variable.team"}}, ["team", "orders"]),
        ({"endpoint": "ftp://example.com"}, ["endpoint", "https://dms.eu-west-0"]),
    ],
)
def test_broken_file_is_told_with_file_and_key(regions, inventory, config, told):
    shown = inventory(config)
    assert shown.code != 0
    assert shown.tells("all.rocketmq.yml", *told), shown.warnings
    assert "Traceback" not in shown.warnings


def test_tags_that_the_list_leaves_out_are_read_and_heeded(emulator, inventory):
    emulator.settings(sparse_lists=True)
    for name, team in (("orders", "shop"), ("invoices", "billing")):
        emulator.instance(name, tags={"team": team})
    shown = inventory({"filters": {"tags": {"team": "shop"}}})
    assert shown.code == 0 and set(shown.hosts) == {"orders"}, shown.warnings
    assert shown.hosts["orders"]["rocketmq_tags"] == {"team": "shop"}


def test_missing_credentials_are_told(emulator, inventory):
    shown = inventory({}, environment={"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": " "})
    assert shown.code != 0
    assert shown.tells("all.rocketmq.yml", "access_key", "HUAWEICLOUD_SDK_AK", "auth_token"), shown.warnings


def test_blank_variables_count_as_not_set(emulator, inventory):
    emulator.instance()
    blanks = dict.fromkeys(
        ["HUAWEICLOUD_REGION", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_AUTH_TOKEN", "HW_PROJECT_NAME"],
        "",
    )
    typed = dict.fromkeys(["HUAWEICLOUD_VALIDATE_CERTS", "HUAWEICLOUD_CA_PATH", "HUAWEICLOUD_MAX_RETRIES"], "")
    others = {"HW_REGION_NAME": REGION, "HW_ACCESS_KEY": ACCESS_KEY, "HW_SECRET_KEY": SECRET_KEY}
    shown = inventory({}, environment={**blanks, **typed, **others})
    assert shown.code == 0 and set(shown.hosts) == {"orders"}, shown.warnings
    assert shown.warnings.strip() == ""


def test_options_may_be_templates_and_vaulted(emulator, inventory, tmp_path):
    emulator.instance()
    (tmp_path / "password").write_text("vault-password\n")
    vault = ["ansible-vault", "encrypt_string", "--vault-password-file", "password", "--name", "secret_key", SECRET_KEY]
    sealed = subprocess.run(vault, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    config = f"""plugin: {PLUGIN}
region: "{{{{ my_region }}}}"
access_key: "{{{{ lookup('ansible.builtin.env', 'MY_KEY') }}}}"
{sealed}
"""
    arguments = ("--list", "-e", f"my_region={REGION}", "--vault-password-file", "password")
    environment = {"HUAWEICLOUD_REGION": "", "HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": "", "MY_KEY": ACCESS_KEY}
    shown = inventory(config, *arguments, environment=environment)
    assert shown.code == 0 and set(shown.hosts) == {"orders"}, shown.warnings


def test_token_for_a_password_is_used_too(emulator, inventory):
    emulator.instance()
    password = {"username": "emulator-user", "password": "emulator-password", "domain_name": "emulator-domain"}
    shown = inventory({"sources": [password]})
    assert shown.code == 0 and set(shown.hosts) == {"orders"}, shown.warnings


# Each is unlike anything else, as is its beginning.
PLANTED = {
    "access_key": "PLANTEDAK0123456789X",
    "secret_key": "a8f1c3d2-planted-sk",
    "security_token": "77b2e9f0-planted-sts",
    "password": "5d0c41e7-planted-word",
}
USER = {"username": "emulator-user", "domain_name": "emulator-domain"}


def planted_source(*options: str, **others: str) -> dict[str, str]:
    """Return a source whose secrets come from the environment as they do from a vault."""
    return {**{option: "{{ lookup('ansible.builtin.env', 'PLANT_" + option + "') }}" for option in options}, **others}


@pytest.fixture
def secrets(emulator) -> dict[str, str]:
    """What is planted, with a token that the emulator has issued."""
    settings = {**PLANTED, "user_password": PLANTED["password"]}
    emulator.settings(**{name: value for name, value in settings.items() if name != "password"})
    emulator.instance()
    return {**PLANTED, "auth_token": token_for(emulator, PLANTED["password"])}


def assert_nowhere(shown: Inventory, secrets: Mapping[str, str]) -> None:
    # Wherever its lines are broken.
    text = "".join((shown.output + shown.warnings).split())
    found = [name for name, secret in secrets.items() if secret[:8] in text]
    assert not found, shown.warnings


@pytest.mark.parametrize("unreachable", ["warn", "fail"])
@pytest.mark.parametrize(
    ("source", "used"),
    [
        (planted_source("access_key", "secret_key", "security_token"), ["access_key", "secret_key", "security_token"]),
        (planted_source("auth_token"), ["auth_token"]),
        (planted_source("password", **USER), ["token of IAM"]),
        (planted_source("password", **{**USER, "username": "nobody"}), ["password"]),
    ],
    ids=["keys", "token", "token of IAM", "password"],
)
def test_what_the_service_repeats_is_masked(emulator, inventory, secrets, tmp_path, source, used, unreachable):
    environment = {f"PLANT_{name}": value for name, value in secrets.items()}
    environment |= {"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}
    first = inventory({"sources": [planted_source("password", **USER)]}, environment=environment)
    assert set(first.hosts) == {"orders"}, first.warnings
    (kept,) = tmp_path.rglob("cache/**/*.json")
    secrets = {**secrets, "token of IAM": json.loads(kept.read_text())["token"]}
    # What stands last is cut off.
    message = f"<{'/'.join(secrets[name] for name in used)}> {'x' * 380} <{secrets[used[0]]}"
    emulator.fault(path="(/instances|/auth/tokens)$", status=500, code="DMS.00500000", message=message, times=-1)
    config = {"sources": [source], "unreachable": unreachable, "max_retries": 0}
    shown = inventory(config, "--list", "-vvvv", environment=environment)
    assert (shown.code == 0) is (unreachable == "warn") and shown.tells("500 DMS.00500000: <********"), shown.warnings
    assert_nowhere(shown, secrets)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (planted_source("auth_token"), ["sources[0]", "'auth_token'", "line break"]),
        ("auth_token=90e4bb12-planted", ["sources[0]", "not a text"]),
    ],
)
def test_mistake_of_a_source_is_told_without_its_secret(inventory, source, told):
    broken = "90e4bb12-planted\n12bb90e4-planted"
    shown = inventory({"sources": [source]}, "--list", "-vvvv", environment={"PLANT_auth_token": broken})
    assert shown.code != 0 and shown.tells(*told), shown.warnings
    assert_nowhere(shown, {"token": broken, "end of the token": broken.split()[1]})


def test_cache_is_kept_refreshed_and_expires(regions, inventory, playbook, tmp_path):
    config = {
        **THREE_REGIONS,
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(tmp_path / "lists"),
        "cache_timeout": 3600,
    }
    assert len(inventory(config).hosts) == 3
    regions.forget_requests()
    assert len(inventory(config).hosts) == 3
    assert regions.requests() == []

    regions.instance("late")
    assert len(inventory(config).hosts) == 3
    nothing = [{"hosts": "all", "gather_facts": False, "tasks": []}]
    assert playbook(nothing, "-i", "all.rocketmq.yml", "--flush-cache").code == 0
    regions.forget_requests()
    assert len(inventory(config).hosts) == 4
    # Another filter or another account does not find the old lists.
    assert len(inventory({**config, "filters": {"name": "late"}}).hosts) == 1
    assert inventory(config, environment={"HUAWEICLOUD_SDK_AK": "another"}).code != 0
    expired = {**config, "cache_timeout": 1}
    time.sleep(1.2)
    regions.forget_requests()
    assert len(inventory(expired).hosts) == 4
    assert len(regions.requests()) >= 3

    kept = "".join(path.read_text() for path in (tmp_path / "lists").rglob("*") if path.is_file())
    assert "orders-eu-west-1" in kept
    for secret in (SECRET_KEY, ACCESS_KEY):
        assert secret not in kept


def test_region_that_was_left_out_is_not_missing_from_the_cache(regions, inventory, tmp_path):
    config = {
        **THREE_REGIONS,
        "cache": True,
        "cache_plugin": "ansible.builtin.jsonfile",
        "cache_connection": str(tmp_path / "lists"),
        "unreachable": "warn",
        "max_retries": 0,
    }
    regions.fault(path=OTHER_REGIONS["eu-west-1"], status=503, times=-1)
    assert len(inventory(config).hosts) == 2
    regions.control("DELETE", "faults")
    assert len(inventory(config).hosts) == 3


EVIL = "{{ lookup('ansible.builtin.pipe', 'touch evil-was-here') }}"


def test_values_of_the_service_are_never_evaluated(emulator, playbook, tmp_path):
    instance_id = emulator.instance("orders", tags={"team": EVIL, EVIL: "key"}, description=EVIL)
    emulator.control("PUT", f"instances/{instance_id}", {"vpc_name": "#jinja2:variable_start_string:'[%'\n" + EVIL})
    (tmp_path / "all.rocketmq.yml").write_text(
        yaml.safe_dump(
            {
                "plugin": PLUGIN,
                "compose": {"team": "rocketmq_tags.team", "both": "rocketmq_description ~ rocketmq_vpc_name"},
                "keyed_groups": [{"key": "rocketmq_description", "prefix": "evil"}, {"key": "rocketmq_tags"}],
                "groups": {"evil": "rocketmq_tags.team == 'x'"},
            }
        )
    )
    tasks = [
        {
            "name": "Show",
            "ansible.builtin.debug": {
                "msg": "{{ [rocketmq_description, rocketmq_tags, team, both, rocketmq_vpc_name, group_names] }}"
            },
        },
        {"name": "Set", "ansible.builtin.set_fact": {"again": "{{ rocketmq_tags | list }} {{ team }}"}},
        {"name": "Again", "ansible.builtin.debug": {"msg": "{{ again }} {{ both }}"}},
    ]
    plays = [{"hosts": "all:!localhost", "gather_facts": False, "tasks": tasks}]
    run = playbook(plays, "-i", "all.rocketmq.yml")
    assert run.code == 0, run.output
    assert EVIL in run.named("Show").result["msg"][0]
    assert EVIL in str(run.named("Again").result["msg"])
    assert not list(tmp_path.rglob("evil-was-here"))


def test_modules_run_on_hosts_as_they_are(regions, playbook, tmp_path):
    (tmp_path / "all.rocketmq.yml").write_text(yaml.safe_dump({"plugin": PLUGIN, **THREE_REGIONS}))
    place = {"region": "{{ rocketmq_region }}", "project_id": "{{ rocketmq_project_id }}"}
    tasks = [
        {
            "name": "Have a topic",
            f"{COLLECTION}.topic": {"instance_id": "{{ instance_id }}", "name": "topic-1", "queue_num": 3},
            "module_defaults": {f"group/{COLLECTION}.all": place},
        }
    ]
    plays = [{"hosts": "all:!localhost", "gather_facts": False, "tasks": tasks}]
    run = playbook(plays, "-i", "all.rocketmq.yml")
    assert run.code == 0, run.output
    assert {task.host for task in run.tasks if task.changed} == {"orders", "orders-eu-west-1", "orders-eu-west-2"}
    # It is the controller's interpreter without any setting, too.
    bare = playbook(plays, "-i", "all.rocketmq.yml", environment={"ANSIBLE_PYTHON_INTERPRETER": ""})
    assert bare.code == 0 and "changed=1" not in bare.output, bare.output


def test_fleet_of_three_regions_is_converged_host_by_host(regions, playbook, tmp_path):
    (tmp_path / "all.rocketmq.yml").write_text(
        yaml.safe_dump({"plugin": PLUGIN, **THREE_REGIONS, "filters": {"name": "orders*"}})
    )
    variables = {
        "fleet_hosts": "all:!localhost",
        "rocketmq_instance_topics": [{"name": "topic-1"}],
        "rocketmq_acl_users": [{"name": "producer", "secret": "Planted-Secret-1"}],
        "rocketmq_instance_wait_interval": 1,
        "rocketmq_acl_wait_interval": 1,
    }
    run = playbook(f"{COLLECTION}.fleet", "-i", "all.rocketmq.yml", extra_vars=variables)
    assert run.code == 0, run.output
    changed = [
        task for task in run.tasks if task.changed and task.name.endswith(("Ensure the topics", "Ensure the users"))
    ]
    assert len(changed) == 6, run.output
    again = playbook(f"{COLLECTION}.fleet", "-i", "all.rocketmq.yml", extra_vars=variables)
    assert again.code == 0 and not re.search("changed=[1-9]", again.output), again.output


def documented() -> list[str]:
    """Return the inventory files of the plugin's documentation and of the guide."""
    root = HERE.parents[1]
    examples = (root / "plugins" / "inventory" / "instances.py").read_text().partition('EXAMPLES = r"""')[2]
    guide = (root / "docs" / "docsite" / "rst" / "guide_inventory.rst").read_text()
    blocks = re.findall(r"^\.\. code-block:: yaml\n\n((?:   .*\n|\n)+)", guide, re.MULTILINE)
    shown = [block for block in map(textwrap.dedent, blocks) if block.startswith("plugin:")]
    assert len(shown) >= 4
    return [examples.partition('"""')[0], *shown]


def test_documented_examples_are_read(regions, inventory):
    environment = {"OTHER_ACCESS_KEY": ACCESS_KEY, "OTHER_SECRET_KEY": SECRET_KEY}
    for name in ("eu-west-101", "eu-west-0_test"):
        project_id = regions.control("POST", "projects", {"name": name})["id"]
        regions.instance("orders-1", project_id=project_id, tags={"team": "shop", "reviewed": "", "purge": "yes"})
    for example in documented():
        shown = inventory(example, environment=environment)
        assert shown.code == 0 and shown.warnings.strip() == "", example + shown.warnings
    host = inventory(documented()[0], environment=environment).hosts["orders-1.eu-west-101"]
    assert host["rocketmq_instance_purge"] is True


# What starting ansible-inventory costs the processor of an idle machine.
SECONDS_OF_A_START = 0.5


def test_five_hundred_instances_take_less_than_two_seconds(emulator, inventory):
    emulator.instance("orders", count=500, tags={"team": "shop"})
    config = {
        "keyed_groups": [{"key": "rocketmq_status", "prefix": "status"}, {"key": "rocketmq_tags", "prefix": "tag"}],
        "groups": {"running": "rocketmq_status == 'RUNNING'"},
        "compose": {"team": "rocketmq_tags.team"},
    }
    best = {}
    for name, what in (("nothing", {"filters": {"name": "none-at-all"}}), ("all", config)):
        times = []
        for _round in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            shown = inventory(what)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            # Time of the processor: what others do on this machine, and what the service takes, does not count.
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        best[name] = min(times)
    assert len(shown.hosts) == 500
    print(f"ansible-inventory --list of 500 instances takes {best['all']:.2f} s, of none {best['nothing']:.2f} s")
    # A machine that is busy with other tests is slower at everything: its start tells by how much.
    slower = max(1.0, best["nothing"] / SECONDS_OF_A_START)
    assert best["all"] - best["nothing"] < 2 * slower


def test_documentation_is_shown(tmp_path):
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH), "HOME": str(tmp_path)}
    command = ["ansible-doc", "-t", "inventory", "-j", PLUGIN]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    options = json.loads(done.stdout)[PLUGIN]["doc"]["options"]
    assert {"sources", "filters", "keyed_groups", "cache", "region", "secret_key"} <= set(options)
    assert Path(COLLECTIONS_PATH).exists()


def test_group_of_the_examples_holds_those_known_to_be_without_access_control(emulator, inventory):
    emulator.instance("orders", enable_acl=True)
    emulator.instance("invoices", enable_acl=False)
    root = Path(__file__).resolve().parents[2]
    examples = (root / "plugins" / "inventory" / "instances.py").read_text().partition('EXAMPLES = r"""')[2]
    condition = re.search(r"without_access_control: (.*)", examples).group(1)
    for sparse, members in ((False, ["invoices"]), (True, [])):
        emulator.settings(sparse_lists=sparse)
        told = inventory({"groups": {"without_access_control": condition}})
        assert told.code == 0, told.warnings
        assert json.loads(told.output).get("without_access_control", {}).get("hosts", []) == members
