"""Choosing the band of somebody's help: suggested by the record, decided by who knows them (A-TAR-02, A-TAR-03)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.bands import Band, kept, suggest
from billing.events import BandChosen
from billing.models import BandChoice
from billing.queries.bands import choices_of_case, why_none
from kernel import outbox
from kernel.access import Actor
from kernel.errors import Conflict, RuleBroken
from referrals.queries import get_case
from referrals.queries.assessment import tariff_facts


def choose_band(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    band: Band,
    *,
    because: str,
    seen: int,
    at: datetime,
) -> BandChoice:
    """Choose a band. What is suggested and the evidence are frozen with it; earlier choices stay.

    The same band once more by the same person, with nothing new to say or known, is the choice that stands.

    `seen` is the number of the choice that was looked at. Raises RuleBroken before the first meeting, of a case
    that ended without help, also once it was opened again, and where a band that is not suggested has no reason;
    Conflict where somebody else has chosen meanwhile.
    """
    actor.must(permissions.CHOOSE_BAND)
    row = get_case(session, actor, referral_id)
    if said := why_none(session, row):
        raise RuleBroken(said)
    facts = tariff_facts(session, row.id)
    if facts is None:
        raise RuleBroken("Record the first meeting first. The band follows from what was found.")
    earlier = choices_of_case(session, row.id)
    number = earlier[0].number if earlier else 0
    if number != seen:
        raise Conflict("A band was chosen meanwhile. Look at it again.")
    found = suggest(facts)
    if found.is_override(band) and not because:
        raise RuleBroken(f"Write why it is not {found.words.lower()}.", field="because")
    if earlier and earlier[0].says_the_same(actor.user_id, band, because, facts):
        return earlier[0]
    made = BandChoice(
        referral_id=row.id, number=number + 1, band=band,
        suggested=[one.value for one in found.bands], evidence=kept(facts), because=because,
        by=actor.user_id, who=actor.called, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, actor, "chose a band", made, at=at, referral=row.id)
    outbox.announce(session, BandChosen(row.id), at=at)
    return made
