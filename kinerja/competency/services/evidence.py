"""Adding evidence to one's library, changing what is said of it, putting it away."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import AnswerEvidence, Evidence, EvidenceFile
from kinerja.competency.rules import (
    LARGEST_FILE,
    MEGABYTE,
    QUOTA,
    EvidenceKind,
    FileRefusal,
    fits_quota,
    is_link,
    kind_of,
    safe_name,
)
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer

TITLE_LONGEST = 200
LINK_WRONG = _("Tulis tautan lengkap, contoh https://drive.contoh.go.id/laporan.")
REFUSALS: dict[str, LazyString] = {
    "size": _("Berkas ini lebih dari %(most)s MB. Kecilkan dulu, atau simpan sebagai tautan."),
    "empty": _("Berkas ini kosong. Pilih berkas yang berisi."),
    "damaged": _("Berkas ini rusak atau terpotong. Buka, simpan lagi, lalu unggah."),
    "encrypted": _("Berkas ini berkata sandi. Hapus kata sandinya, simpan, lalu unggah lagi."),
    "macros": _("Berkas ini berisi makro. Simpan tanpa makro sebagai .docx atau .xlsx."),
    "bomb": _(
        "Isi berkas ini mengembang terlalu besar saat dibuka. Simpan sebagai PDF, lalu unggah."
    ),
    "old": _("Ini berkas Office lama (.doc atau .xls). Simpan sebagai .docx, .xlsx, atau PDF."),
    "other": _("Isi berkas ini bukan PDF, JPG, PNG, XLSX, atau DOCX. Simpan sebagai PDF."),
    "named": _(
        "Nama berkas ini berakhiran .%(ending)s, tetapi isinya %(kind)s. Ubah akhiran namanya "
        "menjadi .%(right)s, lalu unggah lagi."
    ),
}


class EvidenceRefusedError(DomainError):
    """A file or link is not taken; `field` names what it is about."""

    status = 422

    def __init__(self, message: object, *, field: str = "file") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class NewEvidence:
    """What somebody adds: the content and name of a file, or the address of a link."""

    url: str = ""
    filename: str = ""
    content: bytes = b""
    title: str = ""
    description: str = ""
    dated_on: date | None = None


def add_evidence(new: NewEvidence, *, by: Viewer) -> tuple[Evidence, bool]:
    """Put it into the person's own library. What is there already, the same bytes or the same
    address, is not kept twice: it is returned as it is, back from the archive, with True.

    :raises EvidenceRefusedError: the file is of no kind that is taken, dangerous, or too large, or
        the person's files would be more than the quota.
    """
    facts = _of_link(new) if new.url else _of_file(new)
    known = _known(by.employee_id, facts)
    if known is not None:
        known.archived_at = None
        return known, True
    if not fits_quota(queries.used_bytes(by.employee_id), facts.get("size", 0)):
        raise EvidenceRefusedError(
            _(
                "Berkas bukti Anda sudah hampir %(most)s MB, batas untuk satu orang. Hapus yang "
                "tidak dipakai di Pustaka bukti, atau simpan yang ini sebagai tautan.",
                most=QUOTA // MEGABYTE,
            )
        )
    evidence = Evidence(
        employee_id=by.employee_id,
        description=new.description,
        dated_on=new.dated_on,
        added_at=clock.now(),
        **facts,
    )
    db.session.add(evidence)
    db.session.flush()
    if evidence.kind is EvidenceKind.FILE:
        db.session.add(EvidenceFile(evidence_id=evidence.id, content=new.content))
    _record("evidence.added", evidence, by)
    return evidence, False


def describe_evidence(
    evidence: Evidence, *, title: str, description: str, dated_on: date | None, by: Viewer
) -> None:
    """Change what is said of it; the file or the address itself never changes."""
    before = {"day": evidence.dated_on}
    evidence.title, evidence.description, evidence.dated_on = title, description, dated_on
    after = {"day": dated_on}
    audit.record("evidence.changed", evidence, by=by.employee_id, before=before, after=after)
    db.session.flush()


def remove_evidence(evidence: Evidence, *, by: Viewer) -> bool:
    """Delete it with its file, out of drafts too; what an assessment that was ever sent uses is
    only put away. Whether it was deleted.
    """
    if queries.sent_uses(evidence.id):
        evidence.archived_at = evidence.archived_at or clock.now()
        _record("evidence.archived", evidence, by)
        return False
    _record("evidence.deleted", evidence, by)
    forget_evidence([evidence.id])
    return True


def restore_evidence(evidence: Evidence, *, by: Viewer) -> None:
    """Offer it again."""
    evidence.archived_at = None
    _record("evidence.restored", evidence, by)


def forget_evidence(ids: list[int]) -> None:
    """Delete these rows, their files, and what refers to them."""
    for column in (AnswerEvidence.evidence_id, EvidenceFile.evidence_id, Evidence.id):
        db.session.execute(delete(column.class_).where(column.in_(ids)))


def _record(action: str, evidence: Evidence, by: Viewer) -> None:
    """Note it without the person's own words: the trail could never forget them."""
    audit.record(action, evidence, by=by.employee_id, after={"kind": evidence.kind})
    db.session.flush()


def _known(employee_id: int, facts: dict[str, Any]) -> Evidence | None:
    name = "url" if facts["kind"] is EvidenceKind.LINK else "sha256"
    same = getattr(Evidence, name) == facts[name]
    return db.session.scalar(
        select(Evidence).where(Evidence.employee_id == employee_id, same).limit(1)
    )


def _of_link(new: NewEvidence) -> dict[str, Any]:
    if not is_link(new.url):
        raise EvidenceRefusedError(LINK_WRONG, field="evidence_url")
    title = (new.title or new.url)[:TITLE_LONGEST]
    return {"kind": EvidenceKind.LINK, "title": title, "url": new.url}


def _of_file(new: NewEvidence) -> dict[str, Any]:
    try:
        kind = kind_of(new.content, new.filename)
    except FileRefusal as refusal:
        most = LARGEST_FILE // MEGABYTE
        sentence = str(REFUSALS[refusal.code]) % {"most": most, **refusal.facts}
        raise EvidenceRefusedError(sentence) from None
    name = safe_name(new.filename, kind)
    return {
        "kind": EvidenceKind.FILE,
        "title": new.title or name.rpartition(".")[0][:TITLE_LONGEST],
        "filename": name,
        "file_kind": kind,
        "size": len(new.content),
        "sha256": hashlib.sha256(new.content).hexdigest(),
    }
