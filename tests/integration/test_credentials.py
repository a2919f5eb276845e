# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asks: keys, tokens and passwords, from options and from the environment."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from .emulator_process import ACCESS_KEY, PROJECT_ID, SECRET_KEY

PASSWORD = {
    "HUAWEICLOUD_SDK_AK": "",
    "HUAWEICLOUD_SDK_SK": "",
    "HW_USER_NAME": "emulator-user",
    "HW_USER_PASSWORD": "emulator-password",
    "HW_DOMAIN_NAME": "emulator-domain",
}
NO_KEYS = {"HUAWEICLOUD_SDK_AK": "", "HUAWEICLOUD_SDK_SK": ""}


def asked(emulator, path):
    return [entry for entry in emulator.requests() if path in entry["path"]]


def cached_files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "cache").rglob("*.json"))


def test_credentials_missing(module):
    result = module("availability_zone_info", {}, **NO_KEYS)
    assert result["failed"]
    for told in ("access_key", "HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY", "auth_token", "username", "HW_USER_PASSWORD"):
        assert told in result["msg"]


@pytest.mark.parametrize("lost", ["HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_AK"])
def test_credentials_incomplete(module, lost):
    result = module("availability_zone_info", {}, **{lost: "  "})
    assert result["failed"] and "incomplete" in result["msg"] and lost in result["msg"]


def test_credentials_blank(emulator, module):
    options = {"access_key": "", "auth_token": " ", "project_id": ""}
    result = module("availability_zone_info", options, HUAWEICLOUD_SDK_SECURITY_TOKEN="", HUAWEICLOUD_AUTH_TOKEN=" ")
    assert len(result["available_zones"]) >= 3


def test_region_and_endpoint_missing(module):
    result = module("availability_zone_info", {}, HUAWEICLOUD_REGION="", HUAWEICLOUD_ROCKETMQ_ENDPOINT="")
    assert result["failed"] and "'region'" in result["msg"] and "'endpoint'" in result["msg"]


def test_keys_wrong(emulator, module):
    result = module("instance_info", {}, HUAWEICLOUD_SDK_SK="wrong")
    assert result["failed"] and result["http_status"] == 401 and result["hint"]


def test_keys_temporary(emulator, module):
    emulator.settings(security_token="temporary-token")
    assert module("instance_info", {})["failed"]
    assert module("instance_info", {}, HUAWEICLOUD_SDK_SECURITY_TOKEN="temporary-token")["instances"] == []
    accepted = [entry for entry in emulator.requests() if entry["status"] == 200]
    assert accepted and all("x-security-token" in entry["signed_headers"] for entry in accepted)


def test_project_id_cached(emulator, module):
    for _count in range(2):
        assert module("instance_info", {})["instances"] == []
    assert len(asked(emulator, "/v3/projects")) == 1
    assert module("instance_info", {"project_id": PROJECT_ID})["instances"] == []


def test_project_missing(emulator, module):
    result = module("instance_info", {}, HW_PROJECT_NAME="nowhere")
    assert result["failed"] and "no project named 'nowhere'" in result["msg"] and "project_id" in result["msg"]


def test_token_cached_privately(emulator, module, tmp_path):
    for _count in range(3):
        assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 1
    assert not asked(emulator, "/v3/projects"), "the token tells the project's id"
    (kept,) = cached_files(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert "emulator-password" not in kept.read_text()


def test_token_refused_is_renewed(emulator, module, tmp_path):
    module("instance_info", {}, **PASSWORD)
    (kept,) = cached_files(tmp_path)
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "token": "stale"}))
    assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2
    emulator.fault(path="/instances", status=401, code="DMS.10240101", times=-1)
    assert module("instance_info", {}, **PASSWORD)["failed"]
    assert len(asked(emulator, "/v3/auth/tokens")) == 3


def test_auth_token_precedes_keys(emulator, module, tmp_path):
    module("instance_info", {}, **PASSWORD)
    token = json.loads(cached_files(tmp_path)[0].read_text())["token"]
    result = module("instance_info", {"project_id": PROJECT_ID}, HUAWEICLOUD_AUTH_TOKEN=token)
    assert result["instances"] == []
    refused = module("instance_info", {"project_id": PROJECT_ID}, HUAWEICLOUD_AUTH_TOKEN="other")
    assert refused["failed"] and refused["error_code"].startswith("DMS.102401")


def test_password_wrong(emulator, module):
    result = module("instance_info", {}, **{**PASSWORD, "HW_USER_PASSWORD": "wrong"})
    assert result["failed"] and result["http_status"] == 401


DAMAGES = ["not JSON", "{}", '{"token": 1}', "[]", "[" * 100_000, '{"token":' * 900 + "1" + "}" * 900]


@pytest.mark.parametrize("damage", DAMAGES, ids=["text", "empty", "wrong", "list", "endless", "deep"])
def test_cache_damaged(emulator, module, tmp_path, damage):
    module("instance_info", {}, **PASSWORD)
    cached_files(tmp_path)[0].write_text(damage)
    assert module("instance_info", {}, **PASSWORD)["instances"] == []


def test_cache_readable_by_others(emulator, module, tmp_path):
    module("instance_info", {}, **PASSWORD)
    cached_files(tmp_path)[0].chmod(0o644)
    module("instance_info", {}, **PASSWORD)
    assert len(asked(emulator, "/v3/auth/tokens")) == 2


def test_cache_of_another_user(emulator, module, tmp_path, monkeypatch):
    module("instance_info", {}, **PASSWORD)
    (kept,) = cached_files(tmp_path)
    if os.geteuid() == 0:
        os.chown(kept, 12345, -1)
    else:
        # A file cannot be given away by everyone; to somebody else it is another's as well.
        owner = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2


@pytest.mark.parametrize(
    ("left", "tokens"),
    [(3600, 1), (310, 1), (290, 2), (10, 2), (-10, 2), (-90_000, 2)],
    ids=str,
)
def test_token_near_expiry(emulator, module, tmp_path, left, tokens):
    module("instance_info", {}, **PASSWORD)
    (kept,) = cached_files(tmp_path)
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "expires_at": emulator.time() + left}))
    assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == tokens


def test_token_with_slow_clock(emulator, module, tmp_path):
    module("instance_info", {}, **PASSWORD)
    (kept,) = cached_files(tmp_path)
    # The service's clock is more than a day ahead of ours, so there the day of the token is over.
    emulator.control("POST", "clock", {"advance": 90_000})
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "expires_at": emulator.time() + 3600}))
    for _count in range(2):
        assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2


def test_token_with_fast_clock(emulator, module):
    # Our clock is more than a day ahead: whatever IAM issues seems to have expired before it comes.
    emulator.control("POST", "clock", {"advance": -90_000})
    for _count in range(2):
        assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2


def test_cache_entry_is_symlink(emulator, module, tmp_path):
    module("instance_info", {}, **PASSWORD)
    (kept,) = cached_files(tmp_path)
    target = tmp_path / "target"
    target.write_text(kept.read_text())
    target.chmod(0o600)
    kept.unlink()
    kept.symlink_to(target)
    before = target.read_text()
    module("instance_info", {}, **PASSWORD)
    assert len(asked(emulator, "/v3/auth/tokens")) == 2
    assert target.read_text() == before and not kept.is_symlink()


def test_cache_folder_is_symlink(emulator, module, tmp_path):
    target = tmp_path / "target"
    target.mkdir(mode=0o755)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "ansible-huaweicloud-rocketmq").symlink_to(target)
    for _count in range(2):
        assert module("instance_info", {}, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2
    assert list(target.iterdir()) == [] and stat.S_IMODE(target.stat().st_mode) == 0o755


def test_netrc_ignored(emulator, module, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    assert module("instance_info", {}, NETRC=str(netrc))["instances"] == []


def test_project_info_by_name(emulator, module):
    assert [one["id"] for one in module("project_info", {"name": "eu-west-0"})["projects"]] == [PROJECT_ID]
    assert module("project_info", {"name": "nowhere"})["projects"] == []


def test_cache_not_writable(emulator, module):
    for _count in range(2):
        assert module("instance_info", {}, XDG_CACHE_HOME="/proc/nothing", **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2


@pytest.mark.parametrize("base", [{"XDG_CACHE_HOME": "cache"}, {"XDG_CACHE_HOME": "", "HOME": "~"}])
def test_cache_without_home(emulator, module, tmp_path, monkeypatch, base):
    # Without an entry in the list of users, ~ stays as it is.
    monkeypatch.chdir(tmp_path)
    for _count in range(2):
        assert module("instance_info", {}, **base, **PASSWORD)["instances"] == []
    assert len(asked(emulator, "/v3/auth/tokens")) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_credentials_not_mixed(emulator, module):
    emulator.instance("orders")
    keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    foreign = {"HUAWEICLOUD_AUTH_TOKEN": "foreign-token-1", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "foreign-token-2"}
    result = module("instance_info", keys, HUAWEICLOUD_SDK_AK="", HUAWEICLOUD_SDK_SK="", **foreign)
    assert not result.get("failed"), result
    assert len(result["instances"]) == 1
    assert "x-security-token" not in str([entry["signed_headers"] for entry in emulator.requests()])
    refused = module("instance_info", {}, HUAWEICLOUD_SDK_AK="", HUAWEICLOUD_SDK_SK="", **foreign)
    assert refused["failed"] and refused["http_status"] == 401
    secret = module("instance_info", {"access_key": ACCESS_KEY}, HUAWEICLOUD_SDK_AK="other", **foreign)
    assert not secret.get("failed"), "what is missing of the same credentials comes from the environment"
