"""Looking through peers' comments before their subject reads them."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja.competency.forms import ConfirmForm
from kinerja.competency.forms.peers import HideCommentForm
from kinerja.competency.models import PeerComment
from kinerja.competency.queries.peer_comments import (
    PARTS,
    comment_counts,
    comments_page,
    visible_comment,
)
from kinerja.competency.services.peer_comments import hide_comment, show_comment
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError, StaleError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.get("/kompetensi/rekan/komentar")
@requires(Permission.MODERATE_PEERS)
def peer_comments() -> Response:
    """The comments of one part: those that wait, are shown, or are hidden."""
    part = request.args.get("bagian", "")
    part = part if part in PARTS else ""
    return page(
        "competency/peers_comments.html",
        part=part,
        counts=comment_counts(to=viewer()),
        comments=comments_page(part, to=viewer(), page=page_number()),
        form=ConfirmForm(),
    )


@bp.post("/kompetensi/rekan/komentar/<int:comment_id>/tampilkan")
@requires(Permission.MODERATE_PEERS)
def show_peer_comment(comment_id: int) -> Response:
    """Let the subject read the comment."""
    comment = visible_comment(comment_id, to=viewer())
    if not ConfirmForm().validate_on_submit():
        raise StaleError()
    show_comment(comment, by=viewer())
    flash(_("Komentar ditampilkan kepada yang dinilai."))
    return see_other("competency.peer_comments")


@bp.route("/kompetensi/rekan/komentar/<int:comment_id>/sembunyikan", methods=["GET", "POST"])
@requires(Permission.MODERATE_PEERS)
def hide_peer_comment(comment_id: int) -> Response:
    """Keep the comment from its subject, with a reason."""
    comment = visible_comment(comment_id, to=viewer())
    form = HideCommentForm()
    if form.validate_on_submit() and hidden(comment, form):
        flash(_("Komentar disembunyikan. Alasannya tercatat."))
        return see_other("competency.peer_comments")
    return page("competency/peers_comment_hide.html", comment=comment, form=form)


def hidden(comment: PeerComment, form: HideCommentForm) -> bool:
    """Hide it; a refusal goes into the form."""
    try:
        hide_comment(comment, reason=str(form.reason.data), by=viewer())
    except DomainError as error:
        form.refuse(error)
        return False
    return True
