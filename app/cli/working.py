"""``flask worker``: clock, relay and actors in one process."""

import click

from app.wiring import Container


def command(container: Container) -> click.Command:
    """The command ``worker``."""

    @click.command("worker", help="运行后台进程：定时、中转、发送。Ctrl-C 或 SIGTERM 停止。")
    def worker() -> None:
        container.be_ready_to_answer()
        container.worker().run()
        container.close()

    return worker
