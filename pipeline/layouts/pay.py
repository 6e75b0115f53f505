"""How salary tables name things, over all the agreements we know. Data, not code: add a word here.

Every name is compared in lower case without punctuation and spaces (see ``tokens.fold``).
"""

from __future__ import annotations

from pipeline.models import Period

ROW_PERIODS: dict[str, Period] = {
    "hr": "HR",
    "hrs": "HR",
    "hrly": "HR",
    "hourly": "HR",
    "hourlyrate": "HR",
    "perhour": "HR",
    "bw": "BW",
    "biweekly": "BW",
    "biwkly": "BW",
    "biwk": "BW",
    "biweeklyrate": "BW",
    "payperiod": "BW",
    "mo": "MO",
    "mon": "MO",
    "mth": "MO",
    "mthly": "MO",
    "monthly": "MO",
    "monthlyrate": "MO",
    "yr": "YR",
    "annual": "YR",
    "annually": "YR",
    "annualrate": "YR",
    "yearly": "YR",
    "yrly": "YR",
}
"""What stands before a row of amounts and says for which pay period they are."""

PERIOD_STARTS: frozenset[str] = frozenset({"bi", "hourly", "biweekly", "monthly", "annual", "pay", "per"})
"""First lines of such names where a narrow cell breaks them ("Bi-" over "Weekly", "Hourly" over "Rate")."""

HEADER_PERIODS: tuple[tuple[str, Period], ...] = (
    ("biweekly", "BW"),
    ("biwkly", "BW"),
    ("biwk", "BW"),
    ("payperiod", "BW"),
    ("hourly", "HR"),
    ("perhour", "HR"),
    ("hour", "HR"),
    ("monthly", "MO"),
    ("permonth", "MO"),
    ("month", "MO"),
    ("annual", "YR"),
    ("yearly", "YR"),
    ("peryear", "YR"),
    ("year", "YR"),
    ("hr", "HR"),
    ("bw", "BW"),
    ("mo", "MO"),
    ("yr", "YR"),
)
"""What the head of a column of amounts holds; the first that fits counts. Names of two letters fit
only a whole word."""

COLUMN_HEADS: tuple[tuple[str, str], ...] = (
    ("classcode", "code"),
    ("jobcode", "code"),
    ("classno", "code"),
    ("classtitle", "title"),
    ("jobtitle", "title"),
    ("classification", "title"),
    ("positiontitle", "title"),
    ("bargainingunit", "unit"),
    ("paycomponent", "component"),
    ("component", "component"),
    ("paytype", "component"),
    ("typeofpay", "component"),
    ("rangestep", "range step"),
    ("gradestep", "range step"),
    ("salaryrange", "range"),
    ("payrange", "range"),
    ("paygrade", "range"),
    ("grade", "range"),
    ("range", "range"),
    ("schedule", "range"),
    ("payband", "range"),
    ("salaryband", "range"),
    ("yearsofservice", "step"),
    ("yearsofexperience", "step"),
    ("yearsexperience", "step"),
    ("lengthofservice", "step"),
    ("timeinposition", "step"),
    ("timeingrade", "step"),
    ("step", "step"),
    ("steps", "step"),
    ("workdays", "days"),
    ("dutydays", "days"),
    ("days", "days"),
    ("hours", "days"),
    ("months", "days"),
    ("band", "range"),
    ("code", "code"),
    ("title", "title"),
    ("position", "title"),
    ("class", "title"),
    ("unit", "unit"),
    ("bu", "unit"),
)
"""What the head of a column of labels holds; the first that fits counts."""

WHOLE_HEADS: tuple[tuple[str, str], ...] = (
    ("year", "step"),
    ("years", "step"),
    ("yrs", "step"),
    ("yos", "step"),
    ("experience", "step"),
    ("service", "step"),
    ("progression", "step"),
)
"""The same where the head says nothing else."""

HEAD_WORDS: frozenset[str] = frozenset(
    {"class", "job", "code", "no", "title", "classification", "position", "bargaining", "unit", "bu", "pay",
     "component", "type", "of", "salary", "range", "grade", "schedule", "step", "steps", "work", "duty", "days",
     "hours", "months"}
)  # fmt: skip
"""The words these heads are made of: what stands over another and is none of them is a piece of a broken word."""

STEP_HEADS: frozenset[str] = frozenset({"step", "steps"})
"""The head over a column of steps, whatever the other columns are called."""

ADD_ON_HEADS: tuple[str, ...] = ("addon", "premium", "differential", "bonus")
"""A column of amounts paid on top of the base rate."""

ADDITION_WORDS: tuple[str, ...] = (
    "allowance", "longevity", "stipend", "differential", "premium", "incentive", "bonus", "reimbursement",
    "certificate", "certification", "bilingual",
)  # fmt: skip
"""Words of rows that print what is paid on top of the amounts over them."""

BASE_NAMES: tuple[str, ...] = ("regularpay", "basepay", "basesalary", "baserate", "basicpay", "basicsalary", "salary")
"""Component names that begin a class: the pay without any bonus."""

TOTAL_WORDS: tuple[str, ...] = ("plusall", "total", "includingall", "withall", "combined")
"""Words of a component name that adds others up."""

COMPONENT_WORDS: tuple[str, ...] = (
    *BASE_NAMES,
    *TOTAL_WORDS,
    "bonus",
    "bonuses",
    "post",
    "premium",
    "incentive",
    "differential",
    "longevity",
    "certificate",
    "airfield",
    "firefighter",
    "plus",
)
"""Words that make a label a component of pay and not a class title; a percentage does too."""

APPENDIX_WORDS: tuple[str, ...] = ("appendix", "exhibit", "schedule", "attachment", "addendum", "annex")
"""What the part of an agreement that holds a salary table is called."""

EFFECTIVE_WORDS: tuple[str, ...] = ("operative", "effective", "asof", "beginning", "commencing", "from")
"""Words before the date from which a salary table holds."""

HYPHENATED: frozenset[str] = frozenset(
    {"part", "full", "half", "co", "non", "pre", "post", "vice", "multi", "mid", "self", "sub", "ex", "on", "off"}
)
"""First parts of words that keep their hyphen where a line ends with it ("Part-" over "time")."""

BLANKS: frozenset[str] = frozenset({"-", "--", "---", "\u2013", "\u2014", "n/a", "na", "*", "."})
"""What is printed in the place of an amount that does not exist."""

COUNTING_WORDS: dict[str, int] = {
    word: number
    for words in (
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    )
    for number, word in enumerate(words, 1)
}
"""Steps whose number is a word ("Step One", "First Step")."""

NAMED_STEPS: frozenset[str] = frozenset(
    {
        "minimum",
        "midpoint",
        "maximum",
        "min",
        "mid",
        "max",
        "entry",
        "top",
        "1st quartile",
        "first quartile",
        "2nd quartile",
        "second quartile",
        "3rd quartile",
        "third quartile",
    }
)
"""Steps that have a name instead of a number."""

SERVICE_WORDS: frozenset[str] = frozenset(
    {"training", "start", "starting", "hire", "hiring", "entry", "probation", "probationary", "base", "final", "top",
     "min", "minimum", "max", "maximum"}
)  # fmt: skip
"""Heads of columns of steps that are named by service ("Start", "6 Months", "1 Year", "Top")."""

SERVICE_UNITS: frozenset[str] = frozenset({"month", "months", "mos", "year", "years", "yrs"})
"""What the length of a service is told in."""

FIRST_SERVICE_WORDS: frozenset[str] = frozenset({"training", "start", "starting", "hire", "hiring", "entry"})
"""Those of them that come before any length of service."""

LANE_WORDS: frozenset[str] = frozenset(
    {"column", "lane", "range", "grade", "group", "level", "class", "track", "schedule", "semester", "credits", "units",
     "bachelor", "bachelors", "master", "masters", "doctor", "doctorate", "degree", "credential", "certified"}
)  # fmt: skip
"""Words of heads of columns that name a range or lane of education, and no class."""

LANE_HEADS: frozenset[str] = frozenset({"column", "columns", "lane", "lanes", "group", "groups", "level", "levels"})
"""Heads over the names of all lanes."""

LATE_STEP_WORDS: frozenset[str] = frozenset({"longevity", "long", "yr", "yrs", "year", "years", "yos"})
"""Words of heads of columns that pay for years of service beyond the last step."""

LOW_AND_HIGH: tuple[str, str] = ("Minimum", "Maximum")
"""What the ends of a range are called where only "4,500.00 - 6,000.00" is printed."""

PERIOD_HEADS: frozenset[str] = frozenset({"period", "payperiod", "frequency", "basis", "type", "rate"})
"""Heads over the names of pay periods that begin rows."""

SCHEDULE_WORDS: frozenset[str] = frozenset(
    {"schedule", "schedules", "salary", "salaries", "wage", "wages", "rates", "pay", "plan", "page", "table", "city",
     "county", "district", "union", "association", "agreement", "unit", "ranges", "steps"}
)  # fmt: skip
"""Words of titles that name a schedule or its parties, and no class."""

NO_PAY_WORDS: frozenset[str] = frozenset({"hours", "minutes", "days", "leave", "vacation"})
"""Words of heads of columns that hold time and no pay, whatever period they name ("Hours per Pay Period")."""

OTHER_RATES: frozenset[str] = frozenset(
    {"overtime", "ot", "onehalf", "doubletime", "double", "holiday", "standby", "callback"}
)
"""Words of heads of columns that hold the pay of some hours, and no class's rate ("Overtime Hourly Rate")."""

ACCRUAL_WORDS: frozenset[str] = frozenset({"accrual", "accruals", "accrued", "accumulation"})
"""The same, also beside a word such as "rate"."""

DEPARTMENT_WORDS: frozenset[str] = frozenset({"department", "division", "bureau", "section", "office", "unit", "group"})
"""Last words of lines between the rows of a table that name a part of the employer, and no class."""
