"""Bytes of a text part to text: what the label says, else UTF-8, else what it looks like."""

import codecs

from charset_normalizer import from_bytes

# Python also knows codecs that are not charsets of mail (utf-7, unicode_escape, zlib ...) and turn
# harmless bytes into markup, so only these are believed.
_TRUSTED = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 ascii koi8-r koi8-u koi8-t mac-roman mac-cyrillic tis-620 "
    "gb2312 gbk gb18030 hz big5 big5hkscs cp950 shift_jis shift_jis_2004 cp932 euc_jp euc_jis_2004 "
    "iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_kr euc_kr cp949 johab viscii"
).split()

# Labels that are read more widely than they say, as browsers do (WHATWG Encoding Standard).
_WIDER = {
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874", "iso2022_jp": "iso2022_jp_ext",
}  # fmt: skip
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "cp-850": "cp850",
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
    "utf8mb4": "utf-8",
}
_SAMPLE = 4096


def decode(data: bytes, label: str = "") -> str:
    """`data` as text, whatever it is: never raises, and replaces only what nothing could read."""
    for name in (_codec(label), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (UnicodeError, ValueError):
                continue
    guess = from_bytes(data[:_SAMPLE], steps=5, chunk_size=256).best()
    return data.decode(guess.encoding if guess else "cp1252", "replace")


def _codec(label: str) -> str:
    """Python's name for a charset label, or "" if it is unknown or not believed."""
    label = label.strip("\"' \t").lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return ""
    if name == "ascii":
        return ""  # a subset of UTF-8, and often a lie
    if name.startswith(("iso8859-", "cp125", "cp437", "cp85", "cp86", "cp874")) or name in _TRUSTED:
        return _WIDER.get(name, name)
    return ""
