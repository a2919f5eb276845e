# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation: its checks, and its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from . import tree, venvs
from .paths import BUILD, COLLECTION, ROOT
from .process import Words, ansible_environment, environment, must_run, run, say

HTML = BUILD / "html"
PAGES = HTML / "build" / "html"
# Appended to what sphinx-init makes: nothing is looked up in other sites. A link into pages that are not made here is
# no fault; one into our own that leads nowhere is, as Sphinx is told to take warnings for errors.
SPHINX = f"""
intersphinx_mapping = {{}}
nitpick_ignore_regex = [('.*', r'(?!.*{re.escape(COLLECTION)}).*')]
html_static_path = ['static']
html_css_files = ['sidebar.css']
"""
# Full names of modules are long words.
SIDEBAR = ".wy-menu-vertical a { overflow-wrap: anywhere; }\n"


def lint() -> bool:
    place, tools = tree.refresh(), venvs.dev()
    env = ansible_environment(tools)
    references = ["--check-extra-docs-refs", "--validate-collection-refs", "self", "--disallow-unknown-collection-refs"]
    documents: Words = [tools / "antsibull-docs", "lint-collection-docs", "--plugin-docs", *references, "."]
    return all(
        [
            run(documents, cwd=place, env=env) == 0,
            run([tools / "antsibull-changelog", "lint"], cwd=place, env=env) == 0,
        ]
    )


def picture() -> bool:
    """Make the picture of a run that the README shows."""
    tools = venvs.dev()
    return run([tools / "python", "-m", "tests.tooling.picture"], cwd=ROOT, env=environment(tools)) == 0


def changelog() -> bool:
    """Turn the fragments into the release of the version that galaxy.yml names, with the plugins new in it."""
    tools = venvs.dev()
    release: list[str | Path] = [tools / "antsibull-changelog", "release", "--update-existing", "--reload-plugins"]
    return run(release, cwd=ROOT, env=ansible_environment(tools)) == 0


def pages() -> bool:
    tree.refresh()
    tools = venvs.dev()
    env = ansible_environment(tools)
    shutil.rmtree(HTML, ignore_errors=True)
    HTML.mkdir(parents=True)
    site: Words = [tools / "antsibull-docs", "sphinx-init", "--use-current", "--squash-hierarchy", "--dest-dir", HTML]
    names = ["--project", COLLECTION, "--title", COLLECTION, "--copyright", f"Contributors to {COLLECTION}"]
    must_run([*site, *names, COLLECTION], env=env)
    with (HTML / "conf.py").open("a", encoding="utf-8") as file:
        file.write(SPHINX)
    (HTML / "static").mkdir()
    (HTML / "static" / "sidebar.css").write_text(SIDEBAR, encoding="utf-8")
    must_run(["bash", HTML / "build.sh"], cwd=HTML, env=env)
    say(f"The pages start at {(PAGES / 'index.html').relative_to(ROOT)}")
    return True
