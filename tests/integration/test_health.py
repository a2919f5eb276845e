# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of an estate is read side by side, shown on one page, and told by the exit code."""

from __future__ import annotations

import pytest

from .emulator_process import consumer

SECRET = "Planted-Secret-1"
USER = {"access_key": "shop-producer", "secret_key": SECRET, "white_remote_address": "*"}
EIP = "1e6b7beb-ef13-4805-878d-285890b17a12"


def put(emulator, instance_id, what, body):
    return emulator.control("POST", f"instances/{instance_id}/{what}", body)


@pytest.fixture
def orders(emulator):
    """Make an instance with a group that is behind, one that is offline, a user, a failed task and dead letters."""
    instance_id = emulator.instance(
        "orders",
        broker_num=2,
        enable_acl=True,
        enable_publicip=True,
        publicip_id=EIP,
        topics=["order-events"],
        groups=["billing", "idle"],
        users=[USER],
    )
    put(emulator, instance_id, "consumers", consumer("billing", "order-events"))
    put(emulator, instance_id, "messages", {"topic": "order-events", "count": 7})
    put(emulator, instance_id, "dead-letters", {"group": "billing", "count": 3})
    put(emulator, instance_id, "tasks", {"seconds": 0, "name": "extendInstance", "outcome": "FAILED"})
    put(emulator, instance_id, "tasks", {"seconds": 0, "name": "createTopic"})
    return instance_id


def named(entries, name):
    return next(entry for entry in entries if entry["name"] == name)


def test_state_of_an_instance(emulator, module, orders):
    result = module("health_info", {})
    [instance] = result["instances"]
    assert instance["failures"] == [] and not result["changed"]
    assert (instance["status"], instance["enable_acl"], instance["enable_publicip"]) == ("RUNNING", True, True)
    assert instance["used_storage_space"] < instance["storage_space"] and len(instance["nodes"]) == 6
    assert instance["users"] == [{"access_key": "shop-producer", "admin": False, "white_remote_address": "*"}]
    assert [task["name"] for task in instance["tasks"]] == ["extendInstance"]
    billing, idle = (named(instance["consumer_groups"], name) for name in ("billing", "idle"))
    assert (billing["online"], billing["lag"], billing["unknown_queues"]) == (True, 7, 0)
    assert (billing["dead_letters"], billing["new_dead_letters"]) == (3, 3)
    assert billing["topics"] == [{"topic": "order-events", "lag": 7, "unknown_queues": 0}]
    assert (idle["online"], idle["dead_letters"]) == (False, 0)
    [connection] = result["connections"]
    assert {"type", "quota", "used"} <= set(connection["quotas"][0]) and connection["failures"] == []
    assert SECRET not in str(result) and not emulator.requests(writes=True)


def test_unknown_lag_is_no_number(emulator, module, orders):
    emulator.settings(unknown_lag=True)
    [instance] = module("health_info", {"gather": ["lag"]})["instances"]
    billing, idle = (named(instance["consumer_groups"], name) for name in ("billing", "idle"))
    assert billing["unknown_queues"] > 0 and (billing["lag"] is None or billing["lag"] < 7)
    assert idle["lag"] in (0, None) and idle["dead_letters"] is None


def test_only_what_is_asked_for_is_read(emulator, module, orders):
    [instance] = module("health_info", {"gather": []})["instances"]
    assert [instance[part] for part in ("nodes", "users", "tasks")] == [None] * 3 and instance["failures"] == []
    assert [group["lag"] for group in instance["consumer_groups"]] == [None, None]
    paths = [request["path"] for request in emulator.requests()]
    assert not [path for path in paths if "/nodes" in path or "/users" in path or "/tasks" in path or "quotas" in path]


def test_what_cannot_be_read_does_not_hide_the_rest(emulator, module, orders):
    emulator.instance("invoices", groups=["mail"])
    emulator.fault(method="GET", path=f"{orders}/(nodes|groups$)", times=-1, status=403, code="DMS.00403003")
    result = module("health_info", {})
    assert not result.get("failed")
    invoices, broken = (named(result["instances"], name) for name in ("invoices", "orders"))
    assert [failure["part"] for failure in broken["failures"]] == ["consumer_groups", "nodes"]
    assert broken["nodes"] is None and broken["consumer_groups"] is None and broken["tasks"]
    assert invoices["failures"] == [] and len(invoices["consumer_groups"]) == 1


def test_what_the_service_does_not_have_is_unknown_and_no_failure(emulator, module, orders):
    emulator.fault(method="GET", path="/tasks$", times=-1, status=404, code="DMS.00404001")
    [instance] = module("health_info", {})["instances"]
    assert instance["tasks"] is None and instance["failures"] == []


@pytest.mark.parametrize("status", ["CREATING", "CREATEFAILED", "DELETING"])
def test_of_what_is_not_there_only_the_status_is_read(emulator, module, status):
    instance_id = emulator.instance("orders", groups=["billing"])
    emulator.control("PUT", f"instances/{instance_id}", {"status": status})
    [instance] = module("health_info", {})["instances"]
    assert (instance["status"], instance["consumer_groups"], instance["failures"]) == (status, None, [])


def test_connection_that_cannot_be_read_is_told_beside_the_others(emulator, module, orders):
    wrong = {"project_id": "f" * 32}
    result = module("health_info", {"connections": [wrong, {"region": "eu-west-0"}]})
    assert not result.get("failed") and [one["name"] for one in result["instances"]] == ["orders"]
    [failure] = result["connections"][0]["failures"]
    assert failure["part"] == "instances" and failure["msg"]
    alone = module("health_info", {"connections": [wrong]})
    assert alone["failed"] and alone["msg"]


def test_selection_by_name_and_tag(emulator, module):
    emulator.settings(sparse_lists=True)
    emulator.instance("orders", tags={"team": "shop"})
    emulator.instance("invoices", tags={"team": "billing"})

    def names(**options):
        return [one["name"] for one in module("health_info", {"gather": [], **options})["instances"]]

    assert names(names=["orders"]) == ["orders"] and names(tags={"team": "billing"}) == ["invoices"]
    told = module("health_info", {"names": ["orders", "nobody"], "gather": []})
    [failure] = told["connections"][0]["failures"]
    assert failure["part"] == "instances" and failure["msg"] == "There is no instance named 'nobody'."


def test_dead_letters_of_long_ago_are_not_new(emulator, module, orders):
    before = int((emulator.time() - 2 * 3600) * 1000)
    put(emulator, orders, "dead-letters", {"group": "billing", "count": 2, "store_timestamp": before})
    for hours, new in ((1, 3), (3, 5)):
        [instance] = module("health_info", {"hours": hours})["instances"]
        billing = named(instance["consumer_groups"], "billing")
        assert (billing["dead_letters"], billing["new_dead_letters"]) == (5, new)


@pytest.mark.parametrize(
    ("options", "told"), [({"hours": 0}, "'hours' is 0"), ({"concurrency": 0}, "'concurrency' is 0")]
)
def test_bad_numbers_are_refused(emulator, module, options, told):
    assert told in module("health_info", options)["msg"] and not emulator.requests()


def test_instances_are_read_side_by_side(emulator, module):
    for number in range(4):
        emulator.instance(f"orders-{number}")
    emulator.expect_together(4)
    module("health_info", {"gather": []})
    assert emulator.most_together >= 4


# The playbook.

THRESHOLDS = {"lag": 5, "open_to_the_world": True, "failed_tasks": 1, "disk_percent": 99}


def health(playbook, folder, *arguments, **variables):
    return playbook("huaweicloud.rocketmq.health", *arguments, extra_vars={"health_folder": str(folder), **variables})


def test_page_is_written_before_the_playbook_fails(emulator, playbook, tmp_path, orders):
    folder = tmp_path / "health"
    fleet = [{"name": "orders", "description": "wanted", "topics": [{"name": "missing-topic"}]}]
    emulator.forget_requests()
    checked = health(playbook, folder, "--check", health_fail_on=THRESHOLDS)
    assert checked.code == 2 and not folder.exists(), checked.output
    run = health(playbook, folder, health_fail_on=THRESHOLDS, fleet=fleet)
    assert run.code == 2, run.output
    msg = run.named("Fail if a threshold is reached").result["msg"]
    for what in ("orders: ", "billing (7) (lag)", "without TLS", "has every address", "extendInstance (failed_tasks)"):
        assert what in msg
    assert "disk" not in msg and not [task for task in run.tasks if task.changed]
    for name in ("health.html", "health.txt"):
        written = (folder / name).read_text()
        assert "orders" in written and "differs in description" in written and "missing-topic" in written
        assert SECRET not in written and (folder / name).stat().st_mode & 0o777 == 0o600
    assert emulator.requests(writes=True) == [] and SECRET not in run.output


def test_without_thresholds_the_playbook_only_tells(emulator, playbook, tmp_path, orders):
    emulator.control("PUT", f"instances/{orders}", {"name": "<b>{{ 7 * 7 }}</b>"})
    run = health(playbook, tmp_path / "health", "-vvvv")
    misspelt = health(playbook, tmp_path / "misspelt", health_names=["orderz"], health_fail_on={"status": True})
    assert misspelt.code == 2 and "There is no instance named 'orderz'" in misspelt.output
    assert run.code == 0 and "0 failures" in run.named("Tell the result").result["msg"], run.output
    page = (tmp_path / "health" / "health.html").read_text()
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in page and "<b>{{" not in page and SECRET not in run.output


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"health_folder": ""}, "'health_folder' is missing"),
        ({"health_fail_on": {"lags": 5}}, "'health_fail_on' has no lags"),
        ({"health_fail_on": {"lag": "much"}}, "'health_fail_on.lag' is 'much'"),
    ],
)
def test_mistakes_in_the_variables_are_told_before_anything_is_read(emulator, playbook, tmp_path, variables, told):
    run = health(playbook, tmp_path, **variables)
    assert run.code == 2 and told in run.output and not emulator.requests(), run.output
