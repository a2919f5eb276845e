# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever happens to a write on its way, it is carried out once and told as it is."""

from __future__ import annotations

import itertools
import math
import re
from email.utils import formatdate, parsedate_to_datetime

import pytest

from .concurrent_actor import delete_instance
from .emulator_process import consumer
from .recorder import record_fault
from .sample_instances import order, patient_order
from .write_cases import LATER_WRITES, MIGRATION, WRITES, instances

# What happens to the first request of a write, by kind: the columns of docs/reliability.md. After the first two kinds
# nobody but the service knows whether the write was carried out.
FAULT_KINDS = {
    "lost, carried out": {
        "connection dropped after the service handled it": {"action": "drop_after"},
        "answer cut in the middle": {"action": "cut"},
        "502 from a gateway though it went through": {"action": "answer_after", "status": 502, "body": "<html>"},
    },
    "lost, not carried out": {
        "connection dropped before the service handled it": {"action": "drop_before"},
        "500 from the service": {"status": 500, "code": "DMS.00500000"},
    },
    "throttled": {
        "429 without Retry-After": {"status": 429},
        "429 with Retry-After in seconds": {"status": 429, "headers": {"Retry-After": "1"}},
        "429 with Retry-After as a date": {"status": 429, "headers": {"Retry-After": "a date"}},
        "flow control as 404 DMS.10240407": {"status": 404, "code": "DMS.10240407"},
    },
    "busy": {
        "DMS.00400026, twice": {"status": 400, "code": "DMS.00400026", "times": 2},
        "DMS.00400017": {"status": 400, "code": "DMS.00400017"},
        "DMS.00400099": {"status": 400, "code": "DMS.00400099"},
    },
}
FAULTS = {name: fault for faults in FAULT_KINDS.values() for name, fault in faults.items()}
KIND_OF = {name: kind for kind, faults in FAULT_KINDS.items() for name in faults}
CARRIED_OUT = FAULT_KINDS["lost, carried out"]
LOST = (*CARRIED_OUT, *FAULT_KINDS["lost, not carried out"])
THROTTLED = FAULT_KINDS["throttled"]
THROTTLING_CODES = ("APIGW.0308", "DMS.10240407")
# What a client that is throttled waits by itself, at least (s); it is a second at most.
OWN_PAUSE = "0.5"


# These may be sent once more though they were carried out: the same point in time twice gives the same offsets, a
# secret that is masked cannot be compared, and what a job does may not be seen at the first look.
HARMLESS_TWICE = (
    "reset an offset",
    "modify a user",
    "delete many topics",
    "delete many consumer groups",
    "modify many consumer groups",
    "delete the second fifty topics",
)
# This is not sent once more to a busy service: what it was to do is done by single requests, so that one instance that
# is busy does not hold up the others.
SINGLY_IF_BUSY = ("delete many instances",)
# These do it anew each time they run.
DONE_ANEW = ("consumer_offset", "consumer_group_diagnosis")
# How often a write is sent when nothing goes wrong, by its name.
undisturbed: dict[str, int] = {}


def sent_by(emulator, wanted):
    """Return the requests that are meant, with their places in the log."""
    return [
        (place, entry)
        for place, entry in enumerate(emulator.requests())
        if entry["method"] == wanted.method and re.search(wanted.path, entry["path"])
    ]


def sent_undisturbed(emulator, module, write):
    """Return how often a write is sent without a fault."""
    if write not in undisturbed:
        wanted = EVERY_WRITE[write]
        wanted.prepare(emulator)
        emulator.forget_requests()
        module(wanted.module, wanted.options)
        undisturbed[write] = len(sent_by(emulator, wanted))
        emulator.reset()
    return undisturbed[write]


def assert_looked_between(emulator, sent):
    """Require that between a write without an answer and the same write once more there was a look."""
    (first, lost), *others = sent
    again = next((place for place, entry in others if entry["body"] == lost["body"]), None)
    between = emulator.requests()[first + 1 : again]
    assert any(entry["method"] == "GET" for entry in between), "it was sent once more without a look"


def order_of(emulator, fault):
    """Return a fault as the emulator takes it. A date is made when it is needed, so that it lies in the future."""
    order = FAULTS[fault]
    if order.get("headers") == {"Retry-After": "a date"}:
        # Dates have whole seconds. More than one is left, which is longer than a client waits by itself.
        date = formatdate(math.ceil(emulator.time() + 1.05), usegmt=True)
        return {**order, "headers": {"Retry-After": date}}
    return order


def assert_left_alone(emulator, order):
    """Require that after the throttled answer nothing was sent for as long as the service asked."""
    log = emulator.requests()
    (refused,) = [entry["time"] for entry in log if entry["code"] in THROTTLING_CODES]
    asked = order.get("headers", {}).get("Retry-After", OWN_PAUSE)
    until = parsedate_to_datetime(asked).timestamp() if "GMT" in asked else refused + float(asked)
    # What had been sent side by side with the refused request is on its way already.
    later = [entry["time"] for entry in log if entry["time"] > refused + 0.1]
    assert min(later) > until - 0.01, f"{until - min(later):.2f} s too early"


EVERY_WRITE = {**WRITES, **LATER_WRITES}


@pytest.mark.parametrize(("write", "fault"), [*itertools.product(EVERY_WRITE, FAULTS)])
def test_write_with_fault(emulator, module, write, fault):
    wanted = EVERY_WRITE[write]
    once = sent_undisturbed(emulator, module, write)
    wanted.prepare(emulator)
    emulator.forget_requests()
    order = order_of(emulator, fault)
    emulator.fault(method=wanted.method, path=wanted.path, skip=wanted.skip, **order)
    result = module(wanted.module, wanted.options)
    assert not result.get("failed"), result
    assert result["changed"] is True
    assert wanted.holds(emulator)
    sent = sent_by(emulator, wanted)
    repeated = order.get("times", 1) if fault not in CARRIED_OUT else 0
    if write in SINGLY_IF_BUSY and KIND_OF[fault] == "busy":
        repeated = 0
    assert len(sent) in [once + repeated] + [once + 1] * (write in HARMLESS_TWICE)
    if fault in LOST and wanted.module != "consumer_offset":
        assert_looked_between(emulator, sent[wanted.skip :])
    if fault in THROTTLED:
        assert_left_alone(emulator, order)
    if wanted.module not in DONE_ANEW:
        again = module(
            wanted.module,
            {**wanted.options, **({"update_secret": "auto"} if "update_secret" in wanted.options else {})},
        )
        assert not again["changed"], "a second run changed something"
    record_fault(wanted.module, write, KIND_OF[fault], fault, "done")


@pytest.mark.parametrize("code", ["DMS.00400026", "DMS.00400017"])
def test_object_busy_until_timeout(emulator, module, code):
    instance_id = emulator.instance("orders")
    emulator.control("PUT", f"instances/{instance_id}", {"status": "EXTENDING"})
    emulator.fault(method="POST", path="/topics$", status=400, code=code, times=-1)
    started = emulator.time()
    result = module("topic", {"instance_name": "orders", "name": "made", "wait_timeout": 0.5, "wait_interval": 0.1})
    assert (
        result["failed"] and result["error_code"] == code and "EXTENDING" in result["msg"] and "0.5 s" in result["msg"]
    )
    assert 0.5 <= emulator.time() - started < 0.6


BUSY = {
    "modification": ("PUT", "/instances/", {"description": "new"}),
    "resize": ("POST", "/extend$", {"storage_space": 700, "allow_resize": True}),
    "deletion": ("DELETE", "/instances/", {"state": "absent"}),
}


@pytest.mark.parametrize("code", ["DMS.00400026", "DMS.00400017", "DMS.00400099"])
@pytest.mark.parametrize("write", BUSY)
@pytest.mark.parametrize("several", [False, True])
def test_instance_busy_until_timeout(emulator, module, write, code, several):
    method, path, wanted = BUSY[write]
    emulator.instance("orders")
    emulator.fault(method=method, path=path, status=400, code=code, times=-1)
    options, item = {"wait_timeout": 0.3, "wait_interval": 0.1}, {"name": "orders", **wanted}
    if several:
        state = {"state": item.pop("state", "present")}
        result = module("instances", {**options, **state, "instances": [item]})
    else:
        result = module("instance", {**options, **item})
    assert result["failed"] and not result["changed"], result
    assert "(the instance is RUNNING; retried for 0.3 s)" in result["msg"]
    assert (result["failures"][0] if several else result)["error_code"] == code


def test_bulk_busy_until_timeout(emulator, module):
    emulator.instance("orders", status="EXTENDING")
    emulator.fault(method="POST", path="/topics$", status=403, code="DMS.00403003")
    emulator.fault(method="POST", path="/topics$", status=400, code="DMS.00400026", times=-1)
    topics = {"topics": [{"name": f"topic-{number}"} for number in range(3)], "concurrency": 1}
    emulator.forget_requests()
    result = module("topics", {"instance_name": "orders", **topics, "wait_timeout": 0.3, "wait_interval": 0.1})
    told = [failure["msg"] for failure in result["failures"]]
    assert ["the instance is EXTENDING" in msg for msg in told] == [False, True, True], told
    looks = [entry for entry in emulator.requests() if re.search("/instances/[^/]+$", entry["path"])]
    assert len(looks) == 1


def test_migration_deletion_busy_until_timeout(emulator, module):
    WRITES["delete a migration"].prepare(emulator)
    emulator.fault(method="POST", path="/batch-delete$", status=400, code="DMS.00400026", times=-1)
    absent = {"instance_name": "orders", "name": "move", "state": "absent", "wait_timeout": 0.3, "wait_interval": 0.1}
    result = module("migration_task", absent)
    assert result["failed"] and "the instance is RUNNING" in result["msg"], result


def test_resize_lost_and_slow_to_show(emulator, module):
    emulator.instance("orders")
    emulator.settings(change_seconds=3, extend_lag_seconds=1.5)
    emulator.fault(method="POST", path="/extend$", action="drop_after")
    result = module(
        "instance",
        {"name": "orders", "storage_space": 700, "allow_resize": True, "wait_interval": 0.1, "wait_timeout": 20},
    )
    assert not result.get("failed") and result["changed"], result
    assert instances(emulator)[0]["fields"]["extend_times"] == 1


def test_offset_reset_lost_keeps_newer_messages(emulator, module):
    WRITES["reset an offset"].prepare(emulator)
    (instance,) = instances(emulator)
    emulator.fault(method="POST", path="/reset-message-offset$", action="drop_after")

    def publish():
        messages = {"topic": "there", "count": 5}
        emulator.control("POST", f"instances/{instance['fields']['instance_id']}/messages", messages)

    latest = {"instance_name": "orders", "group": "readers", "topic": "there", "timestamp": "latest"}
    emulator.after("POST", "/reset-message-offset$", publish)
    result = module("consumer_offset", {**latest, "wait_interval": 0.1})
    assert not result.get("failed") and result["changed"], result
    offsets = instances(emulator)[0]["offsets"]["readers"]["there"]
    assert sum(offsets.values()) == 3, "messages were skipped"


def test_object_waits_for_changing_instance(emulator, module):
    emulator.instance("orders")
    emulator.settings(change_seconds=1.0)
    resize = {"name": "orders", "storage_space": 700, "allow_resize": True, "wait": False, "wait_interval": 0.1}
    module("instance", resize)
    emulator.clock.sleep(0.2)
    result = module("topics", {"instance_name": "orders", "topics": [{"name": "made"}], "wait_interval": 0.1})
    assert result["created"] == ["made"]


@pytest.mark.parametrize("write", ["push messages to a client", "resend dead letters"])
@pytest.mark.parametrize("fault", FAULTS)
def test_action_with_fault(emulator, module, write, fault):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/groups", [{"name": "billing"}])
    emulator.control("POST", f"instances/{instance_id}/consumers", consumer("billing", "order-events", client_id="c1"))
    made = emulator.control("POST", f"instances/{instance_id}/dead-letters", {"group": "billing"})
    order = order_of(emulator, fault)
    emulator.fault(method="POST", path="resend$", **order)
    options = {"instance_name": "orders", "group": "billing", "msg_ids": made["msg_ids"], "wait_interval": 0.1}
    name = "dead_letter_resend"
    if write == "push messages to a client":
        name, options = "consumption_verify", {**options, "client_id": "c1", "topic": "%DLQ%billing"}
    result = module(name, options)
    sent = [entry for entry in emulator.requests(writes=True) if "resend" in entry["path"]]
    if fault in LOST:
        assert result["failed"] and "not known" in result["msg"] and len(sent) == 1
        record_fault(name, write, KIND_OF[fault], fault, "not known")
        return
    assert not result.get("failed") and result["changed"], result
    assert [entry["status"] for entry in sent].count(200) == 1 and len(sent) >= 2
    if fault in THROTTLED:
        assert_left_alone(emulator, order)
    record_fault(name, write, KIND_OF[fault], fault, "done")


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429},
        {"status": 404, "code": "DMS.10240407"},
        {"status": 503},
        {"action": "drop_before"},
        {"action": "cut"},
    ],
    ids=["429", "404 flow control", "503", "dropped", "cut"],
)
def test_paging_with_fault(emulator, module, fault):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", {"count": 220, "prefix": "topic"})
    emulator.fault(method="GET", path="/topics$", skip=2, times=4, **fault)
    topics = module("topic_info", {"instance_name": "orders"})["topics"]
    assert len(topics) == 220 and len({topic["name"] for topic in topics}) == 220


@pytest.mark.parametrize("place", ["end", "front"])
def test_paging_while_list_grows(emulator, module, place):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", {"count": 145, "prefix": "topic"})
    there = {f"topic-{number:05}" for number in range(145)}

    def grow():
        if place == "end":
            emulator.control("POST", f"instances/{instance_id}/topics", {"count": 10, "prefix": "late"})
        else:
            emulator.settings(show_system_topics=True)

    # What grows at the list's end makes for one page more.
    emulator.before("GET", "/topics$", grow, query={"offset": "50"})
    topics = module("topic_info", {"instance_name": "orders"})["topics"]
    names = [topic["name"] for topic in topics]
    assert len(names) == len(set(names)), "a topic is told twice"
    assert there < set(names), "topics are missing"
    late = "late-00009" if place == "end" else "TBW102"
    assert late in names, "what came late is missing"


PASSING = {
    "429": {"status": 429, "headers": {"Retry-After": "0"}},
    "404 flow control": {"status": 404, "code": "DMS.10240407", "headers": {"Retry-After": "0"}},
    "503": {"status": 503},
    "dropped": {"action": "drop_before"},
}
WAITS = {
    "creation": (lambda it: None, patient_order()),
    "creation once more": (
        lambda it: it.instance("orders", status="CREATEFAILED"),
        patient_order(recreate_failed=True),
    ),
    "resize": (
        lambda it: it.instance("orders"),
        {"name": "orders", "storage_space": 700, "allow_resize": True, "wait_interval": 0.1},
    ),
    "deletion": (lambda it: it.instance("orders"), {"name": "orders", "state": "absent", "wait_interval": 0.1}),
    "deletion past the recycle bin": (
        lambda it: it.instance("orders"),
        {"name": "orders", "state": "absent", "force_delete": True, "wait_interval": 0.1},
    ),
}


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("wait", WAITS)
def test_wait_survives_failed_polls(emulator, module, wait, fault):
    prepare, wanted = WAITS[wait]
    prepare(emulator)
    emulator.settings(create_seconds=1.0, change_seconds=1.0, delete_seconds=1.0)
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=1, times=8, **PASSING[fault])
    result = module("instance", {**wanted, "max_retries": 1})
    assert not result.get("failed") and result["changed"], result
    if "state" in wanted:
        assert instances(emulator) == []
    else:
        assert result["instance"]["status"] == "RUNNING" and len(instances(emulator)) == 1


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("path", ["/configs$", "/tags$"])
def test_wait_survives_failed_detail_reads(emulator, module, path, fault):
    emulator.settings(create_seconds=0.3, sparse_lists=True)
    emulator.fault(method="GET", path=path, times=8, **PASSING[fault])
    wanted = {"tags": {"a": "b"}, "configs": {"fileReservedTime": 72}}
    if path == "/tags$":
        # Of many the list is polled, which leaves the tags out.
        orders = [order(name, **wanted) for name in ("orders", "invoices")]
        result = module("instances", {"instances": orders, "wait_interval": 0.1, "max_retries": 1})
    else:
        result = module("instance", patient_order(**wanted, max_retries=1))
    assert not result.get("failed") and result["changed"], result
    for instance in instances(emulator):
        assert instance["fields"]["status"] == "RUNNING"


def test_instances_one_stays_busy(emulator, module):
    emulator.settings(create_seconds=0.3, change_seconds=0.3)
    busy = emulator.instance("busy")
    emulator.instance("grown")
    emulator.fault(method="PUT", path=f"/instances/{busy}$", status=400, code="DMS.00400026", times=-1)
    wanted = [
        {"name": "busy", "description": "new"},
        order("fresh", tags={"a": "b"}, configs={"fileReservedTime": 72}),
        # Two steps, which the service takes its time for.
        {"name": "grown", "broker_num": 2, "storage_space": 1800, "allow_resize": True},
    ]
    result = module("instances", {"instances": wanted, "wait_interval": 0.1, "wait_timeout": 5})
    assert result["failed"] and (result["created"], result["updated"]) == (["fresh"], ["grown"]), result
    [failure] = result["failures"]
    assert failure["name"] == "busy" and "the instance is RUNNING; retried for 5 s" in failure["msg"]
    [fresh] = [one for one in instances(emulator) if one["fields"]["name"] == "fresh"]
    assert fresh["tags"] == {"a": "b"} and fresh["configs"]["fileReservedTime"] == "72"


def test_instances_one_uses_whole_timeout(emulator, module):
    emulator.settings(create_seconds=0.3)
    failed = emulator.instance("failed", status="CREATEFAILED")
    emulator.fault(method="DELETE", path=f"/instances/{failed}$", status=400, code="DMS.00400026", times=-1)
    wanted = [order("failed", recreate_failed=True), order("fresh")]
    result = module("instances", {"instances": wanted, "wait_interval": 0.1, "wait_timeout": 3})
    assert result["failed"] and result["created"] == ["fresh"], result
    assert [failure["name"] for failure in result["failures"]] == ["failed"]


@pytest.mark.parametrize("refusal", ["per_instance", "whole"])
def test_instances_one_not_deletable_yet(emulator, module, refusal):
    emulator.settings(create_seconds=60, batch_delete_refusal=refusal)
    assert module("instance", patient_order("slow", wait=False))["changed"]
    for name in ("orders", "invoices"):
        emulator.instance(name)
    names = {"names": ["slow", "orders", "invoices"], "state": "absent", "wait_interval": 0.1}
    result = module("instances", {**names, "wait_timeout": 3})
    assert result["failed"] and sorted(result["deleted"]) == ["invoices", "orders"], result
    assert [failure["name"] for failure in result["failures"]] == ["slow"]
    emulator.control("POST", "clock", {"advance": 60})
    assert module("instances", names)["deleted"] == ["slow"]


# A request that takes the service longer than the client waits for an answer, and that is carried out after the client
# has looked, and has sent it once more.
SLOW = 1.6
# The task, its path, and how long (s) the first and the second request take. The second is refused, as the first has
# been carried out by then; of migrations, the first is found before.
LATE = {
    "topic": ({"name": "made"}, "/topics$", [SLOW, 0.8]),
    "consumer_group": ({"name": "made"}, "/groups$", [SLOW, 0.8]),
    "user": ({"name": "made-user", "secret": "Planted-Secret-1"}, "/users$", [SLOW, 0.8]),
    "migration_task": (MIGRATION, "/metadata$", [SLOW]),
    # What an order may have made is looked for for half a minute.
    "instance": (patient_order("made"), "/instances$", [31.5, 0.9]),
}


@pytest.mark.parametrize("name", LATE)
def test_creation_carried_out_late(emulator, module, name):
    emulator.settings(unique_names=True)
    if name != "instance":
        emulator.instance("orders", enable_acl=True)
    options, path, delays = LATE[name]
    for delay in delays:
        emulator.fault(method="POST", path=path, delay=delay)
    scope = {} if name == "instance" else {"instance_name": "orders", "wait_interval": 0.1}
    result = module(name, {**scope, **options, "request_timeout": 1})
    assert not result.get("failed") and result["changed"], result
    emulator.clock.sleep(SLOW)
    assert len(emulator.requests(writes=True)) == len(delays)
    [instance] = instances(emulator)
    made = {"topic": "topics", "consumer_group": "groups", "user": "users", "migration_task": "migrations"}.get(name)
    assert made is None or len(instance[made]) == 1


def test_deletion_carried_out_late(emulator, module):
    instance_id = emulator.instance("orders", topics=["made"])
    emulator.fault(method="DELETE", path="/topics/made$", delay=SLOW)
    emulator.fault(method="DELETE", path="/topics/made$", delay=0.8)
    gone = {"instance_name": "orders", "name": "made", "state": "absent", "request_timeout": 1}
    result = module("topic", gone)
    assert not result.get("failed") and result["changed"], result
    assert emulator.control("GET", f"instances/{instance_id}")["topics"] == {}


@pytest.mark.parametrize("wait", [True, False])
def test_deletion_carried_out_while_busy(emulator, module, wait):
    instance_id = emulator.instance("orders")
    emulator.fault(method="DELETE", path="/instances/[^/]+$", action="drop_before")
    emulator.fault(method="DELETE", path="/instances/[^/]+$", status=400, code="DMS.00400026")

    emulator.after("DELETE", "/instances/[^/]+$", lambda: delete_instance(emulator, instance_id), skip=1)
    result = module("instance", {"name": "orders", "state": "absent", "wait": wait, "wait_interval": 1.0})
    assert not result.get("failed") and result["changed"], result


@pytest.mark.parametrize("name", ["instance", "migration_task", "topic"])
def test_creation_lost_then_throttled(emulator, module, name):
    if name != "instance":
        emulator.instance("orders")
    path = {"instance": "/instances$", "migration_task": "/metadata$", "topic": "/topics$"}[name]
    options = {
        "instance": patient_order(),
        "migration_task": MIGRATION,
        "topic": {"instance_name": "orders", "name": "t-1"},
    }
    emulator.fault(method="POST", path=path, action="drop_before")
    emulator.fault(method="POST", path=path, status=429, times=-1)
    result = module(name, {**options[name], "max_retries": 1})
    assert result["failed"] and "It is not known whether" in result["msg"] and result["transient"] is False, result


def test_order_not_repeated_after_timeout(emulator, module):
    emulator.fault(method="POST", path="/instances$", status=500, code="DMS.00500000", times=-1)
    result = module("instance", patient_order(wait_timeout=20))
    assert result["failed"] and "It is not known whether the instance was ordered" in result["msg"], result
    assert len(emulator.requests(writes=True)) == 1


ABSENT = {
    "topic": {"name": "there-user"},
    "consumer_group": {"name": "there-user"},
    "user": {"name": "there-user"},
    "instance": {},
    "instance_tags": {"tags": {"a": ""}},
}


@pytest.mark.parametrize("name", ABSENT)
def test_flow_control_404_is_not_absence(emulator, module, name):
    instance_id = emulator.instance("orders", enable_acl=True)
    paths = "/(topics|groups|users|tags|instances)(/[^/]+)?$"
    emulator.fault(method="GET", path=paths, times=-1, **PASSING["404 flow control"])
    wanted = {"instance_id": instance_id, "max_retries": 1, **ABSENT[name]}
    result = module(name, {**wanted, "state": "absent"})
    assert result["failed"] and not result.get("changed") and result["error_code"] == "DMS.10240407", result
    assert emulator.requests(writes=True) == []


# On the virtual clock the pause of one worker would pass for the others, too.
@pytest.mark.smoke
def test_throttling_slows_all_workers(emulator_process, emulator, module):
    emulator.instance("orders")
    emulator.settings(latency=0.01)
    emulator.fault(method="POST", path="/topics$", skip=20, times=8, status=429, headers={"Retry-After": "1"})
    topics = [{"name": f"topic-{number:03}"} for number in range(100)]
    emulator.forget_requests()
    result = module("topics", {"instance_name": "orders", "topics": topics})
    assert len(result["created"]) == 100
    posts = [entry for entry in emulator.requests(writes=True) if entry["path"].endswith("/topics")]
    assert len(posts) == 108
    refused = [entry["time"] for entry in posts if entry["status"] == 429]
    after = [entry["time"] for entry in posts if entry["time"] > max(refused) + 0.05]
    assert min(after) - min(refused) > 0.9, "someone went on during the pause"


def test_topic_created_concurrently(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "there"}])
    emulator.fault(method="GET", path="/topics/there$", status=400, code="DMS.00050004")
    result = module("topic", {"instance_name": "orders", "name": "there", "permission": "sub", "wait_interval": 0.1})
    assert not result.get("failed"), result
    assert result["topic"]["permission"] == "sub"


KINDS = {"topic": "topics", "consumer_group": "groups", "user": "users"}


@pytest.mark.parametrize("name", KINDS)
def test_object_deleted_concurrently(emulator, module, name):
    kind = KINDS[name]
    thing = {"access_key": "there-user", "secret_key": "Planted-Secret-1"} if name == "user" else {"name": "there-user"}
    instance_id = emulator.instance("orders", enable_acl=True)
    emulator.control("POST", f"instances/{instance_id}/{kind}", [thing])
    absent = {"instance_name": "orders", "name": "there-user", "state": "absent", "wait_interval": 0.1}

    def delete():
        others = module(name, absent)
        assert others["changed"], others

    emulator.before("DELETE", f"/{kind}/", delete)
    result = module(name, absent)
    assert not result.get("failed") and result[name] == {}, result


@pytest.mark.parametrize("name", KINDS)
def test_object_of_instance_deleted_concurrently(emulator, module, name):
    kind = KINDS[name]
    emulator.instance("orders", enable_acl=True)
    emulator.fault(method="POST", path=f"/{kind}$", status=404, code="DMS.00404022", times=-1)
    secret = {"secret": "Planted-Secret-1"} if name == "user" else {}
    result = module(name, {"instance_name": "orders", "name": "there-user", **secret, "wait_interval": 0.1})
    assert result["failed"] and result["error_code"] == "DMS.00404022" and not result["changed"], result


def test_topic_deleted_before_update(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.control("POST", f"instances/{instance_id}/topics", [{"name": "there"}])
    emulator.fault(method="PUT", path="/topics/there$", status=400, code="DMS.00050004")
    result = module("topic", {"instance_name": "orders", "name": "there", "permission": "sub", "wait_interval": 0.1})
    assert not result.get("failed") and result["topic"]["permission"] == "sub"


def test_instance_deleted_before_update(emulator, module):
    instance_id = emulator.instance("orders")
    emulator.settings(delete_seconds=0)
    emulator.before("PUT", "/instances/[^/]+$", lambda: delete_instance(emulator, instance_id))
    result = module("instance", patient_order(description="new"))
    assert result["failed"] and not result["changed"] and result["instance_id"] == instance_id
    assert "'orders' was deleted by somebody else" in result["msg"] and result["error_code"] == "DMS.00404022"
    assert instances(emulator) == []
    # Whoever wants it back runs the task again.
    again = module("instance", patient_order(description="new"))
    assert again["changed"] and again["instance"]["description"] == "new"
    assert len(instances(emulator)) == 1


def test_instance_deleted_during_wait(emulator, module):
    emulator.fault(method="GET", path="/instances/[^/]+$", skip=1, times=-1, status=404, code="DMS.00404022")
    emulator.fault(method="GET", path="/instances$", skip=1, times=-1, status=200, body='{"instances": []}')
    result = module("instance", patient_order())
    assert result["failed"] and "deleted" in result["msg"] and result["instance_id"]


def test_topic_drift_is_corrected(emulator, module):
    instance_id = emulator.instance("orders")
    wanted = {"instance_name": "orders", "name": "there", "permission": "all", "queue_num": 3, "wait_interval": 0.1}
    module("topic", wanted)
    emulator.control(
        "POST", f"instances/{instance_id}/topics", [{"name": "there", "permission": "pub", "queue_num": 5}]
    )
    result = module("topic", wanted)
    assert result["changed"]
    assert result["diff"]["before"] == {"permission": "pub", "read_queue_num": 5, "write_queue_num": 5}
    assert result["diff"]["after"] == {"permission": "all", "read_queue_num": 3, "write_queue_num": 3}
