"""Publishing without push (发布能力): submit a draft, ask what became of it, find it, take it down."""

from typing import Any

from campaigns.content.fates import PlatformFate
from campaigns.content.ports import PlatformNews
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.calls import Calls
from wechat.errcodes import ARTICLE_GONE
from wechat.materials import job_in, text_in
from wechat.transport import as_promised

NEWEST = 10
"""Articles that are looked through when it is uncertain whether one of them is ours.

With their bodies: whether ``no_content`` leaves out more than those is not said, and the address is needed.
"""


class Publications(Calls):
    """The calls that publish an article without pushing it to anybody (``freepublish``)."""

    def submit_publication(self, media_id: str) -> str:
        """Publish a draft; the number of the job. That the call succeeds says nothing of the outcome."""
        api = "freepublish/submit"
        result = self._client.call("POST", api, data={"media_id": media_id})
        return job_in(result, "publish_id", api)

    def publication(self, publish_id: str) -> PlatformNews:
        """What became of a job."""
        api = "freepublish/get"
        result = self._client.call("POST", api, data={"publish_id": publish_id})
        fate = _fate(result.get("publish_status"), api)
        if fate is not PlatformFate.DONE:
            return PlatformNews(fate)
        with as_promised(api):
            items = (result.get("article_detail") or {}).get("item") or [{}]
            url = str(items[0].get("article_url") or "")
        return PlatformNews(fate, text_in(result, "article_id", api), url)

    def find_published(self, source_url: str) -> PlatformNews | None:
        """The published article that links to this address of ours; None where the newest have none."""
        result = self._client.call(
            "POST", "freepublish/batchget", data={"offset": 0, "count": NEWEST, "no_content": 0}
        )
        with as_promised("freepublish/batchget"):
            for article in result.get("item") or []:
                for one in (article.get("content") or {}).get("news_item") or []:
                    if one.get("content_source_url") == source_url and not one.get("is_deleted"):
                        url = str(one.get("url") or "")
                        article_id = text_in(article, "article_id", "freepublish/batchget")
                        return PlatformNews(PlatformFate.DONE, article_id, url)
            return None

    def article(self, article_id: str) -> PlatformNews:
        """Whether a published article is there still; who took away one that is not, nothing here says."""
        api = "freepublish/getarticle"
        try:
            result = self._client.call("POST", api, data={"article_id": article_id})
        except GatewayRefusal as refused:
            if refused.errcode != ARTICLE_GONE:
                raise
            return PlatformNews(PlatformFate.DELETED)
        with as_promised(api):
            first = result["news_item"][0]
            if first.get("is_deleted"):
                return PlatformNews(PlatformFate.DELETED)
            return PlatformNews(PlatformFate.DONE, article_id, str(first.get("url") or ""))

    def delete_publication(self, article_id: str) -> None:
        """Take a published article down, for good; one that is gone already is fine."""
        try:
            self._client.call("POST", "freepublish/delete", data={"article_id": article_id, "index": 0})
        except GatewayRefusal as refused:
            if refused.errcode != ARTICLE_GONE:
                raise


def _fate(status: Any, api: str) -> PlatformFate:
    fate = next((one for one in PlatformFate if one.value == str(status)), None)
    if fate is None:
        # A number that the platform added since is only one to wait out.
        raise GatewayRefusal(FailureClass.BUSY, f"{api}: the publish_status is none that is known")
    return fate
