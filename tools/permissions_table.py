"""Writes docs/permissions.md: who may do what, and who may use which address, read from the code.

Run it as `python -m tools.permissions_table`, or `make fix`.
"""

import ast
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from flask import Flask

from config import Settings
from kernel.access import Permission
from wsgi import create_app

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what

Made by `make fix` from each feature's `permissions.py` and from the routes; a test keeps it fresh.
What somebody may do in one organisation says nothing of another: rows are guarded as well
(`visible_to` in each feature's `queries.py`).
"""
FUNCTIONS = """These refuse at once, whatever they are asked about, whoever does not hold the permission. Every
other function finds its records among those that the actor may see.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## Acts", _acts(_permissions()), "## Addresses", _addresses(_app()),
             "## Functions", FUNCTIONS, _functions()]  # fmt: skip
    return "\n".join(part.strip() + "\n" for part in parts)


def _permissions() -> list[Permission]:
    modules = [
        import_module(f"{file.parent.name}.permissions")
        for file in sorted(ROOT.glob("*/permissions.py"))
    ]
    found = {
        value.name: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Permission)
    }
    return [found[name] for name in sorted(found)]


def _acts(permissions: Iterable[Permission]) -> str:
    rows = [
        (f"`{one.name}`", one.says, ", ".join(sorted(role.label for role in one.roles)))
        for one in permissions
    ]
    return _table(("Permission", "What it allows", "Roles"), rows)


def _addresses(app: Flask) -> str:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    rows = []
    for rule in rules:
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if access is not None:
            methods = " ".join(sorted((rule.methods or set()) & {"GET", "POST"}))
            says = f"`{access.says}`" if access.permission else access.says
            rows.append((f"`{rule.rule}`", methods, says))
    return _table(("Address", "Ways", "Who"), rows)


def _functions() -> str:
    """The operations and queries that ask for a permission, themselves or by what they call."""
    places = [
        file
        for kind in ("operations", "queries")
        for pattern in (f"*/{kind}.py", f"*/{kind}/*.py")
        for file in ROOT.glob(pattern)
        if (ROOT / file.relative_to(ROOT).parts[0] / "permissions.py").exists()
    ]
    rows = [row for file in sorted(places) for row in _asking(file)]
    return _table(("Function", "Permission"), rows)


def _asking(file: Path) -> Iterator[tuple[str, str]]:
    parts = file.relative_to(ROOT).with_suffix("").parts
    module = ".".join(part for part in parts if part != "__init__")
    own = import_module(f"{parts[0]}.permissions")
    functions = {
        node.name: node
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }
    for name, function in functions.items():
        wanted = "" if name.startswith("_") else _wanted(function, functions)
        if wanted:
            yield f"`{module}.{name}`", f"`{getattr(own, wanted).name}`"


def _wanted(function: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef]) -> str:
    """Which permission a function asks for; a private one of its module may ask for it."""
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="actor"), attr="must"),
                args=[ast.Attribute(attr=name)],
            ):
                return name
            case ast.Call(func=ast.Name(id=name)) if name.startswith("_") and name in functions:
                others = {one: node for one, node in functions.items() if one != name}
                if wanted := _wanted(functions[name], others):
                    return wanted
    return ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _app() -> Flask:
    """The application as a fresh installation would have it, on a database that is never opened."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        return create_app(
            Settings(
                data=data,
                database_url=f"sqlite:///{data / 'none.sqlite'}",
                address="http://localhost",
                secret_key="-" * 40,
                audit_key="-" * 40,
                is_demo=True,
            )
        )


if __name__ == "__main__":
    PAGE.write_text(page())
