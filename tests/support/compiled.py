"""What is compiled once for a run: every test has a database and an application, and all have the same
statements, templates and addresses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import ClassVar

import sqlalchemy as sa
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

MOST_STATEMENTS = 20_000


def compile_statements_once() -> None:
    """Let every engine of this process find what another has compiled for the same kind of database.

    SQLAlchemy looks a statement up by its dialect, of which each engine has one of its own. So dialects of
    one class are made equal, and engines share what they keep. It offers neither as a setting: hence the
    ignored types, which say only that a method is replaced and that the shared cache has looser types.
    """
    kept: LRUCache[object, object] = LRUCache(MOST_STATEMENTS)

    def share(engine: sa.Engine) -> None:
        engine._compiled_cache = kept  # type: ignore[assignment]

    DefaultDialect.engine_created = staticmethod(share)  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign, assignment]
    DefaultDialect.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign, assignment]


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates in the memory of this process, by name and by what was written in them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledOnce()


@dataclass(frozen=True)
class _Read:
    """What a rule says: its parts, how an address is put together, and its converters by name."""

    parts: tuple[RulePart, ...]
    trace: tuple[tuple[bool, str], ...]
    converters: Mapping[str, BaseConverter]


class RuleOnce(Rule):
    """A rule that is read, and whose function for building addresses is compiled, once for a run.

    Both go by the rule's own words and defaults; no converter asks the map that it was made for.
    """

    _read: ClassVar[dict[str, _Read]] = {}
    _kept: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        if rule in self._read:
            self._trace.extend(self._read[rule].trace)
            self._converters.update(self._read[rule].converters)
            self.arguments.update(self._read[rule].converters)
        else:
            begun = len(self._trace)
            parts = tuple(super()._parse_rule(rule))
            self._read[rule] = _Read(parts, tuple(self._trace[begun:]), dict(self._converters))
        return self._read[rule].parts

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple((self.defaults or {}).items())
        key = (self.rule, self.subdomain, self.host, defaults, append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]
