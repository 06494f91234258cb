"""Makes QR codes from text."""

import io

import segno


def qr_svg(words: str) -> str:
    """``words`` as a QR code in SVG that fills whatever box it is put into."""
    drawing = io.BytesIO()
    made = segno.make(words, error="m", micro=False)
    made.save(drawing, kind="svg", xmldecl=False, nl=False, omitsize=True)
    return drawing.getvalue().decode()


def qr_modules(words: str) -> list[list[bool]]:
    """``words`` as the rows of a QR code, True for dark, without a quiet zone."""
    return [[bool(module) for module in row] for row in segno.make(words, error="m", micro=False).matrix]
