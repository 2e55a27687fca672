"""The site map: every page that search engines may keep (sitemaps.org 0.9), a file of 50,000 at most."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from directory.feed.shapes import moment

MEDIA_TYPE = "application/xml"
MOST = 50_000
_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class SitePage:
    """One page: its full address, and when it last changed."""

    url: str
    changed_at: datetime | None = None


def site_map(pages: Iterable[SitePage]) -> Iterator[str]:
    """The file, piece by piece; what comes after the first 50,000 pages is left to another file."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_XMLNS}">\n'
    for page in islice(pages, MOST):
        yield f"<url><loc>{escape(page.url)}</loc>{_changed(page)}</url>\n"
    yield "</urlset>\n"


def index_of(urls: Iterable[str]) -> Iterator[str]:
    """The list of site maps, for a directory of more than 50,000 pages."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_XMLNS}">\n'
    for url in islice(urls, MOST):
        yield f"<sitemap><loc>{escape(url)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _changed(page: SitePage) -> str:
    return f"<lastmod>{moment(page.changed_at)}</lastmod>" if page.changed_at else ""
