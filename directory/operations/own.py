"""A group looks after its own listings: it says more, hides a place, takes one down (D5, D7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from directory import rules, screening
from directory.content import Content
from directory.lifecycle import Move, State
from directory.models import Listing, WrongReport
from directory.operations import keeping, registration
from directory.queries import proposals
from directory.queries import registration as queries
from directory.vocabulary import Domain, LegalType
from directory.wording import one_line, plain
from kernel.access import Actor
from kernel.errors import RuleBroken

CONTACT = frozenset(rules.ALWAYS_ASKED_ABOUT)
CONTACT_CHANGES = "The group wants to change how people get in touch."
ANOTHERS_NAME = "Another group here has a name like this. Write the whole name of your group."
ODD_WORDS = "We cannot take links, code or unusual talk of money here. Say it in other words."


@dataclass(frozen=True)
class AboutGroup:
    """What a group says of itself; only the name is needed."""

    name: str
    description: str
    legal_type: LegalType | None
    charity_number: str
    size: str


def revise(
    session: Session, actor: Actor, listing_id: UUID, *, at: datetime, **answers: object
) -> Listing:
    """A group changes what its listing says, or what an earlier change of its own would say.

    What is in the directory stays there: a change with something odd, or a new phone, e-mail or web
    page, waits beside it for an editor (D1, D5).
    """
    listing = queries.get_own(session, actor, listing_id)
    before = proposals.wanted_by_group(session, listing)
    screening.refuse(before.with_answers(**answers))
    wanted = rules.tidied(before.with_answers(**answers))
    odd = _odd(session, listing, wanted)
    waiting = _waiting(actor, listing, wanted, odd)
    kept = {name: getattr(listing.content, name) for name in waiting}
    for earlier in proposals.changes_by_group(session, listing):
        earlier.settled_at, earlier.outcome = at, "changed again by the group"
    if not waiting or wanted.with_answers(**kept) != listing.content:
        keeping.say(session, actor, listing, wanted.with_answers(**kept), at=at)
    keeping.enter_draw(session, listing, at=at)
    if not listing.state.is_let_pass:
        registration.screen_again(session, listing)
    if waiting:
        _ask_editor(session, actor, listing, wanted, waiting, odd, at=at)
    return listing


def _odd(session: Session, listing: Listing, wanted: Content) -> tuple[screening.Flag, ...]:
    """What is odd in a change of something that is in the directory, or may come back to it."""
    if not listing.state.is_let_pass:
        return ()
    return screening.screen_change(
        wanted,
        settled=listing.content,
        group_name=listing.group.name,
        known=queries.neighbours(session, listing),
    )


def _waiting(
    actor: Actor, listing: Listing, wanted: Content, odd: Sequence[screening.Flag]
) -> tuple[str, ...]:
    """The fields of a change that an editor looks at first: all of them, if anything is odd."""
    if odd:
        return wanted.changed_from(listing.content)
    is_guarded = actor.holds is not None and listing.state.is_let_pass
    return tuple(rules.waiting_changes(listing.content, wanted)) if is_guarded else ()


def _ask_editor(
    session: Session,
    actor: Actor,
    listing: Listing,
    wanted: Content,
    waiting: Sequence[str],
    odd: Sequence[screening.Flag],
    *,
    at: datetime,
) -> None:
    """Let a change wait. Where it is of the contact, the address that we have is told (D5)."""
    said, empty = wanted.to_json(), Content(name="").to_json()
    report = WrongReport(
        listing_id=listing.id,
        says="\n".join(flag.says for flag in odd) or CONTACT_CHANGES,
        proposal={name: said.get(name, empty.get(name)) for name in waiting},
        told_at=at,
    )
    session.add(report)
    session.flush()
    audit.record(session, actor, "asked for a change", report, at=at, fields=[*waiting])
    if listing.group.keeper_email and not CONTACT.isdisjoint(waiting):
        registration.write(session, listing.group, "directory/contact_changes", at=at)


def describe_group(
    session: Session, actor: Actor, listing_id: UUID, about: AboutGroup, *, at: datetime
) -> None:
    """A group says more about itself; none of it is needed. Odd words are refused: nothing of it can wait."""
    listing = queries.get_own(session, actor, listing_id)
    group = listing.group
    screening.refuse(
        listing.content.with_answers(description=about.description), group_name=about.name
    )
    _refuse_odd(session, listing, about)
    group.name, group.description = one_line(about.name), plain(about.description)
    group.legal_type, group.size = about.legal_type, about.size
    group.charity_number, group.changed_at = one_line(about.charity_number), at
    audit.record(session, actor, "described a group", group, at=at)
    keeping.say(session, actor, listing, listing.content, at=at, because="About the group")


def _refuse_odd(session: Session, listing: Listing, about: AboutGroup) -> None:
    """Raise RuleBroken, with its field, for what is odd and was not there before (D1 to D6)."""
    said, before = (
        Content(name=one.name, description=one.description) for one in (about, listing.group)
    )
    known = queries.neighbours(session, listing)
    for flag in screening.screen_change(said, settled=before, known=known):
        if flag.kind is screening.FlagKind.LOOK_ALIKE:
            raise RuleBroken(ANOTHERS_NAME, field="group_name")
        raise RuleBroken(ODD_WORDS, field="group_name" if flag.field == "name" else flag.field)


def choose_domains(
    session: Session,
    actor: Actor,
    listing_id: UUID,
    *,
    chosen: Sequence[Domain],
    proposed: str,
    at: datetime,
) -> None:
    """The group confirms what kind of activity it is; it may propose another kind (A-DOM-02)."""
    revise(
        session, actor, listing_id, at=at, domains=tuple(chosen), proposed_domain=one_line(proposed)
    )


def hide_place(
    session: Session, actor: Actor, listing_id: UUID, *, address: str, at: datetime
) -> None:
    """The address is kept apart from now on, and no page, map or feed has it (D7)."""
    listing = queries.get_own(session, actor, listing_id)
    keeping.hide_place(session, actor, listing, address=address, at=at)


def choose_rhythm(
    session: Session, actor: Actor, listing_id: UUID, *, days: int | None, at: datetime
) -> None:
    """The group wants to be asked sooner than the host asks."""
    listing = queries.get_own(session, actor, listing_id)
    listing.due_after_days = days
    audit.record(session, actor, "chose how often to be asked", listing, at=at)


def withdraw(
    session: Session, actor: Actor, listing_id: UUID, *, because: str, at: datetime
) -> None:
    """The group takes its listing down; an editor looks before it comes back."""
    listing = queries.get_own(session, actor, listing_id)
    keeping.make(session, actor, listing, Move.WITHDRAW, at=at, because=because)


def ask_back(session: Session, actor: Actor, listing_id: UUID, *, at: datetime) -> None:
    """The group wants what was taken down to come back: an editor looks at it first."""
    listing = queries.get_own(session, actor, listing_id)
    if listing.state is not State.WITHDRAWN:
        raise RuleBroken("Only what was taken down can come back.")
    registration.screen_again(session, listing)
    keeping.make(
        session, actor, listing, Move.RESTORE, at=at, because="The group asked for it back"
    )
