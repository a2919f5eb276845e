# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""What a resource has: each field written down once, from which argument spec, payload, comparison and diff derive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._api.redaction import MASK
from .._api.response import unexpected_answer


def identity(value: Any) -> Any:
    """Compare a value as it is."""
    return value


def as_sorted_set(value: Any) -> Any:
    """Compare a list without regard to its order: a sorted list without repetitions, which is also good to read."""
    return sorted({str(item) for item in value or ()})


def as_bool(value: Any) -> bool:
    """Return a truth value, which some API variants show as a text."""
    return value.strip().lower() == "true" if isinstance(value, str) else bool(value)


class _Field(NamedTuple):
    option: str
    spec: Mapping[str, Any]
    request_key: str
    response_key: str
    normalize: Callable[[Any], Any] = identity
    extract: Callable[[Mapping[str, Any]], Any] | None = None
    create_only: bool = False
    sent_on_create: bool = True
    write_only: bool = False
    omitted_from_list: bool = False
    default: Any = None
    secret: bool = False
    limits_access: bool = False


class Field(_Field):
    """One property of a resource.

    option: its name in Ansible.
    spec: its entry in the argument spec.
    request_key: its name in the API's requests; by default, `option`.
    response_key: its name in the API's answers; by default, `request_key`.
    normalize: brings a desired and an actual value into the one form in which they are compared and shown.
    extract: takes the actual value out of the service's object; by default, `object[response_key]`.
    create_only: the service cannot change it, so a difference is an error.
    sent_on_create: the request that creates an object carries it; if not, a second request does.
    write_only: it only matters when an object is made, or the service never shows it: it is not compared.
    omitted_from_list: lists may leave it out, so that managing it costs a read of each object.
    default: used when an object is made and the user did not say.
    secret: never shown, only compared.
    limits_access: says who may do what, so that a service that ignores it is a failure, and no mere warning.
    """

    __slots__ = ()

    def __new__(
        cls, option: str, spec: Mapping[str, Any], request_key: str = "", response_key: str = "", **more: Any
    ) -> Field:
        request_key = request_key or option
        return super().__new__(cls, option, spec, request_key, response_key or request_key, **more)

    def actual_value(self, api_object: Mapping[str, Any]) -> Any:
        """Return the field's value in the service's object, or None if the object does not tell.

        Raises UnexpectedAnswer if the object has something else there than the API describes.
        """
        try:
            value = self.extract(api_object) if self.extract else api_object.get(self.response_key)
            return None if value is None else self.normalize(value)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise unexpected_answer(self.response_key, error) from error

    def desired_value(self, desired: Mapping[str, Any]) -> Any:
        """Return the value the user wants, in its normal form, or None if it is to stay as it is."""
        value = desired.get(self.option)
        return None if value is None else self.normalize(value)


class Difference(NamedTuple):
    """A field that is not as desired; `before` and `after` in their normal form."""

    field: Field
    before: Any
    after: Any


def differences(fields: Sequence[Field], desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[Difference]:
    """Return every difference between what is wanted and what is there. There is no other place that compares.

    What the user left out, and what the service does not show, is no difference.
    """
    found = []
    for field in fields:
        after = field.desired_value(desired) if not field.write_only else None
        before = None if after is None else field.actual_value(actual)
        if before is not None and before != after:
            found.append(Difference(field, before, after))
    return found


def needs_detail(fields: Sequence[Field], desired: Mapping[str, Any], listed: Mapping[str, Any]) -> bool:
    """True if the user manages a field that the object, as a list shows it, does not have."""
    return any(
        field.omitted_from_list and field.desired_value(desired) is not None and listed.get(field.response_key) is None
        for field in fields
    )


def unreadable_options(fields: Sequence[Field], desired: Mapping[str, Any], actual: Mapping[str, Any]) -> list[str]:
    """Return the options the user manages that this API variant does not show, even of a single object."""
    return [
        field.option
        for field in fields
        if not field.write_only and field.desired_value(desired) and field.actual_value(actual) is None
    ]


def apply_create_defaults(fields: Sequence[Field], desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new object is to be: what the user wants, and the defaults for what they left out."""
    full = dict(desired)
    for field in fields:
        if full.get(field.option) is None and field.default is not None:
            full[field.option] = field.default
    return full


def create_payload(fields: Sequence[Field], desired: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that creates the object: every value that is not None, under its name in the API."""
    return {
        field.request_key: desired[field.option]
        for field in fields
        if field.sent_on_create and desired.get(field.option) is not None
    }


def display_value(field: Field, value: Any, changed: bool = False) -> Any:
    """Return a value as a diff may show it."""
    if field.secret:
        return MASK + (" (new)" if changed else "")
    return value
