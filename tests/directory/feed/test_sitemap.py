from datetime import UTC, datetime
from xml.etree import ElementTree

from directory.feed.sitemap import MOST, SitePage, index_of, site_map

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def read(pieces):
    return ElementTree.fromstring("".join(pieces))  # noqa: S314 - our own file


def test_every_page_is_named_with_its_last_change():
    pages = [
        SitePage("https://d.example/listings/1?a=1&b=2", datetime(2026, 3, 1, tzinfo=UTC)),
        SitePage("https://d.example/"),
    ]
    tree = read(site_map(pages))
    assert [loc.text for loc in tree.iterfind("s:url/s:loc", NAMES)] == [page.url for page in pages]
    assert tree.findtext("s:url/s:lastmod", namespaces=NAMES) == "2026-03-01T00:00:00.000Z"


def test_a_file_names_fifty_thousand_pages_at_most():
    pages = (SitePage(f"https://d.example/{number}") for number in range(MOST + 10))
    assert sum(piece.startswith("<url>") for piece in site_map(pages)) == MOST


def test_several_files_are_named_in_one():
    tree = read(index_of(["https://d.example/sitemap-1.xml"]))
    assert tree.findtext("s:sitemap/s:loc", namespaces=NAMES) == "https://d.example/sitemap-1.xml"
