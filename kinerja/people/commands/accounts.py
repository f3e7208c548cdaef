"""`flask users …`: accounts from the server's command line, for whoever runs the server."""

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.services import accounts, factor_resets
from kinerja.people.services.accounts import Slip

cli = AppGroup("users", help="Akun pegawai.")


def person_with(nip: str) -> Employee:
    """The employee with the number; ends the command when there is none."""
    found = queries.employee_by_nip(nip)
    if found is None:
        fail(_("Tidak ada pegawai dengan NIP ini. Periksa 18 digitnya."))
    return found


def fail(sentence: object) -> NoReturn:
    """Say why nothing was done, and end with status 1."""
    db.session.rollback()
    click.echo(str(sentence), err=True)
    sys.exit(1)


def show(slip: Slip) -> None:
    """The code, this once."""
    click.echo(f"{slip.name}, NIP {slip.nip}")
    click.echo(_("Kode sekali pakai: %(code)s", code=slip.code))
    click.echo(_("Alamat: %(link)s", link=slip.link))
    until = clock.local(slip.expires_at)
    click.echo(_("Berlaku sampai: %(at)s", at=f"{until:%Y-%m-%d %H.%M %Z}"))


@cli.command("create")
@click.argument("nip")
def create(nip: str) -> None:
    """Buat akun untuk pegawai dengan NIP ini, dan cetak kode aktivasi sekali pakai."""
    person = person_with(nip)
    account = accounts.account_for(person, by=None)
    if account.password_hash:
        fail(_("Akun ini sudah aktif. Setel ulang dengan: flask users reset NIP"))
    give(person)


@cli.command("reset")
@click.argument("nip")
@click.option("--second-factor", is_flag=True, help="Lepas juga verifikasi dua langkah.")
def reset(*, nip: str, second_factor: bool) -> None:
    """Cetak kode sekali pakai agar pegawai dengan NIP ini memilih kata sandi baru."""
    person = person_with(nip)
    if queries.account_of(person.id) is None:
        fail(_("Orang ini belum punya akun. Buat dengan: flask users create NIP"))
    if second_factor:
        factor_resets.remove_by_operator(person)
    give(person)


@cli.command("disable")
@click.argument("nip")
def disable(nip: str) -> None:
    """Nonaktifkan akun pegawai dengan NIP ini, dan keluarkan dari semua perangkat."""
    person = person_with(nip)
    try:
        accounts.shut(person, by=None)
    except DomainError as error:
        fail(error.message)
    db.session.commit()
    click.echo(_("Akun %(name)s dinonaktifkan.", name=person.full_name))


@cli.command("enable")
@click.argument("nip")
def enable(nip: str) -> None:
    """Aktifkan lagi akun pegawai dengan NIP ini, dengan kata sandi sebelumnya."""
    person = person_with(nip)
    try:
        accounts.reopen(person, by=None)
    except DomainError as error:
        fail(error.message)
    db.session.commit()
    click.echo(_("Akun %(name)s dapat dipakai lagi.", name=person.full_name))


def give(person: Employee) -> None:
    """Make the code and show it once it is kept."""
    try:
        slip = accounts.issue_slip(person, accounts.account_for(person, by=None), by=None)
    except DomainError as error:
        fail(error.message)
    db.session.commit()
    show(slip)
