# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked for in an audit, and how its reports are written."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import stat
from pathlib import Path

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.settings import CONNECTION_OPTIONS
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module import audit_drift, audit_entries
from ansible_collections.huaweicloud.rocketmq.plugins.plugin_utils import _role_variables

ROOT = Path(__file__).resolve().parents[3]
TASK = {
    **{name: option.default for name, option in CONNECTION_OPTIONS.items()},
    "region": "eu-west-0",
    "access_key": "TASKKEY",
    "secret_key": "task-secret-key",
}


def entry(**given):
    return audit_entries.check_audit_entry({"name": "orders", **given}, TASK)


def test_kinds_are_those_of_which_something_is_wanted():
    assert audit_drift.wanted_kinds(entry()) == []
    assert audit_drift.wanted_kinds(entry(wanted={"purge_tags": False, "topics": None})) == []
    everything = {"broker_num": "2", "users": [], "topics": [], "consumer_groups": []}
    found = entry(wanted=everything)
    assert audit_drift.wanted_kinds(found) == ["instance", "topics", "consumer_groups", "users"]
    assert found.wanted["broker_num"] == 2 and found.wanted["enable_acl"] is None


@pytest.mark.parametrize(
    ("user", "compared"),
    [
        ({"secret": "Planted-Secret-1"}, ("Planted-Secret-1", "auto")),
        ({"secret": "Planted-Secret-1", "update_secret": "always"}, ("Planted-Secret-1", "auto")),
        ({}, (audit_entries.PLACEHOLDER, "on_create")),
        ({"update_secret": "auto"}, (audit_entries.PLACEHOLDER, "on_create")),
    ],
)
def test_secret_is_compared_where_one_is_given(user, compared):
    [found] = entry(wanted={"users": [{"name": "shop-producer", **user}]}).wanted["users"]
    assert (found["secret"], found["update_secret"]) == compared


def test_secret_is_no_part_of_a_message():
    for users in ([{"name": "shop-producer", "secret": "weak word"}], [{"secret": "Planted-Secret-1"}]):
        with pytest.raises(ValidationError) as caught:
            entry(wanted={"users": users})
        assert "weak word" not in caught.value.message and "Planted" not in caught.value.message


def test_own_connection_takes_precedence_and_blanks_count_as_not_given():
    found = entry(region="eu-west-1", instance_id=" ", project_id="")
    assert (found.settings.region, found.settings.access_key) == ("eu-west-1", "TASKKEY")
    assert (found.instance_id, found.name) == ("", "orders")


def test_differences_are_counted_by_object():
    topics = {"created": ["a"], "updated": ["b", "c"], "deleted": [], "unchanged": 7, "failures": [{"name": "d"}]}
    assert audit_drift.count_differences({"instance": None, "topics": topics}) == 4
    assert audit_drift.count_differences(dict.fromkeys(audit_drift.KINDS)) == 0


def test_variables_of_both_roles_say_what_is_wanted():
    given = {
        "rocketmq_instance_name": "orders",
        "instance_id": "carried",
        "rocketmq_region": "eu-west-0",
        "rocketmq_instance_broker_num": 2,
        "rocketmq_instance_topics": [],
        "rocketmq_acl_users": [{"name": "shop-producer"}],
    }
    assert _role_variables.audit_entry(given, {"rocketmq_instance_description"}) == {
        "region": "eu-west-0",
        "instance_id": "",
        "name": "orders",
        "wanted": {
            "broker_num": 2,
            "description": "",
            "purge_tags": False,
            "topics": [],
            "users": [{"name": "shop-producer"}],
        },
    }
    with pytest.raises(ValidationError, match="Nothing says which instance is meant"):
        _role_variables.audit_entry({})


@pytest.fixture
def writer():
    path = ROOT / "playbooks" / "files" / "write_reports.py"
    spec = importlib.util.spec_from_file_location("write_reports", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    before = os.umask(0o022)
    yield module
    os.umask(before)


def test_reports_are_written_for_their_owner_and_a_folder_stays_as_it_is(writer, tmp_path, monkeypatch, capsys):
    there, new = tmp_path / "there", tmp_path / "new" / "reports"
    there.mkdir(mode=0o755)
    (there / "orders.txt").write_text("old")
    (tmp_path / "file").write_text("")
    reports = [
        {"folder": str(there), "name": "orders", "files": {"txt": "née \ud800", "html": "<p>"}},
        {"folder": str(tmp_path / "file"), "name": "lost", "files": {"txt": "x"}},
        {"folder": str(new), "name": "invoices", "files": {"txt": "two\n"}},
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(reports)))
    writer.main()
    failures = json.loads(capsys.readouterr().out)
    assert list(failures) == [str(tmp_path / "file" / "lost")] and "file" in failures[str(tmp_path / "file" / "lost")]
    assert (there / "orders.txt").read_text() == "née ?" and (new / "invoices.txt").read_text() == "two\n"
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (there, new.parent, new, *there.iterdir())}
    assert modes.pop(there) == 0o755 and modes.pop(new) == modes.pop(new.parent) == 0o700
    assert len(modes) == 2 and set(modes.values()) == {0o600}


def test_report_that_cannot_be_put_in_place_leaves_nothing_behind(writer, tmp_path):
    (tmp_path / "orders.txt").mkdir()
    with pytest.raises(OSError):
        writer.write_report(str(tmp_path), "orders", {"txt": "x"})
    assert [path.name for path in tmp_path.iterdir()] == ["orders.txt"]
