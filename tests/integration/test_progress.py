# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever watches a run sees while a module waits, and that nothing else differs by it."""

from __future__ import annotations

import re

from .ansible_runs import COLLECTION, play, task
from .concurrent_actor import wait_for
from .processes import left_running
from .sample_instances import order

SLOW = {"create_seconds": 2.6}
# Names, ids, times and addresses differ from one instance to the next.
OWN = r"orders-[0-9]|[0-9a-f]{8}[0-9a-f-]{10,}|[0-9]{10,}|[0-9]+[.][0-9]+[.][0-9.:]+"


def ordered(name, **keywords):
    return task(f"Order {name}", "instance", order(name, wait_interval=1), **keywords)


def ordered_together(*names):
    instances = [order(name) for name in names]
    return task("Order all", "instances", {"instances": instances, "wait_interval": 1})


def shown(run):
    """Return the lines of progress that a run has printed."""
    return [line for line in run.output.splitlines() if line.startswith("waiting: ")]


def test_wait_for_one_and_for_many_is_shown_once_an_interval(emulator, playbook):
    emulator.settings(**SLOW)
    run = playbook(play(ordered("orders"), ordered_together("orders", "shop-1", "shop-2"), ordered("shop-1")))
    assert run.code == 0, run.output
    one = [f"waiting: [localhost] => instance orders: CREATING, {seconds} s so far" for seconds in (1, 2)]
    many = [
        f"waiting: [localhost] => 1 of 3 instances ready, {seconds} s so far; not yet: shop-1, shop-2 (CREATING)"
        for seconds in (1, 2)
    ]
    # What does not wait shows nothing, as the last task.
    assert shown(run) == one + many


SILENT = {
    "no_log": {"no_log": True},
    "check mode": {"check_mode": True},
    "async": {"async": 60, "poll": 1},
    "another connection": {"vars": {"ansible_connection": "elsewhere"}},
}
# A connection that is not the local one, as far as can be told.
ELSEWHERE = """
DOCUMENTATION = '''
name: elsewhere
short_description: Somewhere else
description: As the connection local.
extends_documentation_fragment: [connection_pipelining]
options:
  become_success_timeout: {description: Unused., type: int, default: 10}
  become_strip_preamble: {description: Unused., type: bool, default: true}
'''
from ansible.plugins.connection.local import Connection as Local
class Connection(Local):
    transport = 'elsewhere'
"""


def test_where_nothing_can_be_shown_the_module_waits_all_the_same(emulator, playbook, tmp_path):
    emulator.settings(**SLOW)
    (tmp_path / "connection_plugins").mkdir()
    (tmp_path / "connection_plugins" / "elsewhere.py").write_text(ELSEWHERE)
    environment = {
        "ANSIBLE_CONNECTION_PLUGINS": str(tmp_path / "connection_plugins"),
        "ANSIBLE_ASYNC_DIR": str(tmp_path / "async"),
    }
    silent = [ordered(f"orders-{number}", **keywords) for number, keywords in enumerate(SILENT.values(), start=1)]
    run = playbook(play(ordered("orders-0"), *silent), environment=environment)
    assert run.code == 0 and all(one.changed for one in run.tasks), run.output
    assert len(shown(run)) == 2 and all("orders-0" in line for line in shown(run)), run.output
    assert comparable(run.tasks[0].result) == comparable(run.tasks[-1].result)


def comparable(result):
    """Return a result without what belongs to its own instance, or to its own run."""
    kept = {key: value for key, value in result.items() if key not in ("ansible_facts", "phases")}
    return re.sub(OWN, "?", str(sorted(kept.items())))


def test_progress_passes_become(emulator, playbook, tmp_path):
    emulator.settings(**SLOW)
    sudo = tmp_path / "sudo"
    # As sudo does, it drops the environment but for what the command brings along.
    kept = " ".join(f'"{name}=${name}"' for name in (*emulator.environment(), "HOME", "PATH"))
    sudo.write_text(f'#!/bin/sh\nwhile [ "$1" != /bin/sh ]; do shift; done\nexec env -i {kept} "$@"\n')
    sudo.chmod(0o700)
    become = {"become": True, "vars": {"ansible_become_exe": str(sudo)}}
    run = playbook(play(ordered("orders", **become)))
    assert run.code == 0 and len(shown(run)) == 2, run.output


def test_task_that_ran_out_of_its_timeout_leaves_nothing_and_the_next_goes_on(emulator, playbook, tmp_path):
    emulator.settings(create_seconds=600)
    run = playbook(play(ordered("orders", timeout=6)))
    assert run.code != 0 and run.tasks[-1].status == "failed", run.output
    # The module notices with its next line, an interval later.
    wait_for(lambda: not left_running(tmp_path))
    assert not list(tmp_path.rglob("progress-*"))
    emulator.control("POST", "clock", {"advance": 600})
    run = playbook(play(ordered("orders")))
    assert run.code == 0 and len(emulator.requests(writes=True)) == 1, run.output


def test_failure_is_the_modules_own(emulator, playbook):
    emulator.settings(create_seconds=60)
    run = playbook(play(task("Order", "instance", order("orders", wait_interval=1, wait_timeout=2))))
    failure = run.tasks[-1].result
    assert run.code != 0 and failure["status"] == "CREATING" and failure["instance_id"], run.output
    assert "Run the task again to go on waiting." in failure["msg"]
    assert f"{COLLECTION}.instance" == run.tasks[-1].action
