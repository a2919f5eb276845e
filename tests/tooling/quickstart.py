# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a new user, on the local emulator: install the package, provision an instance, look at it."""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import package, tree, venvs
from .paths import BUILD, ROOT
from .process import ToolError, Words, ansible_environment, environment, must_run, say

HOME = BUILD / "quickstart"
COLLECTIONS = HOME / "collections"
PLAYBOOKS = ROOT / "tests" / "quickstart"
ORDERS = f"@{(PLAYBOOKS / 'orders.yml').relative_to(ROOT)}"
REGION = "eu-west-0"
# Known to the emulator; they open nothing else.
ACCESS_KEY, SECRET_KEY = "EMULATORACCESSKEY001", "emulator-secret-key"
CREATE_SECONDS = "3"
START_PATIENCE = 20.0


def main() -> bool:
    # To end in the usual way, with the emulator stopped.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    tools = venvs.core(venvs.MAIN_CORE)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)

    _title("Install the collection from its package")
    _install(tools)
    with _emulator(tools) as url:
        env = _environment(tools, url)
        _title("Order an instance with topics, consumer groups and users")
        _play(tools, env, "huaweicloud.rocketmq.provision")
        _title("What is there now")
        _play(tools, env, str((PLAYBOOKS / "show.yml").relative_to(ROOT)))
        _title("The same again, which must change nothing")
        again = _play(tools, env, "huaweicloud.rocketmq.provision", "--diff")
    if not (counts := re.findall(r"\bchanged=(\d+)", again)) or any(map(int, counts)):
        raise ToolError("the second run changed something")
    return True


def _install(tools: Path) -> None:
    built = package.build(tools)
    install: Words = [
        tools / "ansible-galaxy",
        "collection",
        "install",
        "--offline",
        "--collections-path",
        COLLECTIONS,
        built,
    ]
    must_run(install, env=ansible_environment(tools, collections=COLLECTIONS))


@contextlib.contextmanager
def _emulator(tools: Path) -> Iterator[str]:
    """Run the emulator with nothing in it; give its URL; stop it whatever happens."""
    ready, log = HOME / "url", HOME / "emulator.log"
    command: list[str | Path] = [tools / "python", "-m", "tests.emulator", "--port", "0", "--ready-file", ready]
    command += ["--state", HOME / "state.json", "--create-seconds", CREATE_SECONDS]
    place = tree.refresh()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=place, env=environment(tools), stdout=output, stderr=output
        )
        try:
            yield _url(process, ready, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _url(process: subprocess.Popen[bytes], ready: Path, log: Path) -> str:
    deadline = time.monotonic() + START_PATIENCE
    while not ready.is_file():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ToolError(f"the emulator did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.05)
    return ready.read_text(encoding="utf-8").strip()


def _environment(tools: Path, url: str) -> dict[str, str]:
    """Return what a user exports: where the service is, who asks, and the secrets the users shall have."""
    exported = {
        "HUAWEICLOUD_REGION": REGION,
        "HUAWEICLOUD_ROCKETMQ_ENDPOINT": url,
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": url,
        "HUAWEICLOUD_SDK_AK": ACCESS_KEY,
        "HUAWEICLOUD_SDK_SK": SECRET_KEY,
    }
    for name, value in exported.items():
        say(f"export {name}={value}")
    return ansible_environment(
        tools,
        collections=COLLECTIONS,
        ORDERS_PRODUCER_SECRET=_secret(),
        ORDERS_CONSUMER_SECRET=_secret(),
        ANSIBLE_DISPLAY_SKIPPED_HOSTS="False",
        ANSIBLE_CALLBACK_RESULT_FORMAT="yaml",
        **exported,
    )


def _secret() -> str:
    # Letters of both cases and digits, as the service wants them.
    return f"Aa1{secrets.token_hex(12)}"


def _play(tools: Path, env: dict[str, str], *arguments: str) -> str:
    """Run a playbook with the orders' variables; show its output while it runs, and return it."""
    words = ["ansible-playbook", *arguments, "-e", ORDERS]
    say(f"$ {' '.join(words)}")
    shown = []
    with subprocess.Popen(
        [tools / words[0], *words[1:]], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                say(line.rstrip("\n"))
                shown.append(line)
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise ToolError(f"exit status {process.returncode} from {words[0]} {arguments[0]}")
    return "".join(shown)


def _title(text: str) -> None:
    say(f"\n-- {text}")
