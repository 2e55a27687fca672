"""The inbox of a lead NTP: who has no link worker, and who has too much."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from referrals import permissions
from referrals.forms.caseload import GiveAllForm, GiveForm
from referrals.operations import allocating
from referrals.queries import inbox as queries
from referrals.views.feature import feature
from web.access import can
from web.request import actor, db, lists, now, shows
from web.templating import counted


@feature.route("/inbox", access=can(permissions.OVERSEE))
def inbox() -> str:
    page = queries.inbox_page(db(), actor(), at=now())
    lists(*(line.person_id for line in page.queue))
    return render_template("referrals/inbox.html", page=page)


@feature.route(
    "/cases/<uuid:referral_id>/give", methods=["GET", "POST"], access=can(permissions.OVERSEE)
)
def give(referral_id: UUID) -> str | Response:
    page = queries.give_page(db(), actor(), referral_id, at=now())
    form = GiveForm.submitted(had=str(page.had_id or ""))
    form.offer(page.workers, page.named)
    shows(page.banner.person_id)
    if form.accepted(
        lambda: allocating.give(
            db(), actor(), referral_id, to=UUID(form.to.data),
            had=form.had_id,
            because=form.because.data, at=now(),
        )
    ):  # fmt: skip
        flash("Given. We have written to them.")
        return redirect(url_for("referrals.inbox"), code=303)
    form.offer([one for one in page.workers if one.id != page.had_id], page.named)
    return render_template("referrals/give.html", page=page, form=form)


@feature.route(
    "/inbox/<uuid:worker_id>/give-all", methods=["GET", "POST"], access=can(permissions.OVERSEE)
)
def give_all(worker_id: UUID) -> str | Response:
    page = queries.inbox_page(db(), actor(), at=now())
    number = queries.count_to_give(db(), actor(), worker_id)
    form = GiveAllForm.submitted()
    form.offer([one for one in page.workers if one.id != worker_id])
    form.ask_for(number)
    given: list[int] = []
    if form.accepted(
        lambda: given.append(
            allocating.give_all(
                db(), actor(), from_worker=worker_id, to=UUID(form.to.data),
                because=form.because.data, at=now(),
            )
        )
    ):  # fmt: skip
        flash(f"{counted(given[0], 'case', 'cases')} given. We have written to them.")
        return redirect(url_for("referrals.inbox"), code=303)
    return render_template("referrals/give_all.html", form=form, number=number)
