# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the action plugins of modules that may wait long have in common: while the module waits, they show how it goes.

The module runs as it does without them. It writes a line for each poll into a named pipe, which a thread reads here.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ansible import constants as C
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ..module_utils._api.error_parsing import replace_control_characters
from ..module_utils._module.progress import PIPE_VARIABLE

# How long (s) the end of the whole run may go unnoticed.
HEARTBEAT = 1.0


class ProgressAction(NormalAction):  # type: ignore[misc]
    """Runs the module of its own name as Ansible does, and shows its progress where that can be read."""

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the result of the module."""
        if not self._can_show_progress():
            return self._run_module(task_vars)
        host = str((task_vars or {}).get("inventory_hostname", ""))
        before = self._task.environment
        with _read_lines(lambda progress: Display().display(f"waiting: [{host}] => {describe(progress)}")) as pipe:
            given = before if isinstance(before, list) else [before] if before else []
            self._task.environment = [*given, {PIPE_VARIABLE: pipe}] if pipe else before
            try:
                return self._run_module(task_vars)
            finally:
                # The task may be run again, by `until` or a loop.
                self._task.environment = before

    def _run_module(self, task_vars: dict[str, Any] | None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(task_vars=task_vars)
        return result

    def _can_show_progress(self) -> bool:
        """Whether the module runs on this machine, for as long as the task does, and may be spoken of."""
        is_local = self._connection.transport in ("local", "ansible.builtin.local")
        return is_local and not (self._task.async_val or self._task.check_mode or self._task.no_log)


def describe(progress: Mapping[str, Any]) -> str:
    """Return a line of a module (see _module/progress.py) in words."""
    noun = str(progress["noun"]).replace("_", " ")
    waiting_for = [(name, status or "status unknown") for name, status in progress["waiting_for"]]
    so_far = f"{duration(progress['seconds'])} so far"
    if progress["total"] == 1:
        [(name, status)] = waiting_for
        text = f"{noun} {name}: {status}, {so_far}"
    else:
        done = progress["total"] - progress["waiting"] - progress["failed"]
        failed = f", {progress['failed']} failed" if progress["failed"] else ""
        named = ", ".join(f"{', '.join(names)} ({status})" for status, names in _by_status(waiting_for).items())
        more = f" and {progress['waiting'] - len(waiting_for)} more" if progress["waiting"] > len(waiting_for) else ""
        text = f"{done} of {progress['total']} {noun}s {progress['goal']}{failed}, {so_far}; not yet: {named}{more}"
    return replace_control_characters(text)


def _by_status(waiting_for: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name, status in waiting_for:
        names.setdefault(status, []).append(name)
    return names


def duration(seconds: int) -> str:
    """Return a time in minutes and seconds, as people say it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextlib.contextmanager
def _read_lines(show: Callable[[Mapping[str, Any]], None]) -> Iterator[str]:
    """Make a named pipe and call `show` for each line of JSON that is written to it; yield its path, or "".

    The module removes the name as soon as it has opened the pipe, so that not even a run that is killed leaves it.
    """
    path = os.path.join(C.DEFAULT_LOCAL_TMP, f"progress-{uuid.uuid4()}")
    try:
        os.mkfifo(path, 0o600)
        # Open for writing, too, it does not come to an end before the module has begun.
        pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        yield ""
        return
    stop, stopper = os.pipe()
    reader = threading.Thread(target=_show_lines, args=(pipe, stop, show), daemon=True)
    reader.start()
    try:
        yield path
    finally:
        os.close(stopper)
        reader.join()
        os.close(stop)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


def _show_lines(pipe: int, stop: int, show: Callable[[Mapping[str, Any]], None]) -> None:
    """Show what comes through the pipe until `stop` is closed, or the run is over, which then ends the module, too."""
    run, rest = os.getppid(), b""
    try:
        while os.getppid() == run:
            ready, _writable, _failed = select.select([pipe, stop], [], [], HEARTBEAT)
            if pipe in ready:
                *lines, rest = (rest + os.read(pipe, 65536)).split(b"\n")
                for line in lines:
                    # Nothing about a line is worth ending the wait for, as the end of this thread would.
                    with contextlib.suppress(Exception):
                        show(json.loads(line))
            if stop in ready:
                return
    finally:
        os.close(pipe)
