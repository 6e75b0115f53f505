"""What a slip of a typist, a typesetter or a reader does to an amount.

One digit changed, two digits swapped, one digit lost or added, the decimal point shifted, the thousands
lost: most are the errors Damerau (1964, "A technique for computer detection and correction of spelling errors") found
behind most wrong words, and the ones to which check digits are built (Verhoeff 1969). An amount
that is no such slip of another can still be wrong; these only weigh explanations against each other.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

SHIFTS = (10, 100)
THOUSAND = 1000_00


def is_misprint(printed: int, meant: int) -> bool:
    """Whether one slip turns the cents ``meant`` into the cents ``printed``."""
    if printed == meant or printed <= 0 or meant <= 0:
        return False
    return _is_shift(printed, meant) or _is_slip(_digits(printed), _digits(meant)) or _is_beheaded(printed, meant)


def is_shift(printed: int, meant: int) -> bool:
    """Whether only the decimal point stands elsewhere."""
    return printed != meant and _is_shift(printed, meant)


@lru_cache(maxsize=4096)
def misprints_of(printed: int) -> tuple[int, ...]:
    """Every amount in cents that one slip could have turned into ``printed``, in ascending order."""
    text = _digits(printed)
    found = {int(text[:i] + digit + text[i + 1 :]) for i in range(len(text)) for digit in "0123456789"}
    found |= {int(text[:i] + text[i + 1 :] or "0") for i in range(len(text))}
    bare = str(printed)
    for longer in (text, bare):
        found |= {int(longer[:i] + digit + longer[i:]) for i in range(len(longer) + 1) for digit in "0123456789"}
    found |= {int(_swap(text, i, j)) for i, j in combinations(range(len(text)), 2)}
    for shift in SHIFTS:
        found |= {printed // shift, printed * shift}
    return tuple(sorted(meant for meant in found if is_misprint(printed, meant)))


def _digits(amount: int) -> str:
    """The digits as printed: 46 cents stand as 0.46."""
    return str(amount).zfill(3)


def _is_shift(printed: int, meant: int) -> bool:
    """Point to the right: digits are kept; point to the left: those behind the cents are cut or rounded."""
    return any(
        printed == meant * shift or printed in (meant // shift, (2 * meant + shift) // (2 * shift)) for shift in SHIFTS
    )


def _is_beheaded(printed: int, meant: int) -> bool:
    """What stands before the comma of the thousands is lost: 313.60 for 51,313.60."""
    return THOUSAND // 10 <= printed < THOUSAND < meant < THOUSAND * 1000 and meant % THOUSAND == printed


def _is_slip(printed: str, meant: str) -> bool:
    """One digit changed, two swapped, one lost, one added; zeros in front may be there or not."""
    return _is_changed(printed, meant) or _is_lost(printed, meant) or _is_lost(meant, printed)


def _is_changed(printed: str, meant: str) -> bool:
    """One digit changed or two swapped."""
    length = max(len(printed), len(meant))
    printed, meant = printed.zfill(length), meant.zfill(length)
    differing = [i for i, (a, b) in enumerate(zip(printed, meant, strict=True)) if a != b]
    return len(differing) == 1 or (len(differing) == 2 and _swap(printed, *differing) == meant)


def _is_lost(shorter: str, longer: str) -> bool:
    """One digit of the longer is lost in the shorter."""
    return any(int(longer[:i] + longer[i + 1 :]) == int(shorter) for i in range(len(longer)))


def _swap(text: str, i: int, j: int) -> str:
    """The text with two of its characters in each other's place (``i < j``)."""
    return text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
