# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an error answer says, whatever its shape."""

from __future__ import annotations

import json
import re
import ssl
import unicodedata
from pathlib import Path

import pytest
import requests
import urllib3
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.error_parsing import (
    is_certificate_error,
    parse_error_body,
    proxy_passwords,
    sanitize_message,
    was_never_sent,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.errors import (
    ApiError,
    OutcomeUnknown,
    TransportFailure,
    ValidationError,
    outcome_unknown,
)
from ansible_collections.huaweicloud.rocketmq.plugins.module_utils._api.hints import HINTS, hint
from hypothesis import given, settings
from hypothesis import strategies as st

BODIES = [
    ('{"error_code": "DMS.1", "error_msg": "no"}', ("DMS.1", "no", "")),
    ('{"errorCode": "DMS.1", "errorMsg": "no"}', ("DMS.1", "no", "")),
    ('{"code": 401, "message": "no"}', ("401", "no", "")),
    ('{"error": {"code": 401, "message": "no", "title": "Unauthorized"}}', ("401", "no", "")),
    ('{"error_code": "APIGW.0301", "error_msg": "no", "request_id": "r"}', ("APIGW.0301", "no", "r")),
    ('{"error_msg": "half"}', ("", "half", "")),
    ('{"error_code": "DMS.1", "error_message": "other"}', ("DMS.1", "other", "")),
    ("[1, 2]", ("", "[1, 2]", "")),
    ('"text"', ("", '"text"', "")),
    ("", ("", "", "")),
    ("<html>\n <b>Bad gateway</b></html>", ("", "<html> <b>Bad gateway</b></html>", "")),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_every_known_shape_of_an_error_is_understood(body, expected):
    assert parse_error_body(body) == expected


TEXTS = st.text(max_size=700)
SHORT = st.text(max_size=20)
LEAVES = st.none() | st.integers() | SHORT
OBJECTS = st.recursive(LEAVES, lambda inner: st.dictionaries(SHORT, inner, max_size=4), max_leaves=8)


@settings(max_examples=60)
@given(TEXTS | OBJECTS)
def test_no_error_body_is_too_strange(body):
    code, message, request_id = parse_error_body(body if isinstance(body, str) else json.dumps(body))
    assert isinstance(code, str) and isinstance(message, str) and isinstance(request_id, str)
    assert len(message) < 600


# Colour, the same by the one-byte form, a bell, text turned around and kept from it, no width, separators.
ACTIVE = "\x1b[31m \x9b31m \x07 \u202e \u2066 \u200b \ufeff \u2028 \u2029 \x00 \x85 \x7f \ud800 \U000e0041"


@pytest.mark.parametrize("shape", ["known", "unknown", "no JSON"])
def test_nothing_a_terminal_obeys_is_left_of_an_error(shape):
    bodies = {
        "known": json.dumps({"error_code": f"DMS.1{ACTIVE}", "error_msg": f"no{ACTIVE}", "request_id": f"r{ACTIVE}"}),
        "unknown": json.dumps({"fault": f"no{ACTIVE}", "request_id": f"r{ACTIVE}"}, ensure_ascii=False),
        "no JSON": f"<html>{ACTIVE}",
    }
    found = parse_error_body(bodies[shape])
    for text in found:
        assert text.isprintable(), ascii(text)
    if shape == "known":
        assert found[0].startswith("DMS.1\ufffd[31m \ufffd31m \ufffd") and found[1].startswith("no\ufffd[31m")
        assert found[2].startswith("r\ufffd")


def test_words_of_every_language_are_left_as_they_are():
    assert sanitize_message("主题 não существует 🙂 «x»") == "主题 não существует 🙂 «x»"


@given(st.text())
def test_readable_text_is_printable_whatever_it_was(text):
    assert all(one.isprintable() or unicodedata.category(one) in ("Cn", "Co") for one in sanitize_message(text))


@pytest.mark.parametrize("before", [0, 3, 400, 475, 476, 480, 495, 499, 500, 501, 600])
@pytest.mark.parametrize("secret", ["Secr3t-planted-here!", "p" * 600, "q" * 5000], ids=["20", "600", "5000"])
def test_secret_that_the_service_repeats_is_shown_whole_or_not_at_all(secret, before):
    words = ("word " * 200)[:before].rstrip()
    for body in (
        f"{words} {secret} is too weak",
        json.dumps({"error_code": "DMS.1", "error_msg": f"{words} {secret}"}),
    ):
        _code, message, _request_id = parse_error_body(body)
        assert len(message) <= 502
        assert not any(secret[:length] in message.replace(secret, "") for length in (4, 10))
    assert (secret in parse_error_body(f"{words} {secret}")[1]) == (len(f"{words} {secret}".strip()) <= 500)


def test_text_that_is_left_out_is_told_by_a_sign():
    assert sanitize_message("one two three", 7) == "one two …"
    assert sanitize_message("one two", 7) == "one two"
    assert sanitize_message("one two", 6) == "one …"
    assert sanitize_message("onetwothree", 5) == "…"
    assert sanitize_message(" \n\t ") == ""
    assert sanitize_message("a " * 100_000) == "a " * 250 + "…"


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"a":' * 100_000, *('{"a":' * depth + "1" + "}" * depth for depth in (60, 900, 5000, 20_000))],
    ids=["lists", "objects", "60", "900", "5000", "20000"],
)
def test_error_that_is_nested_without_end_is_a_text(body):
    code, message, request_id = parse_error_body(body)
    assert code == request_id == "" and len(message) <= 502


def test_error_within_some_objects_is_found():
    body = '{"a": {}, "b":' * 20 + '{"error_code": "DMS.1", "error_msg": "no"}' + "}" * 20
    assert parse_error_body(body) == ("DMS.1", "no", "")


def error(status, code=""):
    return ApiError(status, code, "text", "", "GET", "/path")


@pytest.mark.parametrize(
    ("status", "code", "kinds"),
    [
        (429, "", {"is_throttled", "is_transient"}),
        (404, "DMS.10240407", {"is_throttled", "is_transient"}),
        (404, "DMS.00404022", set()),
        (404, "DMS.00404001", {"is_unsupported_endpoint"}),
        (404, "DMS.10240406", {"is_unsupported_endpoint"}),
        (405, "DMS.00405001", {"is_unsupported_endpoint"}),
        (404, "", {"is_unsupported_endpoint"}),
        (404, "APIGW.0101", {"is_unsupported_endpoint"}),
        (404, "DMS.10240405", set()),
        (400, "DMS.00400026", {"is_busy"}),
        (400, "DMS.00400017", {"is_busy"}),
        (400, "DMS.00400099", {"is_busy"}),
        (400, "CBC.99003651", {"is_busy"}),
        (400, "DMS.00050004", set()),
        (500, "DMS.00500000", {"is_transient"}),
        (502, "", {"is_transient"}),
        (500, "DMS.00500987", set()),
        (403, "DMS.00403003", set()),
    ],
)
def test_an_error_is_of_the_kinds_its_code_means(status, code, kinds):
    told = error(status, code)
    assert {
        kind for kind in ("is_throttled", "is_transient", "is_unsupported_endpoint", "is_busy") if getattr(told, kind)
    } == kinds
    assert told.result()["transient"] is ("is_transient" in kinds)


def test_only_what_surely_changed_nothing_is_transient():
    assert TransportFailure("no connection").result()["transient"] is True
    assert OutcomeUnknown("no answer").result()["transient"] is False
    assert ValidationError("'name' is blank").result()["transient"] is False
    assert outcome_unknown(error(503), "the topic was created").result()["transient"] is False


class CertificateError(ValueError):
    """What urllib3 1.26 raises for a certificate of another host."""


@pytest.mark.parametrize(
    ("cause", "refused"),
    [
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), True),
        (CertificateError("hostname '127.0.0.1' doesn't match 'dms.example.com'"), True),
        (ssl.SSLError(1, "bad record mac on the way to certificate-renewals"), False),
        (ssl.SSLEOFError(8, "EOF occurred"), False),
    ],
)
def test_certificate_that_is_refused_is_known_by_the_kind_of_error(cause, refused):
    reached = urllib3.exceptions.MaxRetryError(None, "/certificate", urllib3.exceptions.SSLError(cause))
    error = requests.exceptions.SSLError(reached)
    assert is_certificate_error(error) is refused and was_never_sent(error) is refused


def test_lack_of_certificates_to_check_by_is_no_lost_answer():
    assert is_certificate_error(OSError("no suitable bundle")) and was_never_sent(OSError("no suitable bundle"))
    assert not was_never_sent(requests.exceptions.ConnectionError("reset"))


def test_result_tells_code_status_request_and_advice():
    told = ApiError(404, "DMS.00404022", "gone", "request-1", "GET", "/path").result()
    assert told["error_code"] == "DMS.00404022" and told["http_status"] == 404 and told["request_id"] == "request-1"
    assert told["hint"] == hint("DMS.00404022", 404)
    assert "gone" in told["msg"]


def test_guide_has_the_hint_of_each_code_in_the_same_words():
    guide = (Path(__file__).resolve().parents[3] / "docs" / "docsite" / "rst" / "guide_troubleshooting.rst").read_text()
    rows = re.findall(r"^   \* - (``.*?)\n     - (.*?)(?=\n   \* - |\n\n)", guide, re.DOTALL | re.MULTILINE)
    told = {code: " ".join(text.split()) for codes, text in rows for code in re.findall(r"``([\w.]+)``", codes)}
    # The guide marks up the names of options and modules.
    marks = re.compile(r"``|'(?=\w+')|(?<=\w)'(?!\w)|:ansplugin:`huaweicloud\.rocketmq\.|#module`")
    for advice, codes in HINTS:
        for code in codes.split():
            text = told[code if "." in code else f"DMS.{code}"]
            assert marks.sub("", text) == marks.sub("", f"{advice[0].upper()}{advice[1:]}."), code


@pytest.mark.parametrize("status", [401, 403, 404, 413, 429, 500, 502, 503])
def test_statuses_without_a_known_code_have_advice_too(status):
    assert hint("", status)


@pytest.mark.parametrize(
    ("address", "passwords"),
    [
        ("http://user:word@proxy:8080", {"word"}),
        ("user:word@proxy", {"word"}),
        ("http://user:wo/rd@proxy", {"wo/rd", "wo", "rd"}),
        ("http://user@proxy", set()),
        ("http://proxy:8080", set()),
        ("", set()),
    ],
)
def test_passwords_of_proxies_are_known_however_the_address_is_written(address, passwords):
    assert proxy_passwords({"HTTPS_PROXY": address, "PROXY": "a:b@c"}) == passwords


def test_context_makes_a_new_error_and_leaves_the_old_one_as_it_is():
    first = error(400, "DMS.00400026").with_attempts(["busy before"])
    more = first.with_context("Topic 't': ", " Wait.", changed=True)
    assert isinstance(more, ApiError) and more.is_busy and more.attempts == ("busy before",)
    assert str(more) == more.message == f"Topic 't': {first.message} Wait."
    assert more.result()["changed"] is True and "changed" not in first.result()


@pytest.mark.parametrize("name", ["message", "details", "attempts"])
def test_error_cannot_be_changed(name):
    with pytest.raises(AttributeError):
        setattr(error(400), name, "other")
    with pytest.raises(TypeError):
        error(400).details["changed"] = True


@pytest.mark.parametrize("cause", [error(503), TransportFailure("no connection"), OutcomeUnknown("no answer")])
def test_unknown_outcome_has_one_wording_and_is_never_transient(cause):
    unknown = outcome_unknown(cause, "the topic was created")
    assert unknown.message == f"It is not known whether the topic was created: {cause.message}"
    assert unknown.result()["transient"] is False and unknown.result().get("http_status") == getattr(
        cause, "status", None
    )
