"""Colours as programs write them, brought to the one form that the standard knows."""

import re

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*[,\s]\s*(\d{1,3})\s*(?:[,/]\s*[\d.]+%?\s*)?\)")


def plain_color(written: str) -> str:
    """A colour as "#rrggbb" without its transparency; "" where it is none."""
    text = written.strip().lower()
    if found := _HEX.fullmatch(text):
        digits = found[1]
        return f"#{digits[:6]}" if len(digits) > 4 else "#" + "".join(digit * 2 for digit in digits[:3])
    if (found := _RGB.fullmatch(text)) and all(int(part) < 256 for part in found.groups()):
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())
    return ""
