"""Loading codes: a second time changes nothing, and another file ends what it replaces."""

import sqlalchemy as sa

from referrals.codes import Code, CodeUse
from referrals.models import SnomedCode
from referrals.operations.codes import load_codes
from tests.cast import NOON

ONE = Code("390893007", "Referral to physical activity program", CodeUse.SUPPORT)
TWO = Code("771491000000104", "Referral to weight management", CodeUse.SUPPORT)
NEED = Code("871691000000100", "A need", CodeUse.NEED)


def there(session):
    wanted = sa.select(SnomedCode.code).where(SnomedCode.ended_at.is_(None))
    return sorted(session.scalars(wanted))


def test_loading_twice_is_loading_once(session):
    assert load_codes(session, [ONE, NEED], at=NOON) == 2
    assert load_codes(session, [ONE, NEED], at=NOON) == 0
    assert there(session) == ["390893007", "871691000000100"]
    assert len(session.info["audit"]) == 1


def test_another_file_ends_the_codes_of_its_uses_and_keeps_the_rest(session):
    load_codes(session, [ONE, NEED], at=NOON)
    load_codes(session, [TWO], at=NOON)
    assert there(session) == ["771491000000104", "871691000000100"]


def test_a_better_term_replaces_the_old_one(session):
    load_codes(session, [ONE], at=NOON)
    load_codes(session, [Code(ONE.code, "Better words", ONE.use)], at=NOON)
    (row,) = session.scalars(sa.select(SnomedCode).where(SnomedCode.ended_at.is_(None)))
    assert row.term == "Better words"
