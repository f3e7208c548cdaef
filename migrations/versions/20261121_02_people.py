"""Units, positions, employees, accounts, grants, sessions and wrong sign-in tries.

Revision ID: 20261121_02
Revises: 20261121_01
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_02"
down_revision = "20261121_01"
branch_labels = None
depends_on = None

NIST = "NIST SP 800-63B §5.2.2; OWASP ASVS 5.0.0 6.3.1"
SESSIONS = "OWASP ASVS 5.0.0 7.3.1, 7.3.2"
RULES = [
    ("signin.tries_per_address", 25, NIST),
    ("signin.tries_per_account_and_address", 10, NIST),
    ("signin.window_minutes", 15, NIST),
    ("session.idle_minutes", 30, SESSIONS),
    ("session.idle_minutes_admin", 15, SESSIONS),
    ("session.absolute_hours", 12, SESSIONS),
]

rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)


def upgrade() -> None:
    """Make the tables and note the numbers of sign-in."""
    create_organisation()
    create_employee()
    create_accounts()
    create_sessions()
    op.bulk_insert(
        rulebook_rule,
        [
            {"key": key, "value": value, "valid_from": date(2000, 1, 1), "legal_basis": basis}
            for key, value, basis in RULES
        ],
    )


def create_organisation() -> None:
    """Units and positions."""
    op.create_table(
        "people_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_unit")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["people_unit.id"], name=op.f("fk_people_unit_parent_id_people_unit")
        ),
        sa.UniqueConstraint("name", name=op.f("uq_people_unit_name")),
    )
    op.create_index(op.f("ix_people_unit_parent_id"), "people_unit", ["parent_id"])
    op.create_table(
        "people_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("job_level", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_position")),
        sa.UniqueConstraint("title", name=op.f("uq_people_position_title")),
    )
    op.create_index(op.f("ix_people_position_job_level"), "people_position", ["job_level"])


def create_employee() -> None:
    """Employees with their supervisor."""
    op.create_table(
        "people_employee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(18), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("title_before", sa.String(40), nullable=True),
        sa.Column("title_after", sa.String(80), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "supervisor_id <> id", name=op.f("ck_people_employee_not_own_supervisor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_employee")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["people_unit.id"], name=op.f("fk_people_employee_unit_id_people_unit")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["people_position.id"],
            name=op.f("fk_people_employee_position_id_people_position"),
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["people_employee.id"],
            name=op.f("fk_people_employee_supervisor_id_people_employee"),
        ),
        sa.UniqueConstraint("nip", name=op.f("uq_people_employee_nip")),
    )
    op.create_index(op.f("ix_people_employee_name"), "people_employee", ["name", "id"])
    for column in ("unit_id", "position_id", "supervisor_id"):
        op.create_index(op.f(f"ix_people_employee_{column}"), "people_employee", [column])


def create_accounts() -> None:
    """Accounts and grants."""
    op.create_table(
        "people_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_account")),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_people_account_employee_id_people_employee"),
        ),
        sa.UniqueConstraint("employee_id", name=op.f("uq_people_account_employee_id")),
    )
    op.create_table(
        "people_role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to >= valid_from", name=op.f("ck_people_role_grant_dates_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_role_grant")),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_people_role_grant_employee_id_people_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["people_unit.id"], name=op.f("fk_people_role_grant_unit_id_people_unit")
        ),
    )
    op.create_index(op.f("ix_people_role_grant_employee_id"), "people_role_grant", ["employee_id"])
    op.create_index(op.f("ix_people_role_grant_unit_id"), "people_role_grant", ["unit_id"])


def create_sessions() -> None:
    """Sessions and wrong tries."""
    op.create_table(
        "people_login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("fresh_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_login_session")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["people_account.id"],
            name=op.f("fk_people_login_session_account_id_people_account"),
        ),
        sa.UniqueConstraint("sid_hash", name=op.f("uq_people_login_session_sid_hash")),
    )
    op.create_index(
        op.f("ix_people_login_session_account_id"), "people_login_session", ["account_id"]
    )
    op.create_table(
        "people_login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nip_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_login_attempt")),
    )
    op.create_index(
        op.f("ix_people_login_attempt_address"), "people_login_attempt", ["address", "at"]
    )


def downgrade() -> None:
    """Drop all of it."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_([key for key, *_ in RULES])))
    for table in (
        "people_login_attempt",
        "people_login_session",
        "people_role_grant",
        "people_account",
        "people_employee",
        "people_position",
        "people_unit",
    ):
        op.drop_table(table)
