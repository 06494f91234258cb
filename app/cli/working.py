"""``flask worker``: clock, relay and actors in one process."""

import click

from app.wiring import House


def command(house: House) -> click.Command:
    """The command ``worker``."""

    @click.command("worker", help="运行后台进程：定时、中转、发送。Ctrl-C 或 SIGTERM 停止。")
    def worker() -> None:
        house.be_ready_to_answer()
        house.worker().run()
        house.close()

    return worker
