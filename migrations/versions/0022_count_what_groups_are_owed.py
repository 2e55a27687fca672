"""Count what groups are owed. A line is never changed, whoever asks."""

import sqlalchemy as sa
from alembic import op

from kernel.database import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SAYS = "What a group is owed is never changed."
ON_SQLITE = [
    f"CREATE TRIGGER group_line_no_{act} BEFORE {act} ON group_line "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("UPDATE", "DELETE")
]
ON_POSTGRESQL = [
    f"""
CREATE FUNCTION group_line_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER group_line_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON group_line
FOR EACH STATEMENT EXECUTE FUNCTION group_line_refuses();
"""
]


def upgrade() -> None:
    op.create_table(
        "counted_visit",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_counted_visit_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_counted_visit_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_visit")),
    )
    op.create_index(op.f("ix_counted_visit_agreement_id"), "counted_visit", ["agreement_id"])
    op.create_table(
        "group_line",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "session",
                "block",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("each_pence", sa.Integer(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("count <> 0", name=op.f("ck_group_line_count")),
        sa.CheckConstraint("pence = count * each_pence", name=op.f("ck_group_line_pence")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_group_line_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organisation.id"], name=op.f("fk_group_line_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_group_line_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_line")),
        sa.UniqueConstraint(
            "agreement_id",
            "activity_id",
            "on",
            "number",
            name=op.f("uq_group_line_agreement_id_activity_id_on_number"),
        ),
    )
    op.create_index("ix_group_line_lead_group", "group_line", ["lead_id", "group_id"])
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("group_line")
    op.drop_index(op.f("ix_counted_visit_agreement_id"), "counted_visit")
    op.drop_table("counted_visit")
    if not _is_sqlite():
        op.execute("DROP FUNCTION group_line_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
