"""Check requests against Discord's own OpenAPI document, where that is present.

Validators are made once for each operation. Some keywords are replaced for speed and for clear
words: ``$ref`` is looked up in the document, a ``oneOf`` whose branches are told apart by a
constant ``type`` goes straight to the branch that is meant, and one of constants is a list.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tests.loopback.error import Violation

DOCUMENT = Path(__file__).parents[2].parent / "shared" / "discord" / "openapi.json"
Schema = dict[str, Any]
KINDS = Draft202012Validator.TYPE_CHECKER
# discord.py's aliases, and what stands in the document under another name or not at all.
ALIASES = {"/oauth2/applications/@me": "/applications/@me"}


class OpenApi:
    """Discord's document, ready to check requests."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._validator = extend(
            Draft202012Validator,
            {"$ref": self._follow, "oneOf": self._one_of, "anyOf": self._any_of},
        )
        self._branches: dict[int, dict[Any, Schema]] = {}
        self._operations: dict[tuple[str, str], Operation | None] = {}

    @classmethod
    @functools.cache
    def load(cls) -> OpenApi | None:
        """Read the document; None where it is absent."""
        return cls(json.loads(DOCUMENT.read_text())) if DOCUMENT.exists() else None

    def operation(self, method: str, path: str) -> Operation | None:
        """Return an operation by its path with parameters in braces; None if unknown."""
        key = (method, path)
        if key not in self._operations:
            item = self._document["paths"].get(ALIASES.get(path, path), {})
            spec = item.get(method.lower())
            parameters = [*item.get("parameters", ()), *(spec or {}).get("parameters", ())]
            self._operations[key] = spec and Operation(self, spec, parameters)
        return self._operations[key]

    def validator(self, schema: Schema) -> Any:
        """Return a validator for a schema of this document."""
        return self._validator(schema)

    def resolve(self, schema: Schema) -> Schema:
        """Follow a reference, if it is one."""
        while "$ref" in schema:
            schema = self._at(schema["$ref"])
        return schema

    @functools.cache  # noqa: B019 - one document lives as long as the process
    def _at(self, ref: str) -> Schema:
        node = self._document
        for step in ref.removeprefix("#/").split("/"):
            node = node[step]
        return node

    def _follow(self, validator: Any, ref: str, instance: Any, _: Schema) -> Iterator[Any]:
        yield from validator.descend(instance, self._at(ref))

    def _one_of(
        self, validator: Any, branches: list[Schema], instance: Any, schema: Schema
    ) -> Iterator[Any]:
        if isinstance(instance, dict) and (by_type := self._by_type(branches)):
            yield from self._of_type(validator, by_type, instance)
            return
        if all("const" in branch for branch in branches):
            if instance not in [branch["const"] for branch in branches]:
                yield ValidationError(f"{instance!r} is none of the values of {schema.get('type')}")
            return
        chosen = [branch for branch in branches if self._fits(branch, instance)]
        if len(chosen) == 1:
            yield from validator.descend(instance, chosen[0])
        else:
            yield from Draft202012Validator.VALIDATORS["oneOf"](
                validator, branches, instance, schema
            )

    def _any_of(
        self, validator: Any, branches: list[Schema], instance: Any, schema: Schema
    ) -> Iterator[Any]:
        if isinstance(instance, dict) and (by_type := self._by_type(branches)):
            yield from self._of_type(validator, by_type, instance)
            return
        yield from Draft202012Validator.VALIDATORS["anyOf"](validator, branches, instance, schema)

    @staticmethod
    def _of_type(validator: Any, by_type: dict[Any, Schema], instance: Schema) -> Iterator[Any]:
        branch = by_type.get(instance.get("type"))
        if branch is None:
            yield ValidationError(f"type {instance.get('type')!r} is not allowed here")
        else:
            yield from validator.descend(instance, branch)

    def _by_type(self, branches: list[Schema]) -> dict[Any, Schema]:
        if id(branches) not in self._branches:
            found = {}
            for branch in map(self.resolve, branches):
                values = branch.get("properties", {}).get("type", {}).get("enum", ())
                found |= dict.fromkeys(values, branch)
            complete = len(found) >= sum(branch != {"type": "null"} for branch in branches)
            self._branches[id(branches)] = found if complete else {}
        return self._branches[id(branches)]

    def _fits(self, branch: Schema, instance: Any) -> bool:
        wanted = self.resolve(branch).get("type")
        kinds = wanted if isinstance(wanted, list) else [wanted]
        return wanted is None or any(KINDS.is_type(instance, kind) for kind in kinds)


class Operation:
    """One method on one path: its parameters and its JSON body."""

    def __init__(self, api: OpenApi, spec: Schema, parameters: list[Schema]) -> None:
        self._parameters = {
            (parameter["in"], parameter["name"]): (
                api.resolve(parameter["schema"]),
                api.validator(parameter["schema"]),
            )
            for parameter in map(api.resolve, parameters)
        }
        body = spec.get("requestBody", {}).get("content", {}).get("application/json")
        self._body = api.validator(body["schema"]) if body else None
        self._answer = self._answer_validator(api, spec)

    @staticmethod
    def _answer_validator(api: OpenApi, spec: Schema) -> Any:
        good = next(
            (spec["responses"][code] for code in ("200", "201") if code in spec["responses"]), {}
        )
        content = api.resolve(good).get("content", {}).get("application/json")
        return api.validator(content["schema"]) if content else None

    def check(
        self, path: Mapping[str, str], query: Mapping[str, str], body: Any
    ) -> list[Violation]:
        """Return what is wrong with a request; ``body`` is None where there is none."""
        found = [*self._check_parameters("path", path), *self._check_parameters("query", query)]
        if self._body and body is not None:
            found += [
                Violation(tuple(e.absolute_path), e.message) for e in self._body.iter_errors(body)
            ]
        return found

    def check_answer(self, body: Any) -> list[Violation]:
        """Return what is wrong with an answer of ours."""
        if not self._answer:
            return []
        return [
            Violation(tuple(e.absolute_path), e.message) for e in self._answer.iter_errors(body)
        ]

    def _check_parameters(self, where: str, given: Mapping[str, str]) -> Iterator[Violation]:
        for name, text in given.items():
            known = self._parameters.get((where, name))
            if known is None:
                if where == "query":
                    yield Violation((where, name), "is no parameter of this request")
                continue
            schema, validator = known
            for error in validator.iter_errors(_typed(text, schema)):
                yield Violation((where, name), error.message)


def _typed(text: str, schema: Schema) -> Any:
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if schema.get("type") == "boolean" and text.lower() in ("true", "false", "1", "0"):
        return text.lower() in ("true", "1")
    return text
