# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ACL users: create, list, show, change, delete; and who may use a topic or a group."""

from __future__ import annotations

import re
import string
from typing import Any

from .call import Call
from .consumer_groups import named_group
from .errors import ServiceError, invalid, not_found
from .fields import Field, object_name, read
from .paging import PAGE_QUERY, page_of
from .routing import Answer, Route, ok, spellings, without_empty
from .state import Record
from .tasks import require_ready
from .topics import named_topic
from .visibility import NEW_OBJECT_KEYS, is_listed, is_readable, note_creation

PERMISSIONS = ("PUB", "SUB", "PUB|SUB", "DENY")
MASK = "*****"

_ACCESS_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,63}")
_ADDRESSES = re.compile(r"[0-9A-Fa-f.*,:;{}/ -]{0,1024}")
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation)


def _permission(name: str, value: Any) -> None:
    if value not in PERMISSIONS:
        raise invalid(f"{name} must be one of {', '.join(PERMISSIONS)}.")


def _access_key(name: str, value: Any) -> None:
    if not _ACCESS_KEY.fullmatch(value):
        rule = "access_key must have 7 to 64 letters, digits, - and _, and begin with a letter."
        raise ServiceError("DMS.00400015", rule)


def _white_list(name: str, value: Any) -> None:
    if not _ADDRESSES.fullmatch(value):
        raise invalid("white_remote_address is not a list of IP addresses.")


_PERMS = {
    "name": Field("string", required=True, check=object_name),
    "perm": Field("string", required=True, check=_permission),
}
_USER = {
    "access_key": Field("string", required=True, check=_access_key),
    "secret_key": Field("string", required=True),
    "white_remote_address": Field("string", check=_white_list),
    "admin": Field("boolean"),
    "default_topic_perm": Field("string", check=_permission),
    "default_group_perm": Field("string", check=_permission),
    "topic_perms": Field("objects", items=_PERMS),
    "group_perms": Field("objects", items=_PERMS),
}
# The API reference calls the secret optional; the vendor's SDK and one region do not.
_USER_KEEPING_ITS_SECRET = {**_USER, "secret_key": Field("string")}


_PERMISSIONS = ("admin", "default_topic_perm", "default_group_perm", "topic_perms", "group_perms")


def _check_secret(access_key: str, secret: str) -> None:
    if not 8 <= len(secret) <= 32:
        raise ServiceError("DMS.00400012", "secret_key must have 8 to 32 characters.")
    if any(not any(character in kind for kind in _CLASSES) for character in secret):
        raise ServiceError("DMS.00400012", "secret_key contains invalid characters.")
    if sum(any(character in kind for character in secret) for kind in _CLASSES) < 3:
        raise ServiceError("DMS.00400012", "secret_key must contain three kinds of characters.")
    if secret in (access_key, access_key[::-1]):
        raise ServiceError("DMS.00400012", "secret_key must not be the name, forwards or backwards.")


def _check_permissions(call: Call, body: Record) -> None:
    for key in ("topic_perms", "group_perms"):
        names = [item["name"] for item in body.get(key, [])]
        if len(set(names)) != len(names):
            raise invalid(f"{key} holds a name twice.")
    if call.settings.group_permissions == "sub_deny":
        given = [item["perm"] for item in body.get("group_perms", [])] + [body.get("default_group_perm", "DENY")]
        if any(perm not in ("SUB", "DENY") for perm in given):
            raise invalid("Permissions on consumer groups must be SUB or DENY.")


def _require_acl(call: Call) -> None:
    if not call.instance.fields.get("enable_acl"):
        raise ServiceError(call.settings.acl_off_code, "ACL is not enabled on this instance.", status=400)


def _has_fixed_permissions(call: Call) -> bool:
    fixed = call.settings.fixed_permissions
    is_basic = str(call.instance.fields.get("type", "")).endswith(".basic")
    return call.instance.is_5x and (fixed == "5.x" or (fixed == "basic" and is_basic))


def user_record(call: Call, body: Record) -> Record:
    """A user from a checked request body. Some editions of 5.x ignore all permissions."""
    if _has_fixed_permissions(call):
        permissions: Record = {
            "admin": True,
            "default_topic_perm": "PUB|SUB",
            "default_group_perm": "SUB",
            "topic_perms": [],
            "group_perms": [],
        }
    else:
        permissions = {
            "admin": body.get("admin", False),
            "default_topic_perm": body.get("default_topic_perm", "DENY"),
            "default_group_perm": body.get("default_group_perm", "DENY"),
            "topic_perms": body.get("topic_perms", []),
            "group_perms": body.get("group_perms", []),
        }
    return {
        "access_key": body["access_key"],
        "secret_key": body["secret_key"],
        "white_remote_address": body.get("white_remote_address", ""),
        **permissions,
    }


def shown(call: Call, user: Record) -> Record:
    """A user as the API shows it; the lists in no stable order, unless the setting says so."""
    backwards = call.instance.turn(f"users/{user['access_key']}", 2) == 1 and not call.settings.stable_order
    answer = {
        **{key: value for key, value in user.items() if key not in NEW_OBJECT_KEYS},
        "secret_key": MASK if call.settings.mask_secrets else user["secret_key"],
        "topic_perms": user["topic_perms"][::-1] if backwards else user["topic_perms"],
        "group_perms": user["group_perms"][::-1] if backwards else user["group_perms"],
    }
    return without_empty(answer) if call.settings.omit_empty else answer


def named_user(call: Call) -> Record:
    """The user of the path, or the region's word for its absence."""
    user = call.instance.users.get(call.vars["user_name"])
    if user is None or not is_readable(call, user):
        raise not_found("user", call.settings.not_found_family)
    return user


def create_user(call: Call) -> Answer:
    """POST users."""
    body = read(call.json(), _USER)
    _check_secret(body["access_key"], body["secret_key"])
    _check_permissions(call, body)
    require_ready(call)
    _require_acl(call)
    if body["access_key"] in call.instance.users:
        raise ServiceError("DMS.00400062", "The user exists already.")
    user = user_record(call, body)
    call.instance.users[user["access_key"]] = note_creation(call, user)
    return ok(shown(call, user))


def list_users(call: Call) -> Answer:
    """GET users."""
    page = page_of(call, [user for user in call.instance.users.values() if is_listed(call, user)])
    return ok({"users": [shown(call, user) for user in page.records], "total": page.total})


def show_user(call: Call) -> Answer:
    """GET users/{user_name}."""
    return ok(shown(call, named_user(call)))


def update_user(call: Call) -> Answer:
    """PUT users/{user_name}: replaces all but a white list that is left out."""
    body = read(call.json(), _USER_KEEPING_ITS_SECRET if call.settings.empty_secret_keeps else _USER)
    user = named_user(call)
    if body["access_key"] != user["access_key"]:
        raise invalid("A user cannot be renamed.")
    if not body.get("secret_key") and call.settings.empty_secret_keeps:
        body["secret_key"] = user["secret_key"]
    else:
        _check_secret(body["access_key"], body["secret_key"])
    _check_permissions(call, body)
    require_ready(call)
    _require_acl(call)
    body.setdefault("white_remote_address", user["white_remote_address"])
    if call.settings.omitted_permissions_stay:
        body = {**{key: user[key] for key in _PERMISSIONS}, **body}
    if call.settings.ignore_emptied_permissions:
        emptied = [key for key in ("white_remote_address", "topic_perms", "group_perms") if not body.get(key)]
        body.update({key: user[key] for key in emptied})
    changed = user_record(call, body)
    call.instance.users[user["access_key"]] = changed
    return ok(shown(call, changed))


def delete_user(call: Call) -> Answer:
    """DELETE users/{user_name}: unlike the other deletions it answers 200 with a body."""
    user = named_user(call)
    require_ready(call)
    del call.instance.users[user["access_key"]]
    return ok({"message": "success"})


def _policies(call: Call, name: str, list_key: str, default_key: str) -> Answer:
    policies = []
    for user in call.instance.users.values():
        special = {item["name"]: item["perm"] for item in user[list_key]}
        perm = "PUB|SUB" if user["admin"] else special.get(name, user[default_key])
        if perm == "DENY":
            continue
        policy = {key: user[key] for key in ("access_key", "white_remote_address", "admin")}
        if call.settings.policy_secrets:
            policy["secret_key"] = MASK if call.settings.mask_secrets else user["secret_key"]
        policies.append({**policy, "perm": perm})
    page = page_of(call, policies)
    return ok({"policies": page.records, "total": page.total, "name": name})


def list_topic_policies(call: Call) -> Answer:
    """GET topics/{topic}/accesspolicy."""
    return _policies(call, named_topic(call, call.vars["topic"])["name"], "topic_perms", "default_topic_perm")


def list_group_policies(call: Call) -> Answer:
    """GET groups/{group}/accesspolicy."""
    return _policies(call, named_group(call, call.vars["group"])["name"], "group_perms", "default_group_perm")


_BASE = "/v2/{project_id}/instances/{instance_id}"
ROUTES = [
    Route("POST", _BASE + "/users", create_user),
    Route("GET", _BASE + "/users", list_users, query=PAGE_QUERY),
    # The reference's own example of the single GET carries a page, without effect.
    Route("GET", _BASE + "/users/{user_name}", show_user, query=PAGE_QUERY),
    Route("PUT", _BASE + "/users/{user_name}", update_user),
    Route("DELETE", _BASE + "/users/{user_name}", delete_user),
    Route("GET", _BASE + "/topics/{topic}/accesspolicy", list_topic_policies, query=PAGE_QUERY),
    *spellings("GET", "/{instance_id}/groups/{group}/accesspolicy", list_group_policies, "er", query=PAGE_QUERY),
]
