# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The state of an estate as an HTML page: without scripts, nothing from elsewhere, every text escaped. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import _health as health
from ._health_report import Report, totals
from ._health_style import STYLE
from ._health_thresholds import CHECKS, FAILURE, WARNING, level_of
from ._html import Html, chip, gauge, join, table, tag

# So many findings, and so many lines and groups of an instance, the page shows; the text has all.
MOST_FINDINGS = 200
MOST_ROWS = 12
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(report: Report) -> str:
    """Return the page."""
    body = join(
        [
            tag("h1", "RocketMQ health"),
            tag("p", f"Read at {report.time}", class_="muted"),
            _tiles(report),
            tag("h2", "What needs attention"),
            _attention(report),
            tag("h2", "Instances"),
            _overview(report),
            *([tag("h2", "Compared with the fleet"), _drift(report.drift)] if report.drift is not None else ()),
            tag("h2", "Quotas"),
            _quotas(report),
            tag("h2", "Each instance"),
            *[_section(report, instance) for instance in report.found["instances"]],
            tag("h2", "What is checked"),
            _checks(report),
        ],
        "\n",
    )
    head = (
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>RocketMQ health</title>\n<style>{STYLE}</style>"
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def _tiles(report: Report) -> Html:
    levels = {"failures": "failure", "warnings": "warning", "not running": "failure", "open to the world": "failure"}
    tiles = [
        tag("li", tag("b", f"{number:,}", class_=levels.get(name, "") if number else ""), name)
        for name, number in totals(report).items()
    ]
    return tag("ul", *tiles, class_="tiles")


def _attention(report: Report) -> Html:
    if not report.findings:
        return tag("p", "Nothing.", class_="ok")
    shown = report.findings[:MOST_FINDINGS]
    places = dict.fromkeys((one.where, one.instance_id) for one in shown)
    rows = [
        ("", [_link(*place), _lines([one for one in shown if (one.where, one.instance_id) == place])])
        for place in places
    ]
    more = _more(len(report.findings) - MOST_FINDINGS, "findings")
    return join([table(["where", "what"], rows), more])


def _lines(found: Sequence[health.Finding]) -> Html:
    lines = [tag("li", tag("span", one.level, class_=one.level), f" {one.text}") for one in found]
    return tag("ul", *lines, class_="lines")


def _more(number: int, what: str) -> Html:
    return tag("p", f"{number:,} more {what} are in the text.", class_="muted") if number > 0 else Html("")


def _link(text: str, instance_id: str) -> Any:
    return tag("a", text, href=f"#{_anchor(instance_id)}") if instance_id else text


def _anchor(instance_id: Any) -> str:
    return f"instance-{instance_id}"


def _worst(report: Report, instance: Mapping[str, Any]) -> str:
    levels = [one.level for one in report.findings if one.instance_id == str(instance["instance_id"])]
    return FAILURE if FAILURE in levels else WARNING if levels else ""


def _overview(report: Report) -> Html:
    rows = []
    for one in report.found["instances"]:
        label = _link(health.label_of(one, report.found), str(one["instance_id"]))
        cells = [label, _status(one), _disk(report, one), _access(one), _tasks(one), *_groups_in_short(one)]
        rows.append((_worst(report, one), cells))
    columns = ["instance", "status", "disk", "access", "tasks", "groups", "most behind", "new dead letters"]
    return table(columns, rows, ["new dead letters"]) if rows else tag("p", "None was found.", class_="muted")


def _status(one: Mapping[str, Any]) -> Html:
    level = "ok" if one["status"] == "RUNNING" else "failure"
    nodes = "" if one["nodes"] is None else f", {health.count(len(one['nodes']), 'node')}"
    brokers = "" if one["broker_num"] is None else health.count(one["broker_num"], "broker")
    version = one["engine_version"] or "version unknown"
    return join([tag("span", one["status"], class_=level), tag("div", f"{version}, {brokers}{nodes}".strip(", "))])


def _disk(report: Report, one: Mapping[str, Any]) -> Any:
    percent = health.disk_percent(one)
    if percent is None:
        return _unknown()
    told = f"{one['used_storage_space']} of {one['storage_space']} GB, {percent}\u00a0%"
    return join([told, gauge(percent, told, level_of("disk_percent", percent, report.fail_on))])


def _unknown() -> Html:
    return tag("span", "unknown", class_="muted")


def _access(one: Mapping[str, Any]) -> Html:
    is_public = one["enable_publicip"]
    open_level = FAILURE if is_public else WARNING
    tls = str(one["tls_mode"] or ("unknown" if one["ssl_enable"] is None else "on" if one["ssl_enable"] else "off"))
    encrypted = one["ssl_enable"] and tls.upper() != "PERMISSIVE"
    chips = [
        chip("public" if is_public else "private", "warning" if is_public else "muted"),
        chip(f"TLS {tls}", "ok" if encrypted else open_level if is_public else "muted"),
        chip(f"ACL {_switch(one['enable_acl'])}", "ok" if one["enable_acl"] else open_level),
    ]
    if health.openings(one):
        chips.append(chip("open to the world", FAILURE))
    return join(chips)


def _switch(value: Any) -> str:
    return "unknown" if value is None else "on" if value else "off"


def _tasks(one: Mapping[str, Any]) -> Any:
    if one["tasks"] is None:
        return _unknown()
    running = sum(1 for task in one["tasks"] if task["status"] in health.RUNNING_TASK)
    failed = len(one["tasks"]) - running
    told = [f"{running} running"] if running else []
    told += [tag("span", f"{failed} failed", class_="warning")] if failed else []
    return join(told, ", ") if told else "none"


def _groups_in_short(one: Mapping[str, Any]) -> list[Any]:
    groups = one["consumer_groups"]
    if groups is None:
        return [_unknown()] * 3
    offline = len(health.offline_groups(one))
    told = join([str(len(groups)), *([tag("span", f"{offline} offline", class_="warning")] if offline else [])], ", ")
    behind = max((group for group in groups if group["lag"]), key=lambda group: int(group["lag"]), default=None)
    most = f"{behind['lag']:,} ({behind['name']})" if behind else _no_lag(groups)
    counted = [group["new_dead_letters"] for group in groups if group["new_dead_letters"] is not None]
    return [told, most, f"{sum(counted):,}" if counted or not groups else _unknown()]


def _no_lag(groups: Sequence[Mapping[str, Any]]) -> Any:
    return _unknown() if any(group["lag"] is None for group in groups) else "0"


def _drift(drift: Sequence[Mapping[str, Any]]) -> Html:
    different = [one for one in drift if one["lines"]]
    same = len(drift) - len(different)
    told = tag("p", f"{health.count(same, 'instance')} as wanted.", class_="ok") if same else Html("")
    rows = [("", [one["name"], _plain_lines(one["lines"])]) for one in different]
    return join([told, *([table(["instance", "difference"], rows)] if rows else [])])


def _plain_lines(lines: Sequence[Any]) -> Html:
    return tag("ul", *[tag("li", line) for line in lines], class_="lines")


def _quotas(report: Report) -> Html:
    rows = []
    for connection in report.found["connections"]:
        for quota in connection["quotas"] or ():
            percent = health.percent_of(quota.get("used"), quota.get("quota"))
            level = level_of("quota_percent", percent or 0, report.fail_on)
            told = f"{quota.get('used')} of {quota.get('quota')}" + ("" if percent is None else f", {percent}\u00a0%")
            rows.append(
                (
                    level,
                    [health.place_of(connection), quota.get("type"), join([told, gauge(percent or 0, told, level)])],
                )
            )
    return table(["region", "quota", "in use"], rows) if rows else tag("p", "None was read.", class_="muted")


def _section(report: Report, one: Mapping[str, Any]) -> Html:
    facts = f"{health.place_of(one)}, id {one['instance_id']}"
    parts: list[Any] = [tag("p", facts, class_="muted"), tag("div", _status(one)), tag("div", _access(one))]
    if one["publicip_address"]:
        parts.append(tag("p", f"Public addresses: {one['publicip_address']}"))
    mine = [found for found in report.findings if found.instance_id == str(one["instance_id"])]
    parts += [_lines(mine[:MOST_ROWS]), _more(len(mine) - MOST_ROWS, "findings")] if mine else []
    if one["tasks"]:
        lines = [f"{task['name']}: {task['status']}, began {_minute(task['created_at'])}" for task in one["tasks"]]
        parts += [tag("p", "Background tasks:"), _plain_lines(lines[:MOST_ROWS])]
        parts.append(_more(len(lines) - MOST_ROWS, "tasks"))
    parts.append(_groups(report, one))
    title = tag("h3", health.label_of(one, report.found), id=_anchor(one["instance_id"]))
    return join([title, *parts], "\n")


def _minute(moment: Any) -> str:
    return str(moment)[:16].replace("T", " ")


def _groups(report: Report, one: Mapping[str, Any]) -> Html:
    every = health.by_lag(one["consumer_groups"] or ())
    groups = [group for group in every if _is_of_note(group)]
    most = max((group["lag"] or 0 for group in groups), default=0)
    rows = []
    for group in groups[:MOST_ROWS]:
        cells = [group["name"], _lag(report, group, most), _consumers(group), _letters(group)]
        rows.append(("", cells))
    quiet = len(every) - len(groups)
    told = f"{health.count(quiet, 'consumer group')} with nothing behind." if quiet else ""
    return join(
        [
            table(["group", "behind", "consumers", "dead letters"], rows, kind="compact") if rows else "",
            _more(len(groups) - MOST_ROWS, "consumer groups"),
            tag("p", told, class_="muted") if told else "",
        ]
    )


def _is_of_note(group: Mapping[str, Any]) -> bool:
    """Whether a group is behind, or may be, or is not as usual."""
    return group["lag"] != 0 or group["dead_letters"] != 0 or group["online"] is not True


def _lag(report: Report, group: Mapping[str, Any], most: int) -> Any:
    if group["lag"] is None:
        return _unknown()
    told = f"{group['lag']:,}" + (f", {group['unknown_queues']} queues unknown" if group["unknown_queues"] else "")
    level = level_of("lag", group["lag"], report.fail_on)
    return join([told, gauge(100 * group["lag"] / most if most else 0, f"{told} messages", level)])


def _consumers(group: Mapping[str, Any]) -> Any:
    if not group["enabled"]:
        return "disabled"
    if group["online"] is None:
        return _unknown()
    return "online" if group["online"] else tag("span", "offline", class_="warning")


def _letters(group: Mapping[str, Any]) -> Any:
    if group["dead_letters"] is None:
        return _unknown()
    new = f", {group['new_dead_letters']:,} new" if group["new_dead_letters"] else ""
    return f"{group['dead_letters']:,}{new}"


def _checks(report: Report) -> Html:
    def told(limit: Any) -> str:
        return "-" if limit is None or limit is False else "yes" if limit is True else f"from {limit:,}"

    rows = [
        ("", [join([tag("b", name), f": {check.what}"]), told(check.default), told(report.fail_on.get(name))])
        for name, check in CHECKS.items()
    ]
    note = f"Tasks and new dead letters are those of the last {report.hours} hours."
    return join([table(["check", "marked", "fails"], rows, kind="compact"), tag("p", note, class_="muted")])
