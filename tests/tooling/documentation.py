# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation: its checks, and its pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import tree, venvs
from .paths import BUILD, COLLECTION, ROOT
from .process import ansible_environment, must_run, run, say

# Appended to what sphinx-init makes: no look-ups in other sites, and no stop at links into pages not made here.
SPHINX = """
intersphinx_mapping = {}
suppress_warnings = ['ref.ref', 'ref.envvar']
"""


def lint() -> bool:
    place, tools = tree.refresh(), venvs.dev()
    env = ansible_environment(tools)
    documents: list[str | Path] = [tools / "antsibull-docs", "lint-collection-docs", "--plugin-docs", "--skip-rstcheck"]
    documents += ["--validate-collection-refs", "self", "--disallow-unknown-collection-refs", "."]
    return all(
        [
            run(documents, cwd=place, env=env) == 0,
            run([tools / "antsibull-changelog", "lint"], cwd=place, env=env) == 0,
        ]
    )


def changelog() -> bool:
    """Turn the fragments into the release of the version that galaxy.yml names, with the plugins new in it."""
    tools = venvs.dev()
    release: list[str | Path] = [tools / "antsibull-changelog", "release", "--update-existing", "--reload-plugins"]
    return run(release, cwd=ROOT, env=ansible_environment(tools)) == 0


def pages() -> bool:
    tree.refresh()
    tools, folder = venvs.dev(), BUILD / "html"
    env = ansible_environment(tools)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    must_run([tools / "antsibull-docs", "sphinx-init", "--use-current", "--dest-dir", folder, COLLECTION], env=env)
    with (folder / "conf.py").open("a", encoding="utf-8") as file:
        file.write(SPHINX)
    must_run(["bash", folder / "build.sh"], cwd=folder, env=env)
    say(f"The pages start at {(folder / 'build' / 'html' / 'index.html').relative_to(ROOT)}")
    return True
