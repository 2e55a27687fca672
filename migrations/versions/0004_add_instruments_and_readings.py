"""Add instruments and readings."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument",
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_instrument_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint(
            "lead_id",
            "code",
            "instrument_version",
            name=op.f("uq_instrument_lead_id_code_instrument_version"),
        ),
    )
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.create_index(
            "ix_instrument_for_all",
            ["code", "instrument_version"],
            unique=True,
            sqlite_where=sa.text("lead_id IS NULL"),
            postgresql_where=sa.text("lead_id IS NULL"),
        )

    op.create_table(
        "instrument_choice",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_instrument_choice_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_choice")),
    )
    with op.batch_alter_table("instrument_choice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_instrument_choice_one",
            ["lead_id", "code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "instrument_licence",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("wording", Json(), nullable=False),
        sa.Column("conversion", Json(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_instrument_licence_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_licence")),
        sa.UniqueConstraint(
            "lead_id",
            "code",
            "instrument_version",
            name=op.f("uq_instrument_licence_lead_id_code_instrument_version"),
        ),
    )
    op.create_table(
        "instrument_endorsement",
        sa.Column("choice_id", sa.Uuid(), nullable=False),
        sa.Column(
            "agrees",
            sa.Enum(
                "people",
                "staff",
                "commissioner",
                "language",
                name="agrees",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["choice_id"],
            ["instrument_choice.id"],
            name=op.f("fk_instrument_endorsement_choice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_endorsement")),
        sa.UniqueConstraint(
            "choice_id", "agrees", name=op.f("uq_instrument_endorsement_choice_id_agrees")
        ),
    )
    op.create_table(
        "reading",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("instrument_version", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "start",
                "review",
                "end",
                "annual",
                "follow-up",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "alone",
                "together",
                "phone",
                "link",
                "paper",
                "practice",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["reading.id"], name=op.f("fk_reading_corrects_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_reading_lead_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_reading_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_reading_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index("ix_reading_corrects", ["corrects_id"], unique=True)
        batch_op.create_index("ix_reading_lead", ["lead_id", "code", "taken_on"], unique=False)
        batch_op.create_index(
            "ix_reading_one_start",
            ["referral_id", "code", "instrument_version"],
            unique=True,
            sqlite_where=sa.text("occasion = 'start' AND replaced_at IS NULL"),
            postgresql_where=sa.text("occasion = 'start' AND replaced_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_reading_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_reading_referral", ["referral_id", "code"], unique=False)

    op.create_table(
        "reading_answer",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_reading_answer_reading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_answer")),
        sa.UniqueConstraint(
            "reading_id", "position", name=op.f("uq_reading_answer_reading_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("reading_answer")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index("ix_reading_referral")
        batch_op.drop_index(batch_op.f("ix_reading_person_id"))
        batch_op.drop_index(
            "ix_reading_one_start",
            sqlite_where=sa.text("occasion = 'start' AND replaced_at IS NULL"),
            postgresql_where=sa.text("occasion = 'start' AND replaced_at IS NULL"),
        )
        batch_op.drop_index("ix_reading_lead")
        batch_op.drop_index("ix_reading_corrects")

    op.drop_table("reading")
    op.drop_table("instrument_endorsement")
    op.drop_table("instrument_licence")
    with op.batch_alter_table("instrument_choice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_instrument_choice_one",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("instrument_choice")
    with op.batch_alter_table("instrument", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_instrument_for_all",
            sqlite_where=sa.text("lead_id IS NULL"),
            postgresql_where=sa.text("lead_id IS NULL"),
        )

    op.drop_table("instrument")
