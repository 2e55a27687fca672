"""The shelter of Anytown has a price, a page that says what was agreed, and something to be done."""

import sqlalchemy as sa

from billing.models import GroupLine, Remittance, SubContractCheck, SubContractVersion
from billing.queries.payment_files import paid_on
from kernel.mail import Letter


def test_the_shelter_has_a_price_and_something_to_do(demo_world):
    with demo_world.reading() as session:
        (check,) = session.scalars(sa.select(SubContractCheck))
        (agreed,) = session.scalars(
            sa.select(SubContractVersion).where(
                SubContractVersion.agreement_id == check.agreement_id
            )
        )
        lines = sa.select(GroupLine).where(GroupLine.agreement_id == check.agreement_id)
        assert len(session.scalars(lines).all()) > 1
        (paid,) = session.scalars(
            sa.select(Remittance).where(
                Remittance.group_id == session.scalars(lines).first().group_id
            )
        )
        assert (paid.number, paid.advice.digest) == (1, paid.digest)
        assert paid_on(session, [paid.id])
        written = session.scalars(sa.select(Letter.template)).all()
        assert not [one for one in written if one.startswith("billing/")]
        assert agreed.terms.is_too_much == ()
        assert check.check.action and check.on >= agreed.from_on
