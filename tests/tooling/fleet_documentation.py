# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the suboptions of an instance into the documentation of the module fleet, from that of the other modules.

An entry of a fleet has the options of an instance, the lists of the plural modules, and the connection options, so
these are written down once, there. Run `make generate` after a change; with `--check` it only compares (lint does).
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from typing import Any

import yaml

from .role_documentation import _IndentedLists, module_options, module_options_of_connection

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "plugins" / "modules" / "fleet.py"
INDENT = " " * 6
MARKS = (
    f"{INDENT}# What follows is written by tests/tooling/fleet_documentation.py.\n",
    f"{INDENT}# What was written ends here.\n",
)
PLURALS = ("topics", "consumer_groups", "users")
LISTS = {
    "topics": "The topics on the instance. A name may be listed once.",
    "consumer_groups": "The consumer groups on the instance. A name may be listed once.",
    "users": "The ACL users of the instance. A name may be listed once. With users, access control is switched on.",
}
PURGE = {
    "description": [
        "Whether topics, consumer groups and users that are not listed are deleted. It is off if it is left out.",
        "Topics and consumer groups go even if there is no list of them.",
        "Users are deleted only if O(instances[].users) is given; an empty list deletes all of them.",
        "What is the service's own is never deleted.",
    ],
    "type": "bool",
}


def suboptions() -> dict[str, Any]:
    """Return the documented options of an instance of a fleet."""
    options: dict[str, Any] = dict(module_options("instances")["instances"]["suboptions"])
    connection = module_options_of_connection()
    for plural in PLURALS:
        items = module_options(plural)[plural]["suboptions"]
        options[plural] = {
            "description": [LISTS[plural]],
            "type": "list",
            "elements": "dict",
            "suboptions": {name: _renamed(option, plural, connection) for name, option in items.items()},
        }
    options["purge"] = PURGE
    for name, option in connection.items():
        options[name] = _of_connection(name, option, connection)
    return options


def _of_connection(name: str, option: dict[str, Any], connection: dict[str, Any]) -> dict[str, Any]:
    texts = [text for text in option["description"] if not text.startswith("If it is not set, the environment")]
    described = _renamed({"description": texts, "type": option["type"]}, "", connection)
    described["description"].append(f"If it is left out, O({name}) of the task applies.")
    return described


def _renamed(option: dict[str, Any], plural: str, connection: dict[str, Any]) -> dict[str, Any]:
    """Return an option whose description names others as options of an entry."""

    def rename(found: re.Match[str]) -> str:
        name = found.group(1)
        of_entry = name.split("=")[0] in connection or (plural and name.startswith(f"{plural}[]"))
        return f"O(instances[].{name})" if of_entry else found.group(0)

    described = option["description"]
    texts = [described] if isinstance(described, str) else described
    renamed = {**option, "description": [re.sub(r"O\(([^)]*)\)", rename, text) for text in texts]}
    if "suboptions" in option:
        renamed["suboptions"] = {
            name: _renamed(entry, plural, connection) for name, entry in option["suboptions"].items()
        }
    return renamed


def written(text: str) -> str:
    """Return the text of the module with the suboptions as they should be."""
    start, end = MARKS
    before, _mark, rest = text.partition(start)
    after = rest.partition(end)[2]
    options = yaml.dump(suboptions(), Dumper=_IndentedLists, sort_keys=False, width=88, allow_unicode=True)
    return before + start + textwrap.indent(options, INDENT) + end + after


def main(arguments: list[str]) -> int:
    text = TARGET.read_text()
    wanted = written(text)
    if text == wanted:
        return 0
    if "--check" in arguments:
        print(f"{TARGET.relative_to(ROOT)} is not what the other modules say: run make generate")
        return 1
    TARGET.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
