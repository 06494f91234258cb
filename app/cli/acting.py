"""Who runs a command."""

import click

AS = click.option("--as", "login", metavar="登录名", help="以谁的账号办理；还没有人有这项权限时可以不写。")
"""For commands that the operator of the machine may run until somebody has an account for them."""
