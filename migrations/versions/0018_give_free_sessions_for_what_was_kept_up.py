"""Give free sessions for what was kept up."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_places",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("names", Json(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_session_places_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_places")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_session_places_lead_id")),
    )
    op.create_table(
        "session_spent",
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_session_spent_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_spent")),
        sa.UniqueConstraint(
            "voucher_id", "number", name=op.f("uq_session_spent_voucher_id_number")
        ),
    )
    with op.batch_alter_table("session_spent", schema=None) as batch_op:
        batch_op.create_index("ix_session_spent_lead_at", ["lead_id", "at"], unique=False)

    op.create_table(
        "voucher",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_voucher_lead_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voucher_person_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_voucher_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voucher")),
        sa.UniqueConstraint("code", name=op.f("uq_voucher_code")),
    )
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voucher_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("voucher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voucher_person_id"))

    op.drop_table("voucher")
    with op.batch_alter_table("session_spent", schema=None) as batch_op:
        batch_op.drop_index("ix_session_spent_lead_at")

    op.drop_table("session_spent")
    op.drop_table("session_places")
