"""The contents list against the headings of the body."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import Article

CHECK = "contents"


def check_contents(articles: Sequence[Article]) -> tuple[Finding, ...]:
    """Differences of contents list and headings, each a warning with both titles.

    A document that prints no contents list has no ``toc_status`` and gives no finding.
    """
    return tuple(finding for article in articles if (finding := _check_article(article)) is not None)


def count_matching(articles: Sequence[Article]) -> int:
    """Headings that the contents list prints as they stand (a line of ``mou validate --verbose``)."""
    return sum(article.toc_status == "match" for article in articles)


def _check_article(article: Article) -> Finding | None:
    name = " ".join(filter(None, (article.kind, article.number)))
    messages = {
        "differs": f"the contents list calls {name} “{article.toc_title}”, its heading “{article.title}”",
        "not_in_contents": f"the contents list leaves out {name} “{article.title}”",
        "not_in_body": f"the contents list names {name} “{article.toc_title}”, the body has no such heading",
    }
    message = messages.get(article.toc_status or "")
    if message is None:
        return None
    missing = article.toc_status == "not_in_body"
    return Finding(
        document_id=article.document_id,
        check=CHECK,
        severity="warning",
        table="articles",
        key=article.article_id,
        message=message,
        column="toc_title",
        printed=article.toc_title,
        expected=None if missing else article.title,
        origin="unknown" if missing else "printed",
        page_number=article.page_first,
    )
