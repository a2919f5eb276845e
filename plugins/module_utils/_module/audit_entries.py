# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The instances of an audit: what tells each of them, and what is wanted of it, checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._api.errors import ValidationError
from .._api.settings import Settings
from . import fleet_entries
from .connections import CONNECTION_SPEC, entry_settings
from .yaml_values import refuse_misread_texts

ENTRY_SPEC: dict[str, Any] = {
    "instance_id": {"type": "str"},
    "name": {"type": "str"},
    "wanted": {"type": "dict"},
    **CONNECTION_SPEC,
}
INSTANCE_OPTIONS = tuple(name for name in fleet_entries.INSTANCE_SPEC if name not in ("instance_id", "name"))
WANTED_SPEC: dict[str, Any] = {
    name: fleet_entries.ENTRY_SPEC[name] for name in (*INSTANCE_OPTIONS, *fleet_entries.RESOURCES)
}
# Where secrets are, though Ansible does not check what is wanted.
SECRETS_SPEC: dict[str, Any] = {**ENTRY_SPEC, "wanted": {"options": WANTED_SPEC}}
# Says how the instance is treated. By itself it says nothing of what it should be.
NO_WISH = ("purge_tags",)
# Stands for the secret of a user of whom none is given: it is compared with nothing, and never sent.
PLACEHOLDER = "Never-Written-1"
_VALIDATOR = ArgumentSpecValidator(ENTRY_SPEC)


class AuditEntry(NamedTuple):
    """One instance of an audit.

    instance_id, name: what tells it; at least one is set. settings: how it is reached. wanted: options of the instance,
    `topics`, `consumer_groups` and `users`, converted. kinds: those of the lists that are given. has_instance_options:
    whether anything is wanted of the instance itself.
    """

    instance_id: str
    name: str
    settings: Settings
    wanted: dict[str, Any]
    kinds: tuple[str, ...]
    has_instance_options: bool


def check_audit_entry(given: Mapping[str, Any], connection: Mapping[str, Any]) -> AuditEntry:
    """Return an entry, checked. `connection` is what the task says of how the service is reached.

    Raises ValidationError for the first mistake.
    """
    _refuse_unknown("", given, ENTRY_SPEC)
    refuse_misread_texts(ENTRY_SPEC, given)
    result = _VALIDATOR.validate(given)
    if result.error_messages:
        raise ValidationError(" ".join(result.error_messages))
    options = result.validated_parameters
    instance_id, name = (str(options[key] or "").strip() for key in ("instance_id", "name"))
    if not instance_id and not name:
        raise ValidationError("An instance is given by 'name' or 'instance_id'; neither is set.")
    wishes = {option: value for option, value in (options["wanted"] or {}).items() if value is not None}
    return AuditEntry(
        instance_id,
        name,
        entry_settings(options, connection),
        _checked_wishes(wishes, instance_id or name),
        tuple(plural for plural in fleet_entries.RESOURCES if plural in wishes),
        any(option in wishes for option in INSTANCE_OPTIONS if option not in NO_WISH),
    )


def _checked_wishes(wishes: dict[str, Any], label: str) -> dict[str, Any]:
    _refuse_unknown("wanted.", wishes, WANTED_SPEC)
    if isinstance(wishes.get("users"), list):
        wishes = {**wishes, "users": [_comparable(user) for user in wishes["users"]]}
    return fleet_entries.check_entry({**wishes, "instance_id": label}, "present")


def _comparable(user: Any) -> Any:
    """Return a user such that its secret is compared where one is given and the service shows it, and never written.

    One that is missing is missing all the same.
    """
    if not isinstance(user, Mapping):
        return user
    if "secret" in user:
        return {**user, "update_secret": "auto"}
    return {**user, "secret": PLACEHOLDER, "update_secret": "on_create"}


def _refuse_unknown(where: str, given: Mapping[str, Any], spec: Mapping[str, Any]) -> None:
    for option in given:
        if option not in spec:
            raise ValidationError(f"'{where}{option}' is not an option; the options are {', '.join(sorted(spec))}.")
