"""Add referrals."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snomed_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "accepted",
                "declined",
                "need",
                "support",
                "outcome",
                name="use",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snomed_code")),
    )
    with op.batch_alter_table("snomed_code", schema=None) as batch_op:
        batch_op.create_index(
            "ix_snomed_code_standing",
            ["use", "code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "calendar_feed",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_calendar_feed_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_calendar_feed_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(
            "ix_calendar_feed_running",
            ["user_id", "lead_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "counted_case",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "allocated",
                "contacting",
                "unreachable",
                "booked",
                "missed",
                "assessed",
                "redirected",
                "declined",
                "in-programme",
                "completed",
                "maintaining",
                "sustained",
                "lapsed",
                "reopened",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "practice",
                "phone",
                "self",
                "message",
                "reopened",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_counted_case_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_counted_case_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_case")),
    )
    with op.batch_alter_table("counted_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_case_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "request",
                "retention",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_erasure_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasure_person_id")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "issue",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("passed_on_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_issue_area_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_issue_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issue_area_id"), ["area_id"], unique=False)
        batch_op.create_index("ix_issue_lead_raised", ["lead_id", "raised_at"], unique=False)

    op.create_table(
        "lead_settings",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("read_within_days", sa.Integer(), nullable=False),
        sa.Column("accept_within_days", sa.Integer(), nullable=False),
        sa.Column("contact_within_days", sa.Integer(), nullable=False),
        sa.Column("meet_within_days", sa.Integer(), nullable=False),
        sa.Column("urgent_within_days", sa.Integer(), nullable=False),
        sa.Column("report_within_days", sa.Integer(), nullable=False),
        sa.Column("attempts_before_unreachable", sa.Integer(), nullable=False),
        sa.Column("most_cases", sa.Integer(), nullable=False),
        sa.Column("takes_self_referrals", sa.Boolean(), nullable=False),
        sa.Column("safeguarding_lead_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_lead_settings_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["safeguarding_lead_id"],
            ["user_account.id"],
            name=op.f("fk_lead_settings_safeguarding_lead_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_settings")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_lead_settings_lead_id")),
    )
    op.create_table(
        "person",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("nhs_number", sa.Text(), nullable=False),
        sa.Column("is_twin", sa.Boolean(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("carer", sa.Text(), nullable=False),
        sa.Column("conditions", Json(), nullable=False),
        sa.Column("no_phone", sa.Boolean(), nullable=False),
        sa.Column("no_voicemail", sa.Boolean(), nullable=False),
        sa.Column("no_text", sa.Boolean(), nullable=False),
        sa.Column("no_email", sa.Boolean(), nullable=False),
        sa.Column("no_post", sa.Boolean(), nullable=False),
        sa.Column("safe_times", sa.Text(), nullable=False),
        sa.Column(
            "support_level",
            sa.Enum(
                "self-care",
                "minimal",
                "moderate",
                "high",
                name="support_level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "stabilising",
                "care-planning",
                "lead-ntp",
                "activities",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_person_lead_id")),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_person_locality_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_person_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_lead_nhs_number", ["lead_id", "nhs_number"], unique=False)
        batch_op.create_index(
            "ix_person_nhs_number_at_practice",
            ["practice_id", "lead_id", "nhs_number"],
            unique=True,
            sqlite_where=sa.text("nhs_number <> '' AND NOT is_twin"),
            postgresql_where=sa.text("nhs_number <> '' AND NOT is_twin"),
        )

    op.create_table(
        "practice_arrangement",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("report_frequency", sa.Text(), nullable=False),
        sa.Column("report_content", sa.Text(), nullable=False),
        sa.Column("report_channel", sa.Text(), nullable=False),
        sa.Column("codes_only", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_practice_arrangement_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_arrangement")),
        sa.UniqueConstraint("practice_id", name=op.f("uq_practice_arrangement_practice_id")),
    )
    op.create_table(
        "practice_key",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_practice_key_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_practice_key_digest")),
    )
    with op.batch_alter_table("practice_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_practice_key_practice_id"), ["practice_id"], unique=False
        )

    op.create_table(
        "retention_run",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("person_ids", Json(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("erased", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_retention_run_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_run_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "signpost",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "domain",
            sa.Enum(
                "physical-activity",
                "healthy-eating",
                "arts-for-health",
                "befriending",
                "welfare-rights",
                "volunteering",
                name="domain",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_signpost_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signpost")),
    )
    with op.batch_alter_table("signpost", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signpost_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "trained_in_care_planning",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["organisation.id"],
            name=op.f("fk_trained_in_care_planning_practice_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trained_in_care_planning")),
    )
    with op.batch_alter_table("trained_in_care_planning", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_trained_in_care_planning_practice_id"), ["practice_id"], unique=False
        )

    op.create_table(
        "work_entry",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "outreach",
                "partnership",
                "group-support",
                "new-group",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("where_or_who", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people_met", sa.Integer(), nullable=False),
        sa.Column("new_contacts", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_work_entry_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_work_entry_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_entry")),
    )
    with op.batch_alter_table("work_entry", schema=None) as batch_op:
        batch_op.create_index("ix_work_entry_lead_on", ["lead_id", "on"], unique=False)

    op.create_table(
        "worker_of_practice",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_worker_of_practice_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_worker_of_practice_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_worker_of_practice_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_of_practice")),
    )
    with op.batch_alter_table("worker_of_practice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_worker_of_practice_lead_id"), ["lead_id"], unique=False
        )
        batch_op.create_index(
            "ix_worker_of_practice_named",
            ["practice_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_worker_of_practice_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "worker_profile",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("locality_ids", Json(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("training", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("photographed_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_worker_profile_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_worker_profile_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_profile")),
        sa.UniqueConstraint("user_id", "lead_id", name=op.f("uq_worker_profile_user_id_lead_id")),
    )
    op.create_table(
        "consent",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "recipient",
            sa.Enum(
                "lead-ntp",
                "practice",
                "group",
                name="recipient",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "support",
                "report",
                "introduce",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_person", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_consent_standing",
            ["person_id", "recipient", "recipient_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "ix_consent_withdrawn",
            ["withdrawn_at"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        )

    op.create_table(
        "data_request",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "access",
                "rectification",
                "erasure",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "clarifying",
                "answered",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_days", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_data_request_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_request_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_data_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "equality_answers",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ethnic_group", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("is_same_gender", sa.Text(), nullable=False),
        sa.Column("orientation", sa.Text(), nullable=False),
        sa.Column("religion", sa.Text(), nullable=False),
        sa.Column("disability", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_equality_answers_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equality_answers")),
        sa.UniqueConstraint("person_id", name=op.f("uq_equality_answers_person_id")),
    )
    op.create_table(
        "hold",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hold_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rectification",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("is_on_case", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rectification_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_person_id"), ["person_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("link_worker_id", sa.Uuid(), nullable=True),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "allocated",
                "contacting",
                "unreachable",
                "booked",
                "missed",
                "assessed",
                "redirected",
                "declined",
                "in-programme",
                "completed",
                "maintaining",
                "sustained",
                "lapsed",
                "reopened",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "practice",
                "phone",
                "self",
                "message",
                "reopened",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "routine",
                "soon",
                "urgent",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("what_matters", sa.Text(), nullable=False),
        sa.Column("in_place", sa.Text(), nullable=False),
        sa.Column("danger_at", UtcDateTime(), nullable=True),
        sa.Column(
            "return_reason",
            sa.Enum(
                "inappropriate",
                "too-little-information",
                "duplicate",
                name="return_reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.Column("moves_made", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_referral_lead_id")),
        sa.ForeignKeyConstraint(
            ["link_worker_id"], ["user_account.id"], name=op.f("fk_referral_link_worker_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_referral_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["referral.id"], name=op.f("fk_referral_previous_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index("ix_referral_lead_state", ["lead_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_referral_practice_sent", ["practice_id", "sent_at"], unique=False)
        batch_op.create_index("ix_referral_worker_state", ["link_worker_id", "state"], unique=False)

    op.create_table(
        "stage_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "stabilising",
                "care-planning",
                "lead-ntp",
                "activities",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stage_change_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "support_level_change",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "self-care",
                "minimal",
                "moderate",
                "high",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "self-care",
                "minimal",
                "moderate",
                "high",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_support_level_change_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_level_change")),
    )
    with op.batch_alter_table("support_level_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_level_change_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "action_plan",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "drafting",
                "agreed",
                "active",
                "under-review",
                "ended",
                "maintaining",
                "closed-sustained",
                "closed-lapsed",
                "closed-other",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", Json(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column(
            "next_review",
            sa.Enum(
                "six-weeks",
                "six-months",
                "twelve-months",
                "yearly",
                name="next_review",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("versions_made", sa.Integer(), nullable=False),
        sa.Column("moves_made", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_plan_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_action_plan_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
    )
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_action_plan_one_active",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('drafting', 'agreed', 'active', 'under-review')"),
            postgresql_where=sa.text("state IN ('drafting', 'agreed', 'active', 'under-review')"),
        )
        batch_op.create_index(batch_op.f("ix_action_plan_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_plan_referral_id"), ["referral_id"], unique=False
        )
        batch_op.create_index("ix_action_plan_review", ["review_on"], unique=False)

    op.create_table(
        "allocation",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("from_worker_id", sa.Uuid(), nullable=True),
        sa.Column("to_worker_id", sa.Uuid(), nullable=True),
        sa.Column("from_lead_id", sa.Uuid(), nullable=False),
        sa.Column("to_lead_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_allocation_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "appointment",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "face-to-face",
                "phone",
                "video",
                "text",
                "email",
                "letter",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("has_interpreter", sa.Boolean(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "held",
                "missed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reminder",
            sa.Enum(
                "waiting",
                "sent",
                "not-possible",
                "safe-times",
                "too-late",
                name="reminder",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_appointment_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_appointment_one_booked",
            ["referral_id"],
            unique=True,
            sqlite_where=sa.text("state = 'booked'"),
            postgresql_where=sa.text("state = 'booked'"),
        )
        batch_op.create_index("ix_appointment_state_begins", ["state", "begins_at"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("co_morbidities", sa.Integer(), nullable=False),
        sa.Column(
            "mental_health",
            sa.Enum(
                "well",
                "low-mood",
                "low-mood-anxious",
                "depression-anxiety",
                name="mental_health",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mobility",
            sa.Enum(
                "mobile",
                "some-limits",
                "limited",
                name="mobility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ongoing_input",
            sa.Enum(
                "minimal",
                "medium",
                "intense",
                name="ongoing_input",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("profile", Json(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_assessment_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_assessment_referral_id_number")),
    )
    op.create_table(
        "case_opening",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_case_opening_referral_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_case_opening_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_opening")),
    )
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_opening_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "clock_stop",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "safety",
                "read",
                "accept",
                "contact",
                "meet",
                "report",
                "plan",
                "review",
                "again",
                name="clock",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_clock_stop_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_stop")),
    )
    with op.batch_alter_table("clock_stop", schema=None) as batch_op:
        batch_op.create_index(
            "ix_clock_stop_referral_clock", ["referral_id", "clock"], unique=False
        )

    op.create_table(
        "concern",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "danger",
            sa.Enum(
                "now",
                "soon",
                "watch",
                name="danger",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("what_was_done", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_concern_lead_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_concern_person_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_concern_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concern_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "attempt",
                "first-meeting",
                "meeting",
                "review",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "face-to-face",
                "phone",
                "video",
                "text",
                "email",
                "letter",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum(
                "reached",
                "no-answer",
                "did-not-come",
                "cancelled-by-person",
                "cancelled-by-us",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_contact_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_referral_happened", ["referral_id", "happened_at"], unique=False
        )

    op.create_table(
        "priority_flag",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "homeless",
                "migrant",
                "traveller",
                "ethnic-minority",
                "learning-disability",
                "mental-illness",
                "carer",
                "prison",
                "isolated",
                "poverty",
                "other",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_priority_flag_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_flag")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_priority_flag_referral_id")),
    )
    op.create_table(
        "received_message",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_received_message_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_received_message_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_message")),
        sa.UniqueConstraint(
            "practice_id", "message_id", name=op.f("uq_received_message_practice_id_message_id")
        ),
    )
    with op.batch_alter_table("received_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_received_message_referral_id"), ["referral_id"], unique=False
        )

    op.create_table(
        "referral_move",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "send",
                "receive",
                "return",
                "accept",
                "contact",
                "give-up",
                "book",
                "miss",
                "assess",
                "redirect",
                "decline",
                "begin",
                "complete",
                "maintain",
                "sustain",
                "lapse",
                "reopen",
                "withdraw",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "allocated",
                "contacting",
                "unreachable",
                "booked",
                "missed",
                "assessed",
                "redirected",
                "declined",
                "in-programme",
                "completed",
                "maintaining",
                "sustained",
                "lapsed",
                "reopened",
                "withdrawn",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "allocated",
                "contacting",
                "unreachable",
                "booked",
                "missed",
                "assessed",
                "redirected",
                "declined",
                "in-programme",
                "completed",
                "maintaining",
                "sustained",
                "lapsed",
                "reopened",
                "withdrawn",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_move_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_move")),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_referral_move_referral_id_number")
        ),
    )
    op.create_table(
        "released_part",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["data_request.id"], name=op.f("fk_released_part_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_part")),
        sa.UniqueConstraint(
            "request_id", "part", "digest", name=op.f("uq_released_part_request_id_part_digest")
        ),
    )
    op.create_table(
        "report",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "assessment",
                "review",
                "closing",
                "lapse",
                "unreachable",
                "declined",
                "returned",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "acknowledged",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("is_codes_only", sa.Boolean(), nullable=False),
        sa.Column(
            "shown",
            sa.Enum(
                "read",
                "read-out",
                "not-shown",
                name="shown",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("left_out", Json(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_who", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["organisation.id"], name=op.f("fk_report_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_report_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_report_referral_id_number")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_draft",
            ["referral_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.create_index("ix_report_practice_state", ["practice_id", "state"], unique=False)

    op.create_table(
        "danger_word",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_danger_word_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_word")),
    )
    with op.batch_alter_table("danger_word", schema=None) as batch_op:
        batch_op.create_index("ix_danger_word_referral_at", ["referral_id", "at"], unique=False)

    op.create_table(
        "silence_alarm",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column(
            "clock",
            sa.Enum(
                "safety",
                "read",
                "accept",
                "contact",
                "meet",
                "report",
                "plan",
                "review",
                "again",
                name="clock",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_silence_alarm_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_alarm")),
        sa.UniqueConstraint(
            "referral_id",
            "clock",
            "began_at",
            name=op.f("uq_silence_alarm_referral_id_clock_began_at"),
        ),
    )
    op.create_table(
        "action_plan_move",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "agree",
                "start",
                "review",
                "revise",
                "end",
                "maintain",
                "sustain",
                "lapse",
                "close",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "drafting",
                "agreed",
                "active",
                "under-review",
                "ended",
                "maintaining",
                "closed-sustained",
                "closed-lapsed",
                "closed-other",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "drafting",
                "agreed",
                "active",
                "under-review",
                "ended",
                "maintaining",
                "closed-sustained",
                "closed-lapsed",
                "closed-other",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_action_plan_move_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan_move")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_action_plan_move_plan_id_number")),
    )
    op.create_table(
        "onward_link",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "formal",
                "informal",
                "own",
                "self-directed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "declined",
                "agreed",
                "introduced",
                "accepted",
                "refused",
                "unanswered",
                "attending",
                "did-not-start",
                "stopped",
                "finished",
                "outcome-due",
                "outcome-overdue",
                "outcome-received",
                "taken-back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("choices", Json(), nullable=False),
        sa.Column("outcomes_owed", Json(), nullable=False),
        sa.Column("outcomes_told", Json(), nullable=False),
        sa.Column("places_left", sa.Integer(), nullable=True),
        sa.Column("buddy", sa.Text(), nullable=False),
        sa.Column("tells_phone", sa.Boolean(), nullable=False),
        sa.Column("tells_email", sa.Boolean(), nullable=False),
        sa.Column("tells_access", sa.Boolean(), nullable=False),
        sa.Column("introduced_at", UtcDateTime(), nullable=True),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column(
            "answered_by",
            sa.Enum(
                "page",
                "worker",
                "paper",
                name="answered_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "refusal",
            sa.Enum(
                "full",
                "not-right",
                "closed",
                "too-far",
                "other",
                name="refusal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("group_says", sa.Text(), nullable=False),
        sa.Column("proposes", sa.Text(), nullable=False),
        sa.Column("comes_on", sa.Date(), nullable=True),
        sa.Column("comes_at", UtcDateTime(), nullable=True),
        sa.Column("value_words", sa.Text(), nullable=False),
        sa.Column("chased_at", UtcDateTime(), nullable=True),
        sa.Column("outcome_due_on", sa.Date(), nullable=True),
        sa.Column(
            "news",
            sa.Enum(
                "accepted",
                "refused",
                "proposed",
                "told",
                "ring",
                "unanswered",
                "overdue",
                "gone",
                name="news",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("short_code", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("moves_made", sa.Integer(), nullable=False),
        sa.Column("words_said", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'formal') = (agreement_id IS NOT NULL)",
            name=op.f("ck_onward_link_an_agreement_if_formal"),
        ),
        sa.CheckConstraint(
            "(kind = 'self-directed') = (listing_id IS NULL)",
            name=op.f("ck_onward_link_a_listing_unless_self_directed"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_onward_link_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_onward_link_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_onward_link_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_onward_link_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_onward_link_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_onward_link_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_link")),
        sa.UniqueConstraint("short_code", name=op.f("uq_onward_link_short_code")),
    )
    with op.batch_alter_table("onward_link", schema=None) as batch_op:
        batch_op.create_index("ix_onward_link_lead_made", ["lead_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_onward_link_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onward_link_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onward_link_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_onward_link_referral_news", ["referral_id", "news"], unique=False)

    op.create_table(
        "plan_review",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "six-weeks",
                "six-months",
                "twelve-months",
                "yearly",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "goes",
            sa.Enum(
                "keeping",
                "lapsed",
                name="goes",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("plan_number", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_plan_review_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_review_plan_id_number")),
    )
    op.create_table(
        "plan_version",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("changed", Json(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["action_plan.id"], name=op.f("fk_plan_version_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "attendance",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column(
            "told_by",
            sa.Enum(
                "page",
                "worker",
                "paper",
                name="told_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["onward_link.id"], name=op.f("fk_attendance_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("link_id", "on", name=op.f("uq_attendance_link_id_on")),
    )
    op.create_table(
        "onward_link_move",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "agree",
                "decline",
                "introduce",
                "accept",
                "refuse",
                "rethink",
                "give-up",
                "attend",
                "not-start",
                "stop",
                "finish",
                "owe",
                "receive",
                "run-late",
                "take-back",
                name="move",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.Enum(
                "suggested",
                "declined",
                "agreed",
                "introduced",
                "accepted",
                "refused",
                "unanswered",
                "attending",
                "did-not-start",
                "stopped",
                "finished",
                "outcome-due",
                "outcome-overdue",
                "outcome-received",
                "taken-back",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "suggested",
                "declined",
                "agreed",
                "introduced",
                "accepted",
                "refused",
                "unanswered",
                "attending",
                "did-not-start",
                "stopped",
                "finished",
                "outcome-due",
                "outcome-overdue",
                "outcome-received",
                "taken-back",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["onward_link.id"], name=op.f("fk_onward_link_move_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_link_move")),
        sa.UniqueConstraint("link_id", "number", name=op.f("uq_onward_link_move_link_id_number")),
    )
    op.create_table(
        "onward_link_word",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "accept",
                "propose",
                "refuse",
                "went",
                "agree-day",
                "not-that-day",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("value_words", sa.Text(), nullable=False),
        sa.Column("outcomes", Json(), nullable=False),
        sa.Column("has_crisis_words", sa.Boolean(), nullable=False),
        sa.Column(
            "told_by",
            sa.Enum(
                "page",
                "worker",
                "paper",
                name="told_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["onward_link.id"], name=op.f("fk_onward_link_word_link_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_link_word")),
        sa.UniqueConstraint("link_id", "number", name=op.f("uq_onward_link_word_link_id_number")),
    )


def downgrade() -> None:
    op.drop_table("onward_link_word")
    op.drop_table("onward_link_move")
    op.drop_table("attendance")
    op.drop_table("plan_version")
    op.drop_table("plan_review")
    with op.batch_alter_table("onward_link", schema=None) as batch_op:
        batch_op.drop_index("ix_onward_link_referral_news")
        batch_op.drop_index(batch_op.f("ix_onward_link_plan_id"))
        batch_op.drop_index(batch_op.f("ix_onward_link_person_id"))
        batch_op.drop_index(batch_op.f("ix_onward_link_listing_id"))
        batch_op.drop_index("ix_onward_link_lead_made")

    op.drop_table("onward_link")
    op.drop_table("action_plan_move")
    op.drop_table("silence_alarm")
    with op.batch_alter_table("danger_word", schema=None) as batch_op:
        batch_op.drop_index("ix_danger_word_referral_at")

    op.drop_table("danger_word")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_practice_state")
        batch_op.drop_index(
            "ix_report_draft",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.drop_table("report")
    op.drop_table("released_part")
    op.drop_table("referral_move")
    with op.batch_alter_table("received_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_message_referral_id"))

    op.drop_table("received_message")
    op.drop_table("priority_flag")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_referral_happened")

    op.drop_table("contact")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concern_person_id"))
        batch_op.drop_index(batch_op.f("ix_concern_lead_id"))

    op.drop_table("concern")
    with op.batch_alter_table("clock_stop", schema=None) as batch_op:
        batch_op.drop_index("ix_clock_stop_referral_clock")

    op.drop_table("clock_stop")
    with op.batch_alter_table("case_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_opening_referral_id"))

    op.drop_table("case_opening")
    op.drop_table("assessment")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_state_begins")
        batch_op.drop_index(
            "ix_appointment_one_booked",
            sqlite_where=sa.text("state = 'booked'"),
            postgresql_where=sa.text("state = 'booked'"),
        )

    op.drop_table("appointment")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_referral_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("action_plan", schema=None) as batch_op:
        batch_op.drop_index("ix_action_plan_review")
        batch_op.drop_index(batch_op.f("ix_action_plan_referral_id"))
        batch_op.drop_index(batch_op.f("ix_action_plan_person_id"))
        batch_op.drop_index(
            "ix_action_plan_one_active",
            sqlite_where=sa.text("state IN ('drafting', 'agreed', 'active', 'under-review')"),
            postgresql_where=sa.text("state IN ('drafting', 'agreed', 'active', 'under-review')"),
        )

    op.drop_table("action_plan")
    with op.batch_alter_table("support_level_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_level_change_person_id"))

    op.drop_table("support_level_change")
    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_change_person_id"))

    op.drop_table("stage_change")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_worker_state")
        batch_op.drop_index("ix_referral_practice_sent")
        batch_op.drop_index(batch_op.f("ix_referral_person_id"))
        batch_op.drop_index("ix_referral_lead_state")

    op.drop_table("referral")
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_person_id"))

    op.drop_table("rectification")
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hold_person_id"))

    op.drop_table("hold")
    op.drop_table("equality_answers")
    with op.batch_alter_table("data_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_request_person_id"))
        batch_op.drop_index(batch_op.f("ix_data_request_lead_id"))

    op.drop_table("data_request")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_consent_withdrawn",
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_consent_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_consent_person")

    op.drop_table("consent")
    op.drop_table("worker_profile")
    with op.batch_alter_table("worker_of_practice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_of_practice_user_id"))
        batch_op.drop_index(
            "ix_worker_of_practice_named",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_worker_of_practice_lead_id"))

    op.drop_table("worker_of_practice")
    with op.batch_alter_table("work_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_work_entry_lead_on")

    op.drop_table("work_entry")
    with op.batch_alter_table("trained_in_care_planning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trained_in_care_planning_practice_id"))

    op.drop_table("trained_in_care_planning")
    with op.batch_alter_table("signpost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signpost_organisation_id"))

    op.drop_table("signpost")
    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_run_lead_id"))

    op.drop_table("retention_run")
    with op.batch_alter_table("practice_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_key_practice_id"))

    op.drop_table("practice_key")
    op.drop_table("practice_arrangement")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_person_nhs_number_at_practice",
            sqlite_where=sa.text("nhs_number <> '' AND NOT is_twin"),
            postgresql_where=sa.text("nhs_number <> '' AND NOT is_twin"),
        )
        batch_op.drop_index("ix_person_lead_nhs_number")

    op.drop_table("person")
    op.drop_table("lead_settings")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_index("ix_issue_lead_raised")
        batch_op.drop_index(batch_op.f("ix_issue_area_id"))

    op.drop_table("issue")
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasure_lead_id"))

    op.drop_table("erasure")
    with op.batch_alter_table("counted_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counted_case_lead_id"))

    op.drop_table("counted_case")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_calendar_feed_running",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("calendar_feed")
    with op.batch_alter_table("snomed_code", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_snomed_code_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("snomed_code")
