"""Corrections that employees ask for.

Revision ID: 20261121_11
Revises: 20261121_10
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_11"
down_revision = "20261121_10"
branch_labels = None
depends_on = None

TABLE = "people_correction"
KEY = "correction.working_days"
BASIS = "Kebijakan aplikasi"

rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)


def upgrade() -> None:
    """Make the table, and note how many working days an admin has."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("applied", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f(f"fk_{TABLE}_employee_id_people_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["people_employee.id"],
            name=op.f(f"fk_{TABLE}_decided_by_id_people_employee"),
        ),
    )
    op.create_index(op.f(f"ix_{TABLE}_employee_id"), TABLE, ["employee_id"])
    op.create_index(op.f(f"ix_{TABLE}_status"), TABLE, ["status", "due_on"])
    is_open = sa.text("status IN ('asked', 'escalated')")
    op.create_index(
        f"uq_{TABLE}_open_topic",
        TABLE,
        ["employee_id", "topic"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.bulk_insert(
        rulebook_rule,
        [{"key": KEY, "value": 3, "valid_from": date(2000, 1, 1), "legal_basis": BASIS}],
    )


def downgrade() -> None:
    """Drop all of it."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key == KEY))
    op.drop_table(TABLE)
