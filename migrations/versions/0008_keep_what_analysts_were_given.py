"""Keep what analysts were given."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analyst_file",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("headings", Json(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_analyst_file_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["organisation.id"], name=op.f("fk_analyst_file_reader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyst_file")),
        sa.UniqueConstraint(
            "reader_id",
            "lead_id",
            "first_day",
            "last_day",
            name=op.f("uq_analyst_file_reader_id_lead_id_first_day_last_day"),
        ),
    )
    op.create_table(
        "pseudonym_key",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_pseudonym_key_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym_key")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_pseudonym_key_agreement_id")),
    )
    op.create_table(
        "analyst_row",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("cells", Json(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["analyst_file.id"], name=op.f("fk_analyst_row_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_analyst_row_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyst_row")),
        sa.UniqueConstraint("file_id", "pseudonym", name=op.f("uq_analyst_row_file_id_pseudonym")),
    )
    with op.batch_alter_table("analyst_row") as rows:
        rows.create_index(op.f("ix_analyst_row_person_id"), ["person_id"])


def downgrade() -> None:
    op.drop_table("analyst_row")
    op.drop_table("pseudonym_key")
    op.drop_table("analyst_file")
