# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the status of an instance means (chapter 7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# No waiting leads out of these, nor of those that speak of a failure, such as CREATEFAILED or "CHANGE FAILED". Every
# other status but RUNNING, a new one included, is on its way.
TERMINAL_STATES = ("ERROR", "FAULTY", "FROZEN")


def is_terminal_failure(status: str) -> bool:
    """True for a status that no waiting leads out of, however the service spells it."""
    return status.upper() in TERMINAL_STATES or "FAIL" in status.upper()


def is_ready(instance: Mapping[str, Any]) -> bool:
    """True if an instance takes requests that change it."""
    return instance.get("status") == "RUNNING"


def is_leaving(instance: Mapping[str, Any]) -> bool:
    """True if an instance is being deleted."""
    return instance.get("status") == "DELETING"
