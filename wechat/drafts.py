"""Articles among the platform's drafts: their pictures, adding them, showing them to one person.

The library knows none of these interfaces (wechatpy 1.8.18 ends before 草稿箱), so they are called by path.
Field names are those of draft/add, media/uploadimg and message/mass/preview.
"""

from campaigns.content.ports import DraftArticle
from wechat.calls import Calls
from wechat.materials import part_of, text_in
from wechat.replies import clean_text


class Drafts(Calls):
    """The calls for the account's drafts (草稿箱)."""

    def upload_article_picture(self, data: bytes, mime: str) -> str:
        """Upload a picture for the body of an article; its address inside WeChat.

        JPG or PNG below 1 MB. It takes none of the 100,000 places of permanent material, and does not end.
        """
        result = self._client.call("POST", "media/uploadimg", files={"media": part_of(data, mime)})
        return text_in(result, "url", "media/uploadimg")

    def add_draft(self, article: DraftArticle) -> str:
        """Put an article among the drafts; its media id.

        40007 for a cover that is gone, 45003 a title, 45004 a digest, 45002 a body that is too long.
        """
        one = {
            "article_type": "news",
            "title": clean_text(article.title),
            "author": clean_text(article.author),
            "digest": clean_text(article.digest),
            "content": clean_text(article.content),
            "content_source_url": article.source_url,
            "thumb_media_id": article.thumb_media_id,
            # Comments would have to be watched around the clock; the chat is where citizens are answered.
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }
        result = self._client.call("POST", "draft/add", data={"articles": [one]})
        return text_in(result, "media_id", "draft/add")

    def preview_draft(self, media_id: str, *, openid: str = "", wxname: str = "") -> None:
        """Show a draft to one person, by openid or by WeChat name; 100 calls a day [K].

        ``ValueError`` unless exactly one of the two is given.
        """
        if bool(openid) == bool(wxname):
            raise ValueError("a preview goes to one person, by openid or by WeChat name")
        to = {"touser": openid} if openid else {"towxname": wxname}
        data = {**to, "mpnews": {"media_id": media_id}, "msgtype": "mpnews"}
        self._client.call("POST", "message/mass/preview", data=data)
