"""Every address that people are sent to leads to a page of ours."""

import pytest
from flask import Flask

from campaigns.content.renderings import PATH
from h5 import addresses
from tests.integration.one_engine import database_url  # noqa: F401

PAGES = {
    addresses.HOME: "home",
    addresses.ACTIVITIES: "activities",
    addresses.LECTURE: "lecture",
    addresses.QUIZ: "quiz",
    addresses.VERIFY_CERTIFICATE: "quiz_verify",
    addresses.SUBSCRIPTIONS: "subscriptions",
    addresses.PRIVACY: "privacy",
    addresses.LOGIN_BACK: "login_back",
    addresses.NEW_TIP: "tips_new",
    addresses.ANONYMOUS_TIP: "tips_anonymous",
    addresses.MY_TIPS: "tips_mine",
    addresses.RECEIPT_CODE: "tips_code",
    addresses.TIP_IDENTITY.format(number="R1"): "tips_identity",
    addresses.article_path("fire.oil_pan"): "article",
    addresses.material_path(7): "material",
    addresses.drawing_path("extinguisher"): "picture",
    addresses.internal_path("token"): "internal",
    f"{addresses.internal_path('token')}/poster": "internal_poster",
    f"{PATH}7": "content",
}


@pytest.mark.parametrize(("path", "page"), PAGES.items())
def test_the_address_leads_to_its_page(app: Flask, path: str, page: str) -> None:
    assert app.url_map.bind("localhost").match(path, method="GET")[0] == f"h5.{page}"
