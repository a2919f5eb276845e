# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written by hand in one place only, and from there into others."""

from __future__ import annotations

from . import action_groups, venvs
from .paths import ROOT
from .process import environment, run

# In this order: the documentation of roles and fleets is made from that of the modules and of the connection options.
WRITERS = ("connection_doc_fragment", "plural_documentation", "role_documentation", "fleet_documentation")


def generate() -> bool:
    """Write connection options, suboptions of plural modules and fleets, roles' variables and action groups."""
    tools = venvs.dev()
    written = [
        run([tools / "python", "-m", f"tests.tooling.{name}"], cwd=ROOT, env=environment(tools)) for name in WRITERS
    ]
    return not any(written) and action_groups.action_groups(check=False)
