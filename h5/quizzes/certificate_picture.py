"""The certificate as a picture, drawn with the project's own kit and rendered when its bearer opens it.

Names hold characters that stand in no drawing; the file ``knowledge/drawing/alphabet.txt.gz`` has their
outlines, so no server needs a font (ADR 0007).
"""

from functools import cache

import segno

from core.clock import date_words
from core.errors import BadContent
from h5.addresses import VERIFY_CERTIFICATE
from knowledge.drawing.alphabet import Alphabet, read_alphabet
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import GREEN, INK, MINT, NAVY, PAPER, WHITE, YELLOW
from knowledge.drawing.rendering import png_of
from quizzes.certificates import written_code
from quizzes.models import QuizCertificate
from quizzes.syllabus import periods_of

WIDTH, HEIGHT = 1080, 1440
LINE_CHARACTERS = 17
NO_NAME = "本公众号用户"


def certificate_png(certificate: QuizCertificate, name: str, bureau: str, public_url: str) -> bytes:
    """The picture as PNG, 1080 by 1440."""
    return png_of(certificate_svg(certificate, name, bureau, public_url))


def certificate_svg(certificate: QuizCertificate, name: str, bureau: str, public_url: str) -> str:
    """The picture as SVG; a name that cannot be drawn whole is not drawn at all."""
    letters = _letters()
    sheet = Sheet(letters, WIDTH, HEIGHT)
    sheet.rect(0, 0, WIDTH, HEIGHT, NAVY, stroke=None)
    sheet.rect(28, 28, WIDTH - 56, HEIGHT - 56, PAPER, 26, YELLOW, 8)
    sheet.rect(50, 50, WIDTH - 100, HEIGHT - 100, "none", 18, GREEN, 3)
    _shield(sheet, WIDTH / 2, 160)
    title = "学习证书" if certificate.is_course else "合格证书"
    holder = name if name and can_print(name) else NO_NAME
    sheet.text(WIDTH / 2, 376, title, 96, NAVY)
    sheet.text(WIDTH / 2, 500, holder, _fitting(sheet, holder, 76), GREEN)
    sheet.rect(240, 528, WIDTH - 480, 3, GREEN, stroke=None)
    lines = [
        f"于{date_words(certificate.earned_on)}",
        "学完课程，考试合格：" if certificate.is_course else "参加安全知识竞赛，成绩合格：",
        *_wrapped(f"《{letters.known(certificate.title)}》"),
    ]
    if certificate.minutes is not None:
        lines.append(f"计{certificate.minutes}分钟，{periods_of(certificate.minutes)}学时")
    if certificate.score is not None:
        lines.append(f"成绩{certificate.score}分")
    for number, line in enumerate(lines):
        sheet.text(WIDTH / 2, 622 + number * 72, line, 50, INK)
    _code(sheet, certificate.code, public_url)
    office = letters.known(bureau)
    sheet.text(WIDTH - 120, 1240, office, _fitting(sheet, office, 46, 560), NAVY, "end")
    sheet.text(WIDTH / 2, 1356, "只说明学习和答题成绩，不是资格证书", 40, INK)
    return sheet.svg(title, f"{title}：{certificate.title}，编号{written_code(certificate.code)}")


def can_print(name: str) -> bool:
    """Whether every character of a name can be drawn."""
    return _letters().known(name) == name


def verify_url(public_url: str, code: str = "") -> str:
    """Where anybody can check a certificate."""
    address = f"{public_url}{VERIFY_CERTIFICATE}"
    return f"{address}?code={code}" if code else address


def _code(sheet: Sheet, code: str, public_url: str) -> None:
    """The code to type, and the one to scan."""
    modules = segno.make(verify_url(public_url, code), error="m").matrix
    side = 220 / len(modules)
    sheet.rect(112, 1060, 250, 250, WHITE, 12, MINT, 4)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                sheet.rect(127 + x * side, 1075 + y * side, side + 0.3, side + 0.3, INK, stroke=None)
    sheet.text(WIDTH - 120, 1110, f"编号 {written_code(code)}", 44, INK, "end")
    sheet.text(WIDTH - 120, 1170, "扫码或凭编号可以核对", 40, INK, "end")


def _shield(sheet: Sheet, x: float, y: float) -> None:
    with sheet.at(x, y):
        sheet.path("M0 -86L74 -58V6Q74 70 0 104Q-74 70 -74 6V-58Z", GREEN, YELLOW, 8)
        sheet.line([(-34, 4), (-8, 32), (40, -30)], WHITE, 18)


def _wrapped(words: str) -> list[str]:
    count = -(-len(words) // LINE_CHARACTERS)
    length = -(-len(words) // count)
    return [words[start : start + length] for start in range(0, len(words), length)]


def _fitting(sheet: Sheet, words: str, size: float, room: float = 820) -> float:
    """The size at which the words fit, not below the least that can be read."""
    width = sheet.width_of(words, size)
    return max(40.0, size * min(1.0, room / width))


@cache
def _letters() -> Alphabet:
    try:
        return read_alphabet()
    except OSError as error:
        raise BadContent(f"the alphabet cannot be read: {error}") from error
