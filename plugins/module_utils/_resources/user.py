# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""ACL users (chapter 5.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .._api.errors import ApiError, RocketMQError, ValidationError
from .._api.pagination import PAGE_SIZE
from .._engine.field import Field, as_bool, create_payload, differences
from .._engine.plan import Change, strip_secrets
from .._engine.resource import ApiObject, Endpoint, InstanceContext, Resource, StopAfterFirstPage
from .instance_api import engine_version, read_instance

ENDPOINT = Endpoint(
    collection="/v2/{project_id}/instances/{instance_id}/users",
    item="/v2/{project_id}/instances/{instance_id}/users/{user_name}",
    parameter="user_name",
    items_key="users",
    name_key="access_key",
    not_found_codes=frozenset({"DMS.00500972"}),
)

PERMISSIONS = ("DENY", "PUB", "SUB", "PUB|SUB")

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,63}\Z")
SECRET = re.compile(r"[!-~]{8,32}\Z")
SHORTEST_SECRET = 8
SECRET_CLASSES = (re.compile("[A-Z]"), re.compile("[a-z]"), re.compile("[0-9]"), re.compile("[^A-Za-z0-9]"))


def permission(value: Any) -> str:
    """Return a permission as the service writes it, from any letter case and order."""
    return "|".join(sorted(part.strip().upper() for part in str(value).split("|") if part.strip()))


def permissions(value: Any) -> list[dict[str, str]]:
    """Return a list of permissions in its normal form: sorted by name."""
    entries = [{"name": entry["name"], "perm": permission(entry["perm"])} for entry in value or () if entry.get("perm")]
    return sorted(entries, key=lambda entry: entry["name"])


_PERMISSION_LIST = {
    "type": "list",
    "elements": "dict",
    "options": {"name": {"type": "str", "required": True}, "perm": {"type": "str", "required": True}},
}

FIELDS = (
    Field(
        "secret",
        {"type": "str", "no_log": True},
        request_key="secret_key",
        extract=lambda user: user.get("secret_key") or "",
        secret=True,
    ),
    # What a user does not have, some API variants leave out.
    Field("white_remote_address", {"type": "str"}, extract=lambda user: user.get("white_remote_address") or ""),
    Field("admin", {"type": "bool"}, extract=lambda user: as_bool(user.get("admin"))),
    Field("default_topic_perm", {"type": "str"}, normalize=permission),
    Field("default_group_perm", {"type": "str"}, normalize=permission),
    Field("topic_perms", _PERMISSION_LIST, normalize=permissions, extract=lambda user: user.get("topic_perms") or []),
    Field("group_perms", _PERMISSION_LIST, normalize=permissions, extract=lambda user: user.get("group_perms") or []),
)

# How the secret of a user that exists is treated.
UPDATE_SECRET_SPEC = {"type": "str", "choices": ["auto", "always", "on_create"], "default": "auto", "no_log": False}

# What a service that knows no permissions says of every user (seen on 5.x).
IGNORED_PERMISSION_VALUES = {
    "admin": True,
    "default_topic_perm": "PUB|SUB",
    "default_group_perm": "SUB",
    "topic_perms": [],
    "group_perms": [],
}
# Our mark on a user of such a service, so that what has no effect is told once and not tried at every run.
PERMISSIONS_IGNORED = "_permissions_without_effect"


def validate(name: str, desired: Mapping[str, Any], state: str) -> None:
    """Raise ValidationError if a user cannot be as desired. The secret is never part of the message."""
    where = f"User {name!r}"
    if not NAME.match(name):
        raise ValidationError(
            f"User name {name!r} is not allowed; a name starts with a letter and has 7 to 64 characters: letters, "
            "digits, hyphen (-) and underscore (_)."
        )
    if state == "absent":
        return
    if desired.get("secret") is not None:
        _check_secret(where, name, desired["secret"])
    if desired.get("update_secret") == "always" and desired.get("secret") is None:
        raise ValidationError(f"{where}: 'update_secret' is always, so 'secret' must be given.")
    for option in ("default_topic_perm", "default_group_perm"):
        if desired.get(option) is not None:
            _check_permission(f"{where}: '{option}'", desired[option])
    for option in ("topic_perms", "group_perms"):
        _check_permission_list(where, option, desired.get(option) or ())


def _check_secret(where: str, name: str, secret: str) -> None:
    if secret.startswith("\ufeff"):
        raise ValidationError(
            f"{where}: 'secret' begins with a byte order mark (U+FEFF), so the file it comes from has one: save it "
            "without."
        )
    classes = sum(1 for pattern in SECRET_CLASSES if pattern.search(secret))
    if not SECRET.match(secret) or classes < 3:
        raise ValidationError(
            f"{where}: 'secret' is too weak; it must have 8 to 32 characters without spaces, of at least three of "
            "these kinds: upper-case letters, lower-case letters, digits, special characters."
        )
    if secret in (name, name[::-1]):
        raise ValidationError(f"{where}: 'secret' must not be the name, forwards or backwards.")


def _check_permission(where: str, value: str) -> None:
    if permission(value) not in PERMISSIONS:
        raise ValidationError(f"{where} is {value!r}; it must be one of {', '.join(PERMISSIONS)}.")


def _check_permission_list(where: str, option: str, entries: Any) -> None:
    seen = set()
    for index, entry in enumerate(entries):
        _check_permission(f"{where}: '{option}[{index}].perm'", entry["perm"])
        if entry["name"] in seen:
            raise ValidationError(f"{where}: '{option}' names {entry['name']!r} twice.")
        seen.add(entry["name"])


def secret_is_readable(user: ApiObject) -> bool:
    """True if the service shows this user's secret in clear, and not a mask or nothing."""
    secret = str(user.get("secret_key") or "")
    return bool(secret) and "***" not in secret


def register_secrets(context: InstanceContext, users: Iterable[ApiObject]) -> None:
    """Have the secrets that the service shows masked where it repeats them in an error."""
    shown = [str(user["secret_key"]) for user in users if secret_is_readable(user)]
    # No secret is shorter, and a mask in place of a short word makes texts unreadable.
    context.client.redacted_secrets.update(secret for secret in shown if len(secret) >= SHORTEST_SECRET)


def customize_diff(desired: Mapping[str, Any], actual: ApiObject) -> tuple[Mapping[str, Any], list[str]]:
    """Return what of `desired` can be compared with a user, and warnings."""
    compared = dict(desired)
    warnings = []
    if desired.get("secret") is not None and desired.get("update_secret") == "on_create":
        compared["secret"] = None
    elif (
        desired.get("secret") is not None
        and desired.get("update_secret") != "always"
        and not secret_is_readable(actual)
    ):
        compared["secret"] = None
        warnings.append(
            "The service does not show the secrets of users, so they were not compared: that of a user that exists is "
            "written only along with another change. Set 'update_secret' to on_create to leave them alone without this "
            "warning, or to always to have them written at each run."
        )
    if actual.get(PERMISSIONS_IGNORED):
        unmet = [
            item.field.option
            for item in differences(FIELDS, compared, actual)
            if item.field.option in IGNORED_PERMISSION_VALUES
        ]
        compared.update(dict.fromkeys(IGNORED_PERMISSION_VALUES))
        if unmet:
            warnings.append(
                "This instance of 5.x seems to ignore the permissions of users, since all of them are administrators; "
                f"not written: {', '.join(unmet)}."
            )
    return compared, warnings


def list_users(context: InstanceContext, stop_after_first_page: StopAfterFirstPage | None = None) -> list[ApiObject]:
    """Return every user (5.5.2)."""
    users = _list(context, stop_after_first_page)
    # Only a first page may be less than the whole list.
    return _flag_ignored_permissions(context, users, users if len(users) != PAGE_SIZE else None)


def _list(context: InstanceContext, stop_after_first_page: StopAfterFirstPage | None = None) -> list[ApiObject]:
    users = ENDPOINT.list_all(context, stop_after_first_page)
    register_secrets(context, users)
    return users


def read_one(context: InstanceContext, name: str) -> ApiObject | None:
    """Return one user (5.5.4), or None if there is none of this name."""
    user = ENDPOINT.read_one(context, name)
    if user is None:
        return None
    register_secrets(context, [user])
    return _flag_ignored_permissions(context, [user], None)[0]


def _flag_ignored_permissions(
    context: InstanceContext, users: list[ApiObject], everyone: list[ApiObject] | None
) -> list[ApiObject]:
    """Mark the users if their permissions have no effect: on 5.x, where all of the instance may do everything.

    `everyone` is the whole list, if it is known already.
    """
    if not users or not all(map(_has_ignored_permissions, users)):
        return users
    if not engine_version(context.client, context.instance_id).startswith("5"):
        return users
    if not all(map(_has_ignored_permissions, _list(context) if everyone is None else everyone)):
        return users
    return [{**user, PERMISSIONS_IGNORED: True} for user in users]


def _has_ignored_permissions(user: ApiObject) -> bool:
    return all(field.actual_value(user) == value for field, value in _PERMISSION_FIELDS)


_PERMISSION_FIELDS = [
    (field, IGNORED_PERMISSION_VALUES[field.option]) for field in FIELDS if field.option in IGNORED_PERMISSION_VALUES
]


def read_users(context: InstanceContext, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the user named in `params`, or all users, without secrets."""
    if params["name"]:
        user = read_one(context, params["name"])
        users = [] if user is None else [user]
    else:
        users = list_users(context)
    return [strip_secrets(FIELDS, user) for user in users]


def validate_create(name: str, desired: Mapping[str, Any]) -> str:
    """Return why a user cannot be created as desired, or "" if it can."""
    if desired.get("secret") is None:
        return f"User {name!r} does not exist yet; to create it, 'secret' must be given."
    return ""


def create(context: InstanceContext, change: Change) -> ApiObject | None:
    """Create a user (5.5.1)."""
    payload = {"access_key": change.name, **_normal(create_payload(FIELDS, change.desired))}
    try:
        answer: ApiObject | None = ENDPOINT.create(context, payload)
    except ApiError as error:
        # The service says no more than that it does not take the request.
        if error.status == 400 and _access_control_is_off(context):
            hint = " Access control of the instance is off: set its 'enable_acl' to true first."
            raise error.with_context(suffix=hint) from error
        raise
    return answer if isinstance(answer, Mapping) else payload


def _access_control_is_off(context: InstanceContext) -> bool:
    try:
        return (read_instance(context.client, context.instance_id) or {}).get("enable_acl") is False
    except RocketMQError:
        return False


def update(context: InstanceContext, change: Change) -> Any:
    """Modify a user (5.5.3)."""
    body = full_payload(change)
    try:
        return ENDPOINT.update(context, change.name, body)
    except ApiError as error:
        # Only some services keep a secret that they mask and that nobody tells them again.
        if error.status == 400 and "secret_key" not in body:
            hint = (
                " The service does not show the user's secret: give it as 'secret' along with the change, with "
                "'update_secret' set to auto."
            )
            raise error.with_context(suffix=hint) from error
        raise


def full_payload(change: Change) -> dict[str, Any]:
    """Return a user with everything it has: the service forgets what a modification leaves out.

    The present secret goes along where it is known, as the service wants one in every modification; where it is
    masked, the wanted one goes, unless secrets are written on creation alone.
    """
    actual = change.actual or {}
    user: dict[str, Any] = {"access_key": change.name}
    for field in FIELDS:
        value = field.actual_value(actual)
        if value is not None and not field.secret:
            user[field.request_key] = value
    if secret_is_readable(actual):
        user["secret_key"] = actual["secret_key"]
    elif change.desired.get("secret") is not None and change.desired.get("update_secret") != "on_create":
        user["secret_key"] = change.desired["secret"]
    user.update((field.request_key, after) for field, _before, after in change.differences)
    return user


def _normal(payload: dict[str, Any]) -> dict[str, Any]:
    normal = {field.request_key: field.normalize for field in FIELDS}
    return {key: normal[key](value) for key, value in payload.items()}


USER_RESOURCE = Resource(
    noun="user",
    plural="users",
    fields=FIELDS,
    name_key="access_key",
    validate=validate,
    list_all=list_users,
    read_one=read_one,
    create=create,
    update=update,
    delete=ENDPOINT.delete,
    is_not_found=ENDPOINT.is_not_found,
    is_protected=lambda name: False,
    customize_diff=customize_diff,
    validate_create=validate_create,
    behavior_options={"update_secret": UPDATE_SECRET_SPEC},
)
