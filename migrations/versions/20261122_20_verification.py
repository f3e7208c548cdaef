"""The verifier's own level before the answer is shown, what was opened, remarks, sentences.

What has been judged so far counts as opened by whoever judges it.

Revision ID: 20261122_20
Revises: 20261122_19
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_20"
down_revision = "20261122_19"
branch_labels = None
depends_on = None

OPENED = """
UPDATE competency_answer SET
  opened_at = (SELECT judged_at FROM competency_assessment a WHERE a.id = assessment_id),
  opened_by_id = (SELECT verifier_id FROM competency_assessment a WHERE a.id = assessment_id)
WHERE verdict IS NOT NULL
"""


def upgrade() -> None:
    """Add the columns and the table."""
    with op.batch_alter_table("competency_answer") as batch:
        batch.add_column(sa.Column("first_level", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("first_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("opened_by_id", sa.Integer(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_competency_answer_first_level_known"), "first_level BETWEEN 1 AND 5"
        )
        batch.create_foreign_key(
            op.f("fk_competency_answer_opened_by_id_people_employee"),
            "people_employee",
            ["opened_by_id"],
            ["id"],
        )
    op.execute(OPENED)
    with op.batch_alter_table("competency_assessment") as batch:
        batch.add_column(sa.Column("remark", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("remarked_at", sa.DateTime(), nullable=True))
    op.create_table(
        "competency_phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_phrase_employee_id_people_employee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_phrase")),
    )
    name = op.f("ix_competency_phrase_employee_id")
    op.create_index(name, "competency_phrase", ["employee_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("competency_phrase")
    with op.batch_alter_table("competency_assessment") as batch:
        batch.drop_column("remarked_at")
        batch.drop_column("remark")
    with op.batch_alter_table("competency_answer") as batch:
        batch.drop_constraint(
            op.f("fk_competency_answer_opened_by_id_people_employee"), type_="foreignkey"
        )
        batch.drop_constraint(op.f("ck_competency_answer_first_level_known"), type_="check")
        for name in ("opened_by_id", "opened_at", "first_at", "first_level"):
            batch.drop_column(name)
