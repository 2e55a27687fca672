"""Find the few cases in which words of danger were written; keep what a practice saved apart."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEX = "ix_referral_lead_danger"
WRITTEN = sa.text("danger_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(INDEX, "referral", ["lead_id"], sqlite_where=WRITTEN, postgresql_where=WRITTEN)
    op.add_column("referral", sa.Column("saved", Json(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("referral", "saved")
    op.drop_index(INDEX, "referral")
