"""Squares that phones scan, and PDFs made of our own files only."""

import pytest

from web import paper

PAGE = '<html lang="en"><head><title>T</title>{}</head><body><h1>Hello</h1></body></html>'


def test_a_square_is_as_wide_as_its_parts():
    size, path = paper.square_of("http://localhost/menu/abc")
    corners = [part.split("h")[0].split() for part in path.split("M")[1:]]
    assert all(2 <= int(x) < size - 2 and 2 <= int(y) < size - 2 for x, y in corners)
    assert set(path) <= set("M0123456789 hv-1z")


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example/x.css", "file:///etc/passwd", "http://paper/static/d/../../config.py",
     "http://paper/etc/passwd", "http://paper/"],
)  # fmt: skip
def test_a_pdf_fetches_nothing_but_our_own_files(url):
    with pytest.raises(ValueError, match="our own files"):
        paper.own_file(url)


def test_a_stylesheet_of_ours_is_found_whatever_the_digest():
    body, media_type = paper.own_file("http://paper/static/abc123/paper.css")
    assert (b"@page" in body, media_type) == (True, "text/css")
