"""Positions have job standards of their own, in editions; an assessment knows its position.

Revision ID: 20261122_16
Revises: 20261122_15
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_16"
down_revision = "20261122_15"
branch_labels = None
depends_on = None

NECESSITY = sa.String(32)


def upgrade() -> None:
    """Make the tables (names that would be too long are left to the convention, which shortens
    them); assessments of people who still hold that job get its position.
    """
    op.create_table(
        "competency_job_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("decree", sa.String(200), nullable=False),
        sa.Column("job_code", sa.String(40), nullable=False),
        sa.Column("job_group", sa.String(200), nullable=False),
        sa.Column("urusan", sa.String(200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_job_standard")),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["people_position.id"],
            name=op.f("fk_competency_job_standard_position_id_people_position"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_job_standard_created_by_id_people_employee"),
        ),
        sa.UniqueConstraint(
            "position_id", "valid_from", name=op.f("uq_competency_job_standard_position_id")
        ),
    )
    op.create_table(
        "competency_job_standard_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_standard_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("max_level", sa.Integer(), nullable=True),
        sa.Column("relevance", sa.Integer(), nullable=False),
        sa.Column("necessity", NECESSITY, nullable=False),
        sa.CheckConstraint(
            "level BETWEEN 1 AND 5", name=op.f("ck_competency_job_standard_item_level_known")
        ),
        sa.CheckConstraint(
            "max_level BETWEEN level AND 5",
            name=op.f("ck_competency_job_standard_item_max_level_known"),
        ),
        sa.CheckConstraint(
            "relevance BETWEEN 1 AND 3",
            name=op.f("ck_competency_job_standard_item_relevance_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_job_standard_item")),
        sa.ForeignKeyConstraint(
            ["job_standard_id"],
            ["competency_job_standard.id"],
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
        ),
        sa.UniqueConstraint(
            "job_standard_id",
            "competency_id",
            name=op.f("uq_competency_job_standard_item_job_standard_id"),
        ),
    )
    op.create_index(
        op.f("ix_competency_job_standard_item_competency_id"),
        "competency_job_standard_item",
        ["competency_id"],
    )
    op.create_table(
        "competency_job_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_standard_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("necessity", NECESSITY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_job_requirement")),
        sa.ForeignKeyConstraint(
            ["job_standard_id"],
            ["competency_job_standard.id"],
        ),
        sa.UniqueConstraint(
            "job_standard_id", "rank", name=op.f("uq_competency_job_requirement_job_standard_id")
        ),
    )
    op.create_table(
        "competency_standard_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_standard_import")),
    )
    with op.batch_alter_table("competency_assessment") as table:
        table.add_column(sa.Column("position_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_competency_assessment_position_id_people_position"),
            "people_position",
            ["position_id"],
            ["id"],
        )
    op.create_index(
        op.f("ix_competency_assessment_position_id"),
        "competency_assessment",
        ["position_id", "cycle_id"],
    )
    op.execute(
        "UPDATE competency_assessment SET position_id = (SELECT people_position.id"
        " FROM people_position WHERE people_position.title = competency_assessment.job_title)"
    )


def downgrade() -> None:
    """Drop them; assessments keep the levels that they were given."""
    op.drop_index(op.f("ix_competency_assessment_position_id"), "competency_assessment")
    with op.batch_alter_table("competency_assessment") as table:
        table.drop_constraint(
            op.f("fk_competency_assessment_position_id_people_position"), type_="foreignkey"
        )
        table.drop_column("position_id")
    op.drop_table("competency_standard_import")
    op.drop_table("competency_job_requirement")
    op.drop_index(
        op.f("ix_competency_job_standard_item_competency_id"), "competency_job_standard_item"
    )
    op.drop_table("competency_job_standard_item")
    op.drop_table("competency_job_standard")
