# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of daily work: new secrets, dead letters, who may do what."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from .ansible_runs import COLLECTION
from .emulator_process import consumer

INSTANCE = {"rocketmq_instance_name": "orders"}
ROOT = Path(__file__).resolve().parents[2]


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


# Some tests give a relative path: it counts from the working directory of ansible-playbook, which is the test's folder.
@pytest.fixture(autouse=True)
def nothing_is_left_in_the_collection():
    yield
    assert {path.name for path in (ROOT / "playbooks").iterdir() if path.is_dir()} == {
        "files",
        "plays",
        "tasks",
        "templates",
        "vars",
    }


# New secrets.

NAMES = ("user-one", "user-two", "user-three")
OLD, NEW = "Planted-Old-1", {name: f"Planted-New-{name[5:]}" for name in NAMES}
PERMISSIONS = {
    "white_remote_address": "192.168.1.*",
    "admin": False,
    "default_topic_perm": "DENY",
    "default_group_perm": "SUB",
    "topic_perms": [{"name": "order-events", "perm": "PUB"}],
    "group_perms": [{"name": "billing", "perm": "DENY"}],
}
# As from a vault: what the command line and the variables hold is where the secrets are.
FROM_ENVIRONMENT = {
    "rotate_secrets_secrets": {
        name: "{{ lookup('ansible.builtin.env', '" + f"SECRET_{number}" + "') }}" for number, name in enumerate(NAMES)
    },
}
ENVIRONMENT = {f"SECRET_{number}": NEW[name] for number, name in enumerate(NAMES)}


@pytest.fixture
def users(emulator):
    """Tell the secrets that the users have, after a look that their permissions are as they were."""
    made = [{"access_key": name, "secret_key": OLD, **PERMISSIONS} for name in NAMES]
    instance_id = emulator.instance("orders", enable_acl=True, users=made)

    def secrets():
        found = emulator.control("GET", f"instances/{instance_id}")["users"]
        found = found.values() if isinstance(found, dict) else found
        for user in found:
            assert {key: user[key] for key in PERMISSIONS} == PERMISSIONS
        return {user["access_key"]: user["secret_key"] for user in found}

    assert secrets() == dict.fromkeys(NAMES, OLD)
    return secrets


def written(emulator):
    return [entry["path"].rpartition("/")[2] for entry in emulator.requests(writes=True)]


@pytest.mark.parametrize("mask", [True, False], ids=["masked", "shown"])
def test_secrets_are_rotated_and_nothing_else(emulator, playbook, users, mask):
    emulator.settings(mask_secrets=mask)
    variables = {**INSTANCE, **FROM_ENVIRONMENT}
    check = playbook(f"{COLLECTION}.rotate_secrets", "--check", extra_vars=variables, environment=ENVIRONMENT)
    assert check.code == 0 and "user-two: would get a new secret" in check.output, check.output
    assert emulator.requests(writes=True) == []

    run = playbook(f"{COLLECTION}.rotate_secrets", "-vvvv", "--diff", extra_vars=variables, environment=ENVIRONMENT)
    assert run.code == 0 and "user-two: has a new secret" in run.output, run.output
    assert users() == NEW and written(emulator) == list(NAMES)
    for text in (run.output, json.dumps([task.result for task in run.tasks])):
        assert OLD not in text and not any(secret in text for secret in NEW.values())

    emulator.forget_requests()
    again = playbook(f"{COLLECTION}.rotate_secrets", extra_vars=variables, environment=ENVIRONMENT)
    assert again.code == 0, again.output
    assert users() == NEW and written(emulator) == (list(NAMES) if mask else [])


@pytest.mark.parametrize("mask", [True, False], ids=["masked", "shown"])
def test_rotation_that_was_interrupted_is_finished_by_the_next_run(emulator, playbook, users, tmp_path, mask):
    emulator.settings(mask_secrets=mask)
    emulator.fault(method="PUT", path="user-two$", times=1, status=400, code="DMS.00400012", message="refused")
    folder = tmp_path / "new secrets"
    variables = {**INSTANCE, "rotate_secrets_files": {name: f"new secrets/{name}" for name in NAMES}}
    check = playbook(f"{COLLECTION}.rotate_secrets", "--check", extra_vars=variables)
    assert check.code == 0, check.output
    assert not folder.exists() and emulator.requests(writes=True) == []

    run = playbook(f"{COLLECTION}.rotate_secrets", "-vvvv", extra_vars=variables)
    assert run.code != 0 and "user-two: failed, " in run.output and "user-three: has a new secret" in run.output
    made = {name: (folder / name).read_text().strip() for name in NAMES}
    assert len(set(made.values())) == 3 and all(mode_of(folder / name) == 0o600 for name in NAMES)
    assert not any(secret in run.output for secret in made.values())
    assert users() == {**made, "user-two": OLD}

    emulator.forget_requests()
    again = playbook(f"{COLLECTION}.rotate_secrets", extra_vars=variables)
    assert again.code == 0 and users() == made, again.output
    assert written(emulator) == (list(NAMES) if mask else ["user-two"])
    assert {name: (folder / name).read_text().strip() for name in NAMES} == made


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "rotate_secrets_secrets"),
        (
            {"rotate_secrets_secrets": {"user-one": "Secret-One-1"}, "rotate_secrets_files": {"user-one": "x"}},
            "in both",
        ),
        ({"rotate_secrets_secrets": {"user-one": "Secret-One-1", "stranger": "Secret-One-1"}}, "stranger"),
        ({"rotate_secrets_secrets": {"user-one": "Secret-One-1", "user-two": "weaksecret"}}, "user-two"),
        ({"rotate_secrets_secrets": ["user-one"]}, "dictionary"),
    ],
)
def test_rotation_that_cannot_be_done_for_all_is_not_begun(emulator, playbook, users, variables, told):
    run = playbook(f"{COLLECTION}.rotate_secrets", extra_vars={**INSTANCE, **variables})
    assert run.code != 0 and told in run.output, run.output
    assert "weaksecret" not in run.output and "Secret-One-1" not in run.output
    assert emulator.requests(writes=True) == [] and users() == dict.fromkeys(NAMES, OLD)


# Dead letters.

BODY = "Planted-Body {{ lookup('ansible.builtin.pipe', 'echo evaluated') }}"


@pytest.fixture
def dead_letters(emulator):
    """Groups with dead letters: one whose consumers take all but one, one that sleeps, one without any."""
    instance_id = emulator.instance("orders", topics=["order-events"], groups=["billing", "sleepers", "healthy"])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))

    def make(group, **letter):
        return emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": group, **letter})["msg_ids"]

    return {
        "sleepers": make("sleepers"),
        "billing": make("billing", count=3, body=BODY),
        "refused": make("billing", resend_error="DMS.00050005"),
    }


def resent(emulator):
    return [entry["body"]["msg_id_list"] for entry in emulator.requests(writes=True)]


def test_dead_letters_are_exported_and_resent_once(emulator, playbook, dead_letters, tmp_path):
    folder = tmp_path / "letters"
    variables = {
        **INSTANCE,
        "replay_dead_letters_groups": ["sleepers", "healthy", "billing"],
        "replay_dead_letters_folder": str(folder),
    }
    exported = playbook(f"{COLLECTION}.replay_dead_letters", "-vvv", "--diff", extra_vars=variables)
    assert exported.code == 0 and "billing: 4 dead letters, 0 of them sent before" in exported.output, exported.output
    assert "Planted-Body" not in exported.output
    assert emulator.requests(writes=True) == []
    assert sorted(path.name for path in folder.iterdir()) == ["orders_billing.json", "orders_sleepers.json"]
    letters = json.loads((folder / "orders_billing.json").read_text())
    assert {letter["msg_id"]: letter["body"] for letter in letters} == {
        **dict.fromkeys(dead_letters["billing"], BODY),
        **dict.fromkeys(dead_letters["refused"], ""),
    }
    again = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert again.code == 0 and "changed=0" in again.output, again.output

    variables["replay_dead_letters_resend"] = True
    check = playbook(f"{COLLECTION}.replay_dead_letters", "--check", extra_vars=variables)
    assert check.code == 0 and "changed=2" in check.output, check.output
    assert emulator.requests(writes=True) == []
    run = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert run.code != 0 and run.tasks[-1].name == "Tell which groups failed", run.output
    assert "sleepers: " in run.tasks[-1].result["msg"] and "billing: 1 of 4" in run.tasks[-1].result["msg"]
    assert f"{dead_letters['billing'][0]}: sent" in run.output
    assert f"{dead_letters['refused'][0]}: not sent, DMS.00050005" in run.output
    noted = json.loads((folder / "orders_billing.sent.json").read_text())
    assert sorted(noted) == sorted(dead_letters["billing"])
    assert {mode_of(path) for path in folder.iterdir()} == {0o600} and mode_of(folder) == 0o700

    emulator.forget_requests()
    variables["replay_dead_letters_groups"] = "billing, healthy"
    playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert resent(emulator) == [dead_letters["refused"]]
    emulator.forget_requests()
    playbook(f"{COLLECTION}.replay_dead_letters", extra_vars={**variables, "replay_dead_letters_again": True})
    assert sorted(resent(emulator)[0]) == sorted(dead_letters["billing"] + dead_letters["refused"])


def test_many_dead_letters_are_resent_in_portions_and_a_failing_group_is_told_of(emulator, playbook, tmp_path):
    instance_id = emulator.instance("orders", topics=["order-events"], groups=["billing", "broken"])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))
    emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing", "count": 120})
    hostile = "{{ lookup('ansible.builtin.pipe', 'echo evaluated') }}"
    emulator.fault(method="GET", query="broken", times=-1, status=403, code="DMS.00403003", message=hostile)
    variables = {
        "rocketmq_instance_id": instance_id,
        "replay_dead_letters_groups": ["broken", "missing", "billing"],
        "replay_dead_letters_folder": "letters",
        "replay_dead_letters_resend": True,
    }
    run = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert run.code != 0 and "broken: " in run.tasks[-1].result["msg"], run.output
    assert "missing: there is no such consumer group." in run.tasks[-1].result["msg"]
    assert hostile in run.tasks[-1].result["msg"] and "evaluated\n" not in run.output
    assert [len(portion) for portion in resent(emulator)] == [50, 50, 20]
    assert (tmp_path / "letters" / f"{instance_id}_billing.sent.json").exists()
    emulator.forget_requests()
    variables["replay_dead_letters_groups"] = ["billing"]
    again = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert again.code == 0 and "120 of them sent before" in again.output, again.output
    assert resent(emulator) == []


@pytest.mark.parametrize(
    "given", [{"replay_dead_letters_groups": "billing"}, {"replay_dead_letters_folder": "letters"}]
)
def test_replay_wants_groups_and_a_folder(emulator, playbook, given):
    run = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars={**INSTANCE, **given})
    assert run.code != 0 and "Set 'replay_dead_letters_groups'" in run.output, run.output
    assert emulator.requests() == []


# Audit.

HOSTILE = "<script>alert(1)</script>{{ lookup('ansible.builtin.pipe', 'echo evaluated') }}\x1b[31m\u202e"
SECRET = "Planted-Secret-1"
USERS = [
    {"access_key": "shop-producer", "secret_key": SECRET, "default_topic_perm": "PUB", "default_group_perm": "DENY",
     "topic_perms": [{"name": "order-audit", "perm": "DENY"}, {"name": "gone-topic", "perm": "SUB"}]},
    {"access_key": "shop-consumer", "secret_key": SECRET, "default_topic_perm": "SUB", "default_group_perm": "SUB",
     "white_remote_address": "10.0.*.*", "group_perms": [{"name": "shipping", "perm": "DENY"}]},
    {"access_key": "root-user", "secret_key": SECRET, "admin": True},
]  # fmt: skip
WANTED = {
    "rocketmq_instance_name": "orders",
    "rocketmq_instance_description": "Orders of the shop",
    "rocketmq_instance_topics": [
        {"name": "order-events", "permission": "pub"},
        {"name": "order-audit"},
        {"name": "new"},
    ],
    "rocketmq_instance_consumer_groups": [
        {"name": "billing", "retry_max_time": 3},
        {"name": "shipping", "brokers": ["b-9"]},
    ],
    "rocketmq_acl_users": [
        {"name": "shop-producer", "secret": SECRET, "default_topic_perm": "SUB", "update_secret": "always"},
    ],
}


@pytest.fixture
def audited(emulator):
    # What a user or group does not have is not shown either: a report has to cope with that.
    emulator.settings(omit_empty=True)
    topics = [{"name": name} for name in ("order-events", "order-audit", HOSTILE)]
    groups = [{"name": name} for name in ("billing", "shipping")]
    return emulator.instance("orders", enable_acl=True, topics=topics, groups=groups, users=USERS)


def section(text, *titles):
    """Return the lines below a title, the title below another, and so on, up to the next of its kind."""
    lines = text.splitlines()
    for title in titles:
        start = next(index for index, line in enumerate(lines) if line.strip().startswith(title))
        depth = len(lines[start]) - len(lines[start].lstrip())
        lines = lines[start + 1 :]
        end = [index for index, line in enumerate(lines) if line.strip() and len(line) - len(line.lstrip()) <= depth]
        lines = lines[: end[0]] if end else lines
    return [" ".join(line.split()) for line in lines if line.strip()]


def test_audit_tells_who_may_do_what_and_what_differs(emulator, playbook, audited, tmp_path):
    folder = tmp_path / "reports"
    variables = {**WANTED, "audit_folder": str(folder)}
    run = playbook(f"{COLLECTION}.audit", "-vvv", "--diff", extra_vars=variables)
    assert run.code == 0 and "changed=0" in run.output, run.output
    assert emulator.requests(writes=True) == []
    text, page = ((folder / f"orders.{kind}").read_text() for kind in ("txt", "html"))
    assert {mode_of(path) for path in folder.iterdir()} == {0o600}
    assert SECRET not in text + page and SECRET not in run.output.replace(json.dumps(variables), "")

    for report in (text, page):
        assert "evaluated\n" not in report and "\x1b" not in report and "\u202e" not in report
    assert "<script>" in text and "<script>" not in page and "&lt;script&gt;" in page

    assert "WHAT DIFFERS FROM WHAT IS WANTED: 9" in text
    assert section(text, "instance (0") == ["differs orders: description is empty, wanted Orders of the shop"]
    assert section(text, "topics (1 as wanted)")[:2] == [
        "missing new",
        "differs order-events: permission is all, wanted pub",
    ]
    assert section(text, "consumer groups (0")[0] == "differs billing: retry_max_time is 16, wanted 3"
    assert section(text, "consumer groups (0")[1].startswith("cannot be shipping: 'brokers' is")
    assert section(text, "users (0") == [
        "differs shop-producer: default_topic_perm is PUB, wanted SUB",
        "not listed root-user",
        "not listed shop-consumer",
    ]
    assert section(text, "topics (3)", "order-events") == [
        "publish root-user (administrator), shop-producer (default)",
        "subscribe root-user (administrator), shop-consumer (default)",
    ]
    assert section(text, "topics (3)", "order-audit")[0] == "publish root-user (administrator)"
    assert section(text, "consumer groups (2)", "billing") == [
        "subscribe root-user (administrator), shop-consumer (default)",
    ]
    assert section(text, "consumer groups (2)", "shipping") == ["subscribe root-user (administrator)"]
    assert "name topics that do not exist: gone-topic" in text and "name topics that do not exist: gone-topic" in page
    assert "10.0.*.*" in text and "10.0.*.*" in page


def test_audit_can_fail_on_drift_and_leaves_nothing_in_check_mode(emulator, playbook, audited, tmp_path):
    folder = tmp_path / "reports"
    variables = {**WANTED, "audit_folder": str(folder), "audit_fail_on_drift": True}
    run = playbook(f"{COLLECTION}.audit", "--check", extra_vars=variables)
    assert run.code != 0 and "9 differences between what is wanted and what is there" in run.output, run.output
    assert not folder.exists()


def test_audit_tells_what_is_there_of_a_list_that_is_given_empty_and_whom_it_lacks(
    emulator, playbook, audited, tmp_path
):
    # For a user whose secret is nobody's business here, none is given.
    users = [{"name": "new-user"}, {"name": "root-user", "admin": True}]
    wishes = {"rocketmq_instance_topics": [], "rocketmq_instance_consumer_groups": "", "rocketmq_acl_users": users}
    run = playbook(
        f"{COLLECTION}.audit",
        extra_vars={"rocketmq_instance_name": "orders", **wishes, "audit_folder": str(tmp_path)},
    )
    assert run.code == 0, run.output
    text = (tmp_path / "orders.txt").read_text()
    assert section(text, "topics (0 as wanted)")[-2:] == ["not listed order-audit", "not listed order-events"]
    assert "consumer groups (0 as wanted)" not in text
    assert section(text, "users (1 as wanted)") == [
        "missing new-user",
        "not listed shop-consumer",
        "not listed shop-producer",
    ]


def failure_of(run):
    """Return why an instance cannot be read or compared; the task that says so has to be the last one."""
    last = run.tasks[-1]
    assert (last.name, last.status) == ("Check that the instance was read and compared", "failed"), run.output
    return last.result["msg"]


def test_audit_that_cannot_read_the_instance_is_a_failure_and_no_difference(emulator, playbook, audited, tmp_path):
    emulator.fault(method="GET", path="/instances/[^/]+/topics$", skip=1, times=-1, status=403, code="DMS.00403003")
    run = playbook(f"{COLLECTION}.audit", extra_vars={**WANTED, "audit_folder": str(tmp_path)})
    assert run.code != 0 and failure_of(run).startswith("drift.topics: "), run.output
    emulator.control("DELETE", "faults")
    emulator.fault(method="GET", path="/instances/[^/]+$", times=-1, status=403, code="DMS.00403003")
    run = playbook(f"{COLLECTION}.audit", extra_vars={**WANTED, "audit_folder": str(tmp_path)})
    assert run.code != 0 and failure_of(run).startswith("instance: "), run.output
    emulator.control("DELETE", "faults")
    # Too many requests are no sign of an edition that has no list of topics.
    emulator.fault(method="GET", path="/instances/[^/]+/topics$", times=-1, status=404, code="DMS.10240407")
    hasty = {**WANTED, "audit_folder": str(tmp_path), "rocketmq_max_retries": 0}
    run = playbook(f"{COLLECTION}.audit", extra_vars=hasty)
    assert run.code != 0 and failure_of(run).startswith("topics: "), run.output
    emulator.control("DELETE", "faults")
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=1, times=-1, status=403, code="DMS.00403003")
    run = playbook(f"{COLLECTION}.audit", extra_vars={**WANTED, "audit_folder": str(tmp_path)})
    assert run.code != 0 and failure_of(run).startswith("drift.instance: "), run.output


def test_audit_without_wishes_and_without_access_control(emulator, playbook, tmp_path):
    instance_id = emulator.instance("orders", enable_acl=False)
    variables = {"rocketmq_instance_id": instance_id, "audit_folder": str(tmp_path), "rocketmq_endpoint": emulator.url}
    environment = {"HUAWEICLOUD_ROCKETMQ_ENDPOINT": ""}
    run = playbook(f"{COLLECTION}.audit", extra_vars=variables, environment=environment)
    assert run.code == 0 and "changed=0" in run.output, run.output
    text = (tmp_path / f"{instance_id}.txt").read_text()
    assert "Access control is off" in text and "Nothing was compared" in text


@pytest.mark.parametrize("shown", [True, False])
def test_audit_of_an_instance_whose_list_does_not_show_access_control(emulator, playbook, tmp_path, shown):
    emulator.settings(sparse_lists=True)
    instance_id = emulator.instance("orders", enable_acl=True)
    if not shown:
        body = {"instance_id": instance_id, "name": "orders", "status": "RUNNING", "ssl_enable": False}
        emulator.fault(method="GET", path="/instances/[^/]+$", status=200, body=json.dumps(body))
    variables = {"rocketmq_instance_name": "orders", "audit_folder": str(tmp_path)}
    run = playbook(f"{COLLECTION}.audit", extra_vars=variables)
    assert run.code == 0, run.output
    text, page = ((tmp_path / f"orders.{kind}").read_text() for kind in ("txt", "html"))
    assert f"access control   {'on' if shown else 'unknown'}\n" in text and "TLS              OFF\n" in text
    assert f"<td>access control</td><td>{'on' if shown else 'unknown'}</td>" in page
    for report in (text, page):
        assert "Access control is off" not in report
        assert ("The service does not tell whether access control is on" in report) is not shown


def test_audit_where_the_service_cannot_list_topics(emulator, playbook, audited, tmp_path):
    emulator.settings(topic_list=False)
    run = playbook(f"{COLLECTION}.audit", extra_vars={**WANTED, "audit_folder": str(tmp_path)})
    assert run.code == 0, run.output
    text, page = ((tmp_path / f"orders.{kind}").read_text() for kind in ("txt", "html"))
    assert "The service cannot list topics." in text and "The service cannot list topics." in page
    assert section(text, "topics (1 as wanted)")[0] == "missing new"
    assert section(text, "topics (4)", "order-audit")[0] == "publish root-user (administrator)"


def test_audit_of_hosts_that_are_instances(emulator, playbook, tmp_path):
    hosts = {name: {"instance_id": emulator.instance(name)} for name in ("orders-a", "orders-b")}
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(json.dumps({"all": {"hosts": hosts}}))
    variables = {"rocketmq_hosts": "all:!localhost", "audit_folder": "reports"}
    run = playbook(f"{COLLECTION}.audit", "-i", str(inventory), extra_vars=variables)
    assert run.code == 0, run.output
    assert len(list((tmp_path / "reports").iterdir())) == 4
