"""All commands, family by family."""

from collections.abc import Iterator

from click import Command
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
from app.wiring import Container


def make_commands(container: Container) -> Iterator[Command]:
    """Every command, for this container."""
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
        yield make(container)


def register(app: Flask, container: Container) -> None:
    """Add every command to an application now."""
    for command in make_commands(container):
        app.cli.add_command(command)
