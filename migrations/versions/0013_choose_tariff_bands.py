"""Choose tariff bands."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "band_choice",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "band",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("suggested", Json(), nullable=False),
        sa.Column("evidence", Json(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_band_choice_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_band_choice")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_band_choice_referral_id_number")
        ),
    )


def downgrade() -> None:
    op.drop_table("band_choice")
