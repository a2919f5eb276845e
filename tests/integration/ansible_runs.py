# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running the collection as a user does: whole playbooks by ansible-playbook, or one module by its entry function."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).resolve().parent
COLLECTION = "huaweicloud.rocketmq"
# The folder that holds ansible_collections/, of which the tested tree is a part.
COLLECTIONS_PATH = HERE.parents[4]


class Task(NamedTuple):
    """The result of one task: its status is ok, failed, skipped or unreachable."""

    name: str
    action: str
    host: str
    status: str
    result: dict[str, Any]
    started: float
    ended: float

    @property
    def changed(self) -> bool:
        """Whether the task says that it changed something."""
        return bool(self.result.get("changed"))


class Run(NamedTuple):
    """A run of ansible-playbook: its exit code, its tasks in order, and all it printed."""

    code: int
    tasks: list[Task]
    output: str

    def named(self, name: str) -> Task:
        """Return the task of this name."""
        return next(task for task in self.tasks if task.name == name)


def play(*tasks: Mapping[str, Any], **keywords: Any) -> list[dict[str, Any]]:
    """Return a playbook of one play on localhost."""
    return [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": list(tasks), **keywords}]


def task(name: str, module: str, options: Mapping[str, Any], **keywords: Any) -> dict[str, Any]:
    """Return a task that calls a module of the collection."""
    return {"name": name, f"{COLLECTION}.{module}": dict(options), **keywords}


def run_playbook(
    playbook: str | list[dict[str, Any]],
    folder: Path,
    environment: Mapping[str, str],
    *arguments: str,
    extra_vars: Mapping[str, Any] | None = None,
    timeout: float = 300,
) -> Run:
    """Run a playbook (its plays, or its name) with ansible-playbook in a folder of its own."""
    command, variables = playbook_command(playbook, folder, environment, *arguments, extra_vars=extra_vars)
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, timeout=timeout, check=False
    )
    record = Path(variables["RECORD_FILE"])
    lines = record.read_text().splitlines() if record.exists() else []
    return Run(done.returncode, [Task(**json.loads(line)) for line in lines], done.stdout + done.stderr)


def playbook_command(
    playbook: str | list[dict[str, Any]],
    folder: Path,
    environment: Mapping[str, str],
    *arguments: str,
    extra_vars: Mapping[str, Any] | None = None,
) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment that run a playbook, and make the folder ready for it."""
    record = folder / "record.jsonl"
    record.unlink(missing_ok=True)
    if not isinstance(playbook, str):
        (folder / "play.yml").write_text(yaml.safe_dump(playbook, sort_keys=False))
        playbook = str(folder / "play.yml")
    command = ["ansible-playbook", playbook, "-i", "localhost,", "-e", json.dumps(dict(extra_vars or {})), *arguments]
    return command, {**_clean_environment(folder), **environment, "RECORD_FILE": str(record)}


def _clean_environment(folder: Path) -> dict[str, str]:
    """Return an environment without credentials, in which nothing is read from or left in the user's home."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUAWEICLOUD_", "HW_", "ANSIBLE_")) and name.lower() not in PROXIES
    }
    return {
        **kept,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS_PATH),
        # That of the Ansible under test, so that modules run on its Python, too.
        "ANSIBLE_PYTHON_INTERPRETER": str(Path(str(shutil.which("ansible-playbook"))).with_name("python")),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "record",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "false",
        "ANSIBLE_DEPRECATION_WARNINGS": "true",
    }


PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def run_module(
    module: str, options: Mapping[str, Any], environment: Mapping[str, str], check: bool = False
) -> dict[str, Any]:
    """Call a module's entry function in this process and return its result; a failed one has `failed`."""
    from ansible.module_utils import basic
    from ansible.module_utils.common import warnings

    _be_no_controller()
    # Those of the module that ran before in this process.
    warnings._global_warnings.clear()
    arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": True, "_ansible_remote_tmp": "/tmp"}
    entry = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{module}")
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    output = io.StringIO()
    with _environment(environment), contextlib.redirect_stdout(output), contextlib.suppress(SystemExit):
        entry.main()
    result: dict[str, Any] = json.loads(output.getvalue().strip().splitlines()[-1])
    # Newer releases of ansible-core wrap each text.
    texts = [one["event"]["msg"] if isinstance(one, dict) else one for one in result.get("warnings", ())]
    return {**result, "warnings": [text for text in texts if "is plain http" not in text]}


def _be_no_controller() -> None:
    """Have a module's warnings in its result, though a test beside it has loaded parts of the controller (2.19)."""
    with contextlib.suppress(ImportError):
        from ansible.module_utils import _internal

        _internal.is_controller = False


# Runs a module with the arguments in a file: they may be long, and hold secrets.
MODULE_PROGRAM = """
import importlib, os, pathlib, sys
from ansible.module_utils import basic
arguments = pathlib.Path(os.environ.pop("MODULE_ARGUMENTS"))
basic._ANSIBLE_ARGS = arguments.read_bytes()
arguments.unlink()
basic._ANSIBLE_PROFILE = "legacy"
importlib.import_module(sys.argv[1]).main()
"""


def module_command(
    module: str, options: Mapping[str, Any], environment: Mapping[str, str], check: bool = False
) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment that run a module in a process of its own."""
    arguments = {**options, "_ansible_check_mode": check, "_ansible_diff": True, "_ansible_remote_tmp": "/tmp"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUAWEICLOUD_", "HW_"))}
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        json.dump({"ANSIBLE_MODULE_ARGS": arguments}, file)
    variables = {
        **kept,
        **environment,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(COLLECTIONS_PATH), os.environ.get("PYTHONPATH")))),
        "MODULE_ARGUMENTS": file.name,
    }
    name = f"ansible_collections.{COLLECTION}.plugins.modules.{module}"
    return [sys.executable, "-c", MODULE_PROGRAM, name], variables


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in list(os.environ):
        if name.startswith(("HUAWEICLOUD_", "HW_")):
            del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def requests_of(task_result: Task, log: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what the service saw while a task ran."""
    return [entry for entry in log if task_result.started < entry["time"] <= task_result.ended]


def writes_of(task_result: Task, log: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the requests of a task that may have changed something."""
    return [
        entry for entry in requests_of(task_result, log) if entry["method"] != "GET" and "/v3/" not in entry["path"]
    ]
