# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change has to pass, and the same on all cores."""

from __future__ import annotations

import os

from . import interpreters, results, side_by_side, tree, venvs
from .process import say

# The longest first, so that both cores have work to the end.
STEPS = ("sanity", "integration", "unit", "lint", "build-check", "docs-lint")


def test() -> bool:
    # Made beforehand, so that no step waits for another one's installation.
    tree.refresh()
    venvs.dev()
    ok = side_by_side.run_all([side_by_side.step(name) for name in STEPS], _slots())
    # What the integration tests have proved must be what the documents say.
    ok = side_by_side.run_all([side_by_side.step("evidence", "--check")], 1) and ok
    say(results.summary(*(f"{name}-{venvs.MAIN_CORE}" if name in ("sanity", "integration") else name for name in STEPS), "evidence"))
    return ok


def sanity_everywhere(cores: list[str]) -> bool:
    return _on_cores("sanity", cores, _slots())


def integration_everywhere(cores: list[str]) -> bool:
    tree.refresh()
    venvs.dev()
    return _on_cores("integration", cores, 1)


def _on_cores(name: str, cores: list[str], slots: int) -> bool:
    able = [core for core in cores if any(map(interpreters.find, venvs.CORES[core]))]
    for core in cores:
        if core not in able:
            say(f"{name} on ansible-core {core} is left out: no Python {' or '.join(venvs.CORES[core])} was found")
    return not able or side_by_side.run_all([side_by_side.step(name, "--core", core) for core in able], slots)


def _slots() -> int:
    return int(os.environ.get("JOBS") or 2)
