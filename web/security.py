"""The headers on every answer, and the refusal of requests that another site made.

No inline script or style is allowed anywhere (reliability.md 3.10).
"""

from flask import Flask, make_response, request
from werkzeug.wrappers import Response

from kernel.errors import NotAllowed
from web.request import actor, is_for_everybody, wiring

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OPEN_DATA = ("/api/", "/data/")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def install(app: Flask, *, tile_host: str = "") -> None:
    """Guard every request and answer. `tile_host` is where map pictures come from, if anywhere."""
    policy = dict(POLICY)
    if tile_host:
        policy["img-src"] += f" {tile_host}"
    content_policy = "; ".join(f"{name} {value}" for name, value in policy.items())

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method in UNSAFE and not _is_from_here():
            raise NotAllowed("This came from another web site. Open the page here and try again.")

    @app.after_request
    def add_headers(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = content_policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = (
            "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
        _say_who_may_keep_it(answer)
        if wiring().is_production:
            answer.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return answer


def _say_who_may_keep_it(answer: Response) -> None:
    if request.path.startswith(OPEN_DATA):
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if is_for_everybody():
        return
    is_private = actor().is_known
    answer.headers.setdefault("Cache-Control", "no-store" if is_private else "private, no-cache")


def _is_from_here() -> bool:
    """Whether the browser says that one of our own pages sent this.

    Browsers since 2023 say it in Sec-Fetch-Site. Older ones name the page's origin, or "null", since
    our pages send no referrer; then the forgery token in the form has the last word.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin in {"null", wiring().address, request.host_url.rstrip("/")}


def private(page: str) -> Response:
    """A page behind a link in a letter: nobody keeps it, and no search engine lists it."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
