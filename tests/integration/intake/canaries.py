"""People in words that nobody else uses, and staff who must not come upon them."""

from core.masking import id_check_sign, is_card_number
from staff.actors import Actor, ActorKind, Scope
from tipoffs.permissions import Permission

RIGHTS = frozenset(one.value for one in Permission)


def staff(login: str, *more: str) -> Actor:
    return Actor(ActorKind.STAFF, login, frozenset({login}), RIGHTS | set(more), Scope(everywhere=True))


INTAKE = staff("intake", "vault.words")

UNIT = Actor(ActorKind.STAFF, "unit", frozenset(), RIGHTS, Scope(departments=frozenset({"fire"})))


def checked(body: str) -> str:
    """An identity card of these 17 digits: one that is mistyped is refused before it could leak."""
    return body + id_check_sign(body)


class Canary:
    """One person, in words that nobody else uses."""

    def __init__(self, number: int) -> None:
        mark = f"{number:02}"
        self.openid = f"oCANARY{mark}zzzzzzzzzzzzzzzzzzz"
        self.name = f"金丝雀姓名{mark}号"
        self.phone = f"1990077{number:04}"
        self.id_number = checked(f"331081199001017{mark}")
        cards = (f"62220088990077{number:04}{last}" for last in range(10))
        self.account = next(card for card in cards if is_card_number(card))
        self.words = f"金丝雀原话{mark}号看见后门锁着"
        self.supplied = f"金丝雀补充{mark}号又看见一次"

    @property
    def secrets(self) -> list[str]:
        """All but the openid."""
        return [self.name, self.phone, self.id_number, self.account, self.words[:8], self.supplied[:8]]
