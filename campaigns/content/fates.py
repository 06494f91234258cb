"""What becomes of the things we bring to the platform: uploads, drafts, previews, publications. Pure.

::

    publication   waiting ──► submitting ──► publishing ──► published ──► taking_down ──► taken_down
                     │            │  │           │              ▲
                     ▼            │  └► uncertain ┴► failed      │
                 cancelled        ▼        │  └─────────────────┤
                               waiting     └► unknown           ├► banned
                                                                └► taken_down

A published article is asked after from time to time: it may be banned, or deleted in the platform's console.
``submitting`` is written before the call. A worker that dies there, or an answer that is lost, leaves
``uncertain``: the list of publications is asked for our address, and nothing is submitted a second time.
"""

from core.types import Labelled


class UploadPurpose(Labelled):
    """The platform gives a picture inside an article an address, and a cover a media id."""

    INLINE = "inline", "正文配图"
    COVER = "cover", "封面"


class DraftState(Labelled):
    """A draft at the platform."""

    WAITING = "waiting", "等待上传"
    ADDING = "adding", "正在上传"
    READY = "ready", "已在草稿箱"
    USED = "used", "已发布用掉"
    FAILED = "failed", "平台不收"


class PreviewState(Labelled):
    """One preview."""

    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有发成"
    UNKNOWN = "unknown", "结果不明"


class PublicationState(Labelled):
    """One publication."""

    WAITING = "waiting", "等待提交"
    SUBMITTING = "submitting", "正在提交"
    PUBLISHING = "publishing", "平台发布中"
    PUBLISHED = "published", "已发布"
    FAILED = "failed", "没有发布成"
    UNCERTAIN = "uncertain", "正在核对结果"
    UNKNOWN = "unknown", "结果不明，请到公众平台后台核对"
    TAKING_DOWN = "taking_down", "正在下架"
    TAKEN_DOWN = "taken_down", "已下架"
    BANNED = "banned", "被平台封禁，公众打不开"
    CANCELLED = "cancelled", "已取消"


IN_HAND = frozenset(
    {
        PublicationState.WAITING,
        PublicationState.SUBMITTING,
        PublicationState.PUBLISHING,
        PublicationState.UNCERTAIN,
        PublicationState.TAKING_DOWN,
    }
)
"""What the worker goes on with by itself."""

LOOKED_AFTER = IN_HAND | {PublicationState.PUBLISHED}
"""With which there is something to do when they are due: what is published is asked after."""

NOT_OUT = frozenset({PublicationState.FAILED, PublicationState.BANNED})
"""The platform kept it from the public; somebody has to decide what to do."""

STANDING = (IN_HAND - {PublicationState.TAKING_DOWN}) | {PublicationState.PUBLISHED, PublicationState.UNKNOWN}
"""An article of this publication is there, may be there or will be there: no second one of the same
version."""


class PlatformFate(Labelled):
    """What the platform says of a publication: the ``publish_status`` of freepublish/get and
    PUBLISHJOBFINISH."""

    DONE = "0", "成功"
    UNDER_WAY = "1", "发布中"
    NOT_ORIGINAL = "2", "原创声明没有通过"
    FAILED = "3", "常规失败"
    NOT_ALLOWED = "4", "平台审核不通过"
    DELETED = "5", "发布后被删除"
    BANNED = "6", "发布后被平台封禁"


REFUSED = frozenset(
    {
        PlatformFate.NOT_ORIGINAL,
        PlatformFate.FAILED,
        PlatformFate.NOT_ALLOWED,
        PlatformFate.DELETED,
        PlatformFate.BANNED,
    }
)
