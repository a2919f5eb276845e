# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Running commands, in an environment that is the same on every machine."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .paths import BUILD

# What would make a run depend on the machine's owner: credentials, settings of Ansible and of Python.
FOREIGN = ("ANSIBLE_", "HUAWEICLOUD_", "HW_", "COVERAGE_", "PYTEST_")
FOREIGN_NAMES = {
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
}


Words = Sequence[str | Path]


class ToolError(Exception):
    """A step that cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def environment(*bins: Path, **more: str | Path) -> dict[str, str]:
    """Return the variables for a command, with the folders given in front of PATH."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN) and k not in FOREIGN_NAMES}
    kept["PATH"] = os.pathsep.join([*map(str, bins), kept.get("PATH", os.defpath)])
    # The emulator is on this machine: never ask a proxy for it.
    kept["NO_PROXY"] = kept["no_proxy"] = ",".join(
        filter(None, (kept.get("NO_PROXY") or kept.get("no_proxy"), "127.0.0.1,localhost"))
    )
    kept.update({k: str(v) for k, v in more.items()})
    return kept


def ansible_environment(*bins: Path, collections: Path = BUILD, **more: str | Path) -> dict[str, str]:
    """Return the variables for a command that runs Ansible: this collection, no settings from the home folder."""
    config = BUILD / "ansible.cfg"
    if not config.exists():
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text("# Empty, so that no other settings are found.\n")
    settings: dict[str, str | Path] = {
        "ANSIBLE_CONFIG": config,
        "ANSIBLE_HOME": BUILD / "ansible-home",
        "ANSIBLE_REMOTE_TEMP": BUILD / "ansible-home" / "tmp",
        "ANSIBLE_COLLECTIONS_PATH": collections,
        "ANSIBLE_LOCALHOST_WARNING": "False",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "False",
        "PYTHONPATH": collections,
    }
    return environment(*bins, **{**settings, **more})


def run(command: Words, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> int:
    """Run a command with its output passed on; return its exit status."""
    sys.stdout.flush()
    return subprocess.run([str(word) for word in command], cwd=cwd, env=env or environment(), check=False).returncode


def must_run(command: Words, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    status = run(command, cwd=cwd, env=env)
    if status:
        raise ToolError(f"exit status {status} from: {' '.join(map(str, command))}")


def run_and_keep(command: Words, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command with its output passed on line by line; return its exit status and that output."""
    lines = []
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=env or environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                say(line.rstrip("\n"))
                lines.append(line)
        except BaseException:
            # To leave no command behind: the end of the `with` only waits for it.
            process.terminate()
            raise
    return process.returncode, "".join(lines)


def output(command: Words, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Return what a command prints; its error output is shown only when it fails."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env or environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolError(f"exit status {done.returncode} from: {' '.join(map(str, command))}\n{done.stderr.strip()}")
    return done.stdout


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Keep other processes of the tools out while a shared folder is being made."""
    folder = BUILD / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
