"""What 设置清单 stands on: local facts, the account at WeChat, rule sets, the made-up county."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin.setup.needs import Answered, SettingLine, SetupServices
from app.demo.loading import SCALES, is_loaded, load_demo
from app.platform_words import STORE_AWAY, words_of
from app.settings import Settings
from app.wiring import Container
from bot.models import InboundReceipt
from core.clock import SHANGHAI, day_words
from core.errors import Unavailable
from deliveries.notice_templates import bind
from deliveries.ports import GatewayRefusal
from handlers.webhook import PATH
from knowledge import localfacts
from knowledge.localfacts import LocalFacts
from knowledge.reading import CONTENT

_LINES = (
    ("wechat_appid", "AppID（公众平台“基本配置”）", "wx……"),
    ("wechat_secret", "AppSecret（同一页，只显示一次）", "……"),
    ("wechat_original_id", "原始ID（“账号详情”，以gh_开头）", "gh_……"),
    ("wechat_token", "令牌Token（自己定，3到32个字母数字，两边写一样的）", "……"),
    ("wechat_aes_key", "消息加解密密钥EncodingAESKey（43个字母数字，两边写一样的）", "……"),
)
_MODES = {"plain": "明文模式", "compatible": "兼容模式", "secure": "安全模式"}


def setup_services(container: Container) -> SetupServices:
    """For the pages of setting up."""
    declared = LocalFacts.load(CONTENT / localfacts.FILE_NAME).declared
    return SetupServices(
        declared=declared,
        facts=container.local_facts.fresh,
        facts_in_file=container.local_facts.given,
        rule_sets=lambda session: container.casework.rewards.rule_book(session).sets,
        platform=_Platform(container),
        sample=_Sample(container),
    )


@dataclass(frozen=True, slots=True)
class _Platform:
    container: Container

    def lines(self) -> Sequence[SettingLine]:
        """See ``admin.setup.needs.Platform``."""
        settings = self.container.settings
        own = [
            SettingLine(label, f"ANWEN_{name.upper()}={example}", _is_set(settings, name))
            for name, label, example in _LINES
        ]
        mode = SettingLine(
            f"消息加解密方式（现在是{_MODES[settings.wechat_mode]}，要和公众平台选的一样）",
            "ANWEN_WECHAT_MODE=secure",
            True,
        )
        address = SettingLine(
            f"服务器地址URL（填进公众平台“服务器配置”）：{settings.public_url}{PATH}",
            "ANWEN_PUBLIC_URL=https://……",
            bool(settings.public_url),
        )
        return [*own, mode, address]

    def meet(self) -> Sequence[Answered]:
        """See ``admin.setup.needs.Platform``. The first refusal ends it: the next would say the same."""
        found: list[Answered] = []
        steps = (("凭据", self._token), ("菜单", self._menu), ("通知模板", self._templates))
        for what, ask in steps:
            try:
                found.append(Answered(what, True, ask()))
            except GatewayRefusal as refusal:
                return [*found, Answered(what, False, words_of(refusal)), self._pushed()]
            except Unavailable:
                return [*found, Answered(what, False, STORE_AWAY)]
        return [*found, self._pushed()]

    def _token(self) -> str:
        gateway = self.container.gateway
        gateway.tokens.token()
        return "平台给了凭据，AppID、AppSecret、IP白名单都对。"

    def _menu(self) -> str:
        menu = self.container.gateway.get_menu()
        names = [str(button.get("name", "")) for button in (menu or {}).get("button", [])]
        return f"平台上的菜单：{'、'.join(names)}。" if names else "平台上还没有菜单，到“公众号菜单”发布。"

    def _templates(self) -> str:
        listed = self.container.gateway.list_templates()
        with self.container.database.writing() as session:
            bound = bind(session, listed, self.container.clock.now())
        ours = {one.kind.key for one in bound if one.template is not None}
        return f"公众号有{len(listed)}个模板，能用上的通知有{len(ours)}种。"

    def _pushed(self) -> Answered:
        with self.container.database.reading() as session:
            last = session.scalar(select(func.max(InboundReceipt.received_at)))
        if last is None:
            return Answered(
                "平台推过来的消息",
                False,
                "还没有收到过。请在公众平台“服务器配置”里填上面的URL、令牌和密钥，启用，然后用手机给公众号发一句话再测。",
            )
        return Answered("平台推过来的消息", True, f"最近一次在{_moment(last)}收到。")


@dataclass(slots=True)
class _Sample:
    container: Container

    @property
    def is_offered(self) -> bool:
        """See ``admin.setup.needs.SampleCounty``."""
        return not self.container.settings.is_production

    @property
    def way_out(self) -> str:
        """See ``admin.setup.needs.SampleCounty``."""
        if not self.container.settings.is_sqlite:
            return "停下程序，换一个空的数据库（改ANWEN_DATABASE_URL），重新开始。"
        return f"停下程序，删掉文件夹{self.container.settings.var_dir}，重新启动，一切从头开始。"

    def is_loaded(self, session: Session) -> bool:
        """See ``admin.setup.needs.SampleCounty``."""
        return is_loaded(session)

    def load(self) -> None:
        """See ``admin.setup.needs.SampleCounty``."""
        load_demo(self.container, SCALES["small"], 1, _say_nothing)


def _say_nothing(_: str) -> None:
    """There is no terminal."""


def _is_set(settings: Settings, name: str) -> bool:
    value = getattr(settings, name)
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _moment(when: datetime) -> str:
    local = when.astimezone(SHANGHAI)
    return f"{day_words(local)} {local:%H:%M}"
