"""Pay groups. A remittance, and what it pays, is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "remittance": "A remittance is never changed.",
    "remittance_line": "What a remittance pays is never changed.",
}


def upgrade() -> None:
    op.create_table(
        "remittance",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_remittance_pence")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organisation.id"], name=op.f("fk_remittance_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_remittance_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance")),
        sa.UniqueConstraint("lead_id", "number", name=op.f("uq_remittance_lead_id_number")),
        sa.UniqueConstraint(
            "lead_id", "group_id", "month", name=op.f("uq_remittance_lead_id_group_id_month")
        ),
    )
    op.create_index(op.f("ix_remittance_group_id"), "remittance", ["group_id"])
    op.create_table(
        "remittance_line",
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["group_line.id"], name=op.f("fk_remittance_line_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_remittance_line_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remittance_line")),
        sa.UniqueConstraint("line_id", name=op.f("uq_remittance_line_line_id")),
    )
    op.create_index(op.f("ix_remittance_line_remittance_id"), "remittance_line", ["remittance_id"])
    for table, says in NEVER_CHANGED.items():
        for statement in _refusing(table, says):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_remittance_line_remittance_id"), "remittance_line")
    op.drop_table("remittance_line")
    op.drop_index(op.f("ix_remittance_group_id"), "remittance")
    op.drop_table("remittance")
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
