"""Charge years of help. A charge is never changed, whoever asks; whose it is goes when they are erased."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SAYS = "A charge is never changed: it is reversed by another one."
ON_SQLITE = [
    f"CREATE TRIGGER charge_no_{act} BEFORE {act} ON charge BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
ON_POSTGRESQL = [
    f"""
CREATE FUNCTION charge_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER charge_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON charge
FOR EACH STATEMENT EXECUTE FUNCTION charge_refuses();
"""
]


def upgrade() -> None:
    op.create_table(
        "charge",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "year",
                "change",
                "incentive",
                "reversal",
                name="charge_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "band",
            sa.Enum(
                "low",
                "medium",
                "high",
                name="charge_band",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("suggested", Json(), nullable=False),
        sa.Column("price_pence", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("is_shadow", sa.Boolean(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)",
            name=op.f("ck_charge_reversal_reverses"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_charge_contract_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_charge_lead_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["charge.id"], name=op.f("fk_charge_reverses_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_version.id"], name=op.f("fk_charge_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charge_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index("ix_charge_lead_recorded", ["lead_id", "recorded_at"], unique=False)
        batch_op.create_index("ix_charge_reverses", ["reverses_id"], unique=True)

    op.create_table(
        "charged_person",
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "year",
                "change",
                "incentive",
                "reversal",
                name="charged_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("choice_id", sa.Uuid(), nullable=True),
        sa.Column("evidence", Json(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_reversed", sa.Boolean(), nullable=False),
        sa.Column("is_spent", sa.Boolean(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["charge.id"], name=op.f("fk_charged_person_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["band_choice.id"], name=op.f("fk_charged_person_choice_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_charged_person_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_charged_person_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_charged_person_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charged_person")),
        sa.UniqueConstraint("unit", name=op.f("uq_charged_person_unit")),
    )
    with op.batch_alter_table("charged_person", schema=None) as batch_op:
        batch_op.create_index("ix_charged_person_ends", ["ends_on"], unique=False)
        batch_op.create_index("ix_charged_person_person", ["person_id", "lead_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_charged_person_referral_id"), ["referral_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_charged_person_charge_id"), ["charge_id"], unique=False
        )

    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("charged_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charged_person_charge_id"))
        batch_op.drop_index(batch_op.f("ix_charged_person_referral_id"))
        batch_op.drop_index("ix_charged_person_person")
        batch_op.drop_index("ix_charged_person_ends")

    op.drop_table("charged_person")
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.drop_index("ix_charge_reverses")
        batch_op.drop_index("ix_charge_lead_recorded")
        batch_op.drop_index(batch_op.f("ix_charge_contract_id"))

    op.drop_table("charge")
    if not _is_sqlite():
        op.execute("DROP FUNCTION charge_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
