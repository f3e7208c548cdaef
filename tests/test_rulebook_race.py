"""Two admins who enter a value for the same day at the same moment."""

import threading

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import Confidence
from kinerja.rulebook.services.settings import SettingRefusedError, set_value


def test_one_of_two_is_kept_and_the_other_is_told(app: Flask) -> None:
    start, said = threading.Barrier(2), []

    def enter(months: int) -> None:
        with app.app_context():
            start.wait(timeout=5)
            try:
                set_value(
                    "skm.months",
                    value=months,
                    valid_from=clock.today(),
                    legal_basis="SK Contoh",
                    confidence=Confidence.KNOWN,
                    reason="uji",
                    by=1,
                    name="Admin Contoh",
                )
                db.session.commit()
                said.append("")
            except SettingRefusedError as error:
                db.session.rollback()
                said.append(error.message)

    threads = [threading.Thread(target=enter, args=(months,)) for months in (6, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(said)[0] == ""
    assert "Sudah ada nilai yang berlaku mulai tanggal itu." in sorted(said)[1]
    with app.app_context():
        kept = db.session.scalars(select(Rule.value).where(Rule.key == "skm.months")).all()
    assert len(kept) == 2
