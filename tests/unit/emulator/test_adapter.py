# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""To a session of requests, the service in its own process is what it is on a socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from emulator.adapter import Adapter
from emulator.application import Service
from emulator.settings import Settings
from emulator.state import State
from emulator_client import PROJECT, Client


class Clock:
    """A clock that moves by sleeping alone."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.due: list[tuple[float, Callable[[], object]]] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for moment, action in [due for due in self.due if due[0] <= self.now]:
            self.due.remove((moment, action))
            action()

    def later(self, seconds: float, action: Callable[[], object]) -> None:
        self.due.append((self.now + seconds, action))


class InProcess:
    """What a test does with the service, without a socket."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.url = "http://emulator.invalid"
        self.session = requests.Session()
        self.session.mount(
            self.url, Adapter(Service(State("eu-west-0", clock=lambda: self.clock.now), Settings()), self.clock)
        )

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.session.request(method, f"{self.url}/_emulator{path}", json=body, timeout=10)
        return answer.json() if answer.content else None


class OnASocket:
    """The same with one."""

    def __init__(self, client: Client) -> None:
        self.url = f"http://127.0.0.1:{client.port}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.control = client.control


def token_of(place: Any) -> str:
    user = {"name": "emulator-user", "password": "emulator-password", "domain": {"name": "emulator-domain"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"name": "eu-west-0"}}}}
    answer = place.session.post(f"{place.url}/v3/auth/tokens", json=body, timeout=10)
    return str(answer.headers["X-Subject-Token"])


def outcome(place: Any, method: str, fault: dict[str, Any]) -> tuple[Any, ...]:
    """Return what a client gets for a request that meets a fault, and what was done."""
    token = token_of(place)
    instance_id = place.control("POST", "/instances", {"topics": ["there"]})["instance_ids"][0]
    place.control("POST", "/faults", fault)
    url = f"{place.url}/v2/{PROJECT}/instances/{instance_id}/topics/there"
    try:
        answer = place.session.request(method, url, headers={"X-Auth-Token": token}, timeout=0.5)
        seen = (answer.status_code, len(answer.content) > 0, sorted(set(answer.headers) - {"Date", "Server"}))
    except requests.RequestException as error:
        seen = tuple(type(one).__name__ for one in (error, *error.args[:1], *getattr(error.args[0], "args", ())[1:2]))
    log = [entry for entry in place.control("GET", "/requests") if entry["path"].endswith("/there")]
    place.control("POST", "/faults", {"method": "PATCH"})
    left = place.control("GET", f"/instances/{instance_id}")["topics"]
    return seen, [(entry["method"], entry["status"], entry["code"]) for entry in log], list(left)


FAULTS: dict[str, dict[str, Any]] = {
    "none": {"method": "PATCH"},
    "answer": {"status": 503, "headers": {"Retry-After": "1"}},
    "answer that is no JSON": {"status": 502, "body": "<html>"},
    "answer after": {"action": "answer_after", "status": 502, "body": "<html>"},
    "drop before": {"action": "drop_before"},
    "drop after": {"action": "drop_after"},
    "cut": {"action": "cut"},
    "delay": {"delay": 0.1},
}


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_looks_the_same(dms: Client, method: str, fault: str) -> None:
    there, here = OnASocket(dms), InProcess()
    assert outcome(there, method, FAULTS[fault]) == outcome(here, method, FAULTS[fault])


def test_request_that_takes_too_long_is_carried_out_after_the_client_gave_up() -> None:
    here = InProcess()
    started = here.clock.now
    seen, log, left = outcome(here, "DELETE", {"delay": 2.0})
    assert seen == ("ReadTimeout", "str") and log == [("DELETE", None, None)] and left == ["there"]
    assert 0.5 <= here.clock.now - started < 0.6
    here.clock.sleep(1.5)
    [entry] = [entry for entry in here.control("GET", "/requests") if entry["method"] == "DELETE"]
    assert entry["status"] == 204


def test_trickle_takes_its_time() -> None:
    here = InProcess()
    started = here.clock.now
    seen, _log, _left = outcome(here, "GET", {"action": "trickle", "delay": 0.25})
    assert seen[:2] == (200, True) and here.clock.now - started > 40 * 0.25


def test_latency_counts_against_the_timeout() -> None:
    here = InProcess()
    here.control("PUT", "/settings", {"latency": 0.3})
    assert outcome(here, "GET", {"delay": 0.1})[0][0] == 200
    assert outcome(here, "GET", {"delay": 0.3})[0][0] == "ReadTimeout"
