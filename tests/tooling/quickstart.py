# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a new user, on the local emulator: install the package, provision an instance, look at it."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from pathlib import Path

from . import local_service, package, tree, venvs
from .paths import BUILD, ROOT
from .process import ToolError, ansible_environment, run_and_keep, say

HOME = BUILD / "quickstart"
COLLECTIONS = BUILD / "quickstart-collections"
INSTALLED_FROM = COLLECTIONS / "made-from"
PLAYBOOKS = ROOT / "tests" / "quickstart"
ORDERS = f"@{(PLAYBOOKS / 'orders.yml').relative_to(ROOT)}"


def main() -> bool:
    # To end in the usual way, with the emulator stopped.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    tools = venvs.core(venvs.MAIN_CORE)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)

    with local_service.emulator(tools, HOME) as find_url:
        _title("Install the collection from its package")
        _install(tools)
        env = _environment(tools, find_url())
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
    """Build and install the package, unless what is installed was made from these very sources."""
    sources = tree.fingerprint(tree.refresh())
    if INSTALLED_FROM.is_file() and INSTALLED_FROM.read_text(encoding="utf-8") == sources:
        say("It is installed already, from the same sources")
        return
    shutil.rmtree(COLLECTIONS, ignore_errors=True)
    local_service.install(tools, package.build(tools), COLLECTIONS)
    INSTALLED_FROM.write_text(sources, encoding="utf-8")


def _environment(tools: Path, url: str) -> dict[str, str]:
    exported = local_service.exported(url)
    for name, value in exported.items():
        say(f"export {name}={value}")
    return ansible_environment(
        tools,
        collections=COLLECTIONS,
        ANSIBLE_DISPLAY_SKIPPED_HOSTS="False",
        ANSIBLE_CALLBACK_RESULT_FORMAT="yaml",
        **local_service.new_secrets(),
        **exported,
    )


def _play(tools: Path, env: dict[str, str], *arguments: str) -> str:
    """Run a playbook with the orders' variables; show its output while it runs, and return it."""
    words = ["ansible-playbook", *arguments, "-e", ORDERS]
    say(f"$ {' '.join(words)}")
    status, text = run_and_keep([tools / words[0], *words[1:]], cwd=ROOT, env=env)
    if status:
        raise ToolError(f"exit status {status} from {words[0]} {arguments[0]}")
    return text


def _title(text: str) -> None:
    say(f"\n-- {text}")
