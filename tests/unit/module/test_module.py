# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a module tells of a failure: a fault of the service as one, and a bug of the collection as one."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils import basic
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.response import reading
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.field import Field
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.module import run_task

OPTIONS = {"region": "eu-west-0", "access_key": "AK", "secret_key": "SK", "_ansible_remote_tmp": "/tmp"}


@pytest.fixture
def failure_of(monkeypatch, capsys):
    """Return a function that runs a task, and returns the result with which it fails."""

    def run(function):
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": OPTIONS}).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit):
            run_task({}, function)
        result = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
        assert result["failed"]
        return result

    return run


@pytest.mark.parametrize("error", [KeyError("name"), TypeError("no"), IndexError("no"), ZeroDivisionError("no")])
def test_bug_is_told_as_a_bug_with_its_place(failure_of, error):
    def run(module, client):
        raise error

    result = failure_of(run)
    assert result["msg"].startswith("This is a bug in the collection") and type(error).__name__ in result["msg"]
    assert "test_module.py, line" in result["msg"] and "the endpoint" not in result["msg"]


def test_answer_that_is_not_as_described_is_told_as_one(failure_of):
    def run(module, client):
        with reading("available_zones"):
            return {"zone": [{}][0]["id"]}

    result = failure_of(run)
    assert "The service answered with something that cannot be understood (available_zones: KeyError" in result["msg"]


def test_field_that_is_not_as_described_is_told_as_an_answer(failure_of):
    def run(module, client):
        return {"number": Field("broker_num", {"type": "int"}, normalize=int).actual_value({"broker_num": []})}

    result = failure_of(run)
    assert "cannot be understood (broker_num: TypeError" in result["msg"]


def test_result_that_is_nested_without_end_is_told_in_words(failure_of):
    def run(module, client):
        nested = []
        for _level in range(100_000):
            nested = [nested]
        return {"changed": False, "nested": nested}

    assert "nested too deeply" in failure_of(run)["msg"]
