# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done in the background is told when it has been done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._client.connection import Patience
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._convergence.apply import carry_out
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._convergence.plan import plan_item
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._convergence.resource import Scope
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.topic import TOPIC_RESOURCE


@pytest.mark.parametrize(("state", "result"), [("present", "updated"), ("absent", "deleted")])
def test_job_of_a_single_write_is_waited_for_however_long_it_takes(state, result):
    slept = []
    before, after = {"name": "t", "permission": "all"}, {"name": "t", "permission": "sub"}

    def read_one(scope, name):
        return before if sum(slept) < 20 else after if state == "present" else None

    def answer(*arguments):
        return {"job_id": "job"}

    client = SimpleNamespace(
        sleep=slept.append,
        time_left=lambda: 600.0,
        patience=Patience(600.0, 10.0),
        settings=SimpleNamespace(max_retries=0),
        in_parallel=lambda function, items: list(map(function, items)),
    )
    resource = TOPIC_RESOURCE._replace(read_one=read_one, update=answer, delete=answer)
    change = plan_item(resource.fields, "t", {"name": "t", "permission": "sub"}, before, state, resource.comparable)
    [outcome] = carry_out(resource, Scope(client, "id"), [change])
    assert (outcome.result, outcome.changed) == (result, True)
    assert sum(slept) >= 20
