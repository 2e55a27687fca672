"""The page of a case: what a link worker opens all day, and what can be done there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for

from referrals import permissions
from referrals.lifecycle import WITH_WORKER, Move, State
from referrals.queries import case as queries
from referrals.queries.case import CasePage
from referrals.queries.contacts import find_booked
from referrals.queries.plans import PlanPage, plan_page
from referrals.queries.priority import find_flag
from referrals.views.danger import places_of
from referrals.views.feature import feature
from web.access import can
from web.forms import ButtonForm
from web.request import actor, db, now, shows

PAGES: Mapping[Move, str] = {
    Move.ACCEPT: "referrals.accept",
    Move.BOOK: "referrals.book",
    Move.ASSESS: "referrals.assess",
    Move.MISS: "referrals.missed",
    Move.BEGIN: "referrals.agree_plan",
    Move.COMPLETE: "referrals.close_case",
    Move.LAPSE: "referrals.lapse",
    Move.REOPEN: "referrals.reopen",
}
"""The page of each move that has one, the likeliest first: a journey adds the line of its own."""

RARE: Mapping[Move, str] = {
    Move.GIVE_UP: "referrals.give_up",
    Move.RETURN: "referrals.send_back",
    Move.REDIRECT: "referrals.pass_on",
    Move.DECLINE: "referrals.decline",
}
"""Moves that are kept one tap further away."""


@dataclass(frozen=True)
class Act:
    """A button: its words and where it leads."""

    text: str
    href: str


@feature.route("/cases/<uuid:referral_id>", access=can(permissions.SEE_CASE))
def case(referral_id: UUID) -> str:
    page = queries.case_page(db(), actor(), referral_id, at=now())
    plan = plan_page(db(), actor(), referral_id, at=now())
    shows(page.banner.person_id)
    return render_template(
        "referrals/case.html", page=page, acts=acts(page, plan), rare=_acts(page, RARE),
        places=places_of(page.id) if page.is_in_danger else (),
        flag=find_flag(db(), page.id), form=ButtonForm.submitted(),
        may_give=actor().may(permissions.OVERSEE), in_danger_words=_words_of_danger(page),
    )  # fmt: skip


def _words_of_danger(page: CasePage) -> str:
    """What whoever reads a case is to do about danger, and who writes down what was done."""
    way = " in a way that they allow" if page.banner.says_not_to_ring else ""
    if page.has_worker:
        who = "Then write" if page.can_make_safe else f"{page.link_worker} then writes"
        what = f"Reach the person today{way}, or make sure that somebody does. {who} down what was done."
    elif page.can_make_safe:
        what = (
            f"No link worker has this case. Reach the person today{way}, or give the case to somebody now. "
            "Then write down what was done."
        )
    else:
        what = (
            f"No link worker has this case. Reach the person today{way}, and tell your manager, "
            "who writes down what was done."
        )
    return f"Words were written here that may mean danger. {what}"


def acts(page: CasePage, plan: PlanPage) -> Sequence[Act]:
    """What can be done now, the likeliest first: usually a contact is to be written down."""
    there = [*_of_plan(plan), *_acts(page, PAGES, besides=_not_yet(page, plan))]
    takes_contacts = page.state in WITH_WORKER or page.state.is_followed
    if not (page.can_act and takes_contacts):
        return there
    there = [Act("Write down a contact", url_for("referrals.log", referral_id=page.id)), *there]
    is_later = Move.BOOK not in page.moves and page.state is not State.BOOKED
    if is_later and find_booked(db(), page.id) is None:
        there.append(Act(Move.BOOK.words, url_for("referrals.book", referral_id=page.id)))
    return there


def _of_plan(plan: PlanPage) -> list[Act]:
    """What the plan waits for, where no move of the case says it."""
    if plan.can_follow_up:
        return [
            Act("Ask how it goes", url_for("referrals.follow_up", referral_id=plan.referral_id))
        ]
    if plan.referral_state is State.ASSESSED and plan.can_change and not plan.plan.open_goals:
        text = "Write down the first goal"
        return [Act(text, url_for("referrals.add_goal", referral_id=plan.referral_id))]
    return []


def _not_yet(page: CasePage, plan: PlanPage) -> frozenset[Move]:
    """Moves that the state allows and the plan does not: each would end in a refusal."""
    allowed = {
        Move.BEGIN: plan.can_agree,
        Move.COMPLETE: plan.can_close,
        Move.LAPSE: page.state is State.SUSTAINED,
    }
    return frozenset(move for move, is_allowed in allowed.items() if not is_allowed)


def _acts(
    page: CasePage, pages: Mapping[Move, str], *, besides: frozenset[Move] = frozenset()
) -> list[Act]:
    return [
        Act(move.words, url_for(endpoint, referral_id=page.id))
        for move, endpoint in pages.items()
        if move in page.moves and move not in besides
    ]
