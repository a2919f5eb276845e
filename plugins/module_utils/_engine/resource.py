# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the engine has to know of a kind of object to bring it to the wanted state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._api.client import Client
from .._api.errors import ApiError
from .field import Field
from .plan import Change, CustomizeDiff, ValidateCreate, always_creatable, compare_all

# Stands in check mode for the id of an instance that the run would only create: nothing is on it yet.
PREDICTED_INSTANCE_ID = "00000000-0000-0000-0000-000000000000"


class InstanceContext(NamedTuple):
    """Where objects live: the client, and the instance they are on."""

    client: Client
    instance_id: str


ApiObject = Mapping[str, Any]


class Resource(NamedTuple):
    """A kind of object on an instance, as data and plain functions.

    noun, plural: its name in options and results.
    fields: its fields; the name is not among them.
    name_key: the field of the API that holds the name.
    check: raises ValidationError if what is wanted breaks a rule that holds everywhere (no request is sent).
    list_all(scope, sufficient): every object as the list shows it; if `sufficient(first page, total)` is true, the
        first page alone.
    read_one(scope, name): one object, or None if it is absent.
    create: make an object; it may return it as the service answered it.
    update, delete: carry out a change; they return the answer, which may name a job.
    is_not_found: whether an error means that this very object is absent.
    comparable: what of the wanted can be compared with an object (see plan).
    lacking: why an object that does not exist cannot be created as wanted (see plan).
    protected: whether an object is the service's own, which purge must leave alone.
    behavior_options: the specs of options that say how an object is treated, not what it is.
    replaces_on_update: whether an update sends the whole object, so that what lists leave out has to be read before.
    update_many, delete_many: carry out many changes with one request (of at most 50), if the service can.
    """

    noun: str
    plural: str
    fields: Sequence[Field]
    name_key: str
    check: Callable[[str, Mapping[str, Any], str], None]
    list_all: Callable[..., list[ApiObject]]
    read_one: Callable[[InstanceContext, str], ApiObject | None]
    create: Callable[[InstanceContext, Change], ApiObject | None]
    update: Callable[[InstanceContext, Change], Any]
    delete: Callable[[InstanceContext, str], Any]
    is_not_found: Callable[[ApiError], bool]
    is_protected: Callable[[str], bool]
    customize_diff: CustomizeDiff = compare_all
    validate_create: ValidateCreate = always_creatable
    behavior_options: Mapping[str, Any] = {}
    replaces_on_update: bool = False
    update_many: Callable[[InstanceContext, Sequence[Change]], Any] | None = None
    delete_many: Callable[[InstanceContext, Sequence[str]], Any] | None = None
