# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The diagnosis of consumer groups: a report takes a while, and then tells what the state of the service shows."""

from __future__ import annotations

import uuid
from typing import Any

from .call import Call
from .consumer_groups import named_group, topics_of
from .errors import ServiceError, invalid
from .fields import Field, read
from .instances import nodes_of, settled_instances
from .offsets import broker_details, totals
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, ok, spellings
from .state import Instance, Record
from .tasks import effect, require_running, schedule

_START = {"group_name": Field("string", required=True), "node_id_list": Field("strings")}
_DELETE = {"report_id_list": Field("strings", required=True)}
_IN_LIST = (
    "report_id", "group_name", "consumer_nums", "status", "created_at", "abnormal_item_sum", "faulted_node_sum",
)  # fmt: skip


def start(call: Call) -> Answer:
    """POST diagnosis: a report that is finished later."""
    body = read(call.json(), _START)
    require_running(call)
    group = named_group(call, body["group_name"])["name"]
    nodes = {node["id"]: node for node in nodes_of(call.instance)}
    unknown = [name for name in body.get("node_id_list", []) if name not in nodes]
    if unknown:
        raise invalid(f"node_id_list: there is no node {unknown[0][:64]}.")
    report_id = str(uuid.uuid4())
    call.instance.diagnoses.append(
        {
            "report_id": report_id,
            "group_name": group,
            "consumer_nums": 0,
            "status": "diagnosing",
            "created_at": int(call.now * 1000),
            "abnormal_item_sum": 0,
            "faulted_node_sum": 0,
            "nodes": body.get("node_id_list") or list(nodes),
        }
    )
    later = call.now + call.settings.diagnosis_seconds
    schedule(call.instance, later, "diagnosed", {"id": report_id, "status": call.settings.diagnosis_status})
    return ok({"report_id": report_id})


@effect("diagnosed")
def _diagnosed(instance: Instance, data: Record, at: float) -> None:
    for report in instance.diagnoses:
        if report["report_id"] == data["id"]:
            _finish(instance, report, data["status"])


def _finish(instance: Instance, report: Record, ending: str) -> None:
    if ending == "failed" or report["group_name"] not in instance.groups:
        report["status"] = "failed"
        return
    findings = _findings(instance, report["group_name"])
    abnormal = [
        not findings["online"],
        not findings["subscription_consistency"],
        findings["duplicate_client_id"],
        findings["different_consumer_type"],
    ]
    report["diagnosis_node_report_list"] = [_node_report(instance, report, node) for node in report["nodes"]]
    faulted = [node for node in report["diagnosis_node_report_list"] if node["is_faulted"]]
    report.update(findings, abnormal_item_sum=sum(abnormal) + len(faulted), faulted_node_sum=len(faulted))
    verdict = "abnormal" if report["abnormal_item_sum"] else "normal"
    report["status"] = verdict if ending == "verdict" else "finished"


def _findings(instance: Instance, group: str) -> Record:
    clients = instance.consumers.get(group, [])
    subscribed = [
        sorted((one["topic"], one["expression"]) for one in client["subscriptions"] if "topic" in one)
        for client in clients
    ]
    ids = [client["client_id"] for client in clients]
    return {
        "consumer_nums": len(clients),
        "online": bool(clients),
        "message_accumulation": sum(_lag_by_broker(instance, group).values()),
        "subscription_consistency": all(one == subscribed[0] for one in subscribed),
        "duplicate_client_id": len(set(ids)) != len(ids),
        "different_consumer_type": len({client["consume_type"] for client in clients}) > 1,
        "subscriptions": _subscriptions(clients),
    }


def _lag_by_broker(instance: Instance, group: str) -> dict[str, int]:
    lag = dict.fromkeys(instance.brokers, 0)
    for topic in topics_of(instance, group):
        for broker in broker_details(instance, group, instance.topics[topic]):
            lag[broker["broker_name"]] = lag.get(broker["broker_name"], 0) + totals([broker])["lag"]
    return lag


def _subscriptions(clients: list[Record]) -> list[Record]:
    found: dict[str, dict[str, list[str]]] = {}
    for client in clients:
        for one in client["subscriptions"]:
            found.setdefault(one["topic"], {}).setdefault(one["expression"], []).append(client["client_id"])
    return [
        {
            "topic_name": topic,
            "consumers_in_tags": [{"tag_name": tag, "consumers": ids} for tag, ids in tags.items()],
        }
        for topic, tags in found.items()
    ]


def _node_report(instance: Instance, report: Record, node_id: str) -> Record:
    """What is told of a node; a client that a test calls deadlocked shows on the master of each broker."""
    node = next((one for one in nodes_of(instance) if one["id"] == node_id), {"broker_name": "", "broker_id": 0})
    clients = instance.consumers.get(report["group_name"], [])
    locked = [client for client in clients if client.get("dead_lock") and node["broker_id"] == 0]
    lag = _lag_by_broker(instance, report["group_name"]).get(node["broker_name"], 0)
    return {
        "node_id": node_id,
        "is_faulted": bool(locked),
        "abnormal_item_sum": len(locked),
        "message_accumulation": lag if node["broker_id"] == 0 else 0,
        "dead_lock": bool(locked),
        "deadlock_thread": "ConsumeMessageThread_1" if locked else "",
        "stack_id": f"{report['report_id']}.{node_id}" if locked else "",
        "is_pop": False,
        "consume_type": clients[0]["consume_type"] if clients else "",
    }


def list_reports(call: Call) -> Answer:
    """GET diagnosis: the newest first; here the time is a text."""
    page = page_of(call, list(reversed(call.instance.diagnoses)))
    shown = [{**{key: one[key] for key in _IN_LIST}, "created_at": str(one["created_at"])} for one in page.records]
    return ok({"diagnosis_report_list": shown, "total_num": page.total})


def _report(call: Call, report_id: str) -> Record:
    for instance in settled_instances(call.project, call.now):
        for report in instance.diagnoses:
            if report["report_id"] == report_id:
                return report
    raise ServiceError("DMS.00500975")


def show_report(call: Call) -> Answer:
    """GET diagnosis/{id}: without the instance, and with the time as a number."""
    report = _report(call, call.vars["report_id"])
    return ok({key: value for key, value in report.items() if key != "nodes"})


def show_stack(call: Call) -> Answer:
    """GET diagnosis/stack/{id}."""
    stack_id: str = call.vars["stack_id"]
    nodes: list[Any] = _report(call, stack_id.partition(".")[0]).get("diagnosis_node_report_list", [])
    for node in nodes:
        if node["stack_id"] == stack_id:
            name = node["deadlock_thread"]
            return ok({"thread_name": name, "stack": f"{name} waits for a lock that another thread holds"})
    raise ServiceError("DMS.00500975")


def delete_reports(call: Call) -> Answer:
    """POST diagnosis/batch-delete: those that do not exist are passed over."""
    ids = read(call.json(), _DELETE)["report_id_list"]
    if not ids:
        raise invalid("report_id_list is empty.")
    reports = call.instance.diagnoses
    deleted = [one["report_id"] for one in reports if one["report_id"] in ids]
    reports[:] = [one for one in reports if one["report_id"] not in deleted]
    return ok({"report_id_list": deleted})


_OLD, _NEW = "/v2/{engine}/{project_id}/diagnosis", "/v2/{project_id}/rocketmq/diagnosis"
_ONE = "/{instance_id}/diagnosis"
ROUTES = [
    *spellings("POST", _ONE, start, "er"),
    *spellings("GET", _ONE, list_reports, "er", query=PAGE_QUERY),
    Route("GET", _OLD + "/{report_id}", show_report),
    Route("GET", _NEW + "/{report_id}", show_report, twin=True),
    Route("GET", _OLD + "/stack/{stack_id}", show_stack),
    Route("GET", _NEW + "/stack/{stack_id}", show_stack, twin=True),
    *spellings("POST", _ONE + "/batch-delete", delete_reports, "R"),
]
