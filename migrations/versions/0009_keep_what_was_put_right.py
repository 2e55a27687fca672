"""Keep what stood in the contact log before it was put right, and what was done about a concern."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern_note",
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_note_concern_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_note")),
    )
    with op.batch_alter_table("concern_note") as notes:
        notes.create_index(op.f("ix_concern_note_concern_id"), ["concern_id"])
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_recorded_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("replaced_at", UtcDateTime(), nullable=True))
        batch_op.create_index("ix_contact_corrects", ["corrects_id"], unique=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_contact_corrects_id"), "contact", ["corrects_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_contact_corrects_id"), type_="foreignkey")
        batch_op.drop_index("ix_contact_corrects")
        batch_op.drop_column("replaced_at")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("first_recorded_at")
    op.drop_table("concern_note")
