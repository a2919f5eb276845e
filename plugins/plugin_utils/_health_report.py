# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The state of an estate with what deserves attention in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from . import _health as health
from ._health_thresholds import FAILURE, WARNING

# So many failures a message tells.
MOST_TOLD = 10


class Report(NamedTuple):
    """What the page and the text are made of.

    found: what the module health_info returned. findings: what deserves attention. drift: as `drift_of` returns it.
    fail_on: from when on something is a failure. time: when it was read. hours: how far back.
    """

    found: Mapping[str, Any]
    findings: Sequence[health.Finding]
    drift: Sequence[Mapping[str, Any]] | None
    fail_on: Mapping[str, float | bool]
    time: str
    hours: int


def make_report(found: Mapping[str, Any], fail_on: Mapping[str, Any], compared: Any, hours: int, time: str) -> Report:
    """Return the report on what was found. compared: what the module fleet returned in check mode, if it ran."""
    drift = health.drift_of(compared)
    return Report(found, health.findings(found, drift or [], fail_on), drift, fail_on, time, hours)


def totals(report: Report) -> dict[str, int]:
    """Return the numbers at the top."""
    instances = report.found["instances"]
    groups = [group for instance in instances for group in instance["consumer_groups"] or ()]
    return {
        "instances": len(instances),
        "not running": sum(1 for one in instances if one["status"] != "RUNNING"),
        "failures": sum(1 for one in report.findings if one.level == FAILURE),
        "warnings": sum(1 for one in report.findings if one.level == WARNING),
        "open to the world": sum(1 for one in instances if health.openings(one)),
        "consumer groups": len(groups),
        "messages behind": sum(group["lag"] or 0 for group in groups),
        "new dead letters": sum(group["new_dead_letters"] or 0 for group in groups),
    }


def failure_message(report: Report) -> str:
    """Return which thresholds are reached, and where; "" if none is."""
    failed = [one for one in report.findings if one.level == FAILURE]
    if not failed:
        return ""
    told = "; ".join(f"{one.where}: {one.text} ({one.check})" for one in failed[:MOST_TOLD])
    more = f"; and {len(failed) - MOST_TOLD} more" if len(failed) > MOST_TOLD else ""
    return f"{health.count(len(failed), 'failure')}: {told}{more}"
