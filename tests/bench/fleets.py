# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring fleets: many instances with all that is on them, in one task."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import requests

from ..integration.ansible_runs import Run, Task, module_command, play, requests_of, run_playbook, task
from ..integration.emulator_process import PROJECT_ID, Emulator
from .floor import PAGE, token
from .measure import CONCURRENCY, Items, _peak, groups, topics, users

COUNTS = (100, 20, 10)
PERCENT = 100
# What changes nothing is done so often; the least counts, as other load only adds to it.
REPETITIONS = 3


class FleetRow(NamedTuple):
    """One measurement: what was done with how many instances (each with `COUNTS` objects), and what it took."""

    what: str
    instances: int
    seconds: float
    requests: int
    megabytes: float
    floor: float
    set_fact: float

    @property
    def limit(self) -> float:
        """What a fleet without change may take (s)."""
        return 1.5 * self.set_fact + 1.5 * self.floor + 2.0


def fleet(size: int, counts: tuple[int, int, int] = COUNTS, share: int = 0, without: int = 0) -> Items:
    """Return a fleet of running instances.

    One in `share` of the topics of each instance differs from the others; one in `without` is left out, to be purged.
    """
    wanted = {"topics": topics(counts[0]), "consumer_groups": groups(counts[1]), "users": users(counts[2])}
    if share:
        wanted["topics"] = topics(counts[0], max(counts[0] // share, 1))
    if without:
        wanted |= {"topics": topics(counts[0])[: -max(counts[0] // without, 1)], "purge": True}
    return [{"name": f"fleet-{number:03}", **wanted} for number in range(size)]


class FleetFloor:
    """The bare program: it knows what is to be done and sends just the requests that takes, from ten threads."""

    def __init__(self, emulator: Emulator, ids: list[str]) -> None:
        self._base, self._ids = f"{emulator.url}/v2/{PROJECT_ID}/instances", ids
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=CONCURRENCY))
        self._session.headers["X-Auth-Token"] = token(emulator)

    def read(self, counts: tuple[int, int, int] = COUNTS) -> list[tuple[str, str, Any]]:
        """Return the requests that read the whole fleet."""
        lists = [("GET", f"?limit={PAGE}&offset=0", None)]
        for instance_id in self._ids:
            for kind, count in zip(("topics", "groups", "users"), counts, strict=True):
                pages = range(0, count, PAGE)
                lists += [("GET", f"/{instance_id}/{kind}?limit={PAGE}&offset={offset}", None) for offset in pages]
        return lists

    def create(self, counts: tuple[int, int, int] = COUNTS) -> list[tuple[str, str, Any]]:
        """Return the requests that create what is on the instances."""
        made: list[tuple[str, str, Any]] = []
        for instance_id in self._ids:
            made += [("POST", f"/{instance_id}/topics", item) for item in topics(counts[0])]
            made += [("POST", f"/{instance_id}/groups", {**item, "enabled": True}) for item in groups(counts[1])]
            made += [
                (
                    "POST",
                    f"/{instance_id}/users",
                    {"access_key": item["name"], "secret_key": item["secret"], "default_topic_perm": "PUB"},
                )
                for item in users(counts[2])
            ]
        return made

    def change(self, number: int) -> list[tuple[str, str, Any]]:
        """Return the requests that change so many topics of each instance."""
        names = [item["name"] for item in topics(number)]
        return [("PUT", f"/{one}/topics/{name}", {"permission": "sub"}) for one in self._ids for name in names]

    def delete(self, number: int, count: int) -> list[tuple[str, str, Any]]:
        """Return the requests that delete the last topics of each instance."""
        names = [item["name"] for item in topics(count)[-number:]]
        return [("DELETE", f"/{one}/topics/{name}", None) for one in self._ids for name in names]

    def seconds(self, sent: list[tuple[str, str, Any]]) -> float:
        """Send requests and return what they took."""

        def send(one: tuple[str, str, Any]) -> None:
            method, path, body = one
            self._session.request(method, self._base + path, json=body, timeout=60).raise_for_status()

        started = time.monotonic()
        with ThreadPoolExecutor(CONCURRENCY) as workers:
            list(workers.map(send, sent))
        return time.monotonic() - started


def works(size: int, counts: tuple[int, int, int]) -> dict[str, Items]:
    """Return what is done with a fleet, one after the other."""
    return {
        "create": fleet(size, counts),
        "no change": fleet(size, counts),
        "1 % changed": fleet(size, counts, share=PERCENT),
        "1 % purged": fleet(size, counts, without=PERCENT),
    }


def fleets(running: Emulator, size: int, counts: tuple[int, int, int] = COUNTS) -> list[FleetRow]:
    """Measure a fleet: create what is on running instances, no change, one in a hundred changed, one purged."""
    floors = _floors(running, size, counts)
    _forget(running)
    _instances(running, size)
    wanted = works(size, counts)
    # Each list is a variable of its own, as Ansible looks through the whole variable at each task.
    variables = {f"fleet_{number}": listed for number, listed in enumerate(wanted.values())}
    tasks = [task(what, "fleet", {"instances": f"{{{{ fleet_{number} }}}}"}) for number, what in enumerate(wanted)]
    warm = task("warm", "fleet", {"instances": []})
    fact = {"name": "set_fact", "ansible.builtin.set_fact": {"listed": "{{ fleet_1 }}"}}
    running.forget_requests()
    create, same, *further = tasks
    done = _play(running, variables, warm, create, *(fact, same) * REPETITIONS, *further)
    log = running.requests()
    peaks = peak_memory(running, size, counts)
    least = {
        name: min(_seconds(one) for one in done.tasks if one.name == name) for name in {one.name for one in done.tasks}
    }
    return [
        FleetRow(
            what,
            size,
            least[what],
            len(requests_of(done.named(what), log)),
            peaks[what],
            floors[what],
            least["set_fact"],
        )
        for what in wanted
    ]


def _floors(running: Emulator, size: int, counts: tuple[int, int, int]) -> dict[str, float]:
    floor = FleetFloor(running, _instances(running, size))
    percent, read = max(counts[0] // PERCENT, 1), floor.read(counts)
    return {
        "create": floor.seconds(read[:1] + floor.create(counts)),
        "no change": min(floor.seconds(read) for _time in range(REPETITIONS)),
        "1 % changed": floor.seconds(read + floor.change(percent)),
        "1 % purged": floor.seconds(read + floor.delete(percent, counts[0])),
    }


def peak_memory(running: Emulator, size: int, counts: tuple[int, int, int]) -> dict[str, float]:
    """Return the most memory (MB) that the module had with each work."""
    _forget(running)
    _instances(running, size)
    environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
    return {
        what: _peak(*module_command("fleet", {"instances": one}, environment))
        for what, one in works(size, counts).items()
    }


def single(running: Emulator, runs: int) -> dict[str, float]:
    """Return the seconds of a fleet of one instance without change, and of the plural tasks that it replaces."""
    _forget(running)
    _instances(running, 1)
    [entry] = fleet(1)
    scope = {"instance_name": entry["name"]}
    plural = [task(kind, kind, {**scope, kind: entry[kind]}) for kind in ("topics", "consumer_groups", "users")]
    whole = task("fleet", "fleet", {"instances": [entry]})
    done = _play(running, {}, *([whole, *plural] * (runs + 1)))
    taken = [(one.name, _seconds(one)) for one in done.tasks[4:]]
    each = {name: sorted(seconds for what, seconds in taken if what == name)[runs // 2] for name in dict(taken)}
    return {"fleet": each.pop("fleet"), "plurals": sum(each.values())}


def _play(running: Emulator, variables: dict[str, Any], *tasks: dict[str, Any]) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**running.environment(), "HUAWEICLOUD_SDK_PROJECT_ID": PROJECT_ID}
        done = run_playbook(play(*tasks, vars=variables), Path(folder), environment, timeout=3000)
    if done.code:
        raise SystemExit(done.output)
    return done


def _seconds(one: Task) -> float:
    return one.ended - one.started


def _instances(running: Emulator, size: int) -> list[str]:
    return [running.instance(f"fleet-{number:03}", enable_acl=True) for number in range(size)]


def _forget(running: Emulator) -> None:
    """Forget all instances, and keep the latency."""
    latency = running.control("GET", "settings")["latency"]
    running.control("POST", "reset")
    running.settings(change_seconds=0.0, latency=latency)
