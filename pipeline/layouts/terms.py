"""Words in which agreements state quantities: numbers, units, bases, months. Data, not code."""

from __future__ import annotations

from decimal import Decimal

ONES: dict[str, int] = {
    word: value
    for value, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1)
}
TEENS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        (
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ),
        start=10,
    )
}
TENS: dict[str, int] = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
TENS["fourty"] = 40
SCALES: dict[str, int] = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
FRACTIONS: dict[str, int] = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "eighth": 8,
    "eighths": 8,
    "tenth": 10,
    "tenths": 10,
    "twelfth": 12,
    "twelfths": 12,
    "hundredth": 100,
    "hundredths": 100,
}
"""Denominators. "one-fifth of the cost", never "fifth step": a numerator must stand before."""
FRACTION_SIGNS: dict[str, Decimal] = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
    "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"),
    "⅝": Decimal("0.625"),
    "⅞": Decimal("0.875"),
    "⅒": Decimal("0.1"),
}

UNITS: dict[str, tuple[str, str]] = {
    "minute": ("hours", "minutes"),
    "hour": ("hours", "hours"),
    "hr": ("hours", "hours"),
    "day": ("days", "days"),
    "workday": ("days", "working days"),
    "workweek": ("weeks", "weeks"),
    "week": ("weeks", "weeks"),
    "month": ("months", "months"),
    "year": ("years", "years"),
    "payday": ("pay_periods", "pay periods"),
    "paycheck": ("pay_periods", "pay periods"),
    "pay period": ("pay_periods", "pay periods"),
    "payroll period": ("pay_periods", "pay periods"),
    "payroll check": ("pay_periods", "pay periods"),
    "biweekly increment": ("pay_periods", "pay periods"),
    "biweekly period": ("pay_periods", "pay periods"),
    "biweekly payment": ("pay_periods", "pay periods"),
    "biweekly installment": ("pay_periods", "pay periods"),
}
"""Unit as printed, singular -> kind and unit of the term."""

DAY_QUALIFIERS = {"calendar": "calendar days", "business": "business days", "working": "working days"}
"""A deadline of ten working days is longer than one of ten days, so the word goes into the unit."""

QUALIFIERS = [
    "accrued",
    "accumulated",
    "additional",
    "administrative",
    "aggregate",
    "annual",
    "approved",
    "bi-weekly",
    "biweekly",
    "business",
    "calendar",
    "compensatory",
    "complete",
    "completed",
    "consecutive",
    "continuous",
    "credited",
    "cto",
    "duty",
    "extra",
    "final",
    "floating",
    "flsa",
    "full",
    "full-time",
    "holiday",
    "initial",
    "in-service",
    "more",
    "off",
    "off-duty",
    "overtime",
    "paid",
    "pay",
    "payroll",
    "personal",
    "preceding",
    "leave",
    "regular",
    "regularly",
    "scheduled",
    "semi-monthly",
    "service",
    "sick",
    "straight",
    "straight-time",
    "succeeding",
    "successive",
    "total",
    "training",
    "unpaid",
    "vacation",
    "work",
    "working",
]
"""Words that may stand between a number and its unit."""

PERIODS: dict[str, str] = {
    "hour": "hour",
    "hourly": "hour",
    "day": "day",
    "workday": "day",
    "daily": "day",
    "diem": "day",
    "week": "week",
    "weekly": "week",
    "workweek": "week",
    "biweekly period": "biweekly",
    "biweekly pay period": "biweekly",
    "bi-weekly pay period": "biweekly",
    "biweekly": "biweekly",
    "bi-weekly": "biweekly",
    "pay period": "pay_period",
    "payroll period": "pay_period",
    "paycheck": "paycheck",
    "month": "month",
    "monthly": "month",
    "quarter": "quarter",
    "quarterly": "quarter",
    "calendar year": "calendar_year",
    "fiscal year": "fiscal_year",
    "contract year": "contract_year",
    "year": "year",
    "yearly": "year",
    "annum": "year",
    "annual": "year",
    "annually": "year",
    "twelve-month period": "year",
    "twelve month period": "year",
    "twelve (12) month period": "year",
    "12-month period": "year",
    "12 month period": "year",
    "shift": "shift",
    "watch": "shift",
    "deployment period": "deployment_period",
    "28-day deployment period": "deployment_period",
    "28-day dp": "deployment_period",
    "dp": "deployment_period",
    "28-day period": "deployment_period",
    "28 workday deployment period": "deployment_period",
    "mile": "mile",
    "deduction": "deduction",
    "payroll deduction": "deduction",
    "occurrence": "occurrence",
    "incident": "occurrence",
    "such incident": "occurrence",
    "instance": "occurrence",
    "event": "occurrence",
    "employee": "employee",
    "officer": "employee",
    "member": "employee",
    "person": "employee",
    "unit": "unit",
    "semester": "semester",
    "class": "class",
    "meal": "meal",
    "night": "night",
    "call": "call",
    "assignment": "assignment",
}
"""What may stand after "per" or "each" -> base of the quantity."""

ADVERBS = ("hourly", "daily", "weekly", "biweekly", "bi-weekly", "monthly", "quarterly", "yearly", "annually", "annual")

MONTHS: dict[str, int] = {
    month: number
    for number, month in enumerate(
        (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        start=1,
    )
}
MONTH_ABBREVIATIONS: dict[str, int] = {
    "Jan": 1,
    "Feb": 2,
    "Mar": 3,
    "Apr": 4,
    "Jun": 6,
    "Jul": 7,
    "Aug": 8,
    "Sept": 9,
    "Sep": 9,
    "Oct": 10,
    "Nov": 11,
    "Dec": 12,
}

EFFECTIVE_MARKERS = (
    "effective",
    "operative",
    "beginning",
    "commencing",
    "starting",
    "retroactive to",
    "retroactively to",
    "As of",
    "On and after",
    "On or after",
)
"""A date straight after one of these is the date the quantities of the sentence take effect.

Those with a capital count only at the beginning of a sentence.
"""

NOT_EFFECTIVE_AFTER = ("year", "years", "period", "periods", "became", "quarter")
"""A marker after one of these dates something else: "the fiscal year beginning July 1"."""

CITATIONS = [
    "section",
    "sections",
    "sec",
    "secs",
    "article",
    "articles",
    "art",
    "appendix",
    "appendices",
    "exhibit",
    "form",
    "step",
    "tier",
    "class",
    "code",
    "rule",
    "chapter",
    "division",
    "paragraph",
    "paragraphs",
    "subsection",
    "item",
    "items",
    "page",
    "part",
    "schedule",
    "ordinance",
    "resolution",
    "mou",
    "number",
    "no",
    "tiers",
    "grade",
    "band",
    "plan",
    "group",
    "option",
    "phase",
    "volume",
    "manual",
    "bulletin",
]
"""A number straight after one of these words is a reference, not a quantity."""

MULTIPLES: dict[str, Decimal] = {
    "double time": Decimal(2),
    "double-time": Decimal(2),
    "triple time": Decimal(3),
    "triple-time": Decimal(3),
    "time and a half": Decimal("1.5"),
    "time-and-a-half": Decimal("1.5"),
}
"""Multiples of pay that hold no number."""

ABBREVIATIONS = [
    "no",
    "nos",
    "sec",
    "secs",
    "art",
    "mr",
    "mrs",
    "ms",
    "dr",
    "jr",
    "sr",
    "st",
    "vs",
    "v",
    "inc",
    "e.g",
    "i.e",
    "et",
    "al",
    "et",
    "seq",
    "u.s",
    "u.s.c",
    "c.f.r",
    "cal",
    "app",
    "ct",
    "dept",
    "etc",
    "ex",
    "gov",
    "vol",
    "p",
    "pp",
    "l.a",
]
"""A point after these ends no sentence."""

SERVICE_WORDS = ("aggregate", "city", "sworn", "active", "continuous", "county", "credited", "satisfactory", "full")
"""Words between "years of" and "service"."""

ADVERB_FOLLOWERS = [
    "in",
    "for",
    "with",
    "to",
    "of",
    "and",
    "or",
    "subject",
    "from",
    "on",
    "as",
    "at",
    "by",
    "toward",
    "towards",
    "per",
    "which",
    "that",
    "basis",
    "until",
    "beginning",
    "commencing",
    "effective",
    "thereafter",
    "plus",
    "while",
    "when",
    "if",
    "not",
    "each",
    "computed",
    "provided",
    "during",
    "the",
    "shall",
    "will",
    "is",
    "are",
    "up",
    "above",
    "over",
]
"""What may follow "monthly" where it is a base: "$100 monthly which ...", not "$100. Monthly dues"."""

PEOPLE = ("employee", "officer", "member", "person")
"""A base only after a preposition: "for each employee", while "each employee" begins a clause."""
