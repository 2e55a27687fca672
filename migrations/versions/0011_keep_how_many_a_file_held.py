"""Keep how many people a file of rows without names held when it was given."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "analyst_file", sa.Column("people", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE analyst_file SET people ="
        " (SELECT count(*) FROM analyst_row WHERE analyst_row.file_id = analyst_file.id)"
    )


def downgrade() -> None:
    op.drop_column("analyst_file", "people")
