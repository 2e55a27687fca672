"""Every guard of the program: where it is, and how the file reads without it. Found, not listed.

A guard is what says who may use a route, `actor.must(…)`, `actor.may(…)`, a policy that takes an actor,
a refusal that looks at the actor, and each condition of a query that does.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import FEATURES, name_of, sources, tree_of

ACTOR = "actor"
LETS_ANYONE = '__import__("web.access").access.anyone'
LETS_ALL = '__import__("sqlalchemy").true()'
HIDING = ("NotFound", "NotAllowed")


@dataclass(frozen=True)
class Guard:
    """A guard, and the words that stand in its place when it is taken away."""

    file: Path
    kind: str
    node: ast.expr | ast.stmt
    instead: str

    def __str__(self) -> str:
        words = " ".join(ast.unparse(self.node).split())
        return f"{name_of(self.file)}:{self.node.lineno} {self.kind}: {words}"

    def taken_out(self) -> str:
        """The file without it."""
        lines = self.file.read_bytes().splitlines(keepends=True)
        first, last = self.node.lineno - 1, (self.node.end_lineno or 0) - 1
        before = b"".join(lines[:first]) + lines[first][: self.node.col_offset]
        after = lines[last][self.node.end_col_offset :] + b"".join(lines[last + 1 :])
        return (before + self.instead.encode() + after).decode()


def guards() -> list[Guard]:
    """All of them, in the order of the files."""
    return [guard for file in sources(*FEATURES) for guard in _in_file(file)]


def _in_file(file: Path) -> Iterator[Guard]:
    for node in ast.walk(tree_of(file)):
        match node:
            case ast.Call(func=ast.Attribute(attr="route")):
                yield from _of_route(file, node)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="must"))):
                yield Guard(file, "must", node, "pass")
            case ast.Call(func=ast.Attribute(attr="may", value=who)) if _speaks_of(who, {ACTOR}):
                yield Guard(file, "may", node, "True")
            case ast.FunctionDef() if _takes_actor(node):
                yield from _of_function(file, node)


def _of_route(file: Path, route: ast.Call) -> Iterator[Guard]:
    for said in route.keywords:
        is_open = isinstance(said.value, ast.Name) and said.value.id == "anyone"
        if said.arg == "access" and not is_open:
            yield Guard(file, "access", said.value, LETS_ANYONE)


def _takes_actor(function: ast.FunctionDef) -> bool:
    return ACTOR in {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}


def _of_function(file: Path, function: ast.FunctionDef) -> Iterator[Guard]:
    """Policies, refusals and conditions of a function that knows who asks."""
    told = _told_by_actor(function)
    is_policy = file.stem == "permissions"
    is_query = "queries" in {file.stem, file.parent.name}
    for node in ast.walk(function):
        match node:
            case ast.Return(value=ast.expr() as value) if is_policy and not _is_said(value):
                yield Guard(file, "policy", value, "True")
            case ast.If(test=test, body=[ast.Raise() as refusal], orelse=[]) if _refuses(
                test, refusal, told
            ):
                yield Guard(file, "refusal", test, "False")
            case ast.Call(func=ast.Attribute(attr="where"), args=args) if is_query:
                for one in args:
                    if _guards(one, told):
                        yield Guard(file, "filter", one, LETS_ALL)
            case ast.comprehension(ifs=ifs):
                for one in ifs:
                    if _guards(one, told):
                        yield Guard(file, "filter", one, "True")


def _guards(test: ast.expr, told: set[str]) -> bool:
    """Whether a condition looks at the actor itself; what `may` answers is a guard already."""
    return _speaks_of(test, told) and ".may(" not in ast.unparse(test)


def _refuses(test: ast.expr, refusal: ast.Raise, told: set[str]) -> bool:
    """Whether somebody is refused for who they are, or for what is theirs."""
    if not _guards(test, told):
        return False
    is_missing = isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is)
    hides = ast.unparse(refusal.exc).startswith(HIDING) if refusal.exc else False
    return _speaks_of(test, {ACTOR}) or (hides and not is_missing)


def _is_said(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant)


def _told_by_actor(function: ast.FunctionDef) -> set[str]:
    """The actor, and the names for what is worked out from it."""
    told = {ACTOR}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _speaks_of(node.value, {ACTOR}):
            told |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    return told


def _speaks_of(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))
