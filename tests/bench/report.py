# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The measurements as a table and a plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .fleets import COUNTS, FleetRow
from .measure import CONCURRENCY, LOOP, Row

LICENSE = """\
<!--
Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->
"""
HEADER = f"""\
{LICENSE}
# Benchmark

Made by `make bench` against the emulator, which adds the given latency to each answer, with 10 requests at once.
Medians of the runs.

- **seconds** are those of one task as `ansible-playbook` runs it, its start included.
- **start** is the same task with the same list, refused by its own check before the first request: what Ansible takes
  to bring a list of this length to a module, to check it, and to show the result.
- **floor** is a bare threaded program that sends exactly the necessary requests, without the start of a process.
  It does not wait for the jobs that delete topics.
- **ratio** is (seconds - start) / floor.

The goals are told twice where a start is taken off: that of the same task with the same list, and that of a task with
one topic. The second is out of reach for any module that is given 4,000 topics: `ansible.builtin.set_fact` with the
same list, which starts no process and sends nothing, takes longer by itself (see the last table).

![Seconds of one task](benchmark.svg)
"""


class Facts(NamedTuple):
    """What was measured beside the rows: seconds by name, answers a second, MB by number of topics and work."""

    loops: Mapping[str, float]
    starts: Mapping[str, float]
    rates: Mapping[str, float]
    memory: Mapping[int, Mapping[str, float]]
    largest: int


def goals(rows: Sequence[Row], facts: Facts) -> str:
    """Return what was to be reached, and whether it was."""
    lines = ["| goal | measured | reached |", "| --- | --- | --- |"]

    def goal(text: str, value: float, limit: float, unit: str = "", least: bool = False) -> None:
        reached = value >= limit if least else value <= limit
        bound = f"at {'least' if least else 'most'} {limit:g}{unit}"
        lines.append(f"| {text}, {bound} | {value:.2f}{unit} | {'yes' if reached else 'no'} |")

    found = {(row.what, row.topics): row for row in rows if row.latency == 0.02}
    for what, count, limit in (("create topics", 1000, 1.3), ("no change of topics", 4000, 1.5)):
        row = found.get((what, count))
        if row and row.floor and row.ratio:
            goal(f"{what}, {count}: (seconds - start of the same task) / floor", row.ratio, limit)
            small = (row.seconds - facts.starts["ours"]) / row.floor
            goal(f"{what}, {count}: (seconds - start of a task with one topic) / floor", small, limit)
    for what in ("create topics", "no change of topics"):
        few, many = found.get((what, 1000)), found.get((what, 4000))
        if few and many:
            goal(f"{what}: work on 4,000 / work on 1,000 (seconds - start)", _work(many) / _work(few), 4.4)
            goal(f"{what}: requests for 4,000 / requests for 1,000", many.requests / few.requests, 4)
    ratio = facts.loops["singular"] / facts.loops["plural"]
    goal(f"loop of {LOOP} tasks without change / one task of {LOOP} topics", ratio, 20, least=True)
    singular = facts.starts["ours"] / facts.starts["uri"]
    goal("singular task without change / `ansible.builtin.uri` with the same GET", singular, 1.3)
    goal(f"memory of the module at {facts.largest} topics", max(facts.memory[facts.largest].values()), 120, " MB")
    goal("requests out at one time", float(max(row.in_flight for row in rows)), CONCURRENCY)
    for kind, what in (("list", "no change of topics"), ("create", "create topics")):
        asked = max((row.requests / row.floor for row in rows if row.what == what and row.floor), default=0.0)
        text = f"answers a second of the emulator ({kind}) / most asked of it by the floor ({asked:.0f})"
        goal(text, facts.rates[kind] / asked, 3, least=True)
    return "\n".join(lines)


def _work(row: Row) -> float:
    return row.seconds - row.start


def table(rows: Sequence[Row], facts: Facts) -> str:
    """Return the whole report."""
    columns = ["ms", "what", "objects", "seconds", "start", "floor", "ratio", "requests", "most at once", "MB"]
    lines = [HEADER, "## Goals", "", goals(rows, facts), "", "## All measurements", ""]
    lines += ["| " + " | ".join(columns) + " |", "| " + " | ".join(["---"] * len(columns)) + " |"]
    for row in rows:
        told = [f"{row.latency * 1000:g}", row.what.replace("_", " "), f"{row.objects}", f"{row.seconds:.2f}"]
        told += [f"{row.start:.2f}", f"{row.floor:.2f}" if row.floor else "", f"{row.ratio:.2f}" if row.ratio else ""]
        told += [f"{row.requests}", f"{row.in_flight}", f"{facts.memory[row.topics][row.what]:.0f}"]
        lines.append("| " + " | ".join(told) + " |")
    lines += ["", "## Other tasks", "", "| what | seconds |", "| --- | --- |"]
    for text, seconds in (
        (f"one task of `topics` with {LOOP} topics, without change, at 20 ms", facts.loops["plural"]),
        ("loop of `topic` over the same", facts.loops["singular"]),
        ("loop of `ansible.builtin.uri` over the same", facts.loops["uri"]),
        ("one task of `topic` without change, no latency", facts.starts["ours"]),
        ("`ansible.builtin.uri` with the same GET", facts.starts["uri"]),
        (f"`ansible.builtin.set_fact` with a list of {facts.largest} topics", facts.starts["set_fact"]),
    ):
        lines.append(f"| {text} | {seconds:.3f} |")
    return "\n".join([*lines, ""])


WIDTH, HEIGHT, MARGIN = 720, 420, 60
COLORS = {"create topics": "#1f77b4", "no change of topics": "#2ca02c", "10 % of topics changed": "#ff7f0e"}


Points = Sequence[tuple[float, float]]


def plot(rows: Sequence[Row]) -> str:
    """Return an SVG: seconds by number of topics at the shortest latency, the floors dashed."""
    first = min(row.latency for row in rows)
    shown = sorted((row for row in rows if row.latency == first and row.what in COLORS), key=lambda row: row.topics)
    lines: dict[str, tuple[Points, Points]] = {
        what: (
            [(row.topics, row.seconds) for row in shown if row.what == what],
            [(row.topics, row.floor) for row in shown if row.what == what and row.floor],
        )
        for what in COLORS
    }
    return _chart(f"Seconds of one task at {first * 1000:g} ms an answer, 10 at once", "topics", lines, COLORS)


def _chart(title: str, unit: str, lines: Mapping[str, tuple[Points, Points]], colors: Mapping[str, str]) -> str:
    """Return an SVG of lines, each with another that is dashed, if it has points."""
    most_counted = max(count for solid, _dashed in lines.values() for count, _seconds in solid)
    most_seconds = max(seconds for solid, _dashed in lines.values() for _count, seconds in solid) * 1.05

    def place(count: float, seconds: float) -> tuple[float, float]:
        return (
            MARGIN + (WIDTH - 2 * MARGIN) * count / most_counted,
            HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * seconds / most_seconds,
        )

    text = 'font-family="sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {text}>',
        LICENSE.strip(),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{MARGIN}" y="24" font-size="15">{title}</text>',
    ]
    for step in range(6):
        count, seconds = most_counted * step / 5, most_seconds * step / 5
        x, y = place(count, 0)[0], place(0, seconds)[1]
        parts.append(f'<line x1="{MARGIN}" y1="{y:.1f}" x2="{WIDTH - MARGIN}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{seconds:.1f}</text>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{count:g}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 16}" text-anchor="middle">{unit}</text>')
    for number, (what, (solid, dashed)) in enumerate(lines.items()):
        parts.append(_line([place(*point) for point in solid], colors[what]))
        if dashed:
            parts.append(_line([place(*point) for point in dashed], colors[what], ' stroke-dasharray="5 4"'))
        y = MARGIN + 18 * number
        start, end = MARGIN + 12, MARGIN + 40
        parts.append(f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}" stroke="{colors[what]}" stroke-width="2"/>')
        parts.append(f'<text x="{MARGIN + 46}" y="{y + 4}">{what}{" (dashed: floor)" if dashed else ""}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _line(points: Sequence[tuple[float, float]], color: str, style: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"{style}/>'


FLEETS = "\n## Fleets\n"


def fleet_table(rows: Sequence[FleetRow], small: Sequence[FleetRow], alone: Mapping[str, float]) -> str:
    """Return the section about fleets."""
    topic_count, group_count, user_count = COUNTS
    lines = [
        FLEETS,
        "One task of `fleet` at 20 ms an answer. **set_fact** is `ansible.builtin.set_fact` with the same data.",
        f"Each instance has {topic_count} topics, {group_count} groups and {user_count} users.",
        "Of tasks that change nothing the quickest of three counts.",
        "",
        "![Seconds of one task of fleet](benchmark_fleets.svg)",
        "",
        "| goal | measured | reached |",
        "| --- | --- | --- |",
    ]

    def goal(text: str, value: float, limit: float, unit: str) -> None:
        lines.append(
            f"| {text}, at most {limit:.2f} {unit} | {value:.2f} {unit} | {'yes' if value <= limit else 'no'} |"
        )

    kept = [row for row in rows if row.what == "no change"]
    [few] = [row for row in small if row.what == "no change"]
    goal("20 instances with 50 topics, 10 groups and 5 users, no change", few.seconds, 5, "s")
    goal("the same", few.requests, 20 * 3 + 1 + 2, "requests")
    largest = max(kept, key=lambda row: row.instances)
    goal(
        f"{largest.instances} instances, no change: set_fact x 1.5 + floor x 1.5 + 2 s",
        largest.seconds,
        largest.limit,
        "s",
    )
    goal(f"memory at {largest.instances} instances", max(row.megabytes for row in rows), 300, "MB")
    goal("one instance, no change: the three plural tasks that it replaces", alone["fleet"], alone["plurals"], "s")
    columns = ["what", "instances", "seconds", "floor", "set_fact", "requests", "MB"]
    lines += ["", "| " + " | ".join(columns) + " |", "| " + " | ".join(["---"] * len(columns)) + " |"]
    for row in rows:
        told = [row.what, f"{row.instances}", f"{row.seconds:.2f}", f"{row.floor:.2f}", f"{row.set_fact:.2f}"]
        lines.append("| " + " | ".join([*told, f"{row.requests}", f"{row.megabytes:.0f}"]) + " |")
    return "\n".join([*lines, ""])


def fleet_plot(rows: Sequence[FleetRow]) -> str:
    """Return an SVG: seconds by number of instances, the floors dashed."""
    drawn = ("no change", "1 % changed", "1 % purged")
    colors = dict(zip(drawn, COLORS.values(), strict=True))
    lines: dict[str, tuple[Points, Points]] = {
        what: (
            [(row.instances, row.seconds) for row in rows if row.what == what],
            [(row.instances, row.floor) for row in rows if row.what == what],
        )
        for what in drawn
    }
    return _chart("Seconds of one task of fleet at 20 ms an answer, 10 at once", "instances", lines, colors)
