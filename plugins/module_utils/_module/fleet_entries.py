# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""A fleet as data: its entries with the defaults merged in, and checked before anything is sent. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._api.errors import ValidationError
from .._api.settings import Settings
from .._engine.resource import Resource
from .._resources import instance, instance_fields
from .._resources.consumer_group import GROUP_RESOURCE
from .._resources.topic import TOPIC_RESOURCE
from .._resources.user import USER_RESOURCE
from .connections import CONNECTION_SPEC, entry_settings
from .options import check_item, field_options, item_options
from .yaml_values import describe_type, refuse_misread_texts

# What is on an instance, in the order in which it is managed: permissions of users name topics and groups.
RESOURCES: dict[str, Resource] = {
    "topics": TOPIC_RESOURCE,
    "consumer_groups": GROUP_RESOURCE,
    "users": USER_RESOURCE,
}
# What the lists look like.
EXAMPLES = {
    "instances": "[{name: orders, region: eu-west-0}]",
    "topics": "[{name: order-events}]",
    "consumer_groups": "[{name: billing}]",
    "users": "[{name: shop-producer, default_topic_perm: PUB}]",
}
DEFAULTS_EXAMPLE = "{product_id: c6.4u8g.cluster}"
# These are merged key by key; of everything else, an entry's own value takes the place of the default.
MERGED = ("tags", "configs")

INSTANCE_SPEC: dict[str, Any] = {
    "instance_id": {"type": "str"},
    **field_options(instance_fields.FIELDS),
    **instance_fields.BEHAVIOR_OPTIONS,
}
ENTRY_SPEC: dict[str, Any] = {
    **INSTANCE_SPEC,
    **{
        plural: {"type": "list", "elements": "dict", "options": item_options(resource)}
        for plural, resource in RESOURCES.items()
    },
    "purge": {"type": "bool"},
    **CONNECTION_SPEC,
}


class FleetEntry(NamedTuple):
    """One instance of a fleet.

    position: its place in the list. options: its options, checked and converted, with the defaults. settings: how it is
    reached.
    """

    position: int
    options: dict[str, Any]
    settings: Settings

    @property
    def label(self) -> str:
        """What messages call it."""
        return str(self.options.get("name") or self.options.get("instance_id"))

    def instance_options(self) -> dict[str, Any]:
        """Return the options that are the instance's own."""
        return {name: self.options[name] for name in INSTANCE_SPEC}


def check_fleet(instances: Any, defaults: Any, connection: Mapping[str, Any], state: str) -> list[FleetEntry]:
    """Return the entries of a fleet. `connection` is what the task says of how the service is reached.

    Raises ValidationError for the first mistake, which tells the entry by index and name, and the option.
    """
    if not isinstance(defaults, Mapping):
        raise ValidationError(
            f"'defaults' must be a dictionary, such as {DEFAULTS_EXAMPLE}, not {describe_type(defaults)}."
        )
    check_list_form("instances", instances)
    entries: list[FleetEntry] = []
    seen: dict[tuple[Settings, str, str], int] = {}
    for index, given in enumerate(instances):
        whole = merged(given, defaults)
        try:
            options = check_entry(whole, state)
            settings = entry_settings(options, connection)
            for key in ("name", "instance_id"):
                same = seen.setdefault((settings, key, str(options[key] or index)), index)
                if same != index:
                    raise ValidationError(f"instances[{same}] has the same {key}.")
        except ValidationError as error:
            label = whole.get("name") or whole.get("instance_id") or "without name"
            raise error.with_context(f"instances[{index}] ({label}): ") from None
        entries.append(FleetEntry(index, options, settings))
    return entries


def merged(entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with what it leaves out taken from the defaults."""
    whole = {**defaults, **entry}
    for option in MERGED:
        if isinstance(defaults.get(option), Mapping) and isinstance(entry.get(option), Mapping):
            whole[option] = {**defaults[option], **entry[option]}
    # Users mean access control, so an instance that has some is ordered with it, or has it switched on.
    if whole.get("users") and whole.get("enable_acl") is None:
        whole["enable_acl"] = True
    return whole


def check_entry(whole: Mapping[str, Any], state: str) -> dict[str, Any]:
    """Return the options of one instance, with what is on it, converted. Raises ValidationError for a mistake."""
    for plural in RESOURCES:
        if whole.get(plural) is not None:
            check_list_form(plural, whole[plural])
    refuse_misread_texts(ENTRY_SPEC, whole)
    for path, known in _unknown_options(ENTRY_SPEC, whole):
        raise ValidationError(f"'{path}' is not an option; the options are {', '.join(sorted(known))}.")
    options = _converted(whole)
    instance.validate(options, state)
    if state == "present":
        check_lists(options)
    return options


def check_list_form(option: str, value: Any) -> None:
    """Raise ValidationError if a list of instances, topics, consumer groups or users is no list of dictionaries."""
    example = EXAMPLES[option]
    if describe_type(value) != "a list":
        raise ValidationError(f"'{option}' must be a list, such as {example}, not {describe_type(value)}.")
    for index, item in enumerate(value):
        if not isinstance(item, Mapping):
            raise ValidationError(
                f"'{option}[{index}]' must be a dictionary, as in {example}, not {describe_type(item)}."
            )


def _unknown_options(
    spec: Mapping[str, Any], given: Mapping[str, Any], where: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """Yield each option that the spec does not have, with those it has there."""
    for name, value in given.items():
        if name not in spec:
            yield f"{where}{name}", set(spec)
        elif spec[name].get("options") and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _unknown_options(spec[name]["options"], item, f"{where}{name}[{index}].")


_VALIDATOR = ArgumentSpecValidator(ENTRY_SPEC)


def _converted(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with its values in the types of the spec. Raises ValidationError, which names the item."""
    result = _VALIDATOR.validate(whole)
    if not result.error_messages:
        converted: dict[str, Any] = result.validated_parameters
        return converted
    # Ansible does not say which item of a list it means.
    for plural in RESOURCES:
        validator = ArgumentSpecValidator(ENTRY_SPEC[plural]["options"])
        for number, item in enumerate(whole.get(plural) or ()):
            alone = validator.validate(item)
            if alone.error_messages:
                raise ValidationError(f"'{plural}[{number}]': {without_values(alone, whole)}")
    raise ValidationError(without_values(result, whole))


def check_lists(entry: Mapping[str, Any]) -> None:
    """Raise ValidationError for an item of the lists of `entry` that breaks a rule or is listed twice."""
    for plural, resource in RESOURCES.items():
        names: set[str] = set()
        for number, item in enumerate(entry.get(plural) or ()):
            if item["name"] in names:
                raise ValidationError(f"'{plural}[{number}]': {item['name']!r} is listed twice.")
            names.add(item["name"])
            check_item(resource, "present", f"{plural}[{number}]", item)


def without_values(result: Any, whole: Mapping[str, Any]) -> str:
    """Return the messages of the validation, unless they repeat a secret."""
    text = " ".join(result.error_messages)
    secrets = [str(user.get("secret")) for user in whole.get("users") or () if isinstance(user, Mapping)]
    if any(secret and secret in text for secret in secrets):
        return "an item of 'users' is not as it should be; it has 'name', 'secret' and permissions."
    return text
