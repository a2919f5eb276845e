# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else does to the service while a task runs."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from .emulator_process import PROJECT_ID, REGION, EmulatorControl


@contextlib.contextmanager
def meanwhile(action: Callable[[], Any]) -> Iterator[None]:
    """Do something beside what runs inside; if it fails, so does the test."""
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(action)
        yield
        done.result(30)


def wait_for(condition: Callable[[], Any]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


def token_for(emulator: EmulatorControl, password: str = "emulator-password") -> str:
    """Return a token for the emulator's user, as IAM gives it to everyone who has the password."""
    user = {"name": "emulator-user", "password": password, "domain": {"name": "emulator-domain"}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": {"project": {"name": REGION}}}}
    return str(_ask(emulator, "POST", f"{emulator.url}/v3/auth/tokens", json=body).headers["X-Subject-Token"])


def delete_instance(emulator: EmulatorControl, instance_id: str) -> None:
    """Delete an instance as somebody with another client does."""
    url = f"{emulator.url}/v2/{PROJECT_ID}/instances/{instance_id}"
    _ask(emulator, "DELETE", url, headers={"X-Auth-Token": token_for(emulator)})


def _ask(emulator: EmulatorControl, method: str, url: str, **keywords: Any) -> requests.Response:
    with emulator.session() as session:
        answer = session.request(method, url, timeout=30, **keywords)
    answer.raise_for_status()
    return answer
