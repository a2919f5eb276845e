# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure, and write docs/benchmark.md and docs/benchmark.svg: python -m tests.bench (make bench)."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import fleets, measure, report
from .floor import emulator_rates


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="100,500,1000,2000,4000", help="numbers of topics")
    parser.add_argument("--latencies", default="20,50", help="milliseconds added to each answer")
    parser.add_argument("--runs", type=int, default=3, help="runs of which the median is told")
    parser.add_argument("--fleets", default="10,50,100", help="numbers of instances")
    parser.add_argument("--part", choices=["all", "objects", "fleets"], default="all", help="what to measure")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder of the report")
    options = parser.parse_args()
    page = options.out / "benchmark.md"
    parts = page.read_text(encoding="utf-8").partition(report.FLEETS) if page.exists() else ("", "", "")
    objects = parts[0] if options.part == "fleets" else _objects(options)
    of_fleets = "".join(parts[1:]) if options.part == "objects" else _fleets(options)
    page.write_text(objects + of_fleets, encoding="utf-8")


def _fleets(options: argparse.Namespace) -> str:
    """Measure fleets, write the plot, and return what the report tells of them."""
    rows: list[fleets.FleetRow] = []
    with measure.emulator(0.02) as running:
        for size in (int(text) for text in options.fleets.split(",")):
            rows += fleets.fleets(running, size)
            print(f"a fleet of {size} measured", flush=True)
        small = fleets.fleets(running, 20, (50, 10, 5))
        alone = fleets.single(running, options.runs)
    (options.out / "benchmark_fleets.svg").write_text(report.fleet_plot(rows), encoding="utf-8")
    told = report.fleet_table(rows, small, alone)
    print(told)
    return told


def _objects(options: argparse.Namespace) -> str:
    """Measure tasks about the objects of one instance, write the plot, and return what the report tells of them."""
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[measure.Row] = []
    for latency in (int(text) / 1000 for text in options.latencies.split(",")):
        with measure.emulator(latency) as running:
            for size in sizes:
                rows += measure.fleet_of_objects(running, latency, size, options.runs)
                print(f"{size} topics at {latency * 1000:g} ms measured", flush=True)
    with measure.emulator(0.02) as running:
        loops = measure.loops(running, options.runs)
    with measure.emulator(0.0) as running:
        starts = measure.start_of_a_task(running, max(sizes), 10)
        rates = emulator_rates(running, max(sizes))
        memory = {size: measure.peak_memory(running, size) for size in sizes}
    told = report.Facts(loops, starts, rates, memory, max(sizes))
    (options.out / "benchmark.svg").write_text(report.plot(rows), encoding="utf-8")
    print(report.goals(rows, told))
    return report.table(rows, told)


if __name__ == "__main__":
    main()
