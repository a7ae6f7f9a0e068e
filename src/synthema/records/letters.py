"""Which encoding bytes that are no UTF-8 are probably written in, by the letters they spell."""

import re
from dataclasses import dataclass

SAMPLE = 2**18  # bytes that a guess is made from
_HIGH = re.compile(rb"[\x80-\xff]+")
_ASCII = re.compile("[\x00-\x7f]+")
_EAST = "\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60\uffe0-\uffef"
_TURNED = re.compile("[\u0430-\u045f][\u0400-\u042f]")  # a capital behind a small letter
_FEWEST = 4  # letters that anything is concluded from


@dataclass(frozen=True, slots=True)
class _Script:
    """What texts in an encoding consist of, the letters that are frequent in them, and how frequent at least."""

    name: str
    codec: str
    block: re.Pattern[str]
    common: re.Pattern[str]
    least: float


def _script(name: str, codec: str, block: str, common: str, least: float) -> _Script:
    return _Script(name, codec, re.compile(f"[{block}]"), re.compile(f"[{common}]"), least)


_SIMPLIFIED = (
    "的一是在不了有和人中大为国学研究分析与及对医性发展理论基于教育社"
    "会文化影响护经济政策支持工作者实践方法关系问题服务健康管病患心生质"
)
_TRADITIONAL = (
    "的一是在不了有和人中大為國學研究分析與及對醫性發展理論基於教育社"
    "會文化影響護經濟政策支持工作者實踐方法關係問題服務健康管病患心生質"
)
_HANGUL = "이다의는에을를고가하지인로기사한도은서스정자대구나과연성리아시국학어부동경상수"
_SCRIPTS = (
    _script("gb18030", "gb18030", _EAST, _SIMPLIFIED, 0.08),
    _script("big5", "cp950", _EAST, _TRADITIONAL, 0.08),
    _script("shift_jis", "cp932", _EAST, "\u3041-\u30fa", 0.15),
    _script("euc_jp", "euc_jp", _EAST, "\u3041-\u30fa", 0.15),
    _script("euc_kr", "cp949", "\uac00-\ud7a3\u3000-\u303f\u00b7", _HANGUL, 0.15),
    _script("cp1251", "cp1251", "\u0400-\u045f\u2013-\u201d\u2116\u00ab\u00bb\u00a0", "оеаинтсрвлОЕАИНТСРВЛ", 0.45),
    _script("cp1253", "cp1253", "\u0370-\u03ff\u2013-\u201d\u00ab\u00bb\u00a0\u00b7", "αειηνορστυό", 0.45),
    _script("cp1255", "cp1255", "\u0590-\u05ff\u2013-\u201d\u00ab\u00bb\u00a0", "יוהלאמרתבנש", 0.45),
    _script("koi8-r", "koi8-r", "\u0400-\u045f\u00a0", "оеаинтсрвлОЕАИНТСРВЛ", 0.45),
)
_BLOCKS = (  # asked where no letters are frequent, of bytes that stand together
    ("gb18030", re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")),
    ("cp1256", re.compile("[\u0600-\u06ff]")),
)
CODECS = {script.name: script.codec for script in _SCRIPTS}
"""By the name of an encoding the codec that reads its usual extension, too."""
OF_MANY_BYTES = frozenset(
    "gb18030 gbk gb2312 big5 big5hkscs cp950 cp932 shift_jis euc_jp euc_kr cp949 johab".split()  # noqa: SIM905
)
"""Codecs that write a letter as several bytes."""


def guessed(sample: bytes) -> str:
    """Windows-1252 unless the letters of another encoding are as frequent as in its texts."""
    likely = [(score, script.name) for script in _SCRIPTS if (score := _score(sample, script)) >= 1]
    if likely:
        return max(likely)[1]
    return _together(sample)


def _score(sample: bytes, script: _Script) -> float:
    """How often frequent letters occur, 1 being just enough; 0 where the text is no such text."""
    if script.codec not in OF_MANY_BYTES and not _stands_together(sample):
        return 0
    text = sample.decode(script.codec, "replace")
    high = _ASCII.sub("", text)
    if len(high) < _FEWEST or len(script.block.findall(high)) < 0.9 * len(high):
        return 0
    if len(_TURNED.findall(text)) > 0.03 * len(high):
        return 0
    return len(script.common.findall(high)) / len(high) / script.least


def _together(sample: bytes) -> str:
    """Chinese or Arabic where the bytes above 127 stand together and are valid; else Windows-1252."""
    if not _stands_together(sample):
        return "cp1252"
    for name, letters in _BLOCKS:
        try:
            high = _ASCII.sub("", sample.decode(name))
        except UnicodeDecodeError:
            continue
        if len(letters.findall(high)) > 0.9 * len(high):
            return name
    return "cp1252"


def _stands_together(sample: bytes) -> bool:
    """Whether nearly all letters above 127 stand beside another one, as in no Western text."""
    runs = [run for run in _HIGH.findall(sample) if run.strip(b"\xa0")]  # hard spaces stand together anywhere
    return bool(runs) and sum(len(run) for run in runs if len(run) > 1) >= 0.8 * sum(map(len, runs))
