"""How public employers, unions and units are called, and how a title page says so. Data, not code."""

from __future__ import annotations

MONTHS: frozenset[str] = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    }
)  # fmt: skip

EMPLOYER_HEADS: frozenset[str] = frozenset(
    {"city", "county", "town", "state", "village", "borough", "port", "township", "commonwealth", "university"}
)
"""Before "of": City of ..., Port of ..."""
EMPLOYER_ENDINGS: tuple[str, ...] = (
    "School District", "College District", "Water District", "Utility District", "Utilities District",
    "Transit District", "Sanitation District", "Sanitary District", "Fire District", "Protection District",
    "Hospital District", "Healthcare District", "Park District", "Parks District", "Library District", "Port District",
    "Irrigation District", "Transportation District", "Management District", "Services District", "Space District",
    "Law Library", "Public Library", "Office of Education", "Board of Education", "Superior Court", "Public Schools",
    "City Schools", "State University", "University", "Authority", "Community College",
)  # fmt: skip
"""Of which "Rio Verde Unified School District" is made: the words before it are the name."""
EMPLOYER_PREFIXES: tuple[str, ...] = ("Housing Authority of the", "Regents of the", "Superior Court of California,")
"""Printed before "City of ..." or "University of ..."; together one employer."""
PLACE_STOPS: frozenset[str] = frozenset(
    {
        "department", "police", "fire", "council", "charter", "code", "municipal", "administrative", "employee",
        "employees", "attorney", "clerk", "manager", "mayor", "board", "human", "personnel", "office", "officer",
        "officers", "civil", "service", "services", "retirement", "ordinance", "resolution", "salary", "salaries",
        "memorandum", "agreement", "general", "representation", "classified", "association", "union", "public",
        "compensation", "pay", "term", "inter-departmental", "classification", "labor", "and", "or", "for", "the",
        "with", "in", "as", "by", "to", "hereinafter", "local", "unit", "fiscal", "rules", "policy", "page", "mou",
        "schedule", "effective", "residents", "firefighters", "management", "professional", "teamsters", "master",
        "side", "letter", "successor", "proposal", "terms", "comprehensive", "collective", "deferred", "job",
    }
)  # fmt: skip
"""Words after "City of Los Angeles" that are no part of its name."""
PLACE_PARTICLES: frozenset[str] = frozenset(
    {
        "los", "san", "santa", "santo", "las", "el", "la", "del", "de", "new", "fort", "port", "st.", "saint", "mount",
        "rancho", "palo", "long", "beverly", "west", "east", "north", "south", "lake",
    }
)  # fmt: skip
"""A line that ends with one of these breaks the name of a place."""

UNION_ENDINGS: frozenset[str] = frozenset(
    {
        "association", "associations", "union", "league", "guild", "federation", "brotherhood", "alliance", "teamsters",
        "coalition", "society", "firefighters", "fighters", "congress",
        "engineers", "steelworkers", "machinists", "carpenters", "plumbers", "painters", "electricians",
    }
)  # fmt: skip
UNION_SOLE_ENDINGS: frozenset[str] = frozenset(
    {
        "teamsters", "firefighters", "fighters", "society", "congress",
        "engineers", "steelworkers", "machinists", "carpenters", "plumbers", "painters", "electricians",
    }
)  # fmt: skip
"""Endings that make an organization only with a local's number behind them."""
NO_UNION: frozenset[str] = frozenset(
    {
        "credit", "arbitration", "mediation", "relief", "retirement", "insurance", "bar", "homeowners", "medical",
        "automobile", "savings",
    }
)  # fmt: skip
"""A credit union, the American Arbitration Association, a relief association: no bargaining partner."""
NOT_UNION_AFTER: frozenset[str] = frozenset(
    {"high", "elementary", "school", "sanitary", "street", "station", "security", "representative", "representatives",
     "steward", "stewards", "dues", "member", "members", "business", "rights", "leave", "release", "president"}
)  # fmt: skip
"""Words after "Union": Union High School District, Union Security."""
LOCAL_WORDS: frozenset[str] = frozenset({"local", "chapter", "lodge", "council"})
"""A number follows: Local 145, Chapter 32, Lodge 7."""
UNION_ACRONYMS: frozenset[str] = frozenset(
    {
        "AFL", "AFL-CIO", "AFSCME", "AFT", "ATU", "CFT", "CIO", "CLC", "CSEA", "CTA", "CTW", "CWA", "FOP", "IAFF",
        "IAM", "IBEW", "IBT", "IFPTE", "ILWU", "IUOE", "LIUNA", "NEA", "OPEIU", "PBA", "POA", "SEIU", "UAPD",
        "DSA", "UAW", "UFCW", "UPEC", "UTU",
    }
)  # fmt: skip
GENERIC_WORDS: frozenset[str] = frozenset(
    {
        "employee", "employees", "recognized", "exclusive", "exclusively", "majority", "city", "county", "district",
        "management", "bargaining", "representation", "representative", "negotiating", "negotiations", "appropriate",
        "unit", "units", "union", "association", "organization", "organizations", "labor", "and", "of", "or", "&",
        "said", "all", "such", "each", "any", "member", "members", "employer", "department", "certified", "this",
        "both", "neither", "either", "local", "no", "individual", "entire", "other", "new",
    }
)  # fmt: skip
"""A name made of these alone names nobody: "the Recognized Employee Association"."""
NAME_STOPS: frozenset[str] = frozenset(
    {
        "the", "a", "an", "this", "that", "these", "said", "by", "between", "regarding", "concerning", "covering",
        "with", "to", "for", "from", "in", "on", "at", "its", "as", "is", "are", "was", "has", "shall", "hereby",
        "certified", "memorandum", "understanding", "agreement", "article", "section", "term", "effective", "through",
        "until", "dated", "page", "mou", "parties", "entered", "into", "made", "pursuant", "recognizes", "recognize",
        "contract", "represented", "including", "date", "subject", "however", "if", "when", "where", "neither",
        "either", "both", "any", "each", "all", "no", "such", "upon", "under", "schedule", "exhibit", "appendix", "or",
        "nor", "but", "implemented", "employment", "conditions", "attachments", "per", "while", "only", "may", "except",
        "draft", "final", "tentative", "ratified", "current", "key", "your", "our", "whereas", "also", "who", "which",
        "should", "will", "have",
        *MONTHS,
    }
)  # fmt: skip
"""Words at which a name begins or ends, in whatever letters they are printed."""
ROLES: frozenset[str] = frozenset(
    {
        "president", "director", "chair", "manager", "secretary", "treasurer", "representative", "representatives",
        "member", "members", "officer", "steward", "stewards", "counsel", "behalf", "recognition",
    }
)  # fmt: skip
"""Before "of": the president of an association is no part of its name."""

AGREEMENT_TITLES: tuple[str, ...] = (
    "Comprehensive Memorandum of Understanding", "Memorandum of Understanding", "Memorandum of Agreement",
    "Collective Bargaining Agreement", "Collective Bargaining Contract", "Negotiated Agreement", "Master Agreement",
    "Labor Agreement", "Labor Contract", "Working Agreement", "Collective Agreement", "Letter of Understanding",
    "Master Contract", "Agreement Between", "Contract Between", "Agreement By and Between", "Articles of Agreement",
)  # fmt: skip
TERMS_TITLE = "Terms and Conditions of Employment"
SCHEDULE_TITLES: tuple[str, ...] = (
    "Salary Schedule", "Salary Ordinance", "Salary Resolution", "Compensation Plan", "Pay Plan", "Pay Schedule",
    "Classification and Compensation Plan", "Wage Schedule", "Classification and Pay Plan", "Compensation Schedule",
    "Salary Schedules", "Compensation Ordinance", "Compensation Resolution", "Salary Plan", "Wage Schedules",
)  # fmt: skip
