# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Signatures and tokens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from emulator.authentication import canonical_query, canonical_request, signature_of
from emulator_client import PROJECT, Client

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "signature_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    # As the server sees it: headers that came as latin-1 are UTF-8.
    headers = {name.lower(): value.encode("latin-1").decode("utf-8") for name, value in vector["headers"].items()}
    signed = vector["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    path, _sep, query = vector["wire_uri"].partition("?")
    found = set()
    for keep_order in (False, True):
        request = canonical_request(
            vector["method"], path, canonical_query(query, keep_order), headers, signed, vector["body"].encode()
        )
        found.add(signature_of(request, headers["x-sdk-date"], vector["sk"]))
    assert vector["authorization"].partition("Signature=")[2] in found


def test_signed_request(dms: Client) -> None:
    reply = dms.call("GET", "instances", engine="reliability")
    assert reply.status == 200
    assert reply.json == {"instances": [], "instance_num": 0}
    assert reply.headers["X-Request-Id"]


@pytest.mark.parametrize("name", ["%DLQ%group1", "team|orders", "a b~c", "x/y"])
def test_names_in_paths(dms: Client, name: str) -> None:
    from urllib.parse import quote

    instance_id = dms.instance(topics=[name])
    assert dms.call("GET", f"instances/{instance_id}/topics/{quote(name, safe='')}").status == 200


def test_bad_signature(dms: Client) -> None:
    target = f"/v2/{PROJECT}/instances"
    reply = dms.raw("GET", target, b"", dms.signed_headers("GET", target, b"", secret="wrong"))
    assert (reply.status, reply.code) == (401, "APIGW.0301")
    assert reply.json["request_id"]


def test_signature_of_another_body(dms: Client) -> None:
    target = f"/v2/{PROJECT}/instances/action"
    headers = dms.signed_headers("POST", target, b'{"action": "delete"}')
    assert dms.raw("POST", target, b'{"action": "delete" }', headers).code == "APIGW.0301"


def test_old_signature(dms: Client) -> None:
    target = f"/v2/{PROJECT}/instances"
    headers = dms.signed_headers("GET", target, b"", x_sdk_date="20230315T081500Z")
    reply = dms.raw("GET", target, b"", headers)
    assert (reply.status, reply.code) == (401, "APIGW.0301")


def test_security_token_is_signed_or_not(dms: Client) -> None:
    target = f"/v2/{PROJECT}/instances"
    unsigned = {**dms.signed_headers("GET", target, b""), "X-Security-Token": "t"}
    signed = dms.signed_headers("GET", target, b"", x_security_token="t")
    assert [dms.raw("GET", target, b"", headers).status for headers in (unsigned, signed)] == [200, 200]
    dms.settings(security_token="t")
    assert [dms.raw("GET", target, b"", headers).status for headers in (unsigned, signed)] == [200, 200]
    assert dms.raw("GET", target, b"", {**signed, "x-security-token": "u"}).status == 401
    for wrong in ("", "other"):
        assert dms.raw("GET", target, b"", {**unsigned, "X-Security-Token": wrong}).status == 401


def test_log_tells_the_signed_headers(dms: Client) -> None:
    target = f"/v2/{PROJECT}/instances"
    dms.raw("GET", target, b"", dms.signed_headers("GET", target, b"", x_security_token="t"))
    dms.raw("GET", target, b"", {"X-Auth-Token": _issue(dms)})
    dms.raw("GET", target, b"", dms.signed_headers("GET", target, b"", secret="wrong"))
    entries = [entry for entry in dms.control("GET", "/requests") if entry["path"] == target]
    assert [entry["signed_headers"] for entry in entries] == [
        ["content-type", "host", "x-sdk-date", "x-security-token"],
        [],
        [],
    ]


def _token_request(password: str = "emulator-password", **project: str) -> dict[str, Any]:
    user = {"name": "emulator-user", "password": password, "domain": {"name": "emulator-domain"}}
    scope = {"project": project or {"name": "eu-west-0"}}
    return {"auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}}


def _issue(dms: Client, **project: str) -> str:
    reply = dms.raw("POST", "/v3/auth/tokens", json.dumps(_token_request(**project)).encode(), {})
    assert reply.status == 201
    return reply.headers["X-Subject-Token"]


def test_token(dms: Client) -> None:
    reply = dms.raw("POST", "/v3/auth/tokens?nocatalog=true", json.dumps(_token_request()).encode(), {})
    assert reply.status == 201
    assert reply.json["token"]["project"]["id"] == PROJECT
    token = reply.headers["X-Subject-Token"]
    assert dms.raw("GET", f"/v2/{PROJECT}/instances", b"", {"X-Auth-Token": token}).status == 200
    assert dms.raw("GET", "/v3/projects", b"", {"X-Auth-Token": token}).json["projects"][0]["id"] == PROJECT


def test_token_by_project_id(dms: Client) -> None:
    assert _issue(dms, id=PROJECT)


def test_wrong_password(dms: Client) -> None:
    reply = dms.raw("POST", "/v3/auth/tokens", json.dumps(_token_request("no")).encode(), {})
    assert reply.status == 401
    assert reply.json["error"]["code"] == 401


@pytest.mark.parametrize("headers,code", [({}, "DMS.10240103"), ({"X-Auth-Token": "x"}, "DMS.10240101")])
def test_no_valid_token(dms: Client, headers: dict[str, str], code: str) -> None:
    reply = dms.raw("GET", f"/v2/{PROJECT}/instances", b"", headers)
    assert (reply.status, reply.code) == (401, code)


def test_expired_token(dms: Client) -> None:
    dms.settings(token_seconds=60)
    token = _issue(dms)
    dms.advance(61)
    assert dms.raw("GET", f"/v2/{PROJECT}/instances", b"", {"X-Auth-Token": token}).code == "DMS.10240102"


def test_token_of_another_project(dms: Client) -> None:
    other = dms.control("POST", "/projects", {"name": "eu-west-1"})["id"]
    token = _issue(dms, name="eu-west-1")
    assert dms.raw("GET", f"/v2/{other}/instances", b"", {"X-Auth-Token": token}).status == 200
    assert dms.raw("GET", f"/v2/{PROJECT}/instances", b"", {"X-Auth-Token": token}).code == "DMS.10240104"


def test_projects_by_name(dms: Client) -> None:
    assert [item["id"] for item in dms.good("GET", "/v3/projects", name="eu-west-0")["projects"]] == [PROJECT]
    assert dms.good("GET", "/v3/projects", name="eu-west-9")["projects"] == []


def test_catalog_is_empty(dms: Client) -> None:
    assert dms.good("GET", "/v3/auth/catalog") == {"catalog": [], "links": {}}
    assert dms.raw("GET", "/v3/auth/catalog", b"", {}).status == 401


def test_unknown_project(dms: Client) -> None:
    assert dms.refused("GET", f"/v2/{'f' * 32}/instances") == (401, "DMS.10240104")
    assert dms.refused("GET", "/v2/not-a-project/instances") == (400, "DMS.00400002")
