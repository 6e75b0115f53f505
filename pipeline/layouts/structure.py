"""How agreements print their structure: heading words, clause markers, furniture. Data, not code.

Learnt from three Los Angeles agreements (SECTION 1.0 > ARTICLE 1.1 > A. > 1. > a. > (1); SECTION 1 > A. > 1.)
and a county agreement (Division 1: > Section 1: > A. > 1. > a.); everything here is a habit of a family of
documents, nothing is a value of one document.
"""

from __future__ import annotations

HEADING_KINDS: dict[str, str] = {
    "division": "section",
    "chapter": "section",
    "title": "section",
    "part": "section",
    "section": "section",
    "sec": "section",
    "article": "article",
    "art": "article",
    "rule": "article",
    "appendix": "appendix",
    "exhibit": "appendix",
    "attachment": "appendix",
    "addendum": "appendix",
    "schedule": "appendix",
}
"""Heading word -> ``articles.kind``."""

HEADING_RANK: dict[str, int] = {
    "title": 0,
    "division": 1,
    "part": 1,
    "chapter": 2,
    "section": 3,
    "sec": 3,
    "article": 4,
    "art": 4,
    "rule": 4,
}
"""Outer to inner. Of an article that holds sections (ARTICLE 5 > Section 1) the order is found from the text."""

LETTER_TITLES: tuple[str, ...] = (
    "LETTER OF AGREEMENT",
    "LETTER OF UNDERSTANDING",
    "LETTER OF INTENT",
    "SIDE LETTER",
    "SIDE LETTER OF AGREEMENT",
    "SIDE LETTER AGREEMENT",
    "SIDELETTER",
    "SIDELETTER AGREEMENT",
    "LETTERS OF AGREEMENT",
    "SUPPLEMENTAL AGREEMENT",
)

CONTENTS_TITLES: tuple[str, ...] = ("TABLE OF CONTENTS", "CONTENTS", "INDEX")
CONTENTS_COLUMN_WORDS: frozenset[str] = frozenset(
    {"article", "section", "title", "page", "no", "no.", "number", "subject", "articles", "sections", "pages"}
)
CONTENTS_GROUPS: frozenset[str] = frozenset(
    {
        "appendices", "appendix", "exhibits", "attachments", "letters of agreement", "letter of agreement",
        "side letters", "schedules",
    }
)  # fmt: skip

ORDINANCE_TITLES: tuple[str, ...] = ("ORDINANCE NO", "RESOLUTION NO", "ORDINANCE NUMBER")
MEMO_LABELS: tuple[str, ...] = ("Date", "To", "From", "Subject")
"""A memorandum (cover letter) prints these labels in this order."""

NAMED_MARKERS: tuple[str, ...] = (
    "Note", "Notes", "Exception", "Exceptions", "Example", "Examples", "NOTE", "EXCEPTION", "EXAMPLE",
)  # fmt: skip
"""Words that open a clause of their own when a colon follows."""

CLOSING_WORDS: tuple[str, ...] = ("IN WITNESS WHEREOF", "In witness whereof", "In Witness Whereof")
"""The clause that ends an agreement and holds the signatures."""

OPENINGS: tuple[str, ...] = (
    "made and entered into", "entered into", "by and between", "is made between", "is made by", "hereinafter",
    "witnesseth", "whereas", "pursuant to", "have agreed",
)  # fmt: skip
"""Words of the paragraphs before the first heading that say who agrees; they belong to the title page."""

SIGNING_PARTIES: tuple[str, ...] = (
    "UNION", "CITY", "COUNTY", "DISTRICT", "ASSOCIATION", "EMPLOYER", "EMPLOYEES", "MANAGEMENT", "LEAGUE", "TOWN",
)  # fmt: skip
"""A signature block begins "FOR THE CITY:"."""

SIGNER_TITLES: tuple[str, ...] = (
    "president", "manager", "administrator", "administrative officer", "executive officer", "director",
    "representative", "negotiator", "secretary", "treasurer", "mayor", "clerk", "attorney", "counsel",
    "chair", "chairman", "chairperson",
    "superintendent", "approved as to form", "negotiating team", "dated?",
)  # fmt: skip
"""What stands under the line on which somebody signs."""

HYPHEN_PREFIXES: frozenset[str] = frozenset(
    {"co", "non", "self", "ex", "half", "cross", "on", "off", "well", "full", "part", "mid", "post", "pre", "inter"}
)
"""A word broken after one of these keeps its hyphen unless the document prints it in one piece."""

JOINING_WORDS: frozenset[str] = frozenset(
    {
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "upon", "under",
        "per", "during", "within", "into", "through", "nor", "than", "that",
    }
)  # fmt: skip
"""Small words inside a title; a line that ends with one goes on."""

TOPICS: frozenset[str] = frozenset(
    {
        "recognition", "term", "salary", "salaries", "wages", "compensation", "pay", "overtime", "hours", "holidays",
        "holiday", "vacation", "vacations", "leave", "leaves", "sick", "bereavement", "insurance", "health", "benefits",
        "retirement", "uniform", "uniforms", "mileage", "grievance", "grievances", "arbitration", "discipline",
        "layoff",
        "layoffs", "probation", "seniority", "safety", "union", "association", "management", "strike", "strikes",
        "nondiscrimination", "severability", "savings", "definitions", "differential", "longevity", "classification",
        "promotions", "transfers", "evaluation", "dues", "stewards", "preamble", "allowance", "allowances",
    }
)  # fmt: skip
"""Words of the titles of agreements: where no number shows that a line is a heading, several of these do."""
