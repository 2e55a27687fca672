"""Pages that only say something: home, about, accessibility, privacy; the directory on paper."""

from uuid import UUID

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import queries as accounts
from directory import shown
from directory.feed import sitemap
from directory.queries import finding, pages
from directory.views.feature import feature
from directory.vocabulary import Domain
from web.access import anyone
from web.request import db, extension, london_day, now, wiring

FIXED = ("/", "/about", "/accessibility", "/privacy", "/attribution", "/open-data", "/register")
NOT_FOR_ROBOTS = (
    "/search", "/suggest", "/nearest", "/pinboard", "/menu/", "/register/", "/keep/", "/sign-in",
    "/your-listings", "/desk",
)  # fmt: skip
ABOUT_DOMAINS = {
    Domain.PHYSICAL_ACTIVITY: "Walks, swimming, dancing, gardening",
    Domain.HEALTHY_EATING: "Cook together, eat together",
    Domain.ARTS_FOR_HEALTH: "Singing, knitting, painting, making",
    Domain.BEFRIENDING: "A cup of tea, a visit, a phone call",
    Domain.WELFARE_RIGHTS: "Help with forms, bills and debt",
    Domain.VOLUNTEERING: "Give a hand and meet people",
}


@feature.route("/", access=anyone)
def home() -> str:
    counts = finding.counts_by_domain(now=now()) or {}
    kinds = [
        {
            "href": url_for("directory.search", domain=domain.value),
            "words": domain.words,
            "about": about,
            "count": counts.get(domain),
        }
        for domain, about in ABOUT_DOMAINS.items()
    ]
    total = pages.count_of_listings(db())
    return render_template("directory/home.html", kinds=kinds, total=total)


@feature.route("/about", access=anyone)
def about() -> str:
    return render_template("directory/about.html", areas=accounts.areas(db()))


@feature.route("/accessibility", access=anyone)
def accessibility() -> str:
    return render_template("directory/accessibility.html")


@feature.route("/privacy", access=anyone)
def privacy() -> str:
    return render_template(
        "directory/privacy.html",
        areas=accounts.areas(db()),
        has_tiles=bool(extension("petunias_settings").tiles),
    )


@feature.route("/attribution", access=anyone)
def attribution() -> str:
    return render_template(
        "directory/attribution.html", tiles_credit=extension("petunias_settings").tiles_credit
    )


@feature.route("/print", access=anyone)
def print_directory() -> str:
    """The directory of one locality, to print; without a choice, the choice."""
    page = pages.printed_directory(
        db(),
        locality_id=_uuid(request.args.get("locality", "")),
        domain=_domain(request.args.get("domain", "")),
        today=london_day(),
    )
    if not page.is_chosen:
        return render_template("directory/_print_choice.html", page=page, domains=tuple(Domain))
    return render_template("directory/print_directory.html", page=page, address=wiring().address)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _domain(text: str) -> Domain | None:
    return next((domain for domain in Domain if domain.value == text), None)


@feature.route("/robots.txt", access=anyone)
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {wiring().address}/sitemap.xml", ""]
    return _text("\n".join(lines), "text/plain; charset=utf-8")


@feature.route("/sitemap.xml", access=anyone)
def site_map() -> Response:
    """Every page for search engines; of a large directory, the list of its parts."""
    address = wiring().address
    part = request.args.get("part", "")
    parts = -(-pages.count_of_listings(db()) // (sitemap.MOST - len(FIXED)))
    if not part.isdecimal() and parts > 1:
        urls = [f"{address}/sitemap.xml?part={number}" for number in range(1, parts + 1)]
        return _text("".join(sitemap.index_of(urls)), sitemap.MEDIA_TYPE)
    number = min(max(int(part), 1), max(parts, 1)) if part.isdecimal() else 1
    return _text("".join(sitemap.site_map(_site_pages(number))), sitemap.MEDIA_TYPE)


def _site_pages(part: int) -> list[sitemap.SitePage]:
    address = wiring().address
    fixed = [sitemap.SitePage(address + path) for path in FIXED] if part == 1 else []
    changed = pages.changed_listings(db(), part=part, size=sitemap.MOST - len(FIXED))
    return fixed + [
        sitemap.SitePage(address + shown.address_of(listing_id), at) for listing_id, at in changed
    ]


def _text(text: str, media_type: str) -> Response:
    answer = make_response(text)
    answer.content_type = media_type
    return answer
