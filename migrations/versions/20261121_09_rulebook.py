"""The regulation numbers, who set a value and why; audit entries with request codes.

The numbers stand in the file beside this one; they are never changed there, only by later rows.

Revision ID: 20261121_09
Revises: 20261121_08
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261121_09"
down_revision = "20261121_08"
branch_labels = None
depends_on = None

NUMBERS = Path(__file__).with_suffix(".json")
# What was known already; everything else that the application decided is a proposal.
SEEN = ("skm.bands", "jp.pns_target")
KNOWN = ("skm.sample", "jp.pppk_ceiling")
ENTRY_INDEXES = ("actor_id", "about_id", "action", "subject")

rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
    sa.column("confidence", sa.String),
)

REFUSE_SQLITE = (
    """
CREATE TRIGGER rulebook_rule_no_update BEFORE UPDATE ON rulebook_rule
BEGIN SELECT RAISE(ABORT, 'rulebook_rule keeps its past'); END
""",
    """
CREATE TRIGGER rulebook_rule_no_delete BEFORE DELETE ON rulebook_rule
WHEN OLD.set_at IS NOT NULL AND OLD.valid_from <= date('now')
BEGIN SELECT RAISE(ABORT, 'rulebook_rule keeps its past'); END
""",
)
REFUSE_POSTGRESQL = (
    """
CREATE FUNCTION rulebook_rule_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF TG_OP = 'UPDATE' OR (OLD.set_at IS NOT NULL AND OLD.valid_from <= CURRENT_DATE) THEN
  RAISE EXCEPTION 'rulebook_rule keeps its past';
END IF;
RETURN OLD;
END $$
""",
    """
CREATE TRIGGER rulebook_rule_keeps_its_past BEFORE UPDATE OR DELETE ON rulebook_rule
FOR EACH ROW EXECUTE FUNCTION rulebook_rule_refuse()
""",
)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def numbers() -> list[dict[str, Any]]:
    """The rows of the file."""
    rows: list[dict[str, Any]] = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return [row | {"valid_from": date.fromisoformat(row["valid_from"])} for row in rows]


def upgrade() -> None:
    """Widen the two tables, enter the numbers, and let the database keep the book's past."""
    widen_audit()
    widen_rulebook()
    op.bulk_insert(rule, numbers())
    for statement in REFUSE_SQLITE if is_sqlite() else REFUSE_POSTGRESQL:
        op.execute(statement)


def widen_audit() -> None:
    """Whom an entry concerns and in which request it was made; results of verifications."""
    op.add_column("audit_entry", sa.Column("about_id", sa.Integer(), nullable=True))
    op.add_column("audit_entry", sa.Column("request", sa.String(200), nullable=True))
    for column in ENTRY_INDEXES:
        op.create_index(op.f(f"ix_audit_entry_{column}"), "audit_entry", [column, "seq"])
    for column in ("at", "request"):
        op.create_index(op.f(f"ix_audit_entry_{column}"), "audit_entry", [column])
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(200), nullable=False),
        sa.Column("broken_seq", sa.Integer(), nullable=True),
        sa.Column("fault", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )


def widen_rulebook() -> None:
    """How sure a value is, who entered it, when and why."""
    op.add_column(
        "rulebook_rule",
        sa.Column("confidence", sa.String(32), nullable=False, server_default="proposal"),
    )
    op.add_column("rulebook_rule", sa.Column("set_by", sa.String(200), nullable=True))
    op.add_column("rulebook_rule", sa.Column("set_at", sa.DateTime(), nullable=True))
    op.add_column("rulebook_rule", sa.Column("reason", sa.Text(), nullable=True))
    for keys, confidence in ((SEEN, "seen"), (KNOWN, "known")):
        op.execute(rule.update().where(rule.c.key.in_(keys)).values(confidence=confidence))


def downgrade() -> None:
    """Take the numbers and the columns out."""
    if is_sqlite():
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER rulebook_rule_no_{verb}")
    else:
        op.execute("DROP TRIGGER rulebook_rule_keeps_its_past ON rulebook_rule")
        op.execute("DROP FUNCTION rulebook_rule_refuse()")
    for row in numbers():
        same = sa.and_(rule.c.key == row["key"], rule.c.valid_from == row["valid_from"])
        op.execute(rule.delete().where(same))
    for column in ("reason", "set_at", "set_by", "confidence"):
        op.drop_column("rulebook_rule", column)
    op.drop_table("audit_check")
    for column in (*ENTRY_INDEXES, "at", "request"):
        op.drop_index(op.f(f"ix_audit_entry_{column}"), "audit_entry")
    for column in ("request", "about_id"):
        op.drop_column("audit_entry", column)
