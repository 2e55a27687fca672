"""Web addresses: kept safe and shown by host, or refused with what to do (D2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.websites import LONGEST, host_of, website
from kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("typed", "url", "host"),
    [
        ("www.example.org", "https://www.example.org", "www.example.org"),
        (" HTTP://Example.ORG/Dogs ", "http://example.org/Dogs", "example.org"),
        ("example.org/dogs?a=1&b=2#top", "https://example.org/dogs?a=1&b=2#top", "example.org"),
        ("example.org:8080/x", "https://example.org:8080/x", "example.org"),
        ("https://example.org./", "https://example.org/", "example.org"),
        ("https://exam\u200bple.org", "https://example.org", "example.org"),
        ("https://example。org", "https://example.org", "example.org"),
        ("example.org/%7Edogs", "https://example.org/%7Edogs", "example.org"),
        ("example.org/ä?q=ü", "https://example.org/%C3%A4?q=%C3%BC", "example.org"),
        ('example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E", "example.org"),
        ("почта.рф", "https://xn--80a1acny.xn--p1ai", "xn--80a1acny.xn--p1ai"),
    ],
)
def test_an_address_is_kept_in_one_safe_form(typed: str, url: str, host: str) -> None:
    found = website(typed)
    assert found is not None
    assert (found.url, found.host) == (url, host)
    assert website(found.url) == found


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "javascript://x.org/%0a",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://example.org", "mailto:a@b.org",
        "tel:01632960123", "//evil.com", "///evil.com", "https:evil.com", "https:///evil.com",
        "http://", "https://user@evil.com", "https://user:word@evil.com", "jo@example.org",
        "http://a.b\\c.d", "https://example.org\\@evil.com", "https://example.org/a b",
        "http://127.0.0.1", "http://10.0.0.1/x", "http://2130706433", "http://0x7f.0x1", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://0177.0.0.1", "http://1.2.3", "http://localhost",
        "http://printer.local", "http://db.internal", "http://x.test", "example", "example.org:99999",
        "example.org:port", "https://a..b", "https://-a.com", "https://a-.com", "https://exa_mple.com/",
        "https://" + "a" * 64 + ".com", "https://example.org/" + "a" * LONGEST, "https://[", "see page",
    ],
)  # fmt: skip
def test_what_is_not_a_public_web_address_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        website(typed)
    assert refused.value.field == "website"
    assert host_of(typed) == ""


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_typed_is_no_website(typed: str) -> None:
    assert website(typed) is None
    assert host_of(typed) == ""


@pytest.mark.parametrize(
    ("typed", "disguised"),
    [
        ("example.org", False),
        ("exаmple.org", True),
        ("xn--exmple-4nf.org", True),
        ("аррӏе.com", True),
        ("почта.рф", False),
        ("müller.de", True),
        ("xn--a", None),
    ],
)
def test_letters_that_pass_for_others_are_noticed(typed: str, disguised: bool | None) -> None:
    if disguised is None:
        assert host_of(typed) == ""
    else:
        found = website(typed)
        assert found is not None and found.is_disguised == disguised


def test_a_host_is_compared_without_its_www() -> None:
    assert host_of("https://WWW.Example.org/x") == host_of("example.org") == "example.org"


@given(st.text(max_size=80))
def test_any_text_is_kept_as_a_web_link_or_refused(typed: str) -> None:
    try:
        found = website(typed)
    except RuleBroken:
        return
    if found is not None:
        assert found.url.startswith(("https://", "http://"))
        assert found.url.isascii()
        assert not set(found.url) & set(' "<>\\^`{|}\n\t')
