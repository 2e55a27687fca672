"""Keep where the money comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "income_stream",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year_begins_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nhs-block",
                "nhs-grant",
                "nhs-tariff",
                "council-block",
                "council-grant",
                "rent",
                "trust-grant",
                "customers",
                "fund-raising",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=True),
        sa.Column("is_ring_fenced", sa.Boolean(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_income_stream_pence")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_income_stream_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_stream")),
        sa.UniqueConstraint("copied_from", name=op.f("uq_income_stream_copied_from")),
    )
    op.create_index(
        "ix_income_stream_organisation_year", "income_stream", ["organisation_id", "year_begins_on"]
    )


def downgrade() -> None:
    op.drop_index("ix_income_stream_organisation_year", "income_stream")
    op.drop_table("income_stream")
