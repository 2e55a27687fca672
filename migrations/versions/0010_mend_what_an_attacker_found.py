"""Keep the name of who went and left a closed concern, which messages came, and which links were guessed at."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concern", sa.Column("was_called", sa.Text(), nullable=False, server_default=""))
    op.add_column("one_use_link", sa.Column("failed_at", UtcDateTime(), nullable=True))
    op.create_table(
        "heard_message",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_heard_message_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_message")),
        sa.UniqueConstraint(
            "practice_id", "digest", name=op.f("uq_heard_message_practice_id_digest")
        ),
    )


def downgrade() -> None:
    op.drop_table("heard_message")
    op.drop_column("one_use_link", "failed_at")
    op.drop_column("concern", "was_called")
