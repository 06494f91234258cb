"""网络学院: courses, their steps in order, and the way to the paper at the end."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from h5.anatomy import blocks
from h5.quizzes.context import QuizPageContext, quiz_page
from knowledge.gallery import pictures_of
from quizzes.courses import syllabus_of
from quizzes.refusals import TooFast
from quizzes.syllabus import periods_of


class Studying:
    """Shows a course and takes its steps."""

    def __init__(self, context: QuizPageContext) -> None:
        self._context = context

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        rule, known = blueprint.add_url_rule, self._context.for_person
        rule("/quiz/courses/<slug>", "quiz_course", self._context.kindly(self.course))
        rule("/quiz/courses/<slug>/begin", "quiz_enrol", known(self.enrol))
        rule("/quiz/courses/<slug>/<int:nth>", "quiz_step", known(self.step))
        rule("/quiz/courses/<slug>/<int:nth>", "quiz_done", known(self.done), methods=["POST"])
        rule("/quiz/courses/<slug>/paper", "quiz_exam", known(self.exam), methods=["POST"])

    def course(self, slug: str) -> ResponseReturnValue:
        """What the course is, and where one stands in it."""
        context, person = self._context, self._context.person()
        with context.needs.database.reading() as transaction:
            syllabus = syllabus_of(context.services.courses.get(transaction, slug))
            standing = context.services.courses.find(transaction, slug, person) if person else None
        library = context.needs.library_holder.current()
        found = [library.article(step.article) if step.article else None for step in syllabus.steps]
        steps = [
            (step, article.question if article else "考试")
            for step, article in zip(syllabus.steps, found, strict=True)
        ]
        return quiz_page(
            "course",
            syllabus=syllabus,
            steps=steps,
            standing=standing,
            following=standing.next_step(syllabus) if standing else None,
            periods_of=periods_of,
        )

    def enrol(self, person: str, slug: str) -> ResponseReturnValue:
        """Begin, or go on with the step that is next."""
        context = self._context
        with context.needs.database.writing() as transaction:
            standing = context.services.courses.enrol(transaction, slug, person, context.now)
            syllabus = syllabus_of(context.services.courses.get(transaction, slug))
        following = standing.next_step(syllabus)
        if following is None or following == len(syllabus.steps):
            return redirect(url_for("h5.quiz_course", slug=slug), 303)
        return redirect(url_for("h5.quiz_step", slug=slug, nth=following), 303)

    def step(self, person: str, slug: str, nth: int, said: str = "") -> ResponseReturnValue:
        """Read one article; the server's clock counts from the first look."""
        context = self._context
        with context.needs.database.writing() as transaction:
            syllabus = syllabus_of(context.services.courses.get(transaction, slug))
            step = syllabus.step(nth)
            if step is None or step.article is None:
                abort(404)
            context.services.courses.open_step(transaction, slug, person, nth, context.now)
            standing = context.services.courses.find(transaction, slug, person)
        library = context.needs.library_holder.current()
        article = library.article(step.article)
        if article is None:
            abort(404)
        return quiz_page(
            "step",
            422 if said else 200,
            syllabus=syllabus,
            step=step,
            article=article,
            lead=library.facts.fill(article.lead),
            blocks=blocks(library.facts.fill(article.answer)),
            pictures=pictures_of(article, context.needs.gallery),
            done=standing is not None and nth in standing.done,
            said=said,
        )

    def done(self, person: str, slug: str, nth: int) -> ResponseReturnValue:
        """Count a step as read and go on."""
        context = self._context
        try:
            with context.needs.database.writing() as transaction:
                context.services.courses.finish_step(transaction, slug, person, nth, context.now)
        except TooFast as refused:
            return self.step(person, slug, nth, refused.sentence)
        return redirect(url_for("h5.quiz_enrol", slug=slug), 303)

    def exam(self, person: str, slug: str) -> ResponseReturnValue:
        """Draw the paper, or go on with the one that runs."""
        context = self._context
        with context.needs.database.writing() as transaction:
            attempt = context.services.courses.begin_paper(transaction, slug, person, context.now)
        return redirect(url_for("h5.quiz_paper", attempt_id=attempt.id, nth=1), 303)
