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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from .ansible_runs import COLLECTION, COLLECTIONS_PATH, HERE, PROXIES
from .concurrent_actor import token_for
from .emulator_process import ACCESS_KEY, PROJECT_ID, REGION, SECRET_KEY

PLUGIN = f"{COLLECTION}.instances"
OTHER_REGIONS = {"eu-west-1": "1" * 32, "eu-west-2": "2" * 32}
# As AWX has it: a file that no plugin can read is an error.
STRICT = {"ANSIBLE_INVENTORY_UNPARSED_FAILED": "true"}


class Inventory(NamedTuple):
    """What ansible-inventory said."""

    code: int
    output: str
    warnings: str

    def tells(self, *words: str) -> bool:
        """Whether all these are in the warnings, wherever their lines are broken."""
        text = "".join(self.warnings.split())
        return all("".join(word.split()) in text for word in words)

    @property
    def shown(self) -> dict[str, Any]:
        # Ansible shows what it does not trust as {"__ansible_unsafe": value}.
        return json.loads(self.output, object_hook=lambda value: value.get("__ansible_unsafe", value))

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        return self.shown.get("_meta", {}).get("hostvars", {})

    def group(self, name: str) -> list[str]:
        """Return the hosts of a group, sorted."""
        return sorted(self.shown.get(name, {}).get("hosts", []))


@pytest.fixture
def inventory(emulator_process, emulator, tmp_path) -> Callable[..., Inventory]:
    """Run ansible-inventory with a file of the given options, after the sources that are `first`."""

    def run(
        config: Mapping[str, Any] | str,
        *arguments: str,
        name: str = "all.rocketmq.yml",
        first: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> Inventory:
        text = config if isinstance(config, str) else yaml.safe_dump({"plugin": PLUGIN, **config})
        (tmp_path / name).write_text(text)
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("HUAWEICLOUD_", "HW_", "ANSIBLE_")) and key.lower() not in PROXIES
        }
        base = {
            **kept,
            **STRICT,
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH),
            "ANSIBLE_NOCOLOR": "1",
            **emulator.environment(),
            **(environment or {}),
        }
        sources = [word for source in (*first, name) for word in ("-i", source)]
        command = ["ansible-inventory", *sources, *(arguments or ("--list",))]
        done = subprocess.run(command, cwd=tmp_path, env=base, capture_output=True, text=True, timeout=120, check=False)
        return Inventory(done.returncode, done.stdout, done.stderr)

    return run


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
    changed = [task for task in run.tasks if task.changed and task.name.endswith(("Have the topics", "Have the users"))]
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
    region, project_id = next(iter(OTHER_REGIONS.items()))
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
