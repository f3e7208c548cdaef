"""Official results of competency assessments by assessors, and the files in which they come.

Revision ID: 20261122_22
Revises: 20261122_19
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_22"
down_revision = "20261122_19"
branch_labels = None
depends_on = None

OFFICIAL, ITEM, FILE = (f"competency_official{end}" for end in ("", "_item", "_import"))
COUNTS = sa.text("voided_at IS NULL AND report_number <> ''")
# What never changes; texts that may only be emptied; what is set once, by voiding.
FIXED = (
    *("id", "employee_id", '"on"', "valid_until", "purpose", "position_id", "job_level"),
    *("achieved", "capped", "required", "import_id", "entered_by_id"),
    "entered_at",
)
TEXTS = ("provider", "report_number", "job_title", "printed")
VOIDING = ("voided_at", "voided_by_id")


def upgrade() -> None:
    """Make the tables, and let the database keep the results."""
    create_file()
    create_official()
    create_item()
    refuse(OFFICIAL, changed("IS NOT" if is_sqlite() else "IS DISTINCT FROM"))
    refuse(ITEM, "true")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def create_file() -> None:
    """The files."""
    op.create_table(
        FILE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("unread", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FILE}")),
        refers(FILE, "by_id", "people_employee"),
    )
    op.create_index(op.f(f"ix_{FILE}_by_id"), FILE, ["by_id"])


def create_official() -> None:
    """The results."""
    op.create_table(
        OFFICIAL,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("provider", sa.String(200), nullable=False),
        sa.Column("report_number", sa.String(100), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("job_level", sa.String(32), nullable=False),
        sa.Column("job_title", sa.String(200), nullable=False),
        sa.Column("achieved", sa.Integer(), nullable=False),
        sa.Column("capped", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("printed", sa.String(8), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("voided_at", sa.DateTime(), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint('valid_until >= "on"', name=op.f(f"ck_{OFFICIAL}_dates_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OFFICIAL}")),
        refers(OFFICIAL, "employee_id", "people_employee"),
        refers(OFFICIAL, "position_id", "people_position"),
        refers(OFFICIAL, "import_id", FILE),
        refers(OFFICIAL, "entered_by_id", "people_employee"),
        refers(OFFICIAL, "voided_by_id", "people_employee"),
    )
    for columns in (["employee_id", "on"], ["position_id"], ["import_id"]):
        op.create_index(op.f(f"ix_{OFFICIAL}_{columns[0]}"), OFFICIAL, columns)
    op.create_index(
        f"uq_{OFFICIAL}_report",
        OFFICIAL,
        ["employee_id", "report_number"],
        unique=True,
        sqlite_where=COUNTS,
        postgresql_where=COUNTS,
    )


def create_item() -> None:
    """The competencies of each result."""
    op.create_table(
        ITEM,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("standard_level", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "standard_level BETWEEN 1 AND 5", name=op.f(f"ck_{ITEM}_standard_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ITEM}")),
        sa.UniqueConstraint("record_id", name=op.f(f"uq_{ITEM}_record_id")),
        refers(ITEM, "official_id", OFFICIAL),
        refers(ITEM, "record_id", "competency_record"),
    )
    op.create_index(op.f(f"ix_{ITEM}_official_id"), ITEM, ["official_id"])


def changed(differs: str) -> str:
    """The condition under which an update of a result is refused."""
    fixed = [f"NEW.{name} {differs} OLD.{name}" for name in FIXED]
    texts = [f"(NEW.{name} {differs} OLD.{name} AND NEW.{name} <> '')" for name in TEXTS]
    voided = [f"NEW.{name} {differs} OLD.{name}" for name in VOIDING]
    voided.append(f"(NEW.void_reason {differs} OLD.void_reason AND NEW.void_reason <> '')")
    again = f"(OLD.voided_at IS NOT NULL AND ({' OR '.join(voided)}))"
    unsaid = f"(OLD.voided_at IS NULL AND NEW.voided_at IS NULL AND ({' OR '.join(voided)}))"
    return " OR ".join([*fixed, *texts, again, unsaid])


def refuse(table: str, when: str) -> None:
    """The database itself refuses such updates, and deleting."""
    if is_sqlite():
        for verb, only in (("update", f"WHEN {when}"), ("delete", "")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {only} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for name, event in (
        ("no_update", f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when})"),
        ("no_delete", f"BEFORE DELETE ON {table} FOR EACH ROW"),
        ("no_truncate", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} {event} EXECUTE FUNCTION {table}_refuse()")


def downgrade() -> None:
    """Drop them; the records that came of them stay."""
    for table in (ITEM, OFFICIAL):
        op.drop_table(table)
        if not is_sqlite():
            op.execute(f"DROP FUNCTION {table}_refuse()")
    op.drop_table(FILE)
