import gzip

import pytest
from flask import Flask

from kernel.errors import NotFound
from web import static_files


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "app.css").write_text("p { color: red }\n" * 100)
    (tmp_path / "in" / "map.js").write_text("1")
    (tmp_path / "secret.txt").write_text("is in the folder, so it is not secret")
    return tmp_path


@pytest.fixture
def static(folder):
    return static_files.read(folder, made={"brand.css": ":root {}"})


@pytest.fixture
def visitor(static):
    app = Flask("static", static_folder=None)
    static_files.install(app, static)
    app.register_error_handler(NotFound, lambda refusal: ("", 404))
    return app.test_client()


def test_a_file_has_an_address_that_changes_when_any_file_does(folder, static):
    assert static.address("in/map.js") == f"/static/{static.digest}/in/map.js"
    (folder / "app.css").write_text("changed")
    assert static_files.read(folder, made={}).digest != static.digest


def test_the_digest_is_the_same_for_the_same_files(folder, static):
    assert static_files.read(folder, made={"brand.css": ":root {}"}).digest == static.digest
    assert static_files.read(folder, made={"brand.css": ":root{}"}).digest != static.digest


def test_a_misspelt_file_is_an_error_and_not_an_address(static):
    with pytest.raises(KeyError, match=r"static/ap\.css"):
        static.address("ap.css")


def test_a_file_may_be_kept_for_a_year(visitor, static):
    answer = visitor.get(static.address("in/map.js"))
    assert answer.data == b"1"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"


def test_a_page_of_the_release_before_gets_the_file_of_today_but_may_not_keep_it(visitor):
    answer = visitor.get("/static/0123456789ab/brand.css")
    assert (answer.data, answer.headers["Cache-Control"]) == (b":root {}", "no-cache")


def test_a_long_text_is_sent_packed_to_those_who_can_open_it(visitor, static):
    packed = visitor.get(static.address("app.css"), headers={"Accept-Encoding": "br, gzip"})
    plain = visitor.get(static.address("app.css"), headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["none.css", "../wsgi.py", "%2e%2e/wsgi.py", "in", "in/"])
def test_nothing_but_the_files_is_served(visitor, static, name):
    assert visitor.get(f"/static/{static.digest}/{name}").status_code in {404, 308}
