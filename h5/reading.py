"""The pages to read: home, categories, settings, search and articles. None of them needs a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.text import without_control
from h5 import searching
from h5.anatomy import blocks
from h5.catalogue import Catalogue, Category, Setting
from h5.hot import HotQuestions
from h5.needs import Needs
from h5.showing import page
from h5.telephones import calls_in, first_calls, linked
from h5.throttle import SEARCHES, Throttle
from h5.visitors import Visitors
from knowledge.answering import ALTERNATIVES
from knowledge.articles import Article, Urgency
from knowledge.gallery import pictures_of
from knowledge.library import Library
from knowledge.search.ranking import MENTION_FROM

FIRST_OF_SETTING = 8
RELATED = 5


@dataclass(frozen=True, slots=True)
class Shelved:
    """A category and how many articles stand in it."""

    category: Category
    count: int


class ReadingPages:
    """Shows the articles of the current edition."""

    def __init__(
        self, needs: Needs, catalogue: Catalogue, hot: HotQuestions, visitors: Visitors, throttle: Throttle
    ) -> None:
        self._needs = needs
        self._catalogue = catalogue
        self._hot = hot
        self._visitors = visitors
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/", "home", self.home)
        blueprint.add_url_rule("/category/<slug>", "category", self.category)
        blueprint.add_url_rule("/setting/<name>", "setting", self.setting)
        blueprint.add_url_rule("/search", "search", self.search)
        blueprint.add_url_rule("/a/<article_id>", "article", self.article)

    def home(self) -> tuple[str, int]:
        """Search, whom to call, what many ask, the settings and all categories."""
        library = self._needs.library_holder.current()
        self._visitors.greet()
        return page(
            "home",
            hot=self._hot.articles(library),
            groups=self._groups(library),
            settings=self._catalogue.settings,
        )

    def category(self, slug: str) -> tuple[str, int]:
        """The articles of one category, the most pressing first."""
        library = self._needs.library_holder.current()
        articles = library.in_category(slug)
        if not articles:
            abort(404)
        category = self._catalogue.category(slug)
        return self._shelf_page(category, articles, near=self._near(library, category))

    def setting(self, name: str) -> tuple[str, int]:
        """What concerns one setting: the most pressing articles and the categories, or one of them."""
        setting = self._catalogue.find_setting(name)
        if setting is None:
            abort(404)
        library = self._needs.library_holder.current()
        chosen = request.args.get("category", "")
        if chosen:
            return self._part_of_setting(library, setting, chosen)
        shelves: dict[str, list[Article]] = {
            slug: [one for one in library.in_category(slug) if setting.word in one.audience]
            for slug in self._slugs(library)
        }
        filled = {slug: articles for slug, articles in shelves.items() if articles}
        return page(
            "setting",
            setting=setting,
            settings=self._catalogue.settings,
            first=_one_of_each(filled.values())[:FIRST_OF_SETTING],
            shelved=[Shelved(self._catalogue.category(slug), len(found)) for slug, found in filled.items()],
        )

    def search(self) -> tuple[str, int]:
        """What the knowledge base finds, or the honest word that it finds nothing."""
        self._throttle.count(SEARCHES, "search")
        question = without_control(request.args.get("q", "")).strip()[: searching.LONGEST]
        library = self._needs.library_holder.current()
        if not question:
            return page("search", question="", found=None, hot=self._hot.articles(library))
        found = searching.search(question, library, self._catalogue)
        name = self._visitors.name()
        searching.keep(self._needs, name, question, found)
        self._visitors.greet()
        best = found.best
        return page(
            "search",
            question=question,
            found=found,
            lead=linked(library.facts.fill(best.lead)) if best else "",
            hot=self._hot.articles(library) if found.is_nothing else [],
        )

    def article(self, article_id: str) -> ResponseReturnValue:
        """One article: what to do first, the steps, the sources, what is near it."""
        library = self._needs.library_holder.current()
        article = library.article(article_id)
        if article is None:
            abort(404)
        if article.id != article_id:
            return redirect(url_for("h5.article", article_id=article.id), HTTPStatus.MOVED_PERMANENTLY)
        self._visitors.greet()
        fill = library.facts.fill
        lead, answer = fill(article.lead), fill(article.answer)
        calls = calls_in([lead, answer]) if article.urgency is not Urgency.NORMAL else []
        if article.urgency is Urgency.EMERGENCY:
            calls = calls or first_calls()
        return page(
            "article",
            article=article,
            category=self._catalogue.category(article.category),
            lead=linked(lead),
            summary=lead,
            blocks=blocks(answer),
            calls=calls,
            pictures=pictures_of(article, self._needs.gallery),
            related=_related(library, article),
        )

    def _part_of_setting(self, library: Library, setting: Setting, slug: str) -> tuple[str, int]:
        articles = [one for one in library.in_category(slug) if setting.word in one.audience]
        if not articles:
            abort(404)
        category = self._catalogue.category(slug)
        return self._shelf_page(category, articles, near=[], setting=setting)

    @staticmethod
    def _shelf_page(
        category: Category, articles: list[Article], *, near: list[Category], setting: Setting | None = None
    ) -> tuple[str, int]:
        pressing = [one for one in articles if one.urgency is Urgency.EMERGENCY]
        others = [one for one in articles if one.urgency is not Urgency.EMERGENCY]
        return page(
            "category",
            category=category,
            articles=articles,
            pressing=pressing,
            others=others,
            near=near,
            setting=setting,
        )

    def _groups(self, library: Library) -> list[tuple[str, str, list[Category]]]:
        """The groups with the categories that hold something; what nobody sorted in comes last."""
        filled = {article.category for article in library.articles.values()}
        groups = [
            (group.name, group.title, [one for one in group.categories if one.slug in filled])
            for group in self._catalogue.groups
        ]
        rest = sorted(filled - self._catalogue.categories.keys())
        groups.append(("other", "其他", [self._catalogue.category(slug) for slug in rest]))
        return [group for group in groups if group[2]]

    def _slugs(self, library: Library) -> list[str]:
        return [one.slug for _, _, categories in self._groups(library) for one in categories]

    def _near(self, library: Library, category: Category) -> list[Category]:
        """The other categories of the same group."""
        return [
            one
            for name, _, categories in self._groups(library)
            for one in categories
            if name == category.group and one != category
        ]


def _one_of_each(categories: Iterable[list[Article]]) -> list[Article]:
    """The first article of each category, emergencies before the rest, so that every subject has room."""
    pressing = list(Urgency)
    return sorted((articles[0] for articles in categories), key=lambda one: pressing.index(one.urgency))


def _related(library: Library, article: Article) -> list[Article]:
    """What is near in meaning, filled up from the same category."""
    near = [
        library.articles[one.article_id]
        for one in library.index.search(article.question, RELATED + ALTERNATIVES)
        if one.score >= MENTION_FROM
    ]
    found = dict.fromkeys(one.id for one in [*near, *library.in_category(article.category)])
    found.pop(article.id, None)
    return [library.articles[one] for one in list(found)[:RELATED]]
