# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A line of progress on its way from the module through the pipe to the screen."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from types import SimpleNamespace

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.wait import Progress
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.progress import (
    PIPE_VARIABLE,
    progress_reporter,
)
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _progress
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._progress import describe, duration

CREATING = [("orders", "CREATING")]


class Client:
    """As much of a client as a reporter needs; its clock moves by 65 s at each look."""

    def __init__(self, *secrets):
        self.secrets = set(secrets)
        self.clock, self._now = SimpleNamespace(monotonic=self._later), 0.0

    def _later(self):
        self._now += 65
        return self._now


@pytest.fixture
def pipe(tmp_path, monkeypatch):
    """A pipe that is read, whose path the environment has."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    monkeypatch.setenv(PIPE_VARIABLE, str(path))
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield reader
    with contextlib.suppress(OSError):
        os.close(reader)


def told(waiting_for, state="present", total=1, failed=0, secrets=(), pipe=None):
    report = progress_reporter(Client(*secrets), "instance", state)
    report(Progress(1, 100.0, None, waiting_for, total, failed))
    return describe(json.loads(os.read(pipe, 65536)))


def test_one_object_is_told_with_its_status_and_the_time(pipe):
    assert told(CREATING, pipe=pipe) == "instance orders: CREATING, 1 min 5 s so far"


def test_status_that_is_not_known_is_told_as_such(pipe):
    assert told([("orders", "")], pipe=pipe).startswith("instance orders: status unknown,")


def test_many_objects_are_counted_and_a_few_are_named(pipe):
    line = told([(f"shop-{number}", "CREATING") for number in range(9)], total=20, failed=2, pipe=pipe)
    named = "shop-0, shop-1, shop-2, shop-3, shop-4 (CREATING)"
    assert line == f"9 of 20 instances ready, 2 failed, 1 min 5 s so far; not yet: {named} and 4 more"


def test_names_of_one_status_stand_together(pipe):
    line = told([("a", "CREATING"), ("b", "EXTENDING"), ("c", "CREATING")], total=3, pipe=pipe)
    assert line.endswith("not yet: a, c (CREATING), b (EXTENDING)")


def test_what_is_to_be_deleted_is_told_as_gone(pipe):
    assert told([("a", "DELETING")], "absent", total=3, pipe=pipe).startswith("2 of 3 instances gone, ")


def test_line_has_no_secret_and_nothing_that_a_terminal_obeys(pipe):
    line = told([("orders", "\x1b[31mPlanted-Secret-1\n")], secrets=("Planted-Secret-1",), pipe=pipe)
    assert "Planted" not in line and line.isprintable()


def test_line_is_one_write_whatever_the_service_answers(pipe):
    report = progress_reporter(Client(), "instance", "present")
    report(Progress(1, 1.0, None, [("n" * 5000, "s" * 5000)] * 500, 500))
    # What POSIX has every system write at once is 512; the systems that Ansible runs on write 4096, or more.
    assert len(os.read(pipe, 65536)) < 4096


def test_name_of_the_pipe_is_gone_once_it_is_open(pipe, tmp_path):
    assert progress_reporter(Client(), "instance", "present") is not None
    assert list(tmp_path.iterdir()) == [] and PIPE_VARIABLE not in os.environ


@pytest.mark.parametrize("path", ["", "/no/such/pipe", "/"])
def test_nothing_is_told_where_there_is_no_pipe(monkeypatch, path):
    monkeypatch.setenv(PIPE_VARIABLE, path)
    assert progress_reporter(Client(), "instance", "present") is None


def test_nothing_is_told_where_nobody_reads(monkeypatch, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(PIPE_VARIABLE, str(tmp_path / "pipe"))
    assert progress_reporter(Client(), "instance", "present") is None


def test_module_ends_with_the_run_that_it_belongs_to(pipe, monkeypatch):
    blows = []
    monkeypatch.setattr(os, "kill", lambda process, blow: blows.append((process, blow)))
    report = progress_reporter(Client(), "instance", "present")
    os.close(pipe)
    report(Progress(1, 1.0, None, CREATING, 1))
    assert blows == [(os.getpid(), signal.SIGTERM)]


def test_reader_that_is_behind_is_not_waited_for(pipe):
    report = progress_reporter(Client(), "instance", "present")
    for _line in range(2000):
        report(Progress(1, 1.0, None, CREATING, 1))


def test_lines_are_shown_as_they_come_and_one_that_cannot_be_shown_ends_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(_progress.C, "DEFAULT_LOCAL_TMP", str(tmp_path))
    shown = []

    def show(line):
        shown.append(line["number"])

    with _progress._read_lines(show) as path:
        pipe = os.open(path, os.O_WRONLY)
        for text in ('{"number": 1}\nnonsense\n{}\n{"num', 'ber": 2}\n'):
            os.write(pipe, text.encode())
        os.close(pipe)
    assert shown == [1, 2] and list(tmp_path.iterdir()) == []


def test_task_runs_without_progress_where_no_pipe_can_be_made(tmp_path, monkeypatch):
    monkeypatch.setattr(_progress.C, "DEFAULT_LOCAL_TMP", str(tmp_path / "missing"))
    with _progress._read_lines(print) as path:
        assert path == ""


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")])
def test_time_is_told_in_minutes_and_seconds(seconds, text):
    assert duration(seconds) == text
