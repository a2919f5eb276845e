# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's package: building it, and looking at it as Galaxy and a user would."""

from __future__ import annotations

import re
import shutil
import tarfile
from pathlib import Path, PurePosixPath

from . import installed, tree, venvs
from .paths import BUILD, DIST, LOGS, NAME, NAMESPACE, ROOT, TREE
from .process import ToolError, Words, ansible_environment, must_run, run, run_and_keep, say

# All that may stand at the top of the package, and what of it is of use at run time, so must be there completely.
ALLOWED = {
    ".ansible-lint",
    "CHANGELOG.md",
    "CHANGELOG.rst",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSE",
    "LICENSES",
    "MANIFEST.json",
    "README.md",
    "SECURITY.md",
    "bindep.txt",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "requirements.txt",
    "roles",
}
RUN_TIME = ("LICENSE", "README.md", "meta", "playbooks", "plugins", "requirements.txt", "roles")
UNWANTED_PARTS = {"__pycache__", "fragments", "output"}
LARGEST = 3 * 1024 * 1024

IMPORTER_CONFIG = """\
[galaxy-importer]
CHECK_REQUIRED_TAGS = True
CHECK_CHANGELOG = True
"""

# What the importer finds fault with, though it goes on.
COMPLAINT = re.compile(r"^(WARNING|ERROR|CRITICAL)\b")

EXECUTION_ENVIRONMENT = """\
version: 3
images:
  base_image:
    name: fedora:latest
dependencies:
  ansible_core:
    package_pip: {core}
  ansible_runner:
    package_pip: ansible-runner
  galaxy:
    collections:
      - name: collections/{package}
        type: file
additional_build_files:
  - src: {path}
    dest: collections
"""


def build(tools: Path | None = None, folder: Path = DIST) -> Path:
    """Build the package from the build tree; return its file."""
    place, tools = tree.refresh(), tools or venvs.dev()
    shutil.rmtree(folder, ignore_errors=True)
    command: Words = [tools / "ansible-galaxy", "collection", "build", "--force", "--output-path", folder]
    must_run(command, cwd=place, env=ansible_environment(tools))
    packages = list(folder.glob(f"{NAMESPACE}-{NAME}-*.tar.gz"))
    if len(packages) != 1:
        raise ToolError(f"expected one package in {folder.relative_to(ROOT)}, found {len(packages)}")
    return packages[0]


def build_check() -> bool:
    """Look at what is in the package, import it as Galaxy does, and use it as its users do."""
    package = build()
    problems = _problems(package)
    for problem in problems:
        say(f"error: {problem}")
    say(f"{package.name}: {package.stat().st_size / 1024:.0f} KiB, {len(problems)} problem(s) with its content")
    return all([not problems, _is_imported(package), installed.check(package)])


def _is_imported(package: Path) -> bool:
    """Let Galaxy's importer read the package; it must have nothing to complain about."""
    tools, config = venvs.dev(), BUILD / "galaxy-importer.cfg"
    config.write_text(IMPORTER_CONFIG, encoding="utf-8")
    env = ansible_environment(tools, GALAXY_IMPORTER_CONFIG=config)
    command: Words = [tools / "python", "-m", "galaxy_importer.main", package.name]
    status, log = run_and_keep(command, cwd=DIST, env=env)
    LOGS.mkdir(parents=True, exist_ok=True)
    (LOGS / "galaxy-importer.log").write_text(log, encoding="utf-8")
    complaints = complaints_in(log)
    for complaint in complaints:
        say(f"error: the importer says: {complaint}")
    return status == 0 and not complaints


def complaints_in(log: str) -> list[str]:
    """Return the lines of the importer's log that are warnings or errors."""
    return [line for line in log.splitlines() if COMPLAINT.match(line)]


def execution_environment() -> bool:
    """Make the build context of an execution environment with this collection, and read its dependencies back."""
    tools, folder = venvs.dev(), BUILD / "ee"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # A package of its own: another step may be building the one to publish.
    package = build(folder=folder / "dist")
    definition = folder / "execution-environment.yml"
    definition.write_text(
        EXECUTION_ENVIRONMENT.format(core="ansible-core~=2.19.0", package=package.name, path=package), encoding="utf-8"
    )
    env = ansible_environment(tools)
    create: Words = [
        tools / "ansible-builder",
        "create",
        "-f",
        definition,
        "-c",
        folder / "context",
        "--output-filename",
        "Containerfile",
    ]
    must_run(create, cwd=folder, env=env)
    return run([tools / "ansible-builder", "introspect", BUILD], cwd=folder, env=env) == 0


def _problems(package: Path) -> list[str]:
    with tarfile.open(package) as archive:
        names = {member.name for member in archive.getmembers() if member.isfile()}
    problems = [f"{name} does not belong in the package" for name in sorted(names) if not _belongs(PurePosixPath(name))]
    wanted = {str(path.relative_to(TREE)) for part in RUN_TIME for path in _files(TREE / part)}
    problems += [f"{name} is missing in the package" for name in sorted(wanted - names)]
    if package.stat().st_size > LARGEST:
        problems.append(f"the package is larger than {LARGEST // 1024} KiB")
    return problems


def _belongs(path: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[1:])
    return path.parts[0] in ALLOWED and not hidden and not UNWANTED_PARTS.intersection(path.parts)


def _files(path: Path) -> list[Path]:
    files = [path] if path.is_file() else path.rglob("*")
    return [file for file in files if file.is_file() and "__pycache__" not in file.parts]
