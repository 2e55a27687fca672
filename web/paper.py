"""Pages as PDF, where the machine has what that needs (Pango); and the squares that phones scan."""

import mimetypes
from typing import Any
from urllib.parse import urlsplit

import segno

from web.templating import ROOT

STATIC = ROOT / "static"
QUIET_ZONE = 2


def pdf_of(html: str) -> bytes | None:
    """A page of layouts/print.html as PDF/UA, or None where Pango is missing."""
    try:
        import weasyprint
    except OSError:  # a library of the system is missing
        return None
    document = weasyprint.HTML(string=html, base_url="http://paper/", url_fetcher=_fetcher())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _fetcher() -> Any:
    """What gives WeasyPrint our own files. Without it, it would ask the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            body, media_type = own_file(url)
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    return OwnFiles()


def own_file(url: str) -> tuple[bytes, str]:
    """A stylesheet or picture of ours and its media type. Raises ValueError for anything else."""
    static, _, rest = urlsplit(url).path.lstrip("/").partition("/")
    file = STATIC.joinpath(rest.partition("/")[2]).resolve()
    if static != "static" or not file.is_relative_to(STATIC) or not file.is_file():
        raise ValueError("A PDF is made of our own files only.")
    return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def square_of(address: str) -> tuple[int, str]:
    """The square to scan for an address: its width in modules, and its black parts as an SVG path."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    black = [
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    ]
    return len(rows) + 2 * QUIET_ZONE, "".join(black)
