# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instance is meant: the tables of the guide, row by row. Each row is a host with the variables of the row."""

from __future__ import annotations

import pytest
import yaml

from .ansible_runs import COLLECTION, play, task
from .sample_instances import order

ACL = {"rocketmq_acl_users": [{"name": "producer", "secret": "Planted-Secret-1"}]}
NEW = {f"rocketmq_instance_{option}": value for option, value in order().items() if option != "name"}
# ORDERS and INVOICES stand for the ids of two instances, TWICE is the name of two, and GONE and EC2 are ids of none.
REFUSED = "refused"
INSTANCE_ROLE = {
    "own-id": ({"rocketmq_instance_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "own-id-before-playbooks": (
        {"rocketmq_instance_instance_id": "ORDERS", "rocketmq_instance_id": "INVOICES"},
        "ORDERS",
    ),
    "name": ({"rocketmq_instance_name": "orders"}, "ORDERS"),
    "playbooks-id": ({"rocketmq_instance_id": "ORDERS"}, "ORDERS"),
    "playbooks-id-before-carried": ({"rocketmq_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "agree": ({"rocketmq_instance_id": "ORDERS", "rocketmq_instance_name": "orders"}, "ORDERS"),
    "disagree": (
        {"rocketmq_instance_id": "ORDERS", "rocketmq_instance_name": "invoices"},
        [REFUSED, "'rocketmq_instance_id' is 'ORDERS'", "'rocketmq_instance_name' is 'invoices'"],
    ),
    "id-of-none": (
        {"rocketmq_instance_id": "GONE", "rocketmq_instance_name": "invoices"},
        [REFUSED, "GONE", "invoices is INVOICES"],
    ),
    "name-of-none": (
        {"rocketmq_instance_id": "ORDERS", "rocketmq_instance_name": "nobody"},
        [REFUSED, "orders is ORDERS", "nobody"],
    ),
    "name-before-carried": ({"rocketmq_instance_name": "invoices", "instance_id": "ORDERS"}, "INVOICES"),
    "carried": ({"instance_id": "ORDERS"}, "ORDERS"),
    "carried-beside-blanks": (
        {"instance_id": "ORDERS", "rocketmq_instance_name": "", "rocketmq_instance_id": " "},
        "ORDERS",
    ),
    "name-of-two": ({"rocketmq_instance_name": "twice"}, [REFUSED, "2 instances are named 'twice'"]),
    "nothing": ({}, [REFUSED, "Nothing says which instance is meant", "rocketmq_instance_name"]),
    "blank": ({"rocketmq_instance_name": "", "instance_id": ""}, [REFUSED, "rocketmq_instance_instance_id"]),
}
PRESENT = {
    **INSTANCE_ROLE,
    "rename": ({"rocketmq_instance_instance_id": "ORDERS", "rocketmq_instance_name": "orders-2"}, "ORDERS"),
    "new": ({**NEW, "rocketmq_instance_name": "created"}, "00000000-0000-0000-0000-000000000000"),
    "new-beside-an-id-of-another-kind": (
        {**NEW, "rocketmq_instance_name": "created-2", "instance_id": "EC2"},
        "00000000-0000-0000-0000-000000000000",
    ),
    "new-beside-the-id-of-an-instance": (
        {**NEW, "rocketmq_instance_name": "created-3", "instance_id": "ORDERS"},
        [REFUSED, "'rocketmq_instance_name' is 'created-3' and 'instance_id' is 'ORDERS'", "orders is ORDERS"],
    ),
}
ABSENT = {
    **INSTANCE_ROLE,
    "own-pair-agrees": (
        {"rocketmq_instance_instance_id": "ORDERS", "rocketmq_instance_name": "orders"},
        "ORDERS",
    ),
    "own-pair-disagrees": (
        {"rocketmq_instance_instance_id": "ORDERS", "rocketmq_instance_name": "invoices"},
        [REFUSED, "'ORDERS' is the instance 'orders', not 'invoices'"],
    ),
    "own-id-of-none": (
        {"rocketmq_instance_instance_id": "GONE", "rocketmq_instance_name": "invoices"},
        [REFUSED, "'GONE' does not exist", "'INVOICES'"],
    ),
    "pair-of-none": ({"rocketmq_instance_id": "GONE", "rocketmq_instance_name": "nobody"}, None),
    "name-of-none": ({"rocketmq_instance_name": "nobody", "instance_id": "ORDERS"}, None),
}
ACL_ROLE = {
    "own-id": ({"rocketmq_acl_instance_id": "ORDERS", "rocketmq_instance_id": "INVOICES"}, "ORDERS"),
    "own-pair-agrees": (
        {"rocketmq_acl_instance_id": "ORDERS", "rocketmq_acl_instance_name": "orders"},
        "ORDERS",
    ),
    "own-pair-disagrees": (
        {"rocketmq_acl_instance_id": "ORDERS", "rocketmq_acl_instance_name": "invoices"},
        [REFUSED, "'rocketmq_acl_instance_id' is 'ORDERS' and 'rocketmq_acl_instance_name' is 'invoices'"],
    ),
    "own-name": ({"rocketmq_acl_instance_name": "orders"}, "ORDERS"),
    "own-name-before-carried": ({"rocketmq_acl_instance_name": "invoices", "instance_id": "ORDERS"}, "INVOICES"),
    "own-name-before-other-name": (
        {"rocketmq_acl_instance_name": "invoices", "rocketmq_instance_name": "orders"},
        "INVOICES",
    ),
    "own-name-of-another-id": (
        {"rocketmq_acl_instance_name": "invoices", "rocketmq_instance_id": "ORDERS"},
        [REFUSED, "invoices is INVOICES", "orders is ORDERS"],
    ),
    "other-id": ({"rocketmq_instance_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "playbooks-id": ({"rocketmq_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "other-name": ({"rocketmq_instance_name": "orders", "instance_id": "INVOICES"}, "ORDERS"),
    "carried": ({"instance_id": "ORDERS"}, "ORDERS"),
    "misspelt": (
        {"rocketmq_acl_instance_name": "orderz", "instance_id": "ORDERS"},
        [REFUSED, "'rocketmq_acl_instance_name' is 'orderz': there is no such instance"],
    ),
    "id-of-none": ({"rocketmq_acl_instance_id": "GONE"}, [REFUSED, "there is no such instance"]),
    "name-of-two": ({"rocketmq_acl_instance_name": "twice"}, [REFUSED, "2 instances are named so"]),
    "nothing": ({}, [REFUSED, "set 'rocketmq_acl_instance_name' or 'rocketmq_acl_instance_id'"]),
}
PLAYBOOK = {
    "playbooks-id": ({"rocketmq_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "role-id": ({"rocketmq_instance_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "acl-id": ({"rocketmq_acl_instance_id": "ORDERS", "instance_id": "INVOICES"}, "ORDERS"),
    "name": ({"rocketmq_instance_name": "orders", "instance_id": "INVOICES"}, "ORDERS"),
    "acl-name": ({"rocketmq_acl_instance_name": "orders", "instance_id": "INVOICES"}, "ORDERS"),
    "agree": ({"rocketmq_instance_id": "ORDERS", "rocketmq_instance_name": "orders"}, "ORDERS"),
    "disagree": (
        {"rocketmq_instance_id": "ORDERS", "rocketmq_instance_name": "invoices"},
        [REFUSED, "orders is ORDERS", "invoices is INVOICES"],
    ),
    "ids-disagree": (
        {"rocketmq_instance_id": "ORDERS", "rocketmq_acl_instance_id": "INVOICES"},
        [REFUSED, "'rocketmq_instance_id' is 'ORDERS' and 'rocketmq_acl_instance_id' is 'INVOICES'"],
    ),
    "names-disagree": (
        {"rocketmq_instance_name": "orders", "rocketmq_acl_instance_name": "invoices"},
        [REFUSED, "'rocketmq_instance_name' is 'orders' and 'rocketmq_acl_instance_name' is 'invoices'"],
    ),
    "carried": ({"instance_id": "ORDERS"}, "ORDERS"),
    "misspelt": (
        {"rocketmq_instance_name": "orderz", "instance_id": "ORDERS"},
        [REFUSED, "'rocketmq_instance_name' is 'orderz': there is no such instance"],
    ),
    "nothing": ({}, [REFUSED, "set 'rocketmq_instance_name' or 'rocketmq_instance_id'"]),
}
# The fleet of hosts has the tasks of provision.
HOSTS = {
    row: PRESENT[row]
    for row in (
        "own-id",
        "agree",
        "disagree",
        "name-before-carried",
        "carried",
        "nothing",
        "new-beside-the-id-of-an-instance",
    )
}
# The task that says by its result which instance a run is about, and what the playbook needs beside the row. The audit
# reads for all hosts with one task; there it is one that only a host that was read reaches.
TABLES = {
    "provision": (PRESENT, "Ensure the instance", {"rocketmq_instance_description": "new"}),
    "fleet": (HOSTS, "Ensure the instance", {"rocketmq_instance_description": "new"}),
    "decommission": (ABSENT, "Ensure that the instance is absent", {}),
    "acl": (ACL_ROLE, "Ensure the users", ACL),
    "audit": (PLAYBOOK, "Tell the result", {"audit_folder": "reports"}),
    "rotate_secrets": (
        PLAYBOOK,
        "Write the new secrets, one user at a time",
        {"rotate_secrets_secrets": {"producer": "Planted-Secret-2"}},
    ),
    "replay_dead_letters": (
        PLAYBOOK,
        "Read the dead letters",
        {"replay_dead_letters_groups": "billing", "replay_dead_letters_folder": "letters"},
    ),
}


@pytest.fixture
def ids(emulator):
    there = {
        "enable_acl": True,
        "groups": ["billing"],
        "users": [{"access_key": "producer", "secret_key": "Planted-Old-1"}],
    }
    emulator.instance("twice"), emulator.instance("twice")
    return {
        **{name.upper(): emulator.instance(name, **there) for name in ("orders", "invoices")},
        "GONE": "11111111-2222-3333-4444-555555555555",
        "EC2": "i-0abcdef1234567890",
    }


def filled(value, ids):
    """Return a row with ids in place of the words that stand for them."""
    if isinstance(value, dict):
        return {key: filled(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [filled(part, ids) for part in value]
    for word, one in ids.items() if isinstance(value, str) else ():
        value = value.replace(word, one)
    return value


def inventory(path, rows):
    path.write_text(yaml.safe_dump({"rows": {"hosts": rows}}))
    return ("-i", str(path))


def hosts_of(name):
    return {"fleet_hosts" if name == "fleet" else "rocketmq_hosts": "rows"}


def audited_instance(tasks):
    """Return the ID of the instance that a host of the audit got."""
    [kept] = [task for task in tasks if task.name == "Keep what is of this host"]
    return kept.result["ansible_facts"]["__audit_own"]["instance"]["instance_id"]


@pytest.mark.parametrize("name", TABLES)
def test_instance_that_is_meant_is_the_one_of_the_table(emulator, playbook, tmp_path, ids, name):
    table, teller, extra = TABLES[name]
    rows = {row: filled(variables, ids) for row, (variables, _meant) in table.items()}
    arguments = inventory(tmp_path / "rows.yml", rows)
    run = playbook(f"{COLLECTION}.{name}", "--check", *arguments, "-f", "4", extra_vars={**extra, **hosts_of(name)})
    assert emulator.requests(writes=True) == []
    for row, (_variables, meant) in table.items():
        tasks = [task for task in run.tasks if task.host == row]
        told = [task for task in tasks if task.status == "ok" and task.name.endswith(teller)]
        telling = [task for task in told if task.action.startswith(COLLECTION) or name == "audit"]
        if isinstance(meant, list):
            assert not telling and tasks[-1].status == "failed", (row, tasks[-1])
            for words in filled(meant[1:], ids):
                assert words in str(tasks[-1].result["msg"]), (row, tasks[-1].result["msg"])
        elif meant is None:
            assert [task.changed for task in telling] == [False], (row, tasks[-1])
        else:
            assert len(telling) == 1, (row, tasks[-1])
            asked = {task.result.get("instance_id") for task in telling if task.result.get("instance_id")}
            asked |= {one.get("instance_id") for one in telling[0].result.get("results", ())}
            asked |= {audited_instance(tasks)} if name == "audit" else set()
            if asked:
                assert asked == {filled(meant, ids)}, row


@pytest.mark.parametrize("name", [name for name in TABLES if name != "audit"])
def test_what_is_refused_is_refused_before_anything_is_written(emulator, playbook, tmp_path, ids, name):
    table, _teller, extra = TABLES[name]
    refused = {row: filled(variables, ids) for row, (variables, meant) in table.items() if isinstance(meant, list)}
    arguments = inventory(tmp_path / "rows.yml", refused)
    again = {"replay_dead_letters_resend": True, "rocketmq_instance_purge": True, "rocketmq_acl_purge": True}
    run = playbook(f"{COLLECTION}.{name}", *arguments, extra_vars={**extra, **again, **hosts_of(name)})
    assert run.code != 0 and emulator.requests(writes=True) == [], run.output
    assert {task.host for task in run.tasks if task.status == "failed"} == set(refused)


def test_reads_of_a_playbook_go_to_the_instance_that_is_meant(emulator, playbook, tmp_path, ids):
    rows = {"row": {"rocketmq_instance_name": "orders", "instance_id": ids["INVOICES"]}}
    arguments = inventory(tmp_path / "rows.yml", rows)
    for name in ("audit", "replay_dead_letters"):
        emulator.forget_requests()
        run = playbook(f"{COLLECTION}.{name}", *arguments, extra_vars={**TABLES[name][2], "rocketmq_hosts": "rows"})
        assert run.code == 0, run.output
        paths = [entry["path"] for entry in emulator.requests()]
        assert any(ids["ORDERS"] in path for path in paths) and not any(ids["INVOICES"] in path for path in paths)


def test_stray_instance_id_deletes_no_instance_that_nobody_named(emulator, playbook, ids):
    role = {"ansible.builtin.include_role": {"name": f"{COLLECTION}.rocketmq_instance"}}
    named = {"rocketmq_instance_name": "invoices", "rocketmq_instance_state": "absent"}
    for fact in ({"vars": {"instance_id": ids["ORDERS"]}}, {}):
        set_fact = {"ansible.builtin.set_fact": {"instance_id": ids["ORDERS"]}}
        run = playbook(play(*([] if fact else [set_fact]), {**role, "vars": named}, **fact))
        assert run.code == 0, run.output
    left = [one["fields"]["name"] for one in emulator.control("GET", "state")["projects"][0]["instances"]]
    assert sorted(left) == ["orders", "twice", "twice"]


@pytest.mark.parametrize("name", ["decommission", "provision"])
def test_playbook_does_what_its_name_says_whatever_the_description_says(emulator, playbook, ids, name):
    description = {**NEW, "rocketmq_instance_name": "orders", "rocketmq_instance_state": "present"}
    run = playbook(f"{COLLECTION}.{name}", extra_vars={**description, "rocketmq_instance_wait_interval": 1})
    assert run.code == 0, run.output
    left = [one["fields"]["name"] for one in emulator.control("GET", "state")["projects"][0]["instances"]]
    assert ("orders" in left) == (name == "provision")


PAIRS = {
    "agrees": ({"instance_id": "ORDERS", "name": "orders"}, ""),
    "other name": ({"instance_id": "ORDERS", "name": "invoices"}, "'ORDERS' is the instance 'orders', not 'invoices'"),
    "id of none": ({"instance_id": "GONE", "name": "invoices"}, "'GONE' does not exist, and 'name' 'invoices'"),
}


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("pair", PAIRS)
def test_module_deletes_no_instance_by_an_id_and_a_name_that_disagree(emulator, module, ids, pair, several):
    item, refusal = filled(PAIRS[pair][0], ids), filled(PAIRS[pair][1], ids)
    others = [{"name": "twice-no-more"}] if several else []
    options = {"instances": [item, *others]} if several else item
    result = module("instances" if several else "instance", {**options, "state": "absent", "wait_interval": 0.1})
    assert bool(result.get("failed")) == bool(refusal), result
    assert refusal in result.get("msg", "")
    assert len(emulator.requests(writes=True)) == (0 if refusal else 1)


def test_info_of_an_id_and_a_name_is_of_an_instance_that_has_both(emulator, module, ids):
    def found(**options):
        return [one["name"] for one in module("instance_info", filled(options, ids))["instances"]]

    assert found(instance_id="ORDERS", name="orders") == ["orders"]
    assert found(instance_id="ORDERS", name="invoices") == []
    assert found(instance_id="ORDERS", status="error") == []


def test_second_playbook_of_a_run_knows_nothing_of_the_first(emulator, playbook, tmp_path):
    users = {"rocketmq_acl_users": ACL["rocketmq_acl_users"], "rocketmq_acl_purge": True}
    kept = emulator.instance(
        "orders", enable_acl=True, users=[{"access_key": "old-user", "secret_key": "Planted-Old-1"}]
    )
    emulator.instance("invoices", enable_acl=True)
    imported = "ansible.builtin.import_playbook"
    plays = [
        {imported: f"{COLLECTION}.provision", "vars": {"rocketmq_instance_name": "orders"}},
        {
            imported: f"{COLLECTION}.provision",
            "vars": {"rocketmq_instance_name": "invoices", "rocketmq_instance_state": "absent", **users},
        },
    ]
    run = playbook(plays, extra_vars={"rocketmq_instance_wait_interval": 1})
    assert run.code == 0, run.output
    assert list(emulator.control("GET", f"instances/{kept}")["users"]) == ["old-user"]
    deletions = [
        task for task in run.tasks if task.action == f"{COLLECTION}.instance" and task.name.endswith("is absent")
    ]
    assert [task.changed for task in deletions] == [True]


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("kind", ["include_role", "import_role", "roles", "loop"])
def test_roles_that_run_twice_in_one_play_mix_nothing_up(emulator, playbook, kind, check):
    names = ["orders", "invoices"]
    ids = {} if check else {name: emulator.instance(name, enable_acl=True) for name in names}

    def variables(name):
        listed = [{"name": f"{name}-topic"}]
        user = {"name": f"{name}-user", "secret": "Planted-Secret-1"}
        wanted = NEW if check else {}
        return [
            ("rocketmq_instance", {**wanted, "rocketmq_instance_name": name, "rocketmq_instance_topics": listed}),
            ("rocketmq_acl", {"rocketmq_acl_instance_name": name, "rocketmq_acl_users": [user]}),
        ]

    calls = [(role, given) for name in names for role, given in variables(name)]
    if kind == "roles":
        plays = play(roles=[{"role": f"{COLLECTION}.{role}", "vars": given} for role, given in calls])
    elif kind == "loop":
        # All instances first, then all users: the second run of the one role is the last before the first of the other.
        plays = play(
            *(
                {
                    "ansible.builtin.include_role": {"name": f"{COLLECTION}.{role}"},
                    "vars": {key: f"{{{{ item.{key} }}}}" for key in given},
                    "loop": [dict(variables(name))[role] for name in names],
                }
                for role, given in variables("orders")
            )
        )
    else:
        plays = play(
            *({f"ansible.builtin.{kind}": {"name": f"{COLLECTION}.{role}"}, "vars": given} for role, given in calls)
        )
    run = playbook(plays, *(["--check"] if check else []), extra_vars={"rocketmq_instance_wait_interval": 1})
    assert run.code == 0, run.output
    if check:
        assert emulator.requests(writes=True) == []
        assert len([task for task in run.tasks if task.name.endswith("Ensure the users") and task.changed]) == 2
    for name, instance_id in ids.items():
        there = emulator.control("GET", f"instances/{instance_id}")
        assert list(there["topics"]) == [f"{name}-topic"] and list(there["users"]) == [f"{name}-user"]


@pytest.mark.parametrize("check", [False, True])
def test_one_name_in_two_regions_is_two_instances(emulator, playbook, check):
    projects = {"eu-west-0": "0123456789abcdef0123456789abcdef", "eu-west-1": "1" * 32}
    emulator.control("POST", "projects", {"name": "eu-west-1", "id": projects["eu-west-1"]})
    there = {"eu-west-1": emulator.instance("orders", project_id=projects["eu-west-1"], enable_acl=True)}
    if not check:
        there["eu-west-0"] = emulator.instance("orders", enable_acl=True)
    calls = []
    for region in ("eu-west-0", "eu-west-1"):
        place = {"region": region, "project_id": projects[region], "name": "orders"}
        wanted = {**NEW, "rocketmq_instance_enable_acl": True} if check and region == "eu-west-0" else {}
        calls.append(
            ("rocketmq_instance", {**wanted, **{f"rocketmq_instance_{key}": value for key, value in place.items()}})
        )
    for region in ("eu-west-1", "eu-west-0"):
        given = {"region": region, "project_id": projects[region], "instance_name": "orders"}
        user = [{"name": f"user-{region}", "secret": "Planted-Secret-1"}]
        calls.append(
            (
                "rocketmq_acl",
                {**{f"rocketmq_acl_{key}": value for key, value in given.items()}, "rocketmq_acl_users": user},
            )
        )
    plays = play(
        *({"ansible.builtin.include_role": {"name": f"{COLLECTION}.{role}"}, "vars": given} for role, given in calls)
    )
    run = playbook(plays, *(["--check"] if check else []), extra_vars={"rocketmq_instance_wait_interval": 1})
    assert run.code == 0, run.output
    users = [task.result for task in run.tasks if task.name.endswith("Ensure the users")]
    assert [result["created"] for result in users] == [["user-eu-west-1"], ["user-eu-west-0"]]
    assert users[0]["instance_id"] == there["eu-west-1"]
    if not check:
        assert users[1]["instance_id"] == there["eu-west-0"]


def test_plays_of_daily_work_run_twice_for_two_instances(emulator, playbook, tmp_path):
    ids = {
        name: emulator.instance(
            name,
            enable_acl=True,
            groups=[f"{name}-group"],
            users=[{"access_key": f"{name}-user", "secret_key": "Old-1234"}],
        )
        for name in ("orders", "invoices")
    }
    plays = []
    for name in ids:
        own = {
            "rocketmq_instance_name": name,
            "audit_folder": str(tmp_path / "reports"),
            "rotate_secrets_secrets": {f"{name}-user": "Planted-New-1"},
            "replay_dead_letters_groups": f"{name}-group",
            "replay_dead_letters_folder": str(tmp_path / "letters"),
        }
        plays += [
            {"ansible.builtin.import_playbook": f"{COLLECTION}.{playbook_name}", "vars": own}
            for playbook_name in ("audit", "rotate_secrets", "replay_dead_letters")
        ]
    run = playbook(plays)
    assert run.code == 0, run.output
    for name, instance_id in ids.items():
        there = emulator.control("GET", f"instances/{instance_id}")["users"]
        assert there[f"{name}-user"]["secret_key"] == "Planted-New-1"
        assert f"{name}-user" in (tmp_path / "reports" / f"{name}.txt").read_text()


def test_host_that_goes_needs_no_instance_for_its_users(emulator, playbook, tmp_path):
    emulator.instance("orders", enable_acl=True)
    rows = {"going": {"rocketmq_instance_name": "orders", "rocketmq_instance_state": "absent", **ACL}}
    arguments = inventory(tmp_path / "rows.yml", rows)
    for name in ("provision", "fleet", "provision"):
        given = {**hosts_of(name), "rocketmq_instance_wait_interval": 1}
        run = playbook(f"{COLLECTION}.{name}", *arguments, extra_vars=given)
        assert run.code == 0, run.output
    assert emulator.control("GET", "state")["projects"][0]["instances"] == []


NOTHING_TO_DO = {
    "fleet without fleet": (
        "fleet",
        {"fleets": [{"name": "orders"}]},
        "Set 'fleet' (a list of instances) or 'fleet_hosts'",
    ),
    "fleet that is empty": ("fleet", {"fleet": []}, "'fleet' is empty"),
    "fleet that is blank": ("fleet", {"fleet": ""}, "'fleet' is empty"),
    "fleet of no host": ("fleet", {"fleet_hosts": "nobody"}, "'fleet_hosts' is 'nobody'"),
    "audit without folder": ("audit", {"rocketmq_instance_name": "orders"}, "'audit_folder' is missing"),
    "audit of nothing": ("audit", {"audit_folder": "reports"}, "Nothing says which instance is meant"),
    "rotation of nothing": ("rotate_secrets", {"rocketmq_instance_name": "orders"}, "Set 'rotate_secrets_secrets'"),
    "rotation nowhere": (
        "rotate_secrets",
        {"rotate_secrets_secrets": {"producer": "Planted-New-1"}},
        "Nothing says which instance is meant",
    ),
    "replay of nothing": (
        "replay_dead_letters",
        {"rocketmq_instance_name": "orders", "replay_dead_letters_folder": "letters"},
        "Set 'replay_dead_letters_groups'",
    ),
    "replay nowhere": (
        "replay_dead_letters",
        {"replay_dead_letters_groups": "billing", "replay_dead_letters_folder": "letters"},
        "Nothing says which instance is meant",
    ),
    "provision of nothing": ("provision", {}, "Nothing says which instance is meant"),
    "decommission of nothing": ("decommission", {}, "Nothing says which instance is meant"),
    "acl of nothing": ("acl", ACL, "Nothing says which instance is meant"),
    **{
        f"{name} of no host": (name, {"rocketmq_hosts": "nobody"}, "'rocketmq_hosts' is 'nobody', and no host")
        for name in ("acl", "audit", "decommission", "provision", "replay_dead_letters", "rotate_secrets")
    },
}


@pytest.mark.parametrize("case", NOTHING_TO_DO)
def test_playbook_that_is_asked_for_nothing_fails_and_says_what_is_missing(emulator, playbook, case):
    name, variables, told = NOTHING_TO_DO[case]
    run = playbook(f"{COLLECTION}.{name}", extra_vars=variables)
    assert run.code != 0, run.output
    assert told in run.tasks[-1].result["msg"], run.output
    assert emulator.requests() == []


def test_rotation_that_is_begun_past_its_checks_creates_nobody(emulator, playbook):
    instance_id = emulator.instance("orders", enable_acl=True)
    variables = {"rocketmq_instance_name": "orders", "rotate_secrets_secrets": {"misspelt": "Planted-New-1"}}
    for start in ("Check that the users exist", "Write the new secrets, one user at a time"):
        run = playbook(f"{COLLECTION}.rotate_secrets", "--start-at-task", start, extra_vars=variables)
        assert run.code != 0, run.output
        assert emulator.control("GET", f"instances/{instance_id}")["users"] == {}


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("acl", "huaweicloud.rocketmq.rocketmq_acl : Ensure the users"),
        ("fleet", "Ensure the instances and what is on them"),
    ],
)
def test_destructive_task_does_not_run_without_its_checks(emulator, playbook, name, start):
    emulator.instance("orders", enable_acl=True, users=[{"access_key": "old-user", "secret_key": "Planted-Old-1"}])
    fleet = [{"name": "orders", "users": [{"name": "producer", "secret": "weak"}], "purge": True}]
    variables = {"rocketmq_acl_instance_name": "orders", **ACL, "rocketmq_acl_purge": True, "fleet": fleet}
    run = playbook(f"{COLLECTION}.{name}", "--start-at-task", start, extra_vars=variables)
    assert run.code != 0 and emulator.requests(writes=True) == [], run.output


def test_rename_is_asked_for_by_the_id_of_the_role(emulator, playbook, ids):
    task_of_role = {"ansible.builtin.include_role": {"name": f"{COLLECTION}.rocketmq_instance"}}
    named = {"rocketmq_instance_instance_id": "{{ instance_id }}", "rocketmq_instance_name": "orders-2"}
    run = playbook(play({**task_of_role, "vars": named}, vars={"instance_id": ids["ORDERS"]}))
    assert run.code == 0, run.output
    assert emulator.control("GET", f"instances/{ids['ORDERS']}")["fields"]["name"] == "orders-2"


def test_name_that_yaml_takes_for_a_switch_is_refused(emulator, playbook, module):
    instance_id = emulator.instance("orders")
    for options in ({"name": False}, {"topics": [{"name": "good"}, {"name": True}]}):
        result = module("topics" if "topics" in options else "topic", {"instance_id": instance_id, **options})
        assert result["failed"] and "YAML reads yes, no, on and off as booleans" in result["msg"], result
    run = playbook(play(task("Create", "topic", {"instance_id": instance_id, "name": False})))
    assert run.code != 0, run.output
    assert emulator.requests(writes=True) == []
