"""A feature for trying out the house: one small form that keeps a name, and pages about nothing."""

from datetime import timedelta
from typing import ClassVar

import pytest
from flask import redirect, render_template_string, url_for
from wtforms.validators import InputRequired, Length

from audit import operations as audit
from kernel.access import Role, permission
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.limits import Limit
from kernel.worker import TimedRun
from web.access import anyone, can, signed_in
from web.feature import Feature
from web.fields import PasswordField, TextField
from web.forms import ButtonForm, Form
from web.request import actor, db, now

EDITORS_ONLY = permission("trial:edit", "Edit what is tried out", Role.DIRECTORY_EDITOR)
THREE = Limit("trial", 3, timedelta(hours=1), "That was often enough. Wait for an hour.")
PAGE = """{% extends "layouts/form.html" %}{% set title = "Keep a name" %}
{% block before_form %}{% for name in kept %}<p class="kept">{{ name }}</p>{% endfor %}{% endblock %}
{% block fields %}{{ form.called }}{{ form.password }}{% endblock %}"""


class NameForm(Form):
    """What is asked."""

    asked_as: ClassVar = {"name": "called"}
    called = TextField("Name", [InputRequired("Write a name."), Length(max=20)])
    password = PasswordField("Password")


def keep(session, name, *, at):
    """Keep a name; some names are refused after they were written down."""
    row = TimedRun(name=name, ran_at=at)
    session.add(row)
    session.flush()
    audit.record(session, actor(), "kept a name", row, at=at)
    match name:
        case "rule":
            raise RuleBroken("That name is a rule.", field="name")
        case "rule for all":
            raise RuleBroken("No name will do today.")
        case "late":
            raise Conflict("Somebody was first.", theirs="Their name.")
        case "fault":
            raise ZeroDivisionError("a fault of ours")
        case "lost":
            raise NotFound


def names(session):
    """The names that are kept."""
    return sorted(row.name for row in session.query(TimedRun))


def a_trial_feature():
    feature = Feature("trial", __name__, url_prefix="/trial")

    def ask():
        form = NameForm.submitted()
        if form.accepted(lambda: keep(db(), form.called.data, at=now())):
            return redirect(url_for("trial.ask"), code=303)
        return render_template_string(PAGE, form=form, kept=names(db()))

    def press():
        ButtonForm.submitted().accepted(lambda: keep(db(), "rule", at=now()))
        return redirect(url_for("trial.ask"), code=303)

    def write_in_a_get():
        keep(db(), "sneaked in", at=now())
        return {"this was": "read"}

    def machine():
        keep(db(), "by machine", at=now())
        return "", 204

    def record(record_id):
        return {"this is": "a record"}

    def fault():
        raise ZeroDivisionError

    both = ["GET", "POST"]
    feature.route("/ask", access=anyone, methods=both)(ask)
    feature.route(
        "/counted",
        access=anyone,
        methods=both,
        endpoint="counted",
        counts=lambda: [(THREE, "anybody")],
    )(ask)
    feature.route("/press", access=anyone, methods=["POST"])(press)
    feature.route("/get", access=anyone)(write_in_a_get)
    feature.route("/machine", access=anyone, methods=["POST"], is_machine=True)(machine)
    feature.route("/fault", access=anyone)(fault)
    feature.route("/records/<uuid:record_id>", access=anyone)(record)
    feature.route("/own/<uuid:record_id>", access=can(EDITORS_ONLY), methods=both, endpoint="own")(
        record
    )
    feature.route("/editors", access=can(EDITORS_ONLY), methods=both, endpoint="editors")(ask)
    feature.route("/members", access=signed_in, endpoint="members")(ask)
    return feature


@pytest.fixture
def app(app):
    """The application with the trial feature."""
    app.register_blueprint(a_trial_feature())
    return app


@pytest.fixture
def kept(app):
    """Ask for the names that are kept: `kept()`."""

    def ask():
        with app.extensions["petunias"].database.reading() as session:
            return names(session)

    return ask


@pytest.fixture
def trail(app):
    """Ask for the acts in the audit, oldest first: `trail()`."""
    from audit.models import AuditLine

    def ask():
        with app.extensions["petunias"].database.reading() as session:
            return [line.act for line in session.query(AuditLine).order_by(AuditLine.number)]

    return ask
