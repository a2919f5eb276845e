# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an instance looks like from outside: the fields of its answers, and the addresses made up for it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any

from .catalogue import PRODUCTS, instance_type
from .state import Record

# What is left of a disk after formatting; the reference shows 558 of 600.
_USABLE_PERCENT = 93
# How many nodes a broker of a cluster has.
_NODES = 3
_FEATURES = "rocketmq.acl,message_trace_enable,features.log.collection,auto_topic_switch,route"


def usable(storage: int) -> int:
    """The size that `storage_space` shows for an ordered size."""
    return storage * _USABLE_PERCENT // 100


def private_address(instance_id: str, number: int) -> str:
    """The address of a node, always the same for the same node."""
    digest = hashlib.sha256(f"{instance_id}/{number}".encode()).digest()
    return f"192.168.{digest[0]}.{digest[1] % 250 + 2}"


def public_address(eip_id: str) -> str:
    """The address of an EIP, always the same for the same EIP."""
    digest = hashlib.sha256(eip_id.encode()).digest()
    return f"198.18.{digest[0]}.{digest[1]}"


def shuffled_zones(zones: Sequence[str]) -> list[str]:
    """The zones in an order that is not the caller's."""
    ordered = sorted(zones)
    return ordered[::-1] if len(ordered) > 1 and ordered == list(zones) else ordered


def product_fields(product_id: str, brokers: int) -> Record:
    """The fields that follow from the flavour and the number of brokers."""
    product = PRODUCTS.get(product_id)
    result: Record = {
        "product_id": product_id,
        "type": instance_type(product) if product else "cluster",
        "specification": f"{product_id} * {brokers} broker",
        "broker_num": brokers,
    }
    if product is None or product.engine_version == "4.8.0":
        # Three per broker and two name servers, as in the reference.
        result["node_num"] = 3 * brokers + 2
    return result


def storage_fields(storage: int) -> Record:
    """The fields that follow from the ordered size."""
    return {
        "total_storage_space": storage,
        "storage_space": usable(storage),
        "used_storage_space": storage * 28 // 600,
    }


def node_address(instance_id: str, broker: int, node: int) -> str:
    """The address of one of the nodes of a broker; the first two addresses are the name servers'."""
    return private_address(instance_id, 2 + _NODES * broker + node)


def cross_vpc_info(fields: Record, advertised: dict[str, str]) -> str:
    """All nodes by the address they listen on, with the one that they tell clients in other VPCs: JSON in a text."""
    instance_id, port = str(fields["instance_id"]), _port(fields)
    nodes = {private_address(instance_id, number): ("-", str(port + number)) for number in (0, 1)}
    for broker in range(_brokers(fields)):
        for node in range(1 if str(fields.get("type", "")).startswith("single") else _NODES):
            # The reference shows a name server port of broker nodes that is empty, and one that is a dash.
            last = node == _NODES - 1
            nodes[node_address(instance_id, broker, node)] = (str(10100 + node), "-" if last else "")
    shown_nodes = {
        address: {
            "advertised_ip": advertised.get(address, address),
            "broker_port": broker_port,
            "port_id": str(uuid.uuid5(uuid.NAMESPACE_DNS, address)),
            "namesrv_port": namesrv_port,
        }
        for address, (broker_port, namesrv_port) in nodes.items()
    }
    return json.dumps(shown_nodes, separators=(",", ":"))


def _brokers(fields: Record) -> int:
    return int(fields.get("broker_num") or 1)


def _port(fields: Record) -> int:
    return 8300 if fields["tls_mode"] == "SSL" else 8100


def address_fields(fields: Record, advertised: dict[str, str]) -> Record:
    """The private addresses of an instance that has these fields."""
    instance_id, port = str(fields["instance_id"]), _port(fields)
    name_servers = [private_address(instance_id, number) for number in (0, 1)]
    masters = [node_address(instance_id, broker, 0) for broker in range(_brokers(fields))]
    result: Record = {
        "namesrv_address": ";".join(f"{address}:{port}" for address in name_servers),
        "broker_address": ",".join(f"{address}:10100" for address in masters),
        "cross_vpc_info": cross_vpc_info(fields, advertised),
    }
    if str(fields["engine_version"]).startswith("5"):
        result["grpc_address"] = f"{name_servers[0]}:8080"
    return result


def _ipv6_fields(instance_id: str, order: Record) -> Record:
    """The IPv6 addresses: those that were ordered, or made up ones."""
    if not order.get("ipv6_enable"):
        return {}
    digest = hashlib.sha256(instance_id.encode()).hexdigest()
    return {
        "ipv6_broker_address": order.get("ipv6_broker_address") or f"fd00::{digest[:4]}:{digest[4:8]}",
        "ipv6_namesrv_address": order.get("ipv6_namesrv_address") or f"fd00::{digest[8:12]}:{digest[12:16]}",
    }


def public_fields(publicip_id: str) -> Record:
    """The fields of public access; an empty id means there is none."""
    addresses = [public_address(eip_id) for eip_id in publicip_id.split(",") if eip_id]
    return {
        "enable_publicip": bool(addresses),
        "publicip_id": ",".join(eip_id for eip_id in publicip_id.split(",") if eip_id),
        "publicip_address": ",".join(addresses),
        "public_namesrv_address": ";".join(f"{address}:8200" for address in addresses[:1]),
        "public_broker_address": ",".join(f"{address}:10101" for address in addresses[1:] or addresses),
    }


def _network_fields(order: Record) -> Record:
    return {
        "vpc_id": order["vpc_id"],
        "vpc_name": "vpc-emulator",
        "security_group_id": order["security_group_id"],
        "security_group_name": "Sys-default",
        "subnet_id": order["subnet_id"],
        "subnet_name": "subnet-emulator",
        "subnet_cidr": "192.168.0.0/16",
    }


def new_fields(instance_id: str, order: Record, now: float, user: tuple[str, str]) -> Record:
    """All fields of a new instance, from the order for it."""
    brokers = int(order["broker_num"])
    tls_mode = str(order.get("tls_mode") or ("SSL" if order.get("ssl_enable") else "PLAINTEXT"))
    prepaid = (order.get("bss_param") or {}).get("charging_mode") == "prePaid"
    fixed: dict[str, Any] = {
        "name": order["name"],
        "engine": "reliability",
        "status": "CREATING",
        "description": order.get("description", ""),
        "engine_version": order["engine_version"],
        "instance_id": instance_id,
        "resource_spec_code": "",
        "charging_mode": 0 if prepaid else 1,
        "created_at": str(int(now * 1000)),
        "available_zones": shuffled_zones(order["available_zones"]),
        "user_id": user[0],
        "user_name": user[1],
        "maintain_begin": "02:00:00",
        "maintain_end": "06:00:00",
        "enable_log_collection": False,
        "ssl_enable": tls_mode != "PLAINTEXT",
        "tls_mode": tls_mode,
        "storage_resource_id": str(uuid.uuid4()),
        "storage_spec_code": order["storage_spec_code"],
        "service_type": "advanced",
        "storage_type": "hec",
        "extend_times": 0,
        "ipv6_enable": order.get("ipv6_enable", False),
        "support_features": _FEATURES,
        "disk_encrypted": order.get("disk_encrypted_enable", False),
        "disk_encrypted_key": order.get("disk_encrypted_key", ""),
        "ces_version": "linux,v1,v2",
        "new_spec_billing_enable": True,
        "enable_acl": order.get("enable_acl", False),
        "dns_enable": False,
        "auto_volume_expand_enable": False,
        "enterprise_project_id": order.get("enterprise_project_id", "0"),
        "arch_type": order.get("arch_type", "X86"),
        "config_ssl_need_restart_process": False,
    }
    fixed.update(product_fields(order["product_id"], brokers))
    return {
        **fixed,
        **_network_fields(order),
        **storage_fields(order["storage_space"]),
        **address_fields(fixed, {}),
        **_ipv6_fields(instance_id, order),
        **public_fields(order.get("publicip_id", "") if order.get("enable_publicip") else ""),
    }


def shown(fields: Record, tags: dict[str, str]) -> Record:
    """The answer: tags are there only when the instance has some."""
    if not tags:
        return fields
    return {**fields, "tags": [{"key": key, "value": value} for key, value in tags.items()]}
