"""Keep how deprived postcodes are.

What was typed as a locality's rank was its place among the two to four of its area. It is a tenth of
England from now on, so what stands there is taken out, to be typed anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postcode_deprivation",
        sa.Column("key", sa.String(length=7), nullable=False),
        sa.Column("decile", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decile BETWEEN 1 AND 10", name=op.f("ck_postcode_deprivation_decile_is_a_tenth")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_postcode_deprivation")),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE locality SET deprivation_rank = NULL")


def downgrade() -> None:
    op.drop_table("postcode_deprivation")
