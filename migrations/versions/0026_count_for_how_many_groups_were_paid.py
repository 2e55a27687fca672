"""Count for how many people groups were paid. A count is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SAYS = "For how many people a group was paid is never changed."
ON_SQLITE = [
    f"CREATE TRIGGER people_paid_for_no_{act} BEFORE {act} ON people_paid_for "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
ON_POSTGRESQL = [
    f"""
CREATE FUNCTION people_paid_for_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER people_paid_for_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON people_paid_for
FOR EACH STATEMENT EXECUTE FUNCTION people_paid_for_refuses();
"""
]


def upgrade() -> None:
    op.create_table(
        "people_paid_for",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_people_paid_for_people")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organisation.id"], name=op.f("fk_people_paid_for_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_people_paid_for_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_paid_for")),
        sa.UniqueConstraint(
            "lead_id",
            "group_id",
            "quarter",
            name=op.f("uq_people_paid_for_lead_id_group_id_quarter"),
        ),
    )
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("people_paid_for")
    if not _is_sqlite():
        op.execute("DROP FUNCTION people_paid_for_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
