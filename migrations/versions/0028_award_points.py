"""Award points for what hangs on outcomes. What was awarded and asked for is never changed."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "point_award": "Points that were written down are never changed: take them back.",
    "invoiced_award": "What an invoice asks for is never changed.",
}


def upgrade() -> None:
    op.create_table(
        "point_award",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("a_point_pence", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("a_point_pence > 0", name=op.f("ck_point_award_worth")),
        sa.CheckConstraint("points <> 0", name=op.f("ck_point_award_points")),
        sa.CheckConstraint("year > 0", name=op.f("ck_point_award_year")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_point_award_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_point_award_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_award")),
        sa.UniqueConstraint(
            "contract_id", "number", name=op.f("uq_point_award_contract_id_number")
        ),
    )
    op.create_table(
        "invoiced_award",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"], ["point_award.id"], name=op.f("fk_invoiced_award_award_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoiced_award_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoiced_award")),
        sa.UniqueConstraint("award_id", name=op.f("uq_invoiced_award_award_id")),
    )
    op.create_index(op.f("ix_invoiced_award_invoice_id"), "invoiced_award", ["invoice_id"])
    for table, says in NEVER_CHANGED.items():
        for statement in _refusing(table, says):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_invoiced_award_invoice_id"), "invoiced_award")

    op.drop_table("invoiced_award")
    op.drop_table("point_award")
    if not _is_sqlite():
        for table in NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_refuses")


def _refusing(table: str, says: str) -> list[str]:
    if _is_sqlite():
        return [
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"""
CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{says}'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses();
"""
    ]


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
