# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""Instances as hosts: what an inventory file says, which instances that means, and what a host is made of."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ..module_utils._api.client import Client
from ..module_utils._api.errors import ApiError, RocketMQError, TransportFailure, ValidationError
from ..module_utils._api.settings import CONNECTION_OPTIONS, Settings, connection_settings, from_environment
from ..module_utils._resources.instance import as_shown
from ..module_utils._resources.instance_api import INSTANCE_ID, list_instances
from ..module_utils._resources.tag import read_tags

# What tells where a source is. The first two belong to one region and one account.
PROJECT = ("project_id", "project_name")
PLACE = ("region", "cloud", "endpoint", "iam_endpoint", *PROJECT)
CREDENTIALS = ("access_key", "secret_key", "security_token", "auth_token", "username", "password", "domain_name")
UNREACHABLE = ("fail", "warn")
SOURCE_KEYS = (*CONNECTION_OPTIONS, "unreachable")
FILTER_SPEC: dict[str, Any] = {
    "name": {"type": "str"},
    "status": {"type": "list", "elements": "str"},
    "tags": {"type": "dict"},
    "enterprise_project_id": {"type": "str"},
}

# How many sources, and how many pages of one, are read at the same time.
SOURCES_AT_A_TIME = 16
PAGES_AT_A_TIME = 4

# What keeps its form in an inventory file, and how to write it.
FORMS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "sources": (list, "a list, such as [{region: eu-west-0}, {region: eu-west-101}]"),
    "filters": (dict, "a dictionary, such as {status: [RUNNING], tags: {team: shop}}"),
    "hostnames": ((list, str), "a list of fields, such as [name, instance_id]"),
    "unreachable": (str, "'fail' or 'warn'"),
    "compose": (dict, "a dictionary of variables and expressions, such as {team: rocketmq_tags.team}"),
    "groups": (dict, "a dictionary of groups and conditions, such as {running: rocketmq_status == 'RUNNING'}"),
    "keyed_groups": (list, "a list of dictionaries, such as [{key: rocketmq_status, prefix: status}]"),
}

PLAIN_EXPRESSION = re.compile(r"\s*(rocketmq_\w+)(?:\.(\w+))?\s*\Z")
# Variables of the roles and playbooks begin with these, or are these: a field of the service must not pass for one.
ROLE_PREFIXES = ("instance_", "acl_")
PLAYBOOK_VARIABLES = (*CONNECTION_OPTIONS, "hosts")
ROLES = ("rocketmq_instance", "rocketmq_acl")


class Filters(NamedTuple):
    """Which instances become hosts. Empty parts let all pass; a tag's value None asks for the key alone."""

    name: str = ""
    status: tuple[str, ...] = ()
    tags: Mapping[str, str | None] = {}
    enterprise_project_id: str = ""


class Source(NamedTuple):
    """A place whose instances are listed: what to call it in messages, how to reach it, what if it cannot be."""

    label: str
    settings: Settings
    place: Mapping[str, str]
    unreachable: str


class Listing(NamedTuple):
    """The instances of a source, as the service tells them."""

    project_id: str
    instances: list[dict[str, Any]]


# What an inventory file says


def check_file(config: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse unknown options, and options of a wrong form, of an inventory file. Raises ValidationError."""
    _check_keys(config, known, "")
    for key, (form, example) in FORMS.items():
        value = config.get(key)
        if value is not None and not isinstance(value, form):
            raise ValidationError(f"{key} must be {example}, not {_kind(value)}.")
    for number, entry in enumerate(config.get("sources") or []):
        if not isinstance(entry, Mapping):
            raise ValidationError(
                f"sources[{number}] must be a dictionary, such as {{region: eu-west-0}}, not {_kind(entry)}."
            )
        _check_keys(entry, SOURCE_KEYS, f"sources[{number}]")
    for number, entry in enumerate(config.get("keyed_groups") or []):
        if not isinstance(entry, Mapping) or not entry.get("key"):
            raise ValidationError(
                f"keyed_groups[{number}] must be a dictionary with 'key', such as {{key: rocketmq_status}}."
            )
    if isinstance(config.get("filters"), Mapping):
        _check_keys(config["filters"], FILTER_SPEC, "filters")


def _check_keys(given: Mapping[str, Any], known: Collection[str], where: str) -> None:
    unknown = [str(key) for key in given if key not in known]
    if unknown:
        raise ValidationError(
            f"{where + ' has ' if where else ''}unknown {'keys' if len(unknown) > 1 else 'key'} "
            f"{', '.join(map(repr, unknown))}; known are {', '.join(sorted(known))}."
        )


def _kind(value: Any) -> str:
    """Return what a value is, but not the value: it may be a secret in the wrong place."""
    if isinstance(value, Mapping):
        return "a dictionary"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a text" if isinstance(value, str) else "a single value"


def connection_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all connection options: those given, else those of the environment, else the defaults.

    What is blank counts as not given, in the file as in the environment. Raises ValidationError.
    """
    options = {}
    for name, option in CONNECTION_OPTIONS.items():
        value = given.get(name)
        options[name] = from_environment(option.environment) if _blank(value) else value
        if options[name] is None:
            options[name] = option.default
    return _typed(options, {name: {"type": option.type} for name, option in CONNECTION_OPTIONS.items()}, "")


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _typed(values: Mapping[str, Any], spec: Mapping[str, Any], where: str) -> dict[str, Any]:
    result = ArgumentSpecValidator(dict(spec)).validate({key: value for key, value in values.items() if key in spec})
    if result.error_messages:
        raise ValidationError(f"{where + ': ' if where else ''}{' '.join(result.error_messages)}")
    return dict(result.validated_parameters)


def read_filters(given: Mapping[str, Any] | None) -> Filters:
    """Return the filters of an inventory file, whose keys have been checked. Raises ValidationError."""
    values = _typed({key: value for key, value in (given or {}).items() if not _blank(value)}, FILTER_SPEC, "filters")
    tags = values.get("tags") or {}
    return Filters(
        name=values.get("name") or "",
        status=tuple(status.strip().upper() for status in values.get("status") or ()),
        tags={str(key): None if value is None else str(value) for key, value in tags.items()},
        enterprise_project_id=values.get("enterprise_project_id") or "",
    )


def read_sources(
    options: Mapping[str, Any], given: Sequence[Mapping[str, Any]] | None, unreachable: str = "fail"
) -> list[Source]:
    """Return the sources of an inventory file: those listed there, or the one that the options themselves tell.

    `options` are the connection options of the file as a whole. Raises ValidationError.
    """
    if not given:
        return [_source("", options, unreachable)]
    sources = []
    for number, entry in enumerate(given):
        where = f"sources[{number}]"
        try:
            sources.append(
                _source(where, _options_of_source(options, entry, where), entry.get("unreachable") or unreachable)
            )
        except ValidationError as error:
            raise ValidationError(error.message if where in error.message else f"{where}: {error.message}") from error
    return sources


def _options_of_source(options: Mapping[str, Any], entry: Mapping[str, Any], where: str) -> dict[str, Any]:
    spec = {name: {"type": option.type} for name, option in CONNECTION_OPTIONS.items()}
    own = _typed({name: value for name, value in entry.items() if not _blank(value)}, spec, where)
    own = {name: value for name, value in own.items() if value is not None}
    foreign: set[str] = set()
    # Credentials are one thing: with a key of its own and a token from elsewhere, the token would be used.
    if any(name in own for name in CREDENTIALS):
        foreign |= {*CREDENTIALS, *PROJECT}
    # A project belongs to one region.
    if "region" in own and options.get("region") and own["region"] != options["region"]:
        foreign |= {*PROJECT}
    # A project told by name is not the one told by id elsewhere.
    if any(name in own for name in PROJECT):
        foreign |= {*PROJECT}
    return {**options, **dict.fromkeys(foreign), **own}


def _source(where: str, options: Mapping[str, Any], unreachable: str) -> Source:
    if unreachable not in UNREACHABLE:
        raise ValidationError(f"unreachable must be 'fail' or 'warn', not {unreachable!r}.")
    settings = connection_settings(options)
    place = {name: str(options[name]).strip() for name in PLACE if not _blank(options.get(name))}
    name = f"{settings.region} at {settings.endpoint}" if settings.region else settings.endpoint
    return Source(f"{where} ({name})" if where else name, settings, place, unreachable)


# Which instances


def read_side_by_side(sources: Sequence[Source], filters: Filters) -> list[Listing | RocketMQError]:
    """Return what each source has, or why it could not be read, in the order of the sources.

    Raises ValidationError for what is the user's to mend, and any RocketMQError of a source that must be reached.
    """

    def read(source: Source) -> Listing | RocketMQError:
        try:
            return list_source(source, filters)
        except RocketMQError as error:
            return error

    with ThreadPoolExecutor(min(SOURCES_AT_A_TIME, len(sources)) or 1) as workers:
        return list(workers.map(read, sources))


def list_source(source: Source, filters: Filters) -> Listing:
    """Return the instances of a source that pass the filters. Raises RocketMQError."""
    client = Client(source.settings, concurrency=PAGES_AT_A_TIME)
    found = list_instances(client, query_of(filters))
    if filters.tags and not any("tags" in one for one in found):
        # Either nobody has a tag, or this edition shows none in lists.
        candidates = [one for one in found if passes(one, filters._replace(tags={})) and has_id(one)]
        found = client.map_concurrently(lambda one: _with_tags(client, one), candidates)
    return Listing(client.project_id, [one for one in found if passes(one, filters)])


def _with_tags(client: Client, instance: Mapping[str, Any]) -> dict[str, Any]:
    """Return an instance with its tags, which it is asked for by itself."""
    try:
        tags = read_tags(client, str(instance["instance_id"]))
    except ApiError as error:
        # One that is not ready, or gone meanwhile, has none to show.
        if error.is_transient or error.status not in (400, 404):
            raise
        tags = {}
    return as_shown({**instance, "tags": tags})


def query_of(filters: Filters) -> dict[str, str]:
    """Return as much of the filters as the service itself can apply."""
    query: dict[str, str] = {}
    if filters.name and not _is_pattern(filters.name):
        query |= {"name": filters.name, "exact_match_name": "true"}
    if len(filters.status) == 1:
        query["status"] = filters.status[0]
    if "CREATEFAILED" in filters.status:
        query["include_failure"] = "true"
    if filters.enterprise_project_id:
        query["enterprise_project_id"] = filters.enterprise_project_id
    return query


def passes(instance: Mapping[str, Any], filters: Filters) -> bool:
    """Whether an instance passes the filters; the enterprise project is the service's to look at."""
    name = str(instance.get("name") or "")
    if filters.name and not (fnmatchcase(name, filters.name) if _is_pattern(filters.name) else name == filters.name):
        return False
    if filters.status and str(instance.get("status") or "").upper() not in filters.status:
        return False
    tags = tags_of(instance)
    return all(key in tags and value in (None, tags[key]) for key, value in filters.tags.items())


def _is_pattern(name: str) -> bool:
    return any(character in name for character in "*?[")


def is_outage(error: RocketMQError) -> bool:
    """Whether a source failed in a way that `unreachable` is about. Refused credentials and bad input are not."""
    if isinstance(error, ApiError):
        return error.status not in (401, 403)
    return isinstance(error, TransportFailure)


def explanation(error: RocketMQError) -> str:
    """Return the text of an error, with the advice that goes with its code."""
    hint = error.result().get("hint")
    return f"{error.message}{' ' + str(hint) if hint else ''}"


def cache_key(source: Source, filters: Filters) -> str:
    """Return what tells the listing of a source and its filters from others, without showing any credentials."""
    settings = source.settings
    identity = settings.auth_token or settings.access_key or [settings.domain_name, settings.username]
    place = [settings.endpoint, settings.iam_endpoint, settings.region, settings.project_id, settings.project_name]
    text = json.dumps([place, identity, filters], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def listing_from_cache(entry: Any) -> Listing | None:
    """Return the listing that a cache entry holds, or None if it holds none."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("instances"), list):
        return None
    return Listing(str(entry.get("project_id") or ""), [dict(one) for one in entry["instances"]])


# What a host is made of


def tags_of(instance: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags of an instance as a dictionary."""
    pairs = instance.get("tags")
    if not isinstance(pairs, list):
        return {}
    return {str(tag["key"]): str(tag.get("value") or "") for tag in pairs if isinstance(tag, Mapping) and "key" in tag}


def variables_of(instance: Mapping[str, Any], source: Source, project_id: str) -> dict[str, Any]:
    """Return the variables of the host that an instance becomes: its fields, and how the roles reach it."""
    # The project's id stands for its name: it needs no look at IAM.
    place = {name: value for name, value in source.place.items() if name not in PROJECT} | {"project_id": project_id}
    fields = {re.sub(r"[^0-9A-Za-z_]", "_", str(field)): value for field, value in instance.items()}
    variables = {f"rocketmq_{field}": value for field, value in fields.items() if _is_free(field)}
    variables["rocketmq_instance_id"] = instance["instance_id"]
    variables |= {f"rocketmq_{option}": value for option, value in place.items()}
    variables["rocketmq_tags"] = tags_of(instance)
    variables["rocketmq_region"] = source.settings.region
    variables["rocketmq_endpoint"] = source.settings.endpoint
    variables["rocketmq_project_id"] = project_id
    variables["instance_id"] = instance["instance_id"]
    for role in ROLES:
        variables |= {f"{role}_{option}": value for option, value in place.items()}
    return variables


def _is_free(field: str) -> bool:
    return not (field.startswith(ROLE_PREFIXES) or field in PLAYBOOK_VARIABLES)


def unique_instances(hosts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the hosts (told by their variables) without those that several sources show."""
    unique: dict[str, dict[str, Any]] = {}
    for variables in hosts:
        unique.setdefault(str(variables["instance_id"]), variables)
    return list(unique.values())


def plain_value(expression: Any, variables: Mapping[str, Any]) -> tuple[bool, Any]:
    """Return (True, its value) if an expression is `rocketmq_FIELD` or `rocketmq_tags.KEY` alone, else (False, None).

    Ansible compiles each expression once per host, which takes longer than all the rest.
    """
    match = PLAIN_EXPRESSION.match(expression) if isinstance(expression, str) else None
    if match is None or match[1] not in variables:
        return False, None
    value, key = variables[match[1]], match[2]
    if key is None:
        return True, value
    # What dictionaries have by themselves (keys, items) is what the template engine would find first.
    if match[1] == "rocketmq_tags" and key in value and not hasattr(value, key):
        return True, value[key]
    return False, None


def has_id(instance: Mapping[str, Any]) -> bool:
    """Whether the service tells a usable id of an instance."""
    return INSTANCE_ID.match(str(instance.get("instance_id") or "")) is not None
