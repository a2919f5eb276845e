# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers of a survey are read as, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.huaweicloud.rocketmq.plugins.filter.from_survey import from_survey

LIST, DICTIONARY = "[{name: orders}]", "{team: shop}"


@pytest.mark.parametrize(
    ("answer", "example", "value"),
    [
        ("- name: orders\n- {name: invoices}\n", LIST, [{"name": "orders"}, {"name": "invoices"}]),
        ('[{"name": "orders"}]', LIST, [{"name": "orders"}]),
        ([{"name": "orders"}], LIST, [{"name": "orders"}]),
        ("team: shop", DICTIONARY, {"team": "shop"}),
        ("", LIST, []),
        (" \n", DICTIONARY, {}),
        (None, LIST, []),
    ],
)
def test_answer_is_read(answer, example, value):
    assert from_survey(answer, "survey_field", example) == value


@pytest.mark.parametrize(
    ("answer", "example", "told"),
    [
        ("- name: orders\n  queue_num 6", LIST, "survey_field cannot be read as YAML (line 2, column"),
        ("[{name: orders}", LIST, "survey_field cannot be read as YAML (line 1"),
        ("orders, invoices", LIST, "survey_field must be a list, such as [{name: orders}], not a text."),
        ("name: orders", LIST, "survey_field must be a list, such as [{name: orders}], not a dictionary."),
        (
            "[{name: orders}, invoices]",
            LIST,
            "survey_field[1] must be a dictionary, as in [{name: orders}], not a text.",
        ),
        ("[team, shop]", DICTIONARY, "survey_field must be a dictionary, such as {team: shop}, not a list."),
        ("6", DICTIONARY, "survey_field must be a dictionary, such as {team: shop}, not a single value."),
        ("2026-02-31", LIST, "survey_field cannot be read as YAML"),
        ("\x07", LIST, "survey_field cannot be read as YAML"),
    ],
)
def test_answer_that_is_wrong_is_told_with_an_example(answer, example, told):
    with pytest.raises(AnsibleFilterError) as error:
        from_survey(answer, "survey_field", example)
    assert str(error.value).startswith(told) and example in str(error.value)


@pytest.mark.parametrize(
    "answer",
    ["- secret: *Planted-Secret", "- secret: !Planted-Secret x", "- secret: Planted-Secret\n  x", "Planted-Secret"],
)
def test_no_part_of_an_answer_is_told(answer):
    with pytest.raises(AnsibleFilterError) as error:
        from_survey(answer, "survey_field", LIST)
    told = error.value
    while told is not None:
        assert "Planted" not in str(told)
        told = told.__cause__
