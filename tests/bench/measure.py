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

from ..integration.ansible_runs import Run, Task, module_command, play, requests_of, run_playbook, task
from ..integration.emulator_process import PROJECT_ID, Emulator
from .floor import Floor, token

CONCURRENCY = 10
LOOP = 100
REFUSED = "refused list of"
Items = list[dict[str, Any]]


class Row(NamedTuple):
    """One measurement: medians of the runs.

    topics, objects: how many topics the instance had in this run, and how many objects the task was about.
    seconds: those of the task, its start included.
    start: those of the same task with the same list, if it is refused before the first request; without it, what the
    task took for its work is not known.
    floor: seconds of the bare program that sends the necessary requests.
    """

    what: str
    latency: float
    topics: int
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


def topics(count: int, changed: int = 0) -> Items:
    """Return topics as a task lists them; the first `changed` of them differ from the others."""
    return [
        {"name": f"topic-{number:05}", "queue_num": 3, **({"permission": "sub"} if number < changed else {})}
        for number in range(count)
    ]


def groups(count: int, changed: int = 0) -> Items:
    """Return consumer groups; the first `changed` of them differ from the others."""
    return [{"name": f"group-{number:05}", "retry_max_time": 6 if number < changed else 5} for number in range(count)]


def users(count: int, changed: int = 0) -> Items:
    """Return users; the first `changed` of them differ from the others."""
    return [
        {
            "name": f"member-{number:05}",
            "secret": "Planted-Secret-1",
            "default_topic_perm": "SUB" if number < changed else "PUB",
        }
        for number in range(count)
    ]


class Plural(NamedTuple):
    """What is measured of a plural module: its items, and how many there are of them for each topic."""

    items: Any
    share: float


PLURALS = {"topics": Plural(topics, 1), "consumer_groups": Plural(groups, 0.1), "users": Plural(users, 0.02)}


def number_of(plural: str, topic_count: int) -> int:
    """Return how many objects of a kind go with so many topics."""
    return int(topic_count * PLURALS[plural].share)


def run(running: Emulator, *tasks: dict[str, Any]) -> Run:
    """Run tasks of one play; they must succeed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
        done = run_playbook(play(*tasks), Path(folder), environment, timeout=1200)
    if done.code:
        raise SystemExit(done.output)
    return done


def fleet_of_objects(running: Emulator, latency: float, count: int, runs: int) -> list[Row]:
    """Measure `count` topics, with groups and users in proportion: create, no change, a tenth changed, half purged."""
    samples: dict[str, list[Sample]] = {}
    floors: dict[str, list[float]] = {}
    for number in range(runs):
        instance_id = running.instance(f"bench-{count}-{number}", enable_acl=True)
        for plural in PLURALS:
            for sample in one_play(running, instance_id, plural, number_of(plural, count)):
                samples.setdefault(sample.what, []).append(sample)
        for what, seconds in _floors(running, f"floor-{count}-{number}", count).items():
            floors.setdefault(what, []).append(seconds)

    def row(what: str, plural: str) -> Row:
        return Row(
            what,
            latency,
            count,
            number_of(plural, count),
            statistics.median(sample.seconds for sample in samples[what]),
            samples[what][0].requests,
            max(sample.in_flight for sample in samples[what]),
            statistics.median(sample.seconds for sample in samples[f"{REFUSED} {plural}"]),
            statistics.median(floors[what]) if what in floors else None,
        )

    return [row(what, plural) for plural in PLURALS for what in works(plural, number_of(plural, count))]


def works(plural: str, count: int) -> dict[str, dict[str, Any]]:
    """Return what is done with the objects of a kind, one after the other: the options of each task."""
    items = PLURALS[plural].items
    wanted, changed = items(count), items(count, count // 10)
    return {
        f"create {plural}": {plural: wanted},
        f"no change of {plural}": {plural: wanted},
        f"10 % of {plural} changed": {plural: changed},
        f"half of {plural} purged": {plural: changed[: count // 2], "purge": True},
    }


def one_play(running: Emulator, instance_id: str, plural: str, count: int) -> list[Sample]:
    """Run one play that does with the objects all that is measured.

    Between the tasks it has some with the same list that are refused before the first request. The first task of a
    play packs the module, so it is not counted.
    """
    scope = {"instance_id": instance_id, "concurrency": CONCURRENCY}
    tasks = {what: task(what, plural, {**scope, **options}) for what, options in works(plural, count).items()}
    refused = task(f"{REFUSED} {plural}", plural, {**scope, plural: PLURALS[plural].items(count), "concurrency": 0})
    refused["ignore_errors"] = True
    create, same, *further = tasks.values()
    running.forget_requests()
    done = run(running, refused, refused, create, *(refused, same) * 3, *further)
    log = running.requests()
    return [_sample(one, requests_of(one, log)) for one in done.tasks[1:]]


def _sample(measured: Task, sent: Sequence[Mapping[str, Any]]) -> Sample:
    most = max((entry["in_flight"] for entry in sent), default=0)
    return Sample(measured.name, measured.ended - measured.started, len(sent), most)


def _floors(running: Emulator, name: str, count: int) -> dict[str, float]:
    bare = Floor(running, running.instance(name), CONCURRENCY)
    names = [item["name"] for item in topics(count)]
    return {
        "create topics": bare.create(names),
        "no change of topics": bare.read(count),
        "10 % of topics changed": bare.read(count) + bare.modify(names[: count // 10]),
        "half of topics purged": bare.read(count) + bare.delete(names[count // 2 :]),
    }


def start_of_a_task(running: Emulator, count: int, runs: int) -> dict[str, float]:
    """Return the seconds of tasks beside which those of the collection are to be seen.

    ours, uri: a singular task that finds nothing to do, and ansible.builtin.uri doing the same GET.
    set_fact: ansible.builtin.set_fact with a list of `count` topics, which no module and no service sees.
    """
    instance_id = running.instance("start")
    running.control("POST", f"instances/{instance_id}/topics", [{"name": "there", "queue_num": 3}])
    url = f"{running.url}/v2/{PROJECT_ID}/instances/{instance_id}/topics/there"
    ours = task("ours", "topic", {"instance_id": instance_id, "name": "there", "queue_num": 3})
    theirs = {"name": "uri", "ansible.builtin.uri": {"url": url, "headers": {"X-Auth-Token": token(running)}}}
    listed = {"name": "set_fact", "ansible.builtin.set_fact": {"listed": topics(count)}}
    done = run(running, *([ours, theirs] * (runs + 1)), *([listed] * runs))
    return _medians(done.tasks[2:])


def loops(running: Emulator, runs: int) -> dict[str, float]:
    """Return the seconds of a loop over 100 topics: singular tasks, and ansible.builtin.uri; and of one plural task."""
    instance_id = running.instance("loops")
    running.control("POST", f"instances/{instance_id}/topics", topics(LOOP))
    names = [item["name"] for item in topics(LOOP)]
    url = f"{running.url}/v2/{PROJECT_ID}/instances/{instance_id}/topics/{{{{ item }}}}"
    headers = {"X-Auth-Token": token(running)}
    singular = {"instance_id": instance_id, "name": "{{ item }}", "queue_num": 3}
    tasks = [
        task("plural", "topics", {"instance_id": instance_id, "topics": topics(LOOP)}),
        task("singular", "topic", singular, loop=names),
        {"name": "uri", "ansible.builtin.uri": {"url": url, "headers": headers}, "loop": names},
    ]
    return _medians(run(running, *tasks * runs).tasks)


def _medians(tasks: Sequence[Task]) -> dict[str, float]:
    taken: dict[str, list[float]] = {}
    for entry in tasks:
        taken.setdefault(entry.name, []).append(entry.ended - entry.started)
    return {name: statistics.median(values) for name, values in taken.items()}


def peak_memory(running: Emulator, count: int) -> dict[str, float]:
    """Return the most memory (MB) that the module had with each work on `count` topics, groups and users."""
    instance_id = running.instance(f"memory-{count}", enable_acl=True)
    environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
    scope = {"instance_id": instance_id, "concurrency": CONCURRENCY}
    return {
        what: _peak(*module_command(plural, {**scope, **options}, environment))
        for plural in PLURALS
        for what, options in works(plural, number_of(plural, count)).items()
    }


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
