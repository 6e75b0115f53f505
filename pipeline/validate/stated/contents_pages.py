"""The pages that a contents list names against those on which its headings stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import Article

FEWEST_ENTRIES = 6
LEAST_SHARE = 0.85
"""Share of the entries that must agree on how far printed numbers are behind the pages of the file: a cover counts or
not. Where fewer do, the list was made for another edition, or numbers begin anew, and says nothing of one entry."""


def check_contents_pages(articles: Sequence[Article]) -> tuple[Finding, ...]:
    """Entries whose page is not that of their heading, each a warning with both; none for a text without pages."""
    placed = [
        (article, int(article.toc_page), article.page_first)
        for article in articles
        if article.toc_page and article.toc_page.isdecimal() and article.page_first is not None
    ]
    if len(placed) < FEWEST_ENTRIES:
        return ()
    (offset, agreeing), *_ = Counter(page - printed for _, printed, page in placed).most_common(1)
    if agreeing < LEAST_SHARE * len(placed):
        return ()
    return tuple(
        _tell(article, str(printed), str(page - offset))
        for article, printed, page in placed
        if page - printed != offset
    )


def _tell(article: Article, printed: str, expected: str) -> Finding:
    name = " ".join(filter(None, (article.kind, article.number)))
    return Finding(
        document_id=article.document_id,
        check="contents",
        severity="warning",
        table="articles",
        key=article.article_id,
        message=f"the contents list has {name} on page {printed}, its heading stands on page {expected}",
        column="toc_page",
        printed=printed,
        expected=expected,
        origin="unknown",
        page_number=article.page_first,
    )
