# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What to do about an error code, in short."""

from __future__ import annotations


def hint(code: str, status: int) -> str:
    """Return advice for an error code of the service, or for an HTTP status if the code is not known ("" if none)."""
    return ""
