"""The platform's numbers as the simulator holds the account to them, each with where it comes from.

Marks: [O] official page, [3] third-party report, [K] general knowledge, not confirmed. The backend keeps
its own numbers; the two lists must never import each other.
"""

from __future__ import annotations

from dataclasses import dataclass

MINUTE = 60
HOUR = 3_600
DAY = 86_400
KIB = 1_024
MIB = 1_024 * 1_024

# Webhook [O Passive_user_reply_message]: 5 s, then the same message again, three deliveries in all.
PUSH_TIMEOUT_SECONDS = 5.0
PUSH_ATTEMPTS = 3
# Documented 2048 bytes; measured: 2048 and more is silently dropped [3 php.cn/faq/194293].
PASSIVE_TEXT_BYTES = 2_047
# A message is answered with one article, anything else with up to eight [K: the official page since 2018];
# what is over is not shown.
PASSIVE_NEWS_ARTICLES = 1
PASSIVE_NEWS_ARTICLES_TO_EVENTS = 8

# Tokens [O api_getStableAccessToken]: 7200 s; renewed in the last 5 minutes with both valid.
TOKEN_SECONDS = 7_200
TOKEN_OVERLAP_SECONDS = 300
FORCE_REFRESH_PER_DAY = 20
FORCE_REFRESH_GAP_SECONDS = 30
TICKET_SECONDS = 7_200
OAUTH_CODE_SECONDS = 300  # [O] one use, five minutes
OAUTH_TOKEN_SECONDS = 7_200
OAUTH_REFRESH_SECONDS = 30 * DAY

# Customer-service messages, rule since 2023-06-12 [O api_sendcustommessage].
CUSTOM_TEXT_BYTES = 2_048
CUSTOM_NEWS_ARTICLES = 1  # [O] 图文消息条数限制在1条以内
TYPING_SECONDS = 15  # [O] 客服输入状态 lasts 15 s
TYPING_INTERACTION_SECONDS = 30  # [O] 45080: the citizen must have acted in the last 30 s


# Customer-service staff [O api_addkfaccount]: 100 accounts, nickname 16 characters. How long an invitation
# waits is general knowledge [K]. Chat records [O]: 24 hours and 10,000 rows at once.
STAFF = 100
STAFF_NICKNAME_CHARACTERS = 16
STAFF_INVITATION_SECONDS = DAY
STAFF_RECORDS = 10_000
STAFF_RECORDS_SECONDS = DAY


@dataclass(frozen=True)
class Allowance:
    """How many customer-service messages one action of a citizen allows, and for how long."""

    messages: int
    seconds: int


AFTER_MESSAGE = Allowance(5, 48 * HOUR)
AFTER_ACTION = Allowance(3, MINUTE)  # menu click, msgmenu tap, subscribe, scan
# Only these menu events count as a click [O]; VIEW and the picture and location pickers do not.
CLICK_EVENTS = frozenset({"CLICK", "scancode_push", "scancode_waitmsg"})

# Temporary media [O api_uploadtempmedia]. That page says both 2 and 10 MB of images; who measured it found
# 10 MB [3 community, on the same call].
MEDIA_SECONDS = 3 * DAY
MEDIA_BYTES = {"image": 10 * MIB, "voice": 2 * MIB, "video": 10 * MIB, "thumb": 64 * KIB}
MEDIA_KINDS = {
    "image": ("png", "jpg", "gif"),
    "voice": ("amr", "mp3"),
    "video": ("mp4",),
    "thumb": ("jpg",),
}
# Permanent material [O api_addmaterial]: the same sizes, some more formats.
MATERIAL_KINDS = MEDIA_KINDS | {
    "image": ("bmp", "png", "jpg", "gif"),
    "voice": ("mp3", "wma", "wav", "amr"),
}
UPLOADIMG_BYTES = MIB  # [O] jpg or png under 1 MB
MATERIAL_COUNT = {"image": 100_000, "thumb": 100_000, "voice": 1_000, "video": 1_000, "news": 100_000}  # [K]
MATERIAL_PAGE = 20  # [O] batchget_material count 1..20

# Followers and tags [O User_Tag_Management].
FOLLOWER_PAGE = 10_000
INFO_BATCH = 100
REMARK_CHARACTERS = 30
TAGS = 100
TAG_NAME_BYTES = 30
TAGS_PER_FOLLOWER = 20
TAG_BATCH = 50
TAG_FOLLOWERS_TO_DELETE = 100_000
BLACKLIST_BATCH = 20

# Menu [O mp1421141013].
MENU_BUTTONS = 3
MENU_SUB_BUTTONS = 5
MENU_NAME_BYTES = 16
MENU_SUB_NAME_BYTES = 60
MENU_KEY_BYTES = 128
MENU_URL_BYTES = 1_024

# QR codes [O api_createqrcode]: 60 s when nothing is said; no minimum is named, and WxJava says 30 [3].
QR_MIN_SECONDS = 30
QR_DEFAULT_SECONDS = 60
QR_MAX_SECONDS = 2_592_000
QR_PERMANENT = 100_000
QR_SCENE_CHARACTERS = 64

# Notices [O Template_Message_Interface]: 25 templates; the same `client_msg_id` is kept off for ten minutes.
TEMPLATES = 25
TEMPLATE_REPEAT_SECONDS = 10 * MINUTE
INTERCEPTED_PAGE = 100  # [O api_queryblocktmplmsg]

# Drafts and articles [O api_draft_add]: title 32, author 16, digest 128 characters, content under 20,000
# characters and 1 MB. That one draft holds at most eight articles is general knowledge [K].
DRAFT_ARTICLES = 8
DRAFT_PAGE = 20  # [O] draft/batchget and freepublish/batchget count 1..20
TITLE_CHARACTERS = 32
AUTHOR_CHARACTERS = 16
DIGEST_CHARACTERS = 128
DIGEST_FROM_CONTENT = 54  # [O] what is taken from the content when there is no digest
CONTENT_CHARACTERS = 20_000
CONTENT_BYTES = MIB
SOURCE_URL_BYTES = KIB
PICTURES_IN_A_PICTURE_ARTICLE = 20

# Mass send [O Batch_Sends_and_Originality_Checks].
MASS_PER_MONTH = 4  # per follower and calendar month in China, console and API together
MASS_TO_ALL_PER_MONTH = 4  # [O] 服务号: is_to_all, console and API together; 45028
MASS_OPENIDS = (2, 10_000)  # [O] OpenID最少2个，最多10000个; 40130 below, 40032 above [K]
MASS_TEXT_BYTES = 2_048  # [K] as a customer-service text
CLIENT_MSG_ID_BYTES = 64  # [O] 45067
CLIENT_MSG_ID_SECONDS = DAY  # [O] 对 24 小时内的群发记录进行检查: 45065 with the first msg_id
CLIENT_MSG_ID_RETRY_SECONDS = MINUTE  # [O] 重试速度过快，请间隔1分钟重试: 45066
MASS_CONFIRM_SECONDS = 30 * MINUTE  # [O] 群发保护: 管理员30分钟内无响应, err(40002)
MASS_DELETE_SECONDS = 10 * DAY  # [K] older pages; the present one says 随时
MASS_SPEEDS = (80, 60, 45, 30, 10)  # [K] levels 0 to 4 in ten thousand a minute

CLEAR_QUOTA_PER_MONTH = 10  # [O] 48006; by token and by secret together
CLEAR_API_QUOTA_PER_MONTH = 50  # [O api_clearapiquota]
RID_SECONDS = 7 * DAY  # [O api_getridinfo]

# Short keys [O api_genshortkey].
SHORT_KEY_BYTES = 4 * KIB
SHORT_KEY_SECONDS = 30 * DAY

# Statistics [O wedata]: how many days may be asked for at once. The last three are newer, and their pages
# name no number [K].
STATISTICS_DAYS = {
    "getusersummary": 7,
    "getusercumulate": 7,
    "getarticlesummary": 1,
    "getarticletotal": 1,
    "getuserread": 3,
    "getuserreadhour": 1,
    "getusershare": 7,
    "getusersharehour": 1,
    "getupstreammsg": 7,
    "getupstreammsghour": 1,
    "getupstreammsgweek": 30,
    "getupstreammsgmonth": 30,
    "getupstreammsgdist": 15,
    "getupstreammsgdistweek": 30,
    "getupstreammsgdistmonth": 30,
    "getinterfacesummary": 30,
    "getinterfacesummaryhour": 1,
    "getarticleshare": 30,
    "getbizsummary": 30,
    "getarticletotaldetail": 30,
}
STATISTICS_WITH_DELAY = ("getarticleshare", "getbizsummary", "getarticletotaldetail")

# Calls a day by API path [3 biecuoliao, mirror of 接口频率限制]; stable_token [O].
DAILY_QUOTAS = {
    "token": 2_000,
    "stable_token": 500_000,
    "menu/create": 1_000,
    "menu/get": 10_000,
    "menu/delete": 1_000,
    "menu/addconditional": 2_000,
    "menu/delconditional": 2_000,
    "menu/trymatch": 20_000,
    "media/upload": 5_000,
    "media/get": 10_000,
    "message/custom/send": 500_000,
    "message/template/send": 100_000,
    "qrcode/create": 100_000,
    "user/get": 500,
    "user/info": 5_000_000,
    "user/info/updateremark": 10_000,
    "media/uploadnews": 10,
    "message/mass/sendall": 100,
    "message/mass/send": 100,
    "message/mass/preview": 100,
}
# Mass sends [O]: 群发接口每分钟限制请求60次.
MINUTE_QUOTAS = {"stable_token": 10_000, "message/mass/sendall": 60, "message/mass/send": 60}
