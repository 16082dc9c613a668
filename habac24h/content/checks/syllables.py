"""Which written words can be one Vietnamese syllable: onset, rime, tone, and the tone's place.

The tables are those of the school grammar (quốc ngữ); rimes that stand in a few words only
("oong", "uơ") are in. Both places of the tone in open oa, oe, uy are right (hoà, hòa).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 7
"""Letters of the longest syllables (nghiêng)."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("c", "ch", "p", "t")
"""Endings that take only the tones sắc and nặng."""
_SHARPS = ("\u0301", "\u0323")


def words(written: str) -> tuple[str, ...]:
    """A table that stands in the code as words with blanks between."""
    return tuple(written.split())


_ONSETS = words("ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x")
"""The longest first."""
_FRONT = "eêiy"
_RIMES = frozenset(
    words("""
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu
    iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    """)
)
_ALONE = frozenset(words("y yêm yên yêng yêt yêu"))
_AFTER_QU = frozenset(words("ôc y ych yên yêt yn ynh yp yt yu")) | {
    rime for rime in _RIMES if rime[0] in "aăâeêiơ"
}
_AFTER_G = frozenset(words("i in iêc iêng iêt"))
_SAYS_Y = frozenset({"", "h", "k", "l", "m", "s", "t", "v"})
_MARKED = "ăâêôơư"
_VOWELS = "aeiouy" + _MARKED


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters (NFC) can be a syllable, with its tone where it belongs."""
    base, tone, at = _without_tone(word)
    return any(
        _fits(onset, rime)
        and (not rime.endswith(_STOPPED) or tone in _SHARPS)
        and (not tone or at - len(onset) in _places(rime))
        for onset, rime in _splits(base)
    )


def retoned(word: str) -> Iterator[str]:
    """The same letters with the tone at each other place."""
    base, tone, at = _without_tone(word)
    for place, letter in enumerate(base):
        if tone and place != at and letter in _VOWELS:
            yield base[:place] + unicodedata.normalize("NFC", letter + tone) + base[place + 1 :]


def _without_tone(word: str) -> tuple[str, str, int]:
    """The letters, the tone (empty for none) and the place of the letter that carries it."""
    letters, tone, at = [], "", -1
    for place, letter in enumerate(word):
        apart = unicodedata.normalize("NFD", letter)
        found = [sign for sign in apart if sign in _TONES]
        if found:
            tone, at = tone + found[0], place
        letters.append(unicodedata.normalize("NFC", "".join(x for x in apart if x not in _TONES)))
    return "".join(letters), tone, at


def _splits(base: str) -> Iterator[tuple[str, str]]:
    yield "", base
    for onset in _ONSETS:
        if base.startswith(onset):
            yield onset, base[len(onset) :]


def _fits(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _AFTER_QU
    if onset == "g" and rime in _AFTER_G:
        return True
    if rime == "y":
        return onset in _SAYS_Y
    if not onset:
        return rime in _ALONE or (rime in _RIMES and not rime.startswith("iê"))
    if rime not in _RIMES or (onset == "gi" and rime[0] == "i"):
        return False
    if onset in ("k", "gh", "ngh"):
        return rime[0] in _FRONT
    return onset not in ("c", "g", "ng") or rime[0] not in _FRONT


def _places(rime: str) -> tuple[int, ...]:
    """Where in the rime the tone may stand."""
    marked = [place for place, letter in enumerate(rime) if letter in _MARKED]
    if marked:
        return (marked[-1],)
    vowels = len(rime) - len(rime.lstrip(_VOWELS))
    if vowels == 1:
        return (0,)
    if vowels == 3 or vowels < len(rime):
        return (1,)
    return (0, 1) if rime in ("oa", "oe", "uy") else (0,)
