"""A move that the practice should hear of leaves a draft ready, by the outbox."""

import pytest
import sqlalchemy as sa

from referrals.lifecycle import Move, State
from referrals.models import Report
from referrals.operations.moving import make_move
from referrals.reporting import Occasion
from tests.cast import NOON, a_link_worker
from tests.cast_referrals import a_referral


@pytest.mark.parametrize(
    ("before", "move", "occasion"),
    [
        (State.BOOKED, Move.ASSESS, Occasion.ASSESSMENT),
        (State.IN_PROGRAMME, Move.COMPLETE, Occasion.CLOSING),
        (State.COMPLETED, Move.LAPSE, Occasion.LAPSE),
        (State.CONTACTING, Move.GIVE_UP, Occasion.UNREACHABLE),
        (State.RECEIVED, Move.DECLINE, Occasion.DECLINED),
        (State.RECEIVED, Move.RETURN, Occasion.RETURNED),
    ],
)
def test_a_move_leaves_a_draft(app, work, before, move, occasion):
    database = app.extensions["petunias"].database
    with database.writing() as session:
        asha = a_link_worker(session)
        make_move(session, asha, a_referral(session, worker=asha, state=before), move, at=NOON)
    work()
    with database.reading() as session:
        assert session.scalars(sa.select(Report.occasion)).all() == [occasion]
