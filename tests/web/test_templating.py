"""Templates: what people typed never becomes markup, misspelt names are found, figures read well."""

import re
import threading
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace

import html5lib
import nhsuk_frontend_jinja
import pytest
from flask import Flask, render_template
from jinja2 import UndefinedError
from werkzeug.serving import make_server

from tests.support.browser import barriers, sideways
from tests.support.sample_pages import sample_app
from web import templating
from web.brand import Brand

MACROS = sorted(
    file.parent.relative_to(Path(nhsuk_frontend_jinja.__file__).parent / "templates").as_posix()
    for file in Path(nhsuk_frontend_jinja.__file__).parent.rglob("components/**/macro.jinja")
)
HOSTILE = """</textarea></title><script>alert(1)</script>"' onfocus='alert(1)' x=" &lt;"""
PAGES = ["/text", "/form", "/results", "/record", "/nothing", "/done", "/paper"] + [
    f"/error-{code}" for code in (400, 403, 404, 409, 413, 422, 429, 500, 503)
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HALF_PAST_TWO = datetime(2027, 3, 3, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def app():
    return sample_app()


def drawn(app, source, **given):
    with app.test_request_context("/search?q=dogs&domain=arts&domain=food&page=3"):
        return app.jinja_env.from_string(source).render(**given)


def live_parts(markup):
    """Scripts and handlers that a browser would find in a piece of markup."""
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [
        (element.tag, name)
        for element in tree.iter()
        if isinstance(element.tag, str)
        for name in [*element.attrib, element.tag]
        if name.startswith("on") or name == "script"
    ]


class Anything(dict):
    """Parameters that hold hostile text wherever a macro looks for text, some levels deep."""

    WRITTEN_BY_US = re.compile(r"html$|level$|^(columns|caller|element|type|size)$", re.I)
    LISTS = frozenset({"items", "errorList", "rows", "head", "content"})
    TABLES = frozenset({"fieldset", "legend", "service", "logo", "search", "account", "formGroup", "meta",
              "heading", "button", "conditional", "countMessage", "next", "previous", "key",
              "value", "navigation", "image"})  # fmt: skip
    PLURALS = re.compile(r"(Under|Over)LimitText$|^multipleFilesChosenText$")

    def __init__(self, depth=0):
        super().__init__({"for": HOSTILE})
        self.depth = depth

    def __missing__(self, key):
        if self.WRITTEN_BY_US.search(key):
            raise KeyError(key)
        if key == "attributes":
            return {"data-note": HOSTILE}
        if self.PLURALS.search(key):
            return {"other": HOSTILE}
        if key in self.LISTS | self.TABLES:
            within = Anything(self.depth + 1) if self.depth < 3 else {}
            return [within] if key in self.LISTS else within
        return HOSTILE

    def get(self, key, default=None):
        return self[key] if key in self.LISTS else default

    def __iter__(self):
        """A row is a list of cells."""
        return iter([Anything(self.depth + 1)])


def macro_names(path):
    source = (
        Path(nhsuk_frontend_jinja.__file__).parent / "templates" / path / "macro.jinja"
    ).read_text()
    return re.findall(r"{%-? macro (\w+)\(params", source)


def drawn_with_hostile_text(environment, path):
    module = environment.get_template(f"{path}/macro.jinja").module
    return "".join(str(getattr(module, name)(Anything())) for name in macro_names(path))


class TestEscaping:
    @pytest.mark.parametrize("path", MACROS)
    def test_no_macro_of_the_design_system_lets_hostile_text_live(self, app, path):
        markup = drawn_with_hostile_text(app.jinja_env, path)
        assert "alert(1)" in markup, "nothing hostile was drawn: the test would prove nothing"
        assert live_parts(markup) == []

    def test_that_test_would_find_what_flask_would_let_through(self, app):
        """With Flask's own rule the macros, which end in .jinja, are not escaped."""
        lax = app.jinja_env.overlay(autoescape=app.select_jinja_autoescape)
        alive = [path for path in MACROS if live_parts(drawn_with_hostile_text(lax, path))]
        assert len(alive) > 20

    @pytest.mark.parametrize(
        "call",
        [
            "timeline/macro.html:timeline([entry], heading=bad)",
            "result-cards/macro.html:result_cards([entry])",
            "facets/macro.html:facet_group(bad, bad, [entry])",
            "empty-state/macro.html:empty_state(bad, bad, bad)",
            "qr/macro.html:qr(bad, bad)",
            "record-header/macro.html:record_header(bad, bad, bad, bad, [entry])",
            "status-tag/macro.html:status_tag(bad, bad)",
            "data-table/macro.html:data_table(bad, [entry], [[bad], [{'text': bad, 'href': bad}]])",
            "search-box/macro.html:search_box(bad, bad, bad)",
            "notices/macro.html:notices([('success', bad), ('warning', bad)])",
            "site-header/macro.html:site_header(entry, bad, [entry], none)",
            "site-footer/macro.html:site_footer(entry, [entry])",
        ],
    )
    def test_no_component_of_our_own_lets_hostile_text_live(self, app, call):
        file, _, called = call.partition(":")
        name = called.partition("(")[0]
        entry = SimpleNamespace(
            at=HALF_PAST_TWO, facts=[HOSTILE], tags=[SimpleNamespace(state=HOSTILE, words=HOSTILE)],
            current=False, is_demo=True, is_number=True, is_chosen=True, count=1,
            **dict.fromkeys(("what", "who", "why", "href", "title", "text", "value", "words",
                             "variant", "name"), HOSTILE),
        )  # fmt: skip
        source = f'{{% from "components/{file}" import {name} %}}{{{{ {called} }}}}'
        markup = drawn(app, source, bad=HOSTILE, entry=entry)
        assert "alert(1)" in markup
        assert live_parts(markup) == []

    def test_a_title_and_a_heading_are_text(self, app):
        source = '{% extends "layouts/page.html" %}{% set title = bad %}'
        markup = drawn(app, source, bad=HOSTILE)
        assert markup.count("<script") == markup.count('<script type="module" src=') == 1


class TestMisspeltNames:
    def test_a_name_that_nobody_gave_is_an_error_that_names_template_and_word(self):
        app = sample_app(**{"sample/wrong.html": "{{ page.nmae }}"})
        with (
            app.test_request_context(),
            pytest.raises(UndefinedError, match=r"In sample/wrong\.html: .*'nmae'"),
        ):
            render_template("sample/wrong.html", page=SimpleNamespace(name="Ann"))

    def test_it_is_found_even_when_only_a_macro_looks_at_it(self, app):
        source = (
            '{% from "nhsuk/components/inset-text/macro.jinja" import insetText %}'
            '{{ insetText({"text": page.nmae}) }}'
        )
        with pytest.raises(UndefinedError, match="nmae"):
            drawn(app, source, page=SimpleNamespace(name="Ann"))

    def test_a_macro_may_go_without_what_it_was_not_given(self, app):
        source = '{% from "nhsuk/components/button/macro.jinja" import button %}{{ button({"text": "Go"}) }}'
        assert "Go" in drawn(app, source)

    def test_people_get_a_page_all_the_same(self):
        app = Flask("in use", static_folder=None)
        templating.install(app, brand=Brand(), is_careful=False)
        assert drawn(app, "Hello {{ page.nmae }}!", page=SimpleNamespace()) == "Hello !"

    def test_templates_cannot_be_used_before_they_are_safe(self):
        app = Flask("late", static_folder=None)
        app.jinja_env.from_string("too early")
        with pytest.raises(RuntimeError):
            templating.install(app, brand=Brand(), is_careful=True)


class TestWords:
    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("{{ day | date }}", "3 March 2027"),
            ("{{ late | date }}", "1 July 2027"),
            ("{{ noon | time }}", "12pm"),
            ("{{ half | time }}", "2:30pm"),
            ("{{ nine | time }}", "9am"),
            ("{{ midnight | time }}", "12am"),
            ("{{ late | time }}", "12:15am"),
            ("{{ late | moment }}", "1 July 2027 at 12:15am"),
            ("{{ 124050 | money }}", "£1,240.50"),
            ("{{ 500 | money }}", "£5.00"),
            ("{{ -5 | money }}", "−£0.05"),
            ("{{ 500 | price }}", "£5"),
            ("{{ 550 | price }}", "£5.50"),
            ("{{ 0 | price }}", "£0"),
            ("{{ 1 | counted('activity', 'activities') }}", "1 activity"),
            ("{{ 0 | counted('activity', 'activities') }}", "0 activities"),
            ("{{ 1240 | counted('activity', 'activities') }}", "1,240 activities"),
            ("{{ 'live' | status_colour }}", "green"),
            ("{{ 'in-programme' | status_colour }}", "green"),
            ("{{ 'missed' | status_colour }}", "yellow"),
            ("{{ 'outcome-overdue' | status_colour }}", "red"),
            ("{{ 'withdrawn' | status_colour }}", "grey"),
            ("{{ 'archived' | status_colour }}", "grey"),
        ],
    )
    def test_a_filter_writes_as_people_say_it(self, app, source, words):
        given = {
            "day": date(2027, 3, 3), "late": datetime(2027, 6, 30, 23, 15, tzinfo=UTC),
            "noon": time(12), "half": HALF_PAST_TWO, "nine": time(9), "midnight": time(0),
        }  # fmt: skip
        assert drawn(app, source, **given) == words

    def test_a_moment_without_a_zone_is_not_guessed_at(self, app):
        with pytest.raises(ValueError, match="time zone"):
            drawn(app, "{{ at | moment }}", at=datetime(2027, 3, 3))  # noqa: DTZ001 the point of it

    @pytest.mark.parametrize("pence", [1.5, "500", True, None])
    def test_money_is_whole_pence(self, pence):
        with pytest.raises(TypeError):
            templating.as_money(pence)

    @pytest.mark.parametrize(
        ("text", "markup"),
        [
            ("", ""),
            ("One", "<p>One</p>\n"),
            ("One\r\ntwo", "<p>One<br>\ntwo</p>\n"),
            (" One \n \n\n Two \n", "<p>One</p>\n<p>Two</p>\n"),
            ("<b>&amp;", "<p>&lt;b&gt;&amp;amp;</p>\n"),
        ],
    )
    def test_plain_text_becomes_paragraphs(self, app, text, markup):
        assert drawn(app, "{{ text | paragraphs }}", text=text) == markup


class TestAddresses:
    @pytest.mark.parametrize(
        ("change", "address"),
        [
            ("page=4", "/search?q=dogs&amp;domain=arts&amp;domain=food&amp;page=4"),
            ("domain='food'", "/search?q=dogs&amp;domain=food"),
            ("domain=none", "/search?q=dogs"),
            ("day=['monday', 'friday'], domain=''", "/search?q=dogs&amp;day=monday&amp;day=friday"),
            ("q='a&b=c'", "/search?q=a%26b%3Dc&amp;domain=arts&amp;domain=food"),
        ],
    )
    def test_the_address_in_hand_can_be_changed_and_shared(self, app, change, address):
        assert drawn(app, f"{{{{ here({change}) }}}}") == address


class TestWhatIsMadeOnce:
    """A page asks for some hundred macros of the design system."""

    INPUT = "nhsuk/components/input/macro.jinja"

    def test_a_template_that_was_found_is_not_looked_for_again(self, monkeypatch):
        environment = sample_app().jinja_env
        found = environment.get_template(self.INPUT, "layouts/form.html")
        monkeypatch.setattr(environment, "loader", None)
        assert environment.get_template(self.INPUT, "layouts/form.html") is found

    def test_an_environment_that_escapes_nothing_shares_none_of_them(self, app):
        plain = app.jinja_env.overlay(autoescape=False)
        assert plain.get_template(self.INPUT) is not app.jinja_env.get_template(self.INPUT)
        assert plain.get_template(self.INPUT).environment is plain

    def test_its_macros_are_the_same_whoever_asks_for_them(self, app):
        template = app.jinja_env.get_template(self.INPUT)
        asks = template.new_context()
        asks.globals_keys.add("its own")
        assert template._get_default_module(asks) is template.module


class TestPages:
    @pytest.mark.parametrize("address", PAGES)
    def test_every_page_is_well_formed_and_holds_nothing_inline(self, app, address):
        markup = app.test_client().get(address).text
        html5lib.HTMLParser(strict=True).parse(markup)
        assert not re.search(
            r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=\"/static/)", markup
        )

    @pytest.mark.parametrize("address", PAGES)
    def test_no_id_is_there_twice(self, app, address):
        ids = re.findall(r'\sid="([^"]*)"', app.test_client().get(address).text)
        ours = [one for one in ids if one not in {"form_key", "csrf_token"}]
        assert len(ours) == len(set(ours))

    def test_a_form_with_mistakes_says_so_first_in_the_title_and_links_to_each(self, app):
        markup = app.test_client().post("/form", data={"name": ""}).text
        assert "<title>Error: List your group – Petunias</title>" in markup
        for href in re.findall(r'<a href="#([\w-]+)"', markup.split("nhsuk-error-summary")[-1]):
            assert re.search(rf'<(input|select|textarea)[^>]* id="{href}"', markup), href

    def test_an_error_page_is_drawn_without_a_request_or_a_menu(self, app):
        with app.test_request_context():
            markup = app.jinja_env.get_template("errors/503.html").render()
        assert "Nothing was half done" in markup
        assert 'aria-label="Menu"' not in markup

    def test_a_conflict_shows_both_texts(self, app):
        with app.test_request_context():
            markup = render_template(
                "errors/409.html", conflict=SimpleNamespace(yours="Mine.", theirs="Yours.")
            )
        assert "<p>Mine.</p>" in markup and "<p>Yours.</p>" in markup

    @pytest.mark.parametrize(("seconds", "words"), [(1, "1 minute."), (61, "2 minutes.")])
    def test_somebody_who_must_wait_is_told_how_long(self, app, seconds, words):
        with app.test_request_context():
            assert f"try again in {words}" in render_template("errors/429.html", seconds=seconds)

    def test_an_installation_has_its_own_name_and_colour(self):
        app = sample_app(brand=Brand(name="Byker & Walker Together", colour="#005eb8"))
        visitor = app.test_client()
        markup = visitor.get("/text").text
        assert "Byker &amp; Walker Together</title>" in markup
        assert "Demo." not in markup
        address = re.search(r'href="(/static/\w+/brand\.css)"', markup)[1]
        assert "--accent: #005eb8;" in visitor.get(address).text

    def test_the_mark_on_pages_is_the_drawing_in_the_files(self, app):
        petal = re.compile(r'<path d="([^"]+)"')
        on_the_page = petal.findall(
            drawn(app, '{% from "components/mark/macro.html" import mark %}{{ mark() }}')
        )
        for file in ("petunia.svg", "favicon.svg"):
            assert petal.findall((templating.ROOT / "static" / file).read_text()) == on_the_page


@pytest.fixture(scope="module")
def served(app):
    """The address of the sample pages, really served, with the content policy of the product."""
    app = sample_app()
    app.after_request(
        lambda answer: answer.headers.set("Content-Security-Policy", POLICY) or answer
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class TestInABrowser:
    @pytest.mark.parametrize("width", [320, 1280])
    def test_every_page_can_be_used_by_everybody(self, page, served, width):
        said = []
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            page.goto(served + address)
            assert (address, barriers(page), sideways(page)) == (address, [], 0)
        page.goto(f"{served}/form")
        page.get_by_role("button", name="Put it in the directory").click()
        page.get_by_text("There is a problem").wait_for()
        assert (barriers(page), sideways(page)) == ([], 0)
        assert said == []

    def test_the_error_summary_has_the_focus_and_leads_to_the_field(self, page, served):
        page.goto(f"{served}/form")
        page.get_by_role("button", name="Put it in the directory").click()
        page.get_by_text("There is a problem").wait_for()
        assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
        page.get_by_role("link", name="Choose how people join.").click()
        assert page.evaluate("document.activeElement.id") == "joining"

    def test_the_field_of_an_answer_shows_when_it_is_chosen_even_without_a_script(
        self, browser, served
    ):
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{served}/form")
        price = page.get_by_label("How much is it?")
        assert not price.is_visible()
        page.get_by_label("There is a charge").check()
        assert price.is_visible()
