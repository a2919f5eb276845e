# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Faults, the request log, settings, the state file, and the edges of HTTP."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from emulator_client import PROJECT, Client, order

TESTS = Path(__file__).resolve().parents[2]


def test_fault_answers(dms: Client) -> None:
    dms.control(
        "POST", "/faults", {"method": "GET", "path": "/instances$", "status": 429, "headers": {"Retry-After": "3"}}
    )
    reply = dms.call("GET", "instances")
    assert (reply.status, reply.code, reply.headers["Retry-After"]) == (429, "APIGW.0308", "3")
    assert dms.call("GET", "instances").status == 200


def test_fault_counts(dms: Client) -> None:
    fault = {"query": {"engine": "reliability"}, "skip": 1, "times": 2, "status": 404, "code": "DMS.10240407"}
    dms.control("POST", "/faults", [fault])
    assert dms.call("GET", "instances").status == 200
    assert [dms.call("GET", "instances", engine="reliability").status for _count in range(4)] == [200, 404, 404, 200]
    assert dms.control("GET", "/faults")[0]["hits"] == 2
    dms.control("DELETE", "/faults")
    assert dms.control("GET", "/faults") == []


def test_fault_body_and_always(dms: Client) -> None:
    dms.control("POST", "/faults", {"times": -1, "status": 502, "body": "<html>bad gateway</html>"})
    for _count in range(3):
        reply = dms.call("GET", "instances")
        assert (reply.status, reply.body) == (502, b"<html>bad gateway</html>")


def test_answer_after(dms: Client) -> None:
    dms.control("POST", "/faults", {"method": "POST", "action": "answer_after", "status": 504})
    assert dms.call("POST", "instances", order()).status == 504
    assert dms.good("GET", "instances")["instance_num"] == 1


@pytest.mark.parametrize("action,left", [("drop_before", 0), ("drop_after", 1)])
def test_drops(dms: Client, action: str, left: int) -> None:
    dms.control("POST", "/faults", {"method": "POST", "action": action})
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        dms.call("POST", "instances", order())
    assert dms.good("GET", "instances")["instance_num"] == left


def test_cut(dms: Client) -> None:
    dms.control("POST", "/faults", {"action": "cut"})
    with pytest.raises(http.client.IncompleteRead):
        dms.call("GET", "instances")


def test_trickle_and_delay(dms: Client) -> None:
    dms.control("POST", "/faults", [{"action": "trickle", "delay": 0.01}, {"delay": 0.2}])
    start = time.monotonic()
    assert dms.good("GET", "instances")["instance_num"] == 0
    assert time.monotonic() - start > 0.2
    start = time.monotonic()
    assert dms.good("GET", "instances")["instance_num"] == 0
    assert time.monotonic() - start > 0.2


@pytest.mark.parametrize(
    "fault", [{"action": "explode"}, {"path": "("}, {"status": 99}, {"what": 1}, {"times": "2"}, 3]
)
def test_bad_faults(dms: Client, fault: Any) -> None:
    assert dms.raw("POST", "/_emulator/faults", json.dumps(fault).encode(), {}).status == 400


def test_throttling(dms: Client) -> None:
    dms.settings(requests_per_second=2)
    statuses = [dms.call("GET", "instances").status for _count in range(6)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    dms.settings(throttle_style="404")
    assert dms.refused("GET", "instances") == (404, "DMS.10240407")


def test_request_log(dms: Client) -> None:
    instance_id = dms.instance(enable_acl=True)
    dms.control("DELETE", "/requests")
    dms.call("GET", f"instances/{instance_id}/topics/%25DLQ%25g")
    dms.call("POST", f"instances/{instance_id}/users", {"access_key": "someone", "secret_key": "Secret-123"})
    dms.call("POST", f"instances/{instance_id}/topics", {"name": "x"}, action="create")
    log = dms.control("GET", "/requests")
    assert [(entry["method"], entry["status"]) for entry in log] == [("GET", 400), ("POST", 200), ("POST", 400)]
    assert log[0]["path"].endswith("%25DLQ%25g")
    assert log[1]["body"] == {"access_key": "someone", "secret_key": "***"}
    assert (log[2]["query"], log[2]["code"]) == ("action=create", "DMS.00400062")
    assert (log[2]["project_id"], log[2]["instance_id"]) == (PROJECT, instance_id)
    assert log[2]["duration"] >= 0
    assert len(dms.control("GET", "/requests?writes=true")) == 2
    assert len(dms.control("GET", f"/requests?after={log[1]['id']}")) == 1
    assert dms.control("GET", "/statistics") == {"count": 3, "in_flight": 0, "max_in_flight": 1}


def test_settings(dms: Client) -> None:
    assert dms.control("PUT", "/settings", {"create_seconds": 5})["create_seconds"] == 5
    for bad in ({"nothing": 1}, {"create_seconds": -1}, {"topic_list": 1}, {"mask_secrets": "no"}):
        assert dms.raw("PUT", "/_emulator/settings", json.dumps(bad).encode(), {}).status == 400
    dms.control("POST", "/reset")
    assert dms.control("GET", "/settings")["create_seconds"] == 2


def test_forced_fields(dms: Client) -> None:
    instance_id = dms.good("POST", "instances", order())["instance_id"]
    dms.control("PUT", f"/instances/{instance_id}", {"status": "ERROR", "tags": {"a": "b"}})
    dms.advance(10)
    shown = dms.good("GET", f"instances/{instance_id}")
    assert (shown["status"], shown["tags"]) == ("ERROR", [{"key": "a", "value": "b"}])
    dms.control("PUT", f"/instances/{instance_id}", {"status": "RUNNING"})
    assert dms.good("POST", f"instances/{instance_id}/topics", {"name": "orders"})


def test_busy_by_order(dms: Client) -> None:
    instance_id = dms.instance()
    dms.control("POST", f"/instances/{instance_id}/tasks", {"seconds": 5})
    assert dms.refused("POST", f"instances/{instance_id}/topics", {"name": "orders"}) == (400, "DMS.00400017")
    dms.advance(5.1)
    assert dms.good("POST", f"instances/{instance_id}/topics", {"name": "orders"})


def test_regions_are_apart(dms: Client) -> None:
    other = dms.control("POST", "/projects", {"name": "eu-west-1"})["id"]
    dms.control("POST", "/instances", {"project_id": other, "count": 2})
    assert dms.good("GET", f"/v2/{other}/instances")["instance_num"] == 2
    assert dms.good("GET", "instances")["instance_num"] == 0
    assert dms.control("GET", "/state")["projects"][1]["name"] == "eu-west-1"


@pytest.mark.parametrize(
    "method,path,status,code",
    [
        ("GET", "/", 404, "DMS.00404001"),
        ("GET", "/v2", 404, "DMS.00404001"),
        ("GET", f"/v2/{PROJECT}/instances/", 404, "DMS.00404001"),
        ("GET", f"/v2/{PROJECT}/nothing", 404, "DMS.00404001"),
        ("PATCH", f"/v2/{PROJECT}/instances", 405, "DMS.00405001"),
        ("POST", "/v2/available-zones", 405, "DMS.00405001"),
        ("GET", f"/v2/{PROJECT}/instances/x", 400, "DMS.00400030"),
        ("GET", f"/v2/{PROJECT}/instances/8959ab1c-0000-4000-8000-93dfc361b32d", 404, "DMS.00404022"),
    ],
)
def test_paths(dms: Client, method: str, path: str, status: int, code: str) -> None:
    assert dms.refused(method, path) == (status, code)


def test_older_region_has_no_twins(dms: Client) -> None:
    instance_id = dms.instance()
    dms.settings(routes="older")
    assert dms.refused("GET", f"rocketmq/instances/{instance_id}/extend") == (404, "DMS.00404001")
    assert dms.good("GET", f"/v2/rocketmq/{PROJECT}/instances/{instance_id}/extend")
    assert dms.good("GET", f"rocketmq/instances/{instance_id}/configs")


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b'{"name": 1e999}'])
def test_bad_json(dms: Client, body: bytes) -> None:
    target = f"/v2/{PROJECT}/instances"
    reply = dms.raw("POST", target, body, dms.signed_headers("POST", target, body))
    assert reply.status == 400
    assert reply.code == "DMS.00400005"


def test_large_body(dms: Client) -> None:
    with socket.create_connection(("127.0.0.1", dms.port), timeout=5) as connection:
        head = f"POST /v2/{PROJECT}/instances HTTP/1.1\r\nHost: x\r\nContent-Length: {13 * 1024 * 1024}\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_large_body_without_a_length(dms: Client) -> None:
    part = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", dms.port), timeout=5) as connection:
        head = f"POST /v2/{PROJECT}/instances HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        for _count in range(14):
            connection.sendall(part)
            # Whoever goes on after the answer may not get to read it.
            if select.select([connection], [], [], 0.1)[0]:
                break
        assert connection.recv(4096).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "localhost.example"])
def test_only_the_loopback_is_listened_on(host: str) -> None:
    arguments = [sys.executable, "-m", "emulator", "--host", host]
    refused = subprocess.run(arguments, cwd=TESTS, capture_output=True, text=True, timeout=20, check=False)
    assert refused.returncode == 2 and "invalid choice" in refused.stderr


def test_in_a_process(tmp_path: Path) -> None:
    state, ready = tmp_path / "state.json", tmp_path / "url"
    arguments = [
        sys.executable,
        "-m",
        "emulator",
        "--state",
        str(state),
        "--ready-file",
        str(ready),
        "--region",
        "eu-west-7",
    ]
    made = None
    for _count in range(2):
        process = subprocess.Popen(arguments, cwd=TESTS, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            assert ready.read_text("utf-8").strip() == url
            if made is None:
                request = urllib.request.Request(url + "/_emulator/instances", b'{"topics": 2}', method="POST")
                with urllib.request.urlopen(request) as answer:
                    made = json.load(answer)["instance_ids"][0]
            with urllib.request.urlopen(f"{url}/_emulator/instances/{made}") as answer:
                assert len(json.load(answer)["topics"]) == 2
        finally:
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(5) == 0
            if process.stdout is not None:
                process.stdout.close()


def test_eips_of_the_project(dms: Client) -> None:
    dms.instance(publicip_id="e1,e2")
    eips = dms.good("GET", f"/v1/{PROJECT}/publicips")["publicips"]
    assert [eip["id"] for eip in eips] == ["e1", "e2"]
    found = dms.good("GET", f"/v1/{PROJECT}/publicips", public_ip_address=eips[1]["public_ip_address"])
    assert [eip["id"] for eip in found["publicips"]] == ["e2"]


def test_eips_by_several_addresses(dms: Client) -> None:
    dms.instance(publicip_id="e1,e2,e3")
    eips = dms.good("GET", f"/v1/{PROJECT}/publicips")["publicips"]
    wanted = "&".join(f"public_ip_address={eip['public_ip_address']}" for eip in (eips[2], eips[0]))
    found = dms.good("GET", f"/v1/{PROJECT}/publicips?{wanted}")["publicips"]
    assert [eip["id"] for eip in found] == ["e1", "e3"]


def test_errors_of_iam_have_its_shape(dms: Client) -> None:
    for path, status in (("/v3/projects", 401), ("/v3/nothing", 404)):
        reply = dms.raw("GET", path, b"", {})
        assert (reply.status, reply.json["error"]["code"]) == (status, status)


def test_busy_code(dms: Client) -> None:
    instance_id = dms.instance()
    dms.settings(busy_code="DMS.00400026")
    dms.control("POST", f"/instances/{instance_id}/tasks", {"seconds": 5})
    assert dms.refused("PUT", f"instances/{instance_id}", {"enable_acl": True}) == (400, "DMS.00400026")
    assert dms.refused("DELETE", f"instances/{instance_id}") == (400, "DMS.00400026")


def test_status_of_a_task_that_runs(dms: Client) -> None:
    instance_id = dms.instance()
    path = f"instances/{instance_id}/tasks"
    dms.control("POST", f"/instances/{instance_id}/tasks", {"seconds": 5})
    assert dms.good("GET", path)["tasks"][0]["status"] == "CREATED"
    dms.settings(task_status="EXECUTING")
    assert dms.good("GET", path)["tasks"][0]["status"] == "EXECUTING"
    dms.advance(5.1)
    assert dms.good("GET", path)["tasks"][0]["status"] == "SUCCESS"


def test_zones_of_another_region(dms: Client) -> None:
    other = dms.control("POST", "/projects", {"name": "eu-west-1"})["id"]
    path = f"/v2/{other}/instances"
    assert dms.refused("POST", path, order()) == (400, "DMS.00400042")
    target = "/v2/available-zones"
    reply = dms.raw("GET", target, b"", dms.signed_headers("GET", target, b"", x_project_id=other))
    assert reply.json["region_id"] == "eu-west-1"
    zone = reply.json["available_zones"][0]
    assert zone["code"] == "eu-west-1a"
    assert dms.good("POST", path, order(available_zones=[zone["id"]]))
