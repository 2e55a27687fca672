"""Keep the language of a reading, two versions that are agreed to, what was taken back, and fixed letters."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN, STANDS = sa.text("ended_at IS NULL"), sa.text("taken_back_at IS NULL")
AGREES = "agrees IN ('people', 'staff', 'commissioner', 'language')"


def endorsements():
    """The table of endorsements, with the check that SQLite would forget as the table is made anew."""
    check = sa.CheckConstraint(AGREES, name=op.f("ck_instrument_endorsement_agrees"))
    return op.batch_alter_table("instrument_endorsement", table_args=(check,))


def upgrade() -> None:
    op.add_column("reading", sa.Column("language", sa.Text(), nullable=False, server_default="en"))
    op.create_index(
        "ix_reading_asked", "reading", ["person_id", "lead_id", "code", "occasion", "taken_on"]
    )
    op.add_column("reading", sa.Column("first_recorded_at", UtcDateTime(), nullable=True))
    op.add_column(
        "reading",
        sa.Column("taken_away_because", sa.Text(), nullable=False, server_default=""),
    )
    op.drop_index("ix_instrument_choice_one", table_name="instrument_choice")
    op.create_index(
        "ix_instrument_choice_one", "instrument_choice", ["lead_id", "code", "instrument_version"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    with endorsements() as endorsement:
        endorsement.add_column(sa.Column("taken_back_at", UtcDateTime(), nullable=True))
        endorsement.add_column(sa.Column("taken_back_by", sa.Uuid(), nullable=True))
        for name in ("taken_back_who", "because"):
            endorsement.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        endorsement.drop_constraint("uq_instrument_endorsement_choice_id_agrees", type_="unique")
    op.create_index(
        "ix_instrument_endorsement_one", "instrument_endorsement", ["choice_id", "agrees"],
        unique=True, sqlite_where=STANDS, postgresql_where=STANDS,
    )  # fmt: skip
    op.add_column(
        "letter", sa.Column("is_fixed", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("letter", "is_fixed")
    op.drop_index("ix_instrument_endorsement_one", table_name="instrument_endorsement")
    op.execute("DELETE FROM instrument_endorsement WHERE taken_back_at IS NOT NULL")
    with endorsements() as endorsement:
        for name in ("because", "taken_back_who", "taken_back_by", "taken_back_at"):
            endorsement.drop_column(name)
        endorsement.create_unique_constraint(
            "uq_instrument_endorsement_choice_id_agrees", ["choice_id", "agrees"]
        )
    op.execute(
        "UPDATE instrument_choice SET ended_at = chosen_at WHERE ended_at IS NULL AND EXISTS ("
        "SELECT 1 FROM instrument_choice AS later WHERE later.lead_id = instrument_choice.lead_id "
        "AND later.code = instrument_choice.code AND later.ended_at IS NULL AND ("
        "later.chosen_at > instrument_choice.chosen_at OR (later.chosen_at = instrument_choice.chosen_at "
        "AND later.instrument_version > instrument_choice.instrument_version)))"
    )
    op.drop_index("ix_instrument_choice_one", table_name="instrument_choice")
    op.create_index(
        "ix_instrument_choice_one", "instrument_choice", ["lead_id", "code"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.drop_index("ix_reading_asked", table_name="reading")
    op.drop_column("reading", "taken_away_because")
    op.drop_column("reading", "first_recorded_at")
    op.drop_column("reading", "language")
