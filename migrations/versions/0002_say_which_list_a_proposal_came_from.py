"""Say which list a proposal came from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("wrong_report") as report:
        report.add_column(sa.Column("batch_id", sa.Uuid(), nullable=True))
        report.create_foreign_key(
            op.f("fk_wrong_report_batch_id"), "import_batch", ["batch_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("wrong_report") as report:
        report.drop_constraint(op.f("fk_wrong_report_batch_id"), type_="foreignkey")
        report.drop_column("batch_id")
