"""What passing things leave behind: sign-in tries, mails, rows of imported files."""

import hashlib
from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select

from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.people.models import Account, Employee, ImportRow, LoginAttempt, StaffImport
from kinerja.personal import Basis, Columns, Group, Section, picked


def traces(employee_id: int) -> Iterator[Section]:
    """The sections, each kept for a short time only."""
    yield wrong_tries_with(employee_id)
    yield mails(employee_id)
    yield import_rows(employee_id)


def wrong_tries_with(employee_id: int) -> Section:
    """Tries with somebody's number or account; they are kept under its hash."""
    found = db.session.execute(
        select(Employee.nip, Account.id)
        .outerjoin(Account, Account.employee_id == Employee.id)
        .where(Employee.id == employee_id)
    ).one_or_none()
    subjects = [found[0], f"account:{found[1]}"] if found else []
    columns: Columns = {
        "at": (LoginAttempt.at, _("Pada")),
        "address": (LoginAttempt.address, _("Alamat jaringan")),
    }
    return Section(
        key="percobaan-masuk",
        group=Group.ACCOUNT,
        title=_("Percobaan masuk yang gagal dengan NIP Anda"),
        source=_("Dicatat sistem untuk melindungi akun Anda"),
        kept="retention.login_attempts_days",
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns)
        .where(LoginAttempt.nip_hash.in_([_digest(subject) for subject in subjects]))
        .order_by(LoginAttempt.at.desc()),
        covers=(),
    )


def mails(employee_id: int) -> Section:
    """Mails to the present address, without their texts: those may hold a secret link."""
    address = select(Employee.email).where(Employee.id == employee_id).scalar_subquery()
    columns: Columns = {
        "queued_at": (Mail.queued_at, _("Ditulis")),
        "subject": (Mail.subject, _("Judul")),
        "to": (Mail.to, _("Kepada")),
        "sent_at": (Mail.sent_at, _("Terkirim")),
        "failure": (Mail.failure, _("Kegagalan")),
    }
    return Section(
        key="surel",
        group=Group.MESSAGES,
        title=_("Surel ke alamat Anda"),
        source=_("Dikirim sistem; isinya tidak diulang di sini karena dapat memuat tautan rahasia"),
        kept="retention.mail_days",
        basis=Basis.PUBLIC_TASK,
        columns=columns,
        rows=picked(columns).where(Mail.to == address).order_by(Mail.id.desc()),
        brief=("subject", "queued_at", "sent_at"),
        covers=(),
    )


def import_rows(employee_id: int) -> Section:
    """Rows about the person in files that admins imported: known by id, else by number."""
    nip = select(Employee.nip).where(Employee.id == employee_id).scalar_subquery()
    columns: Columns = {
        "uploaded_at": (StaffImport.uploaded_at, _("Diunggah")),
        "filename": (StaffImport.filename, _("Berkas")),
        "number": (ImportRow.number, _("Baris")),
        "outcome": (ImportRow.outcome, _("Hasil")),
        "nip": (ImportRow.nip, _("NIP di berkas")),
        "name": (ImportRow.name, _("Nama di berkas")),
        "unit": (ImportRow.unit, _("Unit di berkas")),
        "position": (ImportRow.position, _("Jabatan di berkas")),
        "changes": (ImportRow.changes, _("Perubahan")),
        "cells": (ImportRow.cells, _("Sel")),
        "faults": (ImportRow.faults, _("Galat")),
    }
    return Section(
        key="impor",
        group=Group.IDENTITY,
        title=_("Baris Anda dalam berkas impor"),
        source=_("Dari berkas yang diunggah pengelola kepegawaian atau admin unit"),
        kept="retention.imports_days",
        columns=columns,
        rows=picked(columns)
        .select_from(ImportRow)
        .join(StaffImport, StaffImport.id == ImportRow.import_id)
        .where(or_(ImportRow.employee_id == employee_id, ImportRow.nip == nip))
        .order_by(StaffImport.id.desc(), ImportRow.number),
        brief=("filename", "uploaded_at", "outcome"),
        covers=(),
    )


def _digest(subject: str) -> str:
    return hashlib.sha256(subject.encode()).hexdigest()
