"""The demo world with something waiting in every corner, and everybody who may come to see it.

Whoever adds a page that only shows in a state of its own adds that state here, or to the demo world.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts import operations as accounts
from accounts.demo import DOMAIN, HOST
from accounts.models import Agreement, Area, Organisation, User
from accounts.operations import invitations, new_password
from directory import menus
from directory.checks import CheckKind, CheckResult
from directory.lifecycle import Move, State
from directory.models import Group, ImportBatch, Listing, PossibleDuplicate
from directory.operations import (
    checks,
    corrections,
    hosting,
    keeping,
    own,
    registration,
    reports,
    upkeep,
)
from directory.operations.checks import Checked
from directory.operations.importing import publish_batch
from directory.queries.registration import CONFIRM
from directory.vocabulary import Joining
from kernel import links
from kernel.access import ANYONE, SYSTEM, Actor, Role
from kernel.database import Database
from tests.cast import a_user, actor_of
from tests.cast_directory import a_listing, six_answers
from tests.cast_everything_billing import let_money_wait
from tests.cast_everything_referrals import let_referrals_wait
from tests.cast_everything_star import let_stars_wait
from tests.cast_importing import EMPTY, NAMELESS, ODD, SWIMS, WALKS, a_batch, brought_in, changed

ANYONE_AT_ALL = "anyone"
GROUPS_LINK = "a group's link"
GIVES_CODE = "somebody who must give a code"
SETS_UP_PHONE = "somebody who must set up a phone"
KEPT = "Kept by Letter"


def everybody(app: Flask, *, at: datetime) -> dict[str, FlaskClient]:
    """A client for each role of the demo world, for anyone, and for those who are half-way in."""
    with app.extensions["petunias"].database.writing() as session:
        tokens = {role.label: _begun(session, _demo_user(session, role), at) for role in Role}
        _begun(session, _demo_user(session, Role.LEAD_MANAGER), at)  # on another machine
        host = _organisation(session, HOST)
        for name, has_phone in ((GIVES_CODE, True), (SETS_UP_PHONE, False)):
            user = a_user(session, Role.LINK_WORKER, at=host, has_phone=has_phone)
            tokens[name] = _begun(session, user, at, awaits_code=has_phone)
        tokens[GROUPS_LINK] = uuid4().hex
        held = session.scalars(sa.select(Group.id).where(Group.name == KEPT)).one()
        accounts.start_link_session(session, holds=held, token=tokens[GROUPS_LINK], at=at)
        is_live = Listing.state == State.LIVE
        pinned = menus.code_of(session.scalars(sa.select(Listing.id).where(is_live).limit(2)))
    clients = {ANYONE_AT_ALL: app.test_client(), **{name: app.test_client() for name in tokens}}
    for name, token in tokens.items():
        clients[name].set_cookie("petunias", token)
    with clients[ANYONE_AT_ALL].session_transaction() as cookie:
        cookie["pins"] = pinned
    return clients


def _demo_user(session: Session, role: Role) -> User:
    wanted = sa.select(User).where(User.email == f"{role.value}@{DOMAIN}")
    return session.scalars(wanted).one()


def _begun(session: Session, user: User, at: datetime, *, awaits_code: bool = False) -> str:
    token = uuid4().hex
    accounts.start_session(session, user, token=token, awaits_code=awaits_code, at=at)
    return token


def _organisation(session: Session, name: str) -> Organisation:
    return session.scalars(sa.select(Organisation).where(Organisation.name == name)).one()


def let_everything_wait(database: Database, *, at: datetime) -> list[str]:
    """Put into the demo world whatever brings up a page or a form that it does not show yet.

    Returned are addresses that people are told in another way than by a link on a page.
    """
    with database.writing() as session:
        area = session.scalars(sa.select(Area)).one()
        editor = _editor(session)
        session.flush()
        _people(session, editor, at)
        listings = _listings(session, area.id, at)
        _told(session, editor, listings[KEPT], area.id, at)
        _books(session, editor, at)
        a_batch(session, editor)
        session.flush()
        lists = [f"/directory/imports/{one}" for one in session.scalars(sa.select(ImportBatch.id))]
        own.revise(
            session, Actor(holds=listings[KEPT].group_id), listings[KEPT].id, at=at,
            phone="01632 960777",
        )  # fmt: skip
        codes = [f"/s/{one.short_code}" for one in listings.values()]
        codes.append(f"/register/confirm/{_pressed(session, listings[KEPT].id, at=at)}")
        records = [f"/directory/review/{one.id}" for one in listings.values()]
        agreed = [f"/agreements/{one}" for one in session.scalars(sa.select(Agreement.id))]
        cases = let_referrals_wait(session, at=at)
        cases += let_stars_wait(session, at=at)
        cases += let_money_wait(session, at=at)
        person = f"/organisations/{editor.organisation_id}/people/{editor.user_id}"
    elsewhere = changed(SWIMS, Postcode="S1 2HE")
    brought_in(database, WALKS, elsewhere, ODD, NAMELESS, EMPTY, actor=editor)
    published = brought_in(database, changed(WALKS, id="21", Activity="Tea"), actor=editor)
    with database.writing() as session:
        publish_batch(session, editor, published, at=at)
    lists.append(f"/directory/imports/{published}")
    return [*codes, *records, *cases, *lists, *agreed, person]


def _editor(session: Session) -> Actor:
    """Somebody who does everything that the host does, and works elsewhere as well."""
    roles = (Role.DIRECTORY_EDITOR, Role.LEAD_MANAGER, Role.LINK_WORKER)
    host = _organisation(session, HOST)
    user = a_user(session, *roles, at=host, name="Robin Field")
    return actor_of(user, host, *roles)


def _people(session: Session, editor: Actor, at: datetime) -> None:
    """An invitation, a forgotten password, and somebody with two seats."""
    second = _organisation(session, "Southbank Neighbours")
    accounts.grant(
        session,
        SYSTEM,
        user_id=_demo_user(session, Role.LEAD_MANAGER).id,
        organisation_id=second.id,
        roles=[Role.LEAD_MANAGER],
        at=at,
    )
    host = editor.organisation_id
    assert host is not None
    invitations.invite(
        session, SYSTEM, organisation_id=host, name="Rosa Newly", email="rosa@anytown.example",
        roles=[Role.LINK_WORKER], at=at,
    )  # fmt: skip
    forgetful = session.get_one(User, editor.user_id)
    new_password.ask_for_new_password(session, email=forgetful.email, is_demo_allowed=False, at=at)


def _listings(session: Session, area_id: UUID, at: datetime) -> dict[str, Listing]:
    """A listing in each state, by the name of its group; the first is old and much talked of."""
    made = {
        group: a_listing(
            session, area_id=area_id, group=group, at=at - timedelta(days=days),
            keeper_email=email, is_live=is_live,
        )
        for group, days, email, is_live in (
            (KEPT, 104, "kept@shelter.example", True),
            ("Odd Offers", 0, "odd@shelter.example", True),
            ("By Phone", 0, "", False),
            ("Looked Into", 0, "", True),
            ("Gone Away", 0, "", True),
            ("A Safe Place", 0, "", True),
        )
    }  # fmt: skip
    made["Odd Offers"].flags = [{"kind": "money", "field": "name", "says": "It speaks of money."}]
    session.flush()
    for group, move in (
        ("Odd Offers", Move.HOLD),
        ("By Phone", Move.SUBMIT),
        ("Looked Into", Move.SUSPEND),
        ("Gone Away", Move.WITHDRAW),
    ):
        keeping.make(session, SYSTEM, made[group], move, at=at)
    _taken_down(session, made[KEPT], at=at)
    keeping.hide_place(session, SYSTEM, made["A Safe Place"], address="1 Secret Street", at=at)
    for number in range(4):
        answers = six_answers(
            group_name=f"Cheap Loans {number}", contact=f"01632 96050{number}",
            what="Money for you, bank details please http://loans.example/now",
        )  # fmt: skip
        registration.register(session, ANYONE, answers, token="", signs=(), at=at)
    answers = six_answers(group_name="Written To", contact="written@shelter.example")
    registration.register(session, ANYONE, answers, token="", signs=(), at=at)
    return made


def _pressed(session: Session, listing_id: UUID, *, at: datetime) -> str:
    """A link that a group has pressed already: it opens, and says how things stand."""
    token = links.issue(
        session, purpose=CONFIRM, subject_id=listing_id, lifetime=timedelta(days=1), at=at
    )
    links.use(session, token, purpose=CONFIRM, at=at)
    return token


def _taken_down(session: Session, kept: Listing, *, at: datetime) -> None:
    """Something else of a group, which it took down and may ask to bring back."""
    content = kept.content.with_answers(name="Cat brushing")
    made = keeping.begin(session, SYSTEM, group=kept.group, content=content, at=at)
    keeping.make(session, SYSTEM, made, Move.SUBMIT, at=at)
    made.confirm(by=SYSTEM, on=at.date(), at=at)
    keeping.make(session, SYSTEM, made, Move.CONFIRM, at=at)
    keeping.make(session, Actor(holds=kept.group_id), made, Move.WITHDRAW, at=at)


def _told(session: Session, editor: Actor, dogs: Listing, area_id: UUID, at: datetime) -> None:
    """What people said of a listing and of the directory; a likely duplicate; letters under way."""
    other = a_listing(session, area_id=area_id, group="Unclaimed Dogs", at=at)
    other.group.claimed_at = None
    session.flush()
    corrections.tell_wrong(session, ANYONE, dogs.id, says="They meet on Fridays", at=at)
    answers = {"when": "Fridays 2pm", "joining": Joining.ASK_FIRST}
    corrections.propose(session, editor, dogs.id, answers, says="Jo told me", at=at)
    session.add(
        PossibleDuplicate(
            first_id=dogs.id, second_id=other.id, why="Same phone number", found_at=at
        )
    )
    insured = Checked(
        CheckKind.INSURANCE, "", CheckResult.PASSED, "Edith", "The host", at.date(),
        at.date() + timedelta(days=9),
    )  # fmt: skip
    checks.record(session, editor, dogs.id, insured, at=at)
    keeping.say(session, editor, dogs, dogs.content.with_answers(when="Tuesdays 10am"), at=at)
    reports.tell(
        session, ANYONE, says="Larger letters", was_useful=True, was_easy=False, page="", at=at
    )
    registration.send_new_link(session, dogs.group.keeper_email, at=at)
    registration.claim(session, other.id, name="Jo", email="other@shelter.example", at=at)
    upkeep.remind(session, editor, dogs.id, at=at)
    keeping.enter_draw(session, other, at=at.replace(day=1) - timedelta(days=2))


def _books(session: Session, editor: Actor, at: datetime) -> None:
    """A line in each of the host's books that can be closed."""
    hosting.plan_message(
        session, editor, stakeholder="Practices", message="We begin", sent_on=None, at=at
    )
    hosting.note_promise(
        session, editor, about="availability", promise="99%", supplier="", until_on=None, at=at
    )
    hosting.name_owner(session, editor, part="Commissions it", name="Jo", role="CCG", at=at)
