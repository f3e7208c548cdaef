"""Outgoing mail, holidays, notices, reminders, calendar feeds, the jobs' leases.

Revision ID: 20261121_08
Revises: 20261121_07
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "20261121_08"
down_revision = "20261121_07"
branch_labels = None
depends_on = None

# Keputusan Bersama Menteri Agama, Menteri Ketenagakerjaan, dan Menteri PANRB.
SKB_2026 = (
    "SKB Menteri Agama 1497/2025, Menteri Ketenagakerjaan 2/2025, Menteri PANRB 5/2025"
    " (19 September 2025)"
)
SKB_2027 = (
    "SKB Menteri Agama 1205/2026, Menteri Ketenagakerjaan 3/2026, Menteri PANRB 2/2026"
    " (15 September 2026)"
)
NATIONAL_2026 = (
    ((1, 1), "Tahun Baru 2026 Masehi"),
    ((1, 16), "Isra Mikraj Nabi Muhammad SAW"),
    ((2, 17), "Tahun Baru Imlek 2577 Kongzili"),
    ((3, 19), "Hari Suci Nyepi (Tahun Baru Saka 1948)"),
    ((3, 21), "Idulfitri 1447 Hijriah"),
    ((3, 22), "Idulfitri 1447 Hijriah"),
    ((4, 3), "Wafat Yesus Kristus"),
    ((4, 5), "Kebangkitan Yesus Kristus (Paskah)"),
    ((5, 1), "Hari Buruh Internasional"),
    ((5, 14), "Kenaikan Yesus Kristus"),
    ((5, 27), "Iduladha 1447 Hijriah"),
    ((5, 31), "Hari Raya Waisak 2570 BE"),
    ((6, 1), "Hari Lahir Pancasila"),
    ((6, 16), "1 Muharam Tahun Baru Islam 1448 Hijriah"),
    ((8, 17), "Proklamasi Kemerdekaan"),
    ((8, 25), "Maulid Nabi Muhammad SAW"),
    ((12, 25), "Kelahiran Yesus Kristus"),
)
LEAVE_2026 = (
    ((2, 16), "Tahun Baru Imlek 2577 Kongzili"),
    ((3, 18), "Hari Suci Nyepi (Tahun Baru Saka 1948)"),
    ((3, 20), "Idulfitri 1447 Hijriah"),
    ((3, 23), "Idulfitri 1447 Hijriah"),
    ((3, 24), "Idulfitri 1447 Hijriah"),
    ((5, 15), "Kenaikan Yesus Kristus"),
    ((5, 28), "Iduladha 1447 Hijriah"),
    ((12, 24), "Kelahiran Yesus Kristus"),
)
NATIONAL_2027 = (
    ((1, 1), "Tahun Baru 2027 Masehi"),
    ((1, 5), "Isra Mikraj Nabi Muhammad SAW"),
    ((2, 6), "Tahun Baru Imlek 2578 Kongzili"),
    ((3, 8), "Hari Suci Nyepi (Tahun Baru Saka 1949)"),
    ((3, 10), "Idulfitri 1448 Hijriah"),
    ((3, 11), "Idulfitri 1448 Hijriah"),
    ((3, 26), "Wafat Yesus Kristus"),
    ((3, 28), "Kebangkitan Yesus Kristus (Paskah)"),
    ((5, 1), "Hari Buruh Internasional"),
    ((5, 6), "Kenaikan Yesus Kristus"),
    ((5, 17), "Iduladha 1448 Hijriah"),
    ((5, 20), "Hari Raya Waisak 2571 BE"),
    ((6, 1), "Hari Lahir Pancasila"),
    ((6, 6), "1 Muharam Tahun Baru Islam 1449 Hijriah"),
    ((8, 15), "Maulid Nabi Muhammad SAW"),
    ((8, 17), "Proklamasi Kemerdekaan"),
    ((12, 25), "Kelahiran Yesus Kristus"),
    ((12, 26), "Isra Mikraj Nabi Muhammad SAW"),
)
LEAVE_2027 = (
    ((2, 5), "Tahun Baru Imlek 2578 Kongzili"),
    ((3, 9), "Idulfitri 1448 Hijriah"),
    ((3, 12), "Idulfitri 1448 Hijriah"),
    ((3, 15), "Idulfitri 1448 Hijriah"),
    ((3, 25), "Wafat Yesus Kristus"),
    ((5, 18), "Iduladha 1448 Hijriah"),
    ((5, 19), "Hari Raya Waisak 2571 BE"),
    ((12, 24), "Kelahiran Yesus Kristus"),
)
YEARS = (
    (2026, "national", SKB_2026, NATIONAL_2026),
    (2026, "joint_leave", SKB_2026, LEAVE_2026),
    (2027, "national", SKB_2027, NATIONAL_2027),
    (2027, "joint_leave", SKB_2027, LEAVE_2027),
)
OWN = "Ketentuan internal instansi: cukup waktu bagi pemegang berkas sebelum diingatkan"
RULES = [("reminder.after_working_days", 3, OWN)]

rulebook_rule = sa.table(
    "rulebook_rule",
    sa.column("key", sa.String),
    sa.column("value", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("legal_basis", sa.String),
)


def upgrade() -> None:
    """Make the tables, with the days off of 2026 and 2027."""
    create_mail()
    create_holiday()
    create_notice()
    create_choices()
    create_reminder()
    create_feed()
    create_lease()
    op.bulk_insert(
        rulebook_rule,
        [
            {"key": key, "value": value, "valid_from": date(2000, 1, 1), "legal_basis": basis}
            for key, value, basis in RULES
        ],
    )


def create_mail() -> None:
    """Messages that wait to be sent."""
    op.create_table(
        "mail_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("to", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unsubscribe", sa.String(500), nullable=True),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outbox")),
    )
    op.create_index(op.f("ix_mail_outbox_next_try_at"), "mail_outbox", ["next_try_at"])


def create_holiday() -> None:
    """National holidays and joint leave."""
    holiday = op.create_table(
        "rulebook_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_rulebook_holiday_day")),
    )
    op.bulk_insert(
        holiday,
        [
            {"day": date(year, *day), "name": name, "kind": kind, "legal_basis": basis}
            for year, kind, basis, days in YEARS
            for day, name in days
        ],
    )


def person(table: str, column: str = "employee_id") -> sa.ForeignKeyConstraint:
    """A reference to an employee."""
    name = op.f(f"fk_{table}_{column}_people_employee")
    return sa.ForeignKeyConstraint([column], ["people_employee.id"], name=name)


def create_notice() -> None:
    """The inbox."""
    table = "notifications_notice"
    unread = sa.text("read_at IS NULL")
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        person(table),
    )
    op.create_index(op.f(f"ix_{table}_employee_id"), table, ["employee_id", "at"])
    for name, column in (("unread", "employee_id"), ("place", "place")):
        op.create_index(
            f"ix_{table}_{name}", table, [column], sqlite_where=unread, postgresql_where=unread
        )
    op.create_index(
        f"ix_{table}_unmailed",
        table,
        ["at"],
        sqlite_where=sa.text("mailed_at IS NULL"),
        postgresql_where=sa.text("mailed_at IS NULL"),
    )


def create_choices() -> None:
    """How people want to hear by mail, of each kind, and how often the digest comes."""
    table = "notifications_preference"
    op.create_table(
        table,
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("email", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("employee_id", "kind", name=op.f(f"pk_{table}")),
        person(table),
    )
    table = "notifications_digest"
    op.create_table(
        table,
        sa.Column("employee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rhythm", sa.String(32), nullable=False),
        sa.Column("sent_for", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("employee_id", name=op.f(f"pk_{table}")),
        person(table),
    )


def create_reminder() -> None:
    """Who reminded whom of what, once a day."""
    table = "notifications_reminder"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        person(table, "sender_id"),
        person(table, "holder_id"),
        sa.UniqueConstraint("holder_id", "place", "day", name=op.f(f"uq_{table}_holder_id")),
    )
    op.create_index(op.f(f"ix_{table}_sender_id"), table, ["sender_id"])


def create_feed() -> None:
    """The secret addresses of personal calendars, hashed."""
    table = "notifications_feed"
    op.create_table(
        table,
        sa.Column("employee_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("with_holidays", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("employee_id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
        person(table),
    )


def create_lease() -> None:
    """Which process does which job just now, and when it was last done."""
    op.create_table(
        "jobs_lease",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("holder", sa.String(36), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("failure", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs_lease")),
    )


def downgrade() -> None:
    """Drop them, and forget the rules."""
    keys = [key for key, _value, _basis in RULES]
    op.execute(rulebook_rule.delete().where(rulebook_rule.c.key.in_(keys)))
    for table in (
        "jobs_lease",
        "notifications_feed",
        "notifications_reminder",
        "notifications_digest",
        "notifications_preference",
        "notifications_notice",
        "rulebook_holiday",
        "mail_outbox",
    ):
        op.drop_table(table)
