"""Who runs a command."""

import click
from sqlalchemy.orm import Session

from app.wiring import House

AS = click.option("--as", "login", metavar="登录名", help="以谁的账号办理；还没有人有这项权限时可以不写。")
"""For commands that the operator of the machine may run until somebody has an account for them."""

AS_EDITOR = click.option(
    "--as", "login", metavar="登录名", required=True, help="是谁在操作；还没有账号的单位写姓名。"
)
"""For the editors' commands, which are older than the accounts."""


def editor(house: House, session: Session, login: str, permission: str) -> str:
    """The name under which somebody edits, once it is sure that they may."""
    return house.personnel.service.named(session, login, permission).id
