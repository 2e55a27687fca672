"""Listing a group: six answers, a link to confirm, and the way back in (A-DIR-05, A-CASE-01, D1-D6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import operations as accounts_operations
from accounts import queries as accounts
from audit import operations as audit
from directory import domains, permissions, rules, screening
from directory.content import Content
from directory.events import GroupClaimed
from directory.lifecycle import Move, State
from directory.models import Group, Listing, WrongReport
from directory.operations import keeping
from directory.queries import registration as queries
from directory.queries.registration import CLAIM, CONFIRM, KEEP
from directory.vocabulary import Joining, Place
from directory.wording import one_line, plain
from kernel import limits, links, mail, outbox
from kernel.access import Actor
from kernel.errors import RuleBroken, TooMany
from kernel.limits import Limit

LETTERS_TO_ADDRESS = Limit(
    "letters to one address", 3, timedelta(days=1), "We have written to this address already."
)
FROM_NETWORK = Limit(
    "registrations from one network",
    30,
    timedelta(hours=1),
    "Many groups were listed from your network in the last hour. Wait an hour, then try again.",
)
FROM_DOMAIN = Limit(
    "registrations from one e-mail domain",
    200,
    timedelta(hours=1),
    "Many groups were listed with addresses like yours. Wait an hour, then try again.",
)
MACHINE = "machine"
UNTRIED = "untried"
SIGNS = (MACHINE, UNTRIED)
"""Flags that come from how a listing was made, not from what it says."""
NOT_TRIED = "Our letter goes to another address: try the phone number or e-mail that people see."
MACHINE_SIGNS = {
    "nickname": "A field that people cannot see was filled in",
    "speed": "It was filled in faster than anybody can type",
    "stamp": "The form did not come from our page",
}
BIG_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.co.uk",
        "yahoo.com",
        "yahoo.co.uk",
        "icloud.com",
        "btinternet.com",
        "live.co.uk",
        "aol.com",
        "sky.com",
    }
)


@dataclass(frozen=True)
class SixAnswers:
    """What somebody answered on the one page."""

    group_name: str
    what: str
    place: Place
    area_id: UUID | None
    postcode: str
    when: str
    joining: Joining
    contact: str
    letters_to: str = ""


def counted(address: str, network: str) -> list[tuple[Limit, str]]:
    """What listing a group is counted against: the network, and the domain of our letter (D1)."""
    counted_against = [(FROM_NETWORK, network)]
    domain = address.rpartition("@")[2].strip().lower()
    if "@" in address and domain not in BIG_DOMAINS:
        counted_against.append((FROM_DOMAIN, domain))
    return counted_against


def register(
    session: Session,
    actor: Actor,
    answers: SixAnswers,
    *,
    token: str,
    signs: Sequence[str],
    at: datetime,
) -> Listing:
    """List a group. Nobody sees it before it is confirmed by letter, or by an editor's ring.

    `signs` are signs of a machine at work; `token`, if any, begins the session in which the person
    may go on at once (somebody who is signed in stays so).
    """
    contact = rules.contact_of(answers.contact)
    listing = _begin(session, actor, answers, contact, told_by="", at=at)
    is_tried = listing.group.keeper_email in ("", contact.email)
    listing.flags = [
        *flags(session, listing),
        *_signs_of_a_machine(signs),
        *([] if is_tried else [{"kind": UNTRIED, "field": "", "says": NOT_TRIED}]),
    ]
    keeping.make(session, actor, listing, Move.SUBMIT, at=at)
    if token:
        accounts_operations.start_link_session(session, holds=listing.group_id, token=token, at=at)
    if listing.group.keeper_email:
        _write_to_confirm(session, listing, at=at)
    return listing


def list_for_group(
    session: Session, actor: Actor, answers: SixAnswers, *, told_by: str, at: datetime
) -> Listing:
    """List a group that told somebody about itself; it can claim the entry at any time."""
    actor.must(permissions.LIST_FOR_GROUP)
    contact = rules.contact_of(answers.contact)
    listing = _begin(session, actor, answers, contact, told_by=told_by, at=at)
    listing.flags = flags(session, listing)
    keeping.make(session, actor, listing, Move.SUBMIT, at=at, because=told_by)
    _confirm(session, actor, listing, at=at, because=f"Told by {told_by}")
    return listing


def _begin(
    session: Session,
    actor: Actor,
    answers: SixAnswers,
    contact: rules.Contact,
    *,
    told_by: str,
    at: datetime,
) -> Listing:
    content = content_of(answers, contact)
    screening.refuse(content, group_name=answers.group_name)
    area_id = _area(session, answers)
    private = rules.tidy_email(answers.letters_to, field="letters_to") if answers.letters_to else ""
    group = keeping.add_group(
        session,
        actor,
        area_id=area_id,
        name=one_line(answers.group_name),
        at=at,
        keeper_email="" if told_by else private or contact.email,
        keeper_phone="" if told_by else contact.phone,
    )
    return keeping.begin(
        session, actor, group=group, content=content, at=at, source="registered", told_by=told_by
    )


def content_of(answers: SixAnswers, contact: rules.Contact) -> Content:
    """What the six answers say, with the kinds and needs that their words suggest."""
    what = plain(answers.what)
    words = f"{answers.group_name}. {what}"
    return Content(
        name=rules.title_of(what),
        description=what,
        place=answers.place,
        postcode=answers.postcode,
        when=one_line(answers.when),
        joining=answers.joining,
        phone=contact.phone,
        email=contact.email,
        domains=tuple(one.what for one in domains.suggest(words)),
        needs=tuple(one.what for one in domains.suggest_needs(words)),
    )


def _area(session: Session, answers: SixAnswers) -> UUID:
    """The area: that of the postcode, or the one that was chosen, or the only one there is."""
    locality = accounts.locality_of(session, answers.postcode) if answers.postcode else None
    if locality is not None:
        return locality.area_id
    areas = accounts.areas(session)
    if not areas:
        raise RuleBroken("This directory is not open yet. Try again in a few days.")
    chosen = next((area for area in areas if area.id == answers.area_id), areas[0])
    return chosen.id


def flags(session: Session, listing: Listing) -> list[dict[str, str]]:
    """What an editor should look at before anybody else does."""
    found = screening.screen(
        listing.content, group_name=listing.group.name, known=queries.neighbours(session, listing)
    )
    return [flag.as_kept() for flag in found]


def screen_again(session: Session, listing: Listing) -> None:
    """Look at what a listing says now that it has changed; the signs stay."""
    signs = [flag for flag in listing.flags if flag["kind"] in SIGNS]
    listing.flags = [*flags(session, listing), *signs]


def _signs_of_a_machine(signs: Sequence[str]) -> list[dict[str, str]]:
    """Signs that nobody typed this, as flags for the editor (D1)."""
    return [{"kind": MACHINE, "field": "", "says": MACHINE_SIGNS[sign]} for sign in signs]


def confirm_by_link(
    session: Session,
    token: str,
    *,
    session_token: str,
    at: datetime,
) -> Listing | None:
    """The group pressed the button behind the link: live at once, unless something is odd."""
    listing_id = links.use(session, token, purpose=CONFIRM, at=at)
    if listing_id is None:
        return None
    listing = session.get_one(Listing, listing_id)
    actor = Actor(holds=listing.group_id)
    accounts_operations.start_link_session(
        session, holds=listing.group_id, token=session_token, at=at
    )
    listing.group.claimed_at = listing.group.claimed_at or at
    if listing.state is State.UNCONFIRMED:
        _confirm(session, actor, listing, at=at, because="Confirmed by the link in our e-mail")
    else:
        audit.record(session, actor, "came by a link", listing, at=at)
    return listing


def confirm_by_ring(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> Listing:
    """An editor rang the group, and the group said yes."""
    actor.must(permissions.REVIEW)
    listing = queries.get_for_editor(session, actor, listing_id)
    _confirm(session, actor, listing, at=at, because="Rang the group")
    return listing


def _confirm(
    session: Session, actor: Actor, listing: Listing, *, at: datetime, because: str
) -> None:
    listing.confirm(by=actor, on=at.astimezone(keeping.LONDON).date(), at=at)
    is_held = bool(listing.flags) or queries.is_every_listing_held(session, listing.area_id)
    keeping.make(
        session, actor, listing, Move.HOLD if is_held else Move.CONFIRM, at=at, because=because
    )
    if not is_held:
        keeping.enter_draw(session, listing, at=at)


def _write_to_confirm(session: Session, listing: Listing, *, at: datetime) -> None:
    """One letter with one link and none of the words that were typed; three a day (D6)."""
    write(
        session,
        listing.group,
        "directory/confirm",
        at=at,
        link=mail.Link(CONFIRM, listing.id, "/register/confirm/", rules.LINK_LIFETIME),
    )


def write(
    session: Session,
    group: Group,
    template: str,
    *,
    at: datetime,
    link: mail.Link | None = None,
    to: str = "",
) -> None:
    address = to or group.keeper_email
    try:
        limits.count(session, LETTERS_TO_ADDRESS, address, at=at)
    except TooMany:
        return  # the person is told the same either way: an address is not to be flooded
    mail.write(
        session,
        template=template,
        to=address,
        facts={"host": queries.host_words(session, group.area_id)},
        at=at,
        link=link,
        about=group.id,
    )


def send_new_link(session: Session, email: str, *, at: datetime) -> None:
    """A new way in for whoever keeps listings under an address; silence for everybody else."""
    address = rules.tidy_email(email)
    for group in queries.groups_kept_by(session, address):
        waiting = queries.unconfirmed_listing_of(session, group.id)
        if waiting is not None:
            _write_to_confirm(session, waiting, at=at)
        else:
            write(
                session,
                group,
                "directory/keep",
                at=at,
                link=mail.Link(KEEP, group.id, "/keep/", rules.LINK_LIFETIME),
            )
    audit.record(session, Actor(), "asked for a new link", at=at)


def come_back(session: Session, token: str, *, session_token: str, at: datetime) -> UUID | None:
    """Use a link to come back to a group's listings; the group, or None."""
    group_id = links.use(session, token, purpose=KEEP, at=at) or _claimed(session, token, at=at)
    if group_id is None:
        return None
    accounts_operations.start_link_session(session, holds=group_id, token=session_token, at=at)
    audit.record(
        session,
        Actor(holds=group_id),
        "came back by a link",
        session.get_one(Group, group_id),
        at=at,
    )
    return group_id


def claim(session: Session, listing_id: UUID, *, name: str, email: str, at: datetime) -> None:
    """Somebody says that an entry is their group's. The address on it gets the link at once.

    Any other address waits for an editor; either way the person is told the same.
    """
    listing = queries.get_unclaimed(session, listing_id)
    address = rules.tidy_email(email)
    if address in {listing.content.email.lower(), listing.group.keeper_email}:
        offer_group(session, listing.group, email=address, at=at)
    else:
        session.add(
            WrongReport(
                listing_id=listing.id,
                proposal={"claim": address},
                says=f"{one_line(name)} says: this is our group.",
                told_at=at,
            )
        )
    audit.record(session, Actor(), "asked to claim a listing", listing, at=at)


def offer_group(session: Session, group: Group, *, email: str, at: datetime) -> None:
    """Send the link by which a group takes over its entry, and tell the address that we had."""
    if group.keeper_email and group.keeper_email != email:
        write(session, group, "directory/claimed_by_another", at=at)
    group.keeper_email = email
    write(
        session,
        group,
        "directory/claim",
        at=at,
        link=mail.Link(CLAIM, group.id, "/keep/", rules.LINK_LIFETIME),
    )


def _claimed(session: Session, token: str, *, at: datetime) -> UUID | None:
    group_id = links.use(session, token, purpose=CLAIM, at=at)
    if group_id is None:
        return None
    group = session.get_one(Group, group_id)
    group.claimed_at = at
    outbox.announce(session, GroupClaimed(group.id), at=at)
    return group_id
