# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many instances are read and compared with what is wanted by one task, in which each fails alone."""

from __future__ import annotations

import json
import subprocess

import pytest

from .ansible_runs import COLLECTION

SECRET = "Planted-Secret-1"
USER = {"access_key": "shop-producer", "secret_key": SECRET, "default_topic_perm": "PUB"}
GONE = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def orders(emulator):
    there = {"topics": ["order-events", "order-old"], "groups": ["billing"], "users": [USER]}
    return emulator.instance("orders", enable_acl=True, **there)


def audited(module, *instances, **options):
    result = module("audit_info", {"instances": list(instances), **options})
    assert not result.get("failed") and not result["changed"], result
    assert SECRET not in str(result)
    return result["instances"]


def test_instance_without_wishes_is_read_and_compared_with_nothing(emulator, module, orders):
    [found] = audited(module, {"name": "orders"})
    assert found["failure"] is None and found["instance"]["instance_id"] == orders
    assert sorted(found["topics"]) == ["order-events", "order-old"] and found["consumer_groups"] == ["billing"]
    assert [(user["access_key"], user["default_topic_perm"]) for user in found["users"]] == [("shop-producer", "PUB")]
    assert set(found["drift"].values()) == {None} and found["differences"] == 0
    assert emulator.requests(writes=True) == []


def test_what_differs_is_told_by_kind_and_of_lists_that_are_not_given_nothing(emulator, module, orders):
    wanted = {
        "description": "new",
        "purge_tags": False,
        "topics": [{"name": "order-events", "permission": "pub"}, {"name": "order-new"}],
        "users": [{"name": "shop-producer"}, {"name": "shop-consumer"}],
    }
    [found] = audited(module, {"instance_id": orders, "wanted": wanted})
    drift = found["drift"]
    assert drift["instance"]["updated"] == ["orders"]
    assert drift["instance"]["diff"]["after"] == {"orders": {"description": "new"}}
    topics = {kind: drift["topics"][kind] for kind in ("created", "updated", "deleted", "unchanged", "failures")}
    assert topics == {
        "created": ["order-new"],
        "updated": ["order-events"],
        "deleted": ["order-old"],
        "unchanged": 0,
        "failures": [],
    }
    assert drift["consumer_groups"] is None
    # Of users without a secret, the one that is there is as wanted.
    assert (drift["users"]["created"], drift["users"]["unchanged"]) == (["shop-consumer"], 1)
    assert found["differences"] == 5 and emulator.requests(writes=True) == []


def test_users_that_are_wanted_do_not_ask_for_access_control(emulator, module):
    emulator.instance("orders", enable_acl=False)
    [found] = audited(module, {"name": "orders", "wanted": {"users": []}})
    assert found["drift"]["instance"] is None and found["differences"] == 0


def test_secret_is_compared_where_the_service_shows_it_and_never_told(emulator, module, orders):
    emulator.settings(mask_secrets=False)
    user = {"name": "shop-producer", "update_secret": "always"}
    same, other = (
        audited(module, {"name": "orders", "wanted": {"users": [{**user, "secret": secret}]}})[0]
        for secret in (SECRET, "Planted-Other-2")
    )
    assert (same["differences"], other["differences"]) == (0, 1)
    assert "Planted-Other-2" not in str(other)


def test_topics_that_cannot_be_listed_are_compared_by_name(emulator, module, orders):
    emulator.settings(topic_list=False)
    wanted = {"topics": [{"name": "order-events"}, {"name": "order-new"}], "consumer_groups": []}
    [found] = audited(module, {"name": "orders", "wanted": wanted})
    assert found["topics"] is None and found["failure"] is None
    assert found["drift"]["topics"]["created"] == ["order-new"] and found["drift"]["topics"]["deleted"] == []
    # What can be listed is held against its list all the same.
    assert found["drift"]["consumer_groups"]["deleted"] == ["billing"]


FAILING = {
    "nothing": ({}, "options", "neither is set"),
    "unknown option": ({"name": "orders", "regoin": "eu"}, "options", "'regoin' is not an option"),
    "unknown wish": ({"name": "orders", "wanted": {"purge": True}}, "options", "'wanted.purge' is not an option"),
    "wrong wish": ({"name": "orders", "wanted": {"topics": [{"name": "a b"}]}}, "options", "topics[0]"),
    "text for a list": ({"name": "orders", "wanted": {"users": "shop"}}, "options", "'users' must be a list"),
    "wrong connection": ({"name": "orders", "cloud": "nowhere", "endpoint": "ftp://x"}, "options", "endpoint"),
    "other project": ({"name": "orders", "project_id": "f" * 32}, "instance", ""),
    "id of none": ({"instance_id": GONE}, "instance", "does not exist"),
    "name of none": ({"name": "nobody"}, "instance", "does not exist"),
    "name of two": ({"name": "twice"}, "instance", "2 instances are named 'twice'"),
    "two instances": ({"instance_id": "ORDERS", "name": "invoices"}, "instance", "not the same instance"),
}


def test_instance_that_fails_does_so_alone(emulator, module, orders):
    for name in ("invoices", "twice", "twice"):
        emulator.instance(name)
    asked = [{**given, **({"instance_id": orders} if given.get("instance_id") == "ORDERS" else {})}
             for given, _part, _words in FAILING.values()]  # fmt: skip
    *failed, found = audited(module, *asked, {"name": "invoices"})
    assert found["failure"] is None and found["instance"]["name"] == "invoices"
    for (case, (_given, part, words)), one in zip(FAILING.items(), failed, strict=True):
        assert one["failure"]["part"] == part and words in one["failure"]["msg"], (case, one["failure"])
        assert one["instance"] is None and one["differences"] is None, case
    assert {one["name"] for one in failed[-1]["rivals"]} == {"orders", "invoices"} and failed[-1]["candidates"] == []


@pytest.mark.parametrize("skip", [0, 1])
def test_what_can_be_read_but_not_compared_is_a_failure_of_the_comparison(emulator, module, orders, skip):
    emulator.fault(method="GET", path="/instances/[^/]+/users$", skip=skip, times=-1, status=403, code="DMS.00403003")
    [found] = audited(module, {"name": "orders", "wanted": {"users": []}})
    assert found["failure"]["part"] == ("drift.users" if skip else "users") and found["drift"] is None
    assert (found["users"] is None) is not bool(skip)
    assert (found["failure"]["http_status"], found["failure"]["error_code"]) == (403, "DMS.00403003")


def test_names_of_a_connection_cost_one_list(emulator, module):
    names = [f"orders-{number}" for number in range(5)]
    for name in names:
        emulator.instance(name)
    audited(module, *({"name": name} for name in names))
    paths = [one["path"] for one in emulator.requests() if "/v3/" not in one["path"]]
    assert len([path for path in paths if path.endswith("/instances")]) == 1 and len(paths) == 1 + 4 * len(names)


def test_list_that_cannot_be_read_fails_all_that_need_it_and_is_asked_for_once(emulator, module, orders):
    emulator.fault(method="GET", path="/instances$", times=-1, status=403, code="DMS.00403003")
    first, second, third = audited(module, {"name": "orders"}, {"name": "other"}, {"instance_id": orders})
    assert first["failure"]["http_status"] == second["failure"]["http_status"] == 403 and third["failure"] is None
    assert len([one for one in emulator.requests() if one["path"].endswith("/instances")]) == 1


@pytest.mark.parametrize("options", [{"instances": [], "concurrency": 0}, {"instances": ["orders"]}])
def test_mistake_of_the_task_is_told_before_a_request(emulator, module, options):
    result = module("audit_info", options)
    assert result["failed"] and ("'concurrency'" in result["msg"] or "'instances[0]'" in result["msg"])
    assert emulator.requests() == []


def test_host_that_fails_does_not_fail_the_others(emulator, playbook, tmp_path):
    """The first host, for which the task for all would run, fails before it; others fail in it or after it."""
    ids = {
        name: emulator.instance(name, topics=["order-events"]) for name in ("orders", "broken", "unwritable", "last")
    }
    wish = {"rocketmq_instance_topics": [{"name": "order-events"}, {"name": "order-new"}]}
    hosts = {
        "first": {"rocketmq_acl_instance_name": "two", "rocketmq_instance_name": "names"},
        **{name: {"instance_id": instance_id, **wish} for name, instance_id in ids.items()},
        "gone": {"instance_id": GONE},
        "mistaken": {"instance_id": ids["orders"], "rocketmq_instance_broker_num": "many"},
        "nowhere": {"instance_id": ids["orders"], "rocketmq_project_id": "f" * 32},
    }
    hosts["last"].pop("rocketmq_instance_topics")
    hosts["unwritable"]["audit_folder"] = str(tmp_path / "file" / "reports")
    (tmp_path / "file").write_text("")
    emulator.fault(method="GET", path=f"{ids['broken']}/users$", times=-1, status=403, code="DMS.00403003")
    (tmp_path / "hosts.yml").write_text(
        json.dumps({"instances": {"vars": {"audit_folder": "reports"}, "hosts": hosts}})
    )
    variables = {"rocketmq_hosts": "instances", "audit_fail_on_drift": True}
    run = playbook(f"{COLLECTION}.audit", "-i", str(tmp_path / "hosts.yml"), "-f", "3", extra_vars=variables)
    last = {task.host: task for task in run.tasks}
    failed = {host: task.result["msg"] for host, task in last.items() if task.status == "failed"}
    told = {
        "first": "these name different instances",
        "broken": "users: ",
        "gone": "there is no such instance in this project and region",
        "mistaken": "broker_num",
        "nowhere": "instance: ",
        "unwritable": "Not a directory",
        "orders": "1 difference between what is wanted and what is there",
    }
    assert set(failed) == set(told), run.output
    for host, words in told.items():
        assert words in failed[host], (host, failed[host])
    reports = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert reports == sorted(f"{ids[name]}.{kind}" for name in ("orders", "last") for kind in ("html", "txt"))
    assert "missing        order-new" in (tmp_path / "reports" / f"{ids['orders']}.txt").read_text()
    assert "Nothing was compared" in (tmp_path / "reports" / f"{ids['last']}.txt").read_text()
    # One task reads for all.
    assert len([task for task in run.tasks if task.action.startswith(COLLECTION)]) == 1


def test_secrets_of_an_audit_may_be_vaulted_and_are_not_shown(emulator, playbook, tmp_path, orders):
    emulator.settings(mask_secrets=False)
    (tmp_path / "password").write_text("vault-password\n")
    vault = ["ansible-vault", "encrypt_string", "--vault-password-file", "password", "--name", "sealed", SECRET]
    sealed = subprocess.run(vault, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    wish = "rocketmq_acl_users: [{name: shop-producer, secret: '{{ sealed }}'}]\n"
    (tmp_path / "wish.yml").write_text(f"rocketmq_instance_name: orders\naudit_folder: reports\n{sealed}\n{wish}")
    run = playbook(f"{COLLECTION}.audit", "-vvv", "-e", "@wish.yml", "--vault-password-file", "password")
    assert run.code == 0 and SECRET not in run.output, run.output
    assert "users (1 as wanted)" in (tmp_path / "reports" / "orders.txt").read_text()
