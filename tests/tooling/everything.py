# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a change has to pass, and the same on all cores."""

from __future__ import annotations

import os
import time

from . import interpreters, results, showcase, tree, venvs
from .process import say
from .side_by_side import Task, run_all, step

OTHER_CORES = [core for core in venvs.CORES if core != venvs.MAIN_CORE]


def test() -> bool:
    """Run what a change has to pass before it is shown to others."""
    # One round after the other. The pytest suites use all processors by themselves, and some of their tests look at
    # the clock, so they share them with nothing.
    return _run_rounds(
        [step(name) for name in ("sanity", "lint", "build-check", "docs-lint")],
        [step("unit")],
        [step("integration", "--part", "quick")],
    )


def rest() -> bool:
    """Run what `test` leaves out."""
    pages = ["showcase" if showcase.find_browser() else "docs", "ee"]
    able = [core for core in OTHER_CORES if _is_able("what is left", core)]
    return _run_rounds(
        [*(step("sanity", "--core", core) for core in able), *map(step, pages)],
        [step("integration", "--part", "rest")],
        *([step("integration", "--core", core, "--part", "core")] for core in able),
        # What the integration tests have proved must be what the documents say.
        [step("evidence", "--check")],
    )


def _run_rounds(*rounds: list[Task]) -> bool:
    # Made beforehand, so that no step waits for another one's installation.
    tree.refresh()
    venvs.dev()
    started = time.time()
    ok = run_all(*rounds, slots=_slots())
    say(results.summary(since=started))
    return ok


def sanity_everywhere(cores: list[str]) -> bool:
    return _on_cores("sanity", cores, _slots())


def integration_everywhere(cores: list[str]) -> bool:
    """Run the tests that go through a core's own commands from end to end."""
    tree.refresh()
    venvs.dev()
    return _on_cores("integration", cores, 1, "--part", "core")


def _on_cores(name: str, cores: list[str], slots: int, *options: str) -> bool:
    able = [core for core in cores if _is_able(name, core)]
    return not able or run_all([step(name, "--core", core, *options) for core in able], slots=slots)


def _is_able(name: str, core: str) -> bool:
    found = any(map(interpreters.find, venvs.CORES[core]))
    if not found:
        say(f"{name} on ansible-core {core} is left out: no Python {' or '.join(venvs.CORES[core])} was found")
    return found


def _slots() -> int:
    return int(os.environ.get("JOBS") or 2)
