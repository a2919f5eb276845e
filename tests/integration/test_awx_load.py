# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""extensions/awx/load.yml, run by the modules of awx.awx against a stand-in for the API of AWX."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml

from .ansible_runs import COLLECTIONS_PATH, run_playbook
from .awx_controller import TOKEN, Controller, serving
from .emulator_process import ROOT

AWX = ROOT / "extensions" / "awx"
SECRET = "Planted-Secret-1"
INPUTS = {"region": "eu-west-0", "access_key": "AK", "secret_key": SECRET}
PLACE = Path(os.environ.get("AWX_COLLECTIONS") or "/nonexistent")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not (PLACE / "ansible_collections" / "awx").is_dir(),
        reason="AWX_COLLECTIONS names no folder with the collection awx.awx; 'make integration' provides one",
    ),
]


@pytest.fixture
def controller():
    playbooks = {f"playbooks/{path.name}" for path in (ROOT / "playbooks").glob("*.yml")}
    controller = Controller(playbooks, {str(path.relative_to(ROOT)) for path in AWX.glob("*.yml")})
    with serving(controller) as controller.url:
        yield controller


@pytest.fixture
def load(controller, tmp_path):
    def run(**variables):
        environment = {
            "CONTROLLER_HOST": controller.url,
            "CONTROLLER_OAUTH_TOKEN": TOKEN,
            "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join((str(COLLECTIONS_PATH), str(PLACE))),
        }
        controller.requests.clear()
        given = {"awx_rocketmq_execution_environment": "RocketMQ", "awx_rocketmq_credential_inputs": INPUTS}
        return run_playbook(str(AWX / "load.yml"), tmp_path, environment, extra_vars={**given, **variables})

    return run


def changed(run):
    return [task.name for task in run.tasks if task.changed]


def test_what_is_loaded_is_what_the_files_say_and_stays(controller, load):
    first = load(awx_rocketmq_scm_branch="1.2.0")
    assert first.code == 0, first.output
    assert SECRET not in first.output and "[WARNING]" not in first.output
    templates = yaml.safe_load((AWX / "job_templates.yml").read_text())
    organization = controller.named("organizations", "Default")["id"]
    credential = controller.named("credentials", "RocketMQ")
    assert credential["inputs"] == INPUTS and credential["organization"] == organization
    kind = yaml.safe_load((AWX / "credential_type.yml").read_text())
    loaded = controller.objects["credential_types"][credential["credential_type"]]
    assert (loaded["inputs"], loaded["injectors"]) == (kind["inputs"], kind["injectors"])
    source = controller.named("inventory_sources", "RocketMQ instances")
    assert source["credential"] == credential["id"] and source["source"] == "scm"
    assert controller.named("projects", "RocketMQ")["scm_branch"] == "1.2.0"
    for template in templates:
        loaded = controller.named("job_templates", template["name"])
        assert loaded["playbook"] == f"playbooks/{template['playbook']}"
        assert json.loads(loaded["extra_vars"]) == template.get("extra_vars", {})
        assert loaded["execution_environment"] == controller.named("execution_environments", "RocketMQ")["id"]
        assert controller.credentials[loaded["id"]] == [credential["id"]]
        assert controller.surveys[loaded["id"]]["spec"] == template["survey"]
        for option in ("ask_variables_on_launch", "ask_job_type_on_launch", "ask_limit_on_launch"):
            assert loaded[option] is template.get(option, False)

    again = load(awx_rocketmq_scm_branch="1.2.0")
    assert again.code == 0, again.output
    assert changed(again) == [] and controller.writes == []


def test_a_rotated_secret_is_written_when_it_is_asked_for(controller, load):
    without_templates = {"__awx_rocketmq_job_templates": []}
    assert load(**without_templates).code == 0
    rotated = {**INPUTS, "secret_key": "Planted-Secret-2"}
    assert controller.named("credentials", "RocketMQ")["inputs"] == INPUTS
    # AWX does not show secrets, so nothing tells that this one is another.
    assert changed(load(**without_templates, awx_rocketmq_credential_inputs=rotated)) == []
    more = {"awx_rocketmq_credential_inputs": rotated, "awx_rocketmq_update_secrets": True}
    written = load(**without_templates, **more)
    assert written.code == 0, written.output
    assert controller.named("credentials", "RocketMQ")["inputs"] == rotated
