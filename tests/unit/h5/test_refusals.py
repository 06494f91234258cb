"""A refused form comes back on its own page: what is told on a page of its own has a reason here."""

import ast
from pathlib import Path

H5 = Path(__file__).resolve().parents[3] / "h5"
NO_FIELD = "only hidden fields and buttons can be wrong, and nobody typed those"
NO_FORM = "no form is sent here"
SCRIPT = "a script sent it, which shows no page"
ALONE = {
    "sharing.py:configuration": SCRIPT,
    "subscriptions.py:_codes": NO_FIELD,
    "opinions.py:feedback": NO_FIELD,
    "mine.py:delete": NO_FIELD,
    "quizzes/competing.py:prize": NO_FIELD,
    "quizzes/playing.py:_day": NO_FIELD,
    "quizzes/context.py:kind": "the paper or the contest is over, and there is no form any more",
    "tips/draft_form.py:_handed_in": "another tab has made the tip, which has a page of its own",
    "tips/internal.py:_closed": "the code on the wall is no longer valid, and there is no form any more",
    "activities/own.py:_form": NO_FORM,
    "identity.py:back": NO_FORM,
    "identity.py:_exchanged": NO_FORM,
    "blueprint.py:_told": "says what the handlers below it have to tell",
    "blueprint.py:_foreign_form": SCRIPT,
    "blueprint.py:_refusal": "what the framework refuses: no view was asked",
    "blueprint.py:_not_done": "a rule that a view forgot; what was typed is shown to be copied",
    "blueprint.py:_gone": NO_FORM,
    "blueprint.py:_away": "no database, and so no page",
}


def told_alone() -> set[str]:
    """Every function of the mobile pages that answers with ``message``, ``_told`` or ``abort(400)``."""
    found = set()
    for file in H5.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        for function in functions:
            inner = {id(node) for one in functions if one is not function and one in ast.walk(function)
                     for node in ast.walk(one)}  # fmt: skip
            for node in ast.walk(function):
                if id(node) not in inner and _is_alone(node):
                    found.add(f"{file.relative_to(H5)}:{function.name}")
    return found


def _is_alone(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    first = node.args[0] if node.args else None
    return node.func.id in ("message", "_told") or (
        node.func.id == "abort" and isinstance(first, ast.Constant) and first.value == 400
    )


def test_what_is_told_on_a_page_of_its_own_is_listed() -> None:
    assert told_alone() == set(ALONE)
