"""Publish how people moved."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comparator",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("locality_ids", Json(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_comparator_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparator")),
    )
    with op.batch_alter_table("comparator", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comparator_standing",
            ["lead_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "public_line",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_public_line_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_line")),
    )
    with op.batch_alter_table("public_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_public_line_standing",
            ["listing_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.add_column(sa.Column("averages", Json(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_column("averages")

    with op.batch_alter_table("public_line", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_public_line_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("public_line")
    with op.batch_alter_table("comparator", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_comparator_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("comparator")
