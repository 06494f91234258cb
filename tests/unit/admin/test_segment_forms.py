"""A segment as the fields of its form say it."""

import pytest

from admin.forms import Typed
from admin.sending.wording import form_of, spec_from
from campaigns.audiences.spec import Done, Spec


def test_what_a_form_shows_is_read_back_in_its_order() -> None:
    spec = Spec(done=(Done("scan", "school_3", 30), Done("contest", "7", None, did=False)))

    assert spec_from(form_of(spec)) == spec


@pytest.mark.parametrize("number", ["9" * 5_000, "x", "", "²"])
def test_a_row_without_a_number_says_nothing(number: str) -> None:
    assert spec_from(Typed({f"done_{number}_what": ["scan:school_3"]})) == Spec()
