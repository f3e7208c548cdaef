"""Issued documents, each under a code by which anybody can check it.

Revision ID: 20261122_23
Revises: 20261122_21
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_23"
down_revision = "20261122_21"
branch_labels = None
depends_on = None

TABLE = "documents_issued"
PEOPLE = ("employee_id", "issued_by_id", "withdrawn_by_id")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("figures_hash", sa.String(64), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], ["people_employee.id"], name=op.f(f"fk_{TABLE}_{name}_people_employee")
            )
            for name in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{TABLE}_code")),
    )
    op.create_index(op.f(f"ix_{TABLE}_subject"), TABLE, ["subject", "kind"])
    op.create_index(op.f(f"ix_{TABLE}_employee_id"), TABLE, ["employee_id", "issued_at"])


def downgrade() -> None:
    """Drop it: codes on papers are unknown from then on."""
    op.drop_table(TABLE)
