"""Reading which bands people were put in, by the fifth of deprivation of the place where they live (B3-30)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from billing import permissions
from billing.bands import Band
from billing.mix import Mix, compared, together
from billing.models import BandChoice
from kernel.access import Actor
from referrals.cuts import FIFTHS, NOT_KNOWN, Cut
from referrals.queries.cuts import parts
from referrals.queries.helped import case_ids, people_of

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class MixRow:
    """A fifth, and how many of its people are in each band, as it may be shown."""

    words: str
    bands: tuple[str, ...]
    all: str
    high: str

    @classmethod
    def of(cls, words: str, mix: Mix) -> "MixRow":
        """A row of a mix."""
        return cls(
            words, tuple(mix.people[band].published() for band in Band), mix.all.published(),
            mix.high_said,
        )  # fmt: skip


@dataclass(frozen=True)
class MixPage:
    """The mix of the last twelve months, and what it shows."""

    rows: tuple[MixRow, ...]
    said: tuple[str, ...]

    @property
    def has_anybody(self) -> bool:
        """Whether anybody was put in a band."""
        return any(one.all != "0" for one in self.rows)


def mix_page(session: Session, actor: Actor, *, at: datetime) -> MixPage:
    """Everybody of the actor's lead NTP whose band was chosen within a year, each once, by their newest choice."""
    actor.must(permissions.SEE_MIX)
    bands: dict[str, list[Band]] = defaultdict(list)
    for fifth, band in _chosen(session, actor, at).values():
        bands[fifth].append(band)
    mixes = {fifth: Mix.of(there) for fifth, there in bands.items()}
    known = [MixRow.of(words, mixes.get(fifth, Mix.of(()))) for fifth, words in FIFTHS.items()]
    unknown = mixes.get(NOT_KNOWN, Mix.of(()))
    rows = [
        *known,
        MixRow.of("Not known", unknown),
        MixRow.of("Everybody", together(mixes.values())),
    ]
    return MixPage(tuple(rows), compared(mixes))


def _chosen(session: Session, actor: Actor, at: datetime) -> dict[UUID, tuple[str, Band]]:
    """The fifth and the newest band of each person: choices are read from the oldest on."""
    fifths, people = parts(session, Cut.FIFTH, as_of=at).subquery(), people_of().subquery()
    rows = session.execute(
        sa.select(people.c.person_id, fifths.c.part, BandChoice.band)
        .join(fifths, fifths.c.case_id == BandChoice.referral_id)
        .join(people, people.c.case_id == BandChoice.referral_id)
        .where(BandChoice.at >= at - A_YEAR, BandChoice.referral_id.in_(case_ids(actor)))
        .order_by(BandChoice.at, BandChoice.number)
    )
    return {
        person_id: (NOT_KNOWN if part is None else str(part), band)
        for person_id, part, band in rows
    }
