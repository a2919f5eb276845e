# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the collection: it may change in any release.
"""The connection options of every module and plugin, in one table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

from .errors import ValidationError

DEFAULT_CLOUD = "myhuaweicloud.com"
# Regions that live under a domain of their own; partner clouds are told by `cloud` or `endpoint`.
CLOUD_OF_REGION = {"eu-west-101": "myhuaweicloud.eu"}


class ConnectionOption(NamedTuple):
    """An option of the connection: the variables that stand in for it (first one set wins), type and default."""

    environment: tuple[str, ...]
    type: str = "str"
    default: Any = None
    no_log: bool = False


CONNECTION_OPTIONS: dict[str, ConnectionOption] = {
    "region": ConnectionOption(("HUAWEICLOUD_REGION", "HW_REGION_NAME")),
    "cloud": ConnectionOption(("HUAWEICLOUD_CLOUD", "HW_CLOUD")),
    "endpoint": ConnectionOption(("HUAWEICLOUD_ROCKETMQ_ENDPOINT",)),
    "iam_endpoint": ConnectionOption(("HUAWEICLOUD_SDK_IAM_ENDPOINT",)),
    "access_key": ConnectionOption(("HUAWEICLOUD_SDK_AK", "HW_ACCESS_KEY"), no_log=True),
    "secret_key": ConnectionOption(("HUAWEICLOUD_SDK_SK", "HW_SECRET_KEY"), no_log=True),
    "security_token": ConnectionOption(("HUAWEICLOUD_SDK_SECURITY_TOKEN", "HW_SECURITY_TOKEN"), no_log=True),
    "auth_token": ConnectionOption(("HUAWEICLOUD_AUTH_TOKEN", "HW_AUTH_TOKEN"), no_log=True),
    "username": ConnectionOption(("HW_USER_NAME",)),
    "password": ConnectionOption(("HW_USER_PASSWORD",), no_log=True),
    "domain_name": ConnectionOption(("HW_DOMAIN_NAME",)),
    "project_id": ConnectionOption(("HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID")),
    "project_name": ConnectionOption(("HW_PROJECT_NAME",)),
    "validate_certs": ConnectionOption(("HUAWEICLOUD_VALIDATE_CERTS",), "bool", True),
    "ca_path": ConnectionOption(("HUAWEICLOUD_CA_PATH",), "path"),
    "request_timeout": ConnectionOption(("HUAWEICLOUD_REQUEST_TIMEOUT",), "float", 30.0),
    "max_retries": ConnectionOption(("HUAWEICLOUD_MAX_RETRIES",), "int", 5),
}


# Each of these is a way to log in by itself.
AUTH_METHODS = (
    ("auth_token",),
    ("access_key", "secret_key", "security_token"),
    ("username", "password", "domain_name"),
)


def drop_conflicting_credentials(options: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options without the credentials that only the environment has, where a task is `given` others.

    Otherwise a token of the environment would take precedence over the task's keys, and change another account.
    """
    own = {name for way in AUTH_METHODS for name in way if str(given.get(name) or "").strip()}
    if not own:
        return dict(options)
    foreign = {name for way in AUTH_METHODS if not own & set(way) for name in way}
    # A token of the environment belongs to the keys of the environment.
    if "access_key" in own:
        foreign |= {"security_token"} - own
    return {**options, **dict.fromkeys(foreign)}


def from_environment(names: tuple[str, ...], environ: Mapping[str, str] | None = None) -> str | None:
    """Return the first variable of `names` that is set and not blank (AWX injects blanks), or None."""
    variables = os.environ if environ is None else environ
    for name in names:
        value = variables.get(name, "").strip()
        if value:
            return value
    return None


def connection_argument_spec(fallback: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """Return the argument spec of the connection options; `fallback` is called with the names of variables."""
    spec: dict[str, dict[str, Any]] = {}
    for name, option in CONNECTION_OPTIONS.items():
        entry: dict[str, Any] = {"type": option.type, "fallback": (fallback, list(option.environment))}
        if option.default is not None:
            entry["default"] = option.default
        if option.no_log:
            entry["no_log"] = True
        spec[name] = entry
    return spec


class Settings(NamedTuple):
    """How to reach the service, complete and checked. Times are in seconds."""

    endpoint: str
    iam_endpoint: str
    region: str
    access_key: str
    secret_key: str
    security_token: str
    auth_token: str
    username: str
    password: str
    domain_name: str
    project_id: str
    project_name: str
    verify: bool | str
    request_timeout: float
    max_retries: int


def connection_settings(options: Mapping[str, Any]) -> Settings:
    """Turn the connection options of a module or plugin into `Settings`.

    Where several ways to authenticate are given, a ready token goes before AK/SK, and AK/SK before a password.
    Raises ValidationError if there is none, or if neither region nor endpoint says where the service is.
    """
    given = {name: _text(options.get(name)) for name, option in CONNECTION_OPTIONS.items() if option.type == "str"}
    cloud = given["cloud"] or CLOUD_OF_REGION.get(given["region"], DEFAULT_CLOUD)
    endpoint = _base_url(given["endpoint"], "endpoint") or _regional_url("dms", given["region"], cloud)
    iam_endpoint = _base_url(given["iam_endpoint"], "iam_endpoint") or _regional_url("iam", given["region"], cloud)
    if not endpoint:
        raise ValidationError(
            "The service's address is not known: set 'region' (or HUAWEICLOUD_REGION), "
            "or 'endpoint' (or HUAWEICLOUD_ROCKETMQ_ENDPOINT)."
        )
    _require_complete_credentials(given)
    _require_sendable_credentials(given)
    return Settings(
        endpoint=endpoint,
        iam_endpoint=iam_endpoint,
        region=given["region"],
        access_key=given["access_key"],
        secret_key=given["secret_key"],
        security_token=given["security_token"],
        auth_token=given["auth_token"],
        username=given["username"],
        password=given["password"],
        domain_name=given["domain_name"],
        project_id=given["project_id"],
        project_name=given["project_name"] or given["region"],
        verify=_verification(options),
        request_timeout=_require_positive(options["request_timeout"], "request_timeout"),
        max_retries=int(_require_positive(options["max_retries"], "max_retries", zero=True)),
    )


def secret_values(settings: Settings) -> list[str]:
    """Return the credentials in use that must not be shown."""
    secrets = [getattr(settings, name) for name, option in CONNECTION_OPTIONS.items() if option.no_log]
    return [secret for secret in secrets if secret]


def connection_warnings(settings: Settings) -> list[str]:
    """Return what the user should know about this connection: certificates not verified, or no encryption."""
    warnings = []
    if settings.verify is False:
        warnings.append("validate_certs is false: anyone on the way can read and change what is sent to the service.")
    for name, url in (("endpoint", settings.endpoint), ("iam_endpoint", settings.iam_endpoint)):
        if url.startswith("http://") and not _is_loopback(url):
            warnings.append(f"'{name}' is plain http ({url}): requests and answers travel unencrypted.")
    return warnings


def _require_complete_credentials(given: Mapping[str, str]) -> None:
    if given["auth_token"] or (given["access_key"] and given["secret_key"]):
        return
    password_options = ("username", "password", "domain_name")
    if all(given[name] for name in password_options):
        return
    for group in (("access_key", "secret_key"), password_options):
        missing = [name for name in group if not given[name]]
        if len(missing) < len(group):
            raise ValidationError(
                f"Credentials are incomplete: {_quote_options(missing)} is missing beside "
                f"{_quote_options(set(group) - set(missing))}."
            )
    raise ValidationError(
        "No credentials: give 'access_key' and 'secret_key' (HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or "
        "HW_ACCESS_KEY and HW_SECRET_KEY), or 'auth_token' (HUAWEICLOUD_AUTH_TOKEN), or 'username', 'password' and "
        "'domain_name' (HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME)." + _why_the_environment_is_empty()
    )


def _why_the_environment_is_empty() -> str:
    if "SUDO_USER" not in os.environ:
        return ""
    return " The task runs with become, and sudo dropped the environment: set 'become: false', or give the options."


def _require_sendable_credentials(given: Mapping[str, str]) -> None:
    # Python's refusal of a header tells what is in it.
    for name in ("access_key", "security_token", "auth_token"):
        if not (given[name].isascii() and given[name].isprintable()):
            raise ValidationError(
                f"{_quote_options([name])} has a line break, or another character that cannot be sent as part of a "
                "header."
            )


def _quote_options(options: Any) -> str:
    return " and ".join(f"'{name}' ({CONNECTION_OPTIONS[name].environment[0]})" for name in sorted(options))


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _base_url(url: str, option: str) -> str:
    if not url:
        return ""
    if "://" not in url:
        url = "https://" + url
    scheme, _sep, rest = url.partition("://")
    host = rest.split("/")[0]
    if scheme not in ("http", "https") or not host or "@" in host:
        raise ValidationError(
            f"'{option}' is not a base URL: {url!r}. Write it like https://dms.eu-west-0.{DEFAULT_CLOUD}."
        )
    # Only scheme, host and port count; the paths are the API's own.
    return f"{scheme}://{host}"


def _regional_url(service: str, region: str, cloud: str) -> str:
    if not region:
        return ""
    if not region.replace("-", "").isalnum():
        raise ValidationError(f"'region' is not a region's name: {region!r}. Write it like eu-west-0.")
    return f"https://{service}.{region}.{cloud}"


def _verification(options: Mapping[str, Any]) -> bool | str:
    if not options["validate_certs"]:
        return False
    ca_path = _text(options.get("ca_path"))
    if ca_path and not os.path.exists(ca_path):
        raise ValidationError(f"'ca_path' does not exist: {ca_path}.")
    return ca_path or True


def _require_positive(value: Any, option: str, zero: bool = False) -> float:
    if value < 0 or (value == 0 and not zero):
        raise ValidationError(f"'{option}' must be {'0 or more' if zero else 'more than 0'}, not {value}.")
    return float(value)


def _is_loopback(url: str) -> bool:
    host = url.partition("://")[2]
    host = host[1:].split("]")[0] if host.startswith("[") else host.split(":")[0]
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
