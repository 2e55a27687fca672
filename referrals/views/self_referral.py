"""Somebody asks for a link worker by themselves, without an account."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response

from kernel import crisis
from kernel.limits import Limit
from referrals.forms.heeding import unread
from referrals.forms.self_referral import ReferYourselfForm
from referrals.operations import self_referral as operations
from referrals.operations.self_referral import OwnAnswers
from referrals.queries import self_referral as queries
from referrals.views.feature import feature
from web.access import anyone
from web.request import actor, db, extension, network, now

FASTEST_PERSON = 3
"""Seconds. Nobody reads the questions and answers them in less."""


def _counted() -> list[tuple[Limit, str]]:
    return operations.counted(network())


@feature.route("/refer-yourself", methods=["GET", "POST"], access=anyone, counts=_counted)
def refer_yourself() -> str | Response:
    leads = queries.open_leads(db())
    only = str(leads[0].id) if len(leads) == 1 else None
    form = ReferYourselfForm.submitted(opened=_stamp(), lead=only)
    form.lead.choices = {str(one.id): f"{one.name}, {one.base_address}" for one in leads}
    sent: list[bool] = []

    def act() -> None:
        row = operations.refer_yourself(db(), actor(), _answers(form), signs=_signs(form), at=now())
        sent.append(row.danger_at is not None)

    if form.accepted(act):
        danger = "yes" if sent[0] else None
        return redirect(url_for("referrals.referred_yourself", danger=danger), code=303)
    return render_template(
        "referrals/refer_yourself.html", form=form, leads=leads,
        is_in_danger=crisis.is_in(form.why_now.data or ""),
    )  # fmt: skip


@feature.route("/refer-yourself/sent", access=anyone)
def referred_yourself() -> str:
    is_in_danger = request.args.get("danger") == "yes"
    return render_template(
        "referrals/referred_yourself.html", is_in_danger=is_in_danger,
        unread_before=unread() if is_in_danger else "", leads=queries.open_leads(db()),
    )  # fmt: skip


def _answers(form: ReferYourselfForm) -> OwnAnswers:
    return OwnAnswers(
        lead_id=UUID(form.lead.data),
        name=form.name.data,
        contact=form.contact.data,
        postcode=form.postcode.data or "",
        why_now=form.why_now.data,
        no_voicemail=bool(form.no_voicemail.data),
        safe_times=form.safe_times.data or "",
    )


def _signer() -> Signer:
    return Signer(extension("petunias_settings").secret_key, salt="refer-yourself")


def _stamp() -> str:
    """When the page was opened, in a form that nobody else can write."""
    return _signer().sign(now().isoformat()).decode()


def _signs(form: ReferYourselfForm) -> list[str]:
    """Signs that a machine filled this in."""
    if form.nickname.data:
        return ["nickname"]
    try:
        opened = datetime.fromisoformat(_signer().unsign(form.opened.data or "").decode())
    except BadSignature:
        return ["stamp"]
    return ["speed"] if (now() - opened).total_seconds() < FASTEST_PERSON else []
