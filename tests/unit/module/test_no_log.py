# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a module's options is not shown when they are refused."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.no_log import (
    OMITTED,
    masked_params,
    secret_values_in,
    secrets_within,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._module.options import (
    connection_options,
    field_options,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._resources.user import FIELDS

USERS = {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}, **field_options(FIELDS)}}
TOPICS = {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}}}
SPEC = {**connection_options(), "users": USERS, "topics": TOPICS, "user": {"type": "str"}}
SECRET = "Planted-Secret-1"


@pytest.mark.parametrize(
    "params",
    [
        {"secret_key": SECRET},
        {"secret_key": [SECRET]},
        {"secret_key": {"key": [None, True, SECRET]}},
        {"users": [{"name": "producer", "secret": SECRET}, "text"]},
        {"users": {"name": "producer", "secret": SECRET}},
        {"users": {"producer": {"secret": SECRET}}},
        {"users": [[{"name": "producer", "secret": SECRET}]]},
        {"users": SECRET},
        {"secretkey": SECRET},
        {"users": [{"secrets": SECRET}]},
    ],
)
def test_secret_is_hidden_wherever_it_stands(params):
    assert SECRET in set(secret_values_in(SPEC, params))


@pytest.mark.parametrize(("secret", "hidden"), [(12345678, "12345678"), (1.5, "1.5"), ("short", "short")])
def test_value_of_a_secret_option_is_hidden_whatever_it_is(secret, hidden):
    assert list(secret_values_in(SPEC, {"password": secret})) == [hidden]


def test_nothing_else_is_hidden():
    shown = {
        "region": "eu-west-0",
        "password": None,
        "topics": ["order-events", {"name": "order-events"}],
        "users": [{"name": "order-service", "admin": True, "secret": None}, "order", 5],
        "user": "order-service",
        "nmae": "orders",
        "_ansible_remote_tmp": "~/.ansible/tmp",
    }
    assert list(secret_values_in(SPEC, shown)) == []


def test_secrets_are_found_anywhere_in_a_result():
    result = {"diff": {"after": {"key-Secret-1": [{"text": "a Secret-2!"}, 33334444]}}, "warnings": ("none",)}
    secrets = {"Secret-1", "Secret-2", "3333", "Secret-3"}
    assert secrets_within([result, "the end: Secret-3"], secrets) == secrets
    assert secrets_within(result, secrets) == secrets - {"Secret-3"}


def test_options_are_repeated_without_secrets_and_without_what_was_left_out():
    params = {"secret_key": SECRET, "user": None, "users": [{"name": "one", "secret": SECRET, "admin": None}, "text"]}
    assert masked_params(SPEC, params) == {"secret_key": OMITTED, "users": [{"name": "one", "secret": OMITTED}, {}]}
