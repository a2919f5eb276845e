# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring tasks of the collection as ansible-playbook runs them, against an emulator that takes its time."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ..integration.emulated import PROJECT_ID, Emulator
from ..integration.running import Run, Task, module_command, play, requests_of, run_playbook, task
from .floor import Floor, token

CONCURRENCY = 10
REFUSED = "refused list of"
LOOP = 100


class Row(NamedTuple):
    """One measurement: medians of the runs.

    seconds: those of the task, its start included.
    start: those of the same task with the same list, if it is refused before the first request; without it, what the
    task took for its work is not known.
    floor: seconds of the bare program that sends the necessary requests.
    """

    what: str
    latency: float
    objects: int
    seconds: float
    requests: int
    in_flight: int
    start: float
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor the task took beside its start."""
        return (self.seconds - self.start) / self.floor if self.floor else None


class Sample(NamedTuple):
    """One task: its seconds, the requests it sent, and how many of them were out at one time."""

    what: str
    seconds: float
    requests: int
    in_flight: int


@contextmanager
def emulator(latency: float) -> Iterator[Emulator]:
    """Run an emulator that adds `latency` seconds to each answer. Its contract checks are off: they cost time."""
    with tempfile.TemporaryDirectory() as folder:
        running = Emulator(Path(folder), contract=False)
        running.settings(change_seconds=0.0, latency=latency)
        try:
            yield running
        finally:
            running.stop()


def topics(count: int, changed: int = 0) -> list[dict[str, Any]]:
    """Return topics as a task lists them; the first `changed` of them differ from the others."""
    return [
        {"name": f"topic-{number:05}", "queue_num": 3, **({"permission": "sub"} if number < changed else {})}
        for number in range(count)
    ]


def groups(count: int) -> list[dict[str, Any]]:
    """Return consumer groups, a tenth as many as topics."""
    return [{"name": f"group-{number:05}", "retry_max_time": 5} for number in range(count // 10)]


def users(count: int) -> list[dict[str, Any]]:
    """Return users, one for fifty topics."""
    return [
        {"name": f"member-{number:05}", "secret": "Planted-Secret-1", "admin": False} for number in range(count // 50)
    ]


def run(running: Emulator, *tasks: dict[str, Any]) -> Run:
    """Run tasks of one play; they must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
        done = run_playbook(play(*tasks), Path(folder), environment, timeout=1200)
    if done.code:
        raise SystemExit(done.output)
    return done


def fleet_of_objects(running: Emulator, latency: float, count: int, runs: int) -> list[Row]:
    """Measure create, no change, a tenth changed and purge of `count` topics, with groups and users in proportion."""
    plurals = {"topics": topics(count), "consumer_groups": groups(count), "users": users(count)}
    samples: dict[str, list[Sample]] = {}
    floors: dict[str, list[float]] = {}
    for number in range(runs):
        instance_id = running.instance(f"bench-{count}-{number}", enable_acl=True)
        for plural, items in plurals.items():
            for sample in one_play(running, instance_id, plural, items):
                samples.setdefault(sample.what, []).append(sample)
        for what, seconds in _floors(running, f"floor-{count}-{number}", count).items():
            floors.setdefault(what, []).append(seconds)

    def row(what: str, plural: str) -> Row:
        return Row(
            what,
            latency,
            len(plurals[plural]),
            statistics.median(sample.seconds for sample in samples[what]),
            samples[what][0].requests,
            max(sample.in_flight for sample in samples[what]),
            statistics.median(sample.seconds for sample in samples[f"{REFUSED} {plural}"]),
            statistics.median(floors[what]) if what in floors else None,
        )

    return [
        row(what, plural) for plural in plurals for what in samples if plural in what and not what.startswith(REFUSED)
    ]


def one_play(running: Emulator, instance_id: str, plural: str, items: list[dict[str, Any]]) -> list[Sample]:
    """Run one play that creates the objects, finds them as wanted, and changes them if they are topics.

    Between these it has tasks with the same list that are refused before the first request. The first task of a play
    packs the module, so it is not counted.
    """
    options = {"instance_id": instance_id, "concurrency": CONCURRENCY, plural: items}
    refused = {**task(f"{REFUSED} {plural}", plural, {**options, "concurrency": 0}), "ignore_errors": True}
    same = task(f"no change of {plural}", plural, options)
    changes = changes_of_topics(len(items)) if plural == "topics" else {}
    running.forget_requests()
    done = run(
        running,
        refused,
        refused,
        task(f"create {plural}", plural, options),
        *(refused, same) * 3,
        *(task(what, plural, {**options, **changed}) for what, changed in changes.items()),
    )
    log = running.requests()
    return [_sample(one, requests_of(one, log)) for one in done.tasks[1:]]


def _sample(measured: Task, sent: Sequence[Mapping[str, Any]]) -> Sample:
    most = max((entry["in_flight"] for entry in sent), default=0)
    return Sample(measured.name, measured.ended - measured.started, len(sent), most)


def changes_of_topics(count: int) -> dict[str, dict[str, Any]]:
    """Return what is done with topics that are there: the options of the tasks, by what the report calls them."""
    changed = topics(count, count // 10)
    return {
        "10 % of topics changed": {"topics": changed},
        "half of topics purged": {"topics": changed[: count // 2], "purge": True},
    }


def _floors(running: Emulator, name: str, count: int) -> dict[str, float]:
    bare = Floor(running, running.instance(name), CONCURRENCY)
    names = [item["name"] for item in topics(count)]
    return {
        "create topics": bare.create(names),
        "no change of topics": bare.read(count),
        "10 % of topics changed": bare.read(count) + bare.modify(names[: count // 10]),
    }


def start_of_a_task(running: Emulator, runs: int) -> dict[str, float]:
    """Return the seconds of a singular task that finds nothing to do, and of ansible.builtin.uri doing the same GET."""
    instance_id = running.instance("start")
    running.control("POST", f"instances/{instance_id}/topics", [{"name": "there", "queue_num": 3}])
    url = f"{running.url}/v2/{PROJECT_ID}/instances/{instance_id}/topics/there"
    ours = task("ours", "topic", {"instance_id": instance_id, "name": "there", "queue_num": 3})
    theirs = {"name": "uri", "ansible.builtin.uri": {"url": url, "headers": {"X-Auth-Token": token(running)}}}
    done = run(running, *([ours, theirs] * (runs + 1)))
    taken: dict[str, list[float]] = {}
    for entry in done.tasks[2:]:
        taken.setdefault(entry.name, []).append(entry.ended - entry.started)
    return {name: statistics.median(values) for name, values in taken.items()}


def loops(running: Emulator) -> dict[str, float]:
    """Return the seconds of a loop over 100 topics: singular tasks, and ansible.builtin.uri; and of one plural task."""
    instance_id = running.instance("loops")
    running.control("POST", f"instances/{instance_id}/topics", topics(LOOP))
    names = [item["name"] for item in topics(LOOP)]
    url = f"{running.url}/v2/{PROJECT_ID}/instances/{instance_id}/topics/{{{{ item }}}}"
    headers = {"X-Auth-Token": token(running)}
    singular = {"instance_id": instance_id, "name": "{{ item }}", "queue_num": 3}
    done = run(
        running,
        task("plural", "topics", {"instance_id": instance_id, "topics": topics(LOOP)}),
        task("singular", "topic", singular, loop=names),
        {"name": "uri", "ansible.builtin.uri": {"url": url, "headers": headers}, "loop": names},
    )
    return {entry.name: entry.ended - entry.started for entry in done.tasks}


def peak_memory(running: Emulator, count: int) -> dict[str, float]:
    """Return the most memory (MB) the module had that creates, finds, changes and purges `count` topics."""
    instance_id = running.instance(f"memory-{count}")
    environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
    same = {"topics": topics(count)}
    runs = {"create topics": same, "no change of topics": same, **changes_of_topics(count)}
    scope = {"instance_id": instance_id, "concurrency": CONCURRENCY}
    return {what: _peak(*module_command("topics", {**scope, **options}, environment)) for what, options in runs.items()}


# A process begins with the peak of the one that started it, so that one has to be small.
SMALL_PROCESS = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if done.returncode == 0 else done.stdout.decode())
sys.exit(done.returncode)
"""


def _peak(command: list[str], environment: dict[str, str]) -> float:
    small = [sys.executable, "-c", SMALL_PROCESS, *command]
    done = subprocess.run(small, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return int(done.stdout) / 1024
