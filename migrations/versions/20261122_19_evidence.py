"""Evidence lives in each person's library, answers tick indicators; typed forms are kept a while.

Links that stood in the answers become links of the library.

Revision ID: 20261122_19
Revises: 20261122_18
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_19"
down_revision = "20261122_18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, carry the links over, drop the column in which they were."""
    op.create_table(
        "competency_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("file_kind", sa.String(32), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("size >= 0", name=op.f("ck_competency_evidence_size_known")),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["people_employee.id"],
            name=op.f("fk_competency_evidence_employee_id_people_employee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_evidence")),
    )
    for columns in (["employee_id", "added_at"], ["sha256", "employee_id"]):
        name = op.f(f"ix_competency_evidence_{columns[0]}")
        op.create_index(name, "competency_evidence", columns)
    op.create_table(
        "competency_evidence_file",
        sa.Column("evidence_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["competency_evidence.id"],
            name=op.f("fk_competency_evidence_file_evidence_id_competency_evidence"),
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_competency_evidence_file")),
    )
    of_answers("evidence")
    of_answers("indicator")
    op.create_table(
        "form_kept",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_form_kept")),
    )
    op.create_index(op.f("ix_form_kept_at"), "form_kept", ["at"])
    with op.batch_alter_table("competency_answer") as table:
        table.add_column(sa.Column("override_note", sa.Text(), server_default="", nullable=False))
    carry_links_over()
    op.execute("ALTER TABLE competency_answer DROP COLUMN evidence_url")


def of_answers(name: str) -> None:
    """Make the table that joins answers to what they use or tick."""
    table = f"competency_answer_{name}"
    op.create_table(
        table,
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column(f"{name}_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["competency_answer.id"],
            name=op.f(f"fk_{table}_answer_id_competency_answer"),
        ),
        sa.ForeignKeyConstraint(
            [f"{name}_id"],
            [f"competency_{name}.id"],
            name=op.f(f"fk_{table}_{name}_id_competency_{name}"),
        ),
        sa.PrimaryKeyConstraint("answer_id", f"{name}_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{name}_id"), table, [f"{name}_id"])


def carry_links_over() -> None:
    """One link of the library for each address that a person gave, used by those answers."""
    op.execute("""
        INSERT INTO competency_evidence (
            employee_id, kind, title, description, url, filename, size, sha256, added_at)
        SELECT a.employee_id, 'link', substr(r.evidence_url, 1, 200), '', r.evidence_url, '', 0,
            '', min(coalesce(r.saved_at, a.since))
        FROM competency_answer r JOIN competency_assessment a ON a.id = r.assessment_id
        WHERE r.evidence_url <> ''
        GROUP BY a.employee_id, r.evidence_url""")
    op.execute("""
        INSERT INTO competency_answer_evidence (answer_id, evidence_id)
        SELECT r.id, e.id
        FROM competency_answer r
        JOIN competency_assessment a ON a.id = r.assessment_id
        JOIN competency_evidence e ON e.employee_id = a.employee_id AND e.url = r.evidence_url
        WHERE r.evidence_url <> ''""")


def downgrade() -> None:
    """The first link of each answer goes back into it; files and further links are lost."""
    with op.batch_alter_table("competency_answer") as table:
        table.add_column(
            sa.Column("evidence_url", sa.String(2000), server_default="", nullable=False)
        )
    op.execute("""
        UPDATE competency_answer SET evidence_url = coalesce((
            SELECT e.url FROM competency_evidence e WHERE e.id = (
                SELECT min(u.evidence_id) FROM competency_answer_evidence u
                JOIN competency_evidence l ON l.id = u.evidence_id AND l.kind = 'link'
                WHERE u.answer_id = competency_answer.id)), '')""")
    op.execute("ALTER TABLE competency_answer DROP COLUMN override_note")
    for table in (
        "form_kept",
        "competency_answer_indicator",
        "competency_answer_evidence",
        "competency_evidence_file",
        "competency_evidence",
    ):
        op.drop_table(table)
