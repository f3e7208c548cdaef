"""Activation and reset links, second factors, what a session shows of itself.

Revision ID: 20261121_07
Revises: 20261121_06
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_07"
down_revision = "20261121_06"
branch_labels = None
depends_on = None

SECRETS = "NIST SP 800-63B; OWASP ASVS 5.0.0 6.4.1"
PASSWORDS = "NIST SP 800-63B §5.1.1.2; OWASP ASVS 5.0.0 6.2.1, 6.2.9"
FACTORS = "NIST SP 800-63B §5.1.4, §5.2.2; OWASP ASVS 5.0.0 6.5.1, 6.6.3"
FRESH = "OWASP ASVS 5.0.0 7.5.1"
RULES = [
    ("account.activation_hours", 72, SECRETS),
    ("account.reset_minutes", 30, SECRETS),
    ("account.email_minutes", 30, SECRETS),
    ("account.mails_per_hour", 3, "OWASP ASVS 5.0.0 6.3.1"),
    ("password.shortest", 12, PASSWORDS),
    ("password.shortest_advised_admin", 15, PASSWORDS),
    ("password.longest", 256, PASSWORDS),
    ("factor.steps_apart", 1, FACTORS),
    ("factor.tries", 5, FACTORS),
    ("factor.window_minutes", 5, FACTORS),
    ("factor.tries_long", 20, FACTORS),
    ("factor.window_long_minutes", 60, FACTORS),
    ("factor.recovery_codes", 10, "NIST SP 800-63B §5.1.2"),
    ("factor.reset_hours", 24, "OWASP ASVS 5.0.0 6.4.4"),
    ("signin.pending_minutes", 10, FRESH),
    ("session.fresh_minutes", 10, FRESH),
]
TABLES = (
    "people_factor_reset",
    "people_recovery_code",
    "people_pending_sign_in",
    "people_reset_request",
    "people_account_code",
    "people_second_factor",
)

rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)
account = sa.table("people_account", sa.column("password_hash", sa.String))


def upgrade() -> None:
    """Make the tables and note the numbers of accounts."""
    widen_accounts()
    create_second_factor()
    create_codes()
    create_pending()
    create_factor_reset()
    op.bulk_insert(
        rulebook_rule,
        [
            {"key": key, "value": value, "valid_from": date(2000, 1, 1), "legal_basis": basis}
            for key, value, basis in RULES
        ],
    )


def widen_accounts() -> None:
    """Accounts without a password, sessions that say where they are, kinds of tries."""
    with op.batch_alter_table("people_account") as table:
        table.alter_column("password_hash", existing_type=sa.String(200), nullable=True)
        table.alter_column("salutation", existing_type=sa.String(20), type_=sa.String(32))
        table.add_column(sa.Column("signed_in_at", sa.DateTime(), nullable=True))
    add_filled("people_login_session", ("user_agent", sa.String(200)), ("address", sa.String(64)))
    add_filled("people_login_attempt", ("kind", sa.String(32)), value="sign_in")
    op.create_index(
        op.f("ix_people_login_attempt_nip_hash"), "people_login_attempt", ["nip_hash", "at"]
    )


def add_filled(name: str, *columns: tuple[str, sa.String], value: str = "") -> None:
    """Columns that must hold something; the rows from before hold the value."""
    with op.batch_alter_table(name) as table:
        for column, kind in columns:
            table.add_column(sa.Column(column, kind, nullable=False, server_default=value))
    with op.batch_alter_table(name) as table:
        for column, kind in columns:
            table.alter_column(column, existing_type=kind, server_default=None)


def of_account(table: str, column: str = "account_id") -> sa.ForeignKeyConstraint:
    """The reference to the account."""
    return sa.ForeignKeyConstraint(
        [column], ["people_account.id"], name=op.f(f"fk_{table}_{column}_people_account")
    )


def of_employee(table: str, column: str) -> sa.ForeignKeyConstraint:
    """The reference to an employee."""
    return sa.ForeignKeyConstraint(
        [column], ["people_employee.id"], name=op.f(f"fk_{table}_{column}_people_employee")
    )


def create_second_factor() -> None:
    """Shared secrets and recovery codes."""
    op.create_table(
        "people_second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_people_second_factor")),
        of_account("people_second_factor"),
    )
    table = "people_recovery_code"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_account(table),
        sa.UniqueConstraint("code_hash", name=op.f(f"uq_{table}_code_hash")),
    )
    op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])


def create_codes() -> None:
    """One-time codes, and requests for them."""
    table = "people_account_code"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_account(table),
        sa.UniqueConstraint("code_hash", name=op.f(f"uq_{table}_code_hash")),
    )
    op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])
    op.create_table(
        "people_reset_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nip", sa.String(18), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_reset_request")),
    )


def create_pending() -> None:
    """Who waits for the second step."""
    table = "people_pending_sign_in"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_account(table),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
    )
    op.create_index(op.f(f"ix_{table}_account_id"), table, ["account_id"])


def create_factor_reset() -> None:
    """Lost second factors: who asked, who decided."""
    table = "people_factor_reset"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "requested_by_id <> subject_id", name=op.f(f"ck_{table}_not_for_oneself")
        ),
        sa.CheckConstraint(
            "status <> 'approved' OR decided_by_id NOT IN (requested_by_id, subject_id)",
            name=op.f(f"ck_{table}_second_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_employee(table, "subject_id"),
        of_employee(table, "requested_by_id"),
        of_employee(table, "decided_by_id"),
    )
    op.create_index(
        "uq_people_factor_reset_waiting",
        table,
        ["subject_id"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def downgrade() -> None:
    """Drop all of it; an account without a password gets one that nothing fits."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_([key for key, *_ in RULES])))
    for table in TABLES:
        op.drop_table(table)
    op.drop_index(op.f("ix_people_login_attempt_nip_hash"), "people_login_attempt")
    with op.batch_alter_table("people_login_attempt") as table:
        table.drop_column("kind")
    with op.batch_alter_table("people_login_session") as table:
        table.drop_column("address")
        table.drop_column("user_agent")
    locked = account.update().where(account.c.password_hash.is_(None))
    op.execute(locked.values({account.c.password_hash: "-"}))
    with op.batch_alter_table("people_account") as table:
        table.drop_column("signed_in_at")
        table.alter_column("salutation", existing_type=sa.String(32), type_=sa.String(20))
        table.alter_column("password_hash", existing_type=sa.String(200), nullable=False)
