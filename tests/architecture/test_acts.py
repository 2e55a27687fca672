"""Acts are acts: operations look up through queries, never commit; every job is heard of."""

import ast

from tests.architecture.house import FEATURES, ROOT, name_of, sources, tree_of

WAYS_IN = ("views", "jobs", "commands", "demo")


def _calls(among: str, names: set[str]) -> list[str]:
    """Where SQLAlchemy is asked for one of these in the features' modules of a kind."""
    files = [file for file in sources(*FEATURES) if among in {file.stem, file.parent.name}]
    assert files
    return [
        f"{name_of(file)}:{node.lineno}"
        for file in files
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and _spoken(node.func) & names
    ]


def _spoken(function: ast.expr) -> set[str]:
    """A function as it is called: "session.add", "sa.select", "select"."""
    match function:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return {f"{owner}.{name}"}
        case ast.Name(id=name):
            return {name}
    return set()


def test_operations_select_through_queries():
    """So that what somebody may see is said in one place: `visible_to` in queries."""
    assert _calls("operations", {"select", "sa.select"}) == []


def test_queries_write_nothing():
    writing = {"session.add", "session.add_all", "session.delete", "session.merge", "session.flush"}
    writing |= {f"{where}{act}" for where in ("", "sa.") for act in ("insert", "update", "delete")}
    assert _calls("queries", writing) == []


def test_only_the_database_commits():
    callers = [
        name_of(file)
        for file in sources()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and "session.commit" in _spoken(node.func)
    ]
    assert callers == ["kernel/database.py"]


def test_wsgi_knows_every_way_in():
    """A job that is not imported hears of nothing, and nobody notices."""
    imported = {
        alias.name
        for node in ast.walk(tree_of(ROOT / "wsgi.py"))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    there = {
        f"{feature}.{name}"
        for feature in FEATURES
        for name in WAYS_IN
        if (ROOT / feature / f"{name}.py").exists() or (ROOT / feature / name).is_dir()
    }
    assert "directory.jobs" in there
    assert there - imported == set()
