"""The default recogniser: rapidocr with onnxruntime. Its models come inside its package; nothing is downloaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.extract.glibc import map_large_buffers
from pipeline.extract.numerals import count_numeral, is_numeral
from pipeline.extract.raster import Gray, ink_mask, shrink
from pipeline.models import Edge, Word

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels."""

READER = "rapidocr"

THREADS = 1
"""The pool runs one document per core; two threads that wait for each other cost twice the time of one."""
LINE_HEIGHT = 48
LEAST_SHAPE = 2.5
"""Pixels to which the recogniser scales the height of a line, and times its height to which it pads a short one."""
BATCH = 6
"""Lines that are read together: more of them no longer fit the caches of a core."""
DETECT_SIDE = 1280
"""Text is found on a picture of this long side and read on the full one: finding it costs more than reading it, and
its memory grows with the picture (1,500 pixels find no more, and take 60 MiB more)."""
REST_SIDE = 1100
"""The same for what is left of a page at a second look: a third of the time, and one piece in 300 not found."""
TURN_SIDE = 1600
TURN_SAMPLE = 8
TURN_LETTERS = 8
"""Heights of a line that are read of it to see which way up it stands."""
WORD_GAP = {False: 0.40, True: 0.65}
"""Blank columns, in heights of the line's ink, that part two words the recogniser glued: letters, and figures
(between two 1s of a tabular font stand 0.4 of their height)."""
SPACE_GAP = {False: -1.0, True: 0.45}
"""The same where the recogniser saw a space: letters need no gap besides."""
BORDER = 0.5
"""Heights of a line up to which ink at the border of its crop is the next line's."""
SOLID, THIN = 0.8, 0.25
"""Share of the width of its text that an underline fills, and its thickness in heights of the line."""
WHOLE = 0.7
"""Share of the height of a stroke that is ink: less is pieces of other lines that a recogniser took for one."""
STROKES = frozenset("Il1|")
LEAST_WIDTH = 4
"""Pixels of a piece up to which it is not worth reading."""
FIGURES = frozenset("0123456789.,")
APART, APART_LETTERS = 0.15, 1.5
"""Blank columns before a stroke that is passed over, at least: in heights of the line's ink, and as a multiple of the
blank between letters of the word before. A narrow face has narrow spaces."""


def recognise(image: Gray, edges: Sequence[Edge] = (), side: int = DETECT_SIDE) -> list[Word]:
    """Words of a picture with boxes in its pixels; ``edges`` (pixels) part what the detector glued.

    The score of a word is that of its least certain character. Text is found on a picture of the long ``side``.
    """
    boxes = split_at_edges(find_text(image, side), edges)
    return [word for words in read_lines([_cut(image, box) for box in boxes], boxes) for word in words]


def find_text(image: Gray, side: int = DETECT_SIDE) -> list[Box]:
    """Boxes (x0, y0, x1, y1) around pieces of lines, in pixels."""
    small, factor = shrink(image, side)
    found = _engine()(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    height, width = image.shape
    boxes = []
    for corners in found.boxes:
        xs, ys = [float(corner[0]) / factor for corner in corners], [float(corner[1]) / factor for corner in corners]
        boxes.append(
            (max(0, int(min(xs))), max(0, int(min(ys))), min(width, int(max(xs)) + 1), min(height, int(max(ys)) + 1))
        )
    return [box for box in boxes if box[2] - box[0] > 2 and box[3] - box[1] > 2]


def read_line(image: Gray, box: Box) -> list[Word]:
    """Words of one line of text that fills ``box``."""
    return read_lines([_cut(image, box)], [box])[0]


def read_lines(crops: Sequence[Gray], boxes: Sequence[Box]) -> list[list[Word]]:
    """Words of lines of text, each of which fills its crop; ``boxes`` say where the crops stand."""
    lines = zip(crops, boxes, _read_texts(crops), strict=True)
    return [_words_of(crop, box, text, info) for crop, box, (text, info) in lines]


def _words_of(crop: Gray, box: Box, text: str, info: Any) -> list[Word]:
    if not text.strip():
        return []
    characters = _place_characters(text, info, box[2] - box[0])
    ink = _own_ink(ink_mask(crop))
    parts = [(group, span, ink[:, span[0] : span[1]]) for group, span in _group(characters, ink)]
    return [_word(group, span, part, box) for group, span, part in parts if not _is_patchwork(group, part)]


def _cut(image: Gray, box: Box) -> Gray:
    return image[box[1] : box[3], box[0] : box[2]]


def _read_texts(crops: Sequence[Gray]) -> list[tuple[str, Any]]:
    """The text of each crop, and where its characters stand.

    Crops that the recogniser scales to one width are read together, a seventh faster. Others would be padded to the
    widest, and what stands beside a line changes how it is read: a comma becomes a point.
    """
    engine = _engine()
    pictures = [engine.preprocess_img(cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR))[0] for crop in crops]
    shapes = [max(LEAST_SHAPE, picture.shape[1] / picture.shape[0]) for picture in pictures]
    alike: dict[int, list[int]] = defaultdict(list)
    for number, shape in enumerate(shapes):
        alike[int(LINE_HEIGHT * shape)].append(number)
    read: dict[int, tuple[str, Any]] = {}
    for same in alike.values():
        for batch in (same[start : start + BATCH] for start in range(0, len(same), BATCH)):
            found = engine.recognize_txt([pictures[number] for number in batch])
            widest = max(shapes[number] for number in batch)
            for number, text, info in zip(batch, found.txts, found.word_results, strict=True):
                info.line_txt_len *= widest / shapes[number]  # as if it were read alone
                read[number] = (text, info)
    return [read[number] for number in range(len(crops))]


def find_turn(image: Gray) -> int:
    """Degrees by which a page must be turned clockwise to be read: 0, 90, 180 or 270.

    Sideways text is found in boxes taller than wide; which way up it stands is tried on the largest pieces.
    """
    small, _ = shrink(image, TURN_SIDE)
    boxes = sorted(find_text(small), key=lambda box: -max(box[2] - box[0], box[3] - box[1]))
    tall = sum(box[3] - box[1] > 1.5 * (box[2] - box[0]) for box in boxes)
    wide = sum(box[2] - box[0] > 1.5 * (box[3] - box[1]) for box in boxes)
    sample = [_beginning(small[y0:y1, x0:x1]) for x0, y0, x1, y1 in boxes[:TURN_SAMPLE]]
    return max((90, 270) if tall > wide else (0, 180), key=lambda turn: _mean_score(sample, turn)) if sample else 0


def _beginning(crop: Gray) -> Gray:
    """A piece of a line of text: enough to see which way up it stands."""
    long = TURN_LETTERS * min(crop.shape)
    return crop[:long, :long]


def _mean_score(crops: Sequence[Gray], turn: int) -> float:
    total = 0.0
    turned: list[Gray] = [np.ascontiguousarray(np.rot90(crop, -(turn // 90))) for crop in crops]
    for words in read_lines(turned, [(0, 0, crop.shape[1], crop.shape[0]) for crop in turned]):
        total += sum((word.score or 0.0) * len(word.text) for word in words) / max(1, sum(len(w.text) for w in words))
    return total / len(crops)


def split_at_edges(boxes: Sequence[Box], edges: Sequence[Edge]) -> list[Box]:
    """Boxes (of pieces of lines) cut where a vertical ruled line stands inside them."""
    vertical = sorted((edge for edge in edges if edge.x1 - edge.x0 < edge.bottom - edge.top), key=lambda edge: edge.x0)
    parts = []
    for x0, y0, x1, y1 in boxes:
        middle, margin = (y0 + y1) / 2, (y1 - y0) / 4
        cuts = [int(e.x0) for e in vertical if x0 + margin < e.x0 < x1 - margin and e.top <= middle <= e.bottom]
        parts += [(left, y0, right, y1) for left, right in pairwise([x0, *cuts, x1]) if right - left > LEAST_WIDTH]
    return parts


@lru_cache(maxsize=1)
def _engine() -> Any:
    import rapidocr  # noqa: PLC0415 - a second to import, and Tesseract may read first

    map_large_buffers()
    _plan_no_memory()
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.max_side_len": 10_000,
            "Global.log_level": "error",
            "Global.text_score": 0.0,
            "Global.use_cls": False,
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Global.return_word_box": True,
            "Rec.rec_img_shape": [3, LINE_HEIGHT, int(LINE_HEIGHT * LEAST_SHAPE)],
            "Rec.rec_batch_num": BATCH,
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _plan_no_memory() -> None:
    """Let sessions plan no memory ahead: planned, that for finding text on a page is 80 MiB more.

    rapidocr hands on no option for it, so that the function that makes its options is replaced.
    """
    from rapidocr.inference_engine.onnxruntime.main import OrtInferSession  # noqa: PLC0415 - as above

    make_options = OrtInferSession._init_sess_opts

    def make_sparing(config: Any) -> Any:
        options = make_options(config)
        options.enable_mem_pattern = False
        return options

    OrtInferSession._init_sess_opts = staticmethod(make_sparing)  # type: ignore[assignment,method-assign]


Character = tuple[str, float, float]
"""Character, abscissa of its middle in the crop, score."""


def _place_characters(text: str, info: Any, width: int) -> list[Character]:
    columns: Iterator[int] = iter([column for word in info.word_cols for column in word])
    scale = width / max(1.0, float(info.line_txt_len))
    placed: list[Character] = []
    for char, score in zip(text, info.confs, strict=False):
        middle = placed[-1][1] if char.isspace() and placed else 0.0
        if not char.isspace():
            middle = (next(columns, 0) + 0.5) * scale
        placed.append((char, middle, float(score)))
    return placed


def _group(characters: Sequence[Character], ink: Gray) -> list[tuple[list[Character], tuple[int, int]]]:
    """Characters by word, each with the columns of the crop it stands in."""
    inked = ink.any(axis=0)
    tall = max(8, int(ink.any(axis=1).sum()))
    groups: list[list[Character]] = [[]]
    cuts: list[int] = [0]
    printed = [char for char in characters if not char[0].isspace()]  # a text that is read has some
    spaced = {index for index, flag in _printed_with_space(characters) if flag}
    for index, char in enumerate(printed):
        if index:
            start, length = _widest_blank(inked, printed[index - 1][1], char[1])
            figures = char[0] in FIGURES and printed[index - 1][0] in FIGURES
            if length > (SPACE_GAP if index in spaced else WORD_GAP)[figures] * tall or (
                index in spaced and not figures
            ):
                cuts.append(start + length // 2)
                groups.append([])
        groups[-1].append(char)
    numeral = _passed_over(groups[-1], ink)
    if numeral:
        cuts.append(numeral)
        groups.append([("I", (numeral + ink.shape[1]) / 2, groups[-1][-1][2])])
    cuts.append(ink.shape[1] if numeral else _last_column(printed[-1], inked, tall))
    return [(group, span) for group, span in zip(groups, pairwise(cuts), strict=True) if group]


def _passed_over(word: Sequence[Character], ink: Any) -> int | None:
    """The column from which strokes of a Roman number follow the last word of a line, where they were passed over."""
    inked, rows = ink.any(axis=0), np.flatnonzero(ink.any(axis=1))
    if not len(rows) or word[-1][0] in STROKES | FIGURES:
        return None
    tall = int(rows[-1] - rows[0]) + 1
    start, length = _widest_blank(inked, word[-1][1], float(np.flatnonzero(inked)[-1]))
    letters = max((_widest_blank(inked, one[1], other[1])[1] for one, other in pairwise(word)), default=0)
    if length < max(APART * tall, APART_LETTERS * letters, 1) or length > WORD_GAP[True] * tall:
        return None
    return start + length // 2 if is_numeral(ink[:, start + length :], ink[:, :start]) else None


def _last_column(last: Character, inked: Any, tall: int) -> int:
    """Where the last word ends: ink beyond a gap, which the recogniser passed over, is none of it."""
    filled = np.flatnonzero(inked)
    if not len(filled):
        return len(inked)
    start, length = _widest_blank(inked, last[1], float(filled[-1]))
    return start + length // 2 if length > WORD_GAP[last[0] in FIGURES] * tall else len(inked)


def _printed_with_space(characters: Sequence[Character]) -> Iterator[tuple[int, bool]]:
    """Index of each printed character, and whether the recogniser saw a space before it."""
    index, space = 0, False
    for char, _, _ in characters:
        if char.isspace():
            space = True
            continue
        yield index, space
        index, space = index + 1, False


def _widest_blank(inked: Any, left: float, right: float) -> tuple[int, int]:
    """Start and length of the widest run of blank columns between two abscissas and left of ink.

    A narrow character at the end is placed behind its ink: the margin there parts nothing.
    """
    best = (int((left + right) / 2), 0)
    if inked.any():
        right = min(right, float(np.flatnonzero(inked)[-1]))
    run = 0
    for column in range(max(0, int(left)), min(len(inked), int(right) + 1)):
        run = 0 if inked[column] else run + 1
        if run > best[1]:
            best = (column - run + 1, run)
    return best


def _own_ink(ink: Gray) -> Gray:
    """The ink of a line without its underline, and without what other lines leave at the borders of its crop."""
    filled = np.flatnonzero(ink.any(axis=1))
    if not len(filled):
        return ink
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(filled, np.flatnonzero(np.diff(filled) > 1) + 1)]
    main = max(runs, key=lambda run: cv2.countNonZero(ink[run[0] : run[1]]))
    width = int(np.ptp(np.flatnonzero(ink.any(axis=0)))) + 1
    own = ink.copy()
    for top, bottom in runs:
        at_border = top == 0 or bottom == len(ink)
        underline = top >= main[1] and ink[top:bottom].any(axis=0).sum() > SOLID * width
        if bottom - top < (BORDER if at_border else THIN if underline else 0.0) * (main[1] - main[0]):
            own[top:bottom] = 0
    return own


def _word(group: Sequence[Character], span: tuple[int, int], ink: Gray, box: Box) -> Word:
    """The word with the box of its ink, which is that of its ``span`` of columns."""
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    text, score = "".join(char[0] for char in group), min(char[2] for char in group)
    if not len(columns):
        return Word(text, box[0] + span[0], box[1], box[0] + span[1], box[3], score)
    left, top, right, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    text = count_numeral(text, ink[top:bottom, left:right])
    x, y = box[0] + span[0], box[1]
    return Word(text, x + left, y + top, x + right, y + bottom, score)


def _is_patchwork(group: Sequence[Character], ink: Gray) -> bool:
    """Whether a stroke or several were read where there is nothing, or pieces of the lines over and under it."""
    if not {char[0] for char in group} <= STROKES:
        return False
    rows = np.flatnonzero(ink.any(axis=1))
    return not len(rows) or len(rows) < WHOLE * (rows[-1] - rows[0] + 1)
