"""How a file is offered to a browser under its name. Pure."""

import unicodedata
from urllib.parse import quote


def offered_as(name: str, *, to_keep: bool = True) -> str:
    """The ``Content-Disposition`` for a file of this name: to be kept, or to be shown at once.

    A header takes Latin letters alone, and a server that is given others breaks the answer off. So the name
    stands there twice: percent-encoded (RFC 6266, RFC 8187), which every browser of today reads, and with
    what is left of it in ASCII.
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    bare = "".join(one for one in folded if one.isprintable() and one not in '"\\')
    # Only the ending is left of 清单.xlsx.
    plain = f"file{bare}" if not bare or bare.startswith(".") else bare
    kind = "attachment" if to_keep else "inline"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
