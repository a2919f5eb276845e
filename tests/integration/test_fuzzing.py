# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schemathesis asks the emulator whatever the contract allows, and more: it never fails by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from .emulator_process import PROJECT_ID, REGION, ROOT, consumer
from .recorder import record_number

SECONDS = 30
# They would take the ground from under all others.
DELETIONS = ["deleteInstance", "batchDeleteInstances"]
# Answers 200 with or without a body, which OpenAPI has no words for.
WORDLESS = ["deleteMigrationTasks"]


def test_emulator_answers_anything_without_an_internal_error_and_by_the_contract(emulator_process, tmp_path):
    checks = "not_a_server_error,response_schema_conformance,content_type_conformance"
    left_out = [f"--exclude-operation-id={operation}" for operation in (*DELETIONS, *WORDLESS)]
    asked = _fuzz(emulator_process, tmp_path, SECONDS, f"--checks={checks}", *left_out)
    assert len(asked) > 200
    assert len([entry for entry in asked if (entry["status"] or 0) < 300]) > 20
    record_number("requests of schemathesis", len(asked))


@pytest.mark.parametrize("operation", [*DELETIONS, *WORDLESS])
def test_emulator_answers_any_deletion_without_an_internal_error(emulator_process, tmp_path, operation):
    asked = _fuzz(
        emulator_process, tmp_path, SECONDS, "--checks=not_a_server_error", f"--include-operation-id={operation}"
    )
    assert len(asked) > 10


def _fuzz(emulator, tmp_path, seconds, *arguments):
    """Let Schemathesis ask for so many seconds, and return what it asked. No answer was an internal error."""
    emulator.reset()
    (tmp_path / "schemathesis.toml").write_text(_existing_objects(emulator))
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            ROOT / "tests" / "contract" / "openapi.yaml",
            f"--url={emulator.url}",
            f"--header=X-Auth-Token: {_token(emulator)}",
            f"--max-time={seconds}",
            "--max-examples=20",
            "--phases=examples,coverage,fuzzing",
            # In several threads, Python 3.11 now and then fails to parse what hypothesis wants to describe.
            "--workers=1",
            "--generation-database=none",
            "--continue-on-failure",
            "--report=junit",
            f"--report-junit-path={tmp_path / 'report.xml'}",
            *arguments,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=SECONDS * 4,
        check=False,
    )
    asked = emulator.requests()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert not [entry for entry in asked if (entry["status"] or 0) >= 500]
    return asked


def _existing_objects(emulator):
    """Return a configuration that puts objects that exist into the paths, so that more than absence is tested."""
    instance_id = emulator.instance("orders", enable_acl=True)
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "there"}])
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "there"}])
    emulator.control("POST", f"instances/{instance_id}/users", [{"access_key": "there-user"}])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("there", "there"))
    names = {
        "project_id": PROJECT_ID,
        "instance_id": instance_id,
        "topic": "there",
        "group": "there",
        "group_id": "there",
        "user_name": "there-user",
        "engine": "reliability",
    }
    return "[parameters]\n" + "".join(f'"path.{name}" = "{value}"\n' for name, value in names.items())


def _token(emulator):
    user = {"name": "emulator-user", "password": "emulator-password", "domain": {"name": "emulator-domain"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"name": REGION, "id": PROJECT_ID}}}}
    answer = requests.post(f"{emulator.url}/v3/auth/tokens", json=body, timeout=30)
    answer.raise_for_status()
    return answer.headers["X-Subject-Token"]
