# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages for contributors name exists, and docs/writing-modules.md describes all a resource can say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.field import Field
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.operation import OperationHooks
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.resource import Resource

ROOT = Path(__file__).resolve().parents[2]
WRITING_MODULES = (ROOT / "docs" / "writing-modules.md").read_text()
PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/reliability.md", "docs/writing-modules.md")
FOLDERS = ("plugins", "roles", "tests", "docs", "meta", "changelogs")
# With a slash at both ends, as a page may leave out the folders that lead to a file.
PATHS = [f"/{path.relative_to(ROOT)}/" for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
# The files that the walk-throughs make up.
MADE_UP = {"plugins/modules/listener_info.py", "plugins/module_utils/_resources/listener.py"}


def described_keys(heading):
    """Return the keys that a table of the page describes, in its first column."""
    section = WRITING_MODULES.partition(f"\n## Reference: `{heading}`\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [key for row in rows for key in re.findall(r"`(\w+)`", row)]


@pytest.mark.parametrize("described", [Field, Resource, OperationHooks], ids=lambda one: one.__name__)
def test_every_key_is_described_once(described):
    assert sorted(described_keys(described.__name__)) == sorted(described._fields)


@pytest.mark.parametrize("page", PAGES)
def test_files_named_exist(page):
    text = (ROOT / page).read_text()
    named = {name for name in re.findall(r"`([\w./-]+)`", text) if re.search(r"\.(py|ya?ml|md|rst)$|/$", name)}
    unknown = {name for name in named - MADE_UP if not any(f"/{name.strip('/')}/" in path for path in PATHS)}
    assert named and not {name for name in unknown if not (ROOT / name).exists()}


def test_targets_named_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    pages = "\n".join((ROOT / page).read_text() for page in PAGES)
    # In a command line, or between backquotes.
    used = set(re.findall(r"(?:^|`)make ([a-z-]+)", pages, re.MULTILINE))
    assert used and used <= targets
