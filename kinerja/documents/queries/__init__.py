"""Reads: one document by its code or number, and those about a thing."""

from kinerja.documents.queries.issued import document, document_by_code, documents_about

__all__ = ["document", "document_by_code", "documents_about"]
