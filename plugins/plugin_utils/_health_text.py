# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The state of an estate as plain text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import _health as health
from ._health_report import Report, totals
from ._health_thresholds import CHECKS
from ._html import plain


def text(report: Report) -> str:
    """Return the text."""
    lines = [
        "ROCKETMQ HEALTH",
        "",
        f"  read at {report.time}; tasks and new dead letters are those of the last {report.hours} hours",
        *(f"  {number:>10,}  {name}" for name, number in totals(report).items()),
        "",
        "WHAT NEEDS ATTENTION",
        "",
        *(f"  {one.level:<8} {one.where}: {one.text} ({one.check})" for one in report.findings),
        *([] if report.findings else ["  nothing"]),
        *_drift(report),
        "",
        "QUOTAS",
        "",
        *(_quotas(report) or ["  none was read"]),
    ]
    for instance in report.found["instances"]:
        lines += ["", *_instance(report, instance)]
    lines += ["", "WHAT IS CHECKED", "", *_checks(report)]
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def _drift(report: Report) -> Iterator[str]:
    if report.drift is None:
        return
    yield from ("", "COMPARED WITH THE FLEET", "")
    for one in report.drift:
        yield f"  {one['name']}: {'; '.join(one['lines']) or 'as wanted'}"


def _quotas(report: Report) -> list[str]:
    return [
        f"  {health.place_of(connection)}: {quota.get('type')}, {quota.get('used')} of {quota.get('quota')}"
        for connection in report.found["connections"]
        for quota in connection["quotas"] or ()
    ]


def _instance(report: Report, one: Mapping[str, Any]) -> Iterator[str]:
    yield f"INSTANCE {health.label_of(one, report.found)}"
    yield ""
    yield f"  {'where':<18} {health.place_of(one)}, id {one['instance_id']}"
    yield f"  {'status':<18} {one['status']}"
    yield f"  {'version':<18} {_known(one['engine_version'])}"
    nodes = "unknown" if one["nodes"] is None else len(one["nodes"])
    yield f"  {'size':<18} brokers {_known(one['broker_num'])}, nodes {nodes}"
    percent = health.disk_percent(one)
    disk = "unknown" if percent is None else f"{one['used_storage_space']} of {one['storage_space']} GB, {percent} %"
    yield f"  {'disk':<18} {disk}"
    yield f"  {'public access':<18} {_switch(one['enable_publicip'])} {one['publicip_address'] or ''}"
    yield f"  {'TLS':<18} {one['tls_mode'] or _switch(one['ssl_enable'])}"
    yield f"  {'access control':<18} {_switch(one['enable_acl'])}"
    yield f"  {'open to the world':<18} {'; '.join(health.openings(one)) or 'no'}"
    for task in one["tasks"] or ():
        yield f"  {'task':<18} {task['name']}: {task['status']}, began {task['created_at']}"
    if one["consumer_groups"] is None:
        yield f"  {'consumer groups':<18} unknown"
    for group in health.by_lag(one["consumer_groups"] or ()):
        yield f"  {'consumer group':<18} {_group(group)}"


def _group(group: Mapping[str, Any]) -> str:
    state = "disabled" if not group["enabled"] else {True: "online", False: "offline"}.get(group["online"], "unknown")
    unknown = f" ({group['unknown_queues']} queues unknown)" if group["unknown_queues"] else ""
    letters = f"dead letters {_known(group['dead_letters'])}, new {_known(group['new_dead_letters'])}"
    return f"{group['name']}: {state}, behind {_known(group['lag'])}{unknown}, {letters}"


def _known(value: Any) -> str:
    return "unknown" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _switch(value: Any) -> str:
    return "unknown" if value is None else "on" if value else "off"


def _checks(report: Report) -> Iterator[str]:
    for name, check in CHECKS.items():
        limit = report.fail_on.get(name)
        fails = f"; fails: {limit}" if limit is not None else ""
        yield f"  {name:<18} {check.what}; marked: {'yes' if check.default is True else f'from {check.default}'}{fails}"
