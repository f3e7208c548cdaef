"""What notices are about, and how each kind reaches people who have chosen nothing."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class MailChoice(StrEnum):
    """How somebody hears of a kind by mail. In the application every notice shows in any case."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"

    @property
    def label(self) -> LazyString:
        """The choice's name for people."""
        return _CHOICE_LABELS[self]


_CHOICE_LABELS = {
    MailChoice.NOW: _("Langsung"),
    MailChoice.DIGEST: _("Ringkasan"),
    MailChoice.NEVER: _("Tidak"),
}


class NoticeKind(StrEnum):
    """What a notice is about: as few kinds as somebody would want to choose between."""

    CYCLE = "cycle"
    ASSESSMENT = "assessment"
    VERIFY = "verify"
    PEER = "peer"
    PLAN = "plan"
    CONFIRM = "confirm"
    DATA = "data"
    DATA_CASE = "data_case"
    REMINDER = "reminder"
    SECURITY = "security"

    @property
    def label(self) -> LazyString:
        """What it is about, without a name or a figure: the words of mails."""
        return _LABELS[self]

    @property
    def icon(self) -> str:
        """The icon beside it."""
        return _ICONS[self]

    @property
    def is_plain(self) -> bool:
        """Whether its titles name nobody else, so that a mail may carry them."""
        return self in (NoticeKind.CYCLE, NoticeKind.SECURITY)

    @property
    def is_urgent(self) -> bool:
        """Whether it is mailed on days off too, read or not: somebody may be in the account."""
        return self is NoticeKind.SECURITY


_LABELS = {
    NoticeKind.CYCLE: _("Siklus penilaian dibuka"),
    NoticeKind.ASSESSMENT: _("Penilaian kompetensi Anda"),
    NoticeKind.VERIFY: _("Penilaian yang menunggu verifikasi Anda"),
    NoticeKind.PEER: _("Rekan yang menunggu penilaian Anda"),
    NoticeKind.PLAN: _("Rencana pengembangan Anda"),
    NoticeKind.CONFIRM: _("Kegiatan yang menunggu konfirmasi Anda"),
    NoticeKind.DATA: _("Permintaan perbaikan data Anda"),
    NoticeKind.DATA_CASE: _("Perbaikan data yang menunggu keputusan Anda"),
    NoticeKind.REMINDER: _("Pengingat dari rekan kerja"),
    NoticeKind.SECURITY: _("Keamanan akun dan peran Anda"),
}
_ICONS = {
    NoticeKind.CYCLE: "calendar",
    NoticeKind.ASSESSMENT: "chart-radar",
    NoticeKind.VERIFY: "clipboard-check",
    NoticeKind.PEER: "users",
    NoticeKind.PLAN: "school",
    NoticeKind.CONFIRM: "clipboard-check",
    NoticeKind.DATA: "user",
    NoticeKind.DATA_CASE: "user-check",
    NoticeKind.REMINDER: "bell",
    NoticeKind.SECURITY: "lock",
}
CHOOSABLE = tuple(kind for kind in NoticeKind if not kind.is_urgent)


def usual_choice(kind: NoticeKind) -> MailChoice:
    """What holds while somebody has chosen nothing: the digest.

    A reminder is somebody's own act and waits for nobody's Monday; security cannot wait at all.
    """
    at_once = (NoticeKind.REMINDER, NoticeKind.SECURITY)
    return MailChoice.NOW if kind in at_once else MailChoice.DIGEST
