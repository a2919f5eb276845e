# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running ansible-inventory as a user does."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .ansible_runs import COLLECTION, COLLECTIONS_PATH, PROXIES

PLUGIN = f"{COLLECTION}.instances"
# As AWX has it: a file that no plugin can read is an error.
STRICT = {"ANSIBLE_INVENTORY_UNPARSED_FAILED": "true"}


class Inventory(NamedTuple):
    """What ansible-inventory said."""

    code: int
    output: str
    warnings: str

    def tells(self, *words: str) -> bool:
        """Whether all these are in the warnings, wherever their lines are broken."""
        text = "".join(self.warnings.split())
        return all("".join(word.split()) in text for word in words)

    @property
    def shown(self) -> dict[str, Any]:
        # Ansible shows what it does not trust as {"__ansible_unsafe": value}.
        return json.loads(self.output, object_hook=lambda value: value.get("__ansible_unsafe", value))

    @property
    def hosts(self) -> dict[str, dict[str, Any]]:
        return self.shown.get("_meta", {}).get("hostvars", {})

    def group(self, name: str) -> list[str]:
        """Return the hosts of a group, sorted."""
        return sorted(self.shown.get(name, {}).get("hosts", []))


def run_inventory(
    folder: Path,
    reach: Mapping[str, str],
    config: Mapping[str, Any] | str,
    *arguments: str,
    name: str = "all.rocketmq.yml",
    first: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Inventory:
    """Run ansible-inventory in a folder, with a file of these options after the sources that are `first`.

    `reach` are the variables by which the service is reached.
    """
    text = config if isinstance(config, str) else yaml.safe_dump({"plugin": PLUGIN, **config})
    (folder / name).write_text(text)
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HUAWEICLOUD_", "HW_", "ANSIBLE_")) and key.lower() not in PROXIES
    }
    base = {
        **kept,
        **STRICT,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH),
        "ANSIBLE_NOCOLOR": "1",
        **reach,
        **(environment or {}),
    }
    sources = [word for source in (*first, name) for word in ("-i", source)]
    command = ["ansible-inventory", *sources, *(arguments or ("--list",))]
    done = subprocess.run(command, cwd=folder, env=base, capture_output=True, text=True, timeout=120, check=False)
    return Inventory(done.returncode, done.stdout, done.stderr)
