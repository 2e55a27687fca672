"""A group looks after its listings: small pages that can be left at any point."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.content import Content
from directory.forms import registration as forms
from directory.forms.registration import heard, said
from directory.operations import own as operations
from directory.operations.own import AboutGroup
from directory.queries import registration as queries
from directory.queries.areas import area_choices
from directory.queries.registration import OwnPage
from directory.views.feature import feature
from directory.vocabulary import Audience, Cost, Domain, Joining, LegalType, Need, Place
from directory.websites import website
from kernel.errors import NotFound, RuleBroken
from kernel.geography import Postcode
from web.access import known
from web.forms import ButtonForm, Form
from web.request import actor, db, now

PENCE = 100
DEAREST = Decimal(10_000)


@feature.route("/your-listings", access=known)
def own_listings() -> str:
    listings = queries.own_listings(db(), actor())
    return render_template("directory/own_listings.html", listings=listings)


@feature.route("/register/done", access=known)
def registered() -> str | Response:
    """Where somebody arrives who has just listed a group: what happens next."""
    listings = queries.own_listings(db(), actor())
    if not listings:
        raise NotFound
    page = queries.own_page(db(), actor(), listings[-1].id)
    form = forms.DomainsForm.submitted(domains=[one.value for one in page.content.domains])
    return render_template("directory/registered.html", page=page, form=form)


@feature.route("/your-listings/<uuid:listing_id>", access=known)
def own(listing_id: UUID) -> str:
    page = queries.own_page(db(), actor(), listing_id)
    return render_template("directory/own.html", page=page, form=ButtonForm.submitted())


def _to_own(listing_id: UUID, says: str) -> Response:
    flash(says)
    return redirect(url_for("directory.own", listing_id=listing_id), code=303)


@feature.route("/your-listings/<uuid:listing_id>/kinds", methods=["GET", "POST"], access=known)
def kinds(listing_id: UUID) -> str | Response:
    page = queries.own_page(db(), actor(), listing_id)
    form = forms.DomainsForm.submitted(
        domains=[one.value for one in page.content.domains],
        proposed_domain=page.content.proposed_domain,
    )
    if form.accepted(
        lambda: operations.choose_domains(
            db(),
            actor(),
            listing_id,
            chosen=[Domain(one) for one in form.domains.data or ()],
            proposed=form.proposed_domain.data or "",
            at=now(),
        )
    ):
        return _to_own(listing_id, "It is saved.")
    return render_template("directory/kinds.html", form=form, page=page)


@feature.route("/your-listings/<uuid:listing_id>/hide-place", methods=["GET", "POST"], access=known)
def hide_place(listing_id: UUID) -> str | Response:
    page = queries.own_page(db(), actor(), listing_id)
    form = forms.HiddenPlaceForm.submitted()
    if form.accepted(
        lambda: operations.hide_place(
            db(), actor(), listing_id, address=form.address.data, at=now()
        )
    ):
        return _to_own(listing_id, "The address is hidden from now on.")
    return render_template("directory/hide_place.html", form=form, page=page)


@feature.route("/your-listings/<uuid:listing_id>/take-down", methods=["GET", "POST"], access=known)
def withdraw(listing_id: UUID) -> str | Response:
    page = queries.own_page(db(), actor(), listing_id)
    form = forms.WithdrawForm.submitted()
    if form.accepted(
        lambda: operations.withdraw(
            db(), actor(), listing_id, because=form.because.data or "", at=now()
        )
    ):
        return _to_own(listing_id, "It is taken down.")
    return render_template("directory/withdraw.html", form=form, page=page)


@feature.route("/your-listings/<uuid:listing_id>/bring-back", methods=["POST"], access=known)
def ask_back(listing_id: UUID) -> Response:
    """The button on the page of what was taken down."""
    form = ButtonForm.submitted()
    if not form.accepted(lambda: operations.ask_back(db(), actor(), listing_id, at=now())):
        raise RuleBroken(form.mistakes[0]["text"])
    flash("Asked. Somebody looks at it before people see it again.")
    return redirect(url_for("directory.own", listing_id=listing_id), code=303)


@feature.route(
    "/your-listings/<uuid:listing_id>/<any(basics, contact, cost, 'first-visit', "
    "access, who, places, needs, group, professionals, rhythm):slug>",
    methods=["GET", "POST"],
    access=known,
)
def tell_more(listing_id: UUID, slug: str) -> str | Response:
    page = queries.own_page(db(), actor(), listing_id)
    small = SMALL_PAGES[slug]
    form = small.form.submitted(**small.shown(page))
    if slug == "basics":
        form.where.choices = _places(page)
    if form.accepted(lambda: small.keep(page, form)):
        return _to_own(listing_id, "It is saved.")
    title = next(title for one, title, _ in queries.STEPS if one == slug)
    return render_template("directory/tell_more.html", form=form, page=page, small_title=title)


@dataclass(frozen=True)
class SmallPage:
    """A small page: its form, what it shows at first, and what to do with the answers."""

    form: type[Form]
    shown: Callable[[OwnPage], dict[str, Any]]
    keep: Callable[[OwnPage, Any], object]


def _revise(page: OwnPage, **answers: object) -> None:
    operations.revise(db(), actor(), page.listing.id, at=now(), **answers)


def _plain(page: OwnPage, *names: str) -> dict[str, Any]:
    return {name: getattr(page.content, name) for name in names}


def _places(page: OwnPage) -> dict[str, str]:
    """What may be chosen: a hidden place stays hidden, unless somebody says otherwise on purpose."""
    choices = area_choices(db())
    if page.content.place is not Place.HIDDEN:
        return choices
    everybody = {Place.SOMEWHERE.value: "At a place that everybody may see from now on"}
    return {
        Place.HIDDEN.value: "Hidden: we tell people when they get in touch",
        **choices,
        **everybody,
    }


def _basics_shown(page: OwnPage) -> dict[str, Any]:
    content = page.content
    choices = _places(page)
    where = next((value for value in choices if value.partition(":")[0] == content.place), None)
    return {
        **_plain(page, "name", "description", "postcode", "address", "town", "when"),
        "where": where,
        "joining": content.joining.value,
    }


def _keep_basics(page: OwnPage, form: Any) -> None:
    place = Place(form.where.data.partition(":")[0])
    is_somewhere = place is Place.SOMEWHERE
    _revise(
        page,
        name=form.name.data,
        description=form.description.data,
        place=place,
        postcode=str(Postcode.parse(form.postcode.data or "", field="postcode"))
        if is_somewhere
        else "",
        address=form.address.data if is_somewhere else "",
        town=form.town.data if is_somewhere else "",
        when=form.when.data,
        joining=Joining(form.joining.data),
    )


def _keep_contact(page: OwnPage, form: Any) -> None:
    found = website(form.website.data or "")
    if not form.phone.data and not form.email.data:
        raise RuleBroken("Enter a phone number or an e-mail address.", field="phone")
    _revise(
        page,
        phone=form.phone.data or "",
        email=form.email.data or "",
        website=found.url if found else "",
    )


def _cost_shown(page: OwnPage) -> dict[str, Any]:
    pence = page.content.cost_pence
    return {
        "cost": page.content.cost.value,
        "cost_words": page.content.cost_words,
        "pounds": f"{Decimal(pence) / PENCE:.2f}" if pence is not None else "",
    }


def _keep_cost(page: OwnPage, form: Any) -> None:
    cost = Cost(form.cost.data or Cost.ASK.value)
    _revise(
        page,
        cost=cost,
        cost_words=form.cost_words.data or "",
        cost_pence=_pence(form.pounds.data) if cost is Cost.AMOUNT else None,
    )


def _pence(typed: str) -> int | None:
    if not typed:
        return None
    try:
        pounds = Decimal(typed.replace("£", "").replace(",", "").strip())
        if not Decimal(0) <= pounds <= DEAREST or pounds * PENCE != int(pounds * PENCE):
            raise InvalidOperation
    except (InvalidOperation, ValueError, OverflowError):
        raise RuleBroken("Enter an amount in pounds, like 2.50.", field="pounds") from None
    return int(pounds * PENCE)


def _who_shown(page: OwnPage) -> dict[str, Any]:
    return {
        **_plain(page, "audience_words", "minimum_age", "maximum_age"),
        "audiences": [one.value for one in page.content.audiences],
        "languages": ", ".join(page.content.languages),
    }


def _keep_who(page: OwnPage, form: Any) -> None:
    low, high = form.minimum_age.data, form.maximum_age.data
    if low is not None and high is not None and high < low:
        raise RuleBroken(
            "The oldest age is below the youngest. Change one of them.", field="maximum_age"
        )
    languages = tuple(
        one.strip().capitalize() for one in (form.languages.data or "").split(",") if one.strip()
    )
    _revise(
        page,
        audiences=tuple(Audience(one) for one in form.audiences.data or ()),
        audience_words=form.audience_words.data or "",
        minimum_age=low,
        maximum_age=high,
        languages=languages,
    )


def _keep_group(page: OwnPage, form: Any) -> None:
    legal_type, size = form.legal_type.data, form.size.data
    about = AboutGroup(
        name=form.group_name.data,
        description=form.description.data or "",
        legal_type=LegalType(legal_type) if legal_type not in (None, forms.UNSAID) else None,
        charity_number=form.charity_number.data or "",
        size=size if size not in (None, forms.UNSAID) else "",
    )
    operations.describe_group(db(), actor(), page.listing.id, about, at=now())


def _professional_shown(page: OwnPage) -> dict[str, Any]:
    distance = page.content.distance_from_traditional
    return {
        **_plain(page, "referral_criteria", "adviser_name", "adviser_role"),
        "is_targeted": said(page.content.is_targeted),
        "distance_from_traditional": str(distance) if distance else forms.UNSAID,
    }


def _keep_professional(page: OwnPage, form: Any) -> None:
    distance = form.distance_from_traditional.data
    _revise(
        page,
        referral_criteria=form.referral_criteria.data or "",
        adviser_name=form.adviser_name.data or "",
        adviser_role=form.adviser_role.data or "",
        is_targeted=heard(form.is_targeted.data),
        distance_from_traditional=int(distance) if distance not in (None, forms.UNSAID) else None,
    )


def _group_shown(page: OwnPage) -> dict[str, Any]:
    return {
        "group_name": page.group,
        "description": page.group_description,
        "legal_type": page.legal_type.value if page.legal_type else forms.UNSAID,
        "charity_number": page.charity_number,
        "size": page.size or forms.UNSAID,
    }


def _fact(content: Content, name: str) -> str:
    return said(getattr(content, name))


SMALL_PAGES: dict[str, SmallPage] = {
    "basics": SmallPage(forms.BasicsForm, _basics_shown, _keep_basics),
    "contact": SmallPage(
        forms.ContactForm, lambda page: _plain(page, "phone", "email", "website"), _keep_contact
    ),
    "cost": SmallPage(forms.CostForm, _cost_shown, _keep_cost),
    "first-visit": SmallPage(
        forms.FirstVisitForm,
        lambda page: {**_plain(page, "first_visit"), "has_buddy": _fact(page.content, "has_buddy")},
        lambda page, form: _revise(
            page, first_visit=form.first_visit.data or "", has_buddy=heard(form.has_buddy.data)
        ),
    ),
    "access": SmallPage(
        forms.AccessForm,
        lambda page: {
            **_plain(page, "access_words", "transport"),
            "is_step_free": _fact(page.content, "is_step_free"),
        },
        lambda page, form: _revise(
            page,
            access_words=form.access_words.data or "",
            transport=form.transport.data or "",
            is_step_free=heard(form.is_step_free.data),
        ),
    ),
    "who": SmallPage(forms.WhoForm, _who_shown, _keep_who),
    "places": SmallPage(
        forms.PlacesForm,
        lambda page: _plain(page, "places_left", "waiting_weeks"),
        lambda page, form: _revise(
            page, places_left=form.places_left.data, waiting_weeks=form.waiting_weeks.data
        ),
    ),
    "needs": SmallPage(
        forms.NeedsForm,
        lambda page: {
            "needs": [one.value for one in page.content.needs],
            "has_volunteers": _fact(page.content, "has_volunteers"),
        },
        lambda page, form: _revise(
            page,
            needs=tuple(Need(one) for one in form.needs.data or ()),
            has_volunteers=heard(form.has_volunteers.data),
        ),
    ),
    "group": SmallPage(forms.GroupForm, _group_shown, _keep_group),
    "professionals": SmallPage(forms.ProfessionalForm, _professional_shown, _keep_professional),
    "rhythm": SmallPage(
        forms.RhythmForm,
        lambda page: {"due_after_days": page.due_after_days},
        lambda page, form: operations.choose_rhythm(
            db(), actor(), page.listing.id, days=form.due_after_days.data, at=now()
        ),
    ),
}
