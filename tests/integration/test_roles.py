# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The roles and playbooks as users run them."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
import yaml

from .ansible_runs import COLLECTION, play, task
from .sample_instances import order

SECRET = "Planted-Secret-1"
ROLE_VARIABLES = {
    **{f"rocketmq_instance_{option}": value for option, value in order("orders").items()},
    "rocketmq_instance_tags": {"team": "shop"},
    "rocketmq_instance_wait_interval": 1,
    "rocketmq_instance_topics": [{"name": f"topic-{number}", "queue_num": 3} for number in range(3)],
    "rocketmq_instance_consumer_groups": [{"name": "group-1"}, {"name": "group-2", "retry_max_time": 3}],
    "rocketmq_acl_wait_interval": 1,
    "rocketmq_acl_users": [
        {"name": "producer", "secret": SECRET, "default_topic_perm": "PUB"},
        {"name": "consumer", "secret": SECRET, "default_topic_perm": "SUB", "default_group_perm": "SUB"},
    ],
}


def recap(run):
    return {task.name: task.changed for task in run.tasks if task.action.startswith(COLLECTION)}


def test_provisioning_is_predicted_done_kept_and_undone(emulator, playbook):
    first_check = playbook(f"{COLLECTION}.provision", "--check", "--diff", extra_vars=ROLE_VARIABLES)
    assert first_check.code == 0, first_check.output
    assert emulator.requests(writes=True) == []
    assert all(task.status in ("ok", "skipped") for task in first_check.tasks)
    predicted = recap(first_check)
    assert [name.rpartition(" : ")[2] for name, changed in predicted.items() if changed] == [
        "Ensure the instance",
        "Ensure the topics",
        "Ensure the consumer groups",
        "Ensure that access control is on",
        "Ensure the users",
    ]

    made = playbook(f"{COLLECTION}.provision", "-vvv", "--diff", extra_vars=ROLE_VARIABLES)
    assert made.code == 0, made.output
    changed = recap(made)
    assert {name for name, was in predicted.items() if was} <= {name for name, was in changed.items() if was}
    assert SECRET not in made.output.replace(str(ROLE_VARIABLES), "")

    emulator.forget_requests()
    kept = playbook(f"{COLLECTION}.provision", extra_vars=ROLE_VARIABLES)
    assert kept.code == 0 and "changed=0" in kept.output, kept.output
    assert emulator.requests(writes=True) == []
    # The instance, its topics, its groups, the instance for access control, its users; the project id is remembered.
    assert len([entry for entry in emulator.requests() if "/v3/" not in entry["path"]]) == 5

    again_check = playbook(f"{COLLECTION}.provision", "--check", extra_vars=ROLE_VARIABLES)
    assert again_check.code == 0 and "changed=0" in again_check.output, again_check.output

    name = {"rocketmq_instance_name": "orders", "rocketmq_instance_wait_interval": 1}
    for arguments, expected in ((("--check",), "changed=1"), ((), "changed=1"), ((), "changed=0")):
        gone = playbook(f"{COLLECTION}.decommission", *arguments, extra_vars=name)
        assert gone.code == 0 and expected in gone.output, gone.output


def test_role_predicts_users_of_an_instance_that_has_access_control_from_the_start(emulator, playbook):
    variables = {**ROLE_VARIABLES, "rocketmq_instance_enable_acl": True}
    check = playbook(f"{COLLECTION}.provision", "--check", extra_vars=variables)
    assert check.code == 0, check.output
    real = playbook(f"{COLLECTION}.provision", extra_vars=variables)
    assert real.code == 0, real.output
    for run in (check, real):
        assert not any(task.changed for task in run.tasks if task.name.endswith("Ensure that access control is on"))
        assert any(task.changed for task in run.tasks if task.name.endswith("Ensure the users"))


def test_access_control_alone_for_an_instance_told_by_name_or_id(emulator, playbook):
    instance_id = emulator.instance("orders")
    for told in ({"rocketmq_acl_instance_name": "orders"}, {"rocketmq_acl_instance_id": instance_id}):
        variables = {
            **told,
            "rocketmq_acl_users": ROLE_VARIABLES["rocketmq_acl_users"],
            "rocketmq_acl_wait_interval": 1,
        }
        run = playbook(f"{COLLECTION}.acl", extra_vars=variables)
        assert run.code == 0, run.output
    again = playbook(f"{COLLECTION}.acl", extra_vars={**variables, "rocketmq_acl_purge": True})
    assert "changed=0" in again.output


def test_role_variables_are_validated_before_anything_is_sent(emulator, playbook):
    wrong = {**ROLE_VARIABLES, "rocketmq_instance_topics": [{"name": "topic-1", "queues": 3}]}
    run = playbook(f"{COLLECTION}.provision", extra_vars=wrong)
    assert run.code != 0 and "queues" in run.output
    assert emulator.requests() == []


def test_module_defaults_of_the_play_reach_the_modules_in_the_roles(emulator, playbook):
    plays = [
        {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "module_defaults": {
                f"group/{COLLECTION}.all": {
                    "endpoint": emulator.url,
                    "iam_endpoint": emulator.url,
                    "region": "eu-west-0",
                    "access_key": "{{ lookup('env', 'PLAY_AK') }}",
                    "secret_key": "{{ lookup('env', 'PLAY_SK') }}",
                },
            },
            "roles": [
                {"role": f"{COLLECTION}.rocketmq_instance"},
                {"role": f"{COLLECTION}.rocketmq_acl", "vars": {"rocketmq_acl_instance_name": "orders"}},
            ],
        }
    ]
    keys = {"PLAY_AK": "EMULATORACCESSKEY001", "PLAY_SK": "emulator-secret-key"}
    nothing = dict.fromkeys(emulator.environment(), "")
    run = playbook(plays, extra_vars=ROLE_VARIABLES, environment={**nothing, **keys})
    assert run.code == 0, run.output


def test_module_defaults_of_the_narrower_groups_reach_the_modules_they_name(emulator, playbook):
    emulator.instance("orders", enable_acl=True)
    plays = [
        {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "module_defaults": {
                f"group/{COLLECTION}.write": {"max_retries": 7},
                # The roles say themselves which instance they mean.
                f"group/{COLLECTION}.instance_scoped": {"request_timeout": 77, "instance_name": "another"},
            },
            "roles": [f"{COLLECTION}.rocketmq_instance", f"{COLLECTION}.rocketmq_acl"],
        }
    ]
    what_is_on_it = {
        name: value for name, value in ROLE_VARIABLES.items() if name.endswith(("topics", "groups", "users"))
    }
    names = {"rocketmq_instance_name": "orders", "rocketmq_acl_instance_name": "orders"}
    # Since ansible-core 2.21 a result tells what the module was given only if it is asked to.
    asked = {"ANSIBLE_INJECT_INVOCATION": "true"}
    run = playbook(plays, "--check", extra_vars={**what_is_on_it, **names}, environment=asked)
    assert run.code == 0, run.output
    given = {
        task.action.removeprefix(f"{COLLECTION}."): task.result["invocation"]["module_args"]
        for task in run.tasks
        if task.action.startswith(COLLECTION) and task.status == "ok"
    }
    assert {module: (options["max_retries"], options["request_timeout"]) for module, options in given.items()} == {
        "instance": (7, 30),
        "instance_info": (5, 30),
        "topics": (7, 77),
        "consumer_groups": (7, 77),
        "users": (7, 77),
    }


def test_role_variables_for_the_connection_reach_the_modules(emulator, playbook):
    variables = {
        **ROLE_VARIABLES,
        "rocketmq_instance_endpoint": emulator.url,
        "rocketmq_instance_project_id": "0123456789abcdef0123456789abcdef",
        "rocketmq_acl_endpoint": emulator.url,
    }
    nothing = {"HUAWEICLOUD_ROCKETMQ_ENDPOINT": ""}
    run = playbook(f"{COLLECTION}.provision", extra_vars=variables, environment=nothing)
    assert run.code == 0, run.output


BLANKS = {
    **{f"rocketmq_instance_{option}": "" for option in ("enterprise_project_id", "instance_id", "region", "username")},
    "rocketmq_instance_id": None,
    "rocketmq_instance_storage_spec_code": " ",
    # Numbers, switches, dictionaries, lists, and lists of dictionaries.
    "rocketmq_instance_broker_num": "",
    "rocketmq_instance_storage_space": None,
    "rocketmq_instance_request_timeout": "",
    "rocketmq_instance_wait_timeout": "",
    "rocketmq_instance_allow_resize": "",
    "rocketmq_instance_validate_certs": "",
    "rocketmq_instance_purge": "",
    "rocketmq_instance_purge_tags": "",
    "rocketmq_instance_configs": "",
    "rocketmq_instance_publicip_ids": "",
    "rocketmq_instance_topics": "",
    "rocketmq_instance_consumer_groups": None,
    "rocketmq_acl_users": "",
    "rocketmq_acl_purge": "",
    "rocketmq_acl_wait_interval": "",
}


def test_blank_role_variables_are_as_good_as_not_given(emulator, playbook):
    instance_id = emulator.instance("orders", description="Of the shop", tags=[{"key": "kept", "value": "yes"}])
    named = {"rocketmq_instance_name": "orders", "rocketmq_instance_tags": {}, "rocketmq_hosts": ""}
    run = playbook(f"{COLLECTION}.provision", extra_vars={**named, **BLANKS})
    assert run.code == 0 and not any(task.changed for task in run.tasks), run.output
    assert not any(task.action.endswith(".users") for task in run.tasks)
    run = playbook(f"{COLLECTION}.acl", extra_vars={**BLANKS, "rocketmq_acl_instance_name": "orders"})
    assert run.code == 0, run.output
    assert emulator.control("GET", f"instances/{instance_id}")["fields"]["enable_acl"] is True
    # A blank description is a value: it removes the one that is there.
    assert playbook(f"{COLLECTION}.provision", extra_vars={**named, "rocketmq_instance_description": ""}).code == 0
    assert emulator.control("GET", f"instances/{instance_id}")["fields"]["description"] == ""


MISTAKES = {
    "number": ({"rocketmq_instance_broker_num": "two"}, "'rocketmq_instance_broker_num'"),
    "switch": ({"rocketmq_instance_enable_acl": "perhaps"}, "'rocketmq_instance_enable_acl'"),
    "range": ({"rocketmq_instance_storage_space": 0}, "'rocketmq_instance_storage_space'"),
    "list": ({"rocketmq_instance_topics": "topic-1"}, "rocketmq_instance_topics"),
    "item": ({"rocketmq_instance_topics": [{"name": "b!"}]}, "'rocketmq_instance_topics[0]'"),
    "twice": ({"rocketmq_instance_consumer_groups": [{"name": "one"}] * 2}, "'rocketmq_instance_consumer_groups[1]'"),
    "off": ({"rocketmq_instance_topics": [{"name": False}]}, "'rocketmq_instance_topics[0].name' is the boolean false"),
    "interval": ({"rocketmq_instance_wait_interval": 0}, "'rocketmq_instance_wait_interval' must be more than 0"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_a_variable_is_told_by_its_name_before_anything_is_sent(emulator, playbook, mistake):
    wrong, told = MISTAKES[mistake]
    run = playbook(f"{COLLECTION}.provision", extra_vars={**ROLE_VARIABLES, **wrong})
    assert run.code != 0 and told in run.tasks[-1].result["msg"], run.output
    assert emulator.requests() == []


@pytest.mark.parametrize(
    "users", [[{"name": "producer", "secret": "weak"}], [{"name": "producer", "secret": [SECRET]}]]
)
def test_mistake_in_a_user_is_told_without_its_secret(emulator, playbook, users):
    emulator.instance("orders")
    variables = {"rocketmq_acl_instance_name": "orders", "rocketmq_acl_users": users}
    # With provision, it is told before anything is ordered.
    for name, given in (("acl", variables), ("provision", {**ROLE_VARIABLES, "rocketmq_acl_users": users})):
        run = playbook(f"{COLLECTION}.{name}", extra_vars=given)
        assert run.code != 0 and "rocketmq_acl_users" in run.tasks[-1].result["msg"], run.output
        assert emulator.requests() == [] and SECRET not in run.output


def test_secret_may_be_vaulted_in_the_list_of_users(emulator, playbook, tmp_path):
    (tmp_path / "password").write_text("vault-password\n")
    vault = ["ansible-vault", "encrypt_string", "--vault-password-file", "password", "--name", "secret", SECRET]
    sealed = subprocess.run(vault, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    users = "".join(f"    {line}\n" for line in sealed.splitlines())
    (tmp_path / "vars.yml").write_text(f"rocketmq_acl_users:\n  - name: producer\n{users}")
    instance_id = emulator.instance("orders", enable_acl=True)
    arguments = ("-e", "@vars.yml", "--vault-password-file", "password", "-vvv")
    run = playbook(f"{COLLECTION}.acl", *arguments, extra_vars={"rocketmq_acl_instance_name": "orders"})
    assert run.code == 0 and SECRET not in run.output, run.output
    assert emulator.control("GET", f"instances/{instance_id}")["users"]["producer"]["secret_key"] == SECRET


def test_become_for_all_hosts_does_not_reach_the_playbooks(emulator, playbook, tmp_path):
    emulator.instance("orders")
    inventory = tmp_path / "hosts.yml"
    hosts = {"localhost": {"ansible_connection": "local"}}
    shared = {"ansible_become": True, "ansible_become_exe": "/no/such/sudo"}
    inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts, "vars": shared}}))
    run = playbook(f"{COLLECTION}.provision", "-i", str(inventory), extra_vars={"rocketmq_instance_name": "orders"})
    assert run.code == 0, run.output


def test_missing_credentials_under_become_are_told_with_the_reason(emulator, module):
    nothing = {**dict.fromkeys(emulator.environment(), ""), "HUAWEICLOUD_REGION": "eu-west-0"}
    assert "become" not in module("instance_info", {}, **nothing)["msg"]
    told = module("instance_info", {}, **nothing, SUDO_USER="root")["msg"]
    assert "sudo dropped the environment: set 'become: false'" in told


@pytest.mark.parametrize("create_outcome", ["CREATEFAILED", "ERROR"])
def test_role_fails_and_names_the_status_of_an_instance_that_failed(emulator, playbook, create_outcome):
    emulator.settings(create_outcome=create_outcome)
    run = playbook(f"{COLLECTION}.provision", extra_vars=ROLE_VARIABLES)
    assert run.code != 0 and create_outcome in run.output
    topics = [task for task in run.tasks if task.name.endswith("Ensure the topics")]
    assert not topics


def test_role_orders_an_instance_that_failed_once_more_and_no_more_than_that(emulator, playbook):
    emulator.settings(create_outcome="CREATEFAILED")
    playbook(f"{COLLECTION}.provision", extra_vars=ROLE_VARIABLES)
    emulator.forget_requests()
    run = playbook(f"{COLLECTION}.provision", extra_vars={**ROLE_VARIABLES, "rocketmq_instance_recreate_failed": True})
    assert run.code != 0 and "CREATEFAILED" in run.output
    assert [entry["method"] for entry in emulator.requests(writes=True)] == ["DELETE", "POST"]


def test_hosts_that_are_instances_are_provisioned_and_decommissioned_by_their_ids(emulator, playbook, tmp_path):
    hosts = {name: {"instance_id": emulator.instance(name, enable_acl=True)} for name in ("orders-a", "orders-b")}
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}))
    given = {name: value for name, value in ROLE_VARIABLES.items() if name.endswith(("topics", "interval", "users"))}
    variables = {**given, "rocketmq_hosts": "all:!localhost"}
    arguments = ("-i", str(inventory))
    run = playbook(f"{COLLECTION}.provision", *arguments, extra_vars={**variables, "rocketmq_acl_users": []})
    assert run.code == 0, run.output
    run = playbook(f"{COLLECTION}.acl", *arguments, extra_vars=variables)
    assert run.code == 0, run.output
    for host in hosts.values():
        there = emulator.control("GET", f"instances/{host['instance_id']}")
        assert len(there["topics"]) == 3 and len(there["users"]) == 2
    run = playbook(f"{COLLECTION}.decommission", *arguments, extra_vars={**variables, "rocketmq_hosts": "orders-a"})
    assert run.code == 0, run.output
    [left] = emulator.control("GET", "state")["projects"][0]["instances"]
    assert left["fields"]["name"] == "orders-b"


def test_decommission_takes_the_id_as_the_other_playbooks_do(emulator, playbook):
    variables = {"rocketmq_instance_id": emulator.instance("orders"), "rocketmq_instance_wait_interval": 1}
    run = playbook(f"{COLLECTION}.decommission", extra_vars=variables)
    assert run.code == 0, run.output
    assert emulator.control("GET", "state")["projects"][0]["instances"] == []


def test_decommissioned_instance_comes_back_with_all_that_was_on_it(emulator, playbook):
    variables = {**ROLE_VARIABLES, "rocketmq_instance_restore": True}
    made = playbook(f"{COLLECTION}.provision", extra_vars=variables)
    assert made.code == 0 and "changed=0" not in made.output, made.output
    [there] = emulator.control("GET", "state")["projects"][0]["instances"]
    gone = playbook(f"{COLLECTION}.decommission", extra_vars=variables)
    assert gone.code == 0 and "the recycle bin until 20" in gone.output, gone.output
    check = playbook(f"{COLLECTION}.provision", "--check", extra_vars=variables)
    assert check.code == 0 and "is in the recycle bin" in check.output, check.output
    emulator.forget_requests()
    back = playbook(f"{COLLECTION}.provision", extra_vars=variables)
    assert back.code == 0, back.output
    assert [task.name.rpartition(" : ")[2] for task in back.tasks if task.changed] == ["Ensure the instance"]
    [restored] = emulator.control("GET", "state")["projects"][0]["instances"]
    assert restored["fields"]["instance_id"] == there["fields"]["instance_id"]
    assert [entry["path"].rpartition("/")[2] for entry in emulator.requests(writes=True)] == ["recycle"]


def test_role_that_waited_too_long_says_so_and_the_next_run_finishes(emulator, playbook):
    emulator.settings(create_seconds=120)
    short = {**ROLE_VARIABLES, "rocketmq_instance_wait_timeout": 2}
    run = playbook(f"{COLLECTION}.provision", extra_vars=short)
    failure = run.tasks[-1].result
    assert run.code != 0 and "Run the task again to go on waiting" in failure["msg"], run.output
    assert failure["instance_id"] and failure["status"] == "CREATING"
    assert "waiting: [localhost] => instance orders: CREATING, 1 s so far" in run.output
    emulator.control("POST", "clock", {"advance": 200})
    again = playbook(f"{COLLECTION}.provision", extra_vars=ROLE_VARIABLES)
    assert again.code == 0, again.output
    assert len([entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]) == 1


@pytest.mark.parametrize("status", ["CREATING", "EXTENDING"])
def test_access_control_is_switched_on_as_soon_as_the_instance_is_running(emulator, playbook, status):
    emulator.settings(create_seconds=4, change_seconds=4)
    if status == "CREATING":
        made = playbook(play(task("Order", "instance", {**order("orders"), "wait": False})))
    else:
        emulator.instance("orders")
        grown = {"name": "orders", "storage_space": 900, "allow_resize": True, "wait": False}
        made = playbook(play(task("Resize", "instance", grown)))
    assert made.code == 0, made.output
    emulator.forget_requests()
    run = playbook(f"{COLLECTION}.acl", extra_vars={**LOST["acl"], "rocketmq_acl_wait_interval": 1})
    assert run.code == 0 and "changed=2" in run.output, run.output
    assert [entry["method"] for entry in emulator.requests(writes=True)] == ["PUT", "POST"]


def test_access_control_that_is_not_on_in_time_is_told_with_the_status(emulator, playbook):
    instance_id = emulator.instance("orders")
    emulator.control("PUT", f"instances/{instance_id}", {"status": "EXTENDING"})
    variables = {**LOST["acl"], "rocketmq_acl_wait_interval": 1, "rocketmq_acl_wait_timeout": 2}
    run = playbook(f"{COLLECTION}.acl", extra_vars=variables)
    failure = run.tasks[-1]
    told = "is not ready after 2 s: its status is EXTENDING. Run the task again to go on waiting."
    assert run.code != 0 and told in failure.result["msg"], run.output
    assert failure.name.endswith("Ensure that access control is on") and failure.result["instance_id"] == instance_id
    assert emulator.requests(writes=True) == []


@pytest.mark.parametrize("wait_for", ["running", "access control"])
def test_wait_for_access_control_ends_at_a_status_that_is_a_failure(emulator, playbook, wait_for):
    instance_id = emulator.instance("orders")
    if wait_for == "running":
        emulator.control("PUT", f"instances/{instance_id}", {"status": "RESTARTING"})
    emulator.settings(change_seconds=30)
    # What the second look at the single instance is answered.
    body = {**emulator.control("GET", f"instances/{instance_id}")["fields"], "status": "FROZEN"}
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=1, times=-1, status=200, body=json.dumps(body))
    run = playbook(f"{COLLECTION}.acl", extra_vars={**LOST["acl"], "rocketmq_acl_wait_interval": 1})
    told = "is in status FROZEN, which waiting does not change"
    assert run.code != 0 and told in run.tasks[-1].result["msg"], run.output


WAITING = {
    "provision": {**ROLE_VARIABLES, "rocketmq_instance_max_retries": 0},
    "acl": {
        "rocketmq_acl_instance_name": "orders",
        "rocketmq_acl_users": [{"name": "producer", "secret": SECRET}],
        "rocketmq_acl_wait_interval": 1,
        "rocketmq_acl_max_retries": 0,
    },
}


def order_for(name, playbook):
    """Order the instance that the playbook `name` is to find, unless it orders one itself."""
    if name == "acl":
        made = playbook(play(task("Order", "instance", {**order("orders"), "wait": False})))
        assert made.code == 0, made.output


REFUSALS = {
    "gone": ({"status": 404, "code": "DMS.00404022"}, "was deleted by somebody else meanwhile"),
    "forbidden": ({"status": 403, "code": "DMS.00403003"}, "was answered with 403 DMS.00403003"),
}


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("name", WAITING)
def test_wait_of_a_role_ends_where_no_later_look_can_be_answered_otherwise(emulator, playbook, name, refusal):
    emulator.settings(create_seconds=600)
    order_for(name, playbook)
    answer, told = REFUSALS[refusal]
    # The first look of the role rocketmq_acl belongs to the task that switches access control on.
    first = int(name == "acl")
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=first, times=-1, **answer)
    if refusal == "gone":
        # The first looks at the list belong to the order, or find the instance that is meant.
        skip = 2 if name == "provision" else 1
        nothing = '{"instances": [], "instance_num": 0}'
        emulator.fault(method="GET", path="/instances$", skip=skip, times=-1, status=200, body=nothing)
    run = playbook(f"{COLLECTION}.{name}", extra_vars=WAITING[name])
    failure = run.tasks[-1].result
    assert run.code != 0 and told in failure["msg"] and failure["instance_id"], run.output
    looks = [entry for entry in emulator.requests() if re.search("/instances/[^/]+$", entry["path"])]
    assert len(looks) <= 2
    assert len([entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]) == 1


@pytest.mark.parametrize(
    "answer", [{"status": 503}, {"status": 404, "code": "DMS.10240407"}, {"action": "drop_before"}]
)
@pytest.mark.parametrize("name", WAITING)
def test_wait_of_a_role_goes_on_where_looks_fail_for_a_while(emulator, playbook, name, answer):
    emulator.settings(create_seconds=3)
    order_for(name, playbook)
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=int(name == "acl"), times=2, **answer)
    run = playbook(f"{COLLECTION}.{name}", extra_vars=WAITING[name])
    assert run.code == 0, run.output
    reads = [entry for entry in emulator.requests() if entry["method"] == "GET" and "/instances/" in entry["path"]]
    failed = [entry for entry in reads if entry["status"] != 200 and not re.search("/instances/[^/]+/", entry["path"])]
    assert len(failed) == 2


@pytest.mark.parametrize("name", WAITING)
def test_instance_that_is_listed_before_it_can_be_read_is_not_taken_for_deleted(emulator, playbook, name):
    emulator.settings(create_seconds=9, unreadable_seconds=7)
    order_for(name, playbook)
    run = playbook(f"{COLLECTION}.{name}", extra_vars=WAITING[name])
    assert run.code == 0, run.output


def test_decommission_ends_where_no_later_look_can_be_answered_otherwise(emulator, playbook):
    emulator.settings(delete_seconds=60)
    variables = {"rocketmq_instance_id": emulator.instance("orders"), "rocketmq_instance_wait_interval": 1}
    # The first look belongs to the deletion.
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=1, times=-1, status=403, code="DMS.00403003")
    run = playbook(f"{COLLECTION}.decommission", extra_vars=variables)
    assert run.code != 0 and "DMS.00403003" in str(run.tasks[-1].result), run.output
    assert len([entry for entry in emulator.requests() if entry["code"] == "DMS.00403003"]) == 1


@pytest.mark.parametrize("name", ["provision", "decommission"])
def test_wait_of_a_role_is_bounded_though_each_look_takes_long_and_fails(emulator, playbook, name):
    emulator.settings(create_seconds=600, delete_seconds=600)
    variables = {**WAITING["provision"], "rocketmq_instance_wait_timeout": 6, "rocketmq_instance_request_timeout": 1}
    if name == "decommission":
        variables |= {"rocketmq_instance_id": emulator.instance("orders")}
    # The first looks find the instance of the name and the id, and delete it.
    first = 2 if name == "decommission" else 0
    # A look that is given up after a second, six times, with a second between them.
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=first, times=-1, delay=9)
    run = playbook(f"{COLLECTION}.{name}", extra_vars=variables)
    wait = run.tasks[-1]
    assert run.code != 0 and wait.status == "failed" and wait.action == f"{COLLECTION}.instance", run.output
    assert wait.ended - wait.started < 15


LOST = {
    "provision": {"rocketmq_instance_name": "orders", "rocketmq_instance_description": "new"},
    "acl": {
        "rocketmq_acl_instance_name": "orders",
        "rocketmq_acl_users": [{"name": "producer", "secret": SECRET, "default_topic_perm": "PUB"}],
    },
}


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
@pytest.mark.parametrize("name", LOST)
def test_role_does_not_pass_over_a_modification_whose_answer_was_lost(emulator, playbook, name, action):
    instance_id = emulator.instance("orders", description="old", enable_acl=False)
    emulator.fault(method="PUT", path="/instances/[^/]+$", action=action)
    role = "rocketmq_instance" if name == "provision" else "rocketmq_acl"
    run = playbook(f"{COLLECTION}.{name}", extra_vars={**LOST[name], f"{role}_wait_interval": 1})
    assert run.code == 0 and "changed=0" not in run.output, run.output
    instance = emulator.control("GET", f"instances/{instance_id}")
    if name == "provision":
        assert instance["fields"]["description"] == "new"
    else:
        assert instance["fields"]["enable_acl"] is True and set(instance["users"]) == {"producer"}
