"""Signing pages, and sending visitors to be recognised."""

from wechat.pages import page_signature

TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
SIGNED = "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_the_platforms_own_example_is_signed_right() -> None:
    """The vector of the JS-SDK documentation, appendix 1."""
    signature = page_signature(TICKET, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value")
    assert signature == SIGNED


def test_what_follows_a_hash_is_not_signed() -> None:
    signature = page_signature(
        TICKET, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value#/a"
    )
    assert signature == SIGNED
