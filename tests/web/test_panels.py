"""Panels: what a higher feature adds to a lower one's page."""

from uuid import uuid4

from web import panels
from web.feature import Feature, Panel
from web.request import db


def test_a_page_gets_the_panels_that_were_made_for_it_and_have_something_to_say(app, database):
    subject = uuid4()
    feature = Feature("high", __name__, panels=[
        Panel("low.page", "a.html", lambda session, actor, subject_id: subject_id),
        Panel("low.page", "silent.html", lambda session, actor, subject_id: None),
        Panel("other.page", "b.html", lambda session, actor, subject_id: subject_id),
    ])  # fmt: skip
    panels.install(app, [feature])
    with app.test_request_context(), database.reading() as session:
        from flask import g

        g.session = session
        assert db() is session
        shown = app.jinja_env.globals["panels"]("low.page", subject)
    assert shown == [panels.Shown("a.html", subject)]
