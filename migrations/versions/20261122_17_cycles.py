"""Cycles have a period, phases, a population and named verifiers; they are archived with copies.

Revision ID: 20261122_17
Revises: 20261122_16
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_17"
down_revision = "20261122_16"
branch_labels = None
depends_on = None

SWITCHES = ("with_peers", "with_assessors", "verifier_first")
DAYS = ("peers_due_on", "assessors_due_on", "acknowledge_due_on")
MOMENTS = ("opened_at", "closed_at", "archived_at")


def upgrade() -> None:
    """Widen cycles and assessments; make the tables of verifiers and of copies."""
    with op.batch_alter_table("competency_cycle") as table:
        table.add_column(sa.Column("period", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("asks", sa.JSON(), nullable=False, server_default="{}"))
        for name in SWITCHES:
            table.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        for name in DAYS:
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(), nullable=True))
        table.add_column(sa.Column("frozen", sa.JSON(), nullable=True))
        table.add_column(sa.Column("texts", sa.JSON(), nullable=True))
    with op.batch_alter_table("competency_cycle") as table:
        for name in ("period", "asks", *SWITCHES):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("competency_assessment") as table:
        table.add_column(
            sa.Column("is_assigned", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("closed_as", sa.String(32), nullable=True))
        table.add_column(sa.Column("closed_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("competency_assessment") as table:
        table.alter_column("is_assigned", server_default=None)
    op.create_table(
        "competency_cycle_verifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_cycle_verifier")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["competency_cycle.id"],
            name=op.f("fk_competency_cycle_verifier_cycle_id_competency_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["people_unit.id"],
            name=op.f("fk_competency_cycle_verifier_unit_id_people_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_cycle_verifier_verifier_id_people_employee"),
        ),
        sa.UniqueConstraint(
            "cycle_id", "unit_id", name=op.f("uq_competency_cycle_verifier_cycle_id")
        ),
    )
    op.create_index(
        op.f("ix_competency_cycle_verifier_verifier_id"),
        "competency_cycle_verifier",
        ["verifier_id"],
    )
    op.create_table(
        "competency_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_archive")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["competency_assessment.id"],
            name=op.f("fk_competency_archive_assessment_id_competency_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_archive_employee_id_people_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_archive_verifier_id_people_employee"),
        ),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_competency_archive_assessment_id")),
    )
    op.create_index(
        op.f("ix_competency_archive_employee_id"), "competency_archive", ["employee_id"]
    )


def downgrade() -> None:
    """Drop them; an archived cycle is a closed one again."""
    op.drop_index(op.f("ix_competency_archive_employee_id"), "competency_archive")
    op.drop_table("competency_archive")
    op.drop_index(op.f("ix_competency_cycle_verifier_verifier_id"), "competency_cycle_verifier")
    op.drop_table("competency_cycle_verifier")
    with op.batch_alter_table("competency_assessment") as table:
        for name in ("closed_reason", "closed_as", "is_assigned"):
            table.drop_column(name)
    op.execute("UPDATE competency_cycle SET status = 'closed' WHERE status = 'archived'")
    with op.batch_alter_table("competency_cycle") as table:
        for name in ("texts", "frozen", *MOMENTS, *DAYS, *SWITCHES, "asks", "period"):
            table.drop_column(name)
