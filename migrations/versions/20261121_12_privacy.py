"""Consents, legal holds, how long each class of data is kept, and names as they were before.

Revision ID: 20261121_12
Revises: 20261121_11
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_12"
down_revision = "20261121_11"
branch_labels = None
depends_on = None

FORGET = "UU 27/2022 Pasal 16 ayat (2) huruf g, Pasal 43, dan Pasal 44; lamanya ditetapkan instansi"
ARCHIVE = (
    "UU 27/2022 Pasal 43–44; UU 43/2009 tentang Kearsipan (jadwal retensi arsip); lamanya "
    "ditetapkan instansi"
)
# Key, value, legal basis; the key's end says the unit.
RULES = (
    ("retention.login_attempts_days", 1, FORGET),
    ("retention.receipts_hours", 24, FORGET),
    ("retention.mail_days", 30, FORGET),
    ("retention.notices_days", 180, FORGET),
    ("retention.reminders_days", 180, FORGET),
    ("retention.imports_days", 90, FORGET),
    ("retention.corrections_years", 2, ARCHIVE),
    ("retention.accounts_days", 90, FORGET),
    ("retention.staff_years", 5, ARCHIVE),
    ("retention.audit_years", 10, "UU 27/2022 Pasal 31 dan Pasal 39; UU 43/2009 (arsip)"),
    ("privacy.exports_per_hour", 20, "UU 27/2022 Pasal 32 dan Pasal 35; kebijakan instansi"),
)
rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)
REFUSE_SQLITE = """
CREATE TRIGGER people_consent_no_{verb} BEFORE {verb} ON people_consent
BEGIN SELECT RAISE(ABORT, 'people_consent is append-only'); END
"""
REFUSE_POSTGRESQL = (
    """
CREATE FUNCTION people_consent_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'people_consent is append-only'; END $$
""",
    """
CREATE TRIGGER people_consent_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON people_consent
FOR EACH STATEMENT EXECUTE FUNCTION people_consent_refuse()
""",
)


def upgrade() -> None:
    """Make the tables, and note how long each class is kept."""
    with op.batch_alter_table("people_employee") as table:
        table.add_column(sa.Column("forgotten_at", sa.DateTime(), nullable=True))
    create_consent()
    create_legal_hold()
    create_retention_run()
    create_identity_change()
    rows = [
        {"key": key, "value": value, "valid_from": date(2000, 1, 1), "legal_basis": basis}
        for key, value, basis in RULES
    ]
    op.bulk_insert(rulebook_rule, rows)


def person(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A reference to somebody."""
    name = f"fk_{table}_{column}_people_employee"
    return sa.ForeignKeyConstraint([column], ["people_employee.id"], name=op.f(name))


def create_consent() -> None:
    """What was agreed to and taken back; the database itself refuses to change it."""
    table = "people_consent"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        person(table, "employee_id"),
        person(table, "by_id"),
    )
    op.create_index(op.f(f"ix_{table}_employee_id"), table, ["employee_id", "purpose"])
    op.create_index(op.f(f"ix_{table}_purpose"), table, ["purpose", "employee_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(REFUSE_SQLITE.format(verb=verb))
        return
    for statement in REFUSE_POSTGRESQL:
        op.execute(statement)


def create_legal_hold() -> None:
    """Times in which nothing of somebody may be forgotten."""
    table = "people_legal_hold"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f(f"ck_{table}_dates_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        person(table, "employee_id"),
        person(table, "placed_by_id"),
        person(table, "ended_by_id"),
    )
    op.create_index(op.f(f"ix_{table}_employee_id"), table, ["employee_id"])


def create_retention_run() -> None:
    """What the last run did with each class."""
    table = "people_retention_run"
    op.create_table(
        table,
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{table}")),
    )


def create_identity_change() -> None:
    """Numbers and names before and after a change, of which the audit trail holds the digest."""
    table = "people_identity_change"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        person(table, "employee_id"),
        person(table, "by_id"),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{table}_digest")),
    )
    op.create_index(op.f(f"ix_{table}_employee_id"), table, ["employee_id"])


def downgrade() -> None:
    """Drop all of it."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_([key for key, *_ in RULES])))
    for table in (
        "people_identity_change",
        "people_retention_run",
        "people_legal_hold",
        "people_consent",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION people_consent_refuse()")
    with op.batch_alter_table("people_employee") as table:
        table.drop_column("forgotten_at")
