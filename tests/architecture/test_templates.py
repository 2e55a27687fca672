"""Templates show and decide nothing: read from their syntax trees, so that nothing hides in a branch."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import nodes

from tests.architecture.house import PACKAGES, ROOT, sources, texts_in
from web.errors import KNOWN_PAGES

FOLDER = ROOT / "templates"
NAMES = sorted(
    file.relative_to(FOLDER).as_posix()
    for file in FOLDER.rglob("*")
    if file.suffix in {".html", ".txt", ".jinja", ".xml"}
)
SHARED = ("layouts/", "components/", "email/", "pdf/", "errors/")
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(\ssrc=|ld\+json))""", re.I)
EVENT = re.compile(r"on[a-z]+")
REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@pytest.fixture
def trees(app) -> dict[str, nodes.Template]:
    """The syntax tree of every template of ours."""
    return {name: app.jinja_env.parse((FOLDER / name).read_text(), name) for name in NAMES}


def test_there_are_templates(trees):
    assert len(trees) > 20


def test_every_template_compiles(app):
    for name in NAMES:
        app.jinja_env.get_template(name)


def test_nothing_switches_escaping_off(trees):
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        for node in tree.find_all(
            (
                nodes.Filter,
                nodes.MarkSafe,
                nodes.MarkSafeIfAutoescape,
                nodes.ScopedEvalContextModifier,
            )
        )
        if not isinstance(node, nodes.Filter) or node.name in {"safe", "forceescape"}
    ]
    assert wrong == []


def test_no_style_or_script_is_written_into_a_page(trees):
    texts = [
        (f"{name}:{node.lineno}", node.data)
        for name, tree in trees.items()
        if not name.startswith(("email/", "pdf/"))
        for node in tree.find_all(nodes.TemplateData)
    ]
    assert [place for place, text in texts if INLINE.search(text)] == []


def test_no_macro_is_given_style_or_handlers_as_attributes(trees):
    wrong = [
        f"{name}:{pair.lineno} {key}"
        for name, tree in trees.items()
        for pair, key in _pairs(tree)
        if key == "style" or EVENT.fullmatch(key)
    ]
    assert wrong == []


def test_html_for_a_macro_was_written_in_the_same_template(trees):
    """`"html": x` is not escaped by the macro: x must come from a set block, where escaping applies."""
    wrong = [
        f"{name}:{pair.lineno}"
        for name, tree in trees.items()
        for pair, key in _pairs(tree)
        if key.lower().endswith("html") and not _is_from_set_block(pair.value, tree)
    ]
    assert wrong == []


def test_no_template_asks_whether_a_name_is_there(trees):
    """A view passes every name: `is defined` would hide a misspelt one."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        if not name.startswith(SHARED)
        for node in tree.find_all(nodes.Test)
        if node.name in {"defined", "undefined"}
    ]
    assert wrong == []


def test_every_template_is_used(trees):
    named = {text for file in sources(*PACKAGES, "wsgi.py") for text in texts_in(file)}
    named |= {target for tree in trees.values() for target in _targets(tree)}
    named |= {f"errors/{status}.html" for status in KNOWN_PAGES}
    unused = [name for name in trees if name not in named and _letter(name) not in named]
    assert unused == []


def test_every_page_is_called_after_its_view(app, trees):
    """`directory.show` draws directory/show.html; a piece of a page begins with an underscore."""
    endpoints = {endpoint.replace(".", "/") for endpoint in app.view_functions}
    wrong = [
        name
        for name in trees
        if not name.startswith(SHARED)
        and not name.rpartition("/")[2].startswith("_")
        and name.partition(".")[0] not in endpoints
    ]
    assert wrong == []


def test_every_known_refusal_has_a_page(trees):
    assert {f"errors/{status}.html" for status in KNOWN_PAGES} <= set(trees)


def test_every_letter_begins_with_its_subject():
    letters = [name for name in NAMES if name.startswith("email/") and "/_" not in name]
    assert letters
    assert [
        name for name in letters if not (FOLDER / name).read_text().lstrip().splitlines()[0].strip()
    ] == []


def _pairs(tree: nodes.Template) -> Iterator[tuple[nodes.Pair | nodes.Keyword, str]]:
    """What is given by name to a macro, in a table or as a keyword."""
    for pair in tree.find_all(nodes.Pair):
        if isinstance(pair.key, nodes.Const) and isinstance(pair.key.value, str):
            yield pair, pair.key.value
    for keyword in tree.find_all(nodes.Keyword):
        yield keyword, keyword.key


def _is_from_set_block(value: nodes.Expr, tree: nodes.Template) -> bool:
    if isinstance(value, nodes.Call) and isinstance(value.node, nodes.Name):
        return value.node.name == "caller"  # what a {% call %} block holds was escaped there
    blocks = {block.target.name for block in tree.find_all(nodes.AssignBlock)}
    return isinstance(value, nodes.Name) and value.name in blocks


def _targets(tree: nodes.Template) -> Iterator[str]:
    """The templates that a template extends, includes or imports."""
    for node in tree.find_all(REFERRING):
        yield from (one.value for one in node.template.find_all(nodes.Const))
        if isinstance(node.template, nodes.Const):
            yield node.template.value


def _letter(name: str) -> str:
    """email/directory/confirm.txt is the letter "directory/confirm"."""
    if not name.startswith("email/"):
        return name
    return name.removeprefix("email/").partition(".")[0].removesuffix("_enclosed")
