"""The one web address of a listing: kept as a safe link, shown as its host (D2).

Nothing here goes to the address: it is only read.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from directory.lettering import is_disguised, skeleton
from directory.wording import one_line
from kernel.errors import RuleBroken

LONGEST = 500
FIELD = "website"
USUAL_PORTS = (None, 80, 443)
# They hide where a link goes.
SHORTENERS = frozenset(
    {"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "cutt.ly", "rb.gy", "buff.ly"}
    | {"shorturl.at", "tiny.cc", "t.ly", "rebrand.ly", "lnkd.in", "linktr.ee"}
)
_EXAMPLE = "Enter a web address, like www.example.org."
_KEPT_AS_IS = "/%:@!$&'()*+,;=~-._?"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):(?!\d)", re.IGNORECASE)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_NOT_PUBLIC = (
    "localhost",
    ".local",
    ".internal",
    ".localdomain",
    ".lan",
    ".home",
    ".onion",
    ".test",
)


@dataclass(frozen=True)
class Website:
    """A web address fit to link to. `host` is what people read."""

    url: str
    host: str
    port: int | None = None

    @property
    def is_disguised(self) -> bool:
        """Whether its name has letters that pass for others, so that it may not be what it seems."""
        readable = _readable(self.host)
        has_foreign_letters = not readable.isascii()
        return has_foreign_letters and (is_disguised(readable) or skeleton(readable).isascii())

    @property
    def hides_its_end(self) -> bool:
        """Whether it only leads on to some other place."""
        return self.host.removeprefix("www.") in SHORTENERS

    @property
    def has_odd_port(self) -> bool:
        """Whether it is not where websites usually are."""
        return self.port not in USUAL_PORTS


def website(typed: str) -> Website | None:
    """The address as we keep it; None where nothing was typed. Raises RuleBroken with its field."""
    text = one_line(typed[: LONGEST + 1])
    if not text:
        return None
    if len(text) > LONGEST:
        raise RuleBroken(f"Shorten the web address to {LONGEST} characters.", field=FIELD)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise RuleBroken(f"{_EXAMPLE} It can begin with https:// or http://.", field=FIELD)
    parts = _split(text if scheme else f"https://{text}")
    host = _ascii_host(parts)
    return Website(url=_url(parts, host), host=host, port=parts.port)


def host_of(typed: str) -> str:
    """The host of a web address without "www.", for comparing; nothing where there is none."""
    try:
        found = website(typed)
    except RuleBroken:
        return ""
    return found.host.removeprefix("www.") if found else ""


def _split(text: str) -> SplitResult:
    if re.search(r"[\s\\]", text):
        raise RuleBroken(f"{_EXAMPLE} It has no spaces.", field=FIELD)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - a port that is not a number is found out by asking for it
    except ValueError as wrong:
        raise RuleBroken(_EXAMPLE, field=FIELD) from wrong
    if "@" in parts.netloc:
        raise RuleBroken(f"{_EXAMPLE} Put an e-mail address in its own box.", field=FIELD)
    return parts


def _ascii_host(parts: SplitResult) -> str:
    """The host in lower-case ASCII. Refused unless it can be a public name on the internet."""
    try:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as wrong:
        raise RuleBroken(_EXAMPLE, field=FIELD) from wrong
    labels = host.split(".")
    is_name = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not is_name or labels[-1].isdigit() or host.endswith(_NOT_PUBLIC) or _is_number(host):
        raise RuleBroken(_EXAMPLE, field=FIELD)
    return host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rsplit(".", maxsplit=1)[-1].startswith("0x")
    return True


def _readable(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def _url(parts: SplitResult, host: str) -> str:
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path, safe=_KEPT_AS_IS)
    query = f"?{quote(parts.query, safe=_KEPT_AS_IS)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_KEPT_AS_IS)}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{host}{port}{path}{query}{fragment}"
