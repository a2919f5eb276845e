# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change has to pass, and the same on all cores."""

from __future__ import annotations

import os

from . import interpreters, results, tree, venvs
from .process import say
from .side_by_side import run_all, step

# One round after the other. The pytest suites use all processors by themselves, and some of their tests look at the
# clock, so they share them with nothing. What the integration tests have proved must be what the documents say.
ROUNDS = (
    [step("unit")],
    [step(name) for name in ("sanity", "lint", "build-check", "docs-lint", "docs", "ee")],
    [step("integration")],
    [step("evidence", "--check")],
)


def test() -> bool:
    # Made beforehand, so that no step waits for another one's installation.
    tree.refresh()
    venvs.dev()
    ok = run_all(*ROUNDS, slots=_slots())
    say(results.summary(*(results.name(task.name, venvs.MAIN_CORE) for tasks in ROUNDS for task in tasks)))
    return ok


def sanity_everywhere(cores: list[str]) -> bool:
    return _on_cores("sanity", cores, _slots())


def integration_everywhere(cores: list[str]) -> bool:
    """Run the tests that go through a core's own commands from end to end."""
    tree.refresh()
    venvs.dev()
    return _on_cores("integration", cores, 1, "--subset")


def _on_cores(name: str, cores: list[str], slots: int, *options: str) -> bool:
    able = [core for core in cores if any(map(interpreters.find, venvs.CORES[core]))]
    for core in cores:
        if core not in able:
            say(f"{name} on ansible-core {core} is left out: no Python {' or '.join(venvs.CORES[core])} was found")
    return not able or run_all([step(name, "--core", core, *options) for core in able], slots=slots)


def _slots() -> int:
    return int(os.environ.get("JOBS") or 2)
