"""A bureau whose clerks sit at the pages of campaigns, and the forms that they fill in."""

import io

from PIL import Image
from werkzeug.test import TestResponse

from tests.integration.admin.conftest import Clerk
from tests.integration.admin.staffed_office import StaffedOffice

MANUSCRIPT = {
    "title": "油锅着火，别泼水",
    "digest": "关火、盖锅盖，千万别泼水。",
    "author": "应急管理局",
    "cover": "picture:oil_pan",
    "body": '先**关火**。\n\n> [!电话]\n> 火大了打119\n\n<script>alert(1)</script>" style="x',
    "source_title": "家庭防火常识",
    "source_from": "应急管理部",
    "source_url": "",
    "kind": "original",
}
PLAN = {
    "name": "冬季安全用火宣传",
    "kind": "seasonal",
    "region": "331081",
    "starts_on": "2026-11-20",
    "ends_on": "2026-12-20",
    "lead_unit": "市应急管理局",
    "co_units": "市消防救援大队、市融媒体中心",
    "purpose": "入户走访，讲用火用电用气",
}
ACTIVITY = {
    "title": "走进万寿小学",
    "kind": "visit",
    "audience": "school",
    "region": "331081002",
    "place": "学校操场",
    "starts_at": "2026-11-22T09:05",
    "ends_at": "2026-11-22T10:30",
    "lead_unit": "城东街道应急办",
    "target": "300",
}
COUNT = {
    "measure": "attended",
    "value": "286",
    "unit": "attendances",
    "basis": "counted",
    "source": "班级点名册",
}


class CampaignOffice(StaffedOffice):
    """Hires on demand, each clerk once."""

    def clerk(self, role: str, number: int = 1) -> Clerk:
        """The clerk with this role."""
        login = f"{role.replace('_', '')}{number}"
        if login not in self._clerks:
            self._clerks[login] = self._hiring.insider(login, role)
        return self._clerks[login]

    @staticmethod
    def writes(clerk: Clerk, form: str, **typed: str) -> tuple[str, str]:
        """Fill in a form of its own page; where it led to, and what is said there."""
        sent = clerk.sends(form, **typed)
        assert sent.status_code == 303, sent.text
        place = sent.headers["Location"]
        return place.partition("?")[0], clerk.opens(place).text

    @staticmethod
    def steps(clerk: Clerk, page: str, step: str, **typed: str) -> str:
        """Take a step that a page offers; what is said then."""
        assert f'action="{page}/{step}"' in clerk.opens(page).text, f"{step} is not offered"
        sent = clerk.sends(f"{page}/{step}", page=page, **typed)
        assert sent.status_code == 303, sent.text
        return clerk.opens(sent.headers["Location"]).text

    @staticmethod
    def is_refused(clerk: Clerk, page: str, step: str, **typed: str) -> str:
        """Try a step that is refused; the page that says why."""
        sent = clerk.sends(f"{page}/{step}", page=page, **typed)
        assert sent.status_code == 409, sent.text
        return sent.text

    @staticmethod
    def hands_in(
        clerk: Clerk, page: str, form: str, name: str, file: tuple[bytes, str], **typed: str
    ) -> TestResponse:
        """Send a form with a file."""
        data = {**typed, "csrf_token": clerk.token(page), name: (io.BytesIO(file[0]), file[1])}
        return clerk._client.post(form, data=data, content_type="multipart/form-data")


def jpeg() -> bytes:
    """A photo."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 120, 90)).save(file, "JPEG")
    return file.getvalue()
