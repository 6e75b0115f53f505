"""Random class titles, codes, bonuses and employers: realistic, and none of them twice in a document."""

from __future__ import annotations

from random import Random

OCCUPATIONS = (
    "Accountant", "Airport Guide", "Animal Control Officer", "Assistant Harbor Engineer", "Building Inspector",
    "Civil Engineering Associate", "Communications Electrician", "Custodian", "Deputy City Attorney",
    "Environmental Compliance Inspector", "Equipment Operator", "Fire Captain", "Gardener Caretaker", "Harbor Pilot",
    "Housing Planning Economist", "Irrigation Specialist", "Library Assistant", "Maintenance Laborer",
    "Management Analyst", "Municipal Police Captain", "Museum Guide", "Park Ranger", "Payroll Supervisor",
    "Pile Driver Worker", "Police Detective", "Principal Clerk Police", "Real Estate Officer", "Refuse Collection Truck"
    " Operator", "Security Officer", "Senior Clerk Typist", "Systems Analyst", "Traffic Officer", "Tree Surgeon",
    "Wastewater Treatment Operator", "Water Utility Worker", "Zoo Curator",
)  # fmt: skip
LEVELS = ("", "I", "II", "III", "IV", "V")
CODE_STYLES = ("dash", "plain", "letter", "none")
BONUSES = (
    ("Basic POST", "3"), ("Intermediate POST", "1"), ("Advanced POST", "2"), ("Airfield Assignment", "2"),
    ("Bilingual Premium", "2.5"), ("Hazard Pay", "4"), ("Longevity after Ten Years", "5"), ("Lead Assignment", "1.5"),
    ("Firefighter I", "1"), ("Night Watch Differential", "6"),
)  # fmt: skip
BASE_NAMES = ("Regular Pay", "Base Pay", "Base Salary")
TOTAL_NAMES = ("Regular Pay plus ALL bonuses", "Total with all bonuses", "Total Compensation")
EMPLOYERS = (
    ("City of Bellavista", "Bellavista Employees Association"),
    ("County of Los Robles", "Los Robles County Attorneys Guild"),
    ("Port of San Marcial", "Harbor Workers Union, Local 12"),
    ("Rio Verde Unified School District", "Classified Employees Federation"),
)
BARGAINING_UNITS = ("ATA", "MEA", "STA", "POA", "EPP", "CLA")


def pick_titles(rng: Random, count: int) -> list[str]:
    """Different class titles; classes of one occupation follow each other with rising levels."""
    titles: list[str] = []
    for occupation in rng.sample(OCCUPATIONS, len(OCCUPATIONS)):
        grades = rng.choice((1, 1, 2, 3))
        first = rng.choice((0, 1)) if grades == 1 else 1
        titles += [f"{occupation} {LEVELS[level]}".strip() for level in range(first, first + grades)]
    return titles[:count]


def pick_codes(rng: Random, titles: list[str], style: str) -> list[str]:
    """A code of its own for each title in the document's style; "" where it prints none."""
    if style == "none":
        return [""] * len(titles)
    numbers = rng.sample(range(1001, 9899), len(titles))
    codes: list[str] = []
    for index, title in enumerate(titles):
        if style == "dash":
            stem, _, grade = title.rpartition(" ")
            same = index and titles[index - 1].rpartition(" ")[0] == stem and grade in LEVELS and stem
            number = codes[-1].split("-")[0] if same else str(numbers[index])
            codes.append(f"{number}-{LEVELS.index(grade) if grade in LEVELS and grade else 1}")
        elif style == "plain":
            codes.append(str(numbers[index]))
        else:
            letter, number = rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ"), numbers[index]
            while (code := f"{letter}{number % 900 + 100}") in codes:
                number += 1
            codes.append(code)
    return codes


def pick_bonuses(rng: Random, count: int) -> list[tuple[str, str]]:
    """Bonuses as (name as printed, percent)."""
    template = rng.choice(("{} - {}%", "{} ({}%)", "{} {}%"))
    return [(template.format(name, percent), percent) for name, percent in rng.sample(BONUSES, count)]
