"""The watchful client: a Flask test client that checks of every request what nobody may forget.

- What changed rows was audited, in the same request.
- A GET changed nothing but notes of what was opened, the session's last use, and the day's tally.
- Every page is well-formed, has no id twice, and nothing inline that the browser would refuse.
- Nothing answers 500; the log in pytest's report says why it did.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.pages import Answer, Page, faults
from tests.support.watch import watching

AUDIT = {"audit_line", "audit_head"}
BOOKKEEPING = {"form_answer", "limit_count", "user_session", "tally"}
"""Rows about the request itself: they say nothing of what a person did."""
READING_MAY_WRITE = AUDIT | {"user_session", "tally"}
READING = {"GET", "HEAD", "OPTIONS"}


class WatchfulClient(FlaskClient):
    """A visitor with a cookie jar. `expects_faults` is for tests that break something on purpose."""

    expects_faults = False
    looks_at_pages = True

    def run_wsgi_app(
        self, environ: dict[str, Any], buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Any]:
        """One request, watched: redirects that are followed come here one by one."""
        engine = self.application.extensions["petunias"].database.engine
        with watching(engine) as written:
            chunks, status, headers = super().run_wsgi_app(environ, buffered=True)
            body = b"".join(chunks)
        what = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        if status.startswith("500") and not self.expects_faults:
            pytest.fail(f"{what} answered {status}. The captured log says why.")
        check_written(what, written)
        is_page = headers.get("Content-Type", "").startswith("text/html") and body
        if is_page and self.looks_at_pages:
            check_html(what, body.decode())
        return [body], status, headers

    def page(self, address: str, *, status: int = HTTPStatus.OK) -> Page:
        """Open a page; it must answer with the status."""
        return _page(self.get(address), status)

    def submit(
        self,
        address: str,
        answers: Mapping[str, Answer] | None = None,
        *,
        button: str | None = None,
    ) -> TestResponse:
        """Open a page, fill in its form, press the button: hidden fields go along as in a browser."""
        answers = answers or {}
        form = self.page(address).form(*answers, button=button)
        target = urljoin(address, form.action)
        sent = form.filled(answers, button)
        if form.method == "GET":
            return self.get(target, query_string=_many(sent))
        return self.post(target, data=_many(sent))

    def refused_page(
        self,
        address: str,
        answers: Mapping[str, Answer] | None = None,
        *,
        button: str | None = None,
    ) -> Page:
        """Submit, and get the same form back with its mistakes."""
        page = _page(self.submit(address, answers, button=button), HTTPStatus.UNPROCESSABLE_ENTITY)
        assert page.mistakes, "The form was shown again without saying what is wrong."
        return page


class QuickClient(WatchfulClient):
    """One that leaves how a page is made to the same test on another database."""

    looks_at_pages = False


def _page(answer: TestResponse, status: int) -> Page:
    assert answer.status_code == status, (
        f"{answer.request.method} {answer.request.path} answered {answer.status}, not {status}:\n"
        f"{answer.get_data(as_text=True)[-2000:]}"
    )
    return Page(answer.get_data(as_text=True))


def _many(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    together: dict[str, list[str]] = {}
    for name, value in sent:
        together.setdefault(name, []).append(value)
    return together


def check_written(what: str, written: set[str]) -> None:
    """Fail when a request changed something that it should not, or said nothing of it."""
    method = what.partition(" ")[0]
    stray = written - READING_MAY_WRITE
    acts = written - AUDIT - BOOKKEEPING
    if method in READING and stray:
        pytest.fail(
            f"{what} changed {sorted(stray)}. A GET changes nothing: make it a button "
            "(POST), or keep what it wrote out of the database."
        )
    if method not in READING and acts and "audit_line" not in written:
        pytest.fail(
            f"{what} changed {sorted(acts)} and nothing was audited. Call audit.record "
            "in the operation that did it."
        )


def check_html(what: str, html: str) -> None:
    """Fail when a page is not well-formed."""
    if said := faults(html):
        pytest.fail(f"The page of {what} is not well made:\n" + "\n".join(said))
