"""Documents as PDF, made from templates like pages are; without the library a page to print."""

from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, render_template

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

OWN = "http://kinerja.invalid/"  # under which a document finds our static files


def document(template: str, /, *, name: str, **context: Any) -> Response:
    """The template as a PDF to download, tagged for screen readers (PDF/UA-1), named `name.pdf`.

    It extends `document.html`. Where WeasyPrint or the Pango library is missing, the answer is
    the same document as a page, for the browser to print.
    """
    text = render_template(template, **context)
    made = pdf(text)
    if made is None:
        return make_response(text)
    answer = make_response(made)
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return answer


def pdf(text: str) -> bytes | None:
    """The HTML text as a PDF; nothing where it cannot be made on this machine."""
    try:
        from weasyprint import HTML  # noqa: PLC0415  # slow to load, and absent without Pango
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  # as above
    except (ImportError, OSError):
        current_app.logger.warning("printing: WeasyPrint or Pango is missing")
        return None

    class OwnFiles(URLFetcher):
        """Opens files of the static folder and pictures within the page, nothing else."""

        def fetch(self, url: str, headers: Any = None) -> "URLFetcherResponse":
            if not url.startswith(OWN):
                return super().fetch(url, headers)
            path = static_file(url)
            kind = guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    target = BytesIO()
    fetcher = OwnFiles(allowed_protocols=["data"])
    source = HTML(string=text, base_url=OWN, url_fetcher=fetcher)
    source.write_pdf(target, pdf_variant="pdf/ua-1")
    return target.getvalue()


def static_file(url: str) -> Path:
    """The file in the static folder that the address means.

    :raises ValueError: it lies outside of the folder.
    """
    folder = Path(str(current_app.static_folder)).resolve()
    path = (folder / urlsplit(url).path.removeprefix("/static/").lstrip("/")).resolve()
    if not path.is_relative_to(folder):
        raise ValueError(url)
    return path
