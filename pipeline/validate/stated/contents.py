"""The contents list against the headings of the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.findings import Finding
from pipeline.models import Article

CHECK = "contents"


def check_contents(articles: Sequence[Article], printed: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Differences of contents list and headings, each a warning with both texts.

    A document that prints no contents list has no ``toc_status`` and gives no finding.

    Args:
        articles: Rows of ``articles``.
        printed: What the body prints for an ``article_id`` where that is not its title: an appendix's operative date.
    """
    found = (_check_article(article, (printed or {}).get(article.article_id) or article.title) for article in articles)
    return tuple(finding for finding in found if finding is not None)


def count_matching(articles: Sequence[Article]) -> int:
    """Headings that the contents list prints as they stand (a line of ``mou validate --verbose``)."""
    return sum(article.toc_status == "match" for article in articles)


def _check_article(article: Article, heading: str) -> Finding | None:
    message = _describe(article, heading)
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
        printed=article.toc_title or None,
        expected=None if missing else heading or None,
        origin="unknown" if missing else "printed",
        page_number=article.page_first,
    )


def _describe(article: Article, heading: str) -> str | None:
    """What is wrong, with both texts; ``None`` where nothing is."""
    name = " ".join(filter(None, (article.kind, article.number)))
    if article.toc_status == "differs":
        return f"the contents list calls {name} {_quote(article.toc_title)}, its heading {_quote(heading)}"
    if article.toc_status == "not_in_contents":
        return " ".join(filter(None, (f"the contents list leaves out {name}", _quote(heading, ""))))
    if article.toc_status == "not_in_body":
        listed = " ".join(filter(None, (name, _quote(article.toc_title, ""))))
        return f"the contents list names {listed}, the body has no such heading"
    return None


def _quote(text: str | None, nothing: str = "by no title") -> str:
    return f"\u201c{text}\u201d" if text else nothing
