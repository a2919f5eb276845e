# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that are killed, and runs at the same time: nothing is ordered twice, and the next run finishes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time

import pytest

from .ansible_runs import COLLECTION, module_command, playbook_command
from .concurrent_actor import wait_for
from .processes import left_running
from .sample_instances import order, patient_order
from .write_cases import instances

TOPICS = [{"name": f"topic-{number:03}"} for number in range(60)]


def heed_interrupts():
    """Have Ctrl-C work in a process, also where the tests run in the background of a shell, which takes it away."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start(emulator_process, emulator, tmp_path):
    """Start a module in a process of its own."""

    def started(name, options, check=False, **environment):
        variables = {**emulator.environment(), "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
        command, variables = module_command(name, options, variables, check)
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, env=variables, text=True, preexec_fn=heed_interrupts, **pipes)

    return started


def result_of(process):
    output, errors = process.communicate(timeout=60)
    assert output.strip(), errors
    return json.loads(output.strip().splitlines()[-1])


def orders_sent(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/instances")]


def topics_sent(emulator):
    return [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/topics")]


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["SIGTERM", "Ctrl-C", "SIGKILL"])
def test_order_that_was_killed_while_waiting_is_adopted_by_the_next_run(emulator, module, start, blow):
    emulator.settings(create_seconds=3)
    process = start("instance", {**order(), "wait_interval": 0.1})
    wait_for(lambda: orders_sent(emulator))
    time.sleep(0.2)
    process.send_signal(blow)
    process.communicate(timeout=30)
    assert process.returncode != 0
    emulator.control("POST", "clock", {"advance": 5})
    result = module("instance", {**order(), "wait_interval": 0.1, "tags": {"a": "b"}})
    assert result["instance"]["status"] == "RUNNING" and result["instance"]["tags"] == [{"key": "a", "value": "b"}]
    assert len(orders_sent(emulator)) == 1


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_fleet_that_was_killed_while_waiting_ends_at_once_and_is_finished_by_the_next(emulator, module, start, blow):
    emulator.instance("orders-0", enable_acl=True)
    emulator.settings(create_seconds=60)
    entries = [order(f"orders-{number}", topics=TOPICS[:10]) for number in range(3)]
    process = start("fleet", {"instances": entries, "wait_interval": 10})
    # What is on the instance that is there is done while the others are waited for.
    wait_for(lambda: len(orders_sent(emulator)) == 2 and len(topics_sent(emulator)) == 10)
    process.send_signal(blow)
    process.communicate(timeout=5)
    assert process.returncode != 0
    emulator.control("POST", "clock", {"advance": 100})
    result = module("fleet", {"instances": entries, "wait_interval": 0.1})
    assert [one["topics"]["unchanged"] for one in result["instances"]] == [10, 0, 0], result
    assert [len(one["topics"]["created"]) for one in result["instances"]] == [0, 10, 10]
    assert len(orders_sent(emulator)) == 2


def test_order_that_was_killed_before_its_answer_is_adopted_by_the_next_run(emulator, module, start):
    emulator.fault(method="POST", path="/instances$", action="drop_after", delay=2)
    process = start("instance", {**order(), "wait_interval": 0.1})
    wait_for(lambda: emulator.control("GET", "statistics")["in_flight"] or orders_sent(emulator))
    time.sleep(0.3)
    process.kill()
    process.communicate(timeout=30)
    wait_for(lambda: module("instance_info", {"name": "orders"})["instances"])
    result = module("instance", {**order(), "wait_interval": 0.1})
    assert result["instance"]["status"] == "RUNNING"
    assert len(orders_sent(emulator)) == 1


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_parallel_run_that_was_killed_is_finished_by_the_next(emulator, module, start, blow):
    emulator.instance("orders")
    emulator.settings(latency=0.05)
    wanted = {"instance_name": "orders", "topics": TOPICS, "concurrency": 4}
    process = start("topics", wanted)
    wait_for(lambda: len(emulator.requests(writes=True)) > 10)
    process.send_signal(blow)
    process.communicate(timeout=30)
    emulator.settings(latency=0)
    made = {topic["name"] for topic in module("topic_info", {"instance_name": "orders"})["topics"]}
    assert 0 < len(made) < len(TOPICS)
    result = module("topics", wanted)
    assert set(result["created"]) | made == {topic["name"] for topic in TOPICS}
    assert set(result["unchanged"]) == made
    # A request that the blow cut off before its end was not carried out.
    carried_out = [entry for entry in emulator.requests(writes=True) if entry["status"] == 200]
    names = [entry["body"]["name"] for entry in carried_out if entry["path"].endswith("/topics")]
    assert len(names) == len(set(names)) == len(TOPICS)


PROVISION = {
    **{f"rocketmq_instance_{option}": value for option, value in order().items()},
    "rocketmq_instance_tags": {"team": "shop"},
    "rocketmq_instance_wait_interval": 1,
    "rocketmq_instance_topics": TOPICS,
    "rocketmq_instance_consumer_groups": [{"name": "readers"}],
}


def topics_made(emulator):
    """Return the names of the topics whose creation the service has carried out, each as often as it was."""
    made = [entry for entry in emulator.requests(writes=True) if entry["status"] == 200]
    return [entry["body"]["name"] for entry in made if entry["path"].endswith("/topics")]


@pytest.fixture
def terminals():
    """The process groups of the playbooks that a test starts, of which nothing may outlive it."""
    groups = []
    yield groups
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def orders_answered(emulator):
    return [entry for entry in orders_sent(emulator) if entry["status"] == 200]


def hit(emulator, folder, terminals, moment, blow, send):
    """Start the playbook in a terminal of its own, and end it as soon as it has come so far."""
    command, environment = playbook_command(
        f"{COLLECTION}.provision", folder, emulator.environment(), extra_vars=PROVISION
    )
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    terminals.append(process.pid)
    wait_for(moment)
    send(process.pid, blow)
    assert process.wait(30) != 0


# Ctrl-C reaches all processes of a terminal; `kill` only the one that is named.
KILLS = [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)]


@pytest.mark.parametrize(("blow", "send"), KILLS, ids=["Ctrl-C", "kill"])
def test_playbook_that_was_killed_twice_is_finished_by_the_same_playbook(
    emulator, playbook, tmp_path, terminals, blow, send
):
    emulator.settings(create_seconds=60, latency=0.1)
    # The instance has to be there before its time is over.
    hit(emulator, tmp_path, terminals, lambda: orders_answered(emulator), blow, send)
    # The module that waits ends with its run, on any ansible-core, and leaves nothing of its progress.
    wait_for(lambda: not left_running(tmp_path))
    assert not list(tmp_path.rglob("progress-*"))
    emulator.control("POST", "clock", {"advance": 60})
    hit(emulator, tmp_path, terminals, lambda: len(topics_made(emulator)) > 10, blow, send)
    assert len(topics_made(emulator)) < len(TOPICS)
    emulator.settings(latency=0)

    finished = playbook(f"{COLLECTION}.provision", extra_vars=PROVISION)
    assert finished.code == 0 and "changed=0" not in finished.output, finished.output
    assert [entry["status"] for entry in orders_sent(emulator)] == [200], "ordered twice"
    assert sorted(topics_made(emulator)) == [topic["name"] for topic in TOPICS]
    kept = playbook(f"{COLLECTION}.provision", extra_vars=PROVISION)
    assert kept.code == 0 and "changed=0" in kept.output, kept.output


def test_two_runs_at_the_same_time_end_well_with_one_object_each(emulator, start):
    emulator.instance("orders")
    emulator.settings(latency=0.03)
    wanted = {"instance_name": "orders", "topics": TOPICS[:30], "concurrency": 4, "wait_interval": 0.1}
    results = [result_of(process) for process in [start("topics", wanted), start("topics", wanted)]]
    assert not any(result.get("failed") for result in results), results
    made = [name for result in results for name in result["created"]]
    assert sorted(made) == [topic["name"] for topic in TOPICS[:30]]


TAGS = {"a": "new", "b": "more"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("instance_tags", {"instance_name": "orders", "tags": TAGS, "wait_interval": 0.1}),
        ("instance", {"name": "orders", "tags": TAGS, "wait_interval": 0.1}),
    ],
)
@pytest.mark.parametrize("before", [{"a": "old"}, {}], ids=["replaced", "new"])
def test_two_runs_at_the_same_time_tag_an_instance(emulator, start, name, wanted, before):
    emulator.instance("orders", tags=before)
    emulator.settings(latency=0.3)
    results = [result_of(process) for process in [start(name, wanted), start(name, wanted)]]
    assert not any(result.get("failed") for result in results), results
    assert instances(emulator)[0]["tags"] == TAGS


def test_two_runs_at_the_same_time_order_one_instance(emulator, start):
    emulator.settings(latency=0.3, unique_names=True)
    results = [
        result_of(process) for process in [start("instance", patient_order()), start("instance", patient_order())]
    ]
    assert not any(result.get("failed") for result in results), results
    assert len({result["instance_id"] for result in results}) == len(instances(emulator)) == 1


RESIZE = {"name": "orders", "storage_space": 700, "allow_resize": True, "wait_interval": 0.1, "wait_timeout": 20}


@pytest.mark.parametrize("wait", [True, False])
def test_two_runs_at_the_same_time_resize_an_instance_once(emulator, start, wait):
    emulator.instance("orders")
    emulator.settings(latency=0.2, change_seconds=1.5, extend_lag_seconds=0.7)
    wanted = {**RESIZE, "wait": wait}
    results = [result_of(process) for process in [start("instance", wanted), start("instance", wanted)]]
    assert not any(result.get("failed") for result in results), results
    assert sorted(result["changed"] for result in results) == [False, True]
    emulator.control("POST", "clock", {"advance": 5})
    (instance,) = instances(emulator)
    assert (instance["fields"]["total_storage_space"], instance["fields"]["extend_times"]) == (700, 1)


def test_resize_that_was_killed_is_waited_for_by_the_next_run(emulator, module, start):
    emulator.instance("orders")
    emulator.settings(change_seconds=2, extend_lag_seconds=1)
    process = start("instance", RESIZE)
    wait_for(lambda: [entry for entry in emulator.requests(writes=True) if entry["status"]])
    process.kill()
    process.communicate(timeout=30)
    result = module("instance", RESIZE)
    assert not result.get("failed") and result["instance"]["total_storage_space"] == 700, result
    assert instances(emulator)[0]["fields"]["extend_times"] == 1


def test_orders_that_were_killed_half_way_are_finished_by_the_next_run(emulator, module, start):
    emulator.settings(latency=0.1, create_seconds=1)
    names = [f"orders-{number:02}" for number in range(20)]
    wanted = {"instances": [order(name) for name in names], "wait_interval": 0.1}
    process = start("instances", wanted)
    wait_for(lambda: len(orders_sent(emulator)) > 5)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    before = {one["fields"]["name"] for one in instances(emulator)}
    assert 5 < len(before) < 20
    result = module("instances", wanted)
    assert not result.get("failed"), result
    assert set(result["created"]) == set(names) - before
    assert sorted(one["fields"]["name"] for one in instances(emulator)) == names


def test_modules_that_start_at_once_leave_one_whole_token_for_the_next(emulator, start, tmp_path):
    emulator.settings(latency=0.2)
    password = {
        "HUAWEICLOUD_SDK_AK": "",
        "HUAWEICLOUD_SDK_SK": "",
        "HW_USER_NAME": "emulator-user",
        "HW_USER_PASSWORD": "emulator-password",
        "HW_DOMAIN_NAME": "emulator-domain",
    }
    processes = [start("instance_info", {}, **password) for _count in range(6)]
    assert all(result_of(process)["instances"] == [] for process in processes)
    # Each may fetch one; the last one that is written replaces the others as a whole.
    [entry] = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert json.loads(entry.read_text())["token"]
    emulator.forget_requests()
    assert result_of(start("instance_info", {}, **password))["instances"] == []
    assert not [entry for entry in emulator.requests() if entry["path"].startswith("/v3/auth")]


def test_command_line_of_a_module_tells_no_secret(emulator, start):
    emulator.settings(latency=1)
    process = start("instance_info", {})
    time.sleep(0.7)
    listed = subprocess.run(["ps", "-ef", "ww"], capture_output=True, text=True, check=True).stdout
    assert "emulator-secret-key" not in listed
    assert result_of(process)["instances"] == []
