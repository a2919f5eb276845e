# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test asks of the emulator from behind, and the emulator as a process of its own."""

from __future__ import annotations

import functools
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
ACCESS_KEY = "EMULATORACCESSKEY001"
SECRET_KEY = "emulator-secret-key"
PROJECT_ID = "0123456789abcdef0123456789abcdef"
REGION = "eu-west-0"

# Short enough for tests that wait, long enough to be seen on the way.
QUICK = {"create_seconds": 0.6, "change_seconds": 0.3, "delete_seconds": 0.3, "extend_lag_seconds": 0.1}


class EmulatorControl:
    """What a test asks of an emulator from behind, wherever that runs. `url` is its address."""

    url: str

    def __init__(self) -> None:
        # What was asked in this test, also before the log was emptied, and which modules ran when.
        self._forgotten: list[dict[str, Any]] = []
        self._ran: list[tuple[str, float, float]] = []

    def time(self) -> float:
        """Return the seconds since 1970 by the clock of the emulator's log."""
        return time.time()

    def session(self) -> requests.Session:
        """Return a session for clients that are not the collection's."""
        session = requests.Session()
        session.trust_env = False
        return session

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control path and return its data."""
        answer = self._control_session.request(method, f"{self.url}/_emulator/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    @functools.cached_property
    def _control_session(self) -> requests.Session:
        return self.session()

    def reset(self) -> None:
        """Forget everything, and be quick."""
        self.control("POST", "reset")
        self._forgotten.clear()
        self._ran.clear()
        self.settings(**QUICK)

    def settings(self, **settings: Any) -> None:
        """Change settings."""
        self.control("PUT", "settings", settings)

    def fault(self, **fault: Any) -> None:
        """Order a fault."""
        self.control("POST", "faults", fault)

    def instance(self, name: str = "orders", **fields: Any) -> str:
        """Make a running instance and return its id."""
        instance_id: str = self.control("POST", "instances", {"name": name, **fields})["instance_ids"][0]
        return instance_id

    def requests(self, writes: bool = False) -> list[dict[str, Any]]:
        """Return what the service has seen; with `writes`, only what may have changed something."""
        seen: list[dict[str, Any]] = self.control("GET", "requests" + ("?writes=true" if writes else ""))
        return seen

    def forget_requests(self) -> None:
        """Empty the log of requests."""
        self._forgotten += self.requests()
        self.control("DELETE", "requests")

    def module_ran(self, module: str, started: float, ended: float) -> None:
        """Note when a module ran, so that it is known who asked what."""
        self._ran.append((module, started, ended))

    def everything_asked(self) -> list[tuple[str | None, dict[str, Any]]]:
        """Return every request of the test, each with the module that sent it as far as that is known."""
        return [(self._asker(entry["time"]), entry) for entry in [*self._forgotten, *self.requests()]]

    def _asker(self, moment: float) -> str | None:
        return next((module for module, started, ended in self._ran if started < moment <= ended), None)

    def environment(self) -> dict[str, str]:
        """Return the variables by which the collection reaches this emulator."""
        return {
            "HUAWEICLOUD_REGION": REGION,
            "HUAWEICLOUD_ROCKETMQ_ENDPOINT": self.url,
            "HUAWEICLOUD_SDK_IAM_ENDPOINT": self.url,
            "HUAWEICLOUD_SDK_AK": ACCESS_KEY,
            "HUAWEICLOUD_SDK_SK": SECRET_KEY,
        }


class Emulator(EmulatorControl):
    """An emulator in a process of its own."""

    def __init__(self, folder: Path, *arguments: str, contract: bool = True) -> None:
        super().__init__()
        ready = folder / "url"
        self._log = (folder / "emulator.log").open("w")
        command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--ready-file", str(ready), *arguments]
        command += ["--contract"] if contract else []
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=subprocess.STDOUT)
        self.url = _wait_for_text(ready, self._process)

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(10)
        self._log.close()


def consumer(group: str, *topics: str, client_id: str = "192.168.0.66@1") -> dict[str, Any]:
    """Return what the control path takes to have a client of a group connected."""
    return {"group": group, "clients": [{"client_id": client_id, "subscriptions": list(topics)}]}


def _wait_for_text(path: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and path.read_text().strip():
            return path.read_text().strip()
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError("the emulator did not start; see emulator.log")
