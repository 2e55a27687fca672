"""Typed text and HTML become plain text that keeps its paragraphs."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.wording import LONGEST, from_html, one_line, plain, shortened

# Each made a parser or a pattern go back over the text again and again. The limit is a hundred
# times what they take now, and a tenth of what the worst took before.
KILLERS = (
    "<", "<p ", "&#", " ", "<!--", "\n ", "<![CDATA[", "<a b='", "<a b='>", "</", "<p/", "<!---->",
    "<script>", "<p>", "</p>", "<!", "<?", "<ul>", "<li>", "&lt;p&gt;", "&amp;", "<a <b>", "-->",
)  # fmt: skip


class TestTypedText:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Dog  walking\t and tea ", "Dog walking and tea"),
            ("one\r\ntwo\rthree\x0bfour", "one\ntwo\nthree\nfour"),
            ("one\n\n\n\n\ntwo", "one\n\ntwo"),
            ("one\u2028two\u2029three", "one\ntwo\nthree"),
            ("caf\u0065\u0301", "caf\u00e9"),
            ("\uff24\uff4f\uff47", "Dog"),
            ("Women\u00b4s group", "Women's group"),
            ("lasts 1\u00bd hours", "lasts 1 1/2 hours"),
            ("\u00bd price", "1/2 price"),
            ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
            ("soft\u00adhyphen, zero\u200bwidth, bom\ufeff", "softhyphen, zerowidth, bom"),
            ("\u202egnp.exe\u202c", "gnp.exe"),
            ("half a surrogate \ud800", "half a surrogate"),
            ("not\ufffe a\uffff character", "not a character"),
            ("   \n \n ", ""),
        ],
    )
    def test_is_tidied(self, typed: str, kept: str) -> None:
        assert plain(typed) == kept

    def test_persian_and_bengali_words_keep_the_joiners_they_are_spelt_with(self) -> None:
        assert plain("می\u200cخواهم") == "می\u200cخواهم"
        assert plain("র\u200d্যাব") == "র\u200d্যাব"

    def test_a_joiner_between_english_letters_is_taken_out(self) -> None:
        assert plain("pay\u200dpal \u200c") == "paypal"

    def test_an_emoji_of_several_parts_stays_whole(self) -> None:
        family = "\U0001f469\u200d\U0001f467"
        assert plain(family) == family

    def test_a_name_is_put_on_one_line(self) -> None:
        assert one_line(" Knit\n\nand\r\n natter ") == "Knit and natter"

    def test_no_more_than_the_longest_text_is_read(self) -> None:
        assert len(plain("a" * (LONGEST + 1))) == LONGEST

    @given(st.text())
    def test_tidying_twice_is_tidying_once_and_leaves_nothing_invisible(self, typed: str) -> None:
        tidy = plain(typed)
        assert plain(tidy) == tidy
        assert not {unicodedata.category(c) for c in tidy if c != "\n"} & {"Cc", "Cs", "Co"}
        tidy.encode()


class TestHtml:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
            ("<p>One<br>two<br/>three</p>", "One\ntwo\nthree"),
            (
                "<p>We do:</p><ul><li>tea</li><li>talk</li></ul>After",
                "We do:\n\n- tea\n- talk\n\nAfter",
            ),
            (
                "<ul><li><p>tea</p></li>\n<li><p>talk</p><p>walk</p></li></ul>",
                "- tea\n- talk\nwalk",
            ),
            ("<ul><li>tea<li>talk</ul>end", "- tea\n- talk\n\nend"),
            ("<ul><li>tea<ul><li>green</li></ul></li></ul>", "- tea\n- green"),
            ("<li>tea", "- tea"),
            ("Fish&nbsp;&amp;&#160;chips &pound;3", "Fish & chips £3"),
            ("<p>Fish &amp;amp; chips</p>", "Fish &amp; chips"),
            ("&lt;p&gt;Escaped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "Escaped\n\ntwice"),
            ("<div><p>one</p></div><div></div><div>two</div>", "one\n\ntwo"),
            ("<p>wrapped\n   in the\nsource</p>", "wrapped in the source"),
            ("no tags,\nso newlines\n\nstay", "no tags,\nso newlines\n\nstay"),
            ("<b>Bold</b> and\n<i>not</i>", "Bold and\nnot"),
            ("<script>alert(1)</script><style>p{}</style>Hello", "Hello"),
            ("<p>Unclosed <b>bold<p>next", "Unclosed bold\n\nnext"),
            ("children <5 and >3", "children <5 and >3"),
            ("<p>tea <b", "tea <b"),
            ('<a title="a > b" href="x">tea</a>', "tea"),
            ("one<!-- <p>hidden</p> -->two<!-- never closed", "onetwo"),
            ("<!-- note --><p>shown</p>", "shown"),
            ('<a href="javascript:alert(1)">Ring us</a>', "Ring us"),
            (
                "<table><tr><td>Mon</td><td>10am</td></tr><tr><td>Tue</td></tr></table>",
                "Mon 10am\nTue",
            ),
            ("<p>&#0;&#xD800;ok</p>", "\ufffd\ufffdok"),
            ("", ""),
        ],
    )
    def test_becomes_plain_text(self, source: str, text: str) -> None:
        assert from_html(source) == text

    @given(st.text(alphabet="<>/&;!-[]()=\"' \nabpliuors#x0", max_size=300))
    def test_however_broken_it_gives_text_and_never_an_error(self, source: str) -> None:
        from_html(source)

    def test_a_hundred_thousand_killer_characters_are_read_at_once(self) -> None:
        for killer in KILLERS:
            started = process_time()
            from_html(killer * 100_000)
            assert process_time() - started < 1, killer


class TestShortening:
    @pytest.mark.parametrize(
        ("text", "limit", "short"),
        [
            ("Dog walking", 11, "Dog walking"),
            ("Dog walking", 10, "Dog…"),
            ("Dog walking, tea", 13, "Dog walking…"),
            ("Dog walking tea", 12, "Dog walking…"),
            ("Unbreakable", 6, "Unbre…"),
            ("", 5, ""),
        ],
    )
    def test_cuts_at_a_word(self, text: str, limit: int, short: str) -> None:
        assert shortened(text, limit) == short

    @given(st.text(), st.integers(min_value=1, max_value=50))
    def test_is_never_longer_than_asked(self, text: str, limit: int) -> None:
        assert len(shortened(text, limit)) <= limit
