"""The characters of the index: which are Han, and what each folds to.

Every table maps one character to one character, so that an offset into folded text is an offset into the text itself.
"""

import unicodedata
from importlib.resources import files

#: Han characters, as the inside of a regular expression's class: ideographs (the basic block, extensions A to J and whatever planes 2
#: and 3 will hold), compatibility ideographs, radicals, and the signs 々 〇 〡…〩 〸 〹 〺 〻 that stand in for ideographs.
HAN = "\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\U00020000-\U0003fffd"

_BASIC_PLANE = 0x10000
_LAST_FOLDED = 0x2FA1F

#: Radicals of the supplement that stand for whole characters in the text of some PDF files (Unicode's EquivalentUnifiedIdeograph);
#: Unicode's own compatibility mapping knows the Kangxi radicals and two of these.
_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺻⺼⺽⺾⺿⻀⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑忄㣺扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻竹糹纟罓罒羊耂肀聿肉臼艹艹艹衤覀西见角讠贝车辶辶辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)


def _simplified() -> dict[str, str]:
    """Traditional characters and their first simplified form in OpenCC's table, one character each side."""
    lines = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    firsts = ((traditional, forms.split(" ")[0]) for traditional, forms in pairs)
    return {traditional: form for traditional, form in firsts if len(traditional) == len(form) == 1}


def _narrowed() -> dict[str, str]:
    """Half width for full width, ideographs for their compatibility forms and radicals, lower case: what is one character after it too."""
    spans = (range(0xF900, 0xFB00), range(0x2F00, 0x2FE0), range(0x2F800, _LAST_FOLDED + 1), range(0xFF01, 0xFF5F))
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for span in spans for code in span}
    table |= {"\u3000": " ", "\ufe6a": "%"} | _RADICALS
    lower = ((chr(code), table.get(chr(code), chr(code)).lower()) for code in range(_BASIC_PLANE))
    return table | {character: form for character, form in lower if len(form) == 1 and form != character}


def _folded() -> dict[str, str]:
    """Every character that folds to another one. Folding twice changes nothing."""
    simplified = _simplified()
    table = {}
    for character, narrow in (dict(zip(simplified, simplified, strict=True)) | _narrowed()).items():
        folded = narrow
        while simplified.get(folded, folded) != folded:
            folded = simplified[folded]
        if folded != character and len(folded) == 1:
            table[character] = folded
    return table


#: What folds to something else.
FOLDED = _folded()
#: The basic plane as a table of `str.translate`: a list is looked up faster than a dict, and misses nothing.
FOLD_TABLE = [FOLDED.get(chr(code), chr(code)) for code in range(_BASIC_PLANE)]
