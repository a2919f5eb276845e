# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pytest suites, run in the build tree."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from . import results, tree, venvs
from .paths import BUILD
from .process import ansible_environment, run, say


def unit(*, keyword: str = "", arguments: str = "") -> bool:
    return _pytest("unit", "tests/unit", venvs.dev(), keyword, arguments)


def integration(*, keyword: str = "", arguments: str = "") -> bool:
    return _pytest("integration", "tests/integration", venvs.dev(), keyword, arguments)


def integration_on_core(core: str, *, keyword: str = "", arguments: str = "") -> bool:
    """Run the integration tests with another core's Ansible commands; pytest itself stays on the main one."""
    say(f"integration tests with ansible-core {core}")
    return _pytest(f"integration-{core}", "tests/integration", venvs.dev(), keyword, arguments, venvs.core(core))


def _pytest(step: str, folder: str, tools: Path, keyword: str, arguments: str, ansible: Path | None = None) -> bool:
    place = tree.refresh()
    bins = (ansible, tools) if ansible else (tools,)
    command: list[str | Path] = [tools / "python", "-m", "pytest", folder, f"--junitxml={results.junit(step)}"]
    command += ["-n", os.environ.get("JOBS") or "2"]
    command += ["-k", keyword] if keyword else []
    command += shlex.split(arguments)
    return run(command, cwd=place, env=ansible_environment(*bins, HYPOTHESIS_STORAGE_DIRECTORY=BUILD / "hypothesis")) == 0
