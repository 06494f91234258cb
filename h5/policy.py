"""The content security policy of the pages: what each may load."""

from urllib.parse import urlsplit


def policy(sdk_url: str, *, inline_styles: bool = False) -> str:
    """What a page may load: its own, previews of chosen photos, and WeChat's JS-SDK from where that lies.

    ``inline_styles`` only for a page without a word of anybody's: WeChat draws its own button out of a
    template that has to bring its style along.
    """
    parts = urlsplit(sdk_url)
    sdk = f"{parts.scheme}://{parts.netloc}"
    styles = "'self' 'unsafe-inline'" if inline_styles else "'self'"
    return (
        f"default-src 'none'; script-src 'self' {sdk}; style-src {styles}; img-src 'self' data: blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
