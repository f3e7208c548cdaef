"""Competency: dictionary, job standards, cycles, assessments and their answers.

Revision ID: 20261121_03
Revises: 20261121_02
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_03"
down_revision = "20261121_02"
branch_labels = None
depends_on = None

BASIS = "PermenPANRB 38/2017"
OWN = "Kebijakan instansi"

RULES = [
    ("competency.example_max", 500, OWN),
    ("competency.verify_days", 7, OWN),
    ("competency.return_note_max", 1000, OWN),
    ("privacy.staff_floor", 5, "UU 27/2022"),
    ("privacy.staff_unit_floor", 10, "UU 27/2022"),
]


def upgrade() -> None:
    """Make the tables and enter the numbers."""
    _dictionary()
    _cycles()
    _assessments()
    op.bulk_insert(
        _rule_table(),
        [
            {"key": key, "value": value, "valid_from": date(2017, 1, 1), "legal_basis": basis}
            for key, value, basis in RULES
        ],
    )


def downgrade() -> None:
    """Drop the tables and take the numbers out."""
    rule = _rule_table()
    op.execute(rule.delete().where(rule.c.key.in_([key for key, _value, _basis in RULES])))
    for table in ("answer", "assessment", "cycle", "standard", "level", "competency"):
        op.drop_table(f"competency_{table}")


def _rule_table() -> sa.TableClause:
    return sa.table(
        "rulebook_rule",
        sa.column("key", sa.String),
        sa.column("value", sa.JSON),
        sa.column("valid_from", sa.Date),
        sa.column("legal_basis", sa.String),
    )


def _dictionary() -> None:
    op.create_table(
        "competency_competency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("cluster", sa.String(32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("definition_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_competency")),
        sa.UniqueConstraint("code", name=op.f("uq_competency_competency_code")),
    )
    op.create_table(
        "competency_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_competency_level_level_known")),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
            name=op.f("fk_competency_level_competency_id_competency_competency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_level")),
        sa.UniqueConstraint(
            "competency_id", "level", name=op.f("uq_competency_level_competency_id")
        ),
    )
    op.create_table(
        "competency_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_level", sa.String(32), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level BETWEEN 1 AND 5", name=op.f("ck_competency_standard_level_known")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
            name=op.f("fk_competency_standard_competency_id_competency_competency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_standard")),
        sa.UniqueConstraint(
            "job_level", "competency_id", name=op.f("uq_competency_standard_job_level")
        ),
    )
    op.create_index(
        op.f("ix_competency_standard_competency_id"), "competency_standard", ["competency_id"]
    )


def _cycles() -> None:
    op.create_table(
        "competency_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("self_due_on", sa.Date(), nullable=False),
        sa.Column("verify_due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.CheckConstraint(
            "starts_on <= self_due_on AND self_due_on <= verify_due_on",
            name=op.f("ck_competency_cycle_dates_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_cycle")),
        sa.UniqueConstraint("name", name=op.f("uq_competency_cycle_name")),
    )
    op.create_index(op.f("ix_competency_cycle_status"), "competency_cycle", ["status"])


def _assessments() -> None:
    op.create_table(
        "competency_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("verifier_id", sa.Integer(), nullable=True),
        sa.Column("job_level", sa.String(32), nullable=False),
        sa.Column("job_title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("verify_due_on", sa.Date(), nullable=True),
        sa.Column("return_note", sa.Text(), nullable=True),
        sa.Column("judged_at", sa.DateTime(), nullable=True),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["competency_cycle.id"],
            name=op.f("fk_competency_assessment_cycle_id_competency_cycle"),
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_assessment_employee_id_people_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["verifier_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_assessment_verifier_id_people_employee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_assessment")),
        sa.UniqueConstraint(
            "cycle_id", "employee_id", name=op.f("uq_competency_assessment_cycle_id")
        ),
    )
    for columns in (["employee_id", "is_current"], ["verifier_id", "status"]):
        op.create_index(
            op.f(f"ix_competency_assessment_{columns[0]}"), "competency_assessment", columns
        )
    op.create_table(
        "competency_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("standard_level", sa.Integer(), nullable=True),
        sa.Column("self_level", sa.Integer(), nullable=True),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.String(2000), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=True),
        sa.Column("verified_level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "self_level BETWEEN 1 AND 5", name=op.f("ck_competency_answer_self_level_known")
        ),
        sa.CheckConstraint(
            "verified_level BETWEEN 1 AND 5",
            name=op.f("ck_competency_answer_verified_level_known"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["competency_assessment.id"],
            name=op.f("fk_competency_answer_assessment_id_competency_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency_competency.id"],
            name=op.f("fk_competency_answer_competency_id_competency_competency"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_answer")),
        sa.UniqueConstraint(
            "assessment_id", "competency_id", name=op.f("uq_competency_answer_assessment_id")
        ),
    )
    op.create_index(
        op.f("ix_competency_answer_competency_id"), "competency_answer", ["competency_id"]
    )
