# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sources for Event-Driven Ansible: each event comes once, whatever happens to the service, and none is lost."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import runpy
import shutil
import subprocess
import time

import pytest
import yaml
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _event_source

from .ansible_runs import COLLECTIONS_PATH
from .emulator_process import ROOT, SECRET_KEY, consumer

EDA = ROOT / "extensions" / "eda"
RULEBOOK = EDA / "rulebooks" / "replay_dead_letters.yml"
PASSWORD = "Planted-Password-1"


class Watch:
    """An event source that runs, as ansible-rulebook runs it: its file by itself, with a queue and arguments."""

    def __init__(self, emulator, source, queue_size=0, **arguments):
        self.emulator = emulator
        self.queue = asyncio.Queue(queue_size)
        main = runpy.run_path(str(EDA / "plugins" / "event_source" / f"{source}.py"))["main"]
        self.task = asyncio.create_task(main(self.queue, {"instance_name": "orders", "interval": 0.01, **arguments}))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_error):
        self.task.cancel()
        await asyncio.wait([self.task], timeout=5)
        assert self.task.done()

    async def event(self):
        """Return the next event. A source that has failed tells why."""
        waiting = asyncio.create_task(self.queue.get())
        await asyncio.wait([waiting, self.task], timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            self.task.result()
        return waiting.result()

    async def polls(self, count=3):
        """Let the source poll so many times."""
        before = self._polled()
        async with asyncio.timeout(10):
            while self._polled() < before + count:
                await asyncio.sleep(0.01)
                assert not self.task.done(), self.task.exception()

    def _polled(self):
        return sum(1 for request in self.emulator.requests() if request["path"].endswith("/groups"))

    async def nothing(self):
        """Require that nothing comes."""
        await self.polls()
        assert self.queue.empty(), self.queue.get_nowait()


@pytest.fixture
def orders(emulator, monkeypatch):
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(_event_source, "Client", emulator.client)
    instance_id = emulator.instance("orders", topics=["order-events"], groups=["billing"])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))
    return instance_id


def send(emulator, instance_id, count):
    emulator.control("POST", f"instances/{instance_id}/messages", {"topic": "order-events", "count": count})


def consume(emulator, instance_id, lag):
    """Let the group be this far behind, all in the first queue."""
    put = emulator.control("GET", f"instances/{instance_id}")
    counts: dict[str, int] = {}
    for message in put["messages"]:
        key = f"{message['broker_name']}:{message['queue_id']}"
        counts[key] = counts.get(key, 0) + 1
    for key in counts:
        left = min(lag, counts[key])
        counts[key], lag = counts[key] - left, lag - left
    clients = consumer("billing", "order-events")
    emulator.control("POST", f"instances/{instance_id}/consumers", {**clients, "offsets": {"order-events": counts}})


def kill(emulator, instance_id, group="billing", count=1):
    body = {"group": group, "count": count}
    return set(emulator.control("POST", f"instances/{instance_id}/dead-letters", body)["msg_ids"])


async def letters(watch, count):
    events = [await watch.event() for _number in range(count)]
    return {event["rocketmq"]["msg_id"]: event["meta"]["uuid"] for event in events}


# Lag.


def test_group_that_falls_behind_and_catches_up_is_told_once_each(emulator, orders):
    async def run():
        async with Watch(emulator, "consumer_lag", threshold=10, clear_threshold=3) as watch:
            send(emulator, orders, 9)
            await watch.nothing()
            send(emulator, orders, 5)
            exceeded = await watch.event()
            assert exceeded["rocketmq"] == {
                "type": "consumer_lag",
                "state": "exceeded",
                "group": "billing",
                "lag": 14,
                "unknown_queues": 0,
                "threshold": 10,
                "clear_threshold": 3,
                "instance_id": orders,
                "instance_name": "orders",
                "region": "eu-west-0",
            }
            # It moves around the threshold, and nobody hears of it.
            for lag in (9, 12, 4):
                consume(emulator, orders, lag)
                await watch.nothing()
            consume(emulator, orders, 3)
            cleared = (await watch.event())["rocketmq"]
            assert (cleared["state"], cleared["lag"]) == ("cleared", 3)
            consume(emulator, orders, 10)
            assert (await watch.event())["rocketmq"]["state"] == "exceeded"
            await watch.nothing()

    asyncio.run(run())
    assert not emulator.requests(writes=True)


def test_unknown_lag_neither_raises_nor_clears(emulator, orders):
    async def run():
        async with Watch(emulator, "consumer_lag", threshold="10", groups="billing") as watch:
            send(emulator, orders, 12)
            assert (await watch.event())["rocketmq"]["state"] == "exceeded"
            emulator.settings(unknown_lag=True)
            consume(emulator, orders, 0)
            await asyncio.sleep(0.1)
            assert watch.queue.empty()
            emulator.settings(unknown_lag=False)
            assert (await watch.event())["rocketmq"]["state"] == "cleared"

    asyncio.run(run())


def test_lag_is_remembered_over_a_restart(emulator, orders, tmp_path):
    state = tmp_path / "lag.json"

    async def run():
        send(emulator, orders, 12)
        async with Watch(emulator, "consumer_lag", threshold=10, state_file=str(state)) as watch:
            await watch.event()
            await watch.polls()
        async with Watch(emulator, "consumer_lag", threshold=10, state_file=str(state)) as watch:
            await watch.nothing()
            consume(emulator, orders, 0)
            assert (await watch.event())["rocketmq"]["state"] == "cleared"

    asyncio.run(run())
    assert state.stat().st_mode & 0o777 == 0o600 and [path.name for path in tmp_path.iterdir()] == ["lag.json"]


# Dead letters.


def test_new_dead_letters_are_told_once_and_those_before_are_not(emulator, orders):
    async def run():
        kill(emulator, orders, count=3)
        async with Watch(emulator, "dead_letters") as watch:
            await watch.nothing()
            new = kill(emulator, orders, count=60)
            assert set(await letters(watch, 60)) == new
            # So are those of a group that is made later.
            other = kill(emulator, orders, "shipping", count=2)
            assert set(await letters(watch, 2)) == other
            await watch.nothing()

    asyncio.run(run())


def test_event_does_not_hold_the_message(emulator, orders):
    async def run():
        emulator.control("POST", f"instances/{orders}/dead-letters", {"group": "billing", "body": PASSWORD})
        async with Watch(emulator, "dead_letters", start="earliest") as watch:
            event = await watch.event()
        assert set(event["rocketmq"]) == {
            *("type", "group", "msg_id", "stored_at", "reconsume_times", "instance_id", "instance_name", "region")
        }
        assert PASSWORD not in str(event)

    asyncio.run(run())


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 503, "times": 20},
        {"action": "drop_before", "times": 20},
        {"action": "drop_after", "times": 20},
        {"status": 404, "code": "DMS.10240407", "times": 20},
        {"status": 403, "code": "DMS.00403003", "times": 3},
        {"body": "<html>", "status": 200, "times": 5},
    ],
)
def test_failures_of_the_service_lose_and_double_nothing(emulator, orders, fault):
    async def run():
        async with Watch(emulator, "dead_letters") as watch:
            await watch.polls()
            emulator.fault(method="GET", path=f"{orders}/(groups|messages)", **fault)
            new = kill(emulator, orders, count=3)
            assert set(await letters(watch, 3)) == new
            await watch.nothing()

    asyncio.run(run())


def test_group_that_cannot_be_read_does_not_hide_the_others(emulator, orders):
    async def run():
        async with Watch(emulator, "dead_letters", start="earliest") as watch:
            await watch.polls()
            emulator.fault(method="GET", path="/messages", query={"topic": "%DLQ%shipping"}, times=-1, status=403)
            kill(emulator, orders, "shipping")
            new = kill(emulator, orders, count=2)
            assert set(await letters(watch, 2)) == new
            await watch.nothing()

    asyncio.run(run())


def test_dead_letters_that_came_while_the_source_was_down_are_told(emulator, orders, tmp_path):
    state = str(tmp_path / "letters.json")

    async def run():
        async with Watch(emulator, "dead_letters", state_file=state) as watch:
            await watch.polls()
            kill(emulator, orders)
            await letters(watch, 1)
            await watch.polls()
        missed = kill(emulator, orders, count=2)
        async with Watch(emulator, "dead_letters", state_file=state) as watch:
            assert set(await letters(watch, 2)) == missed
            await watch.nothing()

    asyncio.run(run())


def test_events_that_were_not_handed_over_are_told_again_with_the_same_ids(emulator, orders, tmp_path):
    state = str(tmp_path / "letters.json")

    async def run():
        async with Watch(emulator, "dead_letters", queue_size=1, start="earliest", state_file=state) as watch:
            await watch.polls()
            new = kill(emulator, orders, count=3)
            while not watch.queue.full():
                await asyncio.sleep(0.01)
            first = watch.queue.get_nowait()
        async with Watch(emulator, "dead_letters", state_file=state) as watch:
            again = await letters(watch, 3)
            assert set(again) == new and again[first["rocketmq"]["msg_id"]] == first["meta"]["uuid"]
            await watch.nothing()

    asyncio.run(run())


# Both.


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"threshold": 10, "thresold": 1}, "There is no argument thresold"),
        ({}, "'threshold' must be at least 1"),
        ({"threshold": "many"}, "'threshold' must be a number"),
        ({"threshold": 10, "clear_threshold": 10}, "'clear_threshold' is 10; it must be less than 'threshold' (10)"),
        ({"threshold": 10, "interval": 0}, "'interval' is 0"),
        ({"threshold": 10, "instance_id": "1"}, "either 'instance_id' or 'instance_name'"),
        ({"threshold": 10, "instance_name": ""}, "either 'instance_id' or 'instance_name'"),
        ({"threshold": 10, "validate_certs": "perhaps"}, "'validate_certs' must be true or false"),
        ({"threshold": 10, "groups": {"a": 1}}, "'groups' must be a list"),
        ({"threshold": 10, "instance_name": "nobody"}, "nobody"),
    ],
)
def test_what_is_wrong_from_the_start_ends_the_source(emulator, orders, arguments, told):
    async def run():
        async with Watch(emulator, "consumer_lag", **arguments) as watch:
            await asyncio.wait([watch.task], timeout=5)
            assert told in str(watch.task.exception())

    asyncio.run(run())


def test_wrong_start_and_foreign_state_end_the_source(emulator, orders, tmp_path):
    state = tmp_path / "state.json"

    async def failure(source, **arguments):
        async with Watch(emulator, source, **arguments) as watch:
            await asyncio.wait([watch.task], timeout=5)
            return str(watch.task.exception())

    assert "'start' is not a point in time" in asyncio.run(failure("dead_letters", start="soon"))
    state.write_text("{")
    assert "cannot be read" in asyncio.run(failure("dead_letters", state_file=str(state)))
    state.write_text(json.dumps({"version": 1, "source": "consumer_lag"}))
    assert "give each source its own file" in asyncio.run(failure("dead_letters", state_file=str(state)))
    gone = tmp_path / "gone" / "state.json"
    assert "cannot be written" in asyncio.run(failure("dead_letters", state_file=str(gone)))


def test_secrets_are_neither_in_events_nor_logs_nor_files(emulator, orders, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    state = tmp_path / "state.json"
    events = []

    async def run():
        async with Watch(emulator, "dead_letters", state_file=str(state), auth_token=None) as watch:
            await watch.polls()
            emulator.fault(method="GET", path="/messages", times=3, status=403, body=f'{{"error_msg": "{SECRET_KEY}"}}')
            kill(emulator, orders)
            events.append(await watch.event())
            await watch.polls()

    asyncio.run(run())
    assert caplog.records and SECRET_KEY not in caplog.text + str(events) + state.read_text()


@pytest.mark.parametrize("source", ["consumer_lag", "dead_letters"])
def test_source_documents_its_arguments(source):
    found = runpy.run_path(str(EDA / "plugins" / "event_source" / f"{source}.py"))
    from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
    from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._event_options import COMMON

    known = {**COMMON, **found["SOURCE"].options, **CONNECTION_OPTIONS}
    options = yaml.safe_load(found["DOCUMENTATION"])["options"]
    assert set(options) == set(known)
    for name, option in known.items():
        assert (options[name]["type"], options[name].get("default")) == (option.type, option.default), name
        for variable in getattr(option, "environment", ()):
            assert variable in str(options[name]["description"])
    [example] = yaml.safe_load(found["EXAMPLES"])
    assert set(example[f"huaweicloud.rocketmq.{source}"]) <= set(known)


def rulebooks():
    guide = (ROOT / "docs" / "docsite" / "rst" / "guide_eda.rst").read_text()
    blocks = re.findall(r"^\.\. code-block:: yaml\n\n((?:   .*\n|\n)+)", guide, re.MULTILINE)
    shown = [yaml.safe_load(block) for block in blocks]
    return [*(one for one in shown if "sources" in one[0]), yaml.safe_load(RULEBOOK.read_text())]


def test_rulebooks_give_sources_arguments_that_there_are():
    given = [
        (name.removeprefix("huaweicloud.rocketmq."), arguments)
        for rulebook in rulebooks()
        for source in rulebook[0]["sources"]
        for name, arguments in source.items()
        if name != "name"
    ]
    assert {name for name, _arguments in given} == {"consumer_lag", "dead_letters"}
    for name, arguments in given:
        found = runpy.run_path(str(EDA / "plugins" / "event_source" / f"{name}.py"))
        assert set(arguments) <= set(yaml.safe_load(found["DOCUMENTATION"])["options"])


# With ansible-rulebook itself.


def find_rulebook():
    """Return the command of ansible-rulebook, or skip the test, which says what is missing."""
    command = shutil.which("ansible-rulebook", path=os.environ.get("RULEBOOK_PATH") or os.environ["PATH"])
    if command is None or shutil.which("java") is None:
        pytest.skip("not to be had here: " + ("Java" if command else "ansible-rulebook (RULEBOOK_PATH or PATH)"))
    version = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    if int(re.search(r'version "(\d+)', version)[1]) < 17:
        pytest.skip("ansible-rulebook needs Java 17 or later")
    return command


def test_rulebook_replays_dead_letters(emulator_process, emulator, tmp_path):
    command = find_rulebook()
    instance_id = emulator.instance("orders", groups=["billing"])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events"))
    (tmp_path / "inventory").write_text(
        "localhost ansible_connection=local ansible_python_interpreter='{{ ansible_playbook_python }}'\n"
    )
    folder, state = tmp_path / "letters", tmp_path / "state.json"
    variables = {
        "rocketmq_instance_name": "orders",
        "replay_dead_letters_folder": str(folder),
        "event_state_file": str(state),
        "event_interval": 1,
    }
    (tmp_path / "variables.yml").write_text(yaml.safe_dump(variables))
    rules = RULEBOOK.read_text()
    assert "once_after: 1 minute\n" in rules
    (tmp_path / "rules.yml").write_text(rules.replace("once_after: 1 minute\n", "once_after: 2 seconds\n"))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("HUAWEICLOUD_", "HW_"))},
        **emulator.environment(),
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH),
        "PATH": f"{os.path.dirname(command)}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    environment.pop("PYTHONPATH", None)
    arguments = ["-r", "rules.yml", "-i", "inventory", "--vars", "variables.yml", "--print-events"]
    with (tmp_path / "output").open("w") as output:
        process = subprocess.Popen(
            [command, *arguments], cwd=tmp_path, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_for(state.exists, 60)
            kill(emulator, instance_id, count=3)
            wait_for(lambda: [one for one in emulator.requests(writes=True) if "resend" in one["path"]], 60)
            wait_for((folder / "orders_billing.sent.json").exists, 60)
        finally:
            process.terminate()
            process.wait(30)
    told = (tmp_path / "output").read_text()
    [resent] = [one for one in emulator.requests(writes=True) if "resend" in one["path"]]
    assert resent["status"] == 200 and len(resent["body"]["msg_id_list"]) == 3
    assert len(json.loads((folder / "orders_billing.sent.json").read_text())) == 3 and SECRET_KEY not in told


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it has not happened in time"
        time.sleep(0.1)
