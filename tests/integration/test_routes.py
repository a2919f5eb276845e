# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions that have the older, or the newer, of two paths alone: every operation works and asks no more than needed."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.routes import ROUTES

from .emulator_process import PROJECT_ID, consumer
from .sample_instances import order

SCOPE = {"instance_name": "orders", "wait_interval": 1}
READ = {"instance_name": "orders"}
GROUP = {"group": "billing"}
PREPAID = {"charging_mode": "prePaid", "period_type": "month", "period_num": 1}
# What calls each operation; "MESSAGE" and "LETTER" stand for the ids of messages that are there.
CALLS = {
    "create_instance": [("instance", order("invoices", wait_interval=1))],
    "create_any_instance": [("instance", order("invoices", bss_param=PREPAID, wait_interval=1))],
    "extend": [
        ("instance_resize_info", READ),
        ("instance", {"name": "orders", "storage_space": 900, "allow_resize": True, "wait_interval": 1}),
    ],
    "tls": [("instance", {"name": "orders", "tls_mode": "SSL", "wait_interval": 1})],
    "restart": [("instance_restart", SCOPE)],
    "nodes": [("instance_node_info", READ)],
    "group_clients": [("consumer_client_info", {**READ, **GROUP})],
    "group_access_policy": [("access_policy_info", {**READ, **GROUP})],
    "reset_offset": [("consumer_offset", {**SCOPE, **GROUP, "topic": "order-events", "timestamp": "earliest"})],
    "messages": [
        ("message_info", {**READ, "topic": "order-events", "msg_id": "MESSAGE"}),
        ("message_send", {**SCOPE, "topic": "order-events", "body": "{}"}),
    ],
    "trace": [("message_trace_info", {**READ, "msg_id": "MESSAGE"})],
    "resend_dead_letters": [("dead_letter_resend", {**SCOPE, **GROUP, "msg_ids": ["LETTER"]})],
    "verify_consumption": [
        (
            "consumption_verify",
            {**SCOPE, **GROUP, "topic": "order-events", "client_id": "192.168.0.66@1", "msg_ids": ["MESSAGE"]},
        )
    ],
    "diagnoses": [
        ("consumer_group_diagnosis", {**SCOPE, **GROUP}),
        ("consumer_group_diagnosis_info", READ),
    ],
    "delete_diagnoses": [("consumer_group_diagnosis", {**SCOPE, "report_ids": ["REPORT"], "state": "absent"})],
    "diagnosis": [("consumer_group_diagnosis_info", {**READ, "report_id": "REPORT"})],
    "stack": [("consumer_group_diagnosis_info", {**READ, "report_id": "REPORT", "gather": ["stacks"]})],
}
CASES = [
    pytest.param(name, *call, id=f"{name}-{call[0]}") for name in ROUTES for call in CALLS.get(name, [("nothing", {})])
]


@pytest.fixture
def call(emulator, module):
    """Call a module about an instance that has something of everything."""
    instance_id = emulator.instance("orders", topics=[{"name": "order-events"}], groups=[{"name": "billing"}])
    connected = consumer("billing", "order-events")
    connected["clients"][0]["dead_lock"] = True
    emulator.control("POST", f"instances/{instance_id}/consumers", connected)
    made = {
        "MESSAGE": emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events"}),
        "LETTER": emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing"}),
    }
    ids = {word: answer["msg_ids"][0] for word, answer in made.items()}
    ids["REPORT"] = module("consumer_group_diagnosis", {**SCOPE, **GROUP})["report"]["report_id"]
    emulator.forget_requests()

    def fill(value):
        if isinstance(value, list):
            return [fill(one) for one in value]
        return ids.get(value, value) if isinstance(value, str) else value

    return lambda name, options: module(name, {key: fill(value) for key, value in options.items()})


def asked(emulator, name, writes=False):
    """Return the requests of one operation, each as the number of its path and its status."""
    paths = [path.partition("?")[0].split("/") for path in ROUTES[name]]
    found = []
    for entry in emulator.requests(writes=writes or name.startswith("create_")):
        parts = entry["path"].split("/")
        for at, template in enumerate(paths):
            if len(parts) == len(template) and all(
                have == want or (want.startswith("{") and (want != "{engine}" or have == "reliability"))
                for have, want in zip(parts, template, strict=True)
            ):
                found.append((at, entry["status"]))
                break
    return found


def test_every_operation_with_several_paths_is_called():
    assert set(CALLS) == set(ROUTES)


@pytest.mark.parametrize("code", ["DMS.00404001", "DMS.10240406", "APIGW.0101"])
@pytest.mark.parametrize("routes", ["older", "newer"])
@pytest.mark.parametrize(("name", "module_name", "options"), CASES)
def test_region_with_one_of_the_paths(emulator, call, name, module_name, options, routes, code):
    emulator.settings(routes=routes, missing_route_code=code)
    result = call(module_name, options)
    assert not result.get("failed"), result
    requests = asked(emulator, name)
    # The path that is missing was asked for once, whatever the number of requests.
    missing = [at for at, status in requests if status == 404]
    good = {at for at, status in requests if status < 300}
    assert good and len(good) == 1 and len(missing) == len(set(missing)), requests
    assert all(at < min(good) for at in missing), requests


@pytest.mark.parametrize(("name", "module_name", "options"), CASES)
def test_region_with_all_paths_is_asked_by_the_first(emulator, call, name, module_name, options):
    assert not call(module_name, options).get("failed")
    assert {at for at, _status in asked(emulator, name)} == {0}


def ending(name):
    """Return a pattern of all paths of an operation."""
    last = ROUTES[name][0].split("/")[-2:]
    return "".join(f"/{'[^/]+' if part.startswith('{') else part}" for part in last) + "$"


@pytest.mark.parametrize(("name", "module_name", "options"), [case for case in CASES if case.values[0] != "tls"])
def test_region_with_none_of_the_paths_is_told_by_the_first(emulator, call, name, module_name, options):
    for number, path in enumerate(ROUTES[name]):
        values = {"engine": "reliability", "project_id": PROJECT_ID, "instance_id": ".*", "group": "billing"}
        values |= {"report_id": "[^/]+", "stack_id": "[^/]+"}
        answer = {"status": 404, "code": "DMS.00404001", "message": f"answer {number}"}
        method = {"method": "POST"} if name.startswith("create_") else {}
        emulator.fault(path=f"^{path.format(**values)}$", times=-1, **method, **answer)
    result = call(module_name, options)
    assert result["failed"] and "answer 0" in result["msg"] and result["error_code"] == "DMS.00404001", result


def test_path_that_refuses_is_remembered(emulator, module):
    emulator.settings(routes="newer", show_group_online=False)
    emulator.instance("orders", groups=["billing", "shipping", "returns"])
    options = {**SCOPE, "consumer_groups": [], "purge": True, "concurrency": 1}
    assert module("consumer_groups", options, check=True)["changed"]
    # No consumer is connected to any of the three, which is told as an error.
    assert asked(emulator, "group_clients") == [(0, 404), *[(1, 400)] * 3]


@pytest.mark.parametrize("code", ["DMS.10240407", "DMS.00404022", "DMS.10240405"])
@pytest.mark.parametrize(
    ("name", "module_name", "options"), [one for one in CASES if not one.values[0].startswith("create_")]
)
def test_other_path_is_not_tried_where_no_path_is_missing(emulator, call, name, module_name, options, code):
    emulator.fault(path=ending(name), status=404, code=code)
    call(module_name, options)
    assert {at for at, _status in asked(emulator, name)} == {0}


@pytest.mark.parametrize("routes", ["older", "newer"])
@pytest.mark.parametrize(("name", "module_name", "options"), [case for case in CASES if "_info" not in case.values[1]])
def test_write_whose_answer_is_lost_goes_by_one_path(emulator, call, name, module_name, options, routes):
    emulator.settings(routes=routes, change_seconds=5)
    newer = f"/{PROJECT_ID}/rocketmq(?=/).*"
    region = f"^(?!.*{newer}).*" if routes == "older" else newer
    emulator.fault(method="POST", path=region + ending(name), action="drop_after")
    call(module_name, options)
    # A status of None is that of the answer that was lost.
    sent = [at for at, status in asked(emulator, name, writes=True) if status is None or status < 300]
    assert len(set(sent)) == 1, sent
    # A reset is the same whenever it is done; nothing else may be done twice.
    assert len(sent) == 1 or name == "reset_offset", sent
