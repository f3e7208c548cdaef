"""Documents: real PDFs read back, and what they may open."""

import builtins
import io
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from kinerja import printing

PAGE = (
    '<!doctype html><html lang="id"><head><title>Surat uji</title>'
    '<link rel="stylesheet" href="/static/document.css?v=1"></head>'
    '<body><main><h1>Surat uji</h1><p>Isi %s</p><img alt="titik" src="{src}"></main></body></html>'
)
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQAB"
    "h6FO1AAAAABJRU5ErkJggg=="
)


def made(app: Flask, src: str = DOT) -> PdfReader:
    with app.test_request_context():
        text = printing.pdf(PAGE.replace("{src}", src) % "å")
    assert text is not None
    return PdfReader(io.BytesIO(text))


def test_document_is_a_tagged_pdf_in_our_type(app: Flask) -> None:
    read = made(app)
    assert "Surat uji" in read.pages[0].extract_text()
    assert read.metadata is not None
    assert read.metadata.title == "Surat uji"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "id"
    fonts = {str(font["/BaseFont"]) for font in fonts_of(read)}
    assert any("Jakarta" in font for font in fonts)
    assert len(read.pages[0].images) == 1


def fonts_of(read: PdfReader) -> list[Any]:
    named = read.pages[0]["/Resources"]["/Font"]
    return [font.get_object() for font in named.values()]


@pytest.mark.parametrize(
    "src", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "/static/../config.py"]
)
def test_document_opens_nothing_but_our_own_files(
    app: Flask, src: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert not made(app, src).pages[0].images
    assert "Failed to load image" in caplog.text


def test_path_out_of_the_static_folder_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(ValueError, match=r"config\.py"):
        printing.static_file(printing.OWN + "static/../config.py")


def test_without_the_library_there_is_no_pdf(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("libpango-1.0.so.0")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with app.test_request_context():
        assert printing.pdf(PAGE) is None
    assert "Pango is missing" in caplog.text
