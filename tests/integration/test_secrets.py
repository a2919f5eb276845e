# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planted secrets are looked for in every byte that comes out of a run, and in every file it leaves behind."""

from __future__ import annotations

import contextlib
import json
import threading
from pathlib import Path

import pytest

from .evidence import tell_of_number, tell_of_one
from .others import token_for
from .running import COLLECTION, play, task

# Each is unlike anything else, and comes from the environment as it does from a vault.
PLANTED = {
    "PLANT_AK": "PLANTEDAK0123456789X",
    "PLANT_SK": "planted-sk-a8f1c3",
    "PLANT_STS": "planted-sts-77b2e9",
    "PLANT_PASSWORD": "planted-password-5d0c",
    "PLANT_WRONG_TOKEN": "planted-token-90e4",
    "PLANT_ACL_1": "Planted-Acl-41aa",
    "PLANT_ACL_2": "Planted-Acl-52bb",
    "PLANT_ACL_WEAK": "plantedweakacl",
}
KINDS = (
    "access key", "secret key", "security token", "IAM password", "token from IAM", "ready token", "ACL secret",
)  # fmt: skip


def env(name):
    return "{{ lookup('ansible.builtin.env', '" + name + "') }}"


KEYS = {"access_key": env("PLANT_AK"), "secret_key": env("PLANT_SK"), "security_token": env("PLANT_STS")}
TOKEN = {"auth_token": env("PLANT_TOKEN")}
PASSWORD = {"username": "emulator-user", "password": env("PLANT_PASSWORD"), "domain_name": "emulator-domain"}
SCOPE = {"instance_name": "orders", "wait_interval": 0.2}


@pytest.fixture
def planted(emulator):
    """An emulator whose keys and passwords are the planted ones."""
    emulator.settings(
        access_key=PLANTED["PLANT_AK"],
        secret_key=PLANTED["PLANT_SK"],
        security_token=PLANTED["PLANT_STS"],
        user_password=PLANTED["PLANT_PASSWORD"],
        mask_secrets=False,
    )
    emulator.instance("orders", enable_acl=True)
    return emulator


@pytest.fixture
def secrets(planted):
    """What is planted, with a token that the emulator has issued."""
    return {**PLANTED, "PLANT_TOKEN": token_for(planted, PLANTED["PLANT_PASSWORD"])}


@contextlib.contextmanager
def process_list():
    """Collect the command lines of all processes, which everyone on the machine may see, while something runs."""
    seen, over = set(), threading.Event()

    def watch():
        while not over.wait(0.05):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):
                    seen.add(path.read_text(errors="replace").replace("\0", " "))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def user(name, variable, **options):
    return {"name": name, "secret": env(variable), **options}


def steps():
    subscriber = {"topic_perms": [{"name": "aaa", "perm": "SUB"}]}
    two = [user("first-user", "PLANT_ACL_1"), user("second-user", "PLANT_ACL_2", **subscriber)]
    weak = [user("first-user", "PLANT_ACL_WEAK")]
    unknown = [{**two[0], "secrets": env("PLANT_ACL_1")}]
    ignored = {"ignore_errors": True}
    # Ansible itself shows the items of a loop, so what they hold is the name of a secret and not the secret.
    items = [{"name": "first-user", "variable": "PLANT_ACL_1"}, {"name": "second-user", "variable": "PLANT_ACL_2"}]
    looped = {"name": "{{ item.name }}", "secret": "{{ lookup('env', item.variable) }}"}
    wrong_keys = {"access_key": env("PLANT_AK"), "secret_key": env("PLANT_ACL_2")}
    role = {
        **{f"rocketmq_acl_{name}": value for name, value in KEYS.items()},
        "rocketmq_acl_instance_name": "orders",
    }
    include = {"ansible.builtin.include_role": {"name": f"{COLLECTION}.rocketmq_acl"}}
    return [
        task("one user", "user", {**SCOPE, **KEYS, **two[0]}, register="one", diff=True),
        {"name": "show one", "ansible.builtin.debug": {"var": "one"}},
        task("loop", "user", {**SCOPE, **KEYS, **looped}, loop=items),
        task("many users", "users", {**SCOPE, **KEYS, "users": two}, register="many", diff=True),
        {"name": "show many", "ansible.builtin.debug": {"var": "many"}},
        task("rotated", "users", {**SCOPE, **KEYS, "users": [user("first-user", "PLANT_ACL_2")]}, diff=True),
        task("told", "user_info", {"instance_name": "orders", **KEYS}, register="told"),
        {"name": "show told", "ansible.builtin.debug": {"var": "told"}},
        task("weak", "users", {**SCOPE, **KEYS, "users": weak}, **ignored),
        task("unknown key", "users", {**SCOPE, **KEYS, "users": unknown}, **ignored),
        task("no instance", "user", {**SCOPE, **KEYS, **two[0], "instance_name": "nothing"}, **ignored),
        task("wrong keys", "user", {**SCOPE, **two[0], **wrong_keys}, **ignored),
        task(
            "service echoes", "user", {**SCOPE, **KEYS, **user("third-user", "PLANT_ACL_1")}, register="echo", **ignored
        ),
        {"name": "show echo", "ansible.builtin.debug": {"var": "echo"}},
        task("password", "users", {**SCOPE, **PASSWORD, "users": two}),
        task("wrong password", "user_info", {"instance_name": "orders", **PASSWORD, "username": "nobody"}, **ignored),
        task("token", "users", {**SCOPE, **TOKEN, "users": two}),
        task("wrong token", "users", {**SCOPE, "auth_token": env("PLANT_WRONG_TOKEN"), "users": two}, **ignored),
        {"name": "role", **include, "vars": {**role, "rocketmq_acl_users": two, "rocketmq_acl_purge": True}},
        {"name": "role that fails", **include, "vars": {**role, "rocketmq_acl_users": weak}},
    ]


def verbose(folder):
    # Since ansible-core 2.21 a result tells what the module was given only if it is asked to.
    asked = {"ANSIBLE_INJECT_INVOCATION": "true"}
    return ["-vvvv", "--diff"], {"ANSIBLE_LOG_PATH": str(folder / "ansible.log"), **asked}


def as_data(folder):
    """Have results as JSON on the standard output, and as XML in a file."""
    callbacks = {"ANSIBLE_STDOUT_CALLBACK": "minimal", "ANSIBLE_CALLBACKS_ENABLED": "record,junit"}
    return ["--diff"], {**callbacks, "JUNIT_OUTPUT_DIR": str(folder / "junit")}


@pytest.mark.parametrize(
    ("way", "shown"),
    [(verbose, ["EXEC /bin/sh", '"module_args": {']), (as_data, ["localhost | CHANGED => {"])],
    ids=["verbose", "as data"],
)
def test_no_planted_secret_comes_out(planted, secrets, playbook, tmp_path, way, shown):
    # A service that repeats what it was sent in its error message.
    planted.fault(
        method="POST", path="/users$", skip=2, status=400, code="DMS.00400062",
        message=f"secret_key {PLANTED['PLANT_ACL_1']} is not allowed",
    )  # fmt: skip
    arguments, environment = way(tmp_path)
    environment |= {**secrets, "HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}
    with process_list() as processes:
        run = playbook(play(*steps()), *arguments, environment=environment)
    done = {entry.name: entry.status for entry in run.tasks}
    assert done["many users"] == done["token"] == "ok" and done["wrong password"] == done["wrong token"] == "failed"
    assert done["service echoes"] == "failed" and done["weak"] == "failed", run.output
    places = {
        "output": run.output,
        "requests": json.dumps(planted.requests()),
        "results": json.dumps([t.result for t in run.tasks]),
        "process list": "\n".join(processes),
    }
    # What is searched is what it is taken for.
    assert all(text in run.output for text in shown), run.output
    assert "ansible-playbook" in places["process list"] and "AnsiballZ_users.py" in places["process list"]
    places |= {str(path): path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()}
    for place, text in places.items():
        for name, secret in secrets.items():
            assert secret not in text, f"{name} in {place}"
    tokens = [json.loads(path.read_text()).get("token") for path in tmp_path.rglob("cache/**/*.json")]
    for token in filter(None, tokens):
        found = [place for place, text in places.items() if token in text]
        assert all("/cache/" in place for place in found), found
    assert list(filter(None, tokens)), "no token was kept, so none was looked for"
    for kind in KINDS:
        tell_of_one("kinds of secrets searched for", kind)
    tell_of_number("bytes searched", sum(len(text.encode()) for text in places.values()))


def test_secrets_are_not_left_where_other_users_of_the_machine_see_them(planted, playbook, tmp_path):
    asked = task("password", "user_info", {"instance_name": "orders", **PASSWORD})
    run = playbook(play(asked), environment={**PLANTED, "HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""})
    assert run.code == 0, run.output
    for path in Path(tmp_path).rglob("cache/**/*"):
        assert path.stat().st_mode & 0o077 == 0, path
