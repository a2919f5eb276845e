# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is wanted and what is there to what is to be done."""

from __future__ import annotations

from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.field import (
    Field,
    as_sorted_set,
    differences,
    needs_detail,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._engine.plan import (
    CREATE,
    DELETE,
    NO_OP,
    REJECT,
    UPDATE,
    build_diff,
    plan_object,
    plan_purge,
    predict_object,
)
from hypothesis import given
from hypothesis import strategies as st

FIELDS = (
    Field("color", {"type": "str"}, default="red"),
    Field("size", {"type": "int"}),
    Field("homes", {"type": "list"}, normalize=as_sorted_set, create_only=True),
    Field("label", {"type": "str"}, request_key="thing_label", omitted_from_list=True),
    Field("secret", {"type": "str"}, request_key="secret_key", secret=True),
    Field("seed", {"type": "int"}, write_only=True),
)


def planned(desired, actual, state="present"):
    return plan_object(FIELDS, "thing", desired, actual, state)


def test_what_is_not_there_is_created_with_defaults():
    change = planned({"size": 3}, None)
    assert change.action == CREATE
    assert predict_object(FIELDS, change) == {"name": "thing", "color": "red", "size": 3}
    assert build_diff(FIELDS, [change]) == {
        "before": {},
        "after": {"thing": {"name": "thing", "color": "red", "size": 3}},
    }


def test_default_is_never_compared_with_what_is_there():
    assert planned({}, {"color": "blue"}).action == NO_OP


def test_what_was_left_out_stays_and_empty_values_are_values():
    actual = {"color": "blue", "size": 3, "thing_label": "old"}
    assert planned({"color": None, "size": 3}, actual).action == NO_OP
    change = planned({"label": "", "size": 0}, actual)
    assert change.action == UPDATE
    assert [(item.field.option, item.before, item.after) for item in change.differences] == [
        ("size", 3, 0),
        ("label", "old", ""),
    ]


def test_lists_are_sets():
    assert planned({"homes": ["b", "a", "a"]}, {"homes": ["a", "b"]}).action == NO_OP


def test_what_is_set_at_creation_is_refused_with_both_values():
    change = planned({"homes": ["c"], "size": 4}, {"homes": ["a", "b"], "size": 3})
    assert change.action == REJECT
    for told in ("'homes'", "['a', 'b']", "['c']"):
        assert told in change.reason
    assert build_diff(FIELDS, [change]) == {"before": {}, "after": {}}


def test_what_the_service_does_not_tell_is_no_difference_but_worth_a_look():
    assert planned({"label": "new"}, {"color": "red"}).action == NO_OP
    assert needs_detail(FIELDS, {"label": "new"}, {"color": "red"})
    assert not needs_detail(FIELDS, {"label": "new"}, {"thing_label": ""})
    assert not needs_detail(FIELDS, {"size": 3}, {"color": "red"})


def test_what_even_a_single_object_does_not_show_is_told():
    assert "'label'" in planned({"label": "new"}, {"color": "red"}).warnings[0]
    assert planned({"label": ""}, {"color": "red"}).warnings == []


def test_absent_is_deleted_or_left():
    assert planned({}, {"color": "red"}, "absent").action == DELETE
    assert planned({}, None, "absent").action == NO_OP
    assert predict_object(FIELDS, planned({}, {"color": "red"}, "absent")) is None


def test_secret_is_compared_but_never_shown():
    change = planned({"secret": "new-secret", "size": 4}, {"secret_key": "old-secret", "size": 3})
    assert change.action == UPDATE
    diff = build_diff(FIELDS, [change])
    assert diff["before"]["thing"]["secret"] != diff["after"]["thing"]["secret"]
    shown = str(diff) + str(predict_object(FIELDS, change))
    assert "new-secret" not in shown and "old-secret" not in shown


def test_purge_deletes_what_is_not_listed_and_not_protected():
    actual = {name: {"name": name} for name in ("listed", "other", "%DLQ%other")}
    changes = plan_purge(actual, {"listed"}, lambda name: name.startswith("%"))
    assert [(change.name, change.action) for change in changes] == [("other", DELETE)]


VALUES = {
    "color": st.sampled_from(["red", "blue", ""]),
    "size": st.integers(0, 2),
    "homes": st.lists(st.sampled_from(["a", "b"]), max_size=3),
    "label": st.sampled_from(["", "x"]),
}
DESIRED = st.fixed_dictionaries({}, optional={name: st.none() | value for name, value in VALUES.items()})
ACTUAL = st.fixed_dictionaries({"color": VALUES["color"], "size": VALUES["size"], "homes": VALUES["homes"]})


@given(DESIRED, st.none() | ACTUAL)
def test_what_a_plan_predicts_needs_no_plan(desired, actual):
    change = planned(desired, actual)
    if change.action in (CREATE, UPDATE):
        assert planned(desired, predict_object(FIELDS, change)).action == NO_OP
    if change.action == NO_OP and actual is not None:
        assert differences(FIELDS, desired, actual) == []


@given(DESIRED, ACTUAL)
def test_diff_is_empty_exactly_when_nothing_is_done(desired, actual):
    change = planned(desired, actual)
    diff = build_diff(FIELDS, [change])
    assert (diff["before"] != diff["after"]) == (change.action == UPDATE)
