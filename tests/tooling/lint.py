# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Linters and type checks: the style of all files, and what Automation Hub asks of a collection's content."""

from __future__ import annotations

import sys

from . import side_by_side, tree, venvs
from .paths import BUILD, COLLECTION, ROOT
from .process import Words, ansible_environment, run
from .side_by_side import Task

MODULE_UTILS = f"ansible_collections.{COLLECTION}.plugins.module_utils"
# Python by hand; what lies here besides is data and YAML.
PYTHON = ("extensions", "plugins", "tests")


def lint() -> bool:
    place, tools = tree.refresh(), venvs.dev()
    env = ansible_environment(tools)
    mypy: Words = [tools / "mypy", "--config-file", place / "pyproject.toml", "--cache-dir"]
    written: Words = [tools / "python", "-m"]
    ruff, cache = tools / "ruff", ["--cache-dir", str(BUILD / "ruff-cache")]
    tasks = [
        Task("ansible-lint", [tools / "ansible-lint", "--offline", "--strict", "--nocolor"], place, env),
        # Two runs of mypy that fill one cache at the same time can crash.
        Task("mypy-module-utils", [*mypy, BUILD / "mypy-cache/module_utils", "--package", MODULE_UTILS], BUILD, env),
        Task("mypy-tooling", [*mypy, BUILD / "mypy-cache/tooling", "tests/tooling"], place, env),
        Task("reuse", [tools / "reuse", "--root", ROOT, "lint", "--lines"], ROOT, env),
        Task("yamllint", [tools / "yamllint", "--strict", "."], place, env),
        Task("ruff-check", [ruff, "check", "--output-format=concise", *cache, *PYTHON], place, env),
        Task("ruff-format", [ruff, "format", "--check", *cache, *PYTHON], place, env),
        Task("connection-doc", [*written, "tests.tooling.connection_doc_fragment", "--check"], place, env),
        Task("plural-documentation", [*written, "tests.tooling.plural_documentation", "--check"], place, env),
        Task("role-documentation", [*written, "tests.tooling.role_documentation", "--check"], place, env),
        Task("fleet-documentation", [*written, "tests.tooling.fleet_documentation", "--check"], place, env),
        Task("action-groups", [sys.executable, "-B", "-m", "tests.tooling", "action-groups", "--check"], ROOT),
    ]
    return side_by_side.run_all(tasks, slots=2, prefix="lint-")


def reformat() -> bool:
    """Put the files of the checkout into shape."""
    ruff = venvs.dev() / "ruff"
    cache = ["--cache-dir", str(BUILD / "ruff-cache")]
    fixed = run([ruff, "check", "--fix", *cache, *PYTHON], cwd=ROOT)
    return run([ruff, "format", *cache, *PYTHON], cwd=ROOT) == 0 and fixed == 0
