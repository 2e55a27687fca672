"""Take what people pay. A receipt is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SAYS = "A receipt is never changed."
ON_SQLITE = [
    f"CREATE TRIGGER receipt_no_{act} BEFORE {act} ON receipt BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
ON_POSTGRESQL = [
    f"""
CREATE FUNCTION receipt_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER receipt_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt
FOR EACH STATEMENT EXECUTE FUNCTION receipt_refuses();
"""
]


def upgrade() -> None:
    op.create_table(
        "contribution_schedule",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "taper",
            sa.Enum(
                "sessions",
                "months",
                name="taper",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("steps", Json(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_contribution_schedule_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_schedule")),
        sa.UniqueConstraint(
            "lead_id", "number", name=op.f("uq_contribution_schedule_lead_id_number")
        ),
    )
    op.create_table(
        "receipt",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_receipt_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("lead_id", "number", name=op.f("uq_receipt_lead_id_number")),
    )
    op.create_table(
        "contribution",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_contribution_receipt_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_contribution_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_contribution_referral_id_number")
        ),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contribution_terms",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "can_pay",
            sa.Enum(
                "not-asked",
                "yes",
                "no",
                name="can_pay",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("let_off", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_terms_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_contribution_terms_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_terms")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_contribution_terms_referral_id_number")
        ),
    )
    with op.batch_alter_table("contribution_terms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contribution_terms_person_id"), ["person_id"], unique=False
        )

    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("contribution_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_terms_person_id"))

    op.drop_table("contribution_terms")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_person_id"))

    op.drop_table("contribution")
    op.drop_table("receipt")
    op.drop_table("contribution_schedule")
    if not _is_sqlite():
        op.execute("DROP FUNCTION receipt_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
