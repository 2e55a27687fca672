"""Find the few cases in which words of danger were written."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEX = "ix_referral_lead_danger"
WRITTEN = sa.text("danger_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(INDEX, "referral", ["lead_id"], sqlite_where=WRITTEN, postgresql_where=WRITTEN)


def downgrade() -> None:
    op.drop_index(INDEX, "referral")
