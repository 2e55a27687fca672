"""Pay groups by the bank. What was settled, and what was paid, is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "payment_file": "A payment file is never changed.",
    "payment_file_line": "What a payment file pays is never changed.",
}
DETAILS = "Bank details are never changed: propose others."
SETTLED_OR_OTHER = " OR ".join(
    ["OLD.state <> 'proposed'"]
    + [
        f"NEW.{name} <> OLD.{name}"
        for name in (
            "name",
            "sort_code",
            "account",
            "lead_id",
            "group_id",
            "number",
            "proposed_by",
        )
    ]
)
ON_SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for table, says in NEVER_CHANGED.items()
        for act in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER group_bank_details_no_change BEFORE UPDATE ON group_bank_details "
    f"WHEN {SETTLED_OR_OTHER} BEGIN SELECT RAISE(ABORT, '{DETAILS}'); END",
    f"CREATE TRIGGER group_bank_details_stay BEFORE DELETE ON group_bank_details "
    f"BEGIN SELECT RAISE(ABORT, '{DETAILS}'); END",
]
ON_POSTGRESQL = [
    *(
        f"""
CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{says}'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses();
"""
        for table, says in NEVER_CHANGED.items()
    ),
    f"""
CREATE FUNCTION group_bank_details_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{DETAILS}'; END $$;
CREATE TRIGGER group_bank_details_no_change BEFORE UPDATE ON group_bank_details
FOR EACH ROW WHEN ({SETTLED_OR_OTHER}) EXECUTE FUNCTION group_bank_details_refuses();
CREATE TRIGGER group_bank_details_stay BEFORE DELETE OR TRUNCATE ON group_bank_details
FOR EACH STATEMENT EXECUTE FUNCTION group_bank_details_refuses();
""",
]


def upgrade() -> None:
    op.create_table(
        "group_bank_details",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_code", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("told", Json(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_who", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_who", sa.Text(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(sort_code) = 6 AND length(account) = 8",
            name=op.f("ck_group_bank_details_digits"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (settled_by IS NOT NULL AND settled_by <> proposed_by)",
            name=op.f("ck_group_bank_details_a_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organisation.id"], name=op.f("fk_group_bank_details_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_group_bank_details_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_bank_details")),
        sa.UniqueConstraint(
            "lead_id",
            "group_id",
            "number",
            name=op.f("uq_group_bank_details_lead_id_group_id_number"),
        ),
    )
    op.create_table(
        "payment_file",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_payment_file_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_file")),
    )
    op.create_index(op.f("ix_payment_file_lead_id"), "payment_file", ["lead_id"])
    op.create_table(
        "payment_file_line",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("details_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["details_id"], ["group_bank_details.id"], name=op.f("fk_payment_file_line_details_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["payment_file.id"], name=op.f("fk_payment_file_line_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["remittance_id"], ["remittance.id"], name=op.f("fk_payment_file_line_remittance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_file_line")),
        sa.UniqueConstraint("remittance_id", name=op.f("uq_payment_file_line_remittance_id")),
    )
    op.create_index(op.f("ix_payment_file_line_file_id"), "payment_file_line", ["file_id"])
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_payment_file_line_file_id"), "payment_file_line")
    op.drop_table("payment_file_line")
    op.drop_index(op.f("ix_payment_file_lead_id"), "payment_file")
    op.drop_table("payment_file")
    op.drop_table("group_bank_details")
    if not _is_sqlite():
        for table in (*NEVER_CHANGED, "group_bank_details"):
            op.execute(f"DROP FUNCTION {table}_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
