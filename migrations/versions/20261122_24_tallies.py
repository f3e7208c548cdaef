"""How many people of each unit stand where in each competency.

The daily job fills the tables at its next round.

Revision ID: 20261122_24
Revises: 20261122_19
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_24"
down_revision = "20261122_19"
branch_labels = None
depends_on = None

TABLE = "competency_tally"
SUMS = "competency_tally_sum"
FIGURES = ("people", "asked", "rated", "met", "shift", "missing", "weighted")
LEVELS = tuple(f"level_{level}" for level in range(6))
NUMBERS = (*FIGURES, *LEVELS, "staff")


def upgrade() -> None:
    """Make the summaries."""
    op.create_table(
        TABLE,
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("required BETWEEN 0 AND 5", name=op.f(f"ck_{TABLE}_required_known")),
        sa.CheckConstraint("relevance BETWEEN 0 AND 3", name=op.f(f"ck_{TABLE}_relevance_known")),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name=op.f(f"ck_{TABLE}_level_known")),
        sa.CheckConstraint("people > 0", name=op.f(f"ck_{TABLE}_people_known")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["people_unit.id"], name=op.f(f"fk_{TABLE}_unit_id_people_unit")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
            name=op.f(f"fk_{TABLE}_competency_id_competency_competency"),
        ),
        sa.PrimaryKeyConstraint(
            *("unit_id", "competency_id", "required", "relevance", "level"),
            name=op.f(f"pk_{TABLE}"),
        ),
    )
    op.create_table(
        SUMS,
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["people_unit.id"], name=op.f(f"fk_{SUMS}_unit_id_people_unit")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
            name=op.f(f"fk_{SUMS}_competency_id_competency_competency"),
        ),
        sa.PrimaryKeyConstraint("unit_id", "competency_id", name=op.f(f"pk_{SUMS}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_competency_id"), TABLE, ["competency_id"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table(SUMS)
    op.drop_index(op.f(f"ix_{TABLE}_competency_id"), TABLE)
    op.drop_table(TABLE)
