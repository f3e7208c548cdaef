"""The demo's own standards: one replaced while the cycle is open, one about to be."""

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import JobStandard
from kinerja.competency.rules import standard_state
from kinerja.extensions import db
from kinerja.people.models import Position
from kinerja.permissions import Role
from tests.roles import demo_browser


def test_four_positions_have_standards_and_two_of_them_two_editions(demo_app: Flask) -> None:
    with demo_app.app_context():
        rows = list(
            db.session.execute(
                select(Position.title, JobStandard.valid_from)
                .join(JobStandard.position)
                .order_by(Position.title, JobStandard.valid_from)
            )
        )
        starts: dict[str, list] = {}
        for title, start in rows:
            starts.setdefault(title, []).append(start)
        today = clock.today()
        stand = {
            title: [standard_state(one, days, on=today).value for one in days]
            for title, days in starts.items()
        }
    assert stand == {
        "Arsiparis Terampil": ["in_force"],
        "Kepala Bidang Pelayanan": ["in_force"],
        "Penata Layanan Ahli Muda": ["in_force", "coming"],
        "Petugas Loket": ["past", "in_force"],
    }


def test_the_admin_sees_who_still_carries_the_standard_of_before(demo_app: Flask) -> None:
    client = demo_browser(demo_app, Role.AGENCY_ADMIN)
    with demo_app.app_context():
        ids = dict(iter(db.session.execute(select(Position.title, Position.id))))
    desk = f"/kompetensi/standar/jabatan/{ids['Petugas Loket']}"
    assert "masih memakai standar lama" in client.get(desk).text
    page = client.get(f"{desk}/pindahkan").text
    assert "Komunikasi: 1 → 2" in page
    assert "Sudah terkirim" in page
    assert client.get(f"{desk}/pindahkan?terkirim=ya").status_code == 200
    assert "Dinaikkan" in client.get(f"{desk}/banding").text
    urusan = "Kependudukan dan pencatatan sipil"
    form = client.get(f"{desk}/tambah", query_string={"urusan": urusan}).text
    assert "Pengelolaan data kependudukan" in form
    settled = f"/kompetensi/standar/jabatan/{ids['Arsiparis Terampil']}"
    assert "masih memakai standar lama" not in client.get(settled).text
    assert client.get("/kompetensi/standar?sendiri=belum").status_code == 200
