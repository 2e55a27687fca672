"""Say what the bank did not pay, and which free sessions were not spent after all. Neither is ever changed."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "bounced_payment": "That the bank did not pay is never changed.",
    "session_spent": "A free session that was spent is never changed: take it back.",
    "session_taken_back": "That a free session was taken back is never changed.",
}
PAID = "What a payment file pays is never changed."
IS_FIRST = sa.text("again_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "bounced_payment",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["payment_file.id"], name=op.f("fk_bounced_payment_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_bounced_payment_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounced_payment")),
        sa.UniqueConstraint(
            "file_id", "remittance_id", name=op.f("uq_bounced_payment_file_id_remittance_id")
        ),
    )
    op.create_index(op.f("ix_bounced_payment_remittance_id"), "bounced_payment", ["remittance_id"])
    op.create_table(
        "session_taken_back",
        sa.Column("spent_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["spent_id"], ["session_spent.id"], name=op.f("fk_session_taken_back_spent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_taken_back")),
        sa.UniqueConstraint("spent_id", name=op.f("uq_session_taken_back_spent_id")),
    )
    with op.batch_alter_table("payment_file_line") as lines:
        lines.add_column(sa.Column("again_id", sa.Uuid(), nullable=True))
        lines.drop_constraint(op.f("uq_payment_file_line_remittance_id"), type_="unique")
        lines.create_unique_constraint(op.f("uq_payment_file_line_again_id"), ["again_id"])
        lines.create_foreign_key(
            op.f("fk_payment_file_line_again_id"), "bounced_payment", ["again_id"], ["id"]
        )
    op.create_index(
        "ix_payment_file_line_first",
        "payment_file_line",
        ["remittance_id"],
        unique=True,
        sqlite_where=IS_FIRST,
        postgresql_where=IS_FIRST,
    )
    _refuse_lines_again()
    for table, says in NEVER_CHANGED.items():
        for statement in _refusing(table, says):
            op.execute(statement)


def downgrade() -> None:
    """Where a remittance is in two files it stops here, since the step before knows one alone."""
    op.drop_index("ix_payment_file_line_first", "payment_file_line")
    with op.batch_alter_table("payment_file_line") as lines:
        lines.drop_constraint(op.f("fk_payment_file_line_again_id"), type_="foreignkey")
        lines.drop_constraint(op.f("uq_payment_file_line_again_id"), type_="unique")
        lines.create_unique_constraint(
            op.f("uq_payment_file_line_remittance_id"), ["remittance_id"]
        )
        lines.drop_column("again_id")
    _refuse_lines_again()
    op.drop_table("session_taken_back")
    op.drop_index(op.f("ix_bounced_payment_remittance_id"), "bounced_payment")
    op.drop_table("bounced_payment")
    if _is_sqlite():
        for act in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER session_spent_no_{act}")
        return
    op.execute("DROP TRIGGER session_spent_no_change ON session_spent")
    for table in NEVER_CHANGED:
        op.execute(f"DROP FUNCTION {table}_refuses")


def _refuse_lines_again() -> None:
    """SQLite made the table of lines anew, and lost what refuses a change of it."""
    if _is_sqlite():
        for statement in _refusing("payment_file_line", PAID):
            op.execute(statement)


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
