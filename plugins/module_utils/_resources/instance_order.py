# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What being paid in advance means for an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PREPAID = 0


def deletion_refusal(instance: Mapping[str, Any] | None) -> str:
    """Return why an instance cannot be deleted, or "": one that is paid in advance has to be unsubscribed."""
    if instance is None or instance.get("charging_mode") != PREPAID or instance.get("status") == "CREATEFAILED":
        return ""
    return (
        f"Instance {instance.get('name')!r} ({instance.get('instance_id')}) is paid in advance (yearly/monthly), and "
        "the service does not delete it: unsubscribe from it in the billing center, then run the task again."
    )
