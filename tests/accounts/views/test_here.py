"""Where signing in leads: only ever to a page of our own (reliability.md P11)."""

import pytest

from kernel.access import Role
from tests import cast

AWAY = [
    "//evil.example", "///evil.example", "////evil.example", "https://evil.example",
    "http://evil.example", "https:evil.example", "http:evil.example", "https:/evil.example",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example", "/\\\\evil.example",
    "//evil.example/desk", "//evil.example\\@localhost", "https://localhost@evil.example",
    "https://localhost:80@evil.example", "//localhost@evil.example", "@evil.example",
    "/@evil.example", "/%2f%2fevil.example", "/%2fevil.example", "%2f%2fevil.example",
    "/%5cevil.example", "%5c%5cevil.example", "/%0d%0aLocation: https://evil.example",
    "/\r\nLocation: https://evil.example", "\r\n//evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", " //evil.example", " https://evil.example",
    "/ /evil.example", "/%09/evil.example", "/%00/evil.example", "\x00//evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "ftp://evil.example", "//evil。example",
    "//evil．example", "／／evil.example", "/／evil.example", "//evil%E3%80%82example",
    "https://evil.example/desk", "/desk//evil.example", "/desk/../..//evil.example",
    "/..//evil.example", "/./\\evil.example", "//127.0.0.1.evil.example", "//0x7f000001",
    "//[::1]@evil.example", "https://localhost.evil.example", "//evil.example?/desk",
    "//evil.example#/desk", "?next=//evil.example", "#//evil.example", "", "/nowhere", "desk",
]  # fmt: skip


class TestWhereItLeadsAfterwards:
    """P11: only ever to a page of our own."""

    def test_there_are_sixty_ways_of_trying(self):
        assert len(set(AWAY)) >= 60

    def test_never_away_and_never_to_a_way_in_or_out(self, client):
        cast.signed_in(client, Role.LINK_WORKER)
        for wanted in (*AWAY, "/sign-out", "/sign-in", "/sign-in/code"):
            answer = client.get("/sign-in", query_string={"next": wanted})
            assert answer.headers["Location"] == "/desk", wanted

    @pytest.mark.parametrize(("wanted", "arrives"), [
        ("/agreements", "/agreements"), ("/agreements?a=1&b=x y", "/agreements?a=1&b=x+y"),
        ("/agreements?x=\r\nSet-Cookie:a", "/agreements?x=%0D%0ASet-Cookie%3Aa"),
        ("/agreements?to=//evil.example", "/agreements?to=%2F%2Fevil.example"),
    ])  # fmt: skip
    def test_to_our_own_page_with_its_question_written_anew(self, client, wanted, arrives):
        cast.signed_in(client, Role.LINK_WORKER)
        answer = client.get("/sign-in", query_string={"next": wanted})
        assert answer.headers["Location"] == arrives
