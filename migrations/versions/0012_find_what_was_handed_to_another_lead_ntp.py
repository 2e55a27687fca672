"""Find what was handed to another lead NTP."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEX = "ix_allocation_to_another_lead"
HANDED_OVER = sa.text("from_lead_id != to_lead_id")


def upgrade() -> None:
    op.create_index(
        INDEX, "allocation", ["at"], sqlite_where=HANDED_OVER, postgresql_where=HANDED_OVER
    )


def downgrade() -> None:
    op.drop_index(INDEX, "allocation")
