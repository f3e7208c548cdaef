"""Reading the dated settings."""

from kinerja.rulebook.queries.book import Book, book, periods, rule, rule_or_shipped
from kinerja.rulebook.queries.holidays import holiday, holiday_years, holidays, holidays_of
from kinerja.rulebook.queries.settings import History, histories, history, matching, version

__all__ = [
    "Book",
    "History",
    "book",
    "histories",
    "history",
    "holiday",
    "holiday_years",
    "holidays",
    "holidays_of",
    "matching",
    "periods",
    "rule",
    "rule_or_shipped",
    "version",
]
