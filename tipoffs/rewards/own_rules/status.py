"""How far a rule set of the bureau has come. Pure."""

from core.types import Labelled


class DraftState(Labelled):
    """From the first copy to the day on which it holds."""

    DRAFT = "draft", "起草中"
    OFFERED = "offered", "待核对"
    CONFIRMED = "confirmed", "已核对"
    DROPPED = "dropped", "已作废"


class DraftStep(Labelled):
    """What is done with it beside writing."""

    OFFER = "offer", "送去核对"
    SEND_BACK = "send_back", "退回修改"
    CONFIRM = "confirm", "核对无误，启用"
    DROP = "drop", "作废"


STEPS: dict[DraftState, frozenset[DraftStep]] = {
    DraftState.DRAFT: frozenset({DraftStep.OFFER, DraftStep.DROP}),
    DraftState.OFFERED: frozenset({DraftStep.SEND_BACK, DraftStep.CONFIRM, DraftStep.DROP}),
    DraftState.CONFIRMED: frozenset({DraftStep.DROP}),
    DraftState.DROPPED: frozenset(),
}
"""What may be done in a state; what is confirmed may be dropped only before its day."""

WAITING = frozenset({DraftState.DRAFT, DraftState.OFFERED})
