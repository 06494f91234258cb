"""The commands of the house: ``flask --help`` lists them."""

from flask import Flask

from app.cli import (
    asking,
    audit,
    campaigns,
    database,
    deliveries,
    demo,
    duty,
    followers,
    knowledge,
    menu,
    notices,
    pictures,
    places,
    questions,
    quizzes,
    staff,
    tipoffs,
    vault,
    working,
)
from app.wiring import House


def register(app: Flask, house: House) -> None:
    """Hang every command on the application."""
    for make in (
        asking.command,
        audit.command,
        campaigns.command,
        database.command,
        deliveries.command,
        demo.command,
        duty.command,
        followers.command,
        knowledge.command,
        menu.command,
        notices.command,
        pictures.command,
        places.command,
        questions.command,
        quizzes.command,
        staff.command,
        tipoffs.command,
        vault.command,
        working.command,
    ):
        app.cli.add_command(make(house))
