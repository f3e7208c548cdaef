"""Predicates of performance, and from how many verifiers on a calibration may be shown.

Revision ID: 20261122_25
Revises: 20261122_24
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261122_25"
down_revision = "20261122_24"
branch_labels = None
depends_on = None

KEY = "competency.calibration_verifiers"
rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("confidence", sa.String),
    sa.column("legal_basis", sa.String),
)


def refers(table: str, column: str) -> sa.ForeignKeyConstraint:
    """A reference to an employee."""
    name = op.f(f"fk_{table}_{column}_people_employee")
    return sa.ForeignKeyConstraint([column], ["people_employee.id"], name=name)


def upgrade() -> None:
    """Add the setting and both tables."""
    basis = "Kebijakan aplikasi: sebaran tanpa nama; UU 27/2022 (pembatasan tujuan)"
    row = {"key": KEY, "value": 3, "confidence": "proposal", "legal_basis": basis}
    op.bulk_insert(rulebook_rule, [{**row, "valid_from": date(2017, 1, 1)}])
    table = "appraisal_predicate"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("predicate", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f(f"ck_{table}_year_known")),
        refers(table, "employee_id"),
        refers(table, "recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("employee_id", "year", name=op.f(f"uq_{table}_employee_id")),
    )
    op.create_index(op.f(f"ix_{table}_year"), table, ["year", "predicate"])
    table = "appraisal_predicate_import"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        refers(table, "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_uploaded_at"), table, ["uploaded_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("appraisal_predicate_import")
    op.drop_table("appraisal_predicate")
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key == KEY))
