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

from .ansible_runs import COLLECTION, play, task
from .concurrent_actor import token_for
from .recorder import record_distinct, record_number

# Each is unlike anything else, as are its beginning and its end, and comes from the environment as from a vault.
PLANTED = {
    "PLANT_AK": "PLANTEDAK0123456789X",
    "PLANT_SK": "a8f1c3d2-planted-d2a8f1c3",
    "PLANT_STS": "77b2e9f0-planted-f077b2e9",
    "PLANT_PASSWORD": "5d0c41e7-planted-e75d0c41",
    "PLANT_WRONG_TOKEN": "90e4bb12-planted-12bb90e4",
    "PLANT_ACL_1": "Acl-41aa-planted-41aa-Acl",
    "PLANT_ACL_2": "Acl-52bb-planted-52bb-Acl",
    "PLANT_ACL_STORED": "Acl-63cc-planted-63cc-Acl",
    "PLANT_ACL_QUOTED": 'Acl-74\'d\\-"planted"-74d-Acl',
    "PLANT_ACL_WEAK": "weakacl8planted8weakacl8",
}
# What is long enough to tell something of a secret, and where a message of the service is cut off.
PART = 8
CUT = 500
KINDS = (
    "access key", "secret key", "security token", "IAM password", "token from IAM", "ready token", "ACL secret",
    "ACL secret that the service shows",
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
    stored = {"access_key": "stored-user", "secret_key": PLANTED["PLANT_ACL_STORED"]}
    emulator.instance("orders", enable_acl=True, users=[stored])
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


def parts(secret):
    """Return a secret as it may be shortened, and as it may be written in Python and JSON."""
    written = {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}
    return {text[place] for text in written for place in (slice(PART), slice(-PART, None))}


def assert_nowhere(places, secrets):
    for place, text in places.items():
        for name, secret in secrets.items():
            assert not [part for part in parts(secret) if part in text], f"{name} in {place}"


def files_of(folder):
    return {str(path): path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()}


def tokens_of_iam(folder):
    """Return the tokens that the private cache holds."""
    kept = {str(path): json.loads(path.read_text()).get("token") for path in folder.rglob("cache/**/*.json")}
    return {f"token from IAM of {place}": token for place, token in kept.items() if token}


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
    places |= files_of(tmp_path)
    assert_nowhere(places, secrets)
    tokens = tokens_of_iam(tmp_path)
    assert tokens, "no token was kept, so none was looked for"
    kept = {place for place in places if "/cache/" in place}
    assert_nowhere({place: text for place, text in places.items() if place not in kept}, tokens)
    for kind in KINDS:
        record_distinct("kinds of secrets searched for", kind)
    record_number("bytes searched", sum(len(text.encode()) for text in places.values()))


def test_log_of_the_system_has_no_secret(planted, module, monkeypatch):
    from ansible.module_utils import basic

    logged = []
    monkeypatch.setattr(basic, "has_journal", False)
    monkeypatch.setattr(basic.syslog, "syslog", lambda *told: logged.append(str(told[-1])))
    users = [{"name": "first-user", "secret": PLANTED[name]} for name in ("PLANT_ACL_QUOTED", "PLANT_ACL_1")]
    keys = {
        "access_key": PLANTED["PLANT_AK"],
        "secret_key": PLANTED["PLANT_SK"],
        "security_token": PLANTED["PLANT_STS"],
    }
    for one in users:
        module("users", {**SCOPE, **keys, "users": [one]}, check=True)
        module("user", {**SCOPE, **keys, **one}, check=True)
    assert len([line for line in logged if "Invoked with" in line and "first-user" in line]) == 4
    for name in ("PLANT_ACL_QUOTED", "PLANT_ACL_1", "PLANT_AK", "PLANT_SK", "PLANT_STS"):
        parts = {PLANTED[name][start : start + PART] for start in range(len(PLANTED[name]) - PART + 1)}
        assert not any(part in line for line in logged for part in parts), name


def test_secrets_are_not_left_where_other_users_of_the_machine_see_them(planted, playbook, tmp_path):
    asked = task("password", "user_info", {"instance_name": "orders", **PASSWORD})
    run = playbook(play(asked), environment={**PLANTED, "HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""})
    assert run.code == 0, run.output
    for path in Path(tmp_path).rglob("cache/**/*"):
        assert path.stat().st_mode & 0o077 == 0, path


def refused_steps():
    """Tasks whose options Ansible refuses before it knows which of them are secret."""
    one, two = user("first-user", "PLANT_ACL_1"), user("second-user", "PLANT_ACL_QUOTED")
    as_text = f"name=first-user secret={env('PLANT_ACL_2')}"
    misspelt = {"secretkey": env("PLANT_SK"), "name": "first-user", "secert": env("PLANT_ACL_1")}
    role = {"rocketmq_acl_instance_name": "orders", "rocketmq_acl_users": [one, "text"]}
    return [
        task("topics are texts", "topics", {**SCOPE, **KEYS, "topics": ["order-events"]}),
        task("keys of the environment", "topics", {**SCOPE, "topics": ["order-events"]}),
        task("instances are texts", "instances", {**TOKEN, "instances": ["orders"]}),
        task("users end with a text", "users", {**SCOPE, **PASSWORD, "users": [one, two, "text"]}),
        task("users begin with a text", "users", {**SCOPE, **KEYS, "users": ["text", one]}),
        task("users are within a list", "users", {**SCOPE, **KEYS, "users": [[one, two]]}),
        task("users are texts and a number", "users", {**SCOPE, **KEYS, "users": [as_text, 5]}),
        task("users are texts", "users", {**SCOPE, **KEYS, "users": [env("PLANT_ACL_1")]}),
        task("permissions are texts", "user", {**SCOPE, **KEYS, **two, "topic_perms": ["aaa"]}),
        task("secret is a list", "user", {**SCOPE, **KEYS, **one, "secret": [env("PLANT_ACL_1")], "admin": "perhaps"}),
        task("options are misspelt", "user", {**SCOPE, **misspelt}),
        {
            "name": "role",
            "ansible.builtin.include_role": {"name": f"{COLLECTION}.rocketmq_acl"},
            "vars": {**role, **{f"rocketmq_acl_{name}": value for name, value in KEYS.items()}},
        },
    ]


def test_refused_options_show_no_secret(planted, secrets, playbook, tmp_path):
    arguments, environment = verbose(tmp_path)
    keys = {"HUAWEICLOUD_SDK_AK": PLANTED["PLANT_AK"], "HUAWEICLOUD_SDK_SK": PLANTED["PLANT_SK"]}
    steps = [{**step, "ignore_errors": True} for step in refused_steps()]
    run = playbook(play(*steps), *arguments, environment={**environment, **secrets, **keys})
    told = {entry.name: entry.result for entry in run.tasks if entry.status == "failed"}
    assert len(told) == len(steps), run.output
    # What was searched in vain is there.
    assert all(told[step["name"]]["invocation"]["module_args"] for step in steps[:-1]), told
    assert "order-events" not in told["topics are texts"]["msg"]
    results = {f"result of {name}": json.dumps(result) for name, result in told.items()}
    assert_nowhere({**results, "output": run.output, **files_of(tmp_path)}, secrets)


def echo_steps():
    """Tasks that fail as the service repeats in its error what it was sent or has shown."""
    padded = {**KEYS, "secret_key": " " + env("PLANT_SK") + " "}
    stored = {"name": "stored-user", "white_remote_address": "10.0.0.1"}
    many = [stored, user("new-user", "PLANT_ACL_2")]
    return [
        task("keys", "instance_info", KEYS),
        task("keys with space around them", "instance_info", padded),
        task("ready token", "instance_info", TOKEN),
        task("token from IAM", "instance_info", PASSWORD),
        task("password", "instance_info", {**PASSWORD, "username": "nobody"}),
        task("broken token", "instance_info", {"auth_token": env("PLANT_WRONG_TOKEN") + "\n" + env("PLANT_TOKEN")}),
        task("new secret", "user", {**SCOPE, **KEYS, **user("new-user", "PLANT_ACL_1")}),
        task("quoted secret", "user", {**SCOPE, **KEYS, **user("new-user", "PLANT_ACL_QUOTED")}),
        task("secret that is shown", "user", {**SCOPE, **KEYS, **stored}),
        task("secrets that are shown", "users", {**SCOPE, **KEYS, "users": many}),
        task("told again", "user_info", {"instance_name": "orders", **KEYS}),
    ]


def order_echoes(planted, token, token_of_iam):
    """Have the emulator repeat secrets, each one also where the end of the message is cut off."""

    def echo(times=1, **fault):
        once = "/".join(fault.pop("secrets"))
        message = f"<{once}>{'x' * (CUT - PART - PART // 2 - len(once))}<{once}>"
        planted.fault(status=400, code="DMS.00400062", message=message, times=times, **fault)

    keys = [PLANTED[name] for name in ("PLANT_SK", "PLANT_AK", "PLANT_STS")]
    asked = {"method": "GET", "path": "/instances$"}
    for secrets in (keys, keys, [token], [token_of_iam]):
        echo(secrets=secrets, **asked)
    echo(secrets=[PLANTED["PLANT_PASSWORD"]], method="POST", path="/auth/tokens$")
    for name in ("PLANT_ACL_1", "PLANT_ACL_QUOTED"):
        echo(secrets=[PLANTED[name]], method="POST", path="/users$")
    echo(secrets=[PLANTED["PLANT_ACL_STORED"]], method="PUT", path="/users/stored-user$", times=2)
    echo(secrets=[PLANTED["PLANT_ACL_2"]], method="POST", path="/users$")


def test_what_the_service_repeats_is_masked(planted, secrets, playbook, tmp_path):
    arguments, environment = verbose(tmp_path)
    environment |= {**secrets, "HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}
    first = playbook(play(task("log in", "instance_info", PASSWORD)), environment=environment)
    assert first.code == 0, first.output
    (token_of_iam,) = tokens_of_iam(tmp_path).values()
    order_echoes(planted, secrets["PLANT_TOKEN"], token_of_iam)
    steps = [{**step, "ignore_errors": True, "diff": True} for step in echo_steps()]
    run = playbook(play(*steps), *arguments, environment=environment)
    told = {entry.name: entry.result for entry in run.tasks if entry.status == "failed"}
    assert set(told) == {step["name"] for step in steps} - {"told again"}, run.output
    results = {f"result of {entry.name}": json.dumps(entry.result) for entry in run.tasks}
    places = {**results, "output": run.output, **files_of(tmp_path)}
    places = {place: text for place, text in places.items() if "/cache/" not in place}
    assert_nowhere(places, {**secrets, "token from IAM": token_of_iam})
    # The rest of the message is shown.
    assert "line break" in told.pop("broken token")["msg"]
    assert all("<********" in result["msg"] for result in told.values()), told
    assert [one["name"] for one in told["secrets that are shown"]["failures"]] == ["stored-user", "new-user"]
