# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests order."""

from __future__ import annotations

from typing import Any

NETWORK = {
    "vpc_id": "3db8490c-4d6d-4d8f-8d3f-047b0de4c5cf",
    "subnet_id": "0a0f1fcf-f019-458d-b9e5-301867394d50",
    "security_group_id": "23c5977f-ff33-4b95-a73e-08d8a0bc4e6c",
}
ZONE_ID = "9f1c5806706d4c1fb0eb72f0a9b18c77"


def order(name: str = "orders", **options: Any) -> dict[str, Any]:
    """Return the options of an instance that can be created."""
    return {
        "name": name,
        "product_id": "c6.4u8g.cluster",
        "storage_space": 600,
        "storage_spec_code": "dms.physical.storage.ultra.v2",
        "available_zones": [ZONE_ID],
        **NETWORK,
        **options,
    }


def patient_order(name: str = "orders", **options: Any) -> dict[str, Any]:
    """Return the same, with polls quick enough for a test."""
    return order(name, wait_interval=0.1, **options)
