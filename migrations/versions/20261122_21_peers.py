"""Peers in an assessment: who is asked, and apart from it what they said.

Revision ID: 20261122_21
Revises: 20261122_19
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261122_21"
down_revision = "20261122_19"
branch_labels = None
depends_on = None

PANEL = "competency_peer_panel"
RULE = "competency.peer_raters"
LIMITS = {"minimum": 3, "maximum": 7, "per_rater": 7}
rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("confidence", sa.String),
    sa.column("legal_basis", sa.String),
)
RANDOM_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def refers(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    """A reference to another table's row."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def of_panel(table: str) -> sa.ForeignKeyConstraint:
    """A reference to the group."""
    return refers(table, "assessment_id", PANEL, "assessment_id")


def indexed(table: str, *columns: str) -> None:
    """An index for each column."""
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    """Make the tables, and the setting of how many raters there are."""
    rule = {
        "key": RULE,
        "value": LIMITS,
        "valid_from": date(2017, 1, 1),
        "confidence": "proposal",
        "legal_basis": "Kebijakan aplikasi: usulan, instansi menetapkannya; "
        "PermenPANRB 6/2022 (umpan balik rekan)",
    }
    op.bulk_insert(rulebook_rule, [rule])
    create_panel()
    create_answers()


def create_panel() -> None:
    """The groups, and who is in them."""
    op.create_table(
        PANEL,
        sa.Column("assessment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("ended_as", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f(f"pk_{PANEL}")),
        refers(PANEL, "assessment_id", "competency_assessment"),
        refers(PANEL, "approved_by_id", "people_employee"),
    )
    indexed(PANEL, "status")
    table = "competency_peer_rater"
    op.create_table(
        table,
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "rater_id", name=op.f(f"pk_{table}")),
        of_panel(table),
        refers(table, "rater_id", "people_employee"),
    )
    indexed(table, "rater_id")


def create_answers() -> None:
    """What was said: drafts, marks, comments, and what became of them."""
    op.create_table(
        "competency_peer_draft",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_competency_peer_draft")),
    )
    table = "competency_peer_mark"
    op.create_table(
        table,
        sa.Column("id", RANDOM_KEY, autoincrement=False, nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_panel(table),
    )
    indexed(table, "assessment_id")
    create_comment()
    table = "competency_peer_result"
    op.create_table(
        table,
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f(f"ck_{table}_level_known")),
        sa.PrimaryKeyConstraint("assessment_id", "competency_id", name=op.f(f"pk_{table}")),
        of_panel(table),
        refers(table, "competency_id", "competency_competency"),
    )
    indexed(table, "competency_id")


def create_comment() -> None:
    """The comments, with what was decided about each."""
    table = "competency_peer_comment"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("competency_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderated_by_id", sa.Integer(), nullable=True),
        sa.Column("moderated_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        of_panel(table),
        refers(table, "competency_id", "competency_competency"),
        refers(table, "moderated_by_id", "people_employee"),
    )
    indexed(table, "assessment_id", "competency_id", "status")


def downgrade() -> None:
    """Drop what peers said and who they were; records drawn from it stay as they are."""
    for name in ("result", "comment", "mark", "draft", "rater"):
        op.drop_table(f"competency_peer_{name}")
    op.drop_table(PANEL)
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key == RULE))
