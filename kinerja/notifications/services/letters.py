"""The words of mails: what waits and where, without scores and without anybody else's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale, format_date, get_locale
from flask_babel import gettext as _

from kinerja.mail import Letter, link
from kinerja.notifications.models import Notice
from kinerja.notifications.queries import title
from kinerja.notifications.rules import NoticeKind, Rhythm
from kinerja.notifications.services.choices import stop_token


@dataclass(frozen=True)
class Reader:
    """To whom a mail goes, and in which language it is written."""

    employee_id: int
    email: str
    language: str


def notice_letter(notice: Notice, reader: Reader) -> Letter:
    """One notice at once. Titles that may name somebody stay in the application."""
    with force_locale(reader.language):
        subject = title(notice) if notice.kind.is_plain else str(notice.kind.label)
        lines = [
            _("%(subject)s.", subject=subject),
            _("Buka di Kinerja: %(address)s", address=_page(notice)),
        ]
        if notice.kind.is_urgent:
            lines.append(
                _(
                    "Bukan Anda? Ganti kata sandi Anda sekarang, lalu hubungi admin unit. Surel "
                    "tentang keamanan selalu dikirim."
                )
            )
            return Letter(
                to=reader.email,
                kind=_kind(notice.kind),
                subject=f"[Kinerja] {subject}",
                text=_text(lines),
            )
        stop = _stop(reader, notice.kind)
        lines.append(_("Berhenti menerima surel seperti ini: %(address)s", address=stop))
        return Letter(
            to=reader.email,
            kind=_kind(notice.kind),
            subject=f"[Kinerja] {subject}",
            text=_text(lines),
            unsubscribe=stop,
        )


def digest_letter(
    reader: Reader,
    *,
    counts: Mapping[NoticeKind, int],
    plain: Iterable[Notice],
    rhythm: Rhythm,
    on: date,
) -> Letter:
    """What has come since the last digest and what waits: numbers by kind, and plain titles."""
    with force_locale(reader.language):
        told = [f"- {kind.label}: {counts[kind]}" for kind in NoticeKind if kind in counts]
        told += [f"  • {title(notice)}" for notice in plain]
        ends = [f"- {kind.label}: {_stop(reader, kind)}" for kind in NoticeKind if kind in counts]
        whole = _stop(reader, None)
        lines = [
            _("Yang baru atau menunggu Anda di Kinerja:"),
            "\n".join(told),
            _("Buka di Kinerja: %(address)s", address=link("notifications.inbox")),
            _("Ringkasan ini datang: %(rhythm)s.", rhythm=_rhythm(rhythm)),
            _("Berhenti untuk satu jenis saja:"),
            "\n".join(ends),
            _("Berhenti menerima ringkasan: %(address)s", address=whole),
        ]
        day = format_date(on, "long")
        return Letter(
            to=reader.email,
            kind="digest",
            subject=f"[Kinerja] {_('Ringkasan %(day)s', day=day)}",
            text=_text(lines),
            unsubscribe=whole,
        )


def _rhythm(rhythm: Rhythm) -> str:
    label = str(rhythm.label)
    return label[:1].lower() + label[1:] if get_locale() else label


def _text(lines: Iterable[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _kind(kind: NoticeKind) -> str:
    return f"notice.{kind}"


def _page(notice: Notice) -> str:
    return link("notifications.open_notice", notice_id=notice.id)


def _stop(reader: Reader, kind: NoticeKind | None) -> str:
    return link("notifications.stop_mails", token=stop_token(reader.employee_id, kind))
