# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of the connection, their variables, and what becomes of them."""

from __future__ import annotations

import pytest
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api import settings
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import ValidationError

KEYS = {"access_key": "ak", "secret_key": "sk"}
DEFAULTS = {"validate_certs": True, "request_timeout": 30.0, "max_retries": 5}


def made(**options):
    return settings.connection_settings({**DEFAULTS, **KEYS, **options})


def test_first_variable_that_is_not_blank_counts():
    environ = {"A": "", "B": "  ", "C": "c", "D": "d"}
    assert settings.from_environment(("A", "B", "C", "D"), environ) == "c"
    assert settings.from_environment(("A", "X"), environ) is None


@pytest.mark.parametrize(
    ("options", "endpoint", "iam"),
    [
        ({"region": "eu-west-0"}, "https://dms.eu-west-0.myhuaweicloud.com", "https://iam.eu-west-0.myhuaweicloud.com"),
        (
            {"region": "eu-west-101"},
            "https://dms.eu-west-101.myhuaweicloud.eu",
            "https://iam.eu-west-101.myhuaweicloud.eu",
        ),
        (
            {"region": "eu-de", "cloud": "otc.t-systems.com"},
            "https://dms.eu-de.otc.t-systems.com",
            "https://iam.eu-de.otc.t-systems.com",
        ),
        ({"endpoint": "http://127.0.0.1:80/ignored/path"}, "http://127.0.0.1:80", ""),
        ({"endpoint": "dms.example.com"}, "https://dms.example.com", ""),
        ({"endpoint": "http://[::1]:8080"}, "http://[::1]:8080", ""),
    ],
)
def test_addresses_come_from_region_cloud_and_endpoint(options, endpoint, iam):
    told = made(**options)
    assert (told.endpoint, told.iam_endpoint) == (endpoint, iam)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"endpoint": "ftp://example.com"},
        {"endpoint": "https://user:secret@example.com"},
        {"endpoint": "https://"},
        {"region": "eu west"},
        {"region": "eu-west-0", "request_timeout": 0},
        {"region": "eu-west-0", "max_retries": -1},
        {"region": "eu-west-0", "ca_path": "/does/not/exist"},
    ],
)
def test_settings_that_cannot_be_are_refused(options):
    with pytest.raises(ValidationError):
        made(**options)


def test_secret_in_a_refused_endpoint_is_the_users_own_and_no_credential_of_ours():
    with pytest.raises(ValidationError) as rejected_result:
        made(region="eu-west-0", access_key="", secret_key="planted")
    assert "planted" not in rejected_result.value.message and "'access_key'" in rejected_result.value.message


@pytest.mark.parametrize("option", ["access_key", "security_token", "auth_token"])
@pytest.mark.parametrize("character", ["\n", "\r", "\x01", "\N{HORIZONTAL ELLIPSIS}"])
def test_credential_that_no_header_can_carry_is_refused_without_being_told(option, character):
    with pytest.raises(ValidationError) as rejected_result:
        made(region="eu-west-0", **{option: f"planted{character}planted"})
    assert f"'{option}'" in rejected_result.value.message and "planted" not in rejected_result.value.message


def test_secrets_of_a_connection_are_its_credentials_without_the_space_around_them():
    given = {"security_token": " token\n", "username": "name", "password": "word"}
    assert set(settings.secret_values(made(region="eu-west-0", **given))) == {"ak", "sk", "token", "word"}


@pytest.mark.parametrize(
    ("endpoint", "warned"),
    [
        ("http://127.0.0.1:1", False),
        ("http://localhost", False),
        ("http://[::1]:80", False),
        ("https://dms.example.com", False),
        ("http://dms.example.com", True),
        ("http://localhost.example.com", True),
        ("http://127.example.com", True),
        ("http://127.0.0.1.example.com", True),
    ],
)
def test_plain_http_to_others_than_this_machine_is_warned_of(endpoint, warned):
    assert bool(settings.connection_warnings(made(endpoint=endpoint))) is warned


def test_certificates_that_are_not_verified_are_warned_of():
    assert settings.connection_warnings(made(region="eu-west-0", validate_certs=False))
    assert made(region="eu-west-0", validate_certs=False).verify is False


def test_every_option_has_a_variable_and_every_secret_is_marked():
    assert all(option.environment for option in settings.CONNECTION_OPTIONS.values())
    secret = {name for name, option in settings.CONNECTION_OPTIONS.items() if option.no_log}
    assert secret == {"access_key", "secret_key", "security_token", "auth_token", "password"}
