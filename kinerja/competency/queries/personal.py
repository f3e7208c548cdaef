"""What is held on somebody here: assessments, and the answers and verdicts in them."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, ScalarSelect, case, func, null, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from kinerja.competency.models import (
    Answer,
    AnswerIndicator,
    Assessment,
    Competency,
    Cycle,
    Evidence,
    Present,
    Record,
)
from kinerja.competency.queries.evidence import evidence_words
from kinerja.competency.queries.personal_cycles import archives, verifying
from kinerja.competency.queries.personal_peers import asked_to_rate, peers_said, peers_wrote
from kinerja.competency.rules import FINISHED, RecordKind
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked

KEPT = "retention.staff_years"


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee."""
    return [
        assessments(employee_id),
        answers(employee_id),
        library(employee_id),
        records(employee_id),
        present_levels(employee_id),
        archives(employee_id),
        verifying(employee_id),
        peers_said(employee_id),
        peers_wrote(employee_id),
        asked_to_rate(employee_id),
    ]


def assessments(employee_id: int) -> Section:
    """One row for each cycle."""
    verifier = aliased(Employee)
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "status": (Assessment.status, _("Status")),
        "job_title": (Assessment.job_title, _("Jabatan saat itu")),
        "job_level": (Assessment.job_level, _("Jenjang saat itu")),
        "verifier": (verifier.name, _("Atasan yang memverifikasi")),
        "submitted_at": (Assessment.submitted_at, _("Dikirim")),
        "verified_at": (Assessment.verified_at, _("Diverifikasi")),
        "acknowledged_at": (Assessment.acknowledged_at, _("Hasilnya Anda baca")),
        "return_note": (Assessment.return_note, _("Catatan pengembalian")),
        "closed_as": (Assessment.closed_as, _("Diputuskan saat siklus ditutup")),
        "closed_reason": (Assessment.closed_reason, _("Alasan keputusan itu")),
    }
    return Section(
        key="penilaian",
        group=Group.COMPETENCY,
        title=_("Penilaian kompetensi"),
        source=_("Dari Anda dan atasan langsung Anda"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Assessment)
        .join(Assessment.cycle)
        .outerjoin(verifier, verifier.id == Assessment.verifier_id)
        .where(Assessment.employee_id == employee_id)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc()),
        brief=("cycle", "status", "submitted_at", "verified_at"),
        covers=(Assessment.employee_id,),
    )


def answers(employee_id: int) -> Section:
    """Own level, example and evidence; beside them the verdict, once the verification is over."""
    columns: Columns = {
        "cycle": (Cycle.name, _("Siklus")),
        "competency": (Competency.name, _("Kompetensi")),
        "standard_level": (Answer.standard_level, _("Standar")),
        "self_level": (Answer.self_level, _("Tingkat menurut Anda")),
        "example": (Answer.example, _("Contoh nyata")),
        "indicators": (ticked_count(), _("Indikator yang dicentang")),
        "override_note": (Answer.override_note, _("Catatan tetap memakai tingkat")),
        "evidence": (evidence_words(), _("Bukti")),
        "verdict": (once_finished(Answer.verdict), _("Putusan atasan")),
        "verified_level": (once_finished(Answer.verified_level), _("Tingkat menurut atasan")),
        "reason": (once_finished(Answer.reason), _("Alasan atasan")),
        "saved_at": (Answer.saved_at, _("Disimpan")),
    }
    return Section(
        key="jawaban-penilaian",
        group=Group.COMPETENCY,
        title=_("Tingkat, contoh, dan putusan tiap kompetensi"),
        source=_("Dari Anda; putusan dari atasan tampil sesudah verifikasinya selesai"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Answer)
        .join(Answer.assessment)
        .join(Assessment.cycle)
        .join(Answer.competency)
        .where(Assessment.employee_id == employee_id)
        .order_by(Cycle.starts_on.desc(), Assessment.id.desc(), Competency.rank),
        brief=("competency", "self_level", "verified_level", "standard_level"),
        covers=(),
    )


def library(employee_id: int) -> Section:
    """The person's evidence; the files themselves are downloaded from the library."""
    columns: Columns = {
        "title": (Evidence.title, _("Judul")),
        "kind": (Evidence.kind, _("Jenis")),
        "description": (Evidence.description, _("Keterangan")),
        "dated_on": (Evidence.dated_on, _("Tanggal bukti")),
        "url": (Evidence.url, _("Tautan")),
        "filename": (Evidence.filename, _("Nama berkas")),
        "size": (Evidence.size, _("Besar (bita)")),
        "sha256": (Evidence.sha256, _("Sidik berkas (SHA-256)")),
        "added_at": (Evidence.added_at, _("Ditambahkan")),
        "archived_at": (Evidence.archived_at, _("Diarsipkan")),
    }
    return Section(
        key="bukti-kompetensi",
        group=Group.COMPETENCY,
        title=_("Pustaka bukti"),
        source=_("Dari Anda"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .where(Evidence.employee_id == employee_id)
        .order_by(Evidence.added_at.desc(), Evidence.id.desc()),
        brief=("title", "kind", "added_at"),
        covers=(Evidence.employee_id,),
    )


def ticked_count() -> ScalarSelect[int]:
    """How many indicators are ticked in each answer."""
    return (
        select(func.count())
        .select_from(AnswerIndicator)
        .where(AnswerIndicator.answer_id == Answer.id)
        .correlate(Answer)
        .scalar_subquery()
    )


def records(employee_id: int) -> Section:
    """Every record, voided ones too; of peers' records nobody is named."""
    author = aliased(Employee)
    named = case((Record.kind != RecordKind.PEER, author.name), else_=null())
    columns: Columns = {
        "competency": (Competency.name, _("Kompetensi")),
        "kind": (Record.kind, _("Jenis catatan")),
        "level": (Record.level, _("Tingkat")),
        "on": (Record.on, _("Tanggal")),
        "valid_until": (Record.valid_until, _("Berlaku sampai")),
        "author": (named, _("Dari")),
        "author_name": (Record.author_name, _("Dari pihak luar")),
        "evidence": (Record.evidence, _("Bukti")),
        "note": (Record.note, _("Catatan")),
        "voided_at": (Record.voided_at, _("Dibatalkan")),
        "void_reason": (Record.void_reason, _("Alasan pembatalan")),
    }
    return Section(
        key="catatan-kompetensi",
        group=Group.COMPETENCY,
        title=_("Catatan kompetensi"),
        source=_("Dari penilaian, asesor, pelatihan, dan pengelola kepegawaian"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Record)
        .join(Record.competency)
        .outerjoin(author, author.id == Record.author_id)
        .where(Record.employee_id == employee_id)
        .order_by(Record.on.desc(), Record.id.desc()),
        brief=("competency", "kind", "level", "on"),
        covers=(Record.employee_id,),
    )


def present_levels(employee_id: int) -> Section:
    """The level of each competency today, and from which kind of record it comes."""
    columns: Columns = {
        "competency": (Competency.name, _("Kompetensi")),
        "level": (Present.level, _("Tingkat")),
        "kind": (Present.kind, _("Berasal dari")),
        "on": (Present.on, _("Tanggal")),
        "valid_until": (Present.valid_until, _("Berlaku sampai")),
    }
    return Section(
        key="tingkat-saat-ini",
        group=Group.COMPETENCY,
        title=_("Tingkat kompetensi saat ini"),
        source=_("Dihitung dari catatan kompetensi menurut urutan dalam aturan"),
        kept=KEPT,
        columns=columns,
        rows=picked(columns)
        .select_from(Present)
        .join(Competency, Competency.id == Present.competency_id)
        .where(Present.employee_id == employee_id)
        .order_by(Competency.rank, Competency.id),
        brief=("competency", "level", "kind", "valid_until"),
        covers=(Present.employee_id,),
    )


def once_finished(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """The column's value where the verification is over: a draft is nobody's judgement yet."""
    return case((Assessment.status.in_(FINISHED), column), else_=null())
