"""From how many verifiers on a calibration may be shown.

Revision ID: 20261122_25
Revises: 20261122_19
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261122_25"
down_revision = "20261122_19"
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


def upgrade() -> None:
    """Add the setting."""
    basis = "Kebijakan aplikasi: sebaran tanpa nama; UU 27/2022 (pembatasan tujuan)"
    row = {"key": KEY, "value": 3, "confidence": "proposal", "legal_basis": basis}
    op.bulk_insert(rulebook_rule, [{**row, "valid_from": date(2017, 1, 1)}])


def downgrade() -> None:
    """Take it out."""
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key == KEY))
