"""Agree contracts. What was signed, the prices of it and the story are never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "contract_deed": "The story of a contract is never changed.",
    "contract_price": "Prices that were signed are never changed.",
}
SIGNED = "What was signed is never changed."

ON_SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for table, says in NEVER_CHANGED.items()
        for act in ("UPDATE", "DELETE")
    ),
    *(
        f"CREATE TRIGGER contract_version_no_{act} BEFORE {act} ON contract_version "
        f"WHEN OLD.state = 'signed' BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
        for act in ("UPDATE", "DELETE")
    ),
    """
CREATE TRIGGER contract_price_no_overlap BEFORE INSERT ON contract_price
WHEN EXISTS (
    SELECT 1 FROM contract_price AS other
    WHERE other.version_id = NEW.version_id
    AND other.begins_on < coalesce(NEW.until, '9999-12-31')
    AND NEW.begins_on < coalesce(other.until, '9999-12-31')
)
BEGIN SELECT RAISE(ABORT, 'There are prices for those days already.'); END
""",
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
    """
CREATE FUNCTION contract_version_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'What was signed is never changed.'; END $$;
CREATE TRIGGER contract_version_no_change BEFORE UPDATE OR DELETE ON contract_version
FOR EACH ROW WHEN (OLD.state = 'signed') EXECUTE FUNCTION contract_version_refuses();
CREATE FUNCTION contract_price_overlaps() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    PERFORM 1 FROM contract_version WHERE id = NEW.version_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM contract_price AS other
        WHERE other.version_id = NEW.version_id
        AND daterange(other.begins_on, other.until) && daterange(NEW.begins_on, NEW.until)
    ) THEN RAISE EXCEPTION 'There are prices for those days already.'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contract_price_no_overlap BEFORE INSERT ON contract_price
FOR EACH ROW EXECUTE FUNCTION contract_price_overlaps();
""",
]
FUNCTIONS = (
    "contract_deed_refuses", "contract_price_refuses", "contract_version_refuses",
    "contract_price_overlaps",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "contract",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_contract_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "contract_deed",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "begin",
                "vary",
                "sign",
                "send-back",
                "drop",
                "assure",
                "end",
                name="deed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("read", Json(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_deed_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contract_deed_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_deed")),
        sa.UniqueConstraint(
            "contract_id", "number", name=op.f("uq_contract_deed_contract_id_number")
        ),
    )
    op.create_table(
        "contract_party",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "funder",
                "provider",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_party_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contract_party_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_party")),
        sa.UniqueConstraint(
            "contract_id",
            "organisation_id",
            name=op.f("uq_contract_party_contract_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("contract_party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contract_party_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "contract_version",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("kept", Json(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "offered",
                "signed",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_by", Json(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_version_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint(
            "contract_id", "number", name=op.f("uq_contract_version_contract_id_number")
        ),
    )
    op.create_table(
        "contract_price",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("low_pence", sa.Integer(), nullable=False),
        sa.Column("medium_pence", sa.Integer(), nullable=False),
        sa.Column("high_pence", sa.Integer(), nullable=False),
        sa.Column("incentive_pence", sa.Integer(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR until > begins_on", name=op.f("ck_contract_price_holds_for_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["contract_version.id"], name=op.f("fk_contract_price_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_price")),
        sa.UniqueConstraint(
            "version_id", "begins_on", name=op.f("uq_contract_price_version_id_begins_on")
        ),
    )
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("contract_price")
    op.drop_table("contract_version")
    with op.batch_alter_table("contract_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_party_organisation_id"))

    op.drop_table("contract_party")
    op.drop_table("contract_deed")
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_lead_id"))

    op.drop_table("contract")
    if not _is_sqlite():
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
