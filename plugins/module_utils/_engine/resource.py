# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What the engine has to know of a kind of object to bring it to the wanted state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .._api.errors import ApiError
from .field import Field
from .plan import Change, CustomizeDiff, ValidateCreate, always_creatable, compare_all, plan_object

if TYPE_CHECKING:
    from .._api.client import Client

# Stands in check mode for the id of an instance that the run would only create: nothing is on it yet.
PREDICTED_INSTANCE_ID = "00000000-0000-0000-0000-000000000000"


class InstanceContext(NamedTuple):
    """Where objects live: the client, and the instance they are on."""

    client: Client
    instance_id: str


ApiObject = Mapping[str, Any]
# Applies changes that take time, as `apply_changes` does: see `run_operations`. Ansible packs whatever is named in an
# import, so the type is not imported here.
RunOperations = Callable[..., "list[Any]"]
# Takes (items of the first page, total) and returns whether they are enough.
StopAfterFirstPage = Callable[[list[Any], int], bool]


class Endpoint(NamedTuple):
    """Where objects of a kind are in the API, with the requests that are the same for most kinds.

    collection, item: the paths of the list and of one object; `parameter` is the name of the object in the latter.
    items_key: the field of the list that holds the objects. name_key: the field of an object that holds its name.
    not_found_codes: the codes that mean that there is no such object.
    """

    collection: str
    item: str
    parameter: str
    items_key: str
    name_key: str
    not_found_codes: frozenset[str]

    def list_all(
        self, context: InstanceContext, stop_after_first_page: StopAfterFirstPage | None = None
    ) -> list[ApiObject]:
        """Return every object as the list shows it. ApiError (unsupported endpoint): there is no list."""
        return context.client.list_all(
            self.collection,
            self.items_key,
            item_key=self.name_key,
            stop_after_first_page=stop_after_first_page,
            instance_id=context.instance_id,
        )

    def read_one(self, context: InstanceContext, name: str) -> ApiObject | None:
        """Return one object, or None if there is none of this name."""
        try:
            found = context.client.get_object(self.item, **self.names(context, name))
        except ApiError as error:
            if self.is_not_found(error) or self._is_missing(context, name, error):
                return None
            raise
        # The answer may leave the name out.
        return {**found, self.name_key: name}

    def _is_missing(self, context: InstanceContext, name: str, refusal: ApiError) -> bool:
        """Return whether the list shows that an object is missing, where the code of the refusal is not a known one."""
        if not refusal.could_mean_not_found:
            return False
        try:
            return name not in [item.get(self.name_key) for item in self.list_all(context)]
        except ApiError:
            return False

    def create(self, context: InstanceContext, payload: Mapping[str, Any]) -> Any:
        """Create an object."""
        return context.client.post(self.collection, payload, instance_id=context.instance_id)

    def update(self, context: InstanceContext, name: str, payload: Mapping[str, Any]) -> Any:
        """Modify an object."""
        return context.client.put(self.item, payload, **self.names(context, name))

    def delete(self, context: InstanceContext, name: str) -> Any:
        """Delete an object."""
        return context.client.delete(self.item, **self.names(context, name))

    def delete_many(self, context: InstanceContext, names: Sequence[str]) -> Any:
        """Start a job that deletes objects."""
        body = {self.items_key: list(names)}
        return context.client.post(self.collection, body, {"action": "delete"}, instance_id=context.instance_id)

    def is_not_found(self, error: ApiError) -> bool:
        """True if an error means that there is no such object."""
        return error.code in self.not_found_codes

    def names(self, context: InstanceContext, name: str) -> dict[str, Any]:
        """Return what the path of one object needs."""
        return {"instance_id": context.instance_id, self.parameter: name}


def unsupported(*arguments: Any) -> Any:
    """Stand in for a hook that the engine does not call for a kind of object: calling it is a bug of the collection."""
    raise NotImplementedError


class Resource(NamedTuple):
    """A kind of object on an instance, as data and plain functions.

    noun, plural: its name in options and results.
    fields: its fields; the name is not among them.
    name_key: the field of the API that holds the name.
    validate: raises ValidationError if what is desired breaks a rule that holds everywhere (no request is sent).
    list_all(context, stop_after_first_page): every object as the list shows it, or the first page alone.
    read_one(context, name): one object, or None if there is none.
    create: make an object; it may return it as the service answered it.
    update, delete: apply a change; they return the answer, which may name a job.
    is_not_found: whether an error means that there is no such object.
    is_protected: whether an object is the service's own, which purge must leave alone.
    is_in_use(context, object): whether clients use an object now, so that purge warns of its deletion.
    customize_diff: what of the desired can be compared with an object (see plan).
    validate_create: why an object that does not exist cannot be created as desired (see plan).
    behavior_options: the specs of options that say how an object is treated, not what it is.
    replaces_on_update: whether an update sends the whole object, so that what lists leave out has to be read before.
    update_many, delete_many: apply many changes with one request (of at most 50), if the service can.
    operations: loads what applies changes that take time; their objects have no use for the functions above.
    is_settled: whether an object that is not to be changed need not be waited for, either.
    present: brings an object into the form in which results show it.
    predicted_fields: what check mode shows of an object that would be created, beside its fields.
    """

    noun: str
    plural: str
    fields: Sequence[Field]
    name_key: str
    validate: Callable[[str, Mapping[str, Any], str], None]
    list_all: Callable[..., list[ApiObject]] = unsupported
    read_one: Callable[[InstanceContext, str], ApiObject | None] = unsupported
    create: Callable[[InstanceContext, Change], ApiObject | None] = unsupported
    update: Callable[[InstanceContext, Change], Any] = unsupported
    delete: Callable[[InstanceContext, str], Any] = unsupported
    is_not_found: Callable[[ApiError], bool] = lambda error: False
    is_protected: Callable[[str], bool] = lambda name: False
    is_in_use: Callable[[InstanceContext, ApiObject], bool] | None = None
    customize_diff: CustomizeDiff = compare_all
    validate_create: ValidateCreate = always_creatable
    behavior_options: Mapping[str, Any] = {}
    replaces_on_update: bool = False
    update_many: Callable[[InstanceContext, Sequence[Change]], Any] | None = None
    delete_many: Callable[[InstanceContext, Sequence[str]], Any] | None = None
    operations: Callable[[], RunOperations] | None = None
    is_settled: Callable[[Change], bool] = lambda change: True
    present: Callable[[Mapping[str, Any]], dict[str, Any]] = dict
    predicted_fields: Mapping[str, Any] = {}

    def plan(self, name: str, desired: Mapping[str, Any], actual: ApiObject | None, state: str = "present") -> Change:
        """Return what is to be done so that an object becomes as desired (see `plan_object`)."""
        return plan_object(self.fields, name, desired, actual, state, self.customize_diff, self.validate_create)
