"""Who accounts are at the agency's single sign-on.

Revision ID: 20261121_13
Revises: 20261121_12
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_13"
down_revision = "20261121_12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "people_sso_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_sso_identity")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["people_account.id"],
            name=op.f("fk_people_sso_identity_account_id_people_account"),
        ),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_people_sso_identity_issuer")),
        sa.UniqueConstraint("issuer", "account_id", name="uq_people_sso_identity_account"),
    )
    op.create_index(
        op.f("ix_people_sso_identity_account_id"), "people_sso_identity", ["account_id"]
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("people_sso_identity")
