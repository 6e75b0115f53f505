"""Random articles with quantities and dates around the pay tables: what no reader may take for a rate."""

from __future__ import annotations

from random import Random

from tools.typeset.prose import Article, Grid, Prose, Section

CLAUSES = (
    ("UNIFORMS", "Each member is paid ${a} per year for uniforms, in two payments of ${b}."),
    ("MILEAGE", "A private car used for work is paid with {c} cents ($.{c}) per mile."),
    ("OVERTIME", "Work beyond forty (40) hours in a week is paid at one and one-half (1.5) times the regular rate."),
    ("CALL BACK PAY", "A call back pays at least four (4) hours, or ${d}.00, whichever is more."),
    ("HEALTH INSURANCE", "From {date} the employer adds ${a}.50 per month to each plan."),
    ("BEREAVEMENT LEAVE", "Three (3) days are paid; two (2) more where the way is longer than 1,500 miles."),
    ("BILINGUAL PREMIUM", "Whoever passes the test is paid ${d}.00 biweekly or {e} percent ({e}%) of base pay."),
    ("SICK LEAVE", "Ninety-six (96) hours are credited on {date}, and no more than 800 hours are kept."),
    ("NIGHT WATCH", "Hours between 2200 and 0600 are paid ${f} per hour more."),
)
SERVICE_YEARS = ("1", "5", "10", "15", "20", "25")


def make_prose(rng: Random, number: str, employer: tuple[str, str], years: str, dates: list[str]) -> Prose:
    """Title, contents, articles, a vacation table and the dates of the appendices, of one document."""
    picked = rng.sample(CLAUSES, rng.randint(3, 6))
    articles = [
        Article(f"2.{index}", title, (f"A. {_fill(text, rng)}", "B. The rule of the article before applies as well."))
        for index, (title, text) in enumerate(picked, start=1)
    ]
    vacation = Article("2.9", "VACATION", ("Vacation grows with service:",), "VACATION ACCRUAL", _vacation(rng))
    salaries = Article("3.1", "SALARIES", tuple(dates))
    return Prose(
        number=number,
        title=f"Memorandum of Understanding No. {number}",
        years=years,
        unit="General Services Representation Unit",
        employer=employer[0],
        organization=employer[1],
        term=f"Term: {years}",
        footer=f"MOU {number}-{years[2:4]}",
        table_heading=f"MOU {number}",
        sections=(
            Section(Article("2.0", "WORKING CONDITIONS"), (*articles, vacation)),
            Section(Article("3.0", "COMPENSATION"), (salaries,)),
        ),
        notes={},
    )


def _fill(text: str, rng: Random) -> str:
    return text.format(
        a=rng.randint(200, 999), b=rng.randint(100, 199), c=rng.randint(31, 67), d=rng.randint(20, 95),
        e=rng.randint(1, 6), f=f"{rng.randint(1, 3)}.{rng.randint(10, 99)}",
        date=f"July 1, {rng.randint(2005, 2025)}",
    )  # fmt: skip


def _vacation(rng: Random) -> Grid:
    start = rng.randint(10, 14)
    rows = [
        (year, str(start + 2 * index), f"{(start + 2 * index) * 8 // 12}.{(start + 2 * index) * 8 % 12 * 5:02d}")
        for index, year in enumerate(SERVICE_YEARS)
    ]
    return (("Years of Service", "Days per Year", "Hours per Month"), *rows)
