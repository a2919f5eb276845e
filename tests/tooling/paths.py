# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things are. All that the tools make lies below BUILD, which git ignores."""

from __future__ import annotations

from pathlib import Path

NAMESPACE, NAME = "huaweicloud", "rocketmq"
COLLECTION = f"{NAMESPACE}.{NAME}"

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
TREE = BUILD / "ansible_collections" / NAMESPACE / NAME
DIST = BUILD / "dist"
LOGS = BUILD / "logs"
RESULTS = BUILD / "results"
LOCKS = Path(__file__).resolve().parent / "locks"
