"""Number without a gap. The database lets a series go up by one at a time, and never away."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SAYS = "Numbers go up by one and are never taken away."
KEPT = "NEW.last = OLD.last + 1 AND NEW.organisation_id = OLD.organisation_id AND NEW.series = OLD.series"

ON_SQLITE = (
    f"CREATE TRIGGER number_series_goes_up BEFORE UPDATE ON number_series "
    f"WHEN NOT ({KEPT}) BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    f"CREATE TRIGGER number_series_begins BEFORE INSERT ON number_series "
    f"WHEN NEW.last <> 1 BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    f"CREATE TRIGGER number_series_stays BEFORE DELETE ON number_series "
    f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
)
ON_POSTGRESQL = (
    f"""
CREATE FUNCTION number_series_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$;
CREATE TRIGGER number_series_goes_up BEFORE UPDATE ON number_series
FOR EACH ROW WHEN (NOT ({KEPT})) EXECUTE FUNCTION number_series_refuses();
CREATE TRIGGER number_series_begins BEFORE INSERT ON number_series
FOR EACH ROW WHEN (NEW.last <> 1) EXECUTE FUNCTION number_series_refuses();
CREATE TRIGGER number_series_stays BEFORE DELETE OR TRUNCATE ON number_series
FOR EACH STATEMENT EXECUTE FUNCTION number_series_refuses();
""",
)


def upgrade() -> None:
    op.create_table(
        "number_series",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "series",
            sa.Enum(
                "invoice",
                "credit-note",
                "remittance",
                "receipt",
                name="series",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_number_series_last")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_number_series_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "organisation_id", "series", name=op.f("uq_number_series_organisation_id_series")
        ),
    )
    for statement in ON_SQLITE if _is_sqlite() else ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("number_series")
    if not _is_sqlite():
        op.execute("DROP FUNCTION number_series_refuses")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
