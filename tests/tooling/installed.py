# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package in an empty environment: whatever it needs beside ansible-core and requests would be missed here."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import local_service, venvs
from .paths import COLLECTION, ROOT
from .process import environment, output, run, say

ORDERS = ROOT / "tests" / "quickstart" / "orders.yml"
INVENTORY = f"plugin: {COLLECTION}.instances\n"


def check(package: Path) -> bool:
    """Install the package outside of the checkout, and use it there as its users do."""
    empty, tools = venvs.user(), venvs.dev()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        local_service.install(empty, package, home / "collections")
        shutil.copy(ORDERS, home / "orders.yml")
        (home / "cloud.rocketmq.yml").write_text(INVENTORY, encoding="utf-8")
        (home / "ansible.cfg").write_text("[defaults]\ncollections_path = collections\n", encoding="utf-8")
        with local_service.emulator(tools, home) as find_url:
            exported = {**local_service.exported(find_url()), **local_service.new_secrets()}
            env = environment(empty, ANSIBLE_HOME=home / "ansible", **exported)
            provision = ["ansible-playbook", f"{COLLECTION}.provision", "-e", "@orders.yml"]
            first = run([empty / provision[0], *provision[1:]], cwd=home, env=env) == 0
            again = output([empty / provision[0], *provision[1:]], cwd=home, env=env)
            graph = output([empty / "ansible-inventory", "-i", "cloud.rocketmq.yml", "--graph"], cwd=home, env=env)
        documented = output([empty / "ansible-doc", "--list", COLLECTION], cwd=home, env=env)
    found = {
        "the playbook runs": first,
        "the playbook changes nothing the second time": "changed=0 " in again,
        "the inventory plugin finds the instance": "--orders" in graph,
        "ansible-doc lists the modules": f"{COLLECTION}.topic " in documented,
    }
    for what, ok in found.items():
        say(f"{'ok   ' if ok else 'error'}: in an empty environment {what}")
    return all(found.values())
