"""What somebody with all rights in the database can do to the log."""

from flask import Flask
from sqlalchemy import text

from kinerja import audit
from kinerja.extensions import db


def note(app: Flask, *actions: str) -> None:
    with app.app_context():
        for action in actions:
            audit.record(action, "uji:1", by=7, jumlah=3)
        db.session.commit()


def tamper(app: Flask, *statements: str) -> None:
    """What somebody with all rights in the database can do."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                db.session.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        else:
            db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        for statement in statements:
            db.session.execute(text(statement))
        db.session.commit()
