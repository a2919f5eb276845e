# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The local emulator as a service for whoever runs the package, and the installation of the package itself."""

from __future__ import annotations

import contextlib
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import tree
from .process import ToolError, Words, ansible_environment, environment, must_run

REGION = "eu-west-0"
# Known to the emulator; they open nothing else.
ACCESS_KEY, SECRET_KEY = "EMULATORACCESSKEY001", "emulator-secret-key"
CREATE_SECONDS = "1"
START_PATIENCE = 20.0


def install(tools: Path, package: Path, collections: Path) -> None:
    """Install the package into a folder of collections, as a user does who has its file."""
    command: Words = [
        tools / "ansible-galaxy",
        "collection",
        "install",
        "--offline",
        "--collections-path",
        collections,
        package,
    ]
    must_run(command, env=ansible_environment(tools, collections=collections))


@contextlib.contextmanager
def emulator(tools: Path, folder: Path, create_seconds: str = CREATE_SECONDS) -> Iterator[Callable[[], str]]:
    """Run the emulator with nothing in it; give a function that waits for its URL; stop it whatever happens."""
    ready, log = folder / "url", folder / "emulator.log"
    command: list[str | Path] = [tools / "python", "-m", "tests.emulator", "--port", "0", "--ready-file", ready]
    command += ["--state", folder / "state.json", "--create-seconds", create_seconds]
    place = tree.refresh()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=place, env=environment(tools), stdout=output, stderr=output
        )
        try:
            yield lambda: _url(process, ready, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def exported(url: str) -> dict[str, str]:
    """Return what a user exports: where the service is, and who asks."""
    return {
        "HUAWEICLOUD_REGION": REGION,
        "HUAWEICLOUD_ROCKETMQ_ENDPOINT": url,
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": url,
        "HUAWEICLOUD_SDK_AK": ACCESS_KEY,
        "HUAWEICLOUD_SDK_SK": SECRET_KEY,
    }


def new_secrets() -> dict[str, str]:
    """Return the secrets that the users of the trial order get: letters of both cases and digits."""
    return {name: f"Aa1{secrets.token_hex(12)}" for name in ("ORDERS_PRODUCER_SECRET", "ORDERS_CONSUMER_SECRET")}


def _url(process: subprocess.Popen[bytes], ready: Path, log: Path) -> str:
    deadline = time.monotonic() + START_PATIENCE
    while not ready.is_file():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ToolError(f"the emulator did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.05)
    return ready.read_text(encoding="utf-8").strip()
