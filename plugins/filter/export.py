# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters of the playbook huaweicloud.rocketmq.export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..plugin_utils._export import fleet_document, host_variables


class FilterModule:
    """The filters by name."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"fleet_document": fleet_document, "fleet_host_variables": host_variables}
