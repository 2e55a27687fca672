"""Keep what somebody was called when they went to another lead NTP and a closed concern stayed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("concern", sa.Column("was_called", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("concern", "was_called")
