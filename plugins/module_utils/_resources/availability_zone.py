# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Availability zones (chapter 5.8.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._api.client import Client
from .._api.errors import ValidationError
from .._api.response import reading

AVAILABLE_ZONES = "/v2/available-zones"


def list_zones(client: Client) -> list[dict[str, Any]]:
    """Return the region's availability zones."""
    answer = client.get_object(AVAILABLE_ZONES)
    zones: list[dict[str, Any]] = answer.get("available_zones") or []
    return zones


@reading("available_zones")
def zone_ids(zones: Sequence[dict[str, Any]], wanted: Sequence[str]) -> list[str]:
    """Return the ids of the zones given by ID, code or name, each once. Raises ValidationError for an unknown one."""
    known = {str(zone.get(key)): str(zone["id"]) for key in ("name", "code", "id") for zone in zones if zone.get(key)}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        choice = ", ".join(f"{zone.get('code')} ({zone.get('id')})" for zone in zones)
        raise ValidationError(
            f"'available_zones': {', '.join(unknown)} does not exist in this region; there are: {choice}."
        )
    return list(dict.fromkeys(known[name] for name in wanted))
