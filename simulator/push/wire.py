"""The XML on the wire: pushes built tag by tag, answers read with entities refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from simulator.push.crypto import BadEnvelope, Envelope, signature

Value = str | int | float | Mapping[str, "Value"] | Sequence["Value"]
Fields = Mapping[str, Value]


def xml_of(fields: Fields, root: str = "xml") -> str:
    """Texts in CDATA, numbers bare, mappings nested, lists as a repeated tag: as the platform writes."""
    return f"<{root}>{''.join(_tag(name, value) for name, value in fields.items())}</{root}>"


def _tag(name: str, value: Value) -> str:
    if isinstance(value, str):
        return f"<{name}><![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"
    if isinstance(value, Mapping):
        return xml_of(value, name)
    if isinstance(value, (int, float)):
        return f"<{name}>{value}</{name}>"
    return "".join(_tag(name, one) for one in value)


@dataclass(frozen=True)
class PushBody:
    """One message ready to be sent, the same for every attempt; only its signatures are fresh each time."""

    fields: Fields
    xml: str
    sealed: str

    def query(self, token: str, timestamp: str, nonce: str, openid: str) -> dict[str, str]:
        """The query parameters of one attempt, in the platform's order."""
        query = {
            "signature": signature(token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": openid,
        }
        if self.sealed:
            query["encrypt_type"] = "aes"
            query["msg_signature"] = signature(token, timestamp, nonce, self.sealed)
        return query


def push_body(fields: Fields, mode: str, envelope: Envelope) -> PushBody:
    """Build the body for a mode: plain text, both (compatible), or only ToUserName and Encrypt (secure)."""
    plain = xml_of(fields)
    if mode == "plain":
        return PushBody(fields, plain, "")
    sealed = envelope.seal(plain)
    shown: dict[str, Value] = dict(fields) if mode == "compatible" else {"ToUserName": fields["ToUserName"]}
    return PushBody(fields, xml_of(shown | {"Encrypt": sealed}), sealed)


class BadAnswer(Exception):
    """What the webhook answered is no reply; the message says why, for whoever reads the send result."""


def says_nothing(text: str) -> bool:
    """Whether a text is one of the two that show nothing and are no fault."""
    return text.strip() in ("", "success")


def answer_element(text: str, mode: str, token: str, envelope: Envelope) -> Element | None:
    """The plain reply in an answer, its envelope checked and opened; raises `BadAnswer`.

    Secure mode takes only sealed answers, plain mode only plain ones, compatible mode either. None for an
    envelope with nothing in it, which is no fault on the platform [3 silenceper/wechat#589].
    """
    root = _parsed(text)
    encrypt = root.find("Encrypt")
    if encrypt is None:
        if mode == "secure":
            raise BadAnswer("the answer is not encrypted")
        return root
    if mode == "plain":
        raise BadAnswer("the answer is encrypted, the account is in plain mode")
    sealed, timestamp, nonce = (encrypt.text or "").strip(), _text(root, "TimeStamp"), _text(root, "Nonce")
    # The page asks for seconds. Milliseconds pass: node-webot/wechat has sent them in production since 2014,
    # and its issues 175 and 243 report no harm.
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise BadAnswer("TimeStamp is not a number")
    if _text(root, "MsgSignature") != signature(token, timestamp, nonce, sealed):
        raise BadAnswer("MsgSignature is wrong")
    try:
        opened = envelope.open(sealed)
    except BadEnvelope as error:
        raise BadAnswer(str(error)) from error
    return None if says_nothing(opened) else _parsed(opened)


def _parsed(text: str) -> Element:
    if text.startswith("\ufeff"):
        raise BadAnswer("the answer starts with a byte order mark")
    try:
        root: Element = ElementTree.fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadAnswer("the answer is not XML") from error
    if root.tag != "xml":
        raise BadAnswer("the answer's root is not <xml>")
    return root


def _text(root: Element, name: str) -> str:
    return (root.findtext(name) or "").strip()
