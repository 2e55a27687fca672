"""How deprived the place is where somebody lives, among the neighbourhoods of England.

By the file that the operator loaded (`directory load-deprivation`), else by the tenth that was typed
for the locality, else not known. A fifth is two tenths: 1 is the most deprived.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from accounts.places import TENTHS
from directory.models import PostcodeDeprivation


def fifth_of(
    postcode: ColumnElement[str], locality_rank: ColumnElement[int | None]
) -> ColumnElement[int | None]:
    """The fifth of England for any select: 1 (most deprived) to 5, or NULL where it is not known.

    `postcode` may be in any case and spacing, and empty; `locality_rank` is `Locality.deprivation_rank`,
    the typed tenth from 1 to 10. Another number counts as not known.
    """
    key = sa.func.replace(sa.func.upper(postcode), " ", "")
    own = (
        sa.select(PostcodeDeprivation.decile)
        .where(PostcodeDeprivation.key == key)
        .correlate_except(PostcodeDeprivation)
        .scalar_subquery()
    )
    typed = sa.case((locality_rank.between(1, TENTHS), locality_rank))
    return (sa.func.coalesce(own, typed) + 1) // 2


def is_loaded(session: Session) -> bool:
    """Whether the operator loaded how deprived postcodes are."""
    return session.scalar(sa.select(PostcodeDeprivation.decile).limit(1)) is not None
