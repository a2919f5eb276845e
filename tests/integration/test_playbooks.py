# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of daily work: new secrets, dead letters, and who may do what."""

from __future__ import annotations

import json
import stat

import pytest

from .emulated import consumer
from .running import COLLECTION, play

INSTANCE = {"rocketmq_instance_name": "orders"}


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


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
    variables = {**INSTANCE, "rotate_secrets_files": {name: str(folder / name) for name in NAMES}}
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
        ({"rotate_secrets_secrets": {"user-one": "Secret-One-1"}, "rotate_secrets_files": {"user-one": "x"}}, "in both"),
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
        "replay_dead_letters_groups": ["broken", "billing"],
        "replay_dead_letters_folder": str(tmp_path / "letters"),
        "replay_dead_letters_resend": True,
    }
    run = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert run.code != 0 and "broken: " in run.tasks[-1].result["msg"], run.output
    assert hostile in run.tasks[-1].result["msg"] and "evaluated\n" not in run.output
    assert [len(portion) for portion in resent(emulator)] == [50, 50, 20]
    emulator.forget_requests()
    variables["replay_dead_letters_groups"] = ["billing"]
    again = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars=variables)
    assert again.code == 0 and "120 of them sent before" in again.output, again.output
    assert resent(emulator) == []


@pytest.mark.parametrize("given", [{"replay_dead_letters_groups": "billing"}, {"replay_dead_letters_folder": "letters"}])
def test_replay_wants_groups_and_a_folder(emulator, playbook, given):
    run = playbook(f"{COLLECTION}.replay_dead_letters", extra_vars={**INSTANCE, **given})
    assert run.code != 0 and "Set 'replay_dead_letters_groups'" in run.output, run.output
    assert emulator.requests() == []
