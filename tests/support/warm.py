"""What each site of the tests is a copy of: all is imported, addresses are read, and templates are compiled."""

import tempfile
from contextlib import suppress
from pathlib import Path

import gunicorn.app.wsgiapp
import gunicorn.workers.gthread  # noqa: F401 - so that no site has to import it
from flask import Flask
from jinja2 import TemplateNotFound

import wsgi
from config import Settings
from tests.support.compiled import COMPILED, MapOnce, RuleOnce
from tests.support.databases import close

Flask.url_rule_class, Flask.url_map_class = RuleOnce, MapOnce
PAGES = (".html", ".jinja", ".txt")


def create_app() -> Flask:
    """The application of a site, as `wsgi` makes it, with what was compiled."""
    made = wsgi.create_app()
    made.jinja_env.bytecode_cache = COMPILED
    return made


def _compile_everything() -> None:
    """Read every address and compile every template, once for all sites."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'none.sqlite'}"
        made = wsgi.create_app(Settings(Path(folder), database, "http://localhost", is_demo=True))
        made.jinja_env.bytecode_cache = COMPILED
        for name in made.jinja_env.list_templates():
            if name.endswith(PAGES):
                with suppress(TemplateNotFound):  # of the design system's own, which nobody uses
                    made.jinja_env.get_template(name)
        close(made)


_compile_everything()
