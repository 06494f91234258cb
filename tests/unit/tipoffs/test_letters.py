"""The letters about a hazard: what they say, what stays blank, and what is in none of them."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from defusedxml.ElementTree import fromstring

from core.word_documents import Blank, Paper, written_docx
from tipoffs.hazards.models import Hazard, HazardLevel, HazardOrder, HazardSource
from tipoffs.letters.kinds import Addressee, LetterKind
from tipoffs.letters.wording import LetterFacts, letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CODE = "331081264120261122000014"
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
LATE = datetime(2026, 12, 25, 2, tzinfo=UTC)


def facts(now: datetime = NOW, *, ordered: bool = True, **changes: object) -> LetterFacts:
    """A locked emergency exit, to be opened by 20 December."""
    told = {
        "code": CODE, "level": HazardLevel.MAJOR, "source": HazardSource.TIP, "address": "万寿路18号",
        "object_name": "鑫源服装厂", "description": "安全出口被锁闭。", "clause": "判定标准第三条",
        "department": "fire", "due_at": datetime(2026, 12, 20, 16, tzinfo=UTC), "fixed_at": None,
    }  # fmt: skip
    order = HazardOrder(
        responsible="厂长", measures="拆除铁链；", funds_fen=120_050, due_on=date(2026, 12, 20),
        contingency="停用二楼",
    )  # fmt: skip
    hazard = Hazard(**told | changes)
    return LetterFacts(hazard, order if ordered else None, "温岭市城东街道", "消防救援大队", now)


def text(paper: Paper) -> str:
    """Everything that the paper says."""
    lines = [*paper.head, paper.addressee, *paper.paragraphs, *paper.closing]
    return "\n".join("".join(str(piece) for piece in line) for line in lines)


def runs(data: bytes) -> list[tuple[str, bool, str | None]]:
    """The pieces of a Word file: words, whether highlighted, and the font of its Chinese letters."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        tree = fromstring(packed.read("word/document.xml"))
    found = []
    for run in tree.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        found.append((
            "".join(one.text or "" for one in run.iter(f"{W}t")),
            run.find(f"{W}rPr/{W}highlight") is not None,
            None if fonts is None else fonts.get(f"{W}eastAsia"),
        ))  # fmt: skip
    return found


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("to", list(Addressee))
def test_what_the_office_must_fill_in_is_blank_and_nothing_of_a_tip_is_told(
    kind: LetterKind, to: Addressee
) -> None:
    paper = letter(kind, to, facts(LATE))

    said = text(paper)
    assert paper.addressee[0] == ("消防救援大队" if to is Addressee.DEPARTMENT else "鑫源服装厂")
    for label in ("发文字号", "签发人", "联系人", "联系电话", "发文机关全称，盖章"):
        assert f"【{label}】" in said
    assert CODE in said
    assert "安全出口被锁闭。该隐患" in said
    for secret in ("举报", "来电", "12350", "12345"):
        assert secret not in said
    assert not [piece for line in paper.head for piece in line if str(piece).isdigit()]


def test_each_letter_says_how_the_repair_stands() -> None:
    def said(kind: LetterKind, told: LetterFacts) -> str:
        return text(letter(kind, Addressee.DEPARTMENT, told))

    assert "2026年12月20日，截至2026年11月22日还有28天" in said(LetterKind.SUPERVISION, facts())
    assert "截至2026年12月25日已超期5天，仍未完成整改" in said(LetterKind.SUPERVISION, facts(LATE))
    assert "请于【办结日期】前办结" in said(LetterKind.SUPERVISION, facts(LATE))
    assert "第四十一条" in said(LetterKind.REMINDER, facts())
    assert "第四十一条" not in said(LetterKind.REMINDER, facts(level=HazardLevel.GENERAL))
    assert "还没有下达限期整改" in said(LetterKind.REMINDER, facts(ordered=False, due_at=None))
    assert "已经复查通过" in said(LetterKind.REMINDER, facts(fixed_at=NOW))
    assert "【约谈时间】" in said(LetterKind.INTERVIEW, facts())
    order = said(LetterKind.RECTIFICATION, facts())
    assert "（二）措施：拆除铁链；（三）资金：1,200.50元；（四）期限：2026年12月20日" in order
    late = said(LetterKind.RECTIFICATION, facts(LATE))
    assert "（四）期限：原定2026年12月20日，已经超期5天，现延至【新的整改期限】；（五）" in late
    assert "等级为“较大”，" in said(LetterKind.RECTIFICATION, facts(level=HazardLevel.SERIOUS))
    assert "【整改措施】" in said(LetterKind.RECTIFICATION, facts(ordered=False, due_at=None))


def test_in_the_file_exactly_the_blanks_are_highlighted() -> None:
    paper = letter(
        LetterKind.SUPERVISION, Addressee.DEPARTMENT, facts(description="门\x0b被锁\ud800\n<w:p>夜间加班")
    )

    found = runs(written_docx(paper))

    assert {words for words, is_marked, _ in found if is_marked} == {
        str(piece)
        for line in [[Blank(paper.warning)], *paper.head, *paper.paragraphs, *paper.closing]
        for piece in line
        if isinstance(piece, Blank)
    }
    assert {font for _, _, font in found} == {"仿宋", "宋体"}
    assert any("门被锁 <w:p>夜间加班" in words for words, *_ in found)


def test_the_date_never_stands_alone_on_a_page() -> None:
    """The last two paragraphs and the lines of the signature are bound together, the date being the last."""
    paper = letter(LetterKind.SUPERVISION, Addressee.DEPARTMENT, facts(LATE))
    with zipfile.ZipFile(io.BytesIO(written_docx(paper))) as packed:
        tree = fromstring(packed.read("word/document.xml"))
    bound = []
    for paragraph in tree.iter(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}keepNext")
        bound.append(mark is not None and mark.get(f"{W}val") in (None, "1", "true", "on"))
    closing = len(paper.closing)
    assert bound[-closing - 2 :] == [True] * (closing + 1) + [False]
    assert not any(bound[: -closing - 2])
