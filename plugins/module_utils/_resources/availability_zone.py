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
    meant = {name: _meant(zones, name) for name in wanted}
    unknown = [name for name, ids in meant.items() if not ids]
    if unknown:
        choice = ", ".join(f"{zone.get('code')} ({zone.get('id')})" for zone in zones)
        raise ValidationError(
            f"'available_zones': {', '.join(unknown)} does not exist in this region; there are: {choice}."
        )
    for name, ids in meant.items():
        if len(ids) > 1:
            raise ValidationError(
                f"'available_zones': {name} is the name of {len(ids)} zones; give the ID: {', '.join(ids)}."
            )
    return list(dict.fromkeys(ids[0] for ids in meant.values()))


def _meant(zones: Sequence[dict[str, Any]], wanted: str) -> list[str]:
    """Return the ids of the zones that are meant by an ID, or else by a code or name."""
    if any(zone["id"] == wanted for zone in zones):
        return [wanted]
    return list(dict.fromkeys(str(zone["id"]) for zone in zones if wanted in (zone.get("code"), zone.get("name"))))
