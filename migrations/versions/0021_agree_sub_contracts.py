"""Keep what was agreed with smaller groups. It is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "sub_contract_version": "What was agreed with a group is never changed.",
    "sub_contract_check": "What a look found is never changed.",
}


def upgrade() -> None:
    op.create_table(
        "sub_contract_version",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_sub_contract_version_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_contract_version")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_sub_contract_version_agreement_id_number")
        ),
        sa.UniqueConstraint(
            "agreement_id", "from_on", name=op.f("uq_sub_contract_version_agreement_id_from_on")
        ),
    )
    op.create_table(
        "sub_contract_check",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "good",
                "mostly",
                "not",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("action_by", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_sub_contract_check_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_contract_check")),
        sa.UniqueConstraint(
            "agreement_id", "number", name=op.f("uq_sub_contract_check_agreement_id_number")
        ),
    )
    for table, says in NEVER_CHANGED.items():
        for statement in _refusing(table, says):
            op.execute(statement)


def downgrade() -> None:
    for table in NEVER_CHANGED:
        op.drop_table(table)
        if not _is_sqlite():
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
