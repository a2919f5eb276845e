# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many objects in one task: what is created, updated, deleted and left, and with how few requests."""

from __future__ import annotations

import pytest

from .ansible_runs import requests_of, task, writes_of

SCOPE = {"instance_name": "orders", "wait_interval": 0.2}
SECRET = "Planted-Secret-1"


def make(kind, count, **fields):
    return [{"name": f"{kind}-{number:03}", **fields} for number in range(count)]


def paths(entries):
    return [(entry["method"], entry["path"].rsplit("/", 1)[-1], entry["query"]) for entry in entries]


CASES = {
    "topics": (make("topic", 60, queue_num=2), {"permission": "sub"}),
    "consumer_groups": (make("group", 60, retry_max_time=3), {"retry_max_time": 5}),
    "users": (make("member", 60, secret=SECRET), {"default_topic_perm": "SUB"}),
}


@pytest.mark.parametrize("plural", CASES)
def test_bulk_request_counts(emulator, run_tasks, plural):
    emulator.instance("orders", enable_acl=True)
    items, change = CASES[plural]
    changed = [{**item, **change} if index < 10 else item for index, item in enumerate(items)]
    run = run_tasks(
        task("check made", plural, {**SCOPE, plural: items}, check_mode=True, diff=True),
        task("made", plural, {**SCOPE, plural: items}, diff=True),
        task("made again", plural, {**SCOPE, plural: items}),
        task("check changed", plural, {**SCOPE, plural: changed}, check_mode=True, diff=True),
        task("changed", plural, {**SCOPE, plural: changed}, diff=True),
        task("changed again", plural, {**SCOPE, plural: changed}),
        task("check purged", plural, {**SCOPE, plural: changed[:20], "purge": True}, check_mode=True, diff=True),
        task("purged", plural, {**SCOPE, plural: changed[:20], "purge": True}, diff=True),
        task("purged again", plural, {**SCOPE, plural: changed[:20], "purge": True}),
        task("absent", plural, {**SCOPE, plural: items, "state": "absent"}),
        task("absent again", plural, {**SCOPE, plural: items, "state": "absent"}),
    )
    assert run.code == 0, run.output
    log = emulator.requests()
    results = {entry.name: entry.result for entry in run.tasks}
    for step in ("made", "changed", "purged"):
        assert not writes_of(run.named(f"check {step}"), log)
        for key in ("changed", "diff", "created", "updated", "deleted", "unchanged"):
            assert results[f"check {step}"][key] == results[step][key], (step, key)
        assert not results[f"{step} again"]["changed"]
        assert not writes_of(run.named(f"{step} again"), log)
    assert not results["absent again"]["changed"]
    names = [item["name"] for item in items]
    assert results["made"]["created"] == names
    assert results["changed"]["updated"] == names[:10]
    assert results["changed"]["unchanged"] == names[10:]
    assert results["purged"]["deleted"] == names[20:]
    assert results["absent"]["deleted"] == names[:20]
    assert results["absent"]["unchanged"] == names[20:]
    # 60 objects are two pages; one look-up of the instance, and of the project only the first time.
    assert len(requests_of(run.named("made again"), log)) == 3
    assert len(writes_of(run.named("made"), log)) == 60
    # Of all that was made one is looked at.
    assert results["made"]["phases"]["write"] == {
        "count": 60,
        "requests": 61,
        "seconds": results["made"]["phases"]["write"]["seconds"],
    }
    if plural != "users":
        assert len(writes_of(run.named("purged"), log)) == 1, "40 deletions are one batch request"
    assert SECRET not in run.output


def test_bulk_one_item_fails(emulator, module):
    emulator.instance("orders")
    emulator.fault(method="POST", path="/topics$", skip=1, status=403, code="DMS.00403003", message="no right")
    result = module("topics", {**SCOPE, "topics": make("topic", 3), "concurrency": 1})
    assert result["failed"] and result["changed"]
    assert result["created"] == ["topic-000", "topic-002"]
    assert [(failure["name"], failure["error_code"]) for failure in result["failures"]] == [
        ("topic-001", "DMS.00403003")
    ]
    assert "topic-001" in result["msg"] and "no right" in result["msg"]


@pytest.mark.parametrize(
    ("plural", "info", "system"),
    [("topics", "topic_info", "%RETRY%mine"), ("consumer_groups", "consumer_group_info", "TOOLS_CONSUMER")],
)
def test_purge_spares_system_objects(emulator, module, plural, info, system):
    instance_id = emulator.instance("orders")
    emulator.settings(show_system_topics=True)
    for kind in ("topics", "groups"):
        emulator.control("POST", f"instances/{instance_id}/{kind}", [{"name": "mine"}, {"name": "other"}])
    shown = {thing["name"] for thing in module(info, {"instance_name": "orders"})[plural]}
    assert {"mine", "other", system} <= shown
    wanted = {**SCOPE, plural: [{"name": "mine"}], "purge": True}
    emulator.forget_requests()
    for result in (module(plural, wanted, check=True), module(plural, wanted)):
        assert result["deleted"] == ["other"]
    # The emulator makes up its own objects, so a deletion of them would show in what was sent alone.
    assert system not in str([(entry["path"], entry["body"]) for entry in emulator.requests(writes=True)])


@pytest.mark.parametrize("check", [True, False])
def test_purge_skipped_if_creation_impossible(emulator, module, check):
    emulator.instance("orders", enable_acl=True, users=[{"access_key": "producer", "secret_key": SECRET}])
    wanted = {**SCOPE, "users": [{"name": "newcomer"}], "purge": True}
    result = module("users", wanted, check=check)
    assert result["failed"] and not result["changed"] and result["deleted"] == []
    assert "User 'newcomer' does not exist yet; to create it, 'secret' must be given" in result["msg"]
    assert "nothing is purged" in str(result["warnings"])
    assert emulator.requests(writes=True) == []


def test_purge_of_everything_warns(emulator, module):
    emulator.instance("orders")
    module("topics", {**SCOPE, "topics": make("topic", 4)})
    result = module("topics", {**SCOPE, "topics": [], "purge": True}, check=True)
    assert len(result["deleted"]) == 4
    assert "all 4 topics are deleted" in str(result["warnings"])


@pytest.mark.parametrize("refusal", ["400", "405"])
def test_batch_refused_falls_back(emulator, module, refusal):
    emulator.instance("orders")
    emulator.settings(batch_apis=refusal)
    for plural, items, change in (
        ("topics", make("topic", 5), None),
        ("consumer_groups", make("group", 5), {"retry_max_time": 4}),
    ):
        module(plural, {**SCOPE, plural: items})
        if change:
            result = module(plural, {**SCOPE, plural: [{**item, **change} for item in items]})
            assert len(result["updated"]) == 5
        result = module(plural, {**SCOPE, plural: items, "state": "absent"})
        assert len(result["deleted"]) == 5


@pytest.mark.parametrize("answer", [False, "405"])
def test_topics_without_list_api(emulator, module, answer):
    emulator.instance("orders")
    emulator.settings(topic_list=answer)
    topics = {**SCOPE, "topics": make("topic", 3)}
    assert module("topics", topics)["created"] == ["topic-000", "topic-001", "topic-002"]
    assert not module("topics", topics)["changed"]
    assert len(module("topic_info", {"instance_name": "orders", "name": "topic-001"})["topics"]) == 1
    purge = module("topics", {**topics, "purge": True})
    assert purge["failed"] and "cannot list topics" in purge["msg"]


def test_few_topics_among_many(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", {"count": 1000, "prefix": "other"})
    emulator.forget_requests()
    module("topics", {"instance_id": instance_id, "topics": make("zz", 2)}, check=True)
    assert len([entry for entry in emulator.requests() if "/topics" in entry["path"]]) == 3


@pytest.mark.parametrize("plural", CASES)
def test_concurrency_limit(emulator, module, plural):
    emulator.instance("orders", enable_acl=True)
    items, change = CASES[plural]
    wanted = {**SCOPE, "concurrency": 4}
    for some in (items[:40], [{**item, **change} for item in items[:40]]):
        emulator.expect_together(4)
        assert module(plural, {**wanted, plural: some})["changed"]
        assert emulator.most_together == 4
    emulator.expect_together(0)
    assert module(plural, {**wanted, plural: [], "purge": True})["deleted"]
    assert emulator.most_together <= 4


@pytest.mark.parametrize("plural", CASES)
def test_pages_read_concurrently(emulator, module, plural):
    instance_id = emulator.instance("orders", enable_acl=True)
    kind = "groups" if plural == "consumer_groups" else plural
    emulator.control("POST", f"instances/{instance_id}/{kind}", {"count": 500, "prefix": "long-list"})
    emulator.expect_together(5)
    told = module(plural.removesuffix("s") + "_info", {"instance_name": "orders"})[plural]
    assert len(told) == 500
    assert 4 < emulator.most_together <= 10
    emulator.expect_together(3)
    wanted = [{"name": f"long-list-{number:05}"} for number in range(500)]
    kept = module(plural, {**SCOPE, plural: wanted, "concurrency": 3}, check=True)
    assert len(kept["unchanged"]) == 500
    assert emulator.most_together == 3
