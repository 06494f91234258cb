"""What goes out as YAML or XLSX comes back the same, whatever an article says."""

import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.errors import BadContent
from knowledge.articles import SETTINGS, Article, Urgency
from knowledge.editorial.exporting import as_yaml, path_of, write_folder
from knowledge.editorial.workbook import BadWorkbook, Row, read_workbook, write_workbook
from knowledge.reading import read_article, read_articles
from tests.unit.knowledge.samples import FEW, make_article

NASTY = st.sampled_from(
    [
        "=1+1",
        '=HYPERLINK("x")',
        "+86",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "'119",
        "119",
        "1e5",
        "0.10",
        "TRUE",
        "null",
        "~",
        "yes",
        "2026-11-22",
        "12:30",
        "#N/A",
        "#REF!",
        "_x000D_",
        "_x005F_x000D_",
        "_x000d_\n",
        "a: b",
        "- a",
        "|",
        "> x",
        "# x",
        "{duty_phone}",
        "[a, b]",
        "\u3000全角",
        "\u2028行\u2028",
        "\x85下",
        "\ufeff头",
        "\u200b",
        "👨\u200d👩\u200d👧",
        "𠮷野家",
        "第一行\r\n第二行",
        "a\n\n\nb",
        "  前\n   后  ",
        "&lt;&amp;<b>",
        "%s\\n\\t",
    ]
)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\x7f\x85"), max_size=40)
TEXT = st.one_of(NASTY, ANY, st.builds("{}{}{}".format, ANY, NASTY, ANY))
LINE = TEXT.map(lambda text: text.replace("\r", " ").replace("\n", " "))
DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))
SLUG = st.from_regex(r"[a-z][a-z0-9_]{0,8}\.[a-z0-9_]{1,12}", fullmatch=True)
SOURCE = st.fixed_dictionaries({"title": LINE}, optional={"clause": TEXT, "year": st.integers(1000, 2999)})
TREE = st.fixed_dictionaries(
    {
        "id": SLUG,
        "topics": st.lists(SLUG, max_size=4),
        "question": TEXT,
        "asks": st.lists(LINE, max_size=8),
        "lead": TEXT,
        "answer": TEXT,
        "sources": st.lists(SOURCE, max_size=5),
        "audience": st.lists(st.sampled_from(SETTINGS), max_size=5),
        "urgency": st.sampled_from([urgency.value for urgency in Urgency]),
        "reviewed_on": DAY,
        "review_due_on": DAY,
    },
    optional={"pictures": st.lists(st.from_regex(r"[a-z][a-z0-9_]{1,12}", fullmatch=True), max_size=3)},
)
often = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def article_or_none(tree: Any) -> Article | None:
    try:
        return Article.from_tree(tree)
    except BadContent:
        return None


@often
@given(TREE)
def test_a_yaml_file_says_exactly_what_the_article_says(tree: dict[str, Any]) -> None:
    article = article_or_none(tree)
    assume(article is not None)
    assert article is not None
    with TemporaryDirectory() as folder:
        path = Path(folder) / "article.yaml"
        path.write_text(as_yaml(article), "utf-8")
        assert read_article(path) == article


# As many articles in fewer workbooks: each is read by a program of its own.
@settings(often, max_examples=20)
@given(st.lists(TREE, min_size=1, max_size=12))
def test_a_workbook_says_exactly_what_the_articles_say(trees: list[dict[str, Any]]) -> None:
    articles = [article for tree in trees if (article := article_or_none(tree)) is not None]
    assume(articles)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "articles.xlsx"
        write_workbook(path, [(article, place or None) for place, article in enumerate(articles)])
        rows, faults = read_workbook(path)
        assert faults == []
        assert [row.article for row in rows] == articles
        assert [row.base for row in rows] == [place or None for place in range(len(articles))]
        assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def test_the_articles_of_the_project_survive_both_ways(tmp_path: Path) -> None:
    articles = read_articles()
    written = write_folder(tmp_path / "content", articles)
    assert len(written.new) == len(articles)
    assert {one.id: one for one in read_articles(tmp_path / "content")} == {one.id: one for one in articles}
    write_workbook(tmp_path / "all.xlsx", [(one, 1) for one in articles])
    assert [row.article for row in read_workbook(tmp_path / "all.xlsx")[0]] == articles


def test_a_space_in_an_empty_row_is_no_article(tmp_path: Path) -> None:
    path = tmp_path / "spaces.xlsx"
    write_workbook(path, [(FEW[0], 1)])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(9, 1).value, book.worksheets[0].cell(12, 4).value = " ", "\u3000\n"
    book.save(path)
    rows, faults = read_workbook(path)
    assert ([row.article for row in rows], faults) == ([FEW[0]], [])


def test_a_file_that_says_the_same_is_left_as_it_is_written(tmp_path: Path) -> None:
    write_folder(tmp_path, FEW)
    path = path_of(tmp_path, FEW[0])
    path.write_text("# 编辑的话\n" + path.read_text("utf-8"), "utf-8")
    written = write_folder(tmp_path, [FEW[0], make_article("gas.leak", "煤气漏了？"), FEW[1]])
    assert (written.new, written.changed, written.unchanged) == (("gas.leak",), (), 2)
    assert path.read_text("utf-8").startswith("# 编辑的话")


@pytest.mark.parametrize(
    "article_id", ["../../etc.passwd", "a/b.c", "fire", "fire.a.b", "Fire.x", ".x", "a."]
)
def test_an_id_that_is_no_file_name_is_not_written(tmp_path: Path, article_id: str) -> None:
    with pytest.raises(BadContent):
        write_folder(tmp_path, [make_article(article_id, "怎么办？")])


def test_a_cell_that_excel_cannot_hold_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(BadContent, match="32767"):
        write_workbook(tmp_path / "long.xlsx", [(make_article("a.b", "问", answer="长" * 32_768), None)])


class Workbook:
    """A workbook that a clerk has on the terminal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        write_workbook(path, [(one, 1) for one in FEW])
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book["条目"]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def writes(self, row: int, head: str, value: Any) -> None:
        self.sheet.cell(row, self.columns[head]).value = value

    def read(self) -> list[Row]:
        self.book.save(self.path)
        rows, faults = read_workbook(self.path)
        assert faults == []
        return rows

    def faults(self) -> list[str]:
        self.book.save(self.path)
        return list(map(str, read_workbook(self.path)[1]))

    def refusal(self) -> list[str]:
        self.book.save(self.path)
        with pytest.raises(BadWorkbook) as refused:
            read_workbook(self.path)
        return list(refused.value.faults)


@pytest.fixture
def terminal(tmp_path: Path) -> Workbook:
    return Workbook(tmp_path / "articles.xlsx")


def test_what_excel_makes_of_a_clerks_typing_is_understood(terminal: Workbook) -> None:
    terminal.writes(2, "问法", 119)
    terminal.writes(2, "审定日期", date(2026, 11, 1))
    terminal.writes(2, "复审日期", "2027/11/01")
    terminal.writes(3, "审定日期", "2026年11月1日")
    terminal.writes(3, "复审日期", "2027.11.1")
    terminal.writes(2, "年份1", 2021.0)
    terminal.writes(2, "对象", "家庭、学校")
    terminal.writes(2, "紧急程度", "危急")
    first, second = (one.article for one in terminal.read()[:2])
    assert (second.reviewed_on, second.review_due_on) == (date(2026, 11, 1), date(2027, 11, 1))
    assert first.asks == ("119",)
    assert (first.reviewed_on, first.review_due_on) == (date(2026, 11, 1), date(2027, 11, 1))
    assert first.sources[0].year == 2021
    assert first.audience == ("家庭", "学校")
    assert first.urgency is Urgency.EMERGENCY


def test_all_faults_are_told_at_once_with_sheet_row_and_column(terminal: Workbook) -> None:
    terminal.writes(2, "导语", None)
    terminal.writes(3, "审定日期", "去年")
    terminal.writes(4, "紧急程度", "马上")
    terminal.writes(5, "回答", "=1+1")
    terminal.writes(6, "年份1", "二一年")
    terminal.writes(7, "依据2", None)
    terminal.writes(7, "条款2", "第五条")
    terminal.writes(8, "版本", "新")
    assert terminal.faults() == [
        "“条目”表第2行“导语”列：这一格不能空着",
        "“条目”表第3行“审定日期”列：日期要写成2026-11-22这样，现在是“去年”",
        "“条目”表第4行“紧急程度”列：只能写危急、较急、一般，现在是“马上”",
        "“条目”表第5行“回答”列：这一格是公式，请改成文字（在最前面加一个英文单引号'）",
        "“条目”表第5行“回答”列：这一格不能空着",
        "“条目”表第6行“年份1”列：年份是四位数字，现在是“二一年”",
        "“条目”表第7行“依据2”列：写了条款或者年份，就要写依据的名称",
        "“条目”表第8行“版本”列：这一格请保持导出时的样子（新写的条目空着），现在是“新”",
    ]


def test_merged_cells_and_contents_without_a_head_are_faults(terminal: Workbook) -> None:
    column = terminal.columns["条款1"]
    terminal.sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    terminal.sheet.cell(4, terminal.sheet.max_column + 1, "旁注")

    assert [one.partition("。")[0] for one in terminal.faults()] == [
        "“条目”表第3行“条款1”列：这一格和别的格合并了，读不准是哪一行、哪一列的",
        "“条目”表第4行：有内容上面没有列名，请把列名补上，用不着就删掉",
    ]


def test_wrong_heads_are_told(terminal: Workbook) -> None:
    terminal.writes(1, "导语", "导言")
    terminal.writes(1, "依据3", "依据2")
    assert terminal.refusal() == [
        "“条目”表第1行“依据2”列：这一列出现了两次",
        "“条目”表第1行“导言”列：不认识这一列，请用导出的表格，不要改列名",
        "“条目”表第1行“导语”列：缺少这一列",
    ]


def test_blank_rows_are_passed_over(terminal: Workbook) -> None:
    terminal.sheet.insert_rows(3, 2)
    assert [row.number for row in terminal.read()][:2] == [2, 5]


@pytest.mark.parametrize("content", [b"", b"id: fire.oil_pan", b"PK\x03\x04 broken"])
def test_something_else_than_a_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "articles.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadWorkbook, match="打不开"):
        read_workbook(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(65 * 1024 * 1024))
    with pytest.raises(BadWorkbook, match="太大"):
        read_workbook(path)


def test_a_workbook_without_the_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BadWorkbook, match="没有“条目”"):
        read_workbook(path)
