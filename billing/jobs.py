"""What billing does by itself: it charges years of help, rewards change that was kept up, and counts for groups."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from billing.events import BandChosen, ContractSigned
from billing.operations.charging import bring_up_to_date
from billing.operations.group_lines import write_all_lines
from billing.operations.people_paid_for import count_people_paid_for
from billing.operations.vouchers import reward
from billing.queries.charges import to_look_at
from billing.queries.vouchers import to_reward
from kernel import outbox
from kernel.database import Database
from kernel.periods import day_in_london
from referrals.events import ReferralMoved

A_DAY = 24 * 60
AT_ONCE = 200
"""Cases that are looked at in one transaction, so that nobody waits long for it."""

log = logging.getLogger("petunias.charging")


@outbox.on(BandChosen)
def charge_what_is_due(session: Session, event: BandChosen, *, at: datetime) -> None:
    """Charge the year whose band was chosen, or what another band makes of it."""
    bring_up_to_date(session, event.referral_id, at=at)


@outbox.on(ContractSigned)
def charge_what_waited(session: Session, _event: ContractSigned, *, at: datetime) -> None:
    """Charge what waited for a contract: some at once, and the rest by tomorrow, so that nobody waits."""
    for referral_id in to_look_at(session, on=day_in_london(at))[:AT_ONCE]:
        bring_up_to_date(session, referral_id, at=at)


@outbox.on(ReferralMoved)
def reward_what_was_kept_up(session: Session, event: ReferralMoved, *, at: datetime) -> None:
    """Where a case was kept up for a year, charge it and give the person their free sessions."""
    reward(session, event.referral_id, at=at)


@outbox.every(minutes=A_DAY, is_long=True)
def reward_what_is_earned(database: Database, *, at: datetime) -> None:
    """Look at what was found some weeks before its year was over, or before a contract was signed."""
    with database.reading() as session:
        waiting = to_reward(session, on=day_in_london(at))
    for referral_id in waiting:
        try:
            with database.writing() as session:
                reward(session, referral_id, at=at)
        except Exception:
            log.exception("what was kept up could not be rewarded; it is looked at tomorrow")


@outbox.every(minutes=A_DAY, is_long=True)
def charge_years_that_began(database: Database, *, at: datetime) -> None:
    """Charge years that began: each some cases at a time. One that fails is written down, and the rest go on."""
    with database.reading() as session:
        waiting = to_look_at(session, on=day_in_london(at))
    for first in range(0, len(waiting), AT_ONCE):
        try:
            with database.writing() as session:
                for referral_id in waiting[first : first + AT_ONCE]:
                    bring_up_to_date(session, referral_id, at=at)
        except Exception:
            log.exception("some years of help could not be charged; they are looked at tomorrow")


@outbox.every(minutes=A_DAY)
def write_group_lines(session: Session, *, at: datetime) -> None:
    """Once a day: who came where, and what is that worth?"""
    write_all_lines(session, at=at)


@outbox.every(minutes=A_DAY)
def count_closed_quarters(session: Session, *, at: datetime) -> None:
    """Once a day: is a quarter closed, and for how many people were groups paid in it?"""
    count_people_paid_for(session, at=at)
