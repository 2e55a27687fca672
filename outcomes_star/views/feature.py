"""The way in to the star: routes add themselves to this feature."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, request

from kernel.access import Actor
from outcomes_star import permissions
from outcomes_star.queries import services, stars
from outcomes_star.queries.services import OfService
from outcomes_star.queries.stars import Star
from web.feature import Feature, Panel
from web.request import actor, db, london_day, now


def _may_read(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.SEE_INSTRUMENTS) or None


def _may_see_cohorts(_session: Any, actor: Actor, _subject: object) -> bool | None:
    return actor.may(permissions.SEE_COHORTS) or None


def _of_case(session: Any, actor: Actor, referral_id: UUID) -> tuple[Star, ...] | None:
    return stars.stars_panel(session, actor, referral_id, at=now()) or None


def _not_asked_at_end(session: Any, actor: Actor, referral_id: UUID) -> tuple[Star, ...] | None:
    return stars.not_asked_at_end(session, actor, referral_id, at=now()) or None


def _of_practice(session: Any, actor: Actor, referral_id: UUID) -> tuple[Star, ...] | None:
    return stars.practice_panel(session, actor, referral_id, on=london_day()) or None


def _own(session: Any, _actor: Actor, person_id: UUID) -> tuple[Star, ...] | None:
    return stars.own_stars(session, person_id, on=london_day()) or None


def _areas(session: Any, actor: Actor, referral_id: UUID) -> Any:
    return stars.areas_of_case(session, actor, referral_id, at=now())


def _of_service(session: Any, actor: Actor, listing_id: UUID) -> OfService | None:
    return services.of_listing(session, actor, listing_id)


def _of_own_service(session: Any, actor: Actor, listing_id: UUID) -> OfService | None:
    return services.of_own_listing(session, actor, listing_id)


PUT_RIGHT = "It is put right. What was there before is kept too."
TAKEN_AWAY = "It is taken away. It is kept for those who must know of it, and shown no more."

PANELS = (
    *(
        Panel(page, "outcomes_star/_what_we_ask.html", _may_read)
        for page in ("referrals.inbox", "referrals.our_practice")
    ),
    Panel("referrals.inbox", "outcomes_star/_how_people_moved.html", _may_see_cohorts),
    Panel("referrals.case", "outcomes_star/_stars.html", _of_case),
    Panel("referrals.close_case", "outcomes_star/_ask_at_end.html", _not_asked_at_end),
    Panel("referrals.follow", "outcomes_star/_at_practice.html", _of_practice),
    Panel("referrals.my_plan", "outcomes_star/_own_stars.html", _own),
    Panel("directory.listing", "outcomes_star/_what_people_said.html", _of_service),
    Panel("directory.own", "outcomes_star/_own_public_line.html", _of_own_service),
    Panel("referrals.plan.areas", "outcomes_star/_area.html", _areas),
)


def chosen_language() -> str:
    """The code of the language that was chosen in the address, whether there are words in it or not."""
    return request.args.get("language", "")


feature = Feature("outcomes_star", __name__, panels=PANELS)


def is_put_right(
    form: Any, ids: tuple[UUID, UUID], correct: Callable[..., Any], take_away: Callable[..., Any]
) -> bool:
    """Whether a reading (its referral and itself) was put right, or taken away as not theirs; says so."""

    def act() -> None:
        told = {"because": form.because.data, "at": now()}
        if form.is_not_theirs.data:
            take_away(db(), actor(), *ids, **told)
        else:
            correct(db(), actor(), *ids, form.said, **told)

    if not form.accepted(act):
        return False
    flash(TAKEN_AWAY if form.is_not_theirs.data else PUT_RIGHT)
    return True
