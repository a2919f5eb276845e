# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What can be bought: availability zones, products, disk types."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from .call import Call
from .errors import invalid
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, ok, spellings

STORAGE_SPECS = (
    "dms.physical.storage.high.v2",
    "dms.physical.storage.ultra.v2",
    "dms.physical.storage.general",
    "dms.physical.storage.extreme",
)
# The reference's own ids, for the region of the reference.
_REFERENCE_ZONES = (
    "8c90c2a4e2594c0782faa6b205afeca7",
    "d539378ec1314c85b76fefa3f7071458",
    "9f1c5806706d4c1fb0eb72f0a9b18c77",
)


@dataclass(slots=True, frozen=True)
class Product:
    """A flavour of instance. Limits are per broker."""

    id: str
    engine_version: str
    type: str
    max_topics: int
    max_groups: int
    min_storage: int
    max_broker: int
    billing_code: str


def _four(size: str, limit: int, type_: str = "cluster") -> Product:
    return Product(f"c6.{size}", "4.8.0", type_, limit, limit, 300, 10, "dms.platinum.c6")


def _five(size: str, type_: str, limit: int, max_broker: int = 10) -> Product:
    edition = "pro" if "professional" in type_ else "basic"
    shape = "single" if type_.startswith("single") else "cluster"
    return Product(
        f"rocketmq.{size}", "5.x", type_, limit, limit, 100, max_broker, f"dms.rocketmq.{edition}.{shape}.tps"
    )


PRODUCTS: dict[str, Product] = {
    product.id: product
    for product in (
        _four("4u8g.cluster.small", 2000, "cluster.small"),
        _four("4u8g.cluster", 4000),
        _four("8u16g.cluster", 8000),
        _four("12u24g.cluster", 12000),
        _four("16u32g.cluster", 16000),
        _five("b1.large.1", "single.basic", 50, max_broker=1),
        _five("b2.large.4", "cluster.basic", 2000),
        _five("b2.large.8", "cluster.basic", 4000),
        _five("b2.large.12", "cluster.basic", 6000),
        _five("p1.large.1", "cluster.professional", 2000),
        _five("p2.large.8", "cluster.professional", 4000),
        _five("p2.large.12", "cluster.professional", 6000),
        _five("p2.large.20", "cluster.professional", 8000),
        _five("p2.large.40", "cluster.professional", 12000),
        _five("p2.large.100", "cluster.professional", 16000),
        _five("p2.large.150", "cluster.professional", 20000),
        _five("p2.large.200", "cluster.professional", 24000),
        _five("p2.large.300", "cluster.professional", 30000),
    )
}
MAX_STORAGE_PER_BROKER = 30_000


def instance_type(product: Product) -> str:
    """The type that an instance of this product shows: 4.8.0 has one, though its products have two."""
    return "cluster" if product.engine_version == "4.8.0" else product.type


def zone_ids(region: str) -> tuple[str, ...]:
    """The three AZ ids of a region."""
    if region == "eu-west-0":
        return _REFERENCE_ZONES
    return tuple(hashlib.sha256(f"{region}{letter}".encode()).hexdigest()[:32] for letter in "abc")


def zones(region: str, sold_out: tuple[str, ...], one_name: bool = False) -> list[dict[str, Any]]:
    """The AZs of a region as the API shows them."""
    return [
        {
            "soldOut": zone_id in sold_out,
            "id": zone_id,
            "code": f"{region}{letter}",
            "name": "AZ 1" if one_name else f"AZ {number}",
            "port": ("8002", "8003", "443")[number - 1],
            "resource_availability": "false" if zone_id in sold_out else "true",
            "default_az": number == 3,
            # The largest Long: the reference's example shows it rounded, beyond what its own type holds.
            "remain_time": 9223372036854775807,
            "ipv6_enable": number != 1,
        }
        for number, (letter, zone_id) in enumerate(zip("abc", zone_ids(region), strict=True), 1)
    ]


def _region_of_caller(call: Call) -> str:
    """This API has no project in its path: the token or a header tells the region."""
    token = call.state.tokens.get(call.headers.get("X-Auth-Token", ""), {})
    project_id = call.headers.get("X-Project-Id") or token.get("project_id") or ""
    project = call.state.projects.get(project_id)
    return project.name.split("_")[0] if project else call.state.region


def list_zones(call: Call) -> Answer:
    """GET /v2/available-zones."""
    region = _region_of_caller(call)
    return ok(
        {
            "region_id": region,
            "available_zones": zones(region, call.settings.sold_out_zones, call.settings.zones_of_one_name),
        }
    )


def _properties(product: Product) -> dict[str, str]:
    return {
        "max_broker": str(product.max_broker),
        "min_broker": "1",
        "max_topic_per_broker": str(product.max_topics),
        "max_consumer_per_broker": str(product.max_groups),
        "min_storage_per_node": str(product.min_storage),
        "max_storage_per_node": str(MAX_STORAGE_PER_BROKER),
        "engine_versions": product.engine_version,
        "product_alias": product.id,
    }


def _offer(product: Product, region: str) -> dict[str, Any]:
    codes = [f"{region}{letter}" for letter in "abc"]
    return {
        "type": product.type,
        "product_id": product.id,
        "ecs_flavor_id": "c6.xlarge.2",
        "billing_code": product.billing_code,
        "arch_types": ["X86"],
        "charging_mode": ["monthly", "hourly"],
        "ios": [
            {"io_spec": spec, "type": "evs", "available_zones": codes, "unavailable_zones": []}
            for spec in STORAGE_SPECS[:2]
        ],
        "support_features": [],
        "properties": _properties(product),
        "qingtian_incompatible": False,
    }


def _products(call: Call, region: str, version: str | None) -> Answer:
    type_, product_id = call.query.get("type"), call.query.get("product_id")
    offers = [
        _offer(product, region)
        for product in PRODUCTS.values()
        if (type_ is None or product.type == type_)
        and (product_id is None or product.id == product_id)
        and (version is None or product.engine_version == version)
    ]
    # The catalogue is short and clients read it in one go: without a limit it comes whole.
    if "limit" not in call.query and "offset" not in call.query:
        counts, records = {"total": len(offers), "next_offset": -1, "previous_offset": -1}, offers
    else:
        page = page_of(call, offers)
        counts, records = page.counts(), list(page.records)
    return ok({**counts, "engine": "rocketmq", "versions": ["4.8.0", "5.x"], "products": records})


def list_products(call: Call) -> Answer:
    """GET /v2/{engine}/products."""
    return _products(call, _region_of_caller(call), None)


def list_extend_products(call: Call) -> Answer:
    """GET extend: what this instance can be resized to."""
    fields = call.instance.fields
    return _products(call, call.project.name, str(fields["engine_version"]))


def show_cores(call: Call) -> Answer:
    """GET /v2/rocketmq/products/cores."""
    product = PRODUCTS.get(call.query.get("product_id", ""))
    brokers = call.query.get("broker_num", "")
    if product is None:
        raise invalid("product_id is not known.")
    if not brokers.isascii() or not brokers.isdigit() or len(brokers) > 3:
        raise invalid("broker_num must be a whole number.")
    return ok({"core_num": 4 * int(brokers), "total_extend_storage_space": 0})


ROUTES = [
    Route("GET", "/v2/available-zones", list_zones, query=("engine",)),
    Route("GET", "/v2/{engine}/products", list_products, query=("type", "product_id", "engine", *PAGE_QUERY)),
    Route("GET", "/v2/rocketmq/products/cores", show_cores, query=("instance_id", "product_id", "broker_num")),
    *spellings("GET", "/{instance_id}/extend", list_extend_products, "er", query=("type", *PAGE_QUERY)),
]
