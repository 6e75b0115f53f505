"""Text layers in which the amounts of a page come first and its labels after, in another order.

Which label belongs to which rows is found from what the labels say: a range code is the first hourly
rate in cents; where it is not (MOU 25, Appendix A prints the codes of Appendix B) the ladder of the
classes decides; titles belong to the codes they stand beside in most appendices; and class codes
rise in the order of the rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median, median_low

from pipeline.models import Period
from pipeline.normalize.assignment import assign_best
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, notes, tokens
from pipeline.normalize.salary.headings import TableContext
from pipeline.normalize.salary.labels import ClassLabel
from pipeline.normalize.salary.placed import PlacedBlock, SalaryTable
from pipeline.normalize.salary.pools import Pool, settle_codes

_RANGE = re.compile(r"(?:salary\s+|pay\s+)?(?:range|grade)\s*(?:no\.|code|#)?\s*:?\s*(\w{1,6})", re.IGNORECASE)
_CODE = re.compile(r"(?:class\s+)?(?:code\s*:?\s*)?([A-Z]{0,2}\d{3,5}[A-Z]?(?:-\d{1,2}[A-Z]?)?)", re.IGNORECASE)
_ROMAN_END = re.compile(r"\s([IVX]+)$")
_WORDS_IN_TITLE = 7
_WORDS_IN_REST = 3
"""Words of a wrapped title that stand on its second line, at most."""


def place_scrambled(tables: Sequence[SalaryTable], lines: Sequence[TextLine]) -> list[SalaryTable] | None:
    """Give the blocks of tables without labels the labels that stand after them.

    Returns:
        The tables with labels; ``None`` where the document is not of this form.
    """
    if len(tables) < 1 or any(block.label for table in tables for block in table.blocks):
        return None
    pools = [_read_pool(table, lines, following.body_line) for table, following in pairwise(tables)]
    pools.append(_read_pool(tables[-1], lines, None))
    if not any(pool.texts("range") or pool.texts("code") for pool in pools):
        return None
    printed = settle_codes(pools)
    titles = _pair_titles(pools)
    codes = _order_codes(pools)
    return [_label_table(pool, codes, titles, own) for pool, own in zip(pools, printed, strict=True)]


def _read_pool(table: SalaryTable, lines: Sequence[TextLine], stop: int | None) -> Pool:
    """Read the labels between a table and the next one; after the last table, as far as there are classes."""
    pool = Pool(table, TableContext(), last_line=table.last_line)
    pool.items += _items(_rest_of_row(lines[table.last_line]))
    for index in range(table.last_line + 1, len(lines) if stop is None else stop):
        text = lines[index].text
        if stop is None and (notes.is_stop(text) or len(text.split()) > 2 * _WORDS_IN_TITLE):
            break
        if stop is None and _is_whole(pool) and not _goes_on(pool, text):
            break
        if headings.names_table(lines[index]):
            pool.items.append(("", ""))
        elif not _heads_steps(lines[index], pool) and not tokens.fold(text).startswith("salarystep"):
            pool.items += _items(text)
        pool.last_line = index
    pool.context = headings.read_context(lines, table.last_line + 1, pool.last_line + 1, TableContext(), reach=200)[0]
    return pool


def _heads_steps(line: TextLine, pool: Pool) -> bool:
    """Whether a line is step heads; a lone "II" after a title is the rest of it."""
    steps = columns.read_steps(line.words)
    after_title = bool(pool.items) and pool.items[-1][0] == "title"
    return len(steps) > 1 or (len(steps) == 1 and not after_title)


def _is_whole(pool: Pool) -> bool:
    """Whether every class has its title, code and range, and the heading has been read."""
    wanted = len(pool.table.blocks)
    runs = sum(kind == "title" and before != "title" for (before, _), (kind, _) in pairwise([("", ""), *pool.items]))
    return ("", "") in pool.items and min(runs, len(pool.texts("code")), len(pool.texts("range"))) >= wanted


def _goes_on(pool: Pool, text: str) -> bool:
    """Whether a line can be the rest of the title that was read last."""
    after_title = bool(pool.items) and pool.items[-1][0] == "title"
    return after_title and len(text.split()) <= _WORDS_IN_REST and [kind for kind, _ in _items(text)] == ["title"]


def _rest_of_row(line: TextLine) -> str:
    """What hangs on the last row behind its last amount ("...207,568.08Range 7579")."""
    amounts = [index for index, word in enumerate(line.words) if tokens.is_amount(word.text)]
    return " ".join(word.text for word in line.words[amounts[-1] + 1 :]) if amounts else ""


def _items(text: str) -> list[tuple[str, str]]:
    """What a line of labels holds."""
    text = text.strip()
    if not text:
        return []
    if match := _RANGE.fullmatch(text):
        return [("range", match.group(1))]
    if match := _CODE.fullmatch(text):
        return [("code", match.group(1))]
    found = _RANGE.search(text)
    if found and found.group(1).isdigit():
        return [*_items(text[: found.start()]), ("range", found.group(1)), *_items(text[found.end() :])]
    return [("title", text)] if any(char.isalpha() for char in text) else []


def _titles(pool: Pool) -> list[str]:
    """Titles of a pool, wrapped ones joined as far as the number of classes asks for."""
    runs: list[list[str]] = []
    before = ""
    for kind, text in pool.items:
        if kind == "title":
            if before == "title":
                runs[-1].append(text)
            else:
                runs.append([text])
        before = kind
    surplus = sum(map(len, runs)) - len(pool.table.blocks)
    titles: list[str] = []
    for run in runs:
        if len(run) > 1 and surplus >= len(run) - 1:
            surplus -= len(run) - 1
            titles.append(" ".join(run))
        else:
            titles += run
    return titles


def _pair_titles(pools: Sequence[Pool]) -> dict[str, str]:
    """Code -> title, by how often they stand together, alone and as families ("Captain", 2244)."""
    together: Counter[tuple[str, str]] = Counter()
    for pool in pools:
        items = _joined(pool)
        for (kind, text), (after, code) in pairwise(items):
            if kind == "title" and after == "code":
                together[text, code] += 1
    titles = list(dict.fromkeys(title for pool in pools for title in _titles(pool)))
    codes = [code for code, count in _codes_of(pools).items() if count == 1]
    families: Counter[tuple[str, str]] = Counter()
    for (title, code), count in together.items():
        families[_stem(title), code.partition("-")[0]] += count
    scores = [
        [
            together[title, code] + families[_stem(title), code.partition("-")[0]] + 0.5 * _same_grade(title, code)
            for code in codes
        ]
        for title in titles
    ]
    paired = assign_best(scores)
    found = {codes[column]: title for title, column in zip(titles, paired, strict=True) if column is not None}
    alone = [title for title in titles if title not in found.values()], [code for code in codes if code not in found]
    if len(alone[0]) == len(alone[1]) == 1:
        found[alone[1][0]] = alone[0][0]
    return found


def _codes_of(pools: Sequence[Pool]) -> Counter[str]:
    """The class codes in rising order, and how many classes of most tables have each: such a code tells no title."""
    counts: dict[str, list[int]] = defaultdict(list)
    for pool in pools:
        for code, count in Counter(pool.texts("code")).items():
            counts[code].append(count)
    return Counter({code: median_low(found) for code, found in sorted(counts.items())})


def _joined(pool: Pool) -> list[tuple[str, str]]:
    """Items with wrapped titles joined."""
    titles = iter(_titles(pool))
    items: list[tuple[str, str]] = []
    rest = ""
    for kind, text in pool.items:
        if kind != "title":
            items.append((kind, text))
        elif rest:
            rest = rest.removeprefix(text).strip()
        else:
            title = next(titles, text)
            items.append(("title", title))
            rest = title.removeprefix(text).strip()
    return items


def _stem(title: str) -> str:
    return _ROMAN_END.sub("", title)


def _same_grade(title: str, code: str) -> bool:
    """Whether "Captain II" and 2244-2 are of one grade."""
    match = _ROMAN_END.search(title)
    return bool(match) and str(tokens.step_rank(match.group(1)) if match else "") == code.partition("-")[2]


def _order_codes(pools: Sequence[Pool]) -> list[str | None]:
    """The class code of each block, over all appendices: by the ranges after it, and by rising order."""
    votes: dict[tuple[int, str], float] = defaultdict(float)
    for pool in pools:
        placed = _place_ranges(pool)
        for (kind, code), (after, number) in pairwise(pool.items):
            if kind == "code" and after == "range":
                blocks = [index for index, own in enumerate(placed) if own == number]
                for index in blocks:
                    votes[index, code] += 1 / len(blocks)
    size = max(len(pool.table.blocks) for pool in pools)
    codes = list(_codes_of(pools).elements())
    scores = [
        [votes[index, code] + (len(pools) * 0.5 if rank == index else 0.0) for rank, code in enumerate(codes)]
        for index in range(size)
    ]
    return [codes[column] if column is not None else None for column in assign_best(scores)]


def _place_ranges(pool: Pool) -> list[str | None]:
    """The range code of each block: the one that is its first hourly rate, the others by size."""
    left = pool.texts("range")
    hourly = [_first_hourly(block) for block in pool.table.blocks]
    placed: list[str | None] = []
    for cents in hourly:
        match = next((number for number in left if number == str(cents)), None)
        placed.append(match)
        if match:
            left.remove(match)
    levels = _levels(pool.table.blocks)
    empty = sorted((index for index, number in enumerate(placed) if number is None), key=lambda n: (levels[n], n))
    for index, number in zip(empty, sorted(left, key=lambda text: (len(text), text)), strict=False):
        placed[index] = number
    return placed


def _first_hourly(block: PlacedBlock) -> int | None:
    first = [cents for (period, step), cents in _amounts(block) if period == "HR" and step == 1]
    return first[0] if first else None


def _amounts(block: PlacedBlock) -> Iterator[tuple[tuple[Period, int], int]]:
    """The amounts of a block in cents, by pay period and step."""
    for component in block.components:
        for row in component.rows:
            for amount in row.amounts:
                yield (row.period, amount.step_order), tokens.parse_money(amount.word.text) or 0


def _levels(blocks: Sequence[PlacedBlock]) -> list[float]:
    """How well each block is paid: its median amount, each as a share of what is usual for its period and step.

    One wrong amount does not move a median; equal blocks stay equal.
    """
    places: dict[tuple[Period, int], list[int]] = defaultdict(list)
    for block in blocks:
        for place, cents in _amounts(block):
            places[place].append(cents)
    usual = {place: median(found) or 1 for place, found in places.items()}
    shares = ([cents / usual[place] for place, cents in _amounts(block)] for block in blocks)
    return [round(median(found), 6) if found else 0.0 for found in shares]


def _label_table(
    pool: Pool, codes: Sequence[str | None], titles: dict[str, str], printed: Mapping[str, str]
) -> SalaryTable:
    ranges = _place_ranges(pool)
    blocks = []
    for index, block in enumerate(pool.table.blocks):
        code = codes[index] if index < len(codes) else None
        shown = printed.get(code or "", code)
        label = ClassLabel(title=titles.get(code or ""), code=shown, range_code=ranges[index])
        blocks.append(replace(block, label=label))
    return replace(pool.table, blocks=tuple(blocks), context=pool.context, last_line=pool.last_line)
