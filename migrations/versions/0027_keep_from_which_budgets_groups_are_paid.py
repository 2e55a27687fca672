"""Keep from which budgets groups are paid. What was said is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SAYS = "From which budgets a group is paid is never changed."
ON_SQLITE = [
    f"CREATE TRIGGER budget_division_no_{act} BEFORE {act} ON budget_division "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
ON_POSTGRESQL = [
    f"""
CREATE FUNCTION budget_division_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER budget_division_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON budget_division
FOR EACH STATEMENT EXECUTE FUNCTION budget_division_refuses();
"""
]


def upgrade() -> None:
    op.create_table(
        "budget_division",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_budget_division_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_budget_division_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_division")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_budget_division_agreement_id_number")
        ),
        sa.UniqueConstraint(
            "agreement_id", "from_on", name=op.f("uq_budget_division_agreement_id_from_on")
        ),
    )
    op.create_index(op.f("ix_budget_division_lead_id"), "budget_division", ["lead_id"])
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_budget_division_lead_id"), "budget_division")

    op.drop_table("budget_division")
    if not _is_sqlite():
        op.execute("DROP FUNCTION budget_division_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
