# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What deserves attention, from when on it is a failure, and a page on which nothing is more than text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._health import drift_of, findings, openings
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._health_page import page
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._health_report import failure_message, make_report
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._health_text import text
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils._health_thresholds import (
    CHECKS,
    check_fail_on,
    level_of,
)

EVIL = "<script>alert(1)</script>\" onload='x' {{ 7 * 7 }} \x1b[2J\u202e"


def group(name="billing", **fields):
    unread = {"lag": 0, "unknown_queues": 0, "topics": [], "dead_letters": 0, "new_dead_letters": 0}
    return {"name": name, "enabled": True, "online": True, **unread, **fields}


def instance(**fields):
    return {
        "region": "eu-west-0",
        "endpoint": "https://dms.invalid",
        "instance_id": "1",
        "name": "orders",
        "status": "RUNNING",
        "engine_version": "4.8.0",
        "broker_num": 1,
        "storage_space": 100,
        "used_storage_space": 10,
        "enable_publicip": False,
        "publicip_address": "",
        "enable_acl": True,
        "ssl_enable": True,
        "tls_mode": "SSL",
        "nodes": [],
        "users": [],
        "tasks": [],
        "consumer_groups": [],
        "failures": [],
        **fields,
    }


def estate(*instances, quotas=(), failures=()):
    place = {"region": "eu-west-0", "endpoint": "https://dms.invalid"}
    return {"instances": list(instances), "connections": [{**place, "quotas": quotas, "failures": list(failures)}]}


def told(*instances, fail_on=None, drift=(), **keywords):
    found = findings(estate(*instances, **keywords), drift, check_fail_on(fail_on))
    return [(one.level, one.check) for one in found]


FAILURE = {"part": "nodes", "msg": "no right", "error_code": "DMS.00403003", "transient": False}
TASK = {"id": "1", "name": "extend", "status": "FAILED", "created_at": "2026-01-31T12:00:00.000Z", "updated_at": ""}


@pytest.mark.parametrize(
    ("fields", "keywords", "check", "limit"),
    [
        ({"status": "CREATEFAILED"}, {}, "status", True),
        ({"failures": [FAILURE]}, {}, "unreadable", True),
        ({"enable_publicip": True, "enable_acl": False}, {}, "open_to_the_world", True),
        ({"used_storage_space": 85}, {}, "disk_percent", 85),
        ({"tasks": [TASK]}, {}, "failed_tasks", 1),
        ({"consumer_groups": [group(online=False)]}, {}, "offline_groups", 1),
        ({"consumer_groups": [group(lag=20_000)]}, {}, "lag", 20_000),
        ({"consumer_groups": [group(new_dead_letters=2)]}, {}, "dead_letters", 2),
        ({}, {"quotas": [{"type": "tags", "quota": 20, "used": 19}]}, "quota_percent", 95),
        ({}, {"failures": [FAILURE]}, "unreadable", True),
        ({}, {"drift": [{"name": "orders", "lines": ["differs in description"]}]}, "drift", True),
    ],
)
def test_what_deserves_attention_is_marked_and_fails_from_its_threshold_on(fields, keywords, check, limit):
    one = instance(**fields)
    assert told(one, **keywords) == [("warning", check)]
    assert told(one, fail_on={check: limit}, **keywords) == [("failure", check)]
    beyond = False if limit is True else limit + 1
    if check != "quota_percent" or beyond <= 100:
        assert told(one, fail_on={check: beyond}, **keywords) == [("warning", check)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"consumer_groups": [group(lag=None, online=None, dead_letters=None, new_dead_letters=None)]},
        {"consumer_groups": [group(enabled=False, online=False)]},
        {"used_storage_space": None},
        {"storage_space": 0},
        {"tasks": [{**TASK, "status": "EXECUTING"}]},
        {"nodes": None, "users": None, "tasks": None, "consumer_groups": None},
    ],
)
def test_what_is_fine_or_unknown_is_not_marked(fields):
    strictest = {
        check: True if one.is_switch else 100 if check.endswith("percent") else 1 for check, one in CHECKS.items()
    }
    assert told(instance(**fields), fail_on=strictest) == []


def test_threshold_below_the_mark_is_a_failure_and_nothing_less_is_a_warning():
    assert level_of("disk_percent", 70, {"disk_percent": 70}) == "failure"
    assert level_of("disk_percent", 69, {"disk_percent": 70}) == ""
    assert level_of("disk_percent", 80, {"disk_percent": 95}) == "warning"


def test_what_cannot_be_read_fails_where_there_are_thresholds():
    one = instance(failures=[FAILURE])
    assert told(one, fail_on={"lag": 5}) == [("failure", "unreadable")]
    assert told(one, fail_on={"lag": 5, "unreadable": False}) == [("warning", "unreadable")]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"enable_publicip": False, "enable_acl": False, "ssl_enable": False}, 0),
        ({}, 0),
        ({"enable_acl": None, "ssl_enable": None, "tls_mode": None}, 0),
        ({"enable_acl": False, "ssl_enable": False}, 2),
        ({"tls_mode": "PERMISSIVE"}, 1),
        ({"users": [{"access_key": "a", "white_remote_address": "10.0.0.*"}]}, 0),
        ({"users": [{"access_key": "a", "white_remote_address": ""}]}, 0),
        ({"users": [{"access_key": "a", "white_remote_address": "10.0.0.1;*"}]}, 1),
        ({"users": [{"access_key": "a", "white_remote_address": "*.*.*.*"}]}, 1),
        ({"users": [{"access_key": "a", "white_remote_address": "0.0.0.0/0"}]}, 1),
    ],
)
def test_openings(fields, count):
    assert len(openings(instance(**{"enable_publicip": True, **fields}))) == count


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"disc_percent": 80}, "'health_fail_on' has no disc_percent; it has dead_letters, disk_percent"),
        (["lag"], "'health_fail_on' must be a dictionary"),
        ({"lag": 0}, "'health_fail_on.lag' is 0; it must be more than 0"),
        ({"lag": "many"}, "'health_fail_on.lag' is 'many'; it must be a number"),
        ({"lag": True}, "'health_fail_on.lag' is True; it must be a number"),
        ({"lag": "nan"}, "'health_fail_on.lag' is 'nan'"),
        ({"disk_percent": 101}, "'health_fail_on.disk_percent' is 101; it must be at most 100"),
        ({"status": "RUNNING"}, "'health_fail_on.status' is 'RUNNING'; it must be true or false"),
    ],
)
def test_thresholds_that_are_wrong_are_refused_by_name(given, told):
    with pytest.raises(ValidationError) as error:
        check_fail_on(given)
    assert told in error.value.message


def test_thresholds_as_surveys_write_them():
    assert check_fail_on({"status": "true", "lag": "500", "drift": "no"}) == {
        "unreadable": True,
        "status": True,
        "lag": 500,
        "drift": False,
    }
    assert check_fail_on("") == check_fail_on(None) == check_fail_on({}) == check_fail_on({"lag": None}) == {}


class Reader(HTMLParser):
    """Notes the elements and their attributes, and whether each one is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes, self.ids, self.targets = [], set(), set(), [], set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {key for key, _value in attrs}
        self.ids += [value for key, value in attrs if key == "id"]
        self.targets |= {value[1:] for key, value in attrs if key == "href"}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def evil_report():
    lot = [group(EVIL, lag=number, unknown_queues=1, dead_letters=number, new_dead_letters=1) for number in range(40)]
    one = instance(
        name=EVIL, status=EVIL, engine_version=EVIL, tls_mode=EVIL, consumer_groups=lot, enable_publicip=True,
        publicip_address=EVIL, users=[{"access_key": EVIL, "white_remote_address": "*"}],
        tasks=[{**TASK, "name": EVIL, "created_at": EVIL}], failures=[{**FAILURE, "msg": EVIL}], region=EVIL,
        enable_acl=False,
    )  # fmt: skip
    found = estate(one, quotas=[{"type": EVIL, "quota": 1, "used": 1}], failures=[{**FAILURE, "part": EVIL}])
    compared = {"failed": True, "msg": EVIL}
    return make_report(found, check_fail_on({"lag": 5}), compared, 24, "now")


def test_page_holds_names_as_text_alone():
    shown = page(evil_report())
    reader = Reader()
    reader.feed(shown)
    assert reader.open == [] and reader.targets <= set(reader.ids) and len(reader.ids) == len(set(reader.ids))
    assert not reader.seen & {"script", "img", "link", "iframe", "form"} and "onload" not in reader.attributes
    assert "<script" not in shown and "\x1b" not in shown and "\u202e" not in shown
    assert "default-src 'none'" in shown and "&lt;script&gt;" in shown


def test_text_has_everything_and_nothing_that_a_terminal_obeys():
    shown = text(evil_report())
    assert shown.count("consumer group ") >= 40 and "\x1b" not in shown and "\u202e" not in shown


@pytest.mark.parametrize("found", [estate(), estate(instance(status="CREATING", nodes=None, consumer_groups=None))])
def test_page_of_nothing_and_of_what_was_not_read(found):
    report = make_report(found, {}, None, 24, "now")
    assert "</html>" in page(report) and "ROCKETMQ HEALTH" in text(report) and failure_message(report) == ""


def test_failure_tells_what_and_where():
    found = estate(instance(status="ERROR"), instance(name="invoices", instance_id="2"))
    assert failure_message(make_report(found, {"status": True}, None, 24, "")) == "1 failure: orders: is ERROR (status)"


def test_instances_of_one_name_are_told_apart():
    found = estate(instance(status="ERROR"), instance(status="ERROR", region="eu-west-1", instance_id="2"))
    assert [one.where for one in findings(found, [], {})] == ["orders (eu-west-0)", "orders (eu-west-1)"]


KINDS = {kind: {"created": [], "updated": [], "deleted": []} for kind in ("topics", "consumer_groups", "users")}


def member(name="orders", **fields):
    return {"name": name, "status": "RUNNING", "changed": True, **KINDS, **fields}


def test_drift_is_told_by_instance():
    topics = {"created": ["a"], "updated": [], "deleted": ["b", "c"]}
    compared = {
        "instances": [member(topics=topics), member("new", status=""), member("same", changed=False)],
        "failures": [{"index": 2, "kind": "user", "name": "shop-user", "msg": "needs a secret"}],
        "diff": {
            "before": {"orders": {"name": "orders", "description": "old"}},
            "after": {"orders": {"name": "orders", "description": "Planted-Secret-1"}},
        },
    }
    assert drift_of(compared) == [
        {"name": "orders", "lines": ["differs in description", "topics missing: a", "topics not wanted: b, c"]},
        {"name": "new", "lines": ["does not exist"]},
        {"name": "same", "lines": ["cannot be as wanted: user shop-user: needs a secret"]},
    ]
    assert drift_of(None) is None and drift_of({"skipped": True}) is None
    assert drift_of({"failed": True, "msg": "no"}) == [{"name": "fleet", "lines": ["could not be compared: no"]}]
