# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Topics, groups and users that were just made and do not show yet: alone, in the list, or either way."""

from __future__ import annotations

from .call import Call
from .state import Record

NEW_OBJECT_KEYS = ("_listed_at", "_readable_at")


def note_creation(call: Call, record: Record) -> Record:
    """The record, with the moments from which on the list and the single read show it."""
    settings = call.settings
    if settings.object_invisible_seconds:
        record["_listed_at"] = call.now + settings.object_invisible_seconds
    if settings.object_unreadable_seconds:
        record["_readable_at"] = call.now + settings.object_unreadable_seconds
    return record


def is_listed(call: Call, record: Record) -> bool:
    """Whether the list shows a record by now."""
    return bool(record.get("_listed_at", 0.0) <= call.now)


def is_readable(call: Call, record: Record) -> bool:
    """Whether the requests for this one object know it by now."""
    return bool(record.get("_readable_at", 0.0) <= call.now)
