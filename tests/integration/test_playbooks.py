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
