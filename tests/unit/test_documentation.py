# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several modules document is the same in all of them. (The suboptions of plural modules are generated.)"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.tooling.plural_documentation import PLURALS, options_of, suboptions

MODULES = Path(__file__).resolve().parents[2] / "plugins" / "modules"
# Each object a module returns, with where else it is returned.
SAME_OBJECTS = {
    ("topic", "topic"): [("topic_info", "topics")],
    ("consumer_group", "consumer_group"): [("consumer_group_info", "consumer_groups")],
    ("user", "user"): [("user_info", "users")],
    ("instance", "instance"): [("instances", "instances"), ("instance_info", "instances")],
    ("migration_task", "migration_task"): [("migration_task_info", "migration_tasks")],
}
PAIRS = [(*source, *target) for source, targets in SAME_OBJECTS.items() for target in targets]
# Info modules return more on request, but not what only a managing task knows.
ONLY_MANAGED = {("instance_info", "configs"), ("instance_info", "volume_auto_expand")}
# Fields that lists leave out, or that a task only has once the service has been asked.
RETURNED_OTHERWISE = {
    ("topic_info", "topic_desc"),
    ("instance_info", "subnet_name"),
    ("migration_task_info", "id"),
    ("migration_task_info", "status"),
    ("migration_task_info", "start_date"),
    ("migration_task_info", "json_content"),
    ("migration_task_info", "result"),
}
# What every plural module returns.
BULK_RESULTS = ("created", "updated", "deleted", "unchanged", "failures", "phases")


def returned(module):
    text = (MODULES / f"{module}.py").read_text()
    return yaml.safe_load(re.search(r'^RETURN = r"""(.*?)"""', text, re.DOTALL | re.MULTILINE).group(1))


def first_difference(source, target, ignored=(), path=""):
    """Return where two documentations of one value first differ, with both texts, or an empty text."""
    for key in sorted({*source, *target} - {"contains", *ignored}):
        if _text(source.get(key)) != _text(target.get(key)):
            return f"{path or 'value'}, {key}:\n  {source.get(key)}\n  {target.get(key)}"
    ours, theirs = source.get("contains", {}), target.get("contains", {})
    for name in sorted({*ours, *theirs}):
        found = first_difference(ours.get(name, {}), theirs.get(name, {}), ignored, f"{path}.{name}")
        if found:
            return found
    return ""


def _text(value):
    return value if isinstance(value, list) else [value]


def within_list(documented, plural):
    """Return a field's documentation as the plural module has it: the options are those of its list's items."""
    return yaml.safe_load(re.sub(r"\bO\((\w+)", rf"O({plural}[].\1", yaml.safe_dump(documented)))


@pytest.mark.parametrize(("module", "value", "other", "other_value"), PAIRS)
def test_object_is_documented_alike_wherever_it_is_returned(module, value, other, other_value):
    source, target = returned(module)[value]["contains"], returned(other)[other_value]["contains"]
    for name, documented in source.items():
        if (other, name) in ONLY_MANAGED:
            assert name not in target
            continue
        ignored = {"returned"} if (other, name) in RETURNED_OTHERWISE else set()
        assert name in target, f"{other} does not document {name}"
        expected = within_list(documented, other) if other in PLURALS else documented
        difference = first_difference(expected, target[name], ignored, name)
        assert not difference, f"{module} and {other} differ in {difference}"
        # An exception that is none any more is deleted.
        assert not ignored or first_difference(documented, target[name])


@pytest.mark.parametrize("plural", [name for name in PLURALS if name != "topics"])
def test_bulk_results_are_documented_alike(plural):
    noun = plural.replace("_", " ")
    source = yaml.safe_load(yaml.safe_dump(returned("topics"), width=1000).replace("topics", noun))
    target = returned(plural)
    for result in BULK_RESULTS:
        difference = first_difference(source[result], target[result], {"sample"}, result)
        assert not difference, f"topics and {plural} differ in {difference}"


def test_difference_is_told_with_option_key_and_both_texts():
    ours = {"type": "dict", "contains": {"size": {"description": ["The size."], "type": "int"}}}
    theirs = {"type": "dict", "contains": {"size": {"description": "The length.", "type": "int"}}}
    assert first_difference(ours, ours) == ""
    assert first_difference(ours, theirs, path="box") == "box.size, description:\n  ['The size.']\n  The length."
    assert first_difference(ours, theirs, {"description"}) == ""


def test_suboptions_refer_to_one_another_within_the_list():
    words = " word" * 15
    text = (
        "options:\n  size:\n    type: int\n  force:\n    description:\n"
        f"      - Only with O(size) or O(force=true), and with O(state=present).{words}\n"
        '    type: bool\n  state:\n"""\n'
    )
    assert suboptions("boxes", options_of(text)).splitlines() == [
        "      size:",
        "        type: int",
        "      force:",
        "        description:",
        "          - Only with O(boxes[].size) or O(boxes[].force=true), and with O(state=present)." + " word" * 6,
        "           " + " word" * 9,
        "        type: bool",
    ]
