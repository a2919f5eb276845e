# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The products instances are made of (not in the API reference)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._api.client import Client

PRODUCTS = "/v2/{engine}/products"


def read_products(client: Client, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the products a region offers, all or those `params` ask for, with their limits and kinds of storage."""
    query = {name: params[name] for name in ("product_id", "type") if params[name]}
    return client.list_all(PRODUCTS, "products", query)
