"""What is compiled once for a run: every test has a database and an application, and all have the same
statements, templates and addresses.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any, ClassVar

import sqlalchemy as sa
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher
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


class MapOnce(Map):
    """The addresses of an application: one that has the same as another shares what was made of them.

    A rule is only noted until somebody looks an address up.
    """

    _kept: ClassVar[dict[object, tuple[StateMachineMatcher, dict[Any, list[Rule]]]]] = {}

    def __init__(self, *given: Any, **named: Any) -> None:
        self._noted: list[Rule] = []
        self._are_all_read = False
        super().__init__(*given, **named)

    def add(self, rulefactory: RuleFactory) -> None:
        """Note a rule."""
        assert not self._are_all_read, "An address was added after the first one was looked up."
        self._noted.extend(rulefactory.get_rules(self))

    def update(self) -> None:
        """Whoever looks an address up comes here first: read what was noted, or take what another made."""
        if not self._are_all_read:
            self._are_all_read = True
            words = tuple(map(_words_of, self._noted))
            if words not in self._kept:
                for rule in self._noted:
                    super().add(rule)
                self._kept[words] = self._matcher, self._rules_by_endpoint
            self._matcher, self._rules_by_endpoint = self._kept[words]
        super().update()


def _words_of(rule: Rule) -> tuple[object, ...]:
    """All that makes a rule another rule."""
    methods = frozenset(rule.methods or ())
    defaults = tuple((rule.defaults or {}).items())
    return rule.rule, rule.endpoint, methods, defaults, rule.subdomain, rule.build_only, rule.host
