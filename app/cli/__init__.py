"""The commands of the house: ``flask --help`` lists them."""

from flask import Flask

from app.cli import (
    asking,
    audit,
    database,
    knowledge,
    menu,
    notices,
    pictures,
    questions,
    staff,
    tipoffs,
    working,
)
from app.wiring import House


def register(app: Flask, house: House) -> None:
    """Hang every command on the application."""
    for make in (
        asking.command,
        audit.command,
        database.command,
        knowledge.command,
        menu.command,
        notices.command,
        pictures.command,
        questions.command,
        staff.command,
        tipoffs.command,
        working.command,
    ):
        app.cli.add_command(make(house))
