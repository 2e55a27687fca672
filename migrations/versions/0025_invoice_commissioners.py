"""Invoice commissioners. What was asked, what was done with it and what was credited is never changed."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "invoice": "An invoice is never changed: write a credit note.",
    "invoiced_charge": "What an invoice asks for is never changed.",
    "invoice_act": "What was done with an invoice is never changed.",
    "credit_note": "A credit note is never changed.",
}


def upgrade() -> None:
    op.create_table(
        "invoice",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_invoice_pence")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_invoice_contract_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_invoice_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("contract_id", "month", name=op.f("uq_invoice_contract_id_month")),
        sa.UniqueConstraint("lead_id", "number", name=op.f("uq_invoice_lead_id_number")),
    )
    op.create_table(
        "credit_note",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pence > 0", name=op.f("ck_credit_note_pence")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_credit_note_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_credit_note_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
        sa.UniqueConstraint("lead_id", "number", name=op.f("uq_credit_note_lead_id_number")),
    )
    op.create_index(op.f("ix_credit_note_invoice_id"), "credit_note", ["invoice_id"])

    op.create_table(
        "invoice_act",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "challenge",
                "answer",
                "settle",
                "agree",
                "pay",
                "give-back",
                "credit",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_act_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invoice_act_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_act")),
        sa.UniqueConstraint("invoice_id", "number", name=op.f("uq_invoice_act_invoice_id_number")),
    )
    op.create_table(
        "invoiced_charge",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_invoiced_charge_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoiced_charge_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoiced_charge")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_invoiced_charge_charge_id")),
    )
    op.create_index(op.f("ix_invoiced_charge_invoice_id"), "invoiced_charge", ["invoice_id"])
    for table, says in NEVER_CHANGED.items():
        for statement in _refusing(table, says):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_invoiced_charge_invoice_id"), "invoiced_charge")

    op.drop_table("invoiced_charge")
    op.drop_table("invoice_act")
    op.drop_index(op.f("ix_credit_note_invoice_id"), "credit_note")

    op.drop_table("credit_note")
    op.drop_table("invoice")
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
