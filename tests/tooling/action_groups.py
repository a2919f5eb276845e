# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action groups in meta/runtime.yml, derived from the options that the modules document."""

from __future__ import annotations

import json

from . import tree, venvs
from .paths import COLLECTION, ROOT
from .process import ToolError, ansible_environment, output, say

RUNTIME = ROOT / "meta" / "runtime.yml"
START = "action_groups:\n"
# Each group, with the options a module has that belongs to it.
GROUPS: dict[str, set[str]] = {
    "all": set(),
    "instance_scoped": {"instance_id", "instance_name"},
    "write": {"wait_timeout"},
}


def action_groups(*, check: bool) -> bool:
    """Write the groups into the file, or with check only say whether they stand there."""
    text = RUNTIME.read_text(encoding="utf-8")
    head, found, _old = text.partition(START)
    if not found:
        raise ToolError(f"{RUNTIME.relative_to(ROOT)} has no action_groups")
    wanted = head + START + _listed(_options())
    if wanted == text:
        say("The action groups are as the modules' options say")
        return True
    if check:
        say("The action groups are not as the modules' options say: run make action-groups")
        return False
    RUNTIME.write_text(wanted, encoding="utf-8")
    say(f"Wrote {RUNTIME.relative_to(ROOT)}")
    return True


def _options() -> dict[str, set[str]]:
    """Return each module's option names."""
    modules = sorted(
        path.stem for path in (tree.refresh() / "plugins" / "modules").glob("*.py") if path.stem != "__init__"
    )
    if not modules:
        return {}
    tools = venvs.dev()
    names = [f"{COLLECTION}.{name}" for name in modules]
    documented = json.loads(output([tools / "ansible-doc", "--json", *names], env=ansible_environment(tools)))
    missing = [name for name in names if name not in documented]
    if missing:
        raise ToolError(f"ansible-doc shows nothing of {', '.join(missing)}")
    return {name: set(documented[f"{COLLECTION}.{name}"]["doc"].get("options", {})) for name in modules}


def _listed(modules: dict[str, set[str]]) -> str:
    lines = []
    for group, needed in GROUPS.items():
        members = [name for name, options in modules.items() if needed <= options]
        lines += [f"  {group}:" if members else f"  {group}: []", *(f"    - {name}" for name in members)]
    return "\n".join(lines) + "\n"
