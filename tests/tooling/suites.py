# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pytest suites, and what else runs in the build tree."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from . import awx_collection, evidence, results, tree, venvs
from .paths import BUILD, ROOT
from .process import ansible_environment, run

# Which of the integration tests run: those in the tests' own process with one real run of each file, the other real
# runs, or those that go through playbooks and the inventory, for which the core matters.
PARTS = {
    "": ([], ""),
    "quick": ([], "not real or smoke"),
    "rest": ([], "real and not smoke"),
    "core": (["crud", "roles", "playbooks", "fleet", "inventory", "inventory_names", "secrets", "progress"], "real"),
}


def unit(keyword: str = "", arguments: str = "") -> bool:
    return _pytest("unit", ["tests/unit"], keyword, arguments)


def integration(core: str, keyword: str = "", arguments: str = "", part: str = "") -> bool:
    """Run the tests with this core's Ansible commands; pytest itself stays on the main core's environment."""
    ansible = [] if core == venvs.MAIN_CORE else [venvs.core(core)]
    whole = core == venvs.MAIN_CORE and not (keyword or arguments)
    noted = {"EVIDENCE_FOLDER": evidence.new_folder(part)} if whole else {}
    noted["AWX_COLLECTIONS"] = awx_collection.folder()
    files, marks = PARTS[part]
    paths = [f"tests/integration/test_{name}.py" for name in files] or ["tests/integration"]
    arguments += f" -m '{marks}'" if marks else ""
    return _pytest(
        results.name("integration", core, part), paths, keyword, arguments, *ansible, **noted, **_rulebook(part)
    )


def _rulebook(part: str) -> dict[str, Path]:
    """Return where ansible-rulebook is, for the test that runs it; without Java there is none, and the test says so."""
    return {"RULEBOOK_PATH": venvs.rulebook()} if part in ("", "rest") and shutil.which("java") else {}


def bench(arguments: str = "") -> bool:
    place, tools = tree.refresh(), venvs.dev()
    command: list[str | Path] = [tools / "python", "-m", "tests.bench", "--out", ROOT / "docs", *shlex.split(arguments)]
    return run(command, cwd=place, env=ansible_environment(tools)) == 0


def _pytest(step: str, paths: list[str], keyword: str, arguments: str, *ansible: Path, **variables: Path) -> bool:
    place, tools = tree.refresh(), venvs.dev()
    command: list[str | Path] = [tools / "python", "-m", "pytest", *paths, f"--junitxml={results.junit(step)}"]
    command += ["-n", os.environ.get("JOBS") or "2", "--dist", "worksteal"]
    command += ["-k", keyword] if keyword else []
    command += shlex.split(arguments)
    env = ansible_environment(*ansible, tools, HYPOTHESIS_STORAGE_DIRECTORY=BUILD / "hypothesis", **variables)
    return run(command, cwd=place, env=env) == 0
