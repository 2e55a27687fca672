"""Bytes that are not HTTP, or almost: refused or closed, never a fault, and the next visitor is served (F3)."""

import random
import re
import socket
from urllib.parse import urlsplit

import pytest

LONG = b"x" * 70_000
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
PARTS = b"Content-Type: multipart/form-data; boundary=b\r\n"
MANY_PARTS = b"".join(
    b'--b\r\nContent-Disposition: form-data; name="n%d"\r\n\r\nx\r\n' % n for n in range(10_000)
)


def post(headers: bytes, body: bytes, path: bytes = b"/sign-in") -> bytes:
    return (
        b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + headers
        + b"Content-Length: %d\r\n\r\n" % len(body) + body
    )  # fmt: skip


def get(path: bytes, headers: bytes = b"", version: bytes = b"HTTP/1.1") -> bytes:
    return b"GET " + path + b" " + version + b"\r\nHost: localhost\r\n" + headers + b"\r\n"


CHUNKED = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED_FORM = CHUNKED[:-2] + FORM + b"\r\n"
CASES = {
    "bad chunk size": CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
    "endless chunk size": CHUNKED + b"f" * 5000,
    "chunk without its end": CHUNKED + b"5\r\nab",
    "two lengths": post(FORM + b"Content-Length: 3\r\n", b"a=b&c=d"),
    "length and chunked": post(FORM + b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "negative length": get(b"/", b"Content-Length: -1\r\n"),
    "length in words": get(b"/", b"Content-Length: ten\r\n"),
    "length too large": get(b"/", b"Content-Length: 99999999999999999999\r\n"),
    "long header": get(b"/", b"X-Long: " + LONG + b"\r\n"),
    "many headers": get(b"/", b"".join(b"X-%d: y\r\n" % n for n in range(500))),
    "long address": get(b"/" + LONG),
    "long cookie": get(b"/desk", b"Cookie: petunias=" + b"x" * 8000 + b"\r\n"),
    "strange cookie": get(b"/desk", b"Cookie: petunias=\x00\xff; form=\xfe.\xff.\xff\r\n"),
    "NUL in the address": get(b"/\x00"),
    "NUL in a header": get(b"/", b"X-Nul: a\x00b\r\n"),
    "escaped NUL": get(b"/search?q=%00&where=%00%00"),
    "broken escapes": get(b"/search?q=%zz%e0%80%af&where=%ff"),
    "half a surrogate": get(b"/search?q=%ed%a0%80"),
    "up the tree": get(b"/static/../../../../etc/passwd"),
    "up the tree, escaped": get(b"/static/x/..%2f..%2f..%2fetc%2fpasswd"),
    "HTTP/0.9": b"GET /\r\n",
    "HTTP/9.9": get(b"/", version=b"HTTP/9.9"),
    "whole address": get(b"http://evil.example/"),
    "an address of another scheme": get(b"file:///etc/passwd"),
    "no address": b"GET  HTTP/1.1\r\n\r\n",
    "odd method": b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": get(b"/", b"Host: evil.example\r\n"),
    "folded header": get(b"/", b"X-A: b\r\n  c\r\n"),
    "space before the colon": get(b"/", b"X-A : b\r\n"),
    "smuggled second request": post(FORM, b"a=b") + b"GET /desk HTTP/1.1\r\n\r\n",
    "wrong charset": post(b"Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\n",
                          b"email=+ADw-"),
    "unknown charset": post(b"Content-Type: text/plain; charset=no-such\r\n", b"email=x"),
    "form of bad bytes": post(FORM, b"email=%ff%fe&password=\xff\xfe&form_key=\x00"),
    "multipart cut off": post(PARTS, b"--b\r\nContent-Disposition: form-data; na"),
    "multipart without a boundary": post(b"Content-Type: multipart/form-data\r\n", b"--b--"),
    "ten thousand parts": post(PARTS, MANY_PARTS + b"--b--\r\n"),
    "a field of ten megabytes": post(FORM, b"email=" + b"x" * 10_000_000),
    "JSON for a form": post(b"Content-Type: application/json\r\n", b"{" * 5000),
    "a body that stops early": post(FORM, b"email=ada")[:-4],
    "a chunk that ends oddly": CHUNKED_FORM + b"0\rK\r",
    "a chunk that is shorter than it says": CHUNKED_FORM + b"5\r\nabc\r\n0\r\n\r\n",
    "a range": get(b"/", b"Range: bytes=0-,0-,0-,0-\r\n"),
    "strange times": get(b"/", b"If-Modified-Since: yesterday\r\nIf-None-Match: W/\r\n"),
    "strange languages": get(b"/", b"Accept: " + b"*/*;q=9," * 900 + b"\r\n"),
}  # fmt: skip
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


def told(address: str, raw: bytes, seconds: float = 15) -> list[int]:
    """Send bytes and say no more; the statuses of what comes back, [] when the door is closed."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=seconds) as line:
        back = b""
        try:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            while heard := line.recv(65536):
                back += heard
        except (ConnectionError, BrokenPipeError):
            pass
    return [int(status) for status in STATUS.findall(back)]


@pytest.fixture
def raw_site(site):
    """A site that answers before and after."""
    assert told(site.address, get(b"/healthz")) == [200]
    yield site
    assert told(site.address, get(b"/healthz")) == [200]


def test_what_is_almost_http_is_refused_or_closed(raw_site):
    heard = {name: told(raw_site.address, raw) for name, raw in CASES.items()}
    faults = {name: statuses for name, statuses in heard.items() if max(statuses, default=0) >= 500}
    # A method that no server knows may be answered 501 (RFC 9110, 15.6.2).
    assert {name: one for name, one in faults.items() if one != [501]} == {}
    # What is read, with or without a body that nobody asked for.
    served = {name for name, statuses in heard.items() if 200 in statuses}
    assert served <= {
        "whole address", "two hosts", "no host", "escaped NUL", "broken escapes", "half a surrogate",
        "a range", "strange times", "strange languages", "HTTP/0.9", "length too large",
    }  # fmt: skip


def test_bytes_changed_at_random_do_no_harm(raw_site, soak_factor, evidence):
    chance = random.Random(7)
    sound = [raw for raw in CASES.values() if len(raw) < 10_000]
    tries = 60 * soak_factor
    for _ in range(tries):
        raw = bytearray(chance.choice(sound))
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        statuses = told(raw_site.address, bytes(raw))
        assert max(statuses, default=0) < 500 or statuses == [501], bytes(raw)
    evidence("requests with bytes changed at random", f"{tries:,}, none a fault, none hung")
