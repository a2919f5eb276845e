# Copyright (c) 2026 Contributors to the huaweicloud.rocketmq collection
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check requests and answers against the contract.

The functions of this module use one contract that is loaded on first use. A problem is a text that names the place
and the rule but never a value, so that no secret gets into a log.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import jsonschema_rs
from jsonschema import Draft202012Validator, ValidationError, validators

from . import description
from .description import Operation

Query = Sequence[tuple[str, str]]

_SEGMENT = re.compile(r"(?:[0-9A-Za-z._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_BOOLEANS = {"true": True, "false": False}
_SPEAKING = frozenset({"required", "additionalProperties"})
_REMEMBERED = 4096


class Match(NamedTuple):
    """The operation a request belongs to, and the decoded values in its path."""

    operation: Operation
    path_parameters: dict[str, str]


class ContractError(ValueError):
    """Text that is not what the contract can read."""


# ---------------------------------------------------------------------------------------------- JSON


def parse_json(text: str) -> Any:
    """Parse JSON, without the liberties of the Python parser: no NaN, no key twice."""
    try:
        return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except ValueError as error:
        raise ContractError(f"not JSON ({error})") from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is there twice")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


# ---------------------------------------------------------------------------------------------- schemas


def _check_pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Check a pattern. In Python, unlike in the standard, $ also matches before a final newline."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), instance):
        yield ValidationError("pattern")


def _is_integer(_checker: Any, value: Any) -> bool:
    """Unlike in the standard, 1.0 is no integer: the service writes integers without a point."""
    return isinstance(value, int) and not isinstance(value, bool)


def _has_integral_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_integral_float, value.values()))
    if isinstance(value, list):
        return any(map(_has_integral_float, value))
    return isinstance(value, float) and value.is_integer()


_extend: Callable[..., Any] = validators.extend
Explainer = _extend(
    Draft202012Validator,
    {"pattern": _check_pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)


class Schema:
    """A compiled schema: jsonschema-rs says quickly whether a value fits, and jsonschema why one does not."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self._is_valid = jsonschema_rs.Draft202012Validator(schema).is_valid

    def problems(self, value: Any, where: str) -> list[str]:
        """Return the problems of a value, empty if it is fine."""
        return [] if self.fits(value) else [_explain(error, where) for error in self.errors(value)]

    def fits(self, value: Any) -> bool:
        """Whether there is nothing wrong with a value."""
        return self._is_valid(value) and not (_has_integral_float(value) and self.errors(value))

    def errors(self, value: Any) -> list[ValidationError]:
        """Return what jsonschema finds."""
        return list(self._explainer.iter_errors(value))

    @functools.cached_property
    def _explainer(self) -> Any:
        return Explainer(self.schema)


def _explain(error: ValidationError, where: str) -> str:
    """Say which rule is broken at which place, without the value."""
    place = "/".join([where, *(str(part) for part in error.absolute_path)])
    if error.validator in _SPEAKING:
        return f"{place}: {error.message}"
    if error.context:
        branches = "; or ".join(dict.fromkeys(_explain(inner, where) for inner in error.context))
        return f"{place}: fits no form ({branches})"
    return f"{place}: does not meet {error.validator} {json.dumps(error.validator_value)}"


# ---------------------------------------------------------------------------------------------- rules beyond schemas


def _secret_not_name(body: dict[str, Any]) -> Iterator[str]:
    name, secret = body.get("access_key"), body.get("secret_key")
    if isinstance(name, str) and isinstance(secret, str) and secret in (name, name[::-1]):
        yield "body/secret_key: is the user name or its reverse"


def _unique_tag_keys(body: dict[str, Any]) -> Iterator[str]:
    tags = body.get("tags")
    if isinstance(tags, list):
        keys = [tag.get("key") for tag in tags if isinstance(tag, dict)]
        if len(keys) != len({str(key) for key in keys}):
            yield "body/tags: a key is there twice"


RULES: dict[str, Callable[[dict[str, Any]], Iterable[str]]] = {
    "secret-not-name": _secret_not_name,
    "unique-tag-keys": _unique_tag_keys,
}


# ---------------------------------------------------------------------------------------------- one operation


@dataclass(frozen=True)
class Answer:
    """What one status of an operation may carry."""

    has_body: bool
    body_optional: bool
    json_schema: Schema | None
    text_schema: Schema | None
    required_headers: tuple[str, ...]


@dataclass(frozen=True)
class Compiled:
    """An operation with all its validators."""

    operation: Operation
    segments: tuple[str, ...]
    choices: dict[str, frozenset[str]]
    path: Schema
    query: Schema
    query_types: dict[str, str]
    body: Schema | None
    body_required: bool
    body_parameter: str
    bodies: dict[str, Schema] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    def fit(self, segments: Sequence[str]) -> dict[str, str] | None:
        """Return the values in the path, or None if the path belongs to something else."""
        values = {}
        for template, segment in zip(self.segments, segments, strict=True):
            if template.startswith("{"):
                name = template[1:-1]
                if name in self.choices and segment not in self.choices[name]:
                    return None
                values[name] = segment
            elif template != segment:
                return None
        return values


def _compile(document: dict[str, Any], operation: Operation) -> Compiled:
    """Build the validators of one operation."""
    path_parameters = [item for item in operation.parameters if item["in"] == "path"]
    query_parameters = [item for item in operation.parameters if item["in"] == "query"]
    body = operation.spec.get("requestBody")
    by_query = operation.spec.get("x-body-by-query", {})
    return Compiled(
        operation=operation,
        segments=tuple(operation.path.split("/")),
        choices={
            item["name"]: frozenset(item["schema"]["enum"]) for item in path_parameters if "enum" in item["schema"]
        },
        path=Schema(_parameter_schema(path_parameters, None)),
        query=Schema(_parameter_schema(query_parameters, operation.spec.get("x-query-schema"))),
        query_types={item["name"]: item["schema"]["type"] for item in query_parameters},
        body=_body_schema(document, body, by_query.get("default")),
        body_required=bool(body and body.get("required")),
        body_parameter=by_query.get("parameter", ""),
        bodies={
            value: Schema(description.resolve(document, {"$ref": pointer}))
            for value, pointer in by_query.get("values", {}).items()
        },
        answers={str(status): _answer(spec) for status, spec in operation.spec["responses"].items()},
    )


def _parameter_schema(parameters: list[dict[str, Any]], extra: dict[str, Any] | None) -> dict[str, Any]:
    """Make one object schema of a list of parameters."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [item["name"] for item in parameters if item.get("required")],
        "properties": {item["name"]: item["schema"] for item in parameters},
        "allOf": [extra] if extra else [{}],
    }


def _body_schema(document: dict[str, Any], body: dict[str, Any] | None, pointer: str | None) -> Schema | None:
    """Return the schema of a body: the named one if the query chooses, else the declared one."""
    if body is None:
        return None
    if pointer:
        return Schema(description.resolve(document, {"$ref": pointer}))
    return Schema(body["content"]["application/json"]["schema"])


def _answer(spec: dict[str, Any]) -> Answer:
    """Compile one entry of responses."""
    content = spec.get("content", {})
    schemas = {media: Schema(item["schema"]) for media, item in content.items()}
    headers = spec.get("headers", {})
    return Answer(
        has_body=bool(content),
        body_optional=spec.get("x-body") == "optional",
        json_schema=schemas.get("application/json"),
        text_schema=schemas.get("text/plain"),
        required_headers=tuple(name.lower() for name, item in headers.items() if item.get("required")),
    )


# ---------------------------------------------------------------------------------------------- the contract


class Contract:
    """All operations of the description, ready to check."""

    def __init__(self, path: Path = description.PATH, strict: bool = False) -> None:
        document = description.load(path, strict)
        self.operations = description.operations(document)
        self._candidates: dict[tuple[str, int], list[Compiled]] = {}
        for operation in self.operations:
            compiled = _compile(document, operation)
            self._candidates.setdefault((operation.method, len(compiled.segments)), []).append(compiled)
        for candidates in self._candidates.values():
            candidates.sort(key=lambda item: [segment.startswith("{") for segment in item.segments])
        self._check_answer = functools.lru_cache(maxsize=_REMEMBERED)(_answer_body_problems)
        self._check_body = functools.lru_cache(maxsize=_REMEMBERED)(_request_body_problems)

    def match(self, method: str, raw_path: str) -> Match | None:
        """Return the operation and the decoded path values, or None if there is no such operation."""
        found = self._find(method, raw_path)
        return Match(found[0].operation, found[1]) if found else None

    def check_request(self, method: str, raw_path: str, query: Query, body: bytes | None) -> list[str]:
        """Return what is wrong with a request, empty if nothing is."""
        found = self._find(method, raw_path)
        if found is None:
            return [f"{method} {raw_path}: no such operation"]
        compiled, values = found
        problems = _raw_path_problems(raw_path)
        problems += compiled.path.problems(values, "path")
        problems += _query_problems(compiled, query)
        chosen = next((value for name, value in query if name == compiled.body_parameter), "")
        echo = tuple((name, values[source]) for name, source in compiled.operation.spec.get("x-echo", {}).items())
        problems += self._check_body(_ById(compiled), chosen, echo, bytes(body or b""))
        return problems

    def check_response(
        self, method: str, raw_path: str, status: int, headers: Mapping[str, str], body: bytes | None
    ) -> list[str]:
        """Return what is wrong with an answer, empty if nothing is."""
        found = self._find(method, raw_path)
        if found is None:
            return [f"{method} {raw_path}: no such operation"]
        answers = found[0].answers
        answer = answers.get(str(status)) or answers.get(f"{status // 100}XX")
        if answer is None:
            return [f"status {status}: not declared for {found[0].operation.operation_id}"]
        names = {name.lower(): value for name, value in headers.items()}
        problems = [f"header {name}: missing" for name in answer.required_headers if name not in names]
        problems += _media_problems(answer, names.get("content-type", ""), bool(body))
        problems += self._check_answer(_ById(answer), bytes(body or b""))
        return problems

    def _find(self, method: str, raw_path: str) -> tuple[Compiled, dict[str, str]] | None:
        segments = [_decode(segment) for segment in raw_path.split("/")]
        if "" in segments[1:]:
            return None
        for compiled in self._candidates.get((method.upper(), len(segments)), ()):
            values = compiled.fit(segments)
            if values is not None:
                return compiled, values
        return None


class _ById:
    """Make a compiled object a key of a cache."""

    def __init__(self, target: Any) -> None:
        self.target = target

    def __hash__(self) -> int:
        return id(self.target)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.target is other.target


def _decode(segment: str) -> str:
    """Decode one segment. Bytes that are not UTF-8 become a character that no rule allows."""
    return unquote_to_bytes(segment).decode("utf-8", "replace")


def _raw_path_problems(raw_path: str) -> list[str]:
    """Return the segments with characters that must be percent-encoded."""
    segments = raw_path.split("/")[1:]
    return ["path: not percent-encoded" for segment in segments if not _SEGMENT.fullmatch(segment)][:1]


def _query_problems(compiled: Compiled, query: Query) -> list[str]:
    """Check names and values of the query as one object."""
    values: dict[str, Any] = {}
    problems = []
    for name, value in query:
        if name in values:
            problems.append(f"query/{name}: there twice")
        values[name] = _typed(value, compiled.query_types.get(name, "string"))
    return problems + compiled.query.problems(values, "query")


def _typed(value: str, kind: str) -> Any:
    """Turn the text of a query value into what its schema asks for, or leave it as it is."""
    if kind == "integer" and _INTEGER.fullmatch(value):
        return int(value)
    if kind == "boolean":
        return _BOOLEANS.get(value, value)
    return value


def _request_body_problems(key: _ById, chosen: str, echo: tuple[tuple[str, str], ...], body: bytes) -> tuple[str, ...]:
    """Check the body of a request with the schema that the query chooses."""
    compiled: Compiled = key.target
    schema = compiled.bodies.get(chosen, compiled.body)
    if schema is None:
        return ("body: the operation takes none",) if body else ()
    if not body:
        return ("body: missing",) if compiled.body_required else ()
    try:
        value = parse_json(body.decode("utf-8"))
    except (ContractError, UnicodeDecodeError) as error:
        return (f"body: {error}",)
    problems = schema.problems(value, "body")
    if isinstance(value, dict):
        for rule in compiled.operation.spec.get("x-rules", ()):
            problems += RULES[rule](value)
        problems += [f"body/{name}: differs from the path" for name, want in echo if value.get(name, want) != want]
    return tuple(problems)


def _media_problems(answer: Answer, content_type: str, has_body: bool) -> list[str]:
    """Check the declared type of a body, if a type is declared."""
    media = content_type.partition(";")[0].strip().lower()
    if not has_body or not media or media.endswith(("/json", "+json")):
        return []
    if answer.text_schema is None or not media.startswith("text/"):
        return ["header content-type: not a type of the answer"]
    return []


def _answer_body_problems(key: _ById, body: bytes) -> tuple[str, ...]:
    """Check the body of an answer. Text is taken where the description has text/plain."""
    answer: Answer = key.target
    if not body:
        return ("body: missing",) if answer.has_body and not answer.body_optional else ()
    if not answer.has_body or answer.json_schema is None:
        return ("body: there should be none",)
    try:
        text = body.decode("utf-8")
        return tuple(answer.json_schema.problems(parse_json(text), "body"))
    except (ContractError, UnicodeDecodeError) as error:
        if answer.text_schema is None:
            return (f"body: {error}",)
    return tuple(answer.text_schema.problems(body.decode("utf-8", "replace"), "body"))


# ---------------------------------------------------------------------------------------------- module functions


@functools.cache
def contract(strict: bool = False) -> Contract:
    """Return the contract, loaded once. With strict, what newer definitions require is required."""
    return Contract(strict=strict)


def match(method: str, raw_path: str) -> Match | None:
    """Return the operation and the decoded path values of a request, or None."""
    return contract().match(method, raw_path)


def check_request(method: str, raw_path: str, query: Query, body: bytes | None, strict: bool = False) -> list[str]:
    """Return what is wrong with a request. The query is a list of decoded names and values."""
    return contract(strict).check_request(method, raw_path, query, body)


def check_response(
    method: str, raw_path: str, status: int, headers: Mapping[str, str], body: bytes | None
) -> list[str]:
    """Return what is wrong with an answer."""
    return contract().check_response(method, raw_path, status, headers, body)
