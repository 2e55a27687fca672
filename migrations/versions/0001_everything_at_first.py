"""Everything that the first version keeps."""

import sqlalchemy as sa
from alembic import op

from kernel.database import Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER_CHANGED = {
    "audit_line": "The audit is never changed.",
    "release": "What was published is never changed.",
    "draw": "A draw is never changed.",
}
SQLITE_REFUSES = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{says}'); END
"""
POSTGRESQL_REFUSES = """
CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{says}'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses();
"""


def upgrade() -> None:
    make_tables()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, says in NEVER_CHANGED.items():
        if is_sqlite:
            for act in ("UPDATE", "DELETE"):
                op.execute(SQLITE_REFUSES.format(act=act, table=table, says=says))
        else:
            op.execute(POSTGRESQL_REFUSES.format(table=table, says=says))


def make_tables() -> None:
    op.create_table(
        "area",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("name", name=op.f("uq_area_name")),
    )
    op.create_table(
        "audit_head",
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_line",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("details", Json(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_line_number")),
    )
    op.create_index("ix_audit_line_at", "audit_line", ["at"], unique=False)
    op.create_index("ix_audit_line_subject", "audit_line", ["subject_id", "number"], unique=False)
    op.create_index("ix_audit_line_user", "audit_line", ["user_id", "number"], unique=False)
    op.create_table(
        "form_answer",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_answer")),
    )
    op.create_index(op.f("ix_form_answer_given_at"), "form_answer", ["given_at"], unique=False)
    op.create_table(
        "letter",
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "text",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("link", Json(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_about_id"), "letter", ["about_id"], unique=False)
    op.create_table(
        "limit_count",
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_count")),
    )
    op.create_index(op.f("ix_limit_count_ends_at"), "limit_count", ["ends_at"], unique=False)
    op.create_table(
        "one_use_link",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_use_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_one_use_link_digest")),
    )
    op.create_index(
        op.f("ix_one_use_link_subject_id"), "one_use_link", ["subject_id"], unique=False
    )
    op.create_table(
        "outbox_item",
        sa.Column("listener", sa.Text(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
    )
    op.create_index(
        "ix_outbox_item_waiting",
        "outbox_item",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "postcode",
        sa.Column("key", sa.String(length=7), nullable=False),
        sa.Column("latitude_e5", sa.Integer(), nullable=False),
        sa.Column("longitude_e5", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_postcode")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("rows", Json(), nullable=False),
        sa.Column("sums", Json(), nullable=False),
        sa.Column("adds_over_time", sa.Boolean(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("reader", "kind", "period", name=op.f("uq_release_reader_kind_period")),
        sa.UniqueConstraint("reader", "number", name=op.f("uq_release_reader_number")),
    )
    op.create_table(
        "tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("locality", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint(
            "day",
            "domain",
            "locality",
            "outcome",
            name=op.f("uq_tally_day_domain_locality_outcome"),
        ),
    )
    op.create_table(
        "timed_run",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ran_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timed_run")),
        sa.UniqueConstraint("name", name=op.f("uq_timed_run_name")),
    )
    op.create_table(
        "user_account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=False),
        sa.Column("totp_confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("mapping", Json(), nullable=False),
        sa.Column("remembered_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_column_mapping_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("area_id", "headings", name=op.f("uq_column_mapping_area_id_headings")),
    )
    op.create_table(
        "feedback",
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("was_useful", sa.Boolean(), nullable=True),
        sa.Column("was_easy", sa.Boolean(), nullable=True),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("is_answer_public", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_feedback_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_table(
        "host_settings",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("due_after_days", sa.Integer(), nullable=False),
        sa.Column("marked_after_days", sa.Integer(), nullable=False),
        sa.Column("lower_after_days", sa.Integer(), nullable=False),
        sa.Column("out_after_days", sa.Integer(), nullable=False),
        sa.Column("archived_after_days", sa.Integer(), nullable=False),
        sa.Column("is_every_listing_held", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("prize_pence", sa.Integer(), nullable=False),
        sa.Column("procurement_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_host_settings_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_settings")),
        sa.UniqueConstraint("area_id", name=op.f("uq_host_settings_area_id")),
    )
    op.create_table(
        "import_batch",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("known_as", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "matching",
                "reading",
                "ready",
                "published",
                "cancelled",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("headings", Json(), nullable=False),
        sa.Column("sample", Json(), nullable=False),
        sa.Column("mapping", Json(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("published", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("heard_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_import_batch_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_area_id"), "import_batch", ["area_id"], unique=False)
    op.create_table(
        "launch_message",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("stakeholder", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_launch_message_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_message")),
    )
    op.create_index(op.f("ix_launch_message_area_id"), "launch_message", ["area_id"], unique=False)
    op.create_table(
        "locality",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("postcodes", Json(), nullable=False),
        sa.Column("deprivation_rank", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_locality_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locality")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_locality_area_id_name")),
    )
    op.create_table(
        "named_owner",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_named_owner_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_owner")),
    )
    op.create_index(op.f("ix_named_owner_area_id"), "named_owner", ["area_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column(
            "kind",
            sa.Enum(
                "commissioning-body",
                "practice",
                "lead-ntp",
                "ntp",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("base_address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_organisation_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(op.f("ix_organisation_area_id"), "organisation", ["area_id"], unique=False)
    op.create_index(
        "ix_organisation_host",
        "organisation",
        ["area_id"],
        unique=True,
        sqlite_where=sa.text("is_host"),
        postgresql_where=sa.text("is_host"),
    )
    op.create_table(
        "promotion",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_promotion_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_index(op.f("ix_promotion_area_id"), "promotion", ["area_id"], unique=False)
    op.create_table(
        "service_level",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_service_level_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_level")),
    )
    op.create_index(op.f("ix_service_level_area_id"), "service_level", ["area_id"], unique=False)
    op.create_table(
        "test_panellist",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("was_useful", sa.Boolean(), nullable=True),
        sa.Column("was_accessible", sa.Boolean(), nullable=True),
        sa.Column("we_did", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_test_panellist_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_panellist")),
    )
    op.create_index(op.f("ix_test_panellist_area_id"), "test_panellist", ["area_id"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("holds", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("awaits_code", sa.Boolean(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_user_session_digest")),
    )
    op.create_index(op.f("ix_user_session_user_id"), "user_session", ["user_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column(
            "purpose",
            sa.Enum(
                "data-sharing",
                "sub-contract",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("data_items", Json(), nullable=False),
        sa.Column("services", Json(), nullable=False),
        sa.Column("outcomes", Json(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_agreement_two_parties")),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_agreement_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["organisation.id"], name=op.f("fk_agreement_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["organisation.id"], name=op.f("fk_agreement_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_first_id"), "agreement", ["first_id"], unique=False)
    op.create_index(op.f("ix_agreement_second_id"), "agreement", ["second_id"], unique=False)
    op.create_table(
        "directory_group",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column(
            "legal_type",
            sa.Enum(
                "voluntary-organisation",
                "registered-charity",
                "association",
                "self-help-group",
                "community-group",
                "social-enterprise",
                "mutual",
                "co-operative",
                "private-business",
                "public-body",
                name="legal_type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("charity_number", sa.Text(), nullable=False),
        sa.Column("size", sa.Text(), nullable=False),
        sa.Column("is_funded", sa.Boolean(), nullable=False),
        sa.Column("keeper_email", sa.Text(), nullable=False),
        sa.Column("keeper_phone", sa.Text(), nullable=False),
        sa.Column("mail_bounced_at", UtcDateTime(), nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_directory_group_area_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_directory_group_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_group")),
    )
    op.create_index(
        op.f("ix_directory_group_area_id"), "directory_group", ["area_id"], unique=False
    )
    op.create_index(
        op.f("ix_directory_group_organisation_id"),
        "directory_group",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "invitation",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("roles", Json(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(
        op.f("ix_invitation_organisation_id"), "invitation", ["organisation_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "privacy_officer",
                "directory_editor",
                "lead_manager",
                "link_worker",
                "lead_finance",
                "referrer",
                "practice_manager",
                "analyst",
                "commissioner",
                "commissioner_finance",
                "steering_member",
                "board_reader",
                "safeguarding_lead",
                "group_editor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "ix_membership_held",
        "membership",
        ["user_id", "organisation_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False
    )
    op.create_table(
        "missing_activity",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_missing_activity_area_id")),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_missing_activity_locality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_activity")),
    )
    op.create_index(
        op.f("ix_missing_activity_area_id"), "missing_activity", ["area_id"], unique=False
    )
    op.create_table(
        "served_locality",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_served_locality_locality_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_served_locality_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_served_locality")),
        sa.UniqueConstraint(
            "organisation_id",
            "locality_id",
            name=op.f("uq_served_locality_organisation_id_locality_id"),
        ),
    )
    op.create_table(
        "draw",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("pool", sa.Integer(), nullable=False),
        sa.Column("prize_pence", sa.Integer(), nullable=False),
        sa.Column("winner_id", sa.Uuid(), nullable=False),
        sa.Column("runner_up_id", sa.Uuid(), nullable=True),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_draw_area_id")),
        sa.ForeignKeyConstraint(
            ["runner_up_id"], ["directory_group.id"], name=op.f("fk_draw_runner_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["winner_id"], ["directory_group.id"], name=op.f("fk_draw_winner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("area_id", "month", name=op.f("uq_draw_area_id_month")),
    )
    op.create_table(
        "draw_entry",
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_draw_entry_area_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["directory_group.id"], name=op.f("fk_draw_entry_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_entry")),
        sa.UniqueConstraint("group_id", "month", name=op.f("uq_draw_entry_group_id_month")),
    )
    op.create_index(op.f("ix_draw_entry_month"), "draw_entry", ["month"], unique=False)
    op.create_table(
        "group_check",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("runs_out_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["directory_group.id"], name=op.f("fk_group_check_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_check")),
    )
    op.create_index(op.f("ix_group_check_group_id"), "group_check", ["group_id"], unique=False)
    op.create_table(
        "listing",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "unconfirmed",
                "waiting",
                "live",
                "hidden",
                "suspended",
                "withdrawn",
                "rejected",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("content", Json(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(
                "somewhere",
                "online",
                "whole-area",
                "hidden",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.Column("due_after_days", sa.Integer(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("ladder_step", sa.Text(), nullable=False),
        sa.Column("short_code", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "place <> 'hidden' OR (latitude IS NULL AND longitude IS NULL)",
            name=op.f("ck_listing_hidden_place_has_no_position"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_listing_area_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["directory_group.id"], name=op.f("fk_listing_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_listing_locality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("short_code", name=op.f("uq_listing_short_code")),
        sa.UniqueConstraint("source_key", name=op.f("uq_listing_source_key")),
    )
    op.create_index("ix_listing_area_state", "listing", ["area_id", "state"], unique=False)
    op.create_index("ix_listing_changed", "listing", ["changed_at", "id"], unique=False)
    op.create_index(op.f("ix_listing_group_id"), "listing", ["group_id"], unique=False)
    op.create_index(op.f("ix_listing_locality_id"), "listing", ["locality_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_confirmation_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(
        op.f("ix_confirmation_listing_id"), "confirmation", ["listing_id"], unique=False
    )
    op.create_table(
        "hidden_place",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_hidden_place_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_place")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_hidden_place_listing_id")),
    )
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "refused",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("draft", Json(), nullable=False),
        sa.Column("notes", Json(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_import_row_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_batch", "import_row", ["batch_id", "number"], unique=False)
    op.create_index(op.f("ix_import_row_listing_id"), "import_row", ["listing_id"], unique=False)
    op.create_table(
        "ladder_step",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("round_on", sa.Date(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_ladder_step_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_step")),
    )
    op.create_index(op.f("ix_ladder_step_listing_id"), "ladder_step", ["listing_id"], unique=False)
    op.create_index(
        "ix_ladder_step_once",
        "ladder_step",
        ["listing_id", "round_on", "step"],
        unique=True,
        sqlite_where=sa.text("step <> 'asked'"),
        postgresql_where=sa.text("step <> 'asked'"),
    )
    op.create_table(
        "listing_move",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "submit",
                "confirm",
                "hold",
                "publish",
                "hide",
                "revive",
                "suspend",
                "release",
                "withdraw",
                "reject",
                "archive",
                "restore",
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
                "unconfirmed",
                "waiting",
                "live",
                "hidden",
                "suspended",
                "withdrawn",
                "rejected",
                "archived",
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
                "unconfirmed",
                "waiting",
                "live",
                "hidden",
                "suspended",
                "withdrawn",
                "rejected",
                "archived",
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
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_move_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_move")),
    )
    op.create_index(
        op.f("ix_listing_move_listing_id"), "listing_move", ["listing_id"], unique=False
    )
    op.create_table(
        "listing_slot",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("ordinals", Json(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "weekday BETWEEN 0 AND 6", name=op.f("ck_listing_slot_weekday_of_a_week")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_slot_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_slot")),
    )
    op.create_index(
        op.f("ix_listing_slot_listing_id"), "listing_slot", ["listing_id"], unique=False
    )
    op.create_table(
        "listing_version",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("changed", Json(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_version_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_version")),
        sa.UniqueConstraint(
            "listing_id", "number", name=op.f("uq_listing_version_listing_id_number")
        ),
    )
    op.create_table(
        "possible_duplicate",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["listing.id"], name=op.f("fk_possible_duplicate_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["listing.id"], name=op.f("fk_possible_duplicate_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_duplicate")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_possible_duplicate_first_id_second_id")
        ),
    )
    op.create_index(
        op.f("ix_possible_duplicate_second_id"), "possible_duplicate", ["second_id"], unique=False
    )
    op.create_table(
        "wrong_report",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("proposal", Json(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_wrong_report_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_report")),
    )
    op.create_index(
        op.f("ix_wrong_report_listing_id"), "wrong_report", ["listing_id"], unique=False
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    take_tables_away()
    if op.get_bind().dialect.name == "postgresql":
        for table in NEVER_CHANGED:
            op.execute(f"DROP FUNCTION {table}_refuses()")


def take_tables_away() -> None:
    op.drop_index(op.f("ix_wrong_report_listing_id"), table_name="wrong_report")
    op.drop_table("wrong_report")
    op.drop_index(op.f("ix_possible_duplicate_second_id"), table_name="possible_duplicate")
    op.drop_table("possible_duplicate")
    op.drop_table("listing_version")
    op.drop_index(op.f("ix_listing_slot_listing_id"), table_name="listing_slot")
    op.drop_table("listing_slot")
    op.drop_index(op.f("ix_listing_move_listing_id"), table_name="listing_move")
    op.drop_table("listing_move")
    op.drop_index(
        "ix_ladder_step_once",
        table_name="ladder_step",
        sqlite_where=sa.text("step <> 'asked'"),
        postgresql_where=sa.text("step <> 'asked'"),
    )
    op.drop_index(op.f("ix_ladder_step_listing_id"), table_name="ladder_step")
    op.drop_table("ladder_step")
    op.drop_index(op.f("ix_import_row_listing_id"), table_name="import_row")
    op.drop_index("ix_import_row_batch", table_name="import_row")
    op.drop_table("import_row")
    op.drop_table("hidden_place")
    op.drop_index(op.f("ix_confirmation_listing_id"), table_name="confirmation")
    op.drop_table("confirmation")
    op.drop_index(op.f("ix_listing_locality_id"), table_name="listing")
    op.drop_index(op.f("ix_listing_group_id"), table_name="listing")
    op.drop_index("ix_listing_changed", table_name="listing")
    op.drop_index("ix_listing_area_state", table_name="listing")
    op.drop_table("listing")
    op.drop_index(op.f("ix_group_check_group_id"), table_name="group_check")
    op.drop_table("group_check")
    op.drop_index(op.f("ix_draw_entry_month"), table_name="draw_entry")
    op.drop_table("draw_entry")
    op.drop_table("draw")
    op.drop_table("served_locality")
    op.drop_index(op.f("ix_missing_activity_area_id"), table_name="missing_activity")
    op.drop_table("missing_activity")
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")
    op.drop_index(
        "ix_membership_held",
        table_name="membership",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("membership")
    op.drop_index(op.f("ix_invitation_organisation_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_directory_group_organisation_id"), table_name="directory_group")
    op.drop_index(op.f("ix_directory_group_area_id"), table_name="directory_group")
    op.drop_table("directory_group")
    op.drop_index(op.f("ix_agreement_second_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_first_id"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_user_session_user_id"), table_name="user_session")
    op.drop_table("user_session")
    op.drop_index(op.f("ix_test_panellist_area_id"), table_name="test_panellist")
    op.drop_table("test_panellist")
    op.drop_index(op.f("ix_service_level_area_id"), table_name="service_level")
    op.drop_table("service_level")
    op.drop_index(op.f("ix_promotion_area_id"), table_name="promotion")
    op.drop_table("promotion")
    op.drop_index(
        "ix_organisation_host",
        table_name="organisation",
        sqlite_where=sa.text("is_host"),
        postgresql_where=sa.text("is_host"),
    )
    op.drop_index(op.f("ix_organisation_area_id"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_named_owner_area_id"), table_name="named_owner")
    op.drop_table("named_owner")
    op.drop_table("locality")
    op.drop_index(op.f("ix_launch_message_area_id"), table_name="launch_message")
    op.drop_table("launch_message")
    op.drop_index(op.f("ix_import_batch_area_id"), table_name="import_batch")
    op.drop_table("import_batch")
    op.drop_table("host_settings")
    op.drop_table("feedback")
    op.drop_table("column_mapping")
    op.drop_table("user_account")
    op.drop_table("timed_run")
    op.drop_table("tally")
    op.drop_table("release")
    op.drop_table("postcode")
    op.drop_index(
        "ix_outbox_item_waiting",
        table_name="outbox_item",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_table("outbox_item")
    op.drop_index(op.f("ix_one_use_link_subject_id"), table_name="one_use_link")
    op.drop_table("one_use_link")
    op.drop_index(op.f("ix_limit_count_ends_at"), table_name="limit_count")
    op.drop_table("limit_count")
    op.drop_index(op.f("ix_letter_about_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(op.f("ix_form_answer_given_at"), table_name="form_answer")
    op.drop_table("form_answer")
    op.drop_index("ix_audit_line_user", table_name="audit_line")
    op.drop_index("ix_audit_line_subject", table_name="audit_line")
    op.drop_index("ix_audit_line_at", table_name="audit_line")
    op.drop_table("audit_line")
    op.drop_table("audit_head")
    op.drop_table("area")
    # ### end Alembic commands ###
